"""One test that looks at each of many things, and says of each that fails why.

Where thousands of tests take a millisecond each, pytest takes more than they do: it makes every one in each of its
processes, and hands it out.
"""

from collections.abc import Callable, Iterable
from typing import Any

import pytest


def of_each(things: Iterable[Any]) -> Callable[[Callable[[Any], None]], Callable[[], None]]:
    """Make a test of one thing a test of all of them.

    Args:
        things: what to look at, at least one; their names stand before what is said of them.
    """
    every = [*things]
    assert every, "there is nothing to look at"

    def of_all(look: Callable[[Any], None]) -> Callable[[], None]:
        def looked_at() -> None:
            said = [(thing, fault_of(look, thing)) for thing in every]
            faults = [f"{getattr(thing, 'name', thing)}: {fault}" for thing, fault in said if fault]
            assert not faults, "\n".join(faults)

        looked_at.__name__, looked_at.__doc__, looked_at.__module__ = look.__name__, look.__doc__, look.__module__
        return looked_at

    return of_all


def fault_of(look: Callable[[Any], None], thing: Any) -> str:
    """What a test says of a thing; nothing when it is as it should be."""
    try:
        look(thing)
    except (AssertionError, pytest.fail.Exception) as fault:
        return str(fault) or "is not as it should be"
    return ""
