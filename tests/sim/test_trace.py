"""A family's story, why it broke off care, and the smallest change that would have kept it."""

import dataclasses
import math
import re
from functools import partial

import numpy as np
import pytest

from sim import load_scenario, simulate
from sim.care.leaving import drop_out_chance
from sim.event_kinds import EVENT_KINDS
from sim.parameters import parameters
from sim.run import burn_in, on_route
from sim.scenario import Change
from sim.trace import explain
from sim.trace.causes import calm_chance, live_on_without, region_before, what_made_the_chance
from sim.trace.life import follow
from sim.trace.sides import Side, sides_of_levers, with_lever
from sim.trace.smallest_change import in_threads
from sim.trace.story import ABOUT, SENTENCES, tell
from sim.trace.teller import Teller
from sim.week import run_weeks

pytestmark = pytest.mark.slow

# Breaking off is made likely and hangs on trust and overload, so that small regions have enough of it to explain.
SMALL = load_scenario("almelo").replace(
    families=40, weeks=40, burn_in_weeks=30, dropout_distrust=4, dropout_overload=4, dropout_base=0.003
)
SEED = 3


def dropouts(scenario, route, seed):
    families = simulate(scenario, route, seed).families
    return families.loc[families["dropouts"] > 0, "family"].tolist()


@pytest.fixture(scope="module")
def explained():
    """Explanations of families that broke off care on the plan's route, up to one with a change that keeps it."""
    found = []
    for family in dropouts(SMALL, "shared_plan", SEED):
        found.append(explain(SMALL, "shared_plan", SEED, family))
        if found[-1].smallest_change:
            return found
    raise AssertionError("no family can be kept by any lever: choose another seed")


@pytest.fixture(scope="module")
def kept(explained):
    return explained[-1]


def test_the_smallest_change_keeps_the_family_when_the_region_is_really_run_again(kept):
    change = kept.smallest_change
    again = simulate(change.scenario, change.route, SEED).families.set_index("family")
    assert again.loc[kept.family, "dropouts"] == 0
    as_it_was = simulate(SMALL, "shared_plan", SEED).families.set_index("family")
    assert as_it_was.loc[kept.family, "dropouts"] > 0
    assert again.loc[kept.family, "weeks_in_care"] >= as_it_was.loc[kept.family, "weeks_in_care"]


def test_the_smallest_change_is_one_lever_within_its_range(kept):
    change = kept.smallest_change
    lever = parameters()[change.parameter]
    assert lever.kind in ("policy", "world")
    assert lever.low <= change.to_value <= lever.high
    assert change.share_of_range == pytest.approx(abs(change.to_value - change.from_value) / (lever.high - lever.low))
    assert dict(change.scenario.changes[0].settings) == {change.parameter: change.to_value}
    assert change.scenario.settings == SMALL.settings
    assert change.text.startswith(lever.label.en)


def test_a_step_less_of_the_smallest_change_does_not_keep_the_family(kept):
    change = kept.smallest_change
    lever = parameters()[change.parameter]
    side = Side(lever, change.from_value, lever.high if change.to_value > change.from_value else lever.low)
    steps = next(steps for steps in range(1, side.steps + 1) if side.value(steps) == change.to_value)
    if steps > 1:
        week = int(re.findall(r"week (\d+)", kept.causes[0])[0])
        scenario, route = with_lever(SMALL, "shared_plan", week, lever.name, side.value(steps - 1))
        again = simulate(scenario, route, SEED).families.set_index("family")
        less_care = again["weeks_in_care"] < simulate(SMALL, "shared_plan", SEED).families["weeks_in_care"]
        assert again.loc[kept.family, "dropouts"] > 0 or less_care[kept.family]


def test_both_runs_share_the_same_past(kept):
    before, after = (burn_in(scenario, SEED) for scenario in (SMALL, kept.smallest_change.scenario))
    for name in before.family.dtype.names or ():
        assert np.array_equal(before.family[name], after.family[name])


def test_a_family_that_broke_off_is_said_to_have_and_why(explained):
    for explanation in explained:
        assert explanation.dropped_out
        assert len(explanation.causes) >= 2
        week = next(moment.week for moment in explanation.story if "breaks off all care" in moment.text)
        assert explanation.causes[0].startswith(f"In week {week} the chance")
        assert f"week {week}" in explanation.summary or f"weeks {week}" in explanation.summary
        assert "overload" in explanation.causes[1] and "trust" in explanation.causes[1]


def test_when_no_lever_keeps_a_family_the_summary_says_so(explained):
    without = [explanation for explanation in explained if explanation.smallest_change is None]
    for explanation in without:
        assert "No single lever would have kept it" in explanation.summary


def test_a_family_that_stayed_has_a_story_and_no_causes():
    stayed = next(family for family in range(40) if family not in dropouts(SMALL, "parallel", SEED))
    explanation = explain(SMALL, "parallel", SEED, stayed)
    assert explanation.story
    assert not explanation.dropped_out
    assert explanation.causes == [] and explanation.smallest_change is None
    assert "never broke off care" in explanation.summary


def test_the_story_is_in_order_and_in_sentences(explained):
    for explanation in explained:
        weeks = [moment.week for moment in explanation.story]
        assert weeks == sorted(weeks)
        assert set(weeks) <= set(range(SMALL.weeks))
        for moment in explanation.story:
            assert moment.text[0].isupper() and moment.text.endswith(".")
            assert "{" not in moment.text and "nan" not in moment.text and "_" not in moment.text


def test_every_event_of_the_log_is_told():
    run = simulate(SMALL, "shared_plan", SEED, events=True)
    for family in run.families["family"].tolist():
        mine = run.events[run.events["family"] == family]
        life = follow(SMALL, "shared_plan", SEED, 0, family)
        seen = [EVENT_KINDS[event.kind] for event in life.events if event.week >= 0]
        assert seen == mine["kind"].tolist()
        assert set(mine["week"]) <= {moment.week for moment in tell(life, Teller("en"))}


def test_every_kind_of_event_that_families_meet_has_a_sentence():
    of_staff = {"person_left", "person_came", "training"}
    told = {EVENT_KINDS[kind] for kind in (*SENTENCES, *ABOUT)}
    assert told == set(EVENT_KINDS) - of_staff


@pytest.mark.parametrize("scenario", ["almelo", "safety_concerns", "overstretched"])
def test_every_family_of_a_region_can_be_told(scenario):
    scenario = load_scenario(scenario).replace(families=15, weeks=60, burn_in_weeks=20)
    for family in simulate(scenario, "shared_plan", 1).families["family"]:
        life = follow(scenario, "shared_plan", 1, 0, family)
        if not life.dropouts:
            assert explain(scenario, "shared_plan", 1, family).story


def test_following_a_family_changes_nothing(kept):
    life = follow(SMALL, "shared_plan", SEED, 0, kept.family)
    run = simulate(SMALL, "shared_plan", SEED)
    assert np.array_equal(life.world.weekly, run.worlds[0].weekly)
    assert life.states[-1].trust == run.worlds[0].family[kept.family].trust


def test_the_state_at_the_end_of_the_week_gives_the_chance_that_decided():
    for family in dropouts(SMALL, "parallel", SEED):
        life = follow(SMALL, "parallel", SEED, 0, family)
        for end in life.dropouts:
            assert drop_out_chance(life.state(end.week), life.settings(end.week)) == end.against > end.value


@pytest.mark.parametrize("since", [-10, 0, 7])
def test_living_on_without_nothing_ends_where_it_ended(since):
    life = follow(SMALL, "shared_plan", SEED, 0, 5)
    again = live_on_without(region_before(life, since), life, 20, (), since)
    assert np.array_equal(again.weekly[:20], life.world.weekly[:20])
    assert again.family[5].trust == life.state(19).trust


def test_a_burden_taken_away_before_week_0_is_gone_on_both_sides_of_it():
    life = follow(SMALL, "shared_plan", SEED, 0, 5)
    without = live_on_without(region_before(life, -20), life, 20, ("problem_load_hours",), -20)
    later = live_on_without(region_before(life, 0), life, 20, ("problem_load_hours",), 0)
    assert without.family[5].overload < later.family[5].overload < life.state(19).overload


def test_low_trust_falling_trust_and_overload_add_up_to_the_rise():
    fell = 0
    for family in dropouts(SMALL, "parallel", SEED):
        life = follow(SMALL, "parallel", SEED, 0, family)
        end = life.dropouts[0]
        text = what_made_the_chance(life, end, math.log(end.against / calm_chance(life, end.week)), Teller("en"))
        parts = [int(part) for part in re.findall(r"(\d+) % was ", text)]
        assert sum(parts) == pytest.approx(100, abs=2)
        fell += "falling" in text
    assert fell > 0


def test_explaining_twice_gives_the_same(kept):
    assert explain(SMALL, "shared_plan", SEED, kept.family) == kept


def test_a_search_makes_its_reruns_with_what_it_is_given_and_stops_when_that_raises(kept):
    made: list[int] = []

    def one_by_one(reruns):
        made.append(len(reruns))
        return [rerun(None) for rerun in reruns]

    assert explain(SMALL, "shared_plan", SEED, kept.family, together=one_by_one) == kept
    whole = made.copy()
    made.clear()

    def until_the_third(reruns):
        if len(made) == 2:
            raise InterruptedError("enough")
        return one_by_one(reruns)

    with pytest.raises(InterruptedError, match="enough"):
        explain(SMALL, "shared_plan", SEED, kept.family, together=until_the_third)
    assert made == whole[:2] and len(whole) > 2


def test_a_rerun_can_be_stopped_within_its_year(kept):
    asked: list[int] = []

    def stop():
        asked.append(1)
        raise InterruptedError("enough")

    def stop_the_first(reruns):
        return [rerun(stop) for rerun in reruns]

    with pytest.raises(InterruptedError, match="enough"):
        explain(SMALL, "shared_plan", SEED, kept.family, together=stop_the_first)
    assert asked == [1]


def test_reruns_in_threads_come_in_their_order_and_what_one_raises_ends_them():
    assert in_threads([partial(lambda number, between: number, number) for number in range(20)]) == list(range(20))

    def fails(between):
        raise InterruptedError("enough")

    with pytest.raises(InterruptedError, match="enough"):
        in_threads([fails, *[lambda between: None] * 5])


@pytest.mark.parametrize("family", [-1, 10_000, 1.5, True, "3"])
def test_a_family_that_never_comes_is_refused_with_how_many_there_are(family):
    there = len(burn_in(SMALL, SEED).family)
    with pytest.raises(ValueError, match=f"scenario almelo has no family .*: {there} families come") as error:
        explain(SMALL, "parallel", SEED, family)
    assert "\n" not in str(error.value)


def test_a_region_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="has no region 2: they are numbered 0 to 1"):
        explain(SMALL.replace(regions=2), "parallel", SEED, 0, region=2)


def test_a_family_of_another_region_is_explained_from_its_own_region():
    scenario = SMALL.replace(regions=2)
    run = simulate(scenario, "parallel", SEED)
    life = follow(scenario, "parallel", SEED, 1, 4)
    assert life.states[-1].trust == run.worlds[1].family[4].trust != run.worlds[0].family[4].trust


def test_a_lever_that_the_scenario_changes_is_moved_where_it_is_set():
    cut = dataclasses.replace(SMALL, changes=(Change(10, {"posts_funded": 0.8}),))
    late, _ = with_lever(cut, "parallel", 20, "posts_funded", 0.9)
    assert [(change.week, dict(change.settings)) for change in late.changes] == [(10, {"posts_funded": 0.9})]
    early, _ = with_lever(cut, "parallel", 5, "posts_funded", 0.9)
    assert [change.week for change in early.changes] == [0, 10]
    now = {side.lever.name: side.now for side in sides_of_levers(cut, "parallel", 20, "world")}
    assert now["posts_funded"] == 0.8


def test_on_parallel_routes_the_share_of_plans_is_a_change_of_route():
    sides = [side for side in sides_of_levers(SMALL, "parallel", 5, "policy") if side.lever.name == "shared_plan_share"]
    assert [(side.now, side.end) for side in sides] == [(0.0, 1.0)]
    scenario, route = with_lever(SMALL, "parallel", 5, "shared_plan_share", 1.0)
    world = on_route(burn_in(scenario, SEED), scenario, route)
    run_weeks(world, scenario.weeks)
    assert np.array_equal(world.weekly, simulate(SMALL, "shared_plan", SEED).worlds[0].weekly)


def test_steps_of_a_lever_end_at_its_range():
    lever = parameters()["table_size"]
    side = Side(lever, 8.0, lever.high)
    assert [side.value(steps) for steps in range(side.steps + 1)] == [8, 9, 10, 11, 12, 13, 14, 15, 16]
    assert side.share(2) == pytest.approx(2 / 13)
    share = Side(parameters()["paid_attendance"], 0.3, 0.0)
    assert (share.steps, share.value(1), share.value(30), share.value(99)) == (30, 0.29, 0.0, 0.0)
    assert share.steps_within(0.05) == 5
