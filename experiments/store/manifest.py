"""The manifest of a folder: what was asked, what was expected and when that was written down, and each time it was run.

A manifest that was lost is made anew from the parts: each says in which session, and for which question, it was made.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, ValidationError

from experiments.store.parts import ENDING
from experiments.store.taken import FolderError

MANIFEST = "manifest.json"
SESSION = ("date", "command", "machine", "file")  # what a part says of the session in which it was made
WAY_OUT = "remove it, and it is made anew from the parts"
ABOUT = b"omtafel."  # before the name of whatever a part says of itself


class Loose(BaseModel):
    """Checked where it is named, kept as it is where it is not."""

    model_config = ConfigDict(extra="allow", strict=True)


class Asked(Loose):
    """What was asked, as far as everybody needs it."""

    name: str
    question: str


class Expectation(Loose):
    """What was asked and expected, when that was written down, and whether results were there by then."""

    question: str
    expected: str
    date: str
    after_results: bool


class Session(Loose):
    """One time it was run, and from which file; empty when it was not made from one."""

    date: str
    command: str
    machine: str
    file: str = ""


class Tables(Loose):
    """The tables that were written: from what, how much is in them, and the checksum of each file."""

    state: str
    counts: dict[str, int]
    files: dict[str, str]


class Manifest(Loose):
    """What a manifest must hold to be of use."""

    experiment: Asked
    text: str
    based_on: str
    model_version: str
    versions: dict[str, str]
    expectations: list[Expectation] = []
    sessions: list[Session] = []
    tables: Tables | None = None


def read_manifest(path: Path) -> dict[str, Any]:
    """A manifest that is there.

    Raises:
        FolderError: when it cannot be read, or is not that of an experiment.
    """
    try:
        manifest = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise FolderError(f"{path} cannot be read: {' '.join(str(error).split())}; {WAY_OUT}") from None
    if not isinstance(manifest, dict) or not isinstance(manifest.get("experiment"), dict):
        raise FolderError(f"{path} is not that of an experiment: name another folder")
    try:
        Manifest.model_validate(manifest)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise FolderError(f"{path} cannot be read: {where}: {first['msg'].lower()}; {WAY_OUT}") from None
    return manifest


def rebuilt(parts: Path) -> dict[str, Any]:
    """A manifest from what the parts say of themselves; empty when none says anything."""
    told = sorted(said_by(parts), key=lambda one: one["date"])
    if not told:
        return {}
    last = told[-1]
    sessions = {one["date"] + one["command"]: {name: one[name] for name in SESSION} for one in told}
    expectations: list[dict[str, Any]] = []
    for one in told:
        expectations = with_expectation(expectations, one["experiment"], one["date"], bool(expectations))
    return {
        "experiment": last["experiment"],
        "text": last["text"],
        "based_on": last["based_on"],
        "model_version": last["model_version"],
        "versions": json.loads(last["versions"]),
        "expectations": expectations,
        "sessions": list(sessions.values()),
    }


def said_by(parts: Path) -> Iterable[dict[str, Any]]:
    """What each part says of itself, as far as it can be read and says all that a manifest needs."""
    needed = {*SESSION, "experiment", "text", "based_on", "model_version", "versions"}
    for path in sorted(parts.glob(f"*{ENDING}")):
        try:
            metadata = pq.read_schema(path).metadata or {}
        except (pa.ArrowException, OSError):
            continue
        said = {key.removeprefix(ABOUT).decode(): value.decode() for key, value in metadata.items()}
        if needed <= set(said):
            yield {**said, "experiment": json.loads(said["experiment"])}


def with_expectation(
    expectations: list[dict[str, Any]], asked: Mapping[str, Any], date: str, after_results: bool
) -> list[dict[str, Any]]:
    """What was asked and expected over time, with what is now where that is something else than before.

    What was written before there were results gives way to what is written before there are any.
    """
    words = {name: asked[name] for name in ("question", "expected")}
    if expectations and words.items() <= expectations[-1].items():
        return expectations
    kept = expectations if after_results else []
    return [*kept, {**words, "date": date, "after_results": after_results}]
