"""What is known elsewhere: Little's law, turnover's closed form, patience, retention by handovers."""

import math

import numpy as np
import pytest

from sim import load_scenario, simulate
from sim.agents.need import ON_LIST
from sim.care.turnover import MOST_LEAVE
from sim.chance import NEVER
from sim.event_kinds import GAVE_UP_WAITING
from sim.names import CHILD_PROTECTION, LEFT, N_SECTORS, NOT_YET_COME, SECTOR_OF
from sim.run import burn_in, on_route
from sim.week import run_weeks


@pytest.fixture(scope="module")
def queue():
    """Lists that everybody who joins them leaves by starting care: their weeks 500 to 1500, and who waits then.

    Demand is kept up by life events, not by families that come, so that the lists neither grow nor empty for good.
    """
    sizes = {"families": 800, "weeks": 1500, "burn_in_weeks": 100, "inflow_rate": 0}
    scenario = load_scenario("almelo").replace(**sizes, life_event_rate=5)
    world = on_route(burn_in(scenario, 0), scenario, "parallel")
    world.family["moves_away"] = NEVER
    world.sector["capacity"] *= 0.7
    for name, value in PATIENT.items():
        world.p[name] = value
    run_weeks(world, 500)
    for name in ("started", "weeks_waited", "waiting_weeks"):
        world.sector[name] = 0
    before = weeks_on_the_list(world, 499)
    run_weeks(world, 1500)
    return world.sector, before, weeks_on_the_list(world, 1499)


PATIENT = {
    "give_up_hazard": 0.0,
    "start_chance": 1 - 1e-9,
    "start_odds_per_week": 1.0,
    "dropout_base": 0.0,
    "leaving_base": 0.0,
    "reassign_weeks": 1000.0,  # nobody in care comes back on a list: that is no wait for a start
}


def weeks_on_the_list(world, week):
    """Weeks that those who wait have waited by the end of a week, added up by sector."""
    waiting = world.need[world.need["status"] == ON_LIST]
    return np.bincount(SECTOR_OF[waiting["domain"]], weights=week - waiting["since"], minlength=N_SECTORS)


@pytest.mark.slow
def test_every_week_on_a_list_is_a_week_of_somebodys_wait(queue):
    # Whoever starts after n weeks was written down as waiting in n − 1 of them. (Protection is called in earlier in
    # the week than others are asked, and is written down once more; it is left out here.)
    sectors, before, after = queue
    waits_of_starters = sectors["weeks_waited"] - sectors["started"]
    difference = sectors["waiting_weeks"] - (waits_of_starters + after - before)
    assert list(difference[:CHILD_PROTECTION]) == [0] * CHILD_PROTECTION
    assert sectors["waiting_weeks"].sum() > 10_000


@pytest.mark.slow
def test_littles_law_holds_on_the_waiting_lists(queue):
    sectors, _, _ = queue
    starts_a_week = sectors["started"] / 1000
    mean_wait = sectors["weeks_waited"] / sectors["started"] - 1
    mean_waiting = sectors["waiting_weeks"] / 1000
    assert mean_waiting.sum() > 50
    assert mean_waiting.sum() == pytest.approx((starts_a_week * mean_wait).sum(), rel=0.1)


@pytest.mark.slow
@pytest.mark.parametrize("rate", [0.1, 0.4, 0.8])
def test_turnover_follows_its_closed_form_when_pressure_and_newness_have_no_say(region, lived, rate):
    scenario = region(families=400, weeks=300, turnover_rate=rate, pressure_drives_out=0, new_leave_ratio=1)
    world = lived(scenario, "parallel")
    for number, sector in enumerate(world.sector):
        yearly = min(rate * world.p[0]["turnover_ratio"][number], MOST_LEAVE)
        chance = 1 - (1 - yearly) ** (1 / 52)
        trials = int(sector["filled_weeks"] + sector["leavers"])
        spread = math.sqrt(trials * chance * (1 - chance))
        assert abs(sector["leavers"] - trials * chance) < 4 * spread


def test_pressure_and_newness_raise_turnover(region, lived):
    leavers = []
    for settings in (
        {"pressure_drives_out": 0, "new_leave_ratio": 1},
        {"pressure_drives_out": 3, "new_leave_ratio": 3},
    ):
        world = lived(region(families=200, weeks=200, time_shortage=0.4, **settings), "parallel")
        leavers.append(world.sector["leavers"].sum())
    assert leavers[1] > 1.2 * leavers[0]


def test_patience_ends_with_the_same_chance_in_every_week_on_a_list(region):
    scenario = region(families=400, weeks=300, give_up_hazard=0.04, dropout_base=0.0001)
    world = on_route(burn_in(scenario, 0), scenario, "parallel")
    world.sector["capacity"] *= 0.3
    world.p["reassign_weeks"] = 1000.0  # who comes back on a list from somebody who left is as patient as can be
    run_weeks(world, scenario.weeks)
    sectors = world.sector[:CHILD_PROTECTION]  # imposed care is never given up
    assert sectors["gave_up"].sum() > 500
    rate = sectors["gave_up"].sum() / sectors["waiting_weeks"].sum()
    assert rate == pytest.approx(1 - math.exp(-0.04), rel=0.1)


def test_who_waits_in_vain_waits_exponentially_long(region):
    scenario = region(families=300, weeks=250, burn_in_weeks=0, give_up_hazard=0.05, dropout_base=0.0001)
    world = on_route(burn_in(scenario, 0), scenario, "parallel", events=True)
    world.p["hours"] = 0.0  # nobody who has a list ever helps
    run_weeks(world, scenario.weeks)
    log = world.log[: world.tally[0].events]
    gave_up = log[log["kind"] == GAVE_UP_WAITING]
    week, waited = gave_up["week"], gave_up["value"]
    waits = waited[week - waited < 120]  # asked early enough to be seen to the end
    assert len(waits) > 300
    assert waits.mean() == pytest.approx(1 / (1 - math.exp(-0.05)), rel=0.1)
    for weeks in (1, 10, 20, 40):
        assert (waits <= weeks).mean() == pytest.approx(1 - math.exp(-0.05 * weeks), abs=0.05)


def test_what_is_known_after_some_handovers_is_retention_to_that_power(region):
    scenario = region(families=600, weeks=60, turnover_rate=0.9, vacancy_weeks=1)
    world = on_route(burn_in(scenario, 0), scenario, "parallel")
    for name, value in NOTHING_ELSE_IS_LEARNT.items():
        world.p[name] = value
    relation = world.relation
    before = relation.copy()
    run_weeks(world, scenario.weeks)
    same = (before["cases"] > 0) & (relation["cases"] > 0) & (relation["always"] == 0)
    for name in ("since", "post"):
        first, last = before[name], relation[name]
        same &= first == last
    held_first, held_last = before["incumbent"], relation["incumbent"]
    known_first, known_last = before["known"], relation["known"]
    handovers = held_last - held_first
    for count, fewest in enumerate((50, 50, 30)):
        chosen = same & (handovers == count)
        assert chosen.sum() > fewest
        np.testing.assert_allclose(known_last[chosen], known_first[chosen] * 0.48**count, rtol=1e-9)


NOTHING_ELSE_IS_LEARNT = {
    "story_told_per_hour": 0.0,
    "retell_below": 0.0,
    "shared_record": 0.0,
    "notes_share": 0.0,  # every handover is a spoken one
    "retention_spoken": 0.48,
    "reassign_weeks": 1000.0,
    "trajectory_weeks": 1e6,
    "goal_severity": 0.0,
    "leaving_base": 0.0,
    "dropout_base": 0.0,
}


def test_life_events_come_as_often_as_declared(region):
    run = simulate(region(families=300, weeks=150, life_event_rate=2.5), "parallel", events=True)
    came = run.worlds[0].family["status"] != NOT_YET_COME
    family = run.worlds[0].family[came]
    status_since, arrives = family["status_since"], family["arrives"]
    last_week = np.where(family["status"] == LEFT, status_since, 149)
    lived = np.clip(last_week - np.maximum(arrives, 0) + 1, 0, None)
    found = (run.events["kind"] == "life_event").sum()
    expected = 2.5 / 52 * lived.sum()
    assert abs(found - expected) < 4 * expected**0.5
