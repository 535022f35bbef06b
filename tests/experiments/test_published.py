"""What is left of an answer when only what was measured or published is certain."""

from types import SimpleNamespace

import numpy as np

from experiments.parameter_sets.priors import uncertain
from experiments.published import CERTAIN, in_draws, left_of, sentence
from experiments.verdicts import Verdict
from sim.outcomes import OUTCOMES
from sim.parameters import parameters
from sim.scenario import load_scenario

ALMELO = load_scenario("almelo")
DIRECTION, TRUST, COST = (OUTCOMES[name] for name in ("direction", "trust", "cost_euros"))


def found(outcome, leader, badge="clear"):
    """A finding as far as it is asked here."""
    verdict = Verdict(leader, badge, False)
    return SimpleNamespace(outcome=outcome, verdict=verdict, label=outcome.label.nl, language="nl")


def test_a_figure_stays_when_the_same_route_does_better_over_the_draws_by_the_one_rule():
    steady = np.full((16, 2), 2 * DIRECTION.matters_from) + np.linspace(0, 1e-4, 16)[:, None]
    torn = np.where(np.arange(16) % 2, 1.0, -1.0)[:, None] * [3 * TRUST.matters_from, TRUST.matters_from]
    torn[0] = np.nan  # a draw without a value does not count
    gains = {"direction": steady, "trust": torn, "cost_euros": np.full((16, 2), 2 * COST.matters_from)}
    shown = [found(DIRECTION, "shared_plan"), found(TRUST, "shared_plan"), found(COST, "parallel")]
    left = left_of([*shown, found(OUTCOMES["severity"], "parallel", "too close to call")], gains)
    assert [(one.stays, one.agree, one.among) for one in left] == [(True, 16, 16), (False, 8, 15), (False, 0, 16)]
    told = sentence(left, "nl")
    assert told.startswith("Van de 3 cijfers waarop een werkwijze het beter doet, blijven er 1 overeind")
    kept, lost = told.split("Niet meer zeker: ")
    assert DIRECTION.label.nl.lower() in kept and f"{TRUST.label.nl.lower()} (in 8 van de 15 trekkingen)" in lost
    assert "Niet meer zeker" not in sentence(left[:1], "nl") and "Overeind" not in sentence(left[1:], "nl")
    assert sentence([], "en").startswith("Neither route does better in any of the figures")


def test_only_what_is_not_certain_is_drawn_within_its_range_and_what_was_set_stays():
    free = [one for one in uncertain() if one.grade not in CERTAIN]
    mine = free[0].low
    draws = in_draws(ALMELO.replace(**{free[0].name: mine}), 8)
    for one in parameters().values():
        values = {draw.value(one.name) for draw in draws}
        if one.grade in CERTAIN or one.kind != "assumption" or one.name == free[0].name:
            assert values == {mine if one.name == free[0].name else ALMELO.value(one.name)}
        assert all(one.low <= value <= one.high or value == ALMELO.value(one.name) for value in values)
    assert all(len({draw.value(one.name) for draw in draws}) > 1 for one in free[1:])
