"""The folder of an experiment: where everything stands in it, and the manifest that says what it is.

parts/          the runs, in Parquet; the tables beside it are made from them
manifest.json   what was asked, with which model, and each time it was run
damaged/        parts that could not be read
failed/         a scenario file for each run that failed, to live it again
claims/         which blocks a process is working on
"""

import dataclasses
import json
import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.designs import DESIGNS
from experiments.provenance import commit, made, now, versions
from experiments.specification.experiment import Experiment, as_plain_data, design_from, parse_experiment
from experiments.specification.precision import Precision
from experiments.specification.problems import ExperimentError
from experiments.store.identity import model_version
from experiments.store.index import Index
from experiments.store.locks import LOCK, NOTE, Locks, alone
from experiments.store.manifest import MANIFEST, read_manifest, rebuilt, with_expectation
from experiments.store.parts import ENDING, remove_unfinished, write_whole
from experiments.store.replay import as_toml
from experiments.store.taken import FolderError, refuse_other_things
from sim.extensions.declaring import ExtensionError
from sim.extensions.loading import agreed
from sim.scenario import ScenarioError, parse_scenario

PARTS, FAILED, CLAIMS = "parts", "failed", "claims"
OURS = re.compile(r"sensitivity[\w-]*(\.html)?")  # names of what another command puts into the folder of an experiment
MOST_SESSIONS = 1_000  # in the manifest; older ones are dropped


@dataclass(frozen=True)
class Folder:
    """A folder of results.

    Attributes:
        root: where it stands.
    """

    root: Path

    @property
    def parts(self) -> Path:
        """Where the runs stand."""
        return self.root / PARTS

    @property
    def has_manifest(self) -> bool:
        """Whether what the folder says of itself is there, and was not lost."""
        return (self.root / MANIFEST).is_file()

    @property
    def has_parts(self) -> bool:
        """Whether there are results."""
        return self.parts.is_dir() and any(path.suffix == ENDING for path in self.parts.iterdir())

    @property
    def failed(self) -> Path:
        """Where the scenarios of failed runs stand."""
        return self.root / FAILED

    def index(self) -> Index:
        """Which runs are there."""
        index = Index(self.parts, self.root / "damaged", model_version())
        index.refresh()
        return index

    def locks(self) -> Locks:
        """The claims of this process."""
        folder = self.root / CLAIMS
        folder.mkdir(exist_ok=True)
        return Locks(folder)

    def manifest(self) -> dict[str, Any]:
        """What the folder says of itself, or what its parts say when that was lost; empty when nothing says anything.

        Raises:
            FolderError: when the manifest cannot be read.
        """
        path = self.root / MANIFEST
        return read_manifest(path) if path.is_file() else rebuilt(self.parts)

    def tables_lock(self) -> AbstractContextManager[None]:
        """What a process holds while it writes the tables."""
        return alone(self.root / CLAIMS / "tables.lock")

    def write_manifest(self, *sessions: dict[str, Any], **changes: Any) -> None:
        """Change what the folder says of itself, and add sessions."""
        with alone(self.root / CLAIMS / "manifest.lock"):
            manifest = {**self.manifest(), **changes}
            if sessions:
                manifest["sessions"] = [*manifest.get("sessions", []), *sessions][-MOST_SESSIONS:]
            text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
            write_whole(self.root / MANIFEST, lambda path: path.write_text(text, "utf-8"))

    def begin_session(self, command: str, file: str = "") -> dict[str, str]:
        """Note that the experiment is run from here on; hands out what was noted.

        Args:
            command: that started this.
            file: of the experiment; empty when it was not made from one.
        """
        session = {**made(command), "file": file}
        self.write_manifest(session)
        return {name: str(value) for name, value in session.items()}


@dataclass
class Place:
    """A folder at work: what is in it, what this process claims in it, and what stands in the parts it writes.

    Attributes:
        folder: which.
        index: what is there.
        locks: of this process.
        about: provenance.
    """

    folder: Folder
    index: Index
    locks: Locks
    about: Mapping[str, str]


def go_to(folder: Folder, experiment: Experiment, command: str = "") -> Place:
    """Begin to work in a folder.

    Args:
        folder: where.
        experiment: what for.
        command: that started this.
    """
    session = folder.begin_session(command, experiment.file)
    return Place(folder, folder.index(), folder.locks(), {**about(experiment), **session})


def open_folder(root: Path, experiment: Experiment) -> Folder:
    """The folder of an experiment, made when it is not there.

    Raises:
        FolderError: when it holds something else.
    """
    folder = Folder(root)
    manifest = folder.manifest() if root.is_dir() else {}
    if manifest:
        check_same(folder, manifest, experiment)
    else:
        refuse_other_things(root, is_begun, "of this experiment")
    asked = as_plain_data(experiment)
    folder.parts.mkdir(parents=True, exist_ok=True)
    folder.failed.mkdir(exist_ok=True)
    folder.locks()
    for place in (folder.parts, folder.failed, root):
        remove_unfinished(place)
    changes = {
        "experiment": asked,
        "text": experiment.text,
        "based_on": as_toml(experiment.based_on or experiment.scenario),
        "expectations": with_expectation(manifest.get("expectations", []), asked, now(), folder.has_parts),
    }
    if not folder.has_manifest or any(manifest.get(name) != value for name, value in changes.items()):
        folder.write_manifest(**changes, **made_with())
    return folder


def check_same(folder: Folder, manifest: dict[str, Any], experiment: Experiment) -> None:
    """Refuse a folder that holds another experiment: by name, or by a name that another file happens to have.

    A file that was moved goes on where it stopped: it says the same. One that says something else is the same one when
    it stands where it stood in an earlier session. What was not made from a file goes by its question.

    Raises:
        FolderError: in one line, with what the folder holds.
    """
    held = manifest["experiment"]
    if held["name"] != experiment.name:
        raise FolderError(f"{folder.root} holds experiment {held['name']}: name another folder")
    files = [one.get("file", "") for one in manifest.get("sessions", [])]
    if not files or manifest["text"] == experiment.text:
        return
    if experiment.file not in files or (not experiment.file and held["question"] != experiment.question):
        whose = f"that of {files[-1]}" if files[-1] else "another one"
        raise FolderError(
            f"{folder.root} holds experiment {held['name']}, but {whose}, which asks {held['question']!r}: name "
            f"another folder with --out"
        )


def is_begun(path: Path) -> bool:
    """Whether it may stand in a folder before its manifest: another process begins or was killed, or it is ours."""
    if OURS.fullmatch(path.name):
        return True
    if path.name == CLAIMS and path.is_dir():
        return all(one.suffix in (LOCK, NOTE) for one in path.iterdir())
    if path.name in (PARTS, FAILED) and path.is_dir():
        return not any(path.iterdir())
    return path.name == MANIFEST or path.name.startswith(f".{MANIFEST}.")


def existing_folder(root: Path) -> Folder:
    """A folder that is there and holds an experiment.

    Raises:
        FolderError: when it does not.
    """
    folder = Folder(root)
    if not folder.manifest() or not folder.parts.is_dir():
        raise FolderError(f"{root} holds no experiment: run one first")
    return folder


def folder_with(root: Path, experiment: Experiment) -> Folder:
    """A folder that is there and holds this experiment.

    Raises:
        FolderError: when it does not.
    """
    folder = existing_folder(root)
    check_same(folder, folder.manifest(), experiment)
    return folder


def experiment_in(folder: Folder) -> Experiment:
    """The experiment that a folder holds, as it was run.

    Raises:
        FolderError: when the folder was made by a version that read it otherwise.
    """
    manifest = folder.manifest()
    asked = manifest["experiment"]
    try:
        own = tuple(agreed(**one) for one in asked["scenario"].get("extensions", []))
        based_on = parse_scenario(manifest["based_on"], asked["scenario"]["scenario"], own)
        if not manifest["text"]:
            raise ExperimentError(["it was not made from a file"])
        points = asked["factors"]
        experiment = parse_experiment(manifest["text"], asked["name"], "manifest", scenario=based_on, points=points)
        return with_what_was_asked(experiment, asked)
    except (ExperimentError, ScenarioError, ExtensionError, KeyError, TypeError, AttributeError) as error:
        raise FolderError(f"the experiment in {folder.root} cannot be read: {error}") from None


def with_what_was_asked(experiment: Experiment, asked: Mapping[str, Any]) -> Experiment:
    """An experiment as its text has it, with the factors, replicates and design that were really run: a rung's."""
    design = design_from(asked["design"])
    factors = tuple(one for one in experiment.factors if one.name in asked["factors"])
    if DESIGNS[design.kind].needs_ranges:
        factors = tuple(dataclasses.replace(one, values=()) for one in factors)
    replicates, routes = Precision(**asked["replicates"]), tuple(asked["routes"])
    return dataclasses.replace(
        experiment,
        factors=factors,
        routes=routes,
        replicates=replicates,
        design=design,
        model=asked.get("model", ""),
    )


def made_with() -> dict[str, Any]:
    """The model and libraries, as plain data that is the same for the same installation."""
    return {"model_version": model_version(), "versions": versions()}


def about(experiment: Experiment) -> Mapping[str, str]:
    """What stands in every table: where it comes from, and nothing that differs from one moment to the next."""
    return {
        "model_version": model_version(),
        "question": experiment.question,
        "experiment": json.dumps(as_plain_data(experiment), ensure_ascii=False, sort_keys=True),
        "text": experiment.text,
        "based_on": as_toml(experiment.based_on or experiment.scenario),
        "versions": json.dumps(versions(), sort_keys=True),
        **{name: str(value) for name, value in commit().items()},
    }
