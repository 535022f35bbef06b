"""Two factors on a map: how often the shared plan is better, and where that turns."""

import dataclasses
from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd

from charts.amounts import with_about
from charts.boundary import Boundary
from charts.break_even import break_even_chart, stands
from charts.chart import Chart
from experiments.analysis.boundary import BreakEven, break_even
from experiments.analysis.unfit import reason
from experiments.designs.factors import Factor
from experiments.language import say
from experiments.numbers import number as in_numbers
from experiments.numbers import of_what, whole_parts
from experiments.results import Results
from experiments.verdicts import by_luck
from reports.crossing import crossing_in_words
from reports.grid import MOST_PANELS, ON_AN_AXIS, Panel, is_grid, of_panel, on_grid, panels
from reports.section import Section
from sim.outcomes import OUTCOMES, Outcome
from sim.words import Language

PLACE = 1  # on the page
MOST_OUTCOMES = 4


def sections(results: Results, language: Language = "en") -> Iterator[Section]:
    """One section with a map for each of the first outcomes and each panel; none without two factors for the axes."""
    axes = map_axes(results)
    if axes is None:
        return
    answers, areas, pictures, luck = [], [], [], ""
    for name in judged(results)[:MOST_OUTCOMES]:
        outcome = OUTCOMES[name]
        try:
            maps = maps_of(results, name, axes, language)
        except ValueError as error:
            answers.append(
                say("sensitivity.cannot", language, outcome=outcome.label.to(language), error=reason(error, language))
            )
            continue
        for panel, found in maps:
            about = with_about(outcome.label.to(language), panel.words)
            ends = at_both_ends(results, axes, found, outcome, language)
            answers.append(f"{about}: {turning(results, axes, found, language)}; {ends}.")
            areas.append(f"{about}: {area(found, language)}")
            pictures.append(picture(results, outcome, axes, panel, found, language))
            luck = by_luck(found.mean.size, language)
    if luck:
        answers.append(say("break_even.places", language, luck=luck))
        areas.append(luck)
    title = say("break_even.title", language)
    files = {"break_even": partial(turning_table, results)}
    yield Section("break-even", title, answers, areas, pictures, wide=True, files=files)


def turning_table(results: Results) -> pd.DataFrame:
    """Where the gain turns: a row for each outcome, panel and value of the first factor, and each way of turning."""
    axes = map_axes(results)
    assert axes is not None
    x, y = (results.experiment.factors[axis] for axis in axes)
    rows = []
    for name in judged(results):
        try:
            maps = maps_of(results, name, axes)
        except ValueError:
            continue
        for panel, found in maps:
            for number, value in enumerate(found.x):
                place = {"outcome": name, **panel.labels(results), x.name: value}
                rows += crossing_rows(place, found, number, y)
    return pd.DataFrame(rows)


def crossing_rows(place: dict[str, object], found: BreakEven, row: int, along: Factor) -> list[dict[str, object]]:
    """Where the plan stops and begins to be better along a factor, at one value of the other one."""
    told = []
    for turn, crossing in (("stops", found.stops), ("begins", found.begins)):
        (luck_low, luck_high), (low, high) = crossing.luck[:, row], crossing.band[:, row]
        ends = {"low": low, "high": high, "luck_low": luck_low, "luck_high": luck_high}
        known = {name: value if np.isfinite(value) else np.nan for name, value in ends.items()}
        about = {"along": along.name, "turn": turn, "at": crossing.at[row], **known}
        told.append({**place, **about, "crossing_share": crossing.crossing_share[row]})
    return told


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


def maps_of(
    results: Results, outcome: str, axes: tuple[int, int], language: Language = "en"
) -> list[tuple[Panel, BreakEven]]:
    """The break-even of each panel."""
    x, y = (results.experiment.factors[axis] for axis in axes)
    gains = on_grid(results, outcome)
    across, up = np.argsort(x.values), np.argsort(y.values)
    found = []
    for panel in panels(results, axes, language):
        part = of_panel(gains, panel, axes)[:, across][:, :, up]
        matters_from, seed = OUTCOMES[outcome].matters_from, results.experiment.seed
        found.append(
            (panel, break_even(np.sort(x.values), np.sort(y.values), part, matters_from=matters_from, seed=seed))
        )
    return found


def picture(
    results: Results,
    outcome: Outcome,
    axes: tuple[int, int],
    panel: Panel,
    found: BreakEven,
    language: Language = "en",
) -> Chart:
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
    return break_even_chart(x, y, outcome, found.share_better, found.verdicts, boundary, here, panel.words, language)


def rising(factor: Factor) -> Factor:
    """A factor with its values in rising order, as on an axis."""
    return dataclasses.replace(factor, values=tuple(sorted(factor.values)))


def area(found: BreakEven, language: Language = "en") -> str:
    """How much of the map is whose."""
    shared, parallel, small, close = (f"{part} %" for part in whole_parts(list(found.area.values())))
    return say("break_even.area", language, shared=shared, parallel=parallel, small=small, close=close)


def turning(results: Results, axes: tuple[int, int], found: BreakEven, language: Language = "en") -> str:
    """Where the gain turns along the second factor, where the first is nearest to its usual value."""
    x, y = (rising(results.experiment.factors[axis]) for axis in axes)
    number = int(np.argmin(np.abs(np.array(x.values) - x.base)))
    turn = crossing_in_words(found, number, y, language)
    return say("break_even.at", language, where=stands(x, x.values[number], language), what=turn)


def at_both_ends(
    results: Results, axes: tuple[int, int], found: BreakEven, outcome: Outcome, language: Language = "en"
) -> str:
    """What the plan gains at both ends of the first factor, where the second is nearest to its usual value."""
    x, y = (rising(results.experiment.factors[axis]) for axis in axes)
    number = int(np.argmin(np.abs(np.array(y.values) - y.base)))
    gains = f" {say('numbers.and', language)} ".join(
        say(
            "break_even.gain_at",
            language,
            gain=in_numbers(found.mean[end, number], outcome, True, language),
            where=stands(x, x.values[end], language),
        )
        for end in (0, -1)
    )
    where = stands(y, y.values[number], language)
    return say("break_even.gains", language, where=where, gains=gains, unit=of_what(outcome, language))
