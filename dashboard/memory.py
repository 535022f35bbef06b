"""Memory that visitors leave behind goes back to the machine.

What Python frees, the C library keeps for later; after a crowd that is hundreds of megabytes that nobody needs.
"""

import ctypes
import gc
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cache

SOON_SECONDS = 10.0
M_ARENA_MAX, HEAPS = -8, 2  # the number of that setting in glibc
_waiting = threading.Lock()


@cache
def trim() -> Callable[[int], int] | None:
    """The function of the C library that gives back what is free; None where it has none."""
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError):
        return None


def few_heaps() -> None:
    """Let all threads share two heaps: where each of many threads has its own, much that is free is kept."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, HEAPS)


def give_back() -> None:
    """Give back what is free now."""
    gc.collect()
    if give := trim():
        give(0)


def give_back_soon() -> None:
    """Give back a little later, once for all who leave meanwhile."""
    if not _waiting.acquire(blocking=False):
        return

    def then() -> None:
        _waiting.release()
        give_back()

    later = threading.Timer(SOON_SECONDS, then)
    later.daemon = True
    later.start()
