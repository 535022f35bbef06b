"""The number of threads is what this process may use: its cores, and what its container or service allows."""

import math
import os

import pytest

from sim import workers
from sim.workers import cores, quota


def system_of(root, groups: str, files: dict[str, str]):
    """A system with the groups of this process, and files below ``/sys/fs/cgroup``."""
    (root / "proc/self").mkdir(parents=True)
    (root / "proc/self/cgroup").write_text(groups)
    for name, text in files.items():
        path = root / "sys/fs/cgroup" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{text}\n")
    return root


def period(group: str) -> dict[str, str]:
    """The file that says over which time a group of version 1 is counted."""
    return {f"{group}/cpu.cfs_period_us": "100000"}


@pytest.mark.parametrize(
    ("groups", "files", "allowed"),
    [
        ("0::/\n", {"cpu.max": "150000 100000"}, 1.5),  # version 2, in a container
        ("0::/\n", {"cpu.max": "max 100000"}, math.inf),
        ("0::/a/b\n", {"a/cpu.max": "200000 100000", "a/b/cpu.max": "400000 100000"}, 2),  # the tighter counts
        ("0::/a/b\n", {"a/cpu.max": "max 100000", "a/b/cpu.max": "50000 100000"}, 0.5),
        ("0::/elsewhere\n", {"cpu.max": "300000 100000"}, 3),  # its own stands at the top
        ("4:cpu,cpuacct:/a\n1:name=systemd:/a\n", {"cpu/a/cpu.cfs_quota_us": "250000", **period("cpu/a")}, 2.5),
        ("4:cpuacct,cpu:/\n0::/\n", {"cpu/cpu.cfs_quota_us": "-1", **period("cpu")}, math.inf),
        ("2:memory:/a\n", {"cpu/a/cpu.cfs_quota_us": "100000", **period("cpu/a")}, math.inf),
        ("", {}, math.inf),
    ],
)  # fmt: skip
def test_the_tightest_group_counts(tmp_path, groups, files, allowed):
    assert quota(system_of(tmp_path, groups, files)) == allowed


def test_a_system_without_groups_sets_no_limit(tmp_path):
    assert quota(tmp_path) == math.inf


@pytest.mark.parametrize(("allowed", "threads"), [(0.2, 1), (1.5, 2), (3, 3), (7.01, 8), (math.inf, 8)])
def test_part_of_a_core_gets_a_thread_and_there_are_no_more_than_cores(monkeypatch, allowed, threads):
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(8)), raising=False)
    monkeypatch.setattr(workers, "quota", lambda: allowed)
    assert cores() == threads
    assert cores(5) == 5


def test_cores_that_this_process_may_not_use_do_not_count(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {3}, raising=False)
    assert cores() == 1
