"""How many threads to use: the cores this process may use, unless the user says otherwise."""

import os


def cores(workers: int | None = None) -> int:
    """Number of threads.

    Args:
        workers: what the user asked for, or None for all cores of this process.

    Raises:
        ValueError: when fewer than one worker is asked for.
    """
    if workers is not None:
        if isinstance(workers, bool) or not isinstance(workers, int) or workers < 1:
            raise ValueError(f"workers must be a whole number from 1 on, not {workers!r}")
        return workers
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
