"""Compiled rules are kept where they can be, nothing is left where nothing was compiled, and old ones go."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from sim import rules_cache
from sim.rules_cache import IN_USE, KEPT_SECONDS, hold, is_own, make, own_folder, remove_unused, rules_folder

pytestmark = pytest.mark.slow

LONG_AGO = time.time() - 2 * KEPT_SECONDS
HOLDING = """
import sys
from pathlib import Path
from sim.rules_cache import hold

print(hold(Path(sys.argv[1])), flush=True)
input()
"""
COMPILING_NOTHING = """
from omtafel.cli import status_of

commands = ("parameters", "scenarios", "compare almeloo", "run --help")
print([status_of(words.split()) for words in commands])
"""


@pytest.fixture
def temporary(tmp_path, monkeypatch) -> Path:
    """A folder of temporary files, and a cache that cannot be written."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    (tmp_path / "file").touch()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("OMTAFEL_CACHE_DIR", str(tmp_path / "file" / "cache"))
    return folder


def used_long_ago(folder: Path) -> Path:
    """A folder of rules that nobody used for long."""
    folder.mkdir(parents=True)
    (folder / "rule.nbc").touch()
    (folder / IN_USE).touch()
    os.utime(folder / IN_USE, (LONG_AGO, LONG_AGO))
    return folder


def test_looking_for_the_folder_makes_none(tmp_path, monkeypatch):
    monkeypatch.setenv("OMTAFEL_CACHE_DIR", str(tmp_path / "new"))
    assert rules_folder("12ab") == tmp_path / "new" / "rules-12ab"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["new", "file/cache"])
def test_commands_that_compile_nothing_leave_nothing(tmp_path, place):
    for name in ("temporary", "work"):
        (tmp_path / name).mkdir()
    (tmp_path / "file").touch()
    own = {"OMTAFEL_CACHE_DIR": str(tmp_path / place), "TMPDIR": str(tmp_path / "temporary")}
    command = [sys.executable, "-c", COMPILING_NOTHING]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **own}, cwd=tmp_path / "work")
    assert done.stdout.splitlines()[-1] == "[0, 0, 2, 0]"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "temporary", "work"]
    assert "cache" not in done.stderr


def test_a_cache_that_cannot_be_written_is_replaced_by_one_folder_of_the_user(temporary, capsys):
    folder = rules_folder("12ab")
    assert folder == rules_folder("12ab") == temporary / f"omtafel-{os.getuid()}" / "rules-12ab"
    assert list(temporary.iterdir()) == []
    make(folder)
    assert is_own(folder.parent)
    assert capsys.readouterr().err == f"omtafel: the cache cannot be written, compiled rules go to {folder.parent}\n"
    make(folder)
    assert rules_folder("12ab") == folder
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("trap", ["others may write", "a link"])
def test_a_folder_that_others_can_fill_is_not_used(temporary, tmp_path, trap):
    usual = own_folder()
    if trap == "a link":
        (tmp_path / "elsewhere").mkdir()
        usual.symlink_to(tmp_path / "elsewhere")
    else:
        usual.mkdir()
        usual.chmod(0o777)
    one, other = own_folder(), own_folder()
    assert len({usual, one, other}) == 3
    with pytest.raises(PermissionError):
        make(usual / "rules-12ab")


def test_old_rules_go_and_those_of_these_days_stay(tmp_path):
    old, new = used_long_ago(tmp_path / "rules-01"), used_long_ago(tmp_path / "rules-02")
    os.utime(new / IN_USE)
    before = used_long_ago(tmp_path / "rules-03")  # from a version that held no locks
    (before / IN_USE).unlink()
    os.utime(before, (LONG_AGO, LONG_AGO))
    other = used_long_ago(tmp_path / "results")
    make(tmp_path / "rules-04")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["results", "rules-02", "rules-04"]
    assert not old.exists()
    assert other.exists()


def test_rules_that_a_process_uses_stay_until_it_ends(tmp_path):
    folder = used_long_ago(tmp_path / "rules-01")
    command = [sys.executable, "-c", HOLDING, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        os.utime(folder / IN_USE, (LONG_AGO, LONG_AGO))
        remove_unused(folder)
        assert (folder / "rule.nbc").exists()
        process.communicate("\n")
    remove_unused(folder)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_goes_while_one_waits_for_it_is_not_held(tmp_path, monkeypatch):
    folder = used_long_ago(tmp_path / "rules-01")

    def lock_late(lock, kind):
        folder.rename(tmp_path / "gone")

    monkeypatch.setattr(rules_cache.fcntl, "flock", lock_late)
    assert not hold(folder)
    monkeypatch.undo()
    make(folder)
    assert hold(folder)
