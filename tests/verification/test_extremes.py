"""The whole engine at the ends of the world: what must hold when there is none of something, or nothing else.

Nobody and no hour may be lost or made up in any of them.
"""

from dataclasses import replace

import numpy as np
import pytest

from sim import load_scenario
from sim.agents.need import ON_LIST, OPEN
from sim.event_kinds import EVENT_KINDS
from sim.measures import LAST_WEEKS
from sim.names import (
    ADMINISTRATION,
    ALWAYS_THERE,
    CLOSED,
    DROPPED_OUT,
    IDLE,
    IN_CARE,
    LEFT,
    N_SECTORS,
    SECTORS,
    STATUSES,
    TASKS,
    TEAM_WORK,
    WAITING,
)
from sim.outcomes import OUTCOMES, outcomes_of
from sim.parameters import parameters
from sim.region import ROUTES
from sim.run import at_week_0, build_region, on_route
from sim.week import run_weeks

FAMILIES, WEEKS, BURN_IN_WEEKS = 100, 80, 40
DECLARED = {name: parameter.value for name, parameter in parameters().items()}
TURNOVER_RATIOS = [name for name in DECLARED if name.startswith("turnover_ratio_")]
MAIN_OUTCOMES = [name for name, outcome in OUTCOMES.items() if outcome.main]

every_route = pytest.mark.parametrize("route", ROUTES)


@pytest.fixture
def lived():
    """``lived("parallel", posts_funded=0)``: the world after the last week of a usual region with these settings, all
    others as declared, unchecked; after seeing that nobody and no hour was lost. `severity` is that of all families
    at the start."""

    def live(route, families=FAMILIES, severity=None, **settings):
        assert not set(settings) - set(DECLARED)
        scenario = load_scenario("almelo").replace(families=families, weeks=WEEKS, burn_in_weeks=BURN_IN_WEEKS)
        scenario = replace(scenario, settings={**DECLARED, **settings})
        world = build_region(scenario, seed=1)
        if severity is not None:
            world.need["severity"] = world.need["set_point"] = severity
        world.p[:] = world.p[-1]  # the extreme holds from the beginning, also where a burn-in is usual care
        run_weeks(world, 0)
        world = on_route(at_week_0(world, scenario), scenario, route, events=True)
        run_weeks(world, scenario.weeks)
        assert world.tally[0].events < len(world.log)
        nobody_is_lost(world)
        no_hour_is_lost(world)
        return world

    return live


def nobody_is_lost(world):
    """Families, cases and places on lists add up."""
    came = world.family[: world.tally[0].arrived]
    standing = came["status"]
    counted = np.bincount(standing, minlength=len(STATUSES))
    assert counted[[WAITING, IN_CARE, DROPPED_OUT, CLOSED, LEFT]].sum() == len(came)
    status = world.need["status"]
    assert (status == OPEN).sum() == world.post["caseload"].sum() == world.weekly[-1]["open_cases"]
    assert (status == ON_LIST).sum() == world.organisation["waiting"].sum() == world.weekly[-1]["waiting_cases"]
    assert (status == OPEN).sum() == world.relation["cases"].sum() == came["open_cases"].sum()


def no_hour_is_lost(world):
    """The hours by task are the hours of the posts whose people were there, neither gone nor ill."""
    p = world.p[-1]
    hours = world.weekly["hours"].sum(axis=(0, 2))
    sector = world.post["sector"]
    of_post = world.post["hours"].sum(axis=1)
    np.testing.assert_allclose(hours, np.bincount(sector, weights=of_post, minlength=N_SECTORS), atol=1e-6)
    paid = world.post["fte"] * world.sector["capacity"][sector] * (1 + p["extra_capacity"][sector])
    a_week = p["hours"][sector] * paid * (1 - p["time_shortage"])
    if (a_week > 0).all():
        weeks_there = np.round(of_post / a_week)
        np.testing.assert_allclose(of_post, weeks_there * a_week, atol=1e-6)
        posts = np.bincount(sector, minlength=N_SECTORS)
        there = np.bincount(sector, weights=weeks_there, minlength=N_SECTORS)
        assert (there == posts * WEEKS - world.sector["vacant_weeks"] - world.sector["ill_weeks"]).all()
    else:
        assert of_post.max() == 0


def outcomes(world):
    """Every outcome; none is infinite, and of the main ones only alignment is unknown, where nobody has a helper."""
    found = outcomes_of([world])
    assert not [name for name, value in found.items() if np.isinf(value)]
    nobody_helped = not world.weekly["helpers"][-LAST_WEEKS:].any()
    assert [name for name in MAIN_OUTCOMES if np.isnan(found[name])] == ["alignment"] * nobody_helped
    return found


def times(world, *kinds):
    """How often something happened."""
    numbers = [EVENT_KINDS.index(kind) for kind in kinds]
    return int(np.isin(world.log["kind"][: world.tally[0].events], numbers).sum())


def hours_by_task(world):
    """Hours of all posts and weeks, by name of the task."""
    return dict(zip(TASKS, world.weekly["hours"].sum(axis=(0, 1)).tolist(), strict=True))


# --- staff --------------------------------------------------------------------------------------------------------


FEW_HOURS = {f"extra_capacity_{sector}": -0.9 for sector in SECTORS}
NO_HOURS = {f"extra_capacity_{sector}": -1 for sector in SECTORS}


@every_route
def test_with_few_hours_most_families_wait_and_are_worse_off(lived, route):
    world, usual = lived(route, imposed_wait_weeks=10_000, **FEW_HOURS), lived(route)
    short, enough = outcomes(world), outcomes(usual)
    assert short["contact_hours"] < enough["contact_hours"] / 2
    assert short["weeks_waited"] > 1.5 * enough["weeks_waited"]
    assert short["severity"] > enough["severity"]


@every_route
def test_without_hours_nobody_begins_but_who_is_always_there_and_gives_nothing(lived, route):
    world = lived(route, imposed_wait_weeks=10_000, **NO_HOURS)
    open_cases = world.need[world.need["status"] == OPEN]
    assert len(open_cases) > 0
    posts = world.relation["post"][open_cases["relation"]]
    assert np.isin(world.post["sector"][posts], ALWAYS_THERE).all()
    assert outcomes(world)["contact_hours"] == 0
    assert times(world, "story_retold", "round_table") == 0


@every_route
def test_without_money_for_posts_everybody_leaves_and_no_hour_is_spent(lived, route):
    world = lived(route, posts_funded=0)
    assert (world.post["filled"] == 0).all() and world.weekly["hours"].sum() == 0
    assert outcomes(world)["contact_hours"] == 0
    assert outcomes(world)["vacancy_share"] == pytest.approx(1)


@every_route
def test_without_time_every_appointment_is_empty(lived, route):
    world = lived(route, time_shortage=1 - 1e-12)
    assert world.weekly["hours"].sum() < 1e-3
    found = outcomes(world)
    assert found["contact_hours"] == pytest.approx(0, abs=1e-6) and found["round_tables"] == 0


@every_route
def test_without_turnover_nobody_meets_a_new_face_in_an_open_case(lived, route):
    world = lived(route, turnover_rate=0)
    assert times(world, "person_left", "person_came", "new_face", "coordinator_lost") == 0
    found = outcomes(world)
    assert found["turnover"] == found["vacancy_share"] == found["coordinators_lost"] == 0
    assert found["cost_turnover_euros"] == 0
    helpers = world.relation[(world.relation["cases"] > 0) & (world.relation["always"] == 0)]
    assert len(helpers) > 30
    assert (world.post["incumbent"] == 1).all() and (helpers["incumbent"] == 1).all()
    assert (helpers["face_since"] <= helpers["since"]).all()


@every_route
def test_when_everybody_leaves_posts_stand_open_and_stories_are_told_again(lived, route):
    leave = {"turnover_rate": 1, "vacancy_weeks": 4, "reassign_weeks": 12}
    world, usual = lived(route, **leave, **dict.fromkeys(TURNOVER_RATIOS, 2)), lived(route)
    most, some = outcomes(world), outcomes(usual)
    assert (world.post["leavers"] > 2).mean() > 0.8
    assert most["vacancy_share"] > 0.2
    assert most["helpers_met"] > 2 * some["helpers_met"]
    assert most["stories_retold"] > 1.5 * some["stories_retold"]
    assert times(world, "new_face") > 10 * times(usual, "new_face")
    assert most["contact_hours"] < some["contact_hours"]


# --- families -----------------------------------------------------------------------------------------------------


@every_route
def test_one_family_is_a_region_too(lived, route):
    world = lived(route, families=1, inflow_rate=0, moving_rate=0, leaving_age=1000)
    assert len(world.family) == 1 and world.weekly["families"].max() == 1
    assert world.family[0].contacts + world.family[0].missed <= world.family[0].needs * WEEKS
    outcomes(world)


@every_route
def test_without_need_nobody_asks_and_all_care_is_closed(lived, route):
    world = lived(route, severity=0, inflow_rate=0, safety_concern_rate=0, life_event_rate=0, other_crises_per_year=0)
    assert world.sector["asked"].sum() == 0 and times(world, "asked_for_help", "helper_started", "came_back") == 0
    assert np.isin(world.family["status"], (CLOSED, LEFT)).all()
    spent = hours_by_task(world)
    assert spent.pop("idle") > 0 and spent.pop("administration") > 0 and spent.pop("team_work") > 0
    spent.pop("training")
    assert not any(spent.values())
    assert (world.need["severity"] == 0).all()


@every_route
def test_when_nobody_is_in_need_of_help_nobody_gets_it(lived, route):
    world = lived(route, need_severity=2, safety_concern_rate=0, training_share=0)
    spent = world.weekly["hours"].sum(axis=(0, 1))
    assert spent[[ADMINISTRATION, TEAM_WORK, IDLE]].sum() == pytest.approx(spent.sum(), rel=1e-12)
    assert times(world, "helper_started") == 0 and outcomes(world)["stories_retold"] == 0


def test_a_shared_record_holds_nothing_when_no_family_is_asked(lived):
    # At a round table families are asked after all, so this is about parallel routes.
    without, with_record = (lived("parallel", consent_asked=0, shared_record=share) for share in (0, 1))
    assert same(without, with_record)
    without, with_record = (lived("parallel", consent_asked=1, shared_record=share) for share in (0, 1))
    assert outcomes(with_record)["stories_retold"] < outcomes(without)["stories_retold"]


def numbers(records, but=()):
    """Every number of some records, field by field (the bytes between fields mean nothing)."""
    records = np.asarray(records)
    if records.dtype.names is None:
        return [records]
    return [part for name in records.dtype.names if name not in but for part in numbers(records[name], but)]


def same(one, other, but=()):
    """Whether families and weeks of two worlds are the same to the last number, but for some fields."""
    return all(
        np.array_equal(mine, theirs)
        for part in ("family", "need", "relation", "weekly")
        for mine, theirs in zip(numbers(getattr(one, part), but), numbers(getattr(other, part), but), strict=True)
    )


# No crisis, no case that waits for a new helper; nor is a route merged, because urgent ones are not.
NO_OTHER_REASON_TO_GO_FIRST = {
    "safety_concern_rate": 0,
    "other_crises_per_year": 0,
    "reassign_weeks": 1000,
    "merge_keeps": 10,
}


@every_route
def test_when_all_are_urgent_the_list_goes_by_date_as_if_none_were(lived, route):
    crowded = {"posts_funded": 0.5, **NO_OTHER_REASON_TO_GO_FIRST}
    none, some, every = (lived(route, urgent_severity=limit, **crowded) for limit in (2, 0.75, 0))
    assert same(none, every, but=["urgent"])
    assert not same(none, some, but=["urgent"])
    waiting = every.need["status"] == ON_LIST
    assert waiting.sum() > 30
    assert (every.need["urgent"][waiting] == 1).all() and (none.need["urgent"][waiting] == 0).all()


@every_route
def test_without_life_events_none_is_written_down_and_their_size_says_nothing(lived, route):
    small, large = (lived(route, life_event_rate=0, life_event_size=size) for size in (0.1, 0.6))
    assert times(small, "life_event") == 0
    assert same(small, large)


NOBODY_TRUSTS = {"first_trust": 0, "family_spread": 0, "talk_trust": 0, "goal_trust": 0}


@every_route
def test_who_trusts_nobody_asks_once_on_coming_starts_without_a_bond_and_makes_no_plan_for_safety(lived, route):
    world = lived(route, **NOBODY_TRUSTS, bond_grows=0, first_bond=0.3)
    helpers = world.relation[(world.relation["cases"] > 0) & (world.relation["always"] == 0)]
    assert len(helpers) > 20
    assert (world.family["trust"] == 0).all() and (helpers["bond"] == 0).all()
    assert times(world, "joint_safety_plan", "network_joined") == 0
    assert outcomes(world)["trust"] == 0


@every_route
def test_who_misses_every_appointment_is_not_helped(lived, route):
    world = lived(route, missing_base=1, cover_share=0, safety_concern_rate=0)
    found = outcomes(world)
    assert found["contact_hours"] == 0 and found["missed_share"] == 1
    assert world.weekly["contacts"].sum() == 0 and world.weekly["missed"].sum() > 100
