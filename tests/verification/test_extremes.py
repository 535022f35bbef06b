"""The whole engine at the ends of the world: what must hold when there is none of something, or nothing else.

Nobody and no hour may be lost or made up in any of them.
"""

from dataclasses import replace

import numpy as np
import pytest

from sim import load_scenario
from sim.agents.care_tie import ON_LIST, OPEN
from sim.event_kinds import EVENT_KINDS
from sim.measures import LAST_WEEKS
from sim.names import (
    ADMINISTRATION,
    CLOSED,
    DROPPED_OUT,
    IDLE,
    IN_CARE,
    LEFT,
    N_SECTORS,
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
    """``lived("parallel", staffing=0)``: the world after the last week of a usual region with these settings, all
    others as declared, unchecked; after seeing that nobody and no hour was lost. `severity` is that of all families
    at the start."""

    def live(route, families=FAMILIES, severity=None, **settings):
        assert not set(settings) - set(DECLARED)
        scenario = load_scenario("almelo").replace(families=families, weeks=WEEKS, burn_in_weeks=BURN_IN_WEEKS)
        scenario = replace(scenario, settings={**DECLARED, **settings})
        world = build_region(scenario, seed=1)
        if severity is not None:
            world.family["severity"] = severity
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
    counted = np.bincount(came["status"], minlength=len(STATUSES))
    assert counted[[WAITING, IN_CARE, DROPPED_OUT, CLOSED, LEFT]].sum() == len(came)
    status = world.family["tie"]["status"]
    assert (status == OPEN).sum() == world.post["caseload"].sum() == world.weekly[-1]["open_ties"]
    assert (status == ON_LIST).sum() == world.organisation["waiting"].sum() == world.weekly[-1]["waiting_ties"]


def no_hour_is_lost(world):
    """The hours by task are the hours of the posts that somebody held."""
    p = world.p[-1]
    hours = world.weekly["hours"].sum(axis=(0, 2))
    sector = world.post["sector"]
    of_post = world.post["hours"].sum(axis=1)
    np.testing.assert_allclose(hours, np.bincount(sector, weights=of_post, minlength=N_SECTORS), atol=1e-6)
    a_week = p["hours"][sector] * world.post["fte"] * (1 - p["absence_share"]) * (1 - p["time_shortage"])
    if (a_week > 0).all():
        held_weeks = np.round(of_post / a_week)
        np.testing.assert_allclose(of_post, held_weeks * a_week, atol=1e-6)
        posts = np.bincount(sector, minlength=N_SECTORS)
        held = np.bincount(sector, weights=held_weeks, minlength=N_SECTORS)
        assert (held == posts * WEEKS - world.sector["vacant_weeks"]).all()
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


@every_route
def test_with_one_post_a_sector_places_are_full_and_most_families_wait(lived, route):
    world, usual = lived(route, staffing=0, extra_places=0, imposed_wait_weeks=10_000), lived(route)
    assert len(world.post) == N_SECTORS
    assert (world.post["caseload"] <= world.p[-1]["caseload"]).all()
    short, enough = outcomes(world), outcomes(usual)
    assert short["contact_hours"] < enough["contact_hours"] / 2
    assert short["weeks_waited"] > 2 * enough["weeks_waited"]
    assert short["severity"] > enough["severity"]


@every_route
def test_without_places_nobody_is_ever_helped(lived, route):
    world = lived(route, extra_places=-1, imposed_wait_weeks=10_000)
    found = outcomes(world)
    assert times(world, "helper_started", "story_retold", "new_face", "goal_reached", "plan_started") == 0
    assert found["contact_hours"] == found["coordination_hours"] == found["helpers_met"] == 0
    assert (world.family["status"] != IN_CARE).all()


@every_route
def test_without_money_for_posts_everybody_leaves_and_no_hour_is_spent(lived, route):
    world = lived(route, posts_funded=0)
    assert (world.post["filled"] == 0).all() and world.weekly["hours"].sum() == 0
    assert (world.family["status"] != IN_CARE).all()
    assert outcomes(world)["vacancy_share"] == pytest.approx(1)


@every_route
def test_without_time_every_appointment_is_empty(lived, route):
    world = lived(route, time_shortage=1)
    assert world.weekly["hours"].sum() == 0
    found = outcomes(world)
    assert found["contact_hours"] == found["cost_care_euros"] == 0 and found["round_tables"] == 0
    assert np.nanmax(world.post["contact_share"][world.post["contact_due"] > 0]) == 0


@every_route
def test_without_turnover_nobody_meets_a_new_face_in_an_open_case(lived, route):
    world = lived(route, turnover_rate=0)
    assert times(world, "person_left", "person_came", "new_face", "coordinator_lost") == 0
    found = outcomes(world)
    assert found["turnover"] == found["vacancy_share"] == found["coordinators_lost"] == 0
    assert found["cost_turnover_euros"] == 0
    open_ties = world.family["tie"][world.family["tie"]["status"] == OPEN]
    assert len(open_ties) > 50
    assert (world.post["incumbent"] == 1).all() and (open_ties["face_since"] == open_ties["since"]).all()


@every_route
def test_when_everybody_leaves_posts_stand_open_and_stories_are_told_again(lived, route):
    leave = {"turnover_rate": 1, "turnover_highest": 0.999, "vacancy_weeks": 4, "reassign_weeks": 12}
    world, usual = lived(route, **leave, **dict.fromkeys(TURNOVER_RATIOS, 2)), lived(route)
    most, some = outcomes(world), outcomes(usual)
    assert (world.post["leavers"] > 2).mean() > 0.9
    assert most["vacancy_share"] > 0.3
    assert most["helpers_met"] > 3 * some["helpers_met"]
    assert most["stories_retold"] > 2 * some["stories_retold"]
    assert times(world, "new_face") > 10 * times(usual, "new_face")
    assert most["contact_hours"] < some["contact_hours"]


# --- families -----------------------------------------------------------------------------------------------------


@every_route
def test_one_family_is_a_region_too(lived, route):
    world = lived(route, families=1, inflow_rate=0, moving_rate=0, leaving_age=1000)
    assert len(world.family) == 1 and world.weekly["families"].max() == 1
    assert world.family[0].contacts + world.family[0].missed <= N_SECTORS * WEEKS
    outcomes(world)


@every_route
def test_without_need_nobody_asks_and_all_care_is_closed(lived, route):
    world = lived(route, severity=0, inflow_rate=0, safety_concern_rate=0, life_event_rate=0)
    assert world.sector["asked"].sum() == 0 and times(world, "asked_for_help", "helper_started", "came_back") == 0
    assert np.isin(world.family["status"], (CLOSED, LEFT)).all()
    spent = hours_by_task(world)
    assert spent.pop("idle") > 0 and spent.pop("administration") > 0 and spent.pop("team_work") > 0
    spent.pop("training")
    assert not any(spent.values())
    assert (world.family["severity"] == 0).all()


@every_route
def test_when_nobody_asks_for_help_nobody_gets_it(lived, route):
    world = lived(route, request_chance=0, safety_concern_rate=0, training_share=0)
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
        for part in ("family", "weekly")
        for mine, theirs in zip(numbers(getattr(one, part), but), numbers(getattr(other, part), but), strict=True)
    )


# No crisis, no case that waits for a new helper, no request from a round table.
NO_OTHER_REASON_TO_GO_FIRST = {"safety_concern_rate": 0, "reassign_weeks": 1000, "table_finds": 0}


@every_route
def test_when_all_are_urgent_the_list_goes_by_date_as_if_none_were(lived, route):
    crowded = {"staffing": 0.5, **NO_OTHER_REASON_TO_GO_FIRST}
    none, some, every = (lived(route, urgent_severity=limit, **crowded) for limit in (2, 0.75, 0))
    assert same(none, every, but=["urgent"])
    assert not same(none, some, but=["urgent"])
    waiting = every.family["tie"]["status"] == ON_LIST
    assert waiting.sum() > 30
    assert (every.family["tie"]["urgent"][waiting] == 1).all() and (none.family["tie"]["urgent"][waiting] == 0).all()


@every_route
def test_without_life_events_none_is_written_down_and_their_size_says_nothing(lived, route):
    small, large = (lived(route, life_event_rate=0, life_event_size=size) for size in (0.1, 0.6))
    assert times(small, "life_event") == 0
    assert same(small, large)


NOBODY_TRUSTS = {
    "first_trust": 0,
    "family_spread": 0,
    "contact_trust": 0,
    "goal_trust": 0,
    "heard_trust": 0,
}


@every_route
def test_who_trusts_nobody_starts_without_a_bond_and_makes_no_plan_for_safety(lived, route):
    world = lived(route, **NOBODY_TRUSTS, bond_grows=0)
    tie = world.family["tie"]
    assert (tie["status"] == OPEN).sum() > 30
    assert (world.family["trust"] == 0).all() and (tie["bond"] == 0).all()
    assert times(world, "joint_safety_plan", "network_joined") == 0
    assert outcomes(world)["trust"] == 0


@every_route
def test_without_trust_and_without_a_floor_nobody_asks(lived, route):
    world = lived(route, **NOBODY_TRUSTS, request_floor=0, safety_concern_rate=0)
    assert world.sector["asked"].sum() == 0 and times(world, "helper_started") == 0


@every_route
def test_who_misses_every_appointment_is_not_helped(lived, route):
    world = lived(route, missing_base=1, protection_finds=0, table_helps=0)
    found = outcomes(world)
    assert found["contact_hours"] == 0 and found["missed_share"] == 1
    assert world.weekly["contacts"].sum() == 0 and world.weekly["missed"].sum() > 100
