"""Where the shared plan loses: parts of the space of factors in which it mostly does, in conditions people can read."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import product

import numpy as np
import pandas as pd

from charts.amounts import with_about
from charts.chart import Chart
from charts.tree import tree_chart
from experiments.analysis.boxes import Box, measured
from experiments.analysis.discovery import Discovery, discover, first_half
from experiments.analysis.unfit import Unfit, reason
from experiments.language import say
from experiments.numbers import plain
from experiments.results import Results
from experiments.sensitivity import Part, labels_of, parts
from experiments.verdicts import by_luck, verdict_of_pairs
from reports.section import Section, Table
from reports.sections.break_even import judged
from reports.what_moves import outcome_in_words, part_in_words
from sim.outcomes import OUTCOMES
from sim.words import Language

PLACE = 5  # on the page
KINDS = ("latin_hypercube", "sobol")
MOST_OUTCOMES = 4


def sections(results: Results, language: Language = "en") -> Iterator[Section]:
    """One section with what was found for each of the first outcomes, under each policy and each form of the rules.

    None for designs that do not fill a space.
    """
    if not fills_a_space(results):
        return
    answers, pictures, tables = [], [], []
    for part, name in product(parts(results), judged(results)[:MOST_OUTCOMES]):
        about = part_in_words(results, part, language)
        called = outcome_in_words(OUTCOMES[name], about, language)
        try:
            found, points, loses = discovery_of(results, name, part=part, language=language)
        except ValueError as error:
            answers.append(say("sensitivity.cannot", language, outcome=called, error=reason(error, language)))
            continue
        answers.append(f"{called}: {found.sentence}")
        if found.boxes:
            pictures.append(picture(results, name, found, points, loses, about, language))
            tables.append(as_table(results, name, found, about, language))
    title, files = say("discovery.title", language), {"boxes": partial(box_table, results)}
    yield Section("discovery", title, answers, (), pictures, tables, wide=True, files=files)


def fills_a_space(results: Results) -> bool:
    """Whether there is a space of factors, on both routes, in which a plan can lose."""
    experiment = results.experiment
    return bool(experiment.design.kind in KINDS and experiment.paired and judged(results))


def picture(
    results: Results,
    outcome: str,
    found: Discovery,
    points: np.ndarray,
    loses: np.ndarray,
    about: str = "",
    language: Language = "en",
) -> Chart:
    """The boxes of an outcome, as they narrow; `about` is what holds in this part of the experiment."""
    factors = {one.name: one for one in results.experiment.factors}
    frame, share = narrowing(results, found, points, loses), found.losing / found.points
    happens = say("discovery.happens", language, outcome=OUTCOMES[outcome].label.to(language).lower())
    return tree_chart(frame, factors, with_about(happens, about), share, language)


def discovery_of(
    results: Results,
    outcome: str,
    every: bool = False,
    by: str = "tree",
    part: Part | None = None,
    language: Language = "en",
) -> tuple[Discovery, np.ndarray, np.ndarray]:
    """What was found for an outcome, with the points that it was found in, and in which of them the plan loses.

    With parameter sets a point is there once for each of them.

    Args:
        results: of a design that fills the space.
        outcome: which.
        every: whether every loss counts, and not only those that are sure and matter.
        by: how boxes are found (``discover``).
        part: of the experiment; the first by itself.
        language: of the sentence.

    Raises:
        ValueError: in one line, when there is nothing to look at.
    """
    part, cells = part or Part(), results.cells
    of_sets = results.gains(outcome).reshape(*cells.shape, -1)[part.structure, :, part.policy]
    gains = of_sets.reshape(len(of_sets) * len(cells.points), -1)
    there = np.isfinite(gains).any(axis=1)
    if not there.any():
        raise Unfit("no_point")
    points, gains = np.tile(cells.points, (len(of_sets), 1))[there], gains[there]
    if every:
        loses, said = np.nanmean(gains, axis=1) < 0, "every"
    else:
        verdicts = [verdict_of_pairs(one, OUTCOMES[outcome].matters_from) for one in gains]
        loses, said = np.array([one.better == "parallel" for one in verdicts]), "surely"
    found = discover(results.experiment.factors, points, loses, said=said, by=by, language=language)
    if not every:
        found = replace(found, sentence=f"{found.sentence} {by_luck(len(loses), language)}")
    return found, points, loses


def narrowing(results: Results, found: Discovery, points: np.ndarray, loses: np.ndarray) -> pd.DataFrame:
    """Every box condition by condition, with what is held by it and all before it, among points kept aside."""
    aside = ~first_half(loses, 0)
    factors = results.experiment.factors
    rows = []
    for number, box in enumerate(found.boxes, start=1):
        low, high = np.full(len(factors), -np.inf), np.full(len(factors), np.inf)
        for column in conditions_of(box):
            least, most = box.low[column], box.high[column]
            low[column], high[column] = least, most
            part = measured(factors, low, high, points[aside], loses[aside])
            rows.append(
                {
                    "box": number,
                    "factor": factors[column].name,
                    "low": least,
                    "high": most,
                    "coverage": part.coverage,
                    "density": part.density,
                    "worlds": part.points,
                }
            )
    return pd.DataFrame(rows)


def conditions_of(box: Box) -> list[int]:
    """The numbers of the factors that a box has an end for."""
    return [column for column in range(len(box.low)) if np.isfinite([box.low[column], box.high[column]]).any()]


def box_table(results: Results) -> pd.DataFrame:
    """All boxes of all outcomes: a row for each end of a box, with what the whole box holds."""
    rows = []
    for part, name in product(parts(results), judged(results)):
        try:
            found, _, _ = discovery_of(results, name, part=part)
        except ValueError:
            continue
        for number, box in enumerate(found.boxes, start=1):
            holds = {"coverage": box.coverage, "density": box.density, "points": box.points, "losing": box.losing}
            for column in conditions_of(box):
                factor, low, high = results.experiment.factors[column].name, box.low[column], box.high[column]
                ends = {"factor": factor, "above": low, "at_most": high}
                rows.append({"outcome": name, **labels_of(results, part), "box": number, **ends, **holds})
    return pd.DataFrame(rows).replace([np.inf, -np.inf], np.nan)


def as_table(results: Results, outcome: str, found: Discovery, about: str = "", language: Language = "en") -> Table:
    """The boxes with what they hold."""
    rows = [
        (
            "; ".join(box.conditions_in(results.experiment.factors, language)),
            say("options.of_100", language, count=f"{100 * box.coverage:.0f}"),
            say("options.of_100", language, count=f"{100 * box.density:.0f}"),
            plain(box.points, 0, language=language),
        )
        for box in found.boxes
    ]
    columns = tuple(say(f"discovery.column.{name}", language) for name in ("where", "coverage", "density", "points"))
    called = outcome_in_words(OUTCOMES[outcome], about, language)
    return Table(say("discovery.boxes", language, outcome=called), columns, rows)
