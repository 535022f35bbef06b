"""Where the shared plan loses: parts of the space of factors in which it mostly does, in conditions people can read."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from charts.chart import Chart
from charts.tree import tree_chart
from experiments.analysis.boxes import Box, measured
from experiments.analysis.discovery import Discovery, discover, first_half
from experiments.numbers import plain
from experiments.results import Results
from experiments.verdicts import by_luck, verdict_of_pairs
from reports.section import Section, Table
from reports.sections.break_even import judged
from sim.outcomes import OUTCOMES

PLACE = 5  # on the page
KINDS = ("latin_hypercube", "sobol")
MOST_OUTCOMES = 4
SURELY = "loses, surely and by enough to matter,"


def sections(results: Results) -> Iterator[Section]:
    """One section with what was found for each of the first outcomes; none for designs that do not fill a space."""
    if not fills_a_space(results):
        return
    answers, pictures, tables = [], [], []
    for name in judged(results)[:MOST_OUTCOMES]:
        try:
            found, points, loses = discovery_of(results, name)
        except ValueError as error:
            answers.append(f"{OUTCOMES[name].label.en}: cannot be analysed ({error}).")
            continue
        answers.append(f"{OUTCOMES[name].label.en}: {found.sentence}")
        if found.boxes:
            pictures.append(picture(results, name, found, points, loses))
            tables.append(as_table(name, found))
    yield Section("discovery", "Where the shared plan loses", answers, (), pictures, tables, wide=True)


def fills_a_space(results: Results) -> bool:
    """Whether there is a space of factors, on both routes, in which a plan can lose."""
    experiment = results.experiment
    return bool(experiment.design.kind in KINDS and experiment.paired and not experiment.policies and judged(results))


def picture(results: Results, outcome: str, found: Discovery, points: np.ndarray, loses: np.ndarray) -> Chart:
    """The boxes of an outcome, as they narrow."""
    factors = {one.name: one for one in results.experiment.factors}
    frame, share = narrowing(results, found, points, loses), found.losing / found.points
    return tree_chart(frame, factors, f"points where {inside_words(outcome)}", share)


def inside_words(outcome: str) -> str:
    """What happens in a box."""
    return f"parallel routes do better on {OUTCOMES[outcome].label.en.lower()}"


def discovery_of(
    results: Results, outcome: str, every: bool = False, by: str = "tree"
) -> tuple[Discovery, np.ndarray, np.ndarray]:
    """What was found for an outcome, with the points that it was found in, and in which of them the plan loses.

    Args:
        results: of a design that fills the space.
        outcome: which.
        every: whether every loss counts, and not only those that are sure and matter.
        by: how parts are found (``discover``).

    Raises:
        ValueError: in one line, when there is nothing to look at.
    """
    gains = results.gains(outcome)
    there = np.isfinite(gains).any(axis=1)
    if not there.any():
        raise ValueError("no point has a value")
    points, gains = results.cells.points[there], gains[there]
    if every:
        loses, said = np.nanmean(gains, axis=1) < 0, "loses"
    else:
        verdicts = [verdict_of_pairs(one, OUTCOMES[outcome].matters_from) for one in gains]
        loses, said = np.array([one.better == "parallel" for one in verdicts]), SURELY
    found = discover(results.experiment.factors, points, loses, said=said, by=by)
    if not every:
        found = replace(found, sentence=f"{found.sentence} {by_luck(len(loses), 'en')}")
    return found, points, loses


def narrowing(results: Results, found: Discovery, points: np.ndarray, loses: np.ndarray) -> pd.DataFrame:
    """Every box condition by condition, with what is held by it and all before it, among points kept aside."""
    aside = ~first_half(loses, 0)
    factors = results.experiment.factors
    rows = []
    for number, box in enumerate(found.boxes, start=1):
        low, high = np.full(len(factors), -np.inf), np.full(len(factors), np.inf)
        for column in conditions_of(box):
            low[column], high[column] = box.low[column], box.high[column]
            part = measured(factors, low, high, points[aside], loses[aside])
            rows.append(
                {
                    "box": number,
                    "factor": factors[column].name,
                    "low": box.low[column],
                    "high": box.high[column],
                    "coverage": part.coverage,
                    "density": part.density,
                    "worlds": part.points,
                }
            )
    return pd.DataFrame(rows)


def conditions_of(box: Box) -> list[int]:
    """The numbers of the factors that a box has an end for."""
    return [column for column in range(len(box.low)) if np.isfinite([box.low[column], box.high[column]]).any()]


def as_table(outcome: str, found: Discovery) -> Table:
    """The boxes with what they hold."""
    rows = [
        (
            "; ".join(box.conditions),
            f"{100 * box.coverage:.0f} of 100",
            f"{100 * box.density:.0f} of 100",
            plain(box.points, 0),
        )
        for box in found.boxes
    ]
    columns = ("Where", "Of all losses", "Loses in", "Points kept aside")
    return Table(f"{OUTCOMES[outcome].label.en}: boxes, measured on points kept aside", columns, rows)
