"""Results name the commit of the sources they were made with, and of nothing else."""

import shutil
import subprocess
from pathlib import Path

import pytest

from experiments.provenance import commit_of


@pytest.fixture
def repository(tmp_path) -> Path:
    """A repository of somebody's own, with a virtual environment in which Omtafel is installed."""
    if shutil.which("git") is None:
        pytest.skip("needs git")
    root = tmp_path / "own"
    installed = root / ".venv" / "lib" / "site-packages" / "experiments" / "provenance.py"
    installed.parent.mkdir(parents=True)
    installed.write_text("")
    (root / "own.py").write_text("")
    (root / ".gitignore").write_text(".venv/\n")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "Begin")
    return root


def git(root: Path, *words: str) -> str:
    """What git says in a repository."""
    return subprocess.run(["git", *words], cwd=root, check=True, capture_output=True, text=True).stdout.strip()


def test_the_repository_around_a_virtual_environment_is_not_named(repository):
    assert commit_of(repository / ".venv" / "lib" / "site-packages" / "experiments" / "provenance.py") == {}


def test_the_repository_that_holds_the_sources_is_named_with_what_changed(repository):
    head = git(repository, "rev-parse", "HEAD")
    assert commit_of(repository / "own.py") == {"commit": head, "clean": True}
    (repository / "own.py").write_text("changed = True\n")
    assert commit_of(repository / "own.py") == {"commit": head, "clean": False}


def test_a_hook_of_another_repository_does_not_mislead(repository, tmp_path, monkeypatch):
    git(tmp_path, "init", "-q", "other")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    assert commit_of(repository / "own.py")["clean"] is True
    (tmp_path / "alone.py").write_text("")
    assert commit_of(tmp_path / "alone.py") == {}
