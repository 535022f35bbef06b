"""The page: question, expectation, answer, sections, and on what they rest, in one HTML text."""

import dataclasses
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from charts.figures import figure_files
from experiments import in_words, provenance
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

MOST_FAILURES = 20
NOT_COMPLETE = "This is not complete: {missing:,} of {pairs:,} paired runs are still missing."


def write_report(*several: Results, path: Path | None = None) -> Path:
    """Write the report of an experiment, or of several steps that answer one question: one HTML file, no network.

    Args:
        several: what is there, in order.
        path: where to; by default into the folder of the results.

    Returns:
        The path.
    """
    path = path or several[0].root / "report.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = report_html(several)
    write_whole(path, lambda unfinished: unfinished.write_text(text, "utf-8"))
    return path


def write_figures(results: Results, root: Path) -> list[Path]:
    """Write each picture of the report as files of its own, in ``figures/`` below a folder.

    Args:
        results: what is there.
        root: the folder.

    Returns:
        The paths.
    """
    charts = [picture for section in sections_of([results]) for picture in section.pictures]
    paths = []
    for name, write in figure_files(charts).items():
        paths.append(root / name)
        paths[-1].parent.mkdir(exist_ok=True)
        write_whole(paths[-1], write)
    return paths


def report_html(several: Sequence[Results]) -> str:
    """The report of one experiment, or of several steps that answer one question.

    Args:
        several: their results, in order; the first one's question is asked.
    """
    first = several[0]
    sections = sections_of(several)
    grades = provenance.grades()
    return (
        pages_in()
        .get_template("experiment.html")
        .render(
            question=first.experiment.question,
            beforehand=beforehand(first),
            answers=[line for section in sections for line in section.answers] or answers(first),
            condition=in_words.condition(first.experiment.scenario),
            unfinished=[unfinished(one) for one in several if one.written.missing],
            sections=sections,
            asked=[line for one in several for line in (*asked_in_words(one.experiment), *what_was_the_same(one))],
            failures=[table for one in several for table in failure_tables(one)],
            made=[made(one) for one in several],
            text=first.experiment.text,
            limits=limits(),
            grades=grades,
            parameters=sum(grades.values()),
            version=provenance.model_version(),
        )
    )


def sections_of(several: Sequence[Results]) -> list[Section]:
    """All sections; those that several steps have are told apart by the design of the step."""
    found = [(one, section) for one in several for section in all_sections(one)]
    times = Counter(section.key for _, section in found)
    return [section if times[section.key] == 1 else of_step(one, section) for one, section in found]


def of_step(results: Results, section: Section) -> Section:
    """A section that other steps have too."""
    kind = results.experiment.design.kind
    title = f"{section.title}: {kind.replace('_', ' ')}"
    return dataclasses.replace(section, key=f"{section.key}-{kind}", title=title)


def beforehand(results: Results) -> list[tuple[str, str]]:
    """What was expected, a heading and a text each: first what was written down before there were results.

    What was written after that stands below it, as what it is.
    """
    kept = existing_folder(results.root).manifest().get("expectations", [])
    told = []
    for number, one in enumerate(kept):
        head = "Expectation changed after results" if one["after_results"] else "Expected beforehand"
        told.append((f"{head} ({one['date'][:10]})", one["expected"] or "nothing was written down"))
        if one["question"] != kept[number - 1]["question"] and number:
            told.append(("The question was changed then; it was", kept[number - 1]["question"]))
    return told


def unfinished(results: Results) -> str:
    """How much is missing."""
    return NOT_COMPLETE.format(missing=results.written.missing, pairs=results.written.pairs)


def failure_tables(results: Results) -> list[Table]:
    """What failed, the first of it; no table when nothing did."""
    if not results.written.failed:
        return []
    failed = pd.read_csv(results.root / "failures.csv")
    rows = []
    for row in failed.head(MOST_FAILURES).to_dict("records"):
        which, why = f"cell {row['cell']}, replicate {row['replicate']}", f"{row['stage']}: {row['message']}"
        rows.append((which, str(row["route"]), why, str(row["command"])))
    title = f"{results.written.failed:,} of {results.written.runs:,} runs failed; the first of them"
    return [Table(title, ("Run", "Route", "Why", "Lives it again (in the folder of the results)"), rows)]


def made(results: Results) -> dict[str, Any]:
    """Where the numbers come from."""
    manifest = existing_folder(results.root).manifest()
    sessions = manifest.get("sessions", [])
    last = sessions[-1] if sessions else {}
    commit = ", changed since" if last.get("clean") is False else ""
    return {
        "runs": f"{results.written.runs:,} runs in {len(results.cells):,} cells; {results.written.failed:,} failed",
        "model": manifest["model_version"],
        "versions": ", ".join(f"{name} {version}" for name, version in manifest["versions"].items()),
        "commit": f"{last['commit'][:12]}{commit}" if last.get("commit") else "not from a checkout",
        "command": last.get("command", ""),
        "date": last.get("date", ""),
        "machine": last.get("machine", ""),
        "times": len(sessions),
    }
