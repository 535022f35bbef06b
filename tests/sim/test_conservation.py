"""Nobody and no hour is lost or made up, whatever the settings."""

import random
from dataclasses import replace

import numpy as np
import pytest

from sim.agents.care_tie import NO_TIE, ON_LIST, OPEN
from sim.names import (
    CLOSED,
    CONTACT,
    DROPPED_OUT,
    IDLE,
    IN_CARE,
    LEFT,
    N_TIES,
    NOT_YET_COME,
    SAFETY,
    SECTOR_OF_TIE,
    STATUSES,
    WAITING,
)
from sim.parameters import parameters
from sim.region import ROUTES, settings_records
from sim.run import burn_in, on_route
from sim.scenario import Change
from sim.week import run_weeks

WEATHERS: dict[str, dict[str, float]] = {
    "usual": {},
    "high turnover": {"turnover_rate": 0.9, "warm_handover_weeks": 4},
    "too little time": {"time_shortage": 0.8},
    "unsafe": {"safety_concern_rate": 4, "joint_safety_plan": 1},
    "crowded": {"inflow_rate": 1, "extra_places": 0, "staffing": 0.3},
    "a light, well-meant plan": {"table_interval_weeks": 4, "table_size": 16, "training_share": 2, "shared_record": 1},
}
CHANGES = (
    Change(5, {"posts_funded": 0.5}),
    Change(12, {"posts_funded": 1.0, "turnover_rate": 0.6}),
    Change(20, {"shared_plan_share": 0.3, "caseload_social_team": 8}),
)


def weeks_of(scenario, route, seed=0):
    """The world after each week, in turn."""
    world = on_route(burn_in(scenario, seed), scenario, route)
    for week in range(scenario.weeks):
        before = world.post["hours"].copy()
        run_weeks(world, week + 1)
        yield week, world, world.post["hours"] - before


def every_weather(test):
    cases = [(name, route) for name in (*WEATHERS, "changes") for route in ROUTES]
    return pytest.mark.parametrize(("weather", "route"), cases)(test)


@pytest.fixture
def scenario(region, weather):
    if weather == "changes":
        return replace(region(families=120, weeks=60), changes=CHANGES)
    return region(families=120, weeks=40, **WEATHERS[weather])


@every_weather
def test_every_family_that_came_is_in_exactly_one_place(scenario, route):
    for week, world, _ in weeks_of(scenario, route):
        came = world.tally[0].arrived
        assert (world.family["status"][:came] != NOT_YET_COME).all()
        assert (world.family["status"][came:] == NOT_YET_COME).all()
        assert (world.family["arrives"][:came] <= week).all()
        counted = np.bincount(world.family["status"][:came], minlength=len(STATUSES))
        assert counted[[WAITING, IN_CARE, DROPPED_OUT, CLOSED, LEFT]].sum() == came


@every_weather
def test_standing_says_what_ties_say(scenario, route):
    for _, world, _ in weeks_of(scenario, route):
        family = world.family
        status = family["tie"]["status"]
        assert (family["open_ties"] == (status == OPEN).sum(axis=1)).all()
        assert (family["waiting_ties"] == (status == ON_LIST).sum(axis=1)).all()
        assert (family["open_ties"][family["status"] == IN_CARE] > 0).all()
        assert (family["open_ties"][family["status"] == WAITING] == 0).all()
        for standing in (LEFT, CLOSED, NOT_YET_COME):
            assert (status[family["status"] == standing] == NO_TIE).all()
        assert (np.delete(status[family["status"] == DROPPED_OUT], SAFETY, axis=1) == NO_TIE).all()
        for row in family[family["open_ties"] > 0]:
            places = sorted(row["open_place"][: row["open_ties"]])
            assert places == list(np.flatnonzero(row["tie"]["status"] == OPEN))


@every_weather
def test_a_posts_caseload_is_its_open_cases(scenario, route):
    for _, world, _ in weeks_of(scenario, route):
        tie = world.family["tie"]
        open_posts = tie["post"][tie["status"] == OPEN]
        assert (np.bincount(open_posts, minlength=len(world.post)) == world.post["caseload"]).all()
        places = np.broadcast_to(np.arange(N_TIES), tie["status"].shape)[tie["status"] == OPEN]
        assert (world.post["sector"][open_posts] == SECTOR_OF_TIE[places]).all()


@every_weather
def test_a_waiting_list_holds_exactly_those_who_wait_in_order(scenario, route):
    for week, world, _ in weeks_of(scenario, route):
        if week % 5:
            continue
        tie = world.family["tie"]
        listed = set()
        for row, organisation in enumerate(world.organisation):
            found = []
            for urgent in (0, 1):
                forward = walk(world, organisation["head"][urgent], "next_waiting")
                assert forward == walk(world, organisation["tail"][urgent], "previous_waiting")[::-1]
                for spot in forward:
                    number, place = divmod(spot, N_TIES)
                    assert tie["urgent"][number, place] == urgent
                    assert world.family["organisation"][number, SECTOR_OF_TIE[place]] == row
                found += forward
            assert len(found) == len(set(found)) == organisation["waiting"]
            listed |= set(found)
        assert listed == set(np.flatnonzero(tie["status"].ravel() == ON_LIST))


def walk(world, spot, along):
    found = []
    while spot >= 0:
        found.append(int(spot))
        spot = world.family["tie"][along][spot // N_TIES, spot % N_TIES]
    return found


@every_weather
def test_a_coordinators_families_are_the_plans_with_that_coordinator(scenario, route):
    for _, world, _ in weeks_of(scenario, route):
        plan = world.family["plan"]
        assert (plan["coordinator"][plan["active"] == 0] == -1).all()
        led = plan["coordinator"] >= 0
        mine = world.post["incumbent"][plan["coordinator"]] == plan["incumbent"]
        there = world.post["filled"][plan["coordinator"]] == 1
        counted = np.bincount(plan["coordinator"][led & mine & there], minlength=len(world.post))
        assert (counted == world.post["coordinating"]).all()
        if route == "parallel":
            assert not plan["active"].any()


@every_weather
def test_hours_by_task_are_the_hours_there_were(scenario, route):
    stretches = settings_records(scenario, route)
    for week, world, spent in weeks_of(scenario, route):
        p = stretches[world.stretch[week - world.tally[0].first_week]]
        there = (
            p["hours"][world.post["sector"]] * world.post["fte"] * (1 - p["absence_share"]) * (1 - p["time_shortage"])
        )
        np.testing.assert_allclose(spent.sum(axis=1), np.where(world.post["filled"] == 1, there, 0), atol=1e-9)
        assert (spent > -1e-9).all()
        for sector in range(7):
            of_sector = spent[world.post["sector"] == sector].sum(axis=0)
            np.testing.assert_allclose(world.weekly[week]["hours"][sector], of_sector, atol=1e-9)
        busy = spent[:, IDLE] < 1e-9
        assert (world.post["contact_share"][~busy & (spent[:, CONTACT] > 0)] > 0).all()


@every_weather
def test_an_empty_post_keeps_no_case_for_long(scenario, route):
    stretches = settings_records(scenario, route)
    empty = None
    for week, world, _ in weeks_of(scenario, route):
        p = stretches[world.stretch[week - world.tally[0].first_week]]
        now = np.where(world.post["filled"] == 1, 0, 1 if empty is None else empty + 1)
        empty = now
        stuck = (empty > p["vacancy_weeks"] + 1) & (world.post["caseload"] > 0)
        assert not stuck.any(), f"week {week}: posts {np.flatnonzero(stuck)}"


SHARES = {
    "family": (
        [
            "severity",
            "overload",
            "direction",
            "trust",
            "trust_before",
            "ability",
            "support",
            "undone",
            "risk",
            "concern",
            "safety_plan",
            "push",
        ]
    ),
    "tie": ["bond", "known", "aligned"],
    "plan": ["fidelity", "current", "coherence", "kept", "evaluated"],
    "member": ["closeness", "gives", "strain"],
    "post": [
        "self_efficacy",
        "embedding",
        "chairing",
        "base_self_efficacy",
        "base_embedding",
        "strain",
        "pressure",
        "contact_share",
    ],
}


def outside(world):
    """The shares that are not within 0 to 1, the amounts that are negative, and everything that is not a number."""
    wrong = set()
    family = world.family[world.family["status"] != NOT_YET_COME]
    arrays = {"family": family, "post": world.post, **{name: family[name] for name in ("tie", "plan", "member")}}
    for where, names in SHARES.items():
        for name in names:
            values = arrays[where][name]
            top = np.inf if name == "push" else 1 + 1e-9
            if not ((values >= -1e-9) & (values <= top)).all():
                wrong.add(f"{where}.{name} {np.nanmin(values):.3g}…{np.nanmax(values):.3g}")
    if not (abs(family["member"]["stance"]) <= 1).all():
        wrong.add("member.stance")
    for name in ("owed_handover", "owed_reading", "owed_preparation", "hours_left", "contact_due"):
        if not (world.post[name] >= -1e-9).all():
            wrong.add(f"post.{name}")
    for name in world.weekly.dtype.names:
        if not (world.weekly[name] >= -1e-6).all():
            wrong.add(f"weekly.{name}")
    return wrong


def corners():
    """Every parameter at its low end, at its high end, and at either end by lot."""
    yield "all low", {name: parameter.low for name, parameter in parameters().items()}
    yield "all high", {name: parameter.high for name, parameter in parameters().items()}
    for lot in range(24):
        chosen = random.Random(lot)
        yield (
            f"lot {lot}",
            {name: chosen.choice((one.low, one.high)) for name, one in parameters().items()},
        )


@pytest.mark.parametrize("route", ROUTES)
def test_shares_stay_shares_at_every_corner_of_the_settings(region, lived, route):
    wrong = {}
    for name, corner in corners():
        scenario = region(weeks=80, burn_in_weeks=30).replace(**corner)
        found = outside(lived(scenario, route))
        if found:
            wrong[name] = sorted(found)
    assert not wrong, "\n".join(f"{name}: {', '.join(found)}" for name, found in wrong.items())


@pytest.mark.parametrize("kind", ["world", "policy"])
@pytest.mark.parametrize("end", ["low", "high"])
def test_shares_stay_shares_with_all_levers_at_one_end(region, lived, kind, end):
    levers = {name: getattr(one, end) for name, one in parameters().items() if one.kind == kind}
    assert not outside(lived(region(weeks=80).replace(**levers), "shared_plan"))
