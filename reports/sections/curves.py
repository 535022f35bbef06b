"""One factor on an axis: what differs between the routes as it moves, a line for each setting of the others."""

from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd

from charts.amounts import inside, with_about
from charts.break_even import stands
from charts.curves import curve_chart
from experiments.analysis.boundary import BreakEven, break_even
from experiments.analysis.effects import gain_sign
from experiments.analysis.unfit import reason
from experiments.language import say
from experiments.numbers import number, of_what
from experiments.results import Results
from experiments.verdicts import by_luck
from reports.crossing import crossing_in_words
from reports.grid import MOST_PANELS, is_grid, of_panel, on_grid, panels
from reports.section import Section
from reports.sections.break_even import crossing_rows, judged, map_axes, rising
from sim.comparison import range_of_mean
from sim.outcomes import OUTCOMES, Outcome
from sim.words import Language

PLACE = 2  # on the page
MOST_OUTCOMES = 8
MOST_ANSWERED = 3  # outcomes that the answer at the top of the page speaks of


def sections(results: Results, language: Language = "en") -> Iterator[Section]:
    """One section with a picture an outcome; none where a map says more, or where there is nothing on an axis."""
    axis = curve_axis(results)
    if axis is None:
        return
    factor = results.experiment.factors[axis]
    names = results.experiment.outcomes[:MOST_OUTCOMES]
    lines = {name: curves(results, name, axis, language) for name in names}
    asked = judged(results)[:MOST_ANSWERED]
    answers = [line for name in asked for line in told(results, axis, OUTCOMES[name], lines[name], language)]
    if asked:
        answers.append(say("curves.places", language, luck=by_luck(len(lines[asked[0]]), language)))
    yield Section(
        key="curves",
        title=say("curves.title", language, factor=inside(factor.called(language))),
        answers=answers,
        paragraphs=[say("curves.how", language)],
        pictures=[curve_chart(factor, OUTCOMES[name], lines[name], language) for name in names],
        files={"break_even": partial(turning_table, results, axis)} if asked else {},
    )


def turning_table(results: Results, axis: int) -> pd.DataFrame:
    """Where the gain turns along the factor: a row for each outcome and line, and each way of turning."""
    factor = results.experiment.factors[axis]
    rows = []
    for name in judged(results):
        for panel, found in zip(panels(results, (axis,)), crossings_of(results, OUTCOMES[name], axis), strict=True):
            if isinstance(found, BreakEven):
                rows += crossing_rows({"outcome": name, **panel.labels(results)}, found, 0, factor)
    return pd.DataFrame(rows)


def told(
    results: Results, axis: int, outcome: Outcome, lines: pd.DataFrame, language: Language = "en"
) -> Iterator[str]:
    """For each line where it turns, and what the plan gains at both ends of the factor."""
    factor = rising(results.experiment.factors[axis])
    sign = gain_sign(outcome.name)
    turns = turns_of(results, outcome, axis, language)
    for (series, line), turn in zip(lines.groupby("series", sort=False), turns, strict=True):
        ordered = line.sort_values("x")
        first, last = ordered.iloc[0], ordered.iloc[-1]
        about = with_about(outcome.label.to(language), str(series) if lines["series"].nunique() > 1 else "")
        ends = f" {say('numbers.and', language)} ".join(
            say(
                "break_even.gain_at",
                language,
                gain=number(sign * row["mean"], outcome, True, language),
                where=stands(factor, row["x"], language),
            )
            for row in (first, last)
        )
        unit = of_what(outcome, language)
        yield say("curves.answer", language, outcome=about, turn=turn, ends=ends, unit=unit)


def turns_of(results: Results, outcome: Outcome, axis: int, language: Language = "en") -> Iterator[str]:
    """Where each line turns, in the order of the lines."""
    factor = rising(results.experiment.factors[axis])
    for found in crossings_of(results, outcome, axis):
        if isinstance(found, BreakEven):
            yield crossing_in_words(found, 0, factor, language)
        else:
            yield say("curves.cannot", language, error=reason(found, language))


def crossings_of(results: Results, outcome: Outcome, axis: int) -> Iterator[BreakEven | ValueError]:
    """The break-even of each line, in the order of the lines; what is wrong where there is none."""
    factor = results.experiment.factors[axis]
    gains, order = on_grid(results, outcome.name), np.argsort(factor.values)
    matters_from, seed = outcome.matters_from, results.experiment.seed
    for panel in panels(results, (axis,)):
        part = of_panel(gains, panel, (axis,))[:, None, order]
        try:
            yield break_even(np.zeros(1), np.sort(factor.values), part, matters_from=matters_from, seed=seed)
        except ValueError as error:
            yield error


def curve_axis(results: Results) -> int | None:
    """The number of the factor on the axis: the one with the most values."""
    factors = results.experiment.factors
    if not results.experiment.paired or not is_grid(results) or map_axes(results) is not None or not factors:
        return None
    axis = int(np.argmax([len(one.values) for one in factors]))
    others = np.prod([len(one.values) for number, one in enumerate(factors) if number != axis], initial=1)
    lines = int(others) * len(results.cells.policies) * len(results.cells.structures)
    return axis if len(factors[axis].values) > 1 and lines <= MOST_PANELS else None


def curves(results: Results, outcome: str, axis: int, language: Language = "en") -> pd.DataFrame:
    """The points of all lines of an outcome, over all parameter sets together."""
    factor = results.experiment.factors[axis]
    differences = gain_sign(outcome) * on_grid(results, outcome)
    rows = []
    for panel in panels(results, (axis,), language):
        of_sets = of_panel(differences, panel, (axis,))
        for x, here in zip(factor.values, of_sets.swapaxes(0, 1)):
            here = here[np.isfinite(here).any(axis=1)]
            means = here[np.isfinite(here)] if len(of_sets) == 1 else np.nanmean(here, axis=1)
            low, high = range_of_mean(means)
            mean = float(means.mean()) if len(means) else np.nan
            rows.append(
                {"series": panel.words or say("curves.all", language), "x": x, "mean": mean, "low": low, "high": high}
            )
    return pd.DataFrame(rows)
