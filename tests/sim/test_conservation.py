"""Nobody and no hour is lost or made up, whatever the settings."""

import random
from dataclasses import replace

import numpy as np
import pytest

from sim.agents.need import ON_LIST, OPEN
from sim.names import (
    ALWAYS_THERE,
    CLOSED,
    CONTACT,
    DROPPED_OUT,
    IDLE,
    IN_CARE,
    LEFT,
    NOT_YET_COME,
    SAFETY,
    SCHOOL,
    SECTOR_OF,
    STATUSES,
    WAITING,
)
from sim.parameters import parameters
from sim.region import ROUTES, settings_records
from sim.run import burn_in, on_route
from sim.scenario import Change
from sim.week import run_weeks
from tests.sim.test_invariants import outside

WEATHERS: dict[str, dict[str, float]] = {
    "usual": {},
    "high turnover": {"turnover_rate": 0.9, "warm_handover_weeks": 4},
    "too little time": {"time_shortage": 0.8},
    "unsafe": {"safety_concern_rate": 4, "joint_safety_plan": 1},
    "crowded": {"inflow_rate": 1, "extra_capacity_social_team": -0.2},
    "one face and few routes": {"fixed_face": 1, "merge_keeps": 0.4, "others_cover": 0.6, "call_chance": 0.15},
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


WHO = {
    "person": ("family", "parent", "born", "school"),
    "need": ("family", "slot", "domain", "person", "wish"),
    "relation": ("always",),
    "family": ("parents", "children", "members", "first_person", "first_need", "first_relation", "ability"),
    "post": ("sector", "organisation", "fte"),
}


def everybody(world):
    """Who there is and what is theirs, whatever state it is in."""
    return [getattr(world, rows)[name].tobytes() for rows, names in WHO.items() for name in names]


@every_weather
def test_people_needs_and_posts_are_neither_lost_nor_made_up(scenario, route):
    before = None
    for _, world, _ in weeks_of(scenario, route):
        before = before or everybody(world)
    assert everybody(world) == before
    family = world.family
    for first, count, rows in (
        ("first_person", family["parents"] + family["children"], world.person),
        ("first_need", family["needs"], world.need),
        ("first_relation", family["relations"], world.relation),
    ):
        assert (family[first] == np.cumsum(count) - count).all()
        assert count.sum() == len(rows)
    assert (family["needs"] == 5 + family["parents"] + 2 * family["children"] + 1).all()
    assert (np.bincount(world.person["family"], weights=world.person["parent"]) == family["parents"]).all()


@every_weather
def test_standing_says_what_needs_say(scenario, route):
    for _, world, _ in weeks_of(scenario, route):
        family, need = world.family, world.need
        count = {
            status: np.bincount(need["family"][need["status"] == status], minlength=len(family))
            for status in (OPEN, ON_LIST)
        }
        assert (family["open_cases"] == count[OPEN]).all()
        assert (family["waiting_cases"] == count[ON_LIST]).all()
        assert (family["open_cases"][family["status"] == IN_CARE] > 0).all()
        assert (family["open_cases"][family["status"] == WAITING] == 0).all()
        of_whom = family["status"][need["family"][np.isin(need["status"], (OPEN, ON_LIST))]]
        assert not np.isin(of_whom, (LEFT, CLOSED, NOT_YET_COME)).any()
        chosen = need[np.isin(need["status"], (OPEN, ON_LIST)) & (need["domain"] != SAFETY)]
        assert (family["status"][chosen["family"]] != DROPPED_OUT).all()
        for row in family[family["open_cases"] > 0]:
            of_family = np.arange(row["first_need"], row["first_need"] + row["needs"])
            mine = sorted(row["open_need"][: row["open_cases"]])
            assert mine == list(of_family[need["status"][of_family] == OPEN])


@every_weather
def test_a_posts_caseload_is_its_open_cases(scenario, route):
    for _, world, _ in weeks_of(scenario, route):
        cases = world.need[world.need["status"] == OPEN]
        posts = world.relation["post"][cases["relation"]]
        assert (np.bincount(posts, minlength=len(world.post)) == world.post["caseload"]).all()
        elsewhere = world.post["sector"][posts] != SECTOR_OF[cases["domain"]]
        if elsewhere.any():  # a route that somebody of another sector took over
            assert not np.isin(cases["domain"][elsewhere], (SAFETY, SCHOOL)).any()
            assert world.family["status"][cases["family"][elsewhere]].all()


@pytest.mark.slow
@every_weather
def test_a_relation_is_of_one_family_with_one_post(scenario, route):
    for _, world, _ in weeks_of(scenario, route):
        family, relation = world.family, world.relation
        whose = np.repeat(np.arange(len(family)), family["relations"])
        cases = world.need[world.need["status"] == OPEN]
        assert (whose[cases["relation"]] == cases["family"]).all()
        assert (np.bincount(cases["relation"], minlength=len(relation)) == relation["cases"]).all()
        taken = relation["post"] >= 0
        pairs = np.stack([whose[taken], relation["post"][taken]], axis=1)
        assert len(np.unique(pairs, axis=0)) == len(pairs)


@every_weather
def test_a_waiting_list_holds_exactly_those_who_wait_in_order(scenario, route):
    for week, world, _ in weeks_of(scenario, route):
        if week % 5:
            continue
        need = world.need
        listed = set()
        for row, organisation in enumerate(world.organisation):
            found = []
            for urgent in (0, 1):
                forward = walk(world, organisation["head"][urgent], "next_waiting")
                assert forward == walk(world, organisation["tail"][urgent], "previous_waiting")[::-1]
                for one in forward:
                    assert need["urgent"][one] == urgent
                    assert place_of(world, need[one]) == row
                found += forward
            assert len(found) == len(set(found)) == organisation["waiting"]
            listed |= set(found)
        assert listed == set(np.flatnonzero(need["status"] == ON_LIST))


def walk(world, row, along):
    found = []
    while row >= 0:
        found.append(int(row))
        row = world.need[along][row]
    return found


def place_of(world, need):
    """The organisation at which a need waits: the child's own school, else that of the family."""
    family = world.family[need["family"]]
    if need["domain"] == SCHOOL:
        return world.person["school"][family["first_person"] + need["person"]]
    return family["organisation"][SECTOR_OF[need["domain"]]]


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


@pytest.mark.slow
@every_weather
def test_hours_by_task_are_the_hours_there_were(scenario, route):
    stretches = settings_records(scenario, route)
    for week, world, spent in weeks_of(scenario, route):
        p = stretches[world.stretch[week - world.tally[0].first_week]]
        post, sector = world.post, world.post["sector"]
        paid = p["hours"][sector] * post["fte"] * world.sector["capacity"][sector] * (1 + p["extra_capacity"][sector])
        there = (post["filled"] == 1) & (week >= post["ill_until"])
        np.testing.assert_allclose(spent.sum(axis=1), np.where(there, paid * (1 - p["time_shortage"]), 0), atol=1e-9)
        assert (spent > -1e-9).all()
        for number in range(7):
            np.testing.assert_allclose(
                world.weekly[week]["hours"][number], spent[sector == number].sum(axis=0), atol=1e-9
            )
        busy = spent[:, IDLE] < 1e-9
        assert (post["contact_share"][~busy & (spent[:, CONTACT] > 0)] > 0).all()


@every_weather
def test_an_empty_post_keeps_no_case_for_long(scenario, route):
    stretches = settings_records(scenario, route)
    empty = None
    for week, world, _ in weeks_of(scenario, route):
        p = stretches[world.stretch[week - world.tally[0].first_week]]
        now = np.where(world.post["filled"] == 1, 0, 1 if empty is None else empty + 1)
        empty = now
        chosen = ~np.isin(world.post["sector"], ALWAYS_THERE)  # a child keeps its school, a family its doctor
        stuck = chosen & (empty > p["vacancy_weeks"] + 1) & (world.post["caseload"] > 0)
        assert not stuck.any(), f"week {week}: posts {np.flatnonzero(stuck)}"


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
            wrong[name] = found
    assert not wrong, "\n".join(f"{name}: {', '.join(found)}" for name, found in wrong.items())


@pytest.mark.parametrize("kind", ["world", "policy"])
@pytest.mark.parametrize("end", ["low", "high"])
def test_shares_stay_shares_with_all_levers_at_one_end(region, lived, kind, end):
    levers = {name: getattr(one, end) for name, one in parameters().items() if one.kind == kind}
    assert not outside(lived(region(weeks=80).replace(**levers), "shared_plan"))
