"""The folder results go to: checked before anything runs, filled at once or not at all.

It holds one answer: what was written here before is replaced, and a folder with anything else in it is refused. Files
are written under temporary names in the folder itself and renamed when all of them are there. When something goes wrong
on the way (a full disk, Ctrl-C) the folder is left as it was.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from omtafel.refusal import Refusal, refusing

Write = Callable[[Path], object]
WRITTEN = ".omtafel"  # names the files that were written here, a line each
WAITING = f"{WRITTEN}-"  # begins the name of a folder of files that are not all there yet


def check_folder(out: Path) -> None:
    """Refuse a folder that cannot be written or holds other things, and leave no trace of having tried."""
    from experiments.store.taken import FolderError, refuse_other_things

    with refusing(f"--out {out}"):
        if not str(out).strip() or "\0" in str(out):
            raise ValueError("not a name of a folder")
        if out.exists() and not out.is_dir():
            raise ValueError("is a file, not a folder")
        own = {*written_in(out), WRITTEN}
        try:
            refuse_other_things(out, lambda path: is_own(path, own), "that Omtafel filled")
        except FolderError as error:
            raise Refusal(f"--out {error}") from None
        made = make_folder(out)
        try:
            with tempfile.TemporaryFile(dir=out):
                pass
        finally:
            remove_folders(made)


def fill_folder(out: Path, files: Mapping[str, Write]) -> list[Path]:
    """Write all files, or none.

    Args:
        out: the folder; made when it is not there. Files of the same names are replaced, and those of an earlier answer
            go.
        files: for each name, what writes the file at a path; a name may hold one folder, as ``figures/hours.svg``.

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
            waiting = Path(tempfile.mkdtemp(prefix=WAITING, dir=out))
            for name, write in files.items():
                (waiting / name).parent.mkdir(exist_ok=True)
                write(waiting / name)
            (waiting / WRITTEN).write_text("".join(f"{name}\n" for name in files), "utf-8")
            gone = written_in(out) - set(files)
            for name in (*files, WRITTEN):
                (out / name).parent.mkdir(exist_ok=True)
                os.replace(waiting / name, out / name)
            for name in gone:
                (out / name).unlink(missing_ok=True)
            remove_folders([out / name for name in {str(Path(name).parent) for name in gone} - {"."}])
            shutil.rmtree(waiting)
        except BaseException:
            if waiting is not None:
                shutil.rmtree(waiting, ignore_errors=True)
            remove_folders(made)
            raise
    return [out / name for name in files]


def is_own(path: Path, own: set[str]) -> bool:
    """Whether something in a folder was written here: a file, or a folder of such files alone."""
    if path.is_dir() and not path.is_symlink() and not path.name.startswith(WAITING):
        below = {f"{path.name}/{one.name}" for one in path.iterdir()}
        return below <= own and any(name.startswith(f"{path.name}/") for name in own)
    return path.name in own or path.name.startswith(WAITING)


def is_name(name: str) -> bool:
    """Whether a name is that of a file in a folder of results, or in one folder below it."""
    parts = Path(name).parts
    return "/".join(parts) == name and len(parts) in (1, 2) and ".." not in parts and parts[0] != "/"


def written_in(out: Path) -> set[str]:
    """Which files were written into a folder by an earlier command."""
    path = out / WRITTEN
    return {name for name in path.read_text("utf-8").splitlines() if is_name(name)} if path.is_file() else set()


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
