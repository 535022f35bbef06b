"""Waiting for what is expected, and no longer: the one place where a test looks again and again."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

PATIENCE = 120.0  # seconds; a machine that does other things too may be slow
BETWEEN_LOOKS = 0.01
Said = TypeVar("Said")


def until(true: Callable[[], object], over: Callable[[], bool] = lambda: False) -> None:
    """Wait until something is true, or until nothing more can come.

    Args:
        true: what is expected.
        over: says that it is no use to wait any longer.
    """
    end = time.monotonic() + PATIENCE
    while not true() and not over():
        assert time.monotonic() < end, f"waited longer than {PATIENCE:g} seconds"
        time.sleep(BETWEEN_LOOKS)


def finished(work: Coroutine[Any, Any, Said]) -> Said:
    """What a coroutine ends with. It has a thread of its own, because a browser keeps a loop running in this one."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, work).result()
