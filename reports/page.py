"""The page: question, expectation, answer, sections, and on what they rest, in one HTML text."""

import dataclasses
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from charts.figures import figure_files
from experiments import in_words, provenance
from experiments.csv_files import write_csv
from experiments.language import say
from experiments.numbers import plain
from experiments.results import Results
from experiments.store.folder import existing_folder
from experiments.store.parts import write_whole
from reports.answer import answers
from reports.asked import asked_in_words
from reports.comparison import limits
from reports.pages import pages_in
from reports.section import Section, Table
from reports.sections import all_sections
from reports.without_effect import what_was_the_same
from sim.words import Language

MOST_FAILURES = 20


def write_report(
    *several: Results,
    path: Path | None = None,
    language: Language = "en",
    sections: Sequence[Section] | None = None,
) -> Path:
    """Write the report of an experiment, or of several steps that answer one question: one HTML file, no network.

    Args:
        several: what is there, in order.
        path: where to; by default into the folder of the results.
        language: of the page.
        sections: what stands in it, when somebody has made it already.

    Returns:
        The path.
    """
    path = path or several[0].root / "report.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = report_html(several, language, sections)
    write_whole(path, lambda unfinished: unfinished.write_text(text, "utf-8"))
    return path


def write_page(
    *several: Results, path: Path | None = None, files: Path | None = None, language: Language = "en"
) -> list[Path]:
    """Write the report, and beside it the numbers of its analyses as tables for other programs.

    These are ``indices.csv``, ``boxes.csv`` and ``break_even.csv``, as far as the designs have them.

    Args:
        several: what is there, in order.
        path: where the page goes; by default into the folder of the results.
        files: the folder for the tables; by default beside the page.
        language: of the page.

    Returns:
        The paths, the page first.
    """
    sections = sections_of(several, language)
    paths = [write_report(*several, path=path, language=language, sections=sections)]
    for name, table in tables_beside(sections).items():
        paths.append((files or paths[0].parent) / f"{name}.csv")
        paths[-1].parent.mkdir(parents=True, exist_ok=True)
        write_whole(paths[-1], partial(write_csv, table))
    return paths


def tables_beside(sections: Sequence[Section]) -> dict[str, pd.DataFrame]:
    """The numbers of all analyses, by the name of the file, without ending; none that has no rows."""
    made: dict[str, list[pd.DataFrame]] = {}
    for section in sections:
        for name, table in section.files.items():
            made.setdefault(name, []).append(table())
    there = {name: [one for one in tables if len(one)] for name, tables in made.items()}
    return {name: pd.concat(tables, ignore_index=True) for name, tables in there.items() if tables}


def write_figures(*several: Results, root: Path, language: Language = "en") -> list[Path]:
    """Write each picture of the report as files of its own, in ``figures/`` below a folder.

    Args:
        several: what is there, in order.
        root: the folder.
        language: of words and numbers.

    Returns:
        The paths.
    """
    charts = [picture for section in sections_of(several, language) for picture in section.pictures]
    paths = []
    for name, write in figure_files(charts).items():
        paths.append(root / name)
        paths[-1].parent.mkdir(exist_ok=True)
        write_whole(paths[-1], write)
    return paths


def report_html(
    several: Sequence[Results], language: Language = "en", sections: Sequence[Section] | None = None
) -> str:
    """The report of one experiment, or of several steps that answer one question.

    Args:
        several: their results, in order; the first one's question is asked.
        language: of the page; what was written in the file stays as it is.
        sections: what ``sections_of`` makes of them in that language, when somebody has made it already.
    """
    first = several[0]
    sections = sections_of(several, language) if sections is None else sections
    grades = provenance.grades()
    return (
        pages_in()
        .get_template("experiment.html")
        .render(
            language=language,
            question=first.experiment.question,
            beforehand=beforehand(first, language),
            answers=[line for section in sections for line in section.answers] or answers(first, language),
            condition=in_words.condition(first.experiment.scenario, language),
            unfinished=[unfinished(one, language) for one in several if one.written.missing],
            sections=sections,
            asked=[
                line
                for one in several
                for line in (*asked_in_words(one.experiment, language), *what_was_the_same(one, language))
            ],
            failures=[table for one in several for table in failure_tables(one, language)],
            made=[made(one, language) for one in several],
            text=first.experiment.text,
            limits=limits(language),
            grades=grades,
            parameters=sum(grades.values()),
            version=provenance.model_version(),
        )
    )


def sections_of(several: Sequence[Results], language: Language = "en") -> list[Section]:
    """All sections; those that several steps have are told apart by the design of the step."""
    found = [(one, section) for one in several for section in all_sections(one, language)]
    times = Counter(section.key for _, section in found)
    return [section if times[section.key] == 1 else of_step(one, section) for one, section in found]


def of_step(results: Results, section: Section) -> Section:
    """A section that other steps have too."""
    kind = results.experiment.design.kind
    title = f"{section.title}: {kind.replace('_', ' ')}"
    return dataclasses.replace(section, key=f"{section.key}-{kind}", title=title)


def beforehand(results: Results, language: Language = "en") -> list[tuple[str, str]]:
    """What was expected, a heading and a text each: first what was written down before there were results.

    What was written after that stands below it, as what it is.
    """
    kept = existing_folder(results.root).manifest().get("expectations", [])
    told = []
    for number, one in enumerate(kept):
        head = "experiment.changed" if one["after_results"] else "experiment.expected"
        expected = one["expected"] or say("experiment.nothing_written", language)
        told.append((say(head, language, date=one["date"][:10]), expected))
        if one["question"] != kept[number - 1]["question"] and number:
            told.append((say("experiment.question_was", language), kept[number - 1]["question"]))
    return told


def unfinished(results: Results, language: Language = "en") -> str:
    """How much is missing."""
    missing, pairs = (plain(count, 0, language=language) for count in (results.written.missing, results.written.pairs))
    return say("experiment.unfinished", language, missing=missing, pairs=pairs)


def failure_tables(results: Results, language: Language = "en") -> list[Table]:
    """What failed, the first of it; no table when nothing did."""
    if not results.written.failed:
        return []
    failed = pd.read_csv(results.root / "failures.csv")
    rows = []
    for row in failed.head(MOST_FAILURES).to_dict("records"):
        which = say("experiment.failed_run", language, cell=row["cell"], replicate=row["replicate"])
        why = f"{row['stage']}: {row['message']}"
        rows.append((which, str(row["route"]), why, str(row["command"])))
    failed_runs, runs = (plain(count, 0, language=language) for count in (results.written.failed, results.written.runs))
    title = say("experiment.failed_title", language, failed=failed_runs, runs=runs)
    columns = tuple(say(f"experiment.column.{name}", language) for name in ("run", "route", "why", "again"))
    return [Table(title, columns, rows)]


def made(results: Results, language: Language = "en") -> dict[str, Any]:
    """Where the numbers come from."""
    manifest = existing_folder(results.root).manifest()
    sessions = manifest.get("sessions", [])
    last = sessions[-1] if sessions else {}
    commit = last["commit"][:12] if last.get("commit") else say("experiment.no_checkout", language)
    if last.get("commit") and last.get("clean") is False:
        commit = say("experiment.changed_since", language, commit=commit)
    runs, cells, failed = (
        plain(count, 0, language=language)
        for count in (results.written.runs, len(results.cells), results.written.failed)
    )
    return {
        "runs": say("experiment.runs_made", language, runs=runs, cells=cells, failed=failed),
        "model": manifest["model_version"],
        "versions": ", ".join(f"{name} {version}" for name, version in manifest["versions"].items()),
        "commit": commit,
        "command": last.get("command", ""),
        "date": last.get("date", ""),
        "machine": last.get("machine", ""),
        "times": len(sessions),
    }
