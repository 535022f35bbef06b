"""Why a family broke off care, and what would have kept it."""

import re

import pytest

import sim
from sim.run import burn_in, live
from sim.trace import explain

SCENARIO = sim.load_scenario("almelo").replace(families=60, weeks=80, burn_in_weeks=30)
SEED = 2


@pytest.fixture(scope="module")
def families():
    return sim.simulate(SCENARIO, "shared_plan", SEED).families


@pytest.fixture(scope="module")
def explanations(families):
    broke_off = families[families["dropouts"] > 0]["family"].tolist()
    assert len(broke_off) > 5, "too few families broke off: a weak test"
    return [explain(SCENARIO, "shared_plan", SEED, family) for family in broke_off[:8]]


def test_the_smallest_change_keeps_the_family_when_its_life_is_lived_again(explanations):
    changed = [one for one in explanations if one.smallest_change]
    assert changed, "no family could have been kept: a weak test"
    start = burn_in(SCENARIO, SEED)
    for one in changed:
        move = one.smallest_change
        again = live(start, SCENARIO.replace(**{move.parameter: move.to_value}), "shared_plan").family[one.family]
        assert again.dropouts == 0
        assert move.from_value == SCENARIO.value(move.parameter) != move.to_value
        assert 0 < move.share_of_range <= 1


def test_without_the_change_the_same_luck_breaks_it_off_again(explanations):
    start = burn_in(SCENARIO, SEED)
    again = live(start, SCENARIO, "shared_plan")
    assert all(again.family[one.family].dropouts > 0 for one in explanations)


def test_the_story_is_in_order_and_tells_of_the_dropout(explanations):
    for one in explanations:
        weeks = [moment.week for moment in one.story]
        assert weeks == sorted(weeks)
        assert one.dropped_out and any(moment.kind == "dropped_out" for moment in one.story)
        assert f"broke off care in week {next(m.week for m in one.story if m.kind == 'dropped_out')}" in one.summary


def test_the_causes_open_with_what_raised_the_chance_and_add_up(explanations):
    for one in explanations:
        shares = [int(found) for cause in one.causes for found in re.findall(r" made (\d+) % of what raised", cause)]
        assert one.causes[0].startswith("Week")
        assert 95 <= sum(shares) <= 101


def test_a_family_that_stayed_has_no_causes(families):
    stayed = families[families["dropouts"] == 0]["family"].tolist()[0]
    explanation = explain(SCENARIO, "shared_plan", SEED, stayed)
    assert not explanation.dropped_out
    assert explanation.causes == [] and explanation.smallest_change is None
    assert "did not break off" in explanation.summary


@pytest.mark.parametrize(
    ("family", "region", "words"),
    [(100_000, 0, "family 100000 does not"), (-1, 0, "family -1"), (0, 3, "region 3")],
)
def test_a_family_that_does_not_exist_is_named(family, region, words):
    with pytest.raises(ValueError, match=words):
        explain(SCENARIO, "parallel", SEED, family, region)
