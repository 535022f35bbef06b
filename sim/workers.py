"""How many threads to use: the cores this process may use, unless the user says otherwise."""

import math
import os
from pathlib import Path, PurePosixPath

ROOT = Path("/")


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
    there = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, math.ceil(min(there, quota())))


def quota(root: Path = ROOT) -> float:
    """How many cores' worth of time a container or a service lets this process use; infinite when it sets no limit.

    A group may use no more than each group around it (Linux control groups, versions 1 and 2). Inside of a container
    the groups around it are out of sight, and its own may stand at the top.

    Args:
        root: where the system's files are.
    """
    least = math.inf
    for line in read(root / "proc/self/cgroup").splitlines():
        _, controllers, group = line.split(":", 2)
        if controllers and "cpu" not in controllers.split(","):
            continue
        mounted = root / "sys/fs/cgroup" / ("cpu" if controllers else "")
        for one in (PurePosixPath(group), *PurePosixPath(group).parents):
            least = min(least, quota_of(mounted / str(one).lstrip("/")))
    return least


def quota_of(group: Path) -> float:
    """What one group may use, in cores; infinite when it sets no limit."""
    found = read(group / "cpu.max") or f"{read(group / 'cpu.cfs_quota_us')} {read(group / 'cpu.cfs_period_us')}"
    words = found.split()
    if len(words) != 2 or not all(word.isdigit() for word in words) or int(words[1]) == 0:  # "max", or -1: no limit
        return math.inf
    return int(words[0]) / int(words[1])


def read(path: Path) -> str:
    """The text of a file of the system; empty when there is none."""
    try:
        return path.read_text("utf-8")
    except OSError:
        return ""
