"""The break-even map of two levers: its settings, and in which order they are lived."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

import numpy as np

from dashboard.live.cells import Asked, Run
from dashboard.live.following import Shown
from experiments.analysis.boundary import BreakEven, break_even
from experiments.analysis.effects import gain_sign
from sim.outcomes import MAIN, OUTCOMES
from sim.parameters import parameters
from sim.scenario import Scenario

STEPS = 10  # along each lever, from its lowest to its highest value
COARSE = 2  # the first picture has every second place
PAIRS_BY_STAGE = (2, 4, 8, 14, 20)  # the first stage lives the coarse places alone
DECIMALS = 6


@dataclass(frozen=True)
class Map:
    """What a map shows.

    Attributes:
        across, up: values of both levers.
        found: what the plan gains, and where that turns.
        pairs: paired runs at each place.
    """

    across: np.ndarray
    up: np.ndarray
    found: BreakEven
    pairs: int


def axis(name: str) -> tuple[float, ...]:
    """The values of a lever along its axis."""
    lever = parameters()[name]
    values = np.round(np.linspace(lever.low, lever.high, STEPS + 1), DECIMALS)
    return tuple(float(value) for value in values)


def map_of(scenario: Scenario, across: str, up: str, seed: int) -> Asked:
    """The settings of a map, and its stages."""
    scenarios = tuple(scenario.replace(**{across: x, up: y}) for x in axis(across) for y in axis(up))
    return Asked(scenarios, seed, stages())


@cache
def stages() -> tuple[tuple[Run, ...], ...]:
    """Paired runs stage by stage: few at coarse places, then ever more everywhere."""
    side = STEPS + 1
    places = range(side * side)
    coarse = [place for place in places if place // side % COARSE == 0 and place % side % COARSE == 0]
    lived = {(place, number) for place in coarse for number in range(PAIRS_BY_STAGE[0])}
    order = [tuple((place, number) for number in range(PAIRS_BY_STAGE[0]) for place in coarse)]
    for before, pairs in zip((0, *PAIRS_BY_STAGE[1:]), PAIRS_BY_STAGE[1:]):
        runs = [(place, number) for number in range(before, pairs) for place in places]
        order.append(tuple(run for run in runs if run not in lived))
    return tuple(order)


def read_map(shown: Shown[Asked, np.ndarray], across: str, up: str, outcome: str) -> Map:
    """The map of one outcome, as far as it was lived: coarse at first."""
    side = STEPS + 1
    stage = bisect_right(shown.asked.milestones(), shown.there) - 1  # the last that is whole
    pairs = PAIRS_BY_STAGE[stage]
    values = shown.found.reshape(side, side, -1, *shown.found.shape[2:])[:, :, :pairs]
    x, y = np.array(axis(across)), np.array(axis(up))
    if stage == 0:
        values, x, y = values[::COARSE, ::COARSE], x[::COARSE], y[::COARSE]
    column = MAIN.index(outcome)
    parallel, shared = values[..., 0, column], values[..., 1, column]
    gains = gain_sign(outcome) * (shared - parallel)
    matters_from = OUTCOMES[outcome].matters_from
    return Map(x, y, break_even(x, y, gains, matters_from=matters_from, draws=400, seed=shown.asked.seed), pairs)
