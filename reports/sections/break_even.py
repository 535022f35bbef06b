"""Two factors on a map: how often the shared plan is better, and where that turns."""

import dataclasses
from collections.abc import Iterator

import numpy as np

from charts.amounts import amount, inside
from charts.boundary import Boundary
from charts.break_even import break_even_chart
from charts.chart import Chart
from experiments.analysis.boundary import BreakEven, break_even
from experiments.designs.factors import Factor
from experiments.numbers import number as in_numbers
from experiments.numbers import of_what, whole_parts
from experiments.results import Results
from experiments.verdicts import by_luck
from reports.crossing import crossing_in_words
from reports.grid import MOST_PANELS, ON_AN_AXIS, Panel, is_grid, of_panel, on_grid, panels
from reports.section import Section
from sim.outcomes import OUTCOMES, Outcome

PLACE = 1  # on the page
MOST_OUTCOMES = 4


def sections(results: Results) -> Iterator[Section]:
    """One section with a map for each of the first outcomes and each panel; none without two factors for the axes."""
    axes = map_axes(results)
    if axes is None:
        return
    answers, areas, pictures, luck = [], [], [], ""
    for name in judged(results)[:MOST_OUTCOMES]:
        outcome = OUTCOMES[name]
        try:
            maps = maps_of(results, name, axes)
        except ValueError as error:
            answers.append(f"{outcome.label.en}: cannot be analysed ({error}).")
            continue
        for panel, found in maps:
            about = f"{outcome.label.en}{f' ({panel.words})' if panel.words else ''}"
            answers.append(f"{about}: {turning(results, axes, found)}; {at_both_ends(results, axes, found, outcome)}.")
            areas.append(f"{about}: {area(found)}")
            pictures.append(picture(results, outcome, axes, panel, found))
            luck = by_luck(found.mean.size, "en")
    if luck:
        answers.append(f"Of places on a map: {luck}")
        areas.append(luck)
    yield Section("break-even", "Break-even", answers, areas, pictures, wide=True)


def judged(results: Results) -> list[str]:
    """The outcomes shown of which one way is better."""
    return [name for name in results.experiment.outcomes if OUTCOMES[name].better != "neither"]


def map_axes(results: Results) -> tuple[int, int] | None:
    """The numbers of the two factors that make the axes: the first two with several values."""
    if not results.experiment.paired or not is_grid(results) or not judged(results):
        return None
    long = [number for number, one in enumerate(results.experiment.factors) if len(one.values) >= ON_AN_AXIS]
    if len(long) < 2 or len(list(panels(results, (long[0], long[1])))) > MOST_PANELS:
        return None
    return long[0], long[1]


def maps_of(results: Results, outcome: str, axes: tuple[int, int]) -> list[tuple[Panel, BreakEven]]:
    """The break-even of each panel."""
    x, y = (results.experiment.factors[axis] for axis in axes)
    gains = on_grid(results, outcome)
    across, up = np.argsort(x.values), np.argsort(y.values)
    found = []
    for panel in panels(results, axes):
        part = of_panel(gains, panel, axes)[:, across][:, :, up]
        matters_from, seed = OUTCOMES[outcome].matters_from, results.experiment.seed
        found.append(
            (panel, break_even(np.sort(x.values), np.sort(y.values), part, matters_from=matters_from, seed=seed))
        )
    return found


def picture(results: Results, outcome: Outcome, axes: tuple[int, int], panel: Panel, found: BreakEven) -> Chart:
    """The map of one panel."""
    x, y = (rising(results.experiment.factors[axis]) for axis in axes)
    crossing = found.boundary
    sets = len(results.cells.parameter_sets) > 1
    boundary = Boundary(
        middle=crossing.at,
        low=crossing.luck[0],
        high=crossing.luck[1],
        world_low=crossing.band[0] if sets else None,
        world_high=crossing.band[1] if sets else None,
    )
    here = (x.base, y.base)
    return break_even_chart(x, y, outcome, found.share_better, found.verdicts, boundary, here, panel.words)


def rising(factor: Factor) -> Factor:
    """A factor with its values in rising order, as on an axis."""
    return dataclasses.replace(factor, values=tuple(sorted(factor.values)))


def area(found: BreakEven) -> str:
    """How much of the map is whose."""
    shared, parallel, small, close = (f"{part} %" for part in whole_parts(list(found.area.values())))
    return (
        f"of the map the shared plan is better in {shared}, parallel routes in {parallel}; in {small} the difference "
        f"is too small to matter, in {close} it is too close to call."
    )


def turning(results: Results, axes: tuple[int, int], found: BreakEven) -> str:
    """Where the gain turns along the second factor, where the first is nearest to its usual value."""
    x, y = (rising(results.experiment.factors[axis]) for axis in axes)
    number = int(np.argmin(np.abs(np.array(x.values) - x.base)))
    return f"at {inside(x.label)} {amount(x.values[number], x)} {crossing_in_words(found, number, y)}"


def at_both_ends(results: Results, axes: tuple[int, int], found: BreakEven, outcome: Outcome) -> str:
    """What the plan gains at both ends of the first factor, where the second is nearest to its usual value."""
    x, y = (rising(results.experiment.factors[axis]) for axis in axes)
    number = int(np.argmin(np.abs(np.array(y.values) - y.base)))
    gains = [
        f"{in_numbers(found.mean[end, number], outcome, True)} at {inside(x.label)} {amount(x.values[end], x)}"
        for end in (0, -1)
    ]
    return f"at {inside(y.label)} {amount(y.values[number], y)} it gains {' and '.join(gains)} {of_what(outcome)}"
