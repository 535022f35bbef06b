"""Locks: while one process runs a block, others that work in the same folder leave it alone.

A claim is a locked file, and beside it a note that says who holds it. The system lets go of the lock when the process
ends, however it ends. One that is stopped (SIGSTOP, a suspended machine) keeps it: its note is no longer touched, and
after a while another process takes the claim over. Locks save work, they do not keep results safe: two processes that
run the same block write the same part.
"""

import contextlib
import logging
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

BEAT_SECONDS = 5.0  # between two times that a note is touched
SILENT_SECONDS = 60.0  # after which whoever does not touch its note is taken to be stopped
SAY_AFTER = 2.0  # of waiting, who is waited for
LOCK, NOTE = ".lock", ".holder"
log = logging.getLogger(__name__)
Seen = tuple[int, float]  # when a note was touched, by the disk's clock, and since when we know, by ours


class Locks:
    """The claims of one process in one folder.

    Args:
        folder: where the locked files stand.

    Attributes:
        held: the claims of this process; without a lock where the file system has none, or another process keeps it.
        taken_over: who was silent for so long that a claim was taken over, each told once.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.held: dict[str, BaseFileLock | None] = {}
        self.seen: dict[str, Seen] = {}
        self.taken_over: list[str] = []
        self.beaten = time.monotonic()

    def take(self, name: str) -> bool:
        """Claim a block; False when another process holds it that was not silent for too long."""
        lock: BaseFileLock | None = FileLock(self.folder / f"{name}{LOCK}")
        try:
            assert lock is not None
            lock.acquire(blocking=False)
        except Timeout:
            if not self.is_silent(name):
                return False
            self.taken_over.append(self.holder(name))
            lock = None
        except NotImplementedError:  # a file system without locks: the block may be run twice
            lock = None
        self.seen.pop(name, None)
        self.held[name] = lock
        self.note(name).write_text(f"process {os.getpid()} on {socket.gethostname()}", "utf-8")
        return True

    def note(self, name: str) -> Path:
        """The note that says who holds a claim."""
        return self.folder / f"{name}{NOTE}"

    def holder(self, name: str) -> str:
        """Who holds a claim: "process 4711 on desk"."""
        return named_in(self.note(name))

    def is_silent(self, name: str) -> bool:
        """Whether the holder of a claim has not touched its note for too long, as far as we have looked."""
        try:
            touched = self.note(name).stat().st_mtime_ns
        except OSError:
            touched = 0
        before, since = self.seen.get(name, (-1, 0.0))
        if touched != before:
            self.seen[name] = (touched, time.monotonic())
            return False
        return time.monotonic() - since > SILENT_SECONDS

    def beat(self) -> None:
        """Show that this process goes on; to be called more often than every ``BEAT_SECONDS``."""
        if time.monotonic() - self.beaten > BEAT_SECONDS:
            self.beaten = time.monotonic()
            for name in self.held:
                with contextlib.suppress(OSError):
                    os.utime(self.note(name))

    def release(self, name: str) -> None:
        """Let go of a block, and of the files that stood for it."""
        if name not in self.held:
            return
        lock = self.held.pop(name)
        self.note(name).unlink(missing_ok=True)
        if lock is not None:
            Path(lock.lock_file).unlink(missing_ok=True)
            lock.release()

    def release_all(self) -> None:
        """Let go of everything."""
        for name in list(self.held):
            self.release(name)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Wait until nobody else writes something; not for ever, for whoever does may be stopped.

    Who is waited for longer than a moment is said, as a warning of this module's log. What is written under it is
    written whole, so that two at once harm nothing but what one of them adds last.
    """
    lock, note = FileLock(path), path.with_suffix(NOTE)
    with contextlib.suppress(Timeout, NotImplementedError):
        try:
            lock.acquire(timeout=min(SAY_AFTER, SILENT_SECONDS))
        except Timeout:
            log.warning("Waiting for %s, which writes the %s of %s", held_by(note), path.stem, path.parent.parent)
            lock.acquire(timeout=max(0.0, SILENT_SECONDS - SAY_AFTER))
    try:
        if lock.is_locked:
            with contextlib.suppress(OSError):
                note.write_text(f"process {os.getpid()} on {socket.gethostname()}", "utf-8")
        yield
    finally:
        if lock.is_locked:
            note.unlink(missing_ok=True)
        lock.release()


def held_by(note: Path) -> str:
    """Who holds something, and since when: "process 4711 on desk, since 12:31:55"."""
    who, since = named_in(note), ""
    with contextlib.suppress(OSError):
        since = time.strftime(", since %H:%M:%S", time.localtime(note.stat().st_mtime))
    return f"{who}{since}"


def named_in(note: Path) -> str:
    """The process that a note names: "process 4711 on desk"."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        if text := note.read_text("utf-8"):
            return text
    return "another process"
