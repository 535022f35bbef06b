"""What a change of settings does to each route: from a baseline to now, with the same families and the same luck."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from experiments.findings import Finding, finding
from experiments.headline import EQUAL, TRADED, figure, in_trade, standing
from experiments.language import joined, say
from sim.comparison import Comparison, effect_of
from sim.outcomes import OUTCOMES
from sim.region import ROUTES
from sim.words import Language


@dataclass(frozen=True)
class Step:
    """One outcome on one route.

    Attributes:
        before, now: in the unit of the figure.
        finding: the change as a finding, in which the baseline stands in the place of parallel routes.
    """

    before: str
    now: str
    finding: Finding


@dataclass(frozen=True)
class Row:
    """A figure of the headline on both routes; steps by route."""

    title: str
    unit: str
    steps: dict[str, Step]


@dataclass(frozen=True)
class Change:
    """What a change does.

    Attributes:
        told: a sentence for each route.
        rows: the figures of the headline.
        pairs: paired runs of both settings that were held against each other.
    """

    told: list[str]
    rows: list[Row]
    pairs: int


def change(before: Comparison, now: Comparison, language: Language = "en") -> Change:
    """What differs between two comparisons of the same luck: as many paired runs of each as both have.

    Raises:
        ValueError: when they do not begin with the same seed.
    """
    if before.seed != now.seed:
        raise ValueError(f"seeds {before.seed} and {now.seed} are other luck")
    pairs = min(len(before.outcomes), len(now.outcomes))
    found = {route: steps_on(number, before, now, pairs, language) for number, route in enumerate(ROUTES)}
    rows = [
        Row(one.title, one.unit, {route: found[route][name][1] for route in ROUTES})
        for name in TRADED
        if OUTCOMES[name].figure
        for one in [figure(found[ROUTES[0]][name][1].finding, found[ROUTES[0]][name][0])]
    ]
    return Change([sentence(route, list(found[route].values()), language) for route in ROUTES], rows, pairs)


def steps_on(
    route: int, before: Comparison, now: Comparison, pairs: int, language: Language
) -> dict[str, tuple[dict, Step]]:
    """For each outcome of the headline the row of its change on a route, and the change as it is shown."""
    found = {}
    for name in TRADED:
        column = list(OUTCOMES).index(name)
        one, other = (values[:pairs, route, column] for values in (before.outcomes, now.outcomes))
        row = effect_of(name, one, other, OUTCOMES[name])
        told = finding(OUTCOMES[name], row, np.asarray(other - one), language)
        shown = figure(told, row) if OUTCOMES[name].figure else None
        ends = (shown.parallel, shown.shared_plan) if shown else (told.parallel, told.shared_plan)
        found[name] = row, Step(*ends, told)
    return found


def sentence(route: str, steps: Sequence[tuple[dict, Step]], language: Language) -> str:
    """What the change means on a route, by the verdicts on it; apart, that nothing changes at all."""
    on = say(f"change.on.{route}", language)
    if all(standing(step.finding) == EQUAL for _, step in steps):
        return say("change.nothing", language, on=on)
    moved = [in_trade(step.finding, row) for row, step in steps if standing(step.finding) in ROUTES]
    if not moved:
        return say("change.unclear", language, on=on)
    return say("change.means", language, on=on, moved=joined(moved, language))
