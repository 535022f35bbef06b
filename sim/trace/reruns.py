"""Reruns: the same weeks lived again, many of them at once, by whoever has cores to spare.

A search names the reruns that it wants next and waits for what they give. Who shares the cores with others hands over
a way of its own to make them, between the runs of those others; alone, each core takes the next one.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

from sim.run import Between
from sim.workers import cores

Outcome = TypeVar("Outcome")
Rerun = Callable[[Between | None], Outcome]  # calls what it is given every year, and stops when that raises


class Together(Protocol):
    """A way to make reruns at once."""

    def __call__(self, reruns: Sequence[Rerun[Outcome]]) -> list[Outcome]:
        """What each of them gave, in their order."""


def in_threads(reruns: Sequence[Rerun[Outcome]]) -> list[Outcome]:
    """Make reruns, as many at a time as there are cores; what one of them raises ends it, and none is begun after."""
    with ThreadPoolExecutor(cores()) as pool:
        return list(pool.map(lambda rerun: rerun(None), reruns))
