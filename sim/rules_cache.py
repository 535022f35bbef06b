"""Where compiled rules are kept: a folder for each version of the rules, made when there is something to put in it.

A cache that cannot be written is replaced by a folder of the user's own among the temporary files. Every process that
uses a folder holds a lock in it; whoever comes removes folders that nobody holds and nobody used for some days.
"""

import fcntl
import os
import secrets
import shutil
import stat
import sys
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

import platformdirs

RULES = "rules-"  # before the version in the name of a folder
IN_USE = "in-use.lock"
KEPT_SECONDS = 3 * 24 * 3600.0  # that an unused folder stays: a few MB each
HELD: dict[Path, int] = {}  # locks of this process


def rules_folder(version: str) -> Path:
    """The folder of a version of the rules; nothing is made.

    Args:
        version: in hexadecimal digits.
    """
    return place() / f"{RULES}{version}"


def place() -> Path:
    """Where the folders of all versions are."""
    chosen = os.environ.get("OMTAFEL_CACHE_DIR") or os.environ.get("NUMBA_CACHE_DIR")
    usual = Path(chosen) if chosen else Path(platformdirs.user_cache_dir("omtafel", appauthor=False))
    return usual if can_be_written(usual) else own_folder()


def version_marked(mark: str) -> str | None:
    """The version of the rules whose folder has a mark; None when none has.

    Args:
        mark: name of a file that ``put_mark`` leaves.
    """
    return next((path.parent.name.removeprefix(RULES) for path in place().glob(f"{RULES}*/{mark}")), None)


@cache
def put_mark(folder: Path, mark: str) -> None:
    """Leave a mark in a folder, when it can be written."""
    with suppress(OSError):
        (folder / mark).touch()


def can_be_written(folder: Path) -> bool:
    """Whether files can be put into a folder, which is made first when it is not there."""
    there = next((one for one in (folder, *folder.absolute().parents) if os.path.lexists(one)), Path("/"))
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)


def own_folder() -> Path:
    """A folder among the temporary files that nobody else may write: what is in it will be run."""
    folder = temporary() / f"omtafel-{os.getuid()}"
    if os.path.lexists(folder) and not is_own(folder):
        return folder.with_name(f"{folder.name}-{secrets.token_hex(8)}")
    return folder


def temporary() -> Path:
    """Where temporary files go."""
    return Path(tempfile.gettempdir())


def is_own(folder: Path) -> bool:
    """Whether it is a folder that this user alone may write."""
    there = os.lstat(folder)
    return stat.S_ISDIR(there.st_mode) and there.st_uid == os.getuid() and not there.st_mode & 0o022


@cache
def make(folder: Path) -> None:
    """Make the folder of a version, and say so in a line when it is not where it should be.

    Raises:
        OSError: when it cannot be made, or somebody else made it.
    """
    if folder.parent.parent == temporary() and folder.parent.name.startswith(f"omtafel-{os.getuid()}"):
        folder.parent.mkdir(mode=0o700, exist_ok=True)
        if not is_own(folder.parent):
            raise PermissionError(f"{folder.parent} belongs to somebody else")
        print(f"omtafel: the cache cannot be written, compiled rules go to {folder.parent}", file=sys.stderr)
    folder.mkdir(parents=True, exist_ok=True)
    hold(folder)


def hold(folder: Path) -> bool:
    """Keep others from removing a folder while this process lives, and remove those that nobody needs.

    Returns:
        Whether it is held; not so when it is not there, or its file system has no locks.
    """
    if folder in HELD:
        return True
    path = folder / IN_USE
    try:
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_SH)
        if not os.path.samestat(os.fstat(lock), os.stat(path)):  # removed meanwhile
            raise FileNotFoundError(path)
        os.utime(lock)
    except OSError:
        os.close(lock)
        return False
    HELD[folder] = lock
    for other in folder.parent.glob(f"{RULES}*"):
        if other != folder:
            remove_unused(other)
    return True


def remove_unused(folder: Path) -> None:
    """Remove a folder that nobody holds and nobody used for some days."""
    path = folder / IN_USE
    try:
        used = os.stat(path if path.exists() else folder).st_mtime
        if time.time() - used < KEPT_SECONDS:
            return
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        gone = folder.with_name(f".{folder.name}.{os.getpid()}")
        folder.rename(gone)  # at once, so that nobody finds half of it
        shutil.rmtree(gone, ignore_errors=True)
    except OSError:  # somebody holds it, or removes it too
        return
    finally:
        os.close(lock)
