"""Why help stopped, and the smallest change that would have kept it going, in lives that were really lived."""

import dataclasses
import math
import re
from functools import partial

import numpy as np
import pytest

from sim import event_kinds as kinds
from sim import load_scenario, simulate
from sim.parameters import parameters
from sim.region import build_region
from sim.run import burn_in, live_on, on_route
from sim.scenario import Change
from sim.trace import explain
from sim.trace.causes import BURDENS, CALM, chance_if, live_on_without, region_before, walk_back, what_made_the_chance
from sim.trace.life import follow
from sim.trace.smallest_change import (
    LUCKS,
    OTHER_ROUTE,
    Result,
    Search,
    Side,
    Tried,
    find_smallest_change,
    in_threads,
    sides_of_levers,
    with_lever,
)
from sim.trace.story import tell
from sim.trace.teller import Teller

# Leaving is made likely and hangs on trust and overload, so that small regions have enough of it to explain.
SMALL = load_scenario("almelo").replace(
    families=40, weeks=40, burn_in_weeks=30, leaving_base=0.004, leaving_distrust=2, leaving_overload=2
)
SEED = 3
EN = Teller("en")


@pytest.fixture(scope="module")
def lives():
    """On the plan's route, the first eight families that stopped some help early."""
    families = simulate(SMALL, "shared_plan", SEED).families
    ended = families.loc[(families["ended_early"] > 0) | (families["broke_off"] > 0), "family"]
    return [follow(SMALL, "shared_plan", SEED, 0, family) for family in ended.iloc[:8].tolist()]


@pytest.fixture
def search_of(lives, monkeypatch):
    """``search_of(keeps)`` finds what keeps the first life, when a rerun goes as ``keeps(side, steps, luck)`` says."""

    def search(keeps):
        made = []

        def run(self, tried, between):
            made.append(tried)
            return Result(keeps(*tried), moved=True)

        monkeypatch.setattr(Search, "run", run)
        return *find_smallest_change(lives[0], EN), made

    return search


def lowers_turnover(side, steps):
    return side is not None and side.lever.name == "turnover_rate" and side.end < side.now and side.share(steps) >= 0.1


def test_what_keeps_the_help_here_and_with_other_luck_is_named_at_its_smallest(search_of):
    change, none, made = search_of(lambda side, steps, luck: luck in (1, 12) or lowers_turnover(side, steps))
    assert change.parameter == "turnover_rate" and change.to_value < change.from_value and none == ""
    assert 0.1 <= change.share_of_range <= 0.2 and change.holds_in == LUCKS
    assert dict(change.scenario.changes[0].settings) == {"turnover_rate": change.to_value}
    assert change.text.endswith("goes on in 10 of 10 other lives of this family, without the change in 1.")
    assert len(made) == len(set(made))


@pytest.mark.parametrize(("chosen", "confirmed", "named"), [(8, 8, True), (7, 10, False), (10, 7, False)])
def test_a_remedy_holds_twice_in_eight_of_ten_other_lucks_or_is_none(search_of, chosen, confirmed, named):
    held = {0, *range(1, 1 + chosen), *range(11, 11 + confirmed)}
    change, none, _ = search_of(lambda side, steps, luck: lowers_turnover(side, steps) and luck in held)
    assert (change is not None) == named
    assert change.holds_in == confirmed if named else none.startswith("No single lever")


def test_what_keeps_this_one_life_alone_is_no_remedy(search_of):
    change, none, _ = search_of(lambda side, steps, luck: luck == 0 and side is not None)
    assert change is None and "goes on in 0 of 10" in none


@pytest.mark.parametrize(("lucks", "luck_it_was"), [(6, True), (5, False)])
def test_where_the_help_goes_on_with_most_other_luck_it_was_mostly_bad_luck(search_of, lucks, luck_it_was):
    change, none, made = search_of(lambda side, steps, luck: 0 < luck <= lucks)
    assert change is None and none.startswith("Mostly bad luck") == luck_it_was
    assert (len(made) == LUCKS) == luck_it_was


@pytest.mark.parametrize("route", ["parallel", "shared_plan"])
def test_the_other_route_is_no_remedy(route):
    sides = sides_of_levers(SMALL, route, 5, "policy")
    assert sides and OTHER_ROUTE not in {side.lever.name for side in sides}


def test_a_rerun_with_nothing_changed_is_the_life_itself_and_other_luck_is_another(lives):
    search = Search(lives[0], in_threads)
    assert search.run(Tried(None, 0, 0), None) == Result(goes_on=False, moved=False)
    assert search.run(Tried(None, 0, 1), None).moved


@pytest.mark.parametrize("name", ["turnover_rate", "shared_record"])
def test_a_rerun_is_the_run_with_the_lever_moved(lives, name):
    search = Search(lives[0], in_threads)
    kind = parameters()[name].kind
    side = next(one for one in sides_of_levers(SMALL, "shared_plan", search.end.week, kind) if one.lever.name == name)
    again = follow(with_lever(SMALL, search.end.week, name, side.end), "shared_plan", SEED, 0, lives[0].family)
    result = search.run(Tried(side, side.steps, 0), None)
    assert result.goes_on == search.kept_going(
        again.watched._replace(events=again.events_of(*range(len(kinds.EVENT_KINDS))))
    )
    assert result.moved


def test_no_policy_changes_who_lives_in_a_region(bits):
    usual = bits(build_region(SMALL, SEED)._replace(p=np.zeros(0)))
    for side in sides_of_levers(SMALL, "shared_plan", 5, "policy"):
        moved = build_region(with_lever(SMALL, 5, side.lever.name, side.end), SEED)
        assert bits(moved._replace(p=np.zeros(0))) == usual, side.lever.name


def test_a_lever_that_the_scenario_changes_is_moved_where_it_is_set():
    cut = dataclasses.replace(SMALL, changes=(Change(10, {"posts_funded": 0.8}),))
    late = with_lever(cut, 20, "posts_funded", 0.9)
    assert [(change.week, dict(change.settings)) for change in late.changes] == [(10, {"posts_funded": 0.9})]
    assert [change.week for change in with_lever(cut, 5, "posts_funded", 0.9).changes] == [0, 10]
    now = {side.lever.name: side.now for side in sides_of_levers(cut, "parallel", 20, "world")}
    assert now["posts_funded"] == 0.8


def test_steps_of_a_lever_end_at_its_range():
    lever = parameters()["table_size"].model_copy(update={"low": 3.0, "high": 16.0})
    side = Side(lever, 8.0, lever.high)
    assert [side.value(steps) for steps in range(side.steps + 1)] == [8, 9, 10, 11, 12, 13, 14, 15, 16]
    assert side.share(2) == pytest.approx(2 / 13)
    share = Side(parameters()["paid_attendance"], 0.3, 0.0)
    assert (share.steps, share.value(1), share.value(30), share.value(99)) == (30, 0.29, 0.0, 0.0)
    assert share.steps_within(0.05) == 5


def test_the_state_at_the_end_of_the_week_gives_the_chance_that_decided(lives):
    for life in lives:
        for event in life.events_of(kinds.ENDED_EARLY, kinds.FAMILY_DROPPED_OUT):
            assert chance_if(life, event) == pytest.approx(event.chance) and event.value < event.chance


def test_what_made_the_chance_adds_up_to_the_rise(lives):
    for life in lives:
        rise = math.log(chance_if(life, life.ending) / chance_if(life, life.ending, **CALM))
        text = what_made_the_chance(life, life.ending, rise, EN)
        parts = [int(part) for part in re.findall(r"(\d+) % was ", text)]
        assert len(parts) >= 2 and sum(parts) == pytest.approx(100, abs=4)


@pytest.mark.parametrize("since", [-10, 0, 7])
def test_living_on_without_nothing_ends_where_it_ended(since):
    life = follow(SMALL, "shared_plan", SEED, 0, 5)
    again = live_on_without(region_before(life, since), life, 20, {}, since)
    assert np.array_equal(again.weekly[:20], life.world.weekly[:20])
    assert again.family[5].trust == life.state(19).trust


def test_a_burden_taken_away_before_week_0_is_gone_on_both_sides_of_it():
    life = follow(SMALL, "shared_plan", SEED, 0, 5)
    nought = {"problem_load_hours": 0.0}
    without = live_on_without(region_before(life, -20), life, 1, nought, -20)
    later = live_on_without(region_before(life, 0), life, 1, nought, 0)
    assert without.family[5].overload < later.family[5].overload < life.state(0).overload


def test_causes_say_what_ended_and_go_back_to_what_moved_it(lives):
    for life in lives:
        causes = walk_back(life, EN)
        assert causes[0].startswith(f"In week {life.ending.week}") and "times that of a calm family" in causes[0]
        assert causes[1].startswith("Of that rise ") and len(causes) > 2
        assert all(text.endswith(".") and "{" not in text and "nan" not in text for text in causes)


def test_burdens_are_taken_away_by_settings_that_there_are(lives):
    assert all(set(burden.without) <= set(lives[0].settings(0).dtype.names) for burden in BURDENS)


def test_a_family_that_stopped_nothing_has_a_story_and_no_causes():
    families = simulate(SMALL, "parallel", SEED).families
    stayed = int(families.loc[(families["ended_early"] == 0) & (families["broke_off"] == 0), "family"].iloc[0])
    explanation = explain(SMALL, "parallel", SEED, stayed)
    assert explanation.story and not explanation.ended_early
    assert explanation.causes == [] and explanation.smallest_change is None and explanation.without_change == ""
    assert "It broke off no help" in explanation.summary


def test_every_event_of_the_log_is_told_and_in_order():
    run = simulate(SMALL, "shared_plan", SEED, events=True)
    for family in run.families["family"].tolist()[:12]:
        mine = run.events[run.events["family"] == family]
        life = follow(SMALL, "shared_plan", SEED, 0, family)
        assert [kinds.EVENT_KINDS[event.kind] for event in life.events if event.week >= 0] == mine["kind"].tolist()
        story = tell(life, EN)
        assert [moment.week for moment in story] == sorted(moment.week for moment in story)
        assert set(mine["kind"]) == {name for moment in story for name in moment.kinds}
        for moment in story:
            assert moment.text[0].isupper() and moment.text.endswith(".")
            assert "{" not in moment.text and "nan" not in moment.text and "_" not in moment.text


def test_following_a_family_changes_nothing(lives):
    run = simulate(SMALL, "shared_plan", SEED)
    assert np.array_equal(lives[0].world.weekly, run.worlds[0].weekly)
    assert lives[0].last.trust == run.worlds[0].family[lives[0].family].trust


def test_the_region_at_week_0_that_a_life_keeps_is_as_it_was(lives):
    world = on_route(lives[0].start, SMALL, "shared_plan")
    live_on(world, SMALL.weeks)
    assert np.array_equal(world.weekly, lives[0].world.weekly)


def test_reruns_are_made_with_what_is_given_and_stop_when_that_raises(lives):
    def stop():
        raise InterruptedError("enough")

    def stopping(reruns):
        return [rerun(stop) for rerun in reruns]

    with pytest.raises(InterruptedError, match="enough"):
        explain(SMALL, "shared_plan", SEED, lives[0].family, together=stopping)
    with pytest.raises(InterruptedError, match="enough"):
        find_smallest_change(lives[0], EN, stopping)


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
    assert life.last.trust == run.worlds[1].family[4].trust != run.worlds[0].family[4].trust
