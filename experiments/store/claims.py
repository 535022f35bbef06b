"""Claims: while one process runs a block, others that work in the same folder leave it alone.

A claim is a locked file. The system lets go of it when the process ends, however it ends. Claims save work, they do not
keep results safe: two processes that run the same block write the same part.
"""

from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout


class Claims:
    """The claims of one process in one folder.

    Args:
        folder: where the locked files stand.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.held: dict[str, BaseFileLock] = {}

    def take(self, name: str) -> bool:
        """Claim a block; False when another process holds it."""
        lock = FileLock(self.folder / f"{name}.lock")
        try:
            lock.acquire(blocking=False)
        except Timeout:
            return False
        except NotImplementedError:  # a file system without locks: the block may be run twice
            return True
        self.held[name] = lock
        return True

    def release(self, name: str) -> None:
        """Let go of a block, and of the file that stood for it."""
        lock = self.held.pop(name, None)
        if lock is not None:
            Path(lock.lock_file).unlink(missing_ok=True)
            lock.release()

    def release_all(self) -> None:
        """Let go of everything."""
        for name in list(self.held):
            self.release(name)
