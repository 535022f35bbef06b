"""Waiting lists against queueing theory: Erlang C, Erlang A with few callers, and Little's law for every sector.

One sector of the whole engine becomes a textbook's queue: families ask at random, cases last exponentially, and a
case needs one of `places` = posts × caseload.

A week is the smallest step, which has three consequences for continuous theory. Who comes can start in the same week;
who asks later can start in the next at the earliest, so that wait is one week more than the queueing. A place is
occupied from the week of the start to the week of the end, both included: one week longer than the case's exponential
number of weeks. And whoever queues for less than the rest of the week, half a week on average, does not wait at all.
"""

import math

import numpy as np
import pytest

from sim import load_scenario
from sim.agents.need import ON_LIST
from sim.event_kinds import GAVE_UP_WAITING, HELPER_STARTED
from sim.names import ADULT_MENTAL_HEALTH, N_SECTORS, PARENT_MENTAL_HEALTH, SECTOR_OF
from sim.run import burn_in, on_route
from sim.week import run_weeks
from sim.world import event_type
from tests.verification.conftest import PLACES_ARE_CASES, TRUST

LISTS = 20  # side by side, each with an organisation of its own
SEEDS = 3  # of such regions: a week takes the longer the more families have come and gone
POSTS = 2  # that share a list
IN_NEED = 0.6  # severity of the one problem there is
STAYS_WEEKS = 200  # after that a family has long been helped
WARM_UP_WEEKS = 200

pytestmark = pytest.mark.slow


# --- the theory ---------------------------------------------------------------------------------------------------


def erlang_c(places, load):
    """Chance that somebody who asks has to queue (Erlang C); `load` is the mean number of occupied places."""
    blocked = 1.0
    for count in range(1, places + 1):
        blocked = load * blocked / (count + load * blocked)
    return blocked / (1 - load / places * (1 - blocked))


def occupied_weeks(trajectory_weeks):
    """Mean and standard deviation of the weeks that a case occupies a place: one, and an exponential in whole weeks."""
    ends = 1 - math.exp(-1 / trajectory_weeks)
    return 1 + 1 / ends, math.sqrt(1 - ends) / ends


def mean_queueing(places, arrivals, trajectory_weeks):
    """Mean queueing in weeks: Erlang C, times (1 + CV²) / 2 because occupation varies less than an exponential.

    The factor is that of Lee and Longton (exact for one place).
    """
    mean, spread = occupied_weeks(trajectory_weeks)
    queueing = erlang_c(places, arrivals * mean) * mean / (places - arrivals * mean)
    return queueing * (1 + (spread / mean) ** 2) / 2


def share_queueing(places, arrivals, trajectory_weeks):
    """Share that queues for more than half a week, by the exponential tail of M/M/c."""
    mean, _ = occupied_weeks(trajectory_weeks)
    return erlang_c(places, arrivals * mean) * math.exp(-(places / mean - arrivals) / 2)


def few_callers(callers, places, ask_chance, trajectory_weeks, give_up_hazard):
    """Requests a week, share of them given up, and mean number queueing: birth and death with impatience (Erlang A)
    and a finite number of callers."""
    occupied, _ = occupied_weeks(trajectory_weeks)
    weights = [1.0]
    for count in range(callers):
        up = (callers - count) * ask_chance
        down = min(count + 1, places) / occupied + max(count + 1 - places, 0) * give_up_hazard
        weights.append(weights[-1] * up / down)
    chance = np.array(weights) / sum(weights)
    there = np.arange(callers + 1)
    requests = ((callers - there) * ask_chance * chance).sum()
    queueing = (np.maximum(there - places, 0) * chance).sum()
    return requests, give_up_hazard * queueing / requests, queueing


def agrees(found, expected, within):
    """Whether the mean over lists is the expected value, by four standard errors that are small enough to tell."""
    error = np.std(found, ddof=1) / math.sqrt(len(found))
    assert 4 * error < within * expected, (error, expected)
    return abs(np.mean(found) - expected) < 4 * error


# --- the engine as a queue ----------------------------------------------------------------------------------------


@pytest.fixture
def lists_side_by_side(quiet):
    """``lists_side_by_side(families, weeks, places, request_chance=…)``: a world at week 0 in which adult mental
    health serves the only problem there is, on lists of `places` each."""

    def build(families, weeks, places, seed=0, **settings):
        scenario = quiet(
            families,
            weeks,
            structures=PLACES_ARE_CASES,
            single_parent_share=1,
            caseload_adult_mental_health=places / POSTS,
            cases_per_family_adult_mental_health=LISTS * places / families,
            posts_per_organisation_adult_mental_health=POSTS,
            hours_adult_mental_health=1000,
            goal_severity=0,
            still_needed_severity=1,
            **settings,
        )
        world = on_route(burn_in(scenario, seed), scenario, "parallel")
        of_sector = world.organisation["sector"] == ADULT_MENTAL_HEALTH
        assert (world.organisation["posts"][of_sector] == POSTS).all()
        assert world.sector[ADULT_MENTAL_HEALTH].organisations == LISTS
        severity = np.where(world.need["domain"] == PARENT_MENTAL_HEALTH, IN_NEED, 0)
        world.need["severity"] = world.need["set_point"] = severity
        return world

    return build


def waits_on_each_list(build, places, arrivals, trajectory_weeks, weeks, **settings):
    """Waits, list by list, of families that come one by one, ask as they come, and are helped by one appointment.

    `arrivals` is the number that comes to a list in a week.
    """
    waits = []
    for seed in range(SEEDS):
        world = build(
            1,
            weeks,
            places,
            seed,
            inflow_rate=LISTS * arrivals * 52,
            request_chance=0,
            trajectory_weeks_adult_mental_health=trajectory_weeks,
            contact_helps_parent_mental_health=1,
            appointments_per_week_adult_mental_health=1,
            appointment_hours_adult_mental_health=1,
            **settings,
        )
        world.family["moves_away"] = world.family["arrives"] + STAYS_WEEKS
        log = lived_with_log(world, weeks, room=12 * len(world.family))
        waits += by_list(world, log[(log["kind"] == HELPER_STARTED) & (log["week"] >= WARM_UP_WEEKS)])
    return waits


def lived_with_log(world, weeks, room):
    """Everything that happens in these weeks."""
    world = world._replace(log=np.zeros(room, dtype=event_type).view(np.recarray))
    run_weeks(world, weeks)
    assert world.tally[0].events < room
    return world.log[: world.tally[0].events]


def by_list(world, events):
    """Values of events, for each list."""
    list_of = world.family["organisation"][events["family"], ADULT_MENTAL_HEALTH]
    return [events["value"][list_of == one] for one in np.unique(list_of)]


STREAMS = [(2, 0.5, 8), (4, 0.7, 12), (10, 0.8, 24)]  # places, how full they are, weeks of a case


@pytest.mark.parametrize(("places", "full", "trajectory_weeks"), STREAMS)
def test_a_waiting_list_waits_as_long_as_erlang_c_says(lists_side_by_side, places, full, trajectory_weeks):
    arrivals = full * places / occupied_weeks(trajectory_weeks)[0]
    waits = waits_on_each_list(lists_side_by_side, places, arrivals, trajectory_weeks, weeks=1800)
    assert len(waits) == SEEDS * LISTS
    queueing = mean_queueing(places, arrivals, trajectory_weeks)
    assert agrees([one.mean() for one in waits], queueing, within=0.45)
    assert agrees([(one > 0).mean() for one in waits], share_queueing(places, arrivals, trajectory_weeks), within=0.2)


def test_with_more_places_than_erlang_c_was_asked_about_it_no_longer_fits(lists_side_by_side):
    places, full, trajectory_weeks = STREAMS[1]
    arrivals = full * places / occupied_weeks(trajectory_weeks)[0]
    waits = waits_on_each_list(
        lists_side_by_side, places, arrivals, trajectory_weeks, weeks=1800, extra_capacity_adult_mental_health=0.5
    )
    queueing = [one.mean() for one in waits]
    assert not agrees(queueing, mean_queueing(places, arrivals, trajectory_weeks), within=0.6)
    assert agrees(queueing, mean_queueing(places + 2, arrivals, trajectory_weeks), within=0.6)


# callers, places, chance to ask in a week, weeks of a case, chance to give up in a week
CIRCLES = [(60, 10, 0.01, 24, 0.02), (60, 10, 0.02, 40, 0.02), (30, 4, 0.01, 24, 0.005)]


@pytest.mark.parametrize(("callers", "places", "ask_chance", "trajectory_weeks", "give_up_hazard"), CIRCLES)
def test_families_who_ask_again_and_give_up_follow_erlang_a(
    lists_side_by_side, callers, places, ask_chance, trajectory_weeks, give_up_hazard
):
    weeks = 4000
    world = lists_side_by_side(
        LISTS * callers,
        weeks,
        places,
        request_chance=ask_chance / TRUST,
        give_up_hazard=give_up_hazard,
        trajectory_weeks_adult_mental_health=trajectory_weeks,
        contact_helps_parent_mental_health=0,
    )
    first = world.sector[ADULT_MENTAL_HEALTH].first_organisation
    world.family["organisation"][:, ADULT_MENTAL_HEALTH] = first + np.arange(len(world.family)) % LISTS
    log = lived_with_log(world, weeks, room=int(8 * len(world.family) * ask_chance * weeks))
    log = log[log["week"] >= WARM_UP_WEEKS]
    started, gave_up = (by_list(world, log[log["kind"] == kind]) for kind in (HELPER_STARTED, GAVE_UP_WAITING))
    ended = [np.concatenate(pair) for pair in zip(started, gave_up, strict=True)]
    weeks -= WARM_UP_WEEKS
    requests, given_up, queueing = few_callers(callers, places, ask_chance, trajectory_weeks, give_up_hazard)
    assert agrees([len(one) / weeks for one in ended], requests, within=0.15)
    assert agrees([len(vain) / len(one) for vain, one in zip(gave_up, ended, strict=True)], given_up, within=0.3)
    assert agrees([(one - 1).sum() / weeks for one in ended], queueing, within=0.3)


# --- Little's law in a usual run ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lists():
    """Three years of a usual region with short staff: list lengths by sector at the end of each week, and for
    each sector the waits of all who left a list, for whatever reason, and of those on it at either end."""
    scenario = load_scenario("almelo").replace(families=400, weeks=156, burn_in_weeks=52, posts_funded=0.6)
    scenario = scenario.replace(leaving_base=0.012, give_up_hazard=0.02, reassign_weeks=2, safety_concern_rate=3)
    world = on_route(burn_in(scenario, 0), scenario, "shared_plan")
    length: list[np.ndarray] = []
    left: list[list[int]] = [[] for _ in range(N_SECTORS)]
    first = before = on_list(world)
    for week in range(scenario.weeks):
        run_weeks(world, week + 1)
        lengths = np.bincount(world.organisation["sector"], weights=world.organisation["waiting"], minlength=N_SECTORS)
        length.append(lengths)
        now = on_list(world)
        for row, (since, sector) in before.items():
            if now.get(row) != (since, sector):
                left[sector].append(week - since)
        before = now
    return np.array(length), left, weeks_so_far(first, -1), weeks_so_far(before, scenario.weeks - 1)


def on_list(world):
    """What is on a list at the end of a week: week of the request and sector by row of the need."""
    rows = np.flatnonzero(world.need["status"] == ON_LIST)
    since, sectors = world.need["since"][rows], SECTOR_OF[world.need["domain"][rows]]
    return dict(zip(rows.tolist(), zip(since.tolist(), sectors.tolist(), strict=True), strict=True))


def weeks_so_far(waiting, week):
    """Weeks that those on the lists have waited, added up by sector."""
    total = np.zeros(N_SECTORS)
    for since, sector in waiting.values():
        total[sector] += week - since + 1
    return total


def test_littles_law_holds_in_every_sector_whatever_ends_a_wait(lists):
    # mean length = leavers a week × mean wait, but for the waits that reach over either end of the three years.
    length, left, before, after = lists
    weeks = len(length)
    for sector in range(N_SECTORS):
        waits = np.array(left[sector], dtype=float)
        assert len(waits) > 20
        law = len(waits) / weeks * waits.mean()
        assert abs(length[:, sector].mean() - law) <= max(before[sector], after[sector]) / weeks + 1e-9
        assert max(before[sector], after[sector]) / weeks < 0.5 * law


def test_the_week_by_week_count_of_a_list_is_the_weeks_on_it(lists):
    length, left, before, after = lists
    for sector in range(N_SECTORS):
        assert length[:, sector].sum() == sum(left[sector]) + after[sector] - before[sector]
