"""What is known elsewhere: Little's law, turnover's closed form, patience, retention by handovers."""

import math

import numpy as np
import pytest
from scipy import stats

from sim import simulate
from sim.agents.professional import N_SECTORS
from sim.parameters import parameters
from sim.run import burn_in, on_route
from sim.week import run_weeks

SECTORS = range(N_SECTORS)


def test_littles_law_holds_on_every_waiting_list(region, lived):
    scenario = region(families=400, weeks=600, burn_in_weeks=300, staffing=0.7, inflow_rate=0.3)
    patient = {"give_up_hazard": 0.0, "start_chance": 1 - 1e-9, "start_odds_per_week": 1.0, "dropout_base": 0.0}
    world = lived(scenario, "parallel", **patient)
    busy = 0
    for sector in world.sector:
        starts_a_week = sector["started"] / scenario.weeks
        mean_wait = sector["weeks_waited"] / sector["started"]
        mean_waiting = sector["waiting_weeks"] / scenario.weeks
        # Whoever starts after n weeks was written down as waiting at the end of n − 1 of them.
        if mean_waiting > 2:
            busy += 1
            assert mean_waiting == pytest.approx(starts_a_week * (mean_wait - 1), rel=0.1)
    assert busy >= 3


@pytest.mark.parametrize("rate", [0.1, 0.4, 0.8])
def test_turnover_follows_its_closed_form_when_pressure_and_newness_have_no_say(region, lived, rate):
    scenario = region(families=400, weeks=300, turnover_rate=rate, pressure_drives_out=0, new_leave_ratio=1)
    world = lived(scenario, "parallel")
    for number, sector in enumerate(world.sector):
        yearly = min(
            rate * world.p[0]["turnover_ratio"][number],
            parameters()["turnover_highest"].value,
        )
        chance = 1 - (1 - yearly) ** (1 / 52)
        trials = int(sector["filled_weeks"] + sector["leavers"])
        spread = math.sqrt(trials * chance * (1 - chance))
        assert abs(sector["leavers"] - trials * chance) < 4 * spread


def test_pressure_and_newness_raise_turnover(region, lived):
    leavers = []
    for settings in ({"pressure_drives_out": 0, "new_leave_ratio": 1}, {"pressure_drives_out": 3, "new_leave_ratio": 3}):
        world = lived(region(families=200, weeks=200, time_shortage=0.4, **settings), "parallel")
        leavers.append(world.sector["leavers"].sum())
    assert leavers[1] > 1.2 * leavers[0]


def test_patience_is_exponential(region):
    hazard = 0.04
    scenario = region(families=400, weeks=300, give_up_hazard=hazard, staffing=0.3, dropout_base=0.0005)
    events = simulate(scenario, "parallel", events=True).events
    gave_up = events[events["kind"] == "gave_up_waiting"]
    world = on_route(burn_in(scenario, 0), scenario, "parallel")
    asked = world.sector["asked"].copy()
    run_weeks(world, scenario.weeks)
    assert (world.sector["asked"] > asked).any()
    # The weeks at risk are the weeks on a list; each week ends patience with the same chance.
    rate = world.sector["gave_up"].sum() / world.sector["waiting_weeks"].sum()
    assert rate == pytest.approx(1 - math.exp(-hazard), rel=0.1)
    assert len(gave_up) == world.sector["gave_up"].sum()


def test_who_waits_in_vain_waits_exponentially_long(region, lived):
    scenario = region(families=300, weeks=250, burn_in_weeks=0, give_up_hazard=0.05, dropout_base=0.0005)
    start = burn_in(scenario, 0)
    world = on_route(start, scenario, "parallel", events=True)
    world.p["caseload"] = 0.0  # nobody is ever helped
    run_weeks(world, scenario.weeks)
    log = world.log[: world.tally[0].events]
    from sim.event_kinds import GAVE_UP_WAITING

    waits = log["value"][(log["kind"] == GAVE_UP_WAITING) & (log["week"] < 250)]
    early = waits[log["week"][log["kind"] == GAVE_UP_WAITING] - waits < 120]  # asked early enough to be seen to the end
    assert len(early) > 300
    assert early.mean() == pytest.approx(1 / (1 - math.exp(-0.05)), rel=0.1)
    expected = 1 - np.exp(-0.05 * np.array([1, 10, 20, 40]))
    found = [(early <= weeks).mean() for weeks in (1, 10, 20, 40)]
    np.testing.assert_allclose(found, expected, atol=0.05)


def test_what_is_known_after_some_handovers_is_retention_to_that_power(region):
    scenario = region(families=200, weeks=150, turnover_rate=0.9, notes_share=0.4)
    start = burn_in(scenario, 0)
    world = on_route(start, scenario, "parallel", events=True)
    still = {
        "contact_story": 0.0,
        "call_story": 0.0,
        "self_story": 0.0,
        "retell_below": 0.0,
        "shared_record": 0.0,
        "notes_share": 0.0,
        "reassign_weeks": 1000.0,
        "give_up_hazard": 0.0,
    }
    for name, value in still.items():
        world.p[name] = value
    world.p["trajectory_weeks"] = 1e6
    world.p["goal_severity"] = 0.0
    followed = {}
    tie = world.family["tie"]
    was_open = (tie["status"] == 2) & (tie["known"] > 0.05)
    known, incumbents, since = tie["known"].copy(), tie["incumbent"].copy(), tie["since"].copy()
    run_weeks(world, scenario.weeks)
    same = was_open & (tie["status"] == 2) & (tie["since"] == since)
    handovers = tie["incumbent"] - incumbents
    for count in range(4):
        chosen = same & (handovers == count)
        followed[count] = chosen.sum()
        np.testing.assert_allclose(tie["known"][chosen], known[chosen] * 0.48**count, rtol=1e-9)
    assert followed[1] > 20
    assert followed[2] > 5


def test_life_events_come_as_often_as_declared(region):
    run = simulate(region(families=300, weeks=150, life_event_rate=2.5), "parallel", events=True)
    events = run.events[(run.events["kind"] == "life_event") & (run.events["week"] >= 0)]
    family_weeks = run.worlds[0].family["status"] != 0
    weekly = run.worlds[0].weekly
    assert family_weeks.any()
    expected = 2.5 / 52 * present_weeks(run)
    assert stats.poisson.cdf(len(events), expected) > 0.001
    assert stats.poisson.sf(len(events), expected) > 0.001
    assert len(weekly) == 150


def present_weeks(run):
    """Family-weeks lived in the region from week 0 on."""
    family = run.worlds[0].family
    first = np.maximum(family["arrives"], 0)
    last = np.minimum(np.where(family["status"] == 5, family["status_since"], 149), 149)
    lived = np.clip(last - first + 1, 0, None)
    return lived[(family["status"] != 0)].sum()
