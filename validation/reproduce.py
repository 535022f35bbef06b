"""``make reproduce``: every kept number, table and figure made anew in a copy of the project, and what then differs.

Each part runs the command that its kept result names, in a copy of the files that Git knows, and is held against the
original to the last byte, but for the day and the minutes that it took. Then the copy is set right again, so that a
part that differs does not make all later ones differ.
"""

import argparse
import json
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from validation.claims import KEPT

ROOT = Path(__file__).parents[1]
OF_THE_DAY = {"date", "minutes"}  # what no run can give twice
# What was declared when something was kept, and what of that came out: tests say whether it is still this model's, and
# what was added since changes no number.
DECLARED = ("levers", "measured")
RECOGNISED_BY = {"behaviour", "in_worlds", *DECLARED}
LOOKED_AT = ".png"  # pictures of pages hang on browser and fonts: named, and no failure
FAILED = 1  # the status of a check that found something; what it found is compared
MINUTES = 120

PARTS: dict[str, Callable[[], list[str]]] = {
    "stories": lambda: command_of("stories"),
    "flips": lambda: command_of("flips"),
    "validation": lambda: command_of("validation"),
    "studies": lambda: command_of("studies"),
    "editions": lambda: command_of("editions"),
    "docking": lambda: command_of("docking"),
    "held_out": lambda: command_of("held_out"),
    "worlds": lambda: command_of("worlds"),
    "documents": lambda: command_of("declarations"),
    "pictures": lambda: ["python", "-m", "docs.screenshots"],
}


@dataclass
class Part:
    """What became of one part.

    Attributes:
        name: of the part.
        minutes: that it took.
        differs: files that are otherwise than in the project, missing or new.
        look_at: pictures that are.
        failed: why it could not be made anew; empty when it could.
    """

    name: str
    minutes: float = 0.0
    differs: list[str] = field(default_factory=list)
    look_at: list[str] = field(default_factory=list)
    failed: str = ""

    def __str__(self) -> str:
        told = self.failed or (f"differs: {', '.join(self.differs)}" if self.differs else "the same")
        seen = f" (to be looked at: {', '.join(self.look_at)})" if self.look_at else ""
        return f"{self.name} ({self.minutes:.1f} minutes): {told}{seen}"


def command_of(name: str) -> list[str]:
    """The words of the command that made a kept result."""
    words = shlex.split(KEPT[name]()["command"])
    return words if words[0] == "python" else ["python", "-m", *words]


def reproduce(
    parts: Mapping[str, Sequence[str]],
    copy: Path,
    root: Path = ROOT,
    minutes: float = MINUTES,
    tell: Callable[[object], None] = print,
) -> list[Part]:
    """Make parts anew in a copy, one after the other.

    Args:
        parts: the words of a command by the name of the part.
        copy: folder for the copy; what is in it goes.
        root: the project.
        minutes: for all of them together; what then is not done has failed.
        tell: is told each part when it is done.
    """
    files = tracked(root)
    shutil.rmtree(copy, ignore_errors=True)
    put(files, root, copy)
    ends = time.monotonic() + 60 * minutes
    found = []
    for name, words in parts.items():
        begins = time.monotonic()
        part = Part(name, failed=run(words, copy, ends - begins))
        part.minutes = (time.monotonic() - begins) / 60
        changed = [one for one in sorted({*files, *new_in(copy, files)}) if not same(root / one, copy / one)]
        part.differs = [one for one in changed if not one.endswith(LOOKED_AT)]
        part.look_at = [one for one in changed if one.endswith(LOOKED_AT)]
        for one in changed:
            (copy / one).unlink(missing_ok=True)
        put(files, root, copy)
        tell(part)
        found.append(part)
    return found


def run(words: Sequence[str], folder: Path, seconds: float) -> str:
    """Run a command in a folder; why that failed, or nothing."""
    words = [sys.executable, *words[1:]] if words[0] == "python" else list(words)
    try:
        done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=max(0, seconds))
    except subprocess.TimeoutExpired:
        return "not done in time"
    if done.returncode not in (0, FAILED):
        return f"ended with status {done.returncode}: {(done.stderr.strip().splitlines() or [''])[-1]}"
    if done.returncode == FAILED and "Traceback" in done.stderr:
        return f"broke off: {done.stderr.strip().splitlines()[-1]}"
    return ""


def tracked(root: Path) -> list[str]:
    """The files of a project that Git knows, as they stand in the folder."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if name and (root / name).is_file()]


def put(files: Collection[str], root: Path, copy: Path) -> None:
    """Copy files into a copy, where they are missing there or otherwise."""
    for name in files:
        if not (copy / name).is_file() or (copy / name).read_bytes() != (root / name).read_bytes():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / name, copy / name)


def new_in(copy: Path, files: Collection[str]) -> set[str]:
    """Files of a copy that the project does not have; runs and what Python compiled are none."""
    found = (path.relative_to(copy) for path in copy.rglob("*") if path.is_file())
    own = {path.as_posix() for path in found if path.parts[0] != "results" and "__pycache__" not in path.parts}
    return own - set(files)


def same(one: Path, other: Path) -> bool:
    """Whether two files say the same, whatever the day, the minutes, and what else there was when they were kept."""
    if not (one.is_file() and other.is_file()):
        return False
    mine, others = one.read_bytes(), other.read_bytes()
    if mine == others or one.suffix != ".json":
        return mine == others
    kept, made = json.loads(mine), json.loads(others)
    since = declared_in(kept) ^ declared_in(made)
    return bool(results_in(kept, since) == results_in(made, since))


def declared_in(record: Any) -> set[str]:
    """The levers and outcomes that there were when something was kept, where it says so."""
    return {name for key in DECLARED for name in record.get(key, ())} if isinstance(record, dict) else set()


def results_in(record: Any, since: Collection[str]) -> Any:
    """What is kept, without what it is recognised by, and of what was declared since."""
    if isinstance(record, dict):
        record = {key: value for key, value in record.items() if key not in RECOGNISED_BY}
    return without(record, OF_THE_DAY | set(since))


def without(record: Any, names: Collection[str]) -> Any:
    """A record without what stands under some names, at any depth."""
    if isinstance(record, dict):
        return {key: without(value, names) for key, value in record.items() if key not in names}
    return [without(one, names) for one in record] if isinstance(record, list) else record


def main(words: Sequence[str] | None = None) -> int:
    """Make everything anew, or some parts; 1 when something differs or could not be made."""
    asked = argparse.ArgumentParser(prog="python -m validation.reproduce", description=(__doc__ or "").split("\n")[0])
    asked.add_argument("--only", action="append", choices=list(PARTS), help="only this part; several times for several")
    asked.add_argument("--minutes", type=float, default=MINUTES, help="how long all of it may take (%(default)s)")
    asked.add_argument("--copy", type=Path, default=ROOT / "results" / "reproduce", help="folder for the copy")
    said = asked.parse_args(words)
    parts = {name: command() for name, command in PARTS.items() if name in (said.only or PARTS)}
    found = reproduce(parts, said.copy, ROOT, said.minutes)
    bad = [one for one in found if one.differs or one.failed]
    print(f"{len(found) - len(bad)} of {len(found)} parts are made anew to the last byte, but for dates.")
    return FAILED if bad else 0


if __name__ == "__main__":
    sys.exit(main())
