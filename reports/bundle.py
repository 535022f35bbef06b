"""An experiment as a bundle (RO-Crate): all that is needed to read it, judge it and run it again, without Omtafel.

What was asked, the tables with a dictionary, the report with its pictures, which versions made them, and a description
for people (``README.md``) and for machines (``ro-crate-metadata.json``).
"""

import json
import re
import shlex
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd

from charts.figures import FOLDER, figure_files
from experiments.crate import DESCRIPTOR, crate, file_of, written
from experiments.csv_files import csv_bytes, write_csv
from experiments.provenance import version_of
from experiments.results import Results
from experiments.specification.experiment import Experiment, as_plain_data, parse_experiment
from experiments.specification.lines import line_of
from experiments.specification.points import KIND as FROM_TABLE
from experiments.specification.problems import ExperimentError
from experiments.store.folder import existing_folder
from experiments.store.replay import as_toml
from reports.page import report_html, sections_of, tables_beside
from sim.user_file import tables_of
from sim.words import Language

Write = Callable[[Path], object]
EXPERIMENT, SCENARIO, POINTS, README, NEEDED = (
    "experiment.toml",
    "scenario.toml",
    "points.csv",
    "README.md",
    "requirements.txt",
)
WORDS = {
    EXPERIMENT: "What was asked: the experiment, as a file that runs again",
    SCENARIO: "Where everything else stays: sizes, settings and changes",
    POINTS: "The points of the design",
    NEEDED: "The versions that made this",
    "manifest.json": "What was asked and expected, when, by which command, on which machine",
    "report.html": "The report; opens in any browser, asks nothing of the network",
    "runs.parquet": "A row a run: what was moved, the seed, every outcome",
    "runs.csv": "The same as CSV",
    "effects.parquet": "A row a combination and outcome: means, difference, range",
    "effects.csv": "The same as CSV",
    "cells.csv": "A row a combination: what was moved, how many replicates",
    "failures.csv": "A row a run that failed: why, and the command that lives it again",
    "dictionary.csv": "What every column means, with its unit",
    "indices.csv": "What moves an outcome: all indices of the sensitivity analysis",
    "boxes.csv": "Where the shared plan loses: the ends of every box",
    "break_even.csv": "Where the gain of the shared plan turns",
    "regret.csv": "How much one would regret each policy",
}
FOLDERS = {
    f"{FOLDER}/": "Each picture of the report: SVG, PDF and PNG, its caption, and the numbers that are drawn",
    "failed/": "The scenario of each run that failed, to live it again",
}
ALL_TIMES = (1980, 1, 1, 0, 0, 0)  # of files in an archive, so that the same results make the same bytes
LIBRARIES = ("numba", "numpy", "pandas", "pyarrow", "scipy")


def bundle_files(results: Results, figures: bool = True, language: Language = "en") -> dict[str, Write]:
    """What writes each file of a bundle at a path, by its name within the bundle.

    Args:
        results: of an experiment that was run.
        figures: whether each picture of the report comes as files of its own.
        language: of the report and its pictures.

    Raises:
        ValueError: in one line, when the experiment cannot be written as a file that runs by itself.
    """
    files: dict[str, Write] = {
        name: partial(write_text, text) for name, text in asked_files(results.experiment).items()
    }
    for name in (*results.written.files, "regret.csv"):
        if (results.root / name).is_file():
            files[name] = partial(copy, results.root / name)
    files["manifest.json"] = partial(write_text, written(to_be_shown(existing_folder(results.root).manifest())))
    for path in sorted((results.root / "failed").glob("*.toml")):
        files[f"failed/{path.name}"] = partial(copy, path)
    sections = sections_of([results], language)
    files |= {f"{name}.csv": partial(write_csv, table) for name, table in tables_beside(sections).items()}
    files["report.html"] = partial(write_text, report_html([results], language, sections))
    if figures:
        files |= figure_files([one for section in sections for one in section.pictures])
    files[NEEDED] = partial(write_text, requirements())
    described = {name: words_of(name) for name in files}
    files[README] = partial(write_text, readme(results, described))
    files[DESCRIPTOR] = partial(write_text, description(results, described))
    return files


def write_archive(files: Mapping[str, Write], path: Path) -> Path:
    """Write a bundle as one zip file; the same files make the same bytes."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            unpacked = Path(folder) / Path(name).name
            files[name](unpacked)
            archive.writestr(zipfile.ZipInfo(name, ALL_TIMES), unpacked.read_bytes(), zipfile.ZIP_DEFLATED)
            unpacked.unlink()
    return path


def asked_files(experiment: Experiment) -> dict[str, str]:
    """What was asked, as files that need no other: experiment, scenario, rules of its own, and the table of its points.

    Raises:
        ValueError: in one line, when that says something else than what was run.
    """
    text, table = experiment.text, tables_of(experiment.text)
    files = {SCENARIO: as_toml(experiment.based_on or experiment.scenario)}
    if "scenario" in table:
        text = renamed(text, table["scenario"], SCENARIO, "scenario")
    else:
        text = f'scenario = "{SCENARIO}"\n{text}'
    if experiment.design.kind == FROM_TABLE:
        design = table["design"]
        name, path = (design, ("design",)) if isinstance(design, str) else (design["file"], ("design", "file"))
        text = renamed(text, name, POINTS, *path)
        points = pd.DataFrame({one.name: one.values for one in experiment.factors})
        files[POINTS] = csv_bytes(points).decode("utf-8")
    own = {f"{one.name}.py": one.text for one in experiment.scenario.extensions}
    if "extensions" in table:
        for named in table["extensions"]:
            text = renamed(text, named, f"{Path(named).stem}.py", "extensions")
    elif own:
        text = f"extensions = {json.dumps(list(own))}\n{text}"
    files |= own
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            write_text(content, Path(folder) / name)
        try:
            again = parse_experiment(text, experiment.name, EXPERIMENT, Path(folder))
        except ExperimentError as error:
            raise ValueError(f"cannot be written as a file that runs by itself: {error.problems[0]}") from None
    if without_name(as_plain_data(again)) != without_name(as_plain_data(experiment)):
        raise ValueError("cannot be written as a file that runs by itself: what was run is not what its file asks")
    return {EXPERIMENT: text, **files}


def renamed(text: str, old: str, new: str, *path: str) -> str:
    """A file with another name in the line of a key."""
    number = line_of(text, *path)
    lines = text.split("\n")
    if number is not None:
        lines[number - 1] = re.sub(rf"([\"']){re.escape(old)}\1", f'"{new}"', lines[number - 1], count=1)
    return "\n".join(lines)


def without_name(asked: dict[str, Any]) -> dict[str, Any]:
    """What was asked without what its scenario is called, which is nothing that is run."""
    return without_places({**asked, "scenario": {**asked["scenario"], "scenario": ""}})


def without_places(asked: dict[str, Any]) -> dict[str, Any]:
    """What was asked without where rules of its own stood."""
    scenario = dict(asked["scenario"])
    if "extensions" in scenario:
        scenario["extensions"] = [{**one, "file": f"{one['name']}.py"} for one in scenario["extensions"]]
    return {**asked, "scenario": scenario}


def words_of(name: str) -> str:
    """What a file of a bundle is."""
    if name.startswith("failed/"):
        return "The scenario of a run that failed, to live it again"
    if name.endswith(".py"):
        return "Rules of its own: a program, which runs when the experiment does"
    if name.startswith(f"{FOLDER}/"):
        return {"csv": "The numbers of a picture", "txt": "What a picture shows, in words"}.get(
            name.rpartition(".")[2], "A picture of the report"
        )
    return WORDS[name]


def to_be_shown(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """A manifest without where files stand on the machine of whoever ran it, which is nobody's business."""
    sessions = [{**one, "file": Path(one.get("file", "")).name} for one in manifest.get("sessions", [])]
    return {**manifest, "sessions": sessions, "experiment": without_places(manifest["experiment"])}


def requirements() -> str:
    """The versions of Omtafel and of the libraries that decide the numbers, for pip."""
    return "".join(f"{name}=={version_of(name)}\n" for name in ("omtafel", *LIBRARIES))


def readme(results: Results, described: Mapping[str, str]) -> str:
    """The bundle for people who open it."""
    manifest = existing_folder(results.root).manifest()
    last = (manifest.get("sessions") or [{}])[-1]
    pages = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    shown = {name: words for name, words in described.items() if "/" not in name}
    for folder, words in FOLDERS.items():
        if any(name.startswith(folder) for name in described):
            shown[folder] = words
    return pages.get_template("bundle.md.jinja").render(
        question=results.experiment.question,
        expected=results.experiment.expected,
        runs=f"{results.written.runs:,}",
        cells=f"{len(results.cells):,}",
        failed=f"{results.written.failed:,}",
        missing=results.written.missing,
        versions=manifest["versions"],
        commit=last.get("commit", ""),
        files=shown,
        outcome=results.experiment.outcomes[0],
        again=shlex.join(["omtafel", "experiment", "run", EXPERIMENT, "--out", "again"]),
    )


def description(results: Results, described: Mapping[str, str]) -> str:
    """The bundle for machines: its files, and the run that made them."""
    manifest = existing_folder(results.root).manifest()
    last = (manifest.get("sessions") or [{}])[-1]
    everything = {**described, README: "What is in this bundle, and how to read it and run it again"}
    asked = [name for name in (EXPERIMENT, SCENARIO, POINTS) if name in everything]
    made = [name for name in everything if name not in (*asked, README, NEEDED)]
    version = manifest["versions"]["omtafel"]
    action = {
        "@id": "#run",
        "@type": "CreateAction",
        "name": last.get("command") or f"experiment {results.experiment.name}",
        "description": f"Model {manifest['model_version']}, rules {manifest['versions']['rules']}",
        "instrument": {"@id": "#omtafel"},
        "object": [{"@id": name} for name in asked],
        "result": [{"@id": name} for name in made],
        **({"endTime": last["date"]} if last.get("date") else {}),
    }
    software = {"@id": "#omtafel", "@type": "SoftwareApplication", "name": "Omtafel", "version": version}
    expected = results.experiment.expected or "nothing was written down"
    licence = {"@id": "#licence", "@type": "CreativeWork", "name": "Not said yet: ask whoever made this bundle"}
    return crate(
        {
            "name": results.experiment.question,
            "description": f"An experiment with Omtafel. Expected beforehand: {expected}",
            "datePublished": str(last.get("date", ""))[:10],
            "license": {"@id": licence["@id"]},
            "hasPart": [{"@id": name} for name in everything],
            "mentions": [{"@id": action["@id"]}],
        },
        [licence, software, action, *(file_of(name, words) for name, words in everything.items())],
    )


def write_text(text: str, path: Path) -> None:
    """Write a text as it is on every system."""
    path.write_bytes(text.encode("utf-8"))


def copy(source: Path, path: Path) -> None:
    """Copy a file."""
    path.write_bytes(source.read_bytes())
