"""One factor on an axis: what differs between the routes as it moves, a line for each setting of the others."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from charts.amounts import amount, inside
from charts.curves import curve_chart
from experiments.analysis.boundary import break_even
from experiments.analysis.effects import gain_sign
from experiments.numbers import number, of_what
from experiments.results import Results
from experiments.verdicts import by_luck
from reports.crossing import crossing_in_words
from reports.grid import MOST_PANELS, is_grid, of_panel, on_grid, panels
from reports.section import Section
from reports.sections.break_even import judged, map_axes, rising
from sim.comparison import range_of_mean
from sim.outcomes import OUTCOMES, Outcome

PLACE = 2  # on the page
MOST_OUTCOMES = 8
MOST_ANSWERED = 3  # outcomes that the answer at the top of the page speaks of
ALL = "all worlds together"


def sections(results: Results) -> Iterator[Section]:
    """One section with a picture an outcome; none where a map says more, or where there is nothing on an axis."""
    axis = curve_axis(results)
    if axis is None:
        return
    factor = results.experiment.factors[axis]
    names = results.experiment.outcomes[:MOST_OUTCOMES]
    lines = {name: curves(results, name, axis) for name in names}
    asked = judged(results)[:MOST_ANSWERED]
    answers = [line for name in asked for line in told(results, axis, OUTCOMES[name], lines[name])]
    if asked:
        answers.append(f"Of places on the lines of an outcome: {by_luck(len(lines[asked[0]]), 'en')}")
    yield Section(
        key="curves",
        title=f"What differs as {inside(factor.label)} moves",
        answers=answers,
        paragraphs=["Shared plan minus parallel routes, with the range of the mean."],
        pictures=[curve_chart(factor, OUTCOMES[name], lines[name]) for name in names],
    )


def told(results: Results, axis: int, outcome: Outcome, lines: pd.DataFrame) -> Iterator[str]:
    """For each line where it turns, and what the plan gains at both ends of the factor."""
    factor = rising(results.experiment.factors[axis])
    sign = gain_sign(outcome.name)
    turns = turns_of(results, outcome, axis)
    for (series, line), turn in zip(lines.groupby("series", sort=False), turns, strict=True):
        ordered = line.sort_values("x")
        first, last = ordered.iloc[0], ordered.iloc[-1]
        about = f"{outcome.label.en}{f' ({series})' if lines['series'].nunique() > 1 else ''}"
        ends = " and ".join(
            f"{number(sign * row['mean'], outcome, True)} at {inside(factor.label)} {amount(row['x'], factor)}"
            for row in (first, last)
        )
        yield f"{about}: {turn}. The plan gains {ends} {of_what(outcome)}; above 0 is better."


def turns_of(results: Results, outcome: Outcome, axis: int) -> Iterator[str]:
    """Where each line turns, in the order of the lines."""
    factor = results.experiment.factors[axis]
    gains, order = on_grid(results, outcome.name), np.argsort(factor.values)
    for panel in panels(results, (axis,)):
        part = of_panel(gains, panel, (axis,))[:, None, order]
        try:
            found = break_even(
                np.zeros(1),
                np.sort(factor.values),
                part,
                matters_from=outcome.matters_from,
                seed=results.experiment.seed,
            )
        except ValueError as error:
            yield f"cannot be analysed ({error})"
            continue
        yield crossing_in_words(found, 0, rising(factor))


def curve_axis(results: Results) -> int | None:
    """The number of the factor on the axis: the one with the most values."""
    factors = results.experiment.factors
    if not results.experiment.paired or not is_grid(results) or map_axes(results) is not None or not factors:
        return None
    axis = int(np.argmax([len(one.values) for one in factors]))
    others = np.prod([len(one.values) for number, one in enumerate(factors) if number != axis], initial=1)
    lines = int(others) * len(results.cells.policies)
    return axis if len(factors[axis].values) > 1 and lines <= MOST_PANELS else None


def curves(results: Results, outcome: str, axis: int) -> pd.DataFrame:
    """The points of all lines of an outcome, over all parameter sets together."""
    factor = results.experiment.factors[axis]
    differences = gain_sign(outcome) * on_grid(results, outcome)
    rows = []
    for panel in panels(results, (axis,)):
        of_sets = of_panel(differences, panel, (axis,))
        for x, here in zip(factor.values, of_sets.swapaxes(0, 1)):
            here = here[np.isfinite(here).any(axis=1)]
            means = here[np.isfinite(here)] if len(of_sets) == 1 else np.nanmean(here, axis=1)
            low, high = range_of_mean(means)
            mean = float(means.mean()) if len(means) else np.nan
            rows.append({"series": panel.words or ALL, "x": x, "mean": mean, "low": low, "high": high})
    return pd.DataFrame(rows)
