"""What this version of the model does, in twelve letters: results that were made with other rules give others.

Comments, names and speed may change without changing it; a rule or a declared value may not. Whatever is kept says
which levers and outcomes there were when it was made. What is added later changes nothing while all of that gives the
same outcomes: that is how a parameter shows that it moves nothing at its declared value, and why one more outcome ages
nothing.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from typing import Any

from sim.outcomes import OUTCOMES, outcomes_of
from sim.parameters import Parameter, declared_record, parameters
from sim.region import ROUTES
from sim.run import burn_in, live
from sim.scenario import Scenario, load_scenario, scenario_names

DIGITS = 6  # significant digits that count: more would tell one processor from another
LETTERS = 12
HALF_WAY = 0.5
LARGEST_FAMILIES = 1000  # larger scenarios show nothing that smaller ones do not
LIVED: dict[str, list[tuple[str, str]]] = {}  # by scenario and declared values, as rules stay


def levers() -> list[str]:
    """The names of all levers of world and policy."""
    return [one.name for one in parameters().values() if one.kind != "assumption" and not one.extension]


def works_half(one: Parameter) -> bool:
    """Whether it is a lever that can stand half-way."""
    return one.kind == "policy" and one.unit != "number"


def half_way(known: Collection[str]) -> dict[str, float]:
    """Every lever of policy among some names half-way between its ends, so that rules that rest by default work."""
    found = [one for one in parameters().values() if one.name in known and works_half(one)]
    return {one.name: one.low + HALF_WAY * (one.high - one.low) for one in found}


def behaviour(known: Collection[str] | None = None, measured: Collection[str] = tuple(OUTCOMES)) -> str:
    """A fingerprint of one run of every small scenario of the library, the last one with all levers half-way.

    Args:
        known: the levers that stand half-way, all when not given; others stay as they are declared.
        measured: the outcomes that count, all when not given.

    Returns:
        Twelve hexadecimal digits.
    """
    scenarios = [load_scenario(name) for name in scenario_names()]
    busy = scenarios[0].replace(**half_way(levers() if known is None else known))
    small = [one for one in (*scenarios, busy) if one.regions == 1 and one.families <= LARGEST_FAMILIES]
    return fingerprint(small, measured)


def fingerprint(scenarios: Iterable[Scenario], measured: Collection[str] = tuple(OUTCOMES)) -> str:
    """Twelve hexadecimal digits of some outcomes of one run of each scenario, in one region, on both routes."""
    digest = hashlib.sha256()
    for scenario in scenarios:
        asked = repr(([getattr(scenario, one.name) for one in fields(scenario)], declared_record().tobytes()))
        if asked not in LIVED:
            LIVED[asked] = outcomes_in_lines(scenario)
        digest.update("".join(line for outcome, line in LIVED[asked] if outcome in measured).encode())
    return digest.hexdigest()[:LETTERS]


def outcomes_in_lines(scenario: Scenario) -> list[tuple[str, str]]:
    """All outcomes of one run on each route, with a line for each."""
    start = burn_in(scenario, 0)
    return [
        (outcome, f"{scenario.name} {route} {outcome} {value:.{DIGITS - 1}e}\n")
        for route in ROUTES
        for outcome, value in outcomes_of([live(start, scenario, route)]).items()
    ]


def stamp() -> dict[str, Any]:
    """What dates something that is kept: the behaviour of now, and the levers and outcomes that there are."""
    return {"behaviour": behaviour(), "levers": levers(), "measured": list(OUTCOMES)}


def unchanged(kept: Mapping[str, Any]) -> bool:
    """Whether the model still does what it did when something was kept, at the declared values of all that came later.

    Args:
        kept: what is kept, with its stamp.
    """
    there = set(kept["levers"]) <= set(levers()) and set(kept["measured"]) <= set(OUTCOMES)
    return there and behaviour(kept["levers"], kept["measured"]) == kept["behaviour"]
