"""The folder results go to: checked before anything runs, filled at once or not at all.

Files are written under temporary names in the folder itself and renamed when all of them are there. When something
goes wrong on the way (a full disk, Ctrl-C) the folder is left as it was.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from omtafel.refusal import refusing

Write = Callable[[Path], object]


def check_folder(out: Path) -> None:
    """Refuse a folder that cannot be written, and leave no trace of having tried."""
    with refusing(f"--out {out}"):
        if not str(out).strip() or "\0" in str(out):
            raise ValueError("not a name of a folder")
        if out.exists() and not out.is_dir():
            raise ValueError("is a file, not a folder")
        made = make_folder(out)
        try:
            with tempfile.TemporaryFile(dir=out):
                pass
        finally:
            remove_folders(made)


def fill_folder(out: Path, files: Mapping[str, Write]) -> list[Path]:
    """Write all files, or none.

    Args:
        out: the folder; made when it is not there. Files of the same names are replaced.
        files: for each name, what writes the file at a path.

    Returns:
        The paths of the files.

    Raises:
        Refusal: when a file cannot be written.
    """
    made: list[Path] = []
    waiting: Path | None = None
    with refusing(f"--out {out}"):
        try:
            made = make_folder(out)
            waiting = Path(tempfile.mkdtemp(prefix=".omtafel-", dir=out))
            for name, write in files.items():
                write(waiting / name)
            for name in files:
                os.replace(waiting / name, out / name)
            waiting.rmdir()
        except BaseException:
            if waiting is not None:
                shutil.rmtree(waiting, ignore_errors=True)
            remove_folders(made)
            raise
    return [out / name for name in files]


def make_folder(out: Path) -> list[Path]:
    """Make a folder and those above it.

    Returns:
        The folders that were not there before, the deepest first.
    """
    missing = [folder for folder in (out, *out.parents) if not folder.exists()]
    try:
        out.mkdir(parents=True, exist_ok=True)
    except BaseException:
        remove_folders(missing)
        raise
    return missing


def remove_folders(folders: list[Path]) -> None:
    """Remove folders again that are there and empty."""
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            continue
