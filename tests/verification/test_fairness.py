"""Neither route is favoured: a plan may win only by what it does, and must be able to lose.

Both routes run the same rules on the same families with the same hours. Tests switch something off, with the same luck,
and look at what is left between the routes; they read in the code who changes what; and they let the same people talk
for as long, apart or at a table.
"""

import ast
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import sim
from sim import load_scenario
from sim.care.contact import keep_appointments
from sim.care.round_table import talk_at_the_table
from sim.care.starting import offer_a_place
from sim.care.waiting import ask
from sim.measures import LAST_WEEKS
from sim.names import CHANNELS, DOMAINS, SECTOR_OF, SECTORS
from sim.outcomes import outcomes
from sim.region import ROUTES
from sim.run import burn_in, live

NO_CONTACT = {**{f"contact_helps_{domain}": 0.0 for domain in DOMAINS}, "protection_helps": 0.0}
NO_HELP_OF_OWN_PEOPLE = {"support_helps": 0.0, "carrying_helps": 0.0}
NOTHING_HEALS = {**NO_CONTACT, **NO_HELP_OF_OWN_PEOPLE, "direction_heals": 0.0, "sign_harm": 0.0, "waiting_drift": 0.0}
FREE_MEETINGS = (1.0,) * (len(CHANNELS) - 1) + (0.0,)
USELESS_MEETINGS = (0.0,) * (len(CHANNELS) - 1) + (1.0,)
REPLICATES = 12


@pytest.fixture(scope="module")
def region():
    """``region(severity...)``: an ordinary region with these settings, unchecked."""
    whole = load_scenario("almelo")

    def settings(**changed):
        return replace(whole, settings={**whole.settings, **changed})

    return settings


def lived(scenario, seed, channels=None):
    """Both routes after the last week."""
    start = burn_in(scenario, seed)
    return [live(start, scenario, route, channels=channels) for route in ROUTES]


def gains(scenario, channels=None, last_weeks=0):
    """Shared plan minus parallel in severity, of all weeks or the last, over the same luck, shape (replicates,)."""
    found = []
    for seed in range(REPLICATES):
        weeks = [world.weekly[-last_weeks:] for world in lived(scenario, seed, channels)]
        parallel, shared = (some["severity"].sum() / some["families"].sum() for some in weeks)
        found.append(shared - parallel)
    return np.array(found)


def at_most(values):
    """Upper bound of the mean with 95 % confidence."""
    return values.mean() + 2.2 * values.std(ddof=1) / np.sqrt(len(values))


def test_where_nothing_can_help_or_harm_severity_is_the_same_on_both_routes_bit_by_bit(region):
    parallel, shared = lived(region(**NOTHING_HEALS), seed=1)
    assert shared.family["had_plan"].sum() > 10
    assert parallel.need["severity"].tobytes() == shared.need["severity"].tobytes()
    assert parallel.weekly["severity"].tobytes() == shared.weekly["severity"].tobytes()
    assert parallel.weekly["severity"].min() > 0


@pytest.mark.slow
def test_care_that_does_nothing_gives_a_plan_no_gain_beyond_own_people_and_direction(region):
    left = gains(region(**NO_CONTACT, support_helps=0.0, direction_heals=0.0))
    assert at_most(np.abs(left)) < 0.001


@pytest.mark.slow
def test_free_meetings_do_not_make_a_plan_worse(region):
    assert at_most(gains(region(crowd_load=0.0, goals_hold_back=0.0), FREE_MEETINGS)) < 0.001


@pytest.mark.slow
def test_meetings_that_take_hours_and_give_nothing_make_a_plan_worse(region):
    found = gains(region(), USELESS_MEETINGS)
    assert found.mean() - 2.2 * found.std(ddof=1) / np.sqrt(len(found)) > 0.0


def test_usual_care_is_good_care(region):
    parallel, _ = lived(region(), seed=1)
    worked = parallel.weekly["worked_well"].sum() / parallel.weekly["worked_hours"].sum()
    assert 0.55 <= worked <= 0.80


# --- F2: one writer for each state, whatever the route ------------------------------------------------------------

# Which rules change what the outcomes are made of. Not one of them belongs to a plan or to a table.
WRITERS = {
    "severity": {
        "families.have_problems",
        "household.let_needs_move",
        "need.get_better",
        "need.get_worse",
        "network_member.give_support",
        "waiting.wait",
    },
    "set_point": {"families.have_problems", "household.let_needs_move"},
    "direction": {"families.be_a_family", "family.move_direction", "family.settle", "talk.be_together"},
    "trust": {"families.be_a_family", "family.move_trust", "talk.be_together"},
    "overload": {
        "families.be_a_family",
        "household.hit_by_life",
        "family.take_the_week",
        "network_member.give_support",
        "safety_action.be_accused_wrongly",
        "safety_action.consider_placement",
        "safety_action.have_a_crisis",
    },
    "bond": {
        "always_there.know_the_usual_helpers",
        "contact.keep_appointments",
        "cover.stand_in",
        "families.know_doctor_and_schools",
        "handover.hand_over",
        "safety_action.go_around_the_family",
        "starting.offer_a_place",
        "talk.be_together",
    },
    "known": {
        "handover.hand_on_the_story",
        "handover.know_at_first",
        "relation.learn_the_story",
        "starting.offer_a_place",
        "talk.hear_the_story",
    },
    "position": {
        "fixed_face.take_it_too",
        "merging.end_a_route",
        "need.go_ones_own_way",
        "starting.offer_a_place",
        "talk.come_closer",
    },
}
OF_A_PLAN = {"plan", "active", "coordinator", "fidelity", "current", "tables", "seat", "had_plan"}
# Under urgency people act outside the plan there is; a crisis itself weighs as much with a plan as without.
MAY_LOOK_AT_THE_PLAN = {"safety_action.have_a_crisis"}


def rules_of(*folders):
    """The syntax tree of each function of the rules, by file and name."""
    root = Path(sim.__file__).parent
    paths = [path for folder in folders for path in sorted((root / folder).glob("*.py"))]
    return {
        f"{path.stem}.{node.name}": node
        for path in paths
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    }


def written(rule):
    """Names of the fields that a function assigns to, of a record or of a whole column.

    Not those of `family.severity[domain]`, which is worked out anew from the needs.
    """
    targets = []
    for node in ast.walk(rule):
        targets += node.targets if isinstance(node, ast.Assign) else []
        targets += [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else []
    for target in targets:
        for node in ast.walk(target):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                yield node.attr
            if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
                yield node.slice.value


@pytest.mark.slow
def test_each_state_is_changed_by_these_rules_and_by_no_others():
    rules = rules_of("agents", "care", "region")
    found = {state: {name for name, rule in rules.items() if state in set(written(rule))} for state in WRITERS}
    assert found == WRITERS
    without = {f"{state}_alone": WRITERS[state] for state in ("known", "position")}  # had helpers never met
    for state, writers in without.items():
        assert {name for name, rule in rules.items() if state in set(written(rule))} == writers


def test_none_of_them_looks_at_a_plan():
    rules = rules_of("agents", "care", "region")
    looks = {
        name
        for name in set().union(*WRITERS.values())
        if OF_A_PLAN & {node.attr for node in ast.walk(rules[name]) if isinstance(node, ast.Attribute)}
    }
    assert looks == MAY_LOOK_AT_THE_PLAN


# --- F2: the same talk, apart or at a table; and no minute twice --------------------------------------------------

TALKING = {
    "climate_floor": 1.0,  # all that is said is heard
    "goal_talk": 0.5,  # as much about goals as help, at a table and apart
    "comfortable_seats": 100,
    "bond_floor": 0.2,
    "alignment_floor": 0.1,
    "talk_trust": 0.1,
    "talk_direction": 0.1,
    "unasked_say": 0.5,
    "consent_asked": 1,
    "goals_meet": 0,
    "table_finds": 0,
    "joint_evaluation": 0,
    "merge_keeps": 10,
    **{f"cases_per_family_{sector}": 100 for sector in SECTORS},  # enough posts to choose from
}


@pytest.fixture
def helped(quiet, plain_python):
    """``helped([MONEY], [PARENTING, RELATIONS])``: a family with a helper for each list of domains, all at its table.

    For each case an appointment is due.
    """

    def build(*helpers, **settings):
        scenario = quiet(1, weeks=10, single_parent_share=0, **{**TALKING, **settings})
        world = burn_in(scenario, seed=3)
        p, family = world.p[-1], world.family[0]
        taken = []
        for domains in helpers:
            posts = np.flatnonzero(world.post["sector"] == SECTOR_OF[domains[0]])
            post = next(int(row) for row in posts if row not in taken)
            taken.append(post)
            for domain in domains:
                row = int(np.flatnonzero(world.need["domain"] == domain)[0])
                world.need[row].severity = 0.5
                ask(world, 0, 0, row, 0, p)
                offer_a_place(world, 0, row, post, p)
                world.need[row].due = 1.0
        world.post["hours_left"] = 100.0
        world.post["contact_share"] = 1.0
        world.relation["seat"] = 1
        family.agenda[: family.open_cases] = family.open_need[: family.open_cases]
        family.appointments = family.open_cases
        family.plan.active = 1
        return world

    return build


def seen(world):
    """What the family's part of a talk has changed."""
    family, relations = world.family[0], world.relation["bond"]
    return np.concatenate([world.need["severity"], relations, [family.trust, family.direction]])


SHARED_BY = [[("money",)], [("money",), ("parenting",)], [("money",), ("parenting",), ("parent_mental_health",)]]


def places_of(helpers):
    """Names as numbers."""
    return [[DOMAINS.index(domain) for domain in domains] for domains in helpers]


@pytest.mark.parametrize("helpers", SHARED_BY)
def test_a_table_does_for_a_family_what_as_many_minutes_apart_would_have_done(helped, helpers):
    hours = 0.9
    share = hours / len(helpers)
    lengths = {f"appointment_hours_{sector}": share for sector in SECTORS}
    apart, table = (helped(*places_of(helpers), table_hours=hours, **lengths) for _ in range(2))
    before = seen(apart)
    p = apart.p[-1]
    keep_appointments(apart, 1, 0, apart.family[0], p)
    talk_at_the_table(table, 1, 0, table.family[0], 1.0, 3, 1.0, p)
    np.testing.assert_allclose(seen(table), seen(apart), rtol=1e-12)
    assert (np.abs(seen(table) - before) > 1e-6).sum() == 2 * len(helpers) + 2
    assert table.family[0].contacts == 0 and apart.family[0].contacts == len(helpers)


@pytest.mark.parametrize("helpers", SHARED_BY)
def test_at_a_table_each_hears_what_as_many_hours_alone_with_the_family_would_have_told(helped, helpers):
    hours = 0.9
    lengths = {f"appointment_hours_{sector}": hours for sector in SECTORS}
    apart, table = (
        helped(*places_of(helpers), table_hours=hours, **lengths, **{"goals_meet": 0.05, "bond_grows": 0})
        for _ in range(2)
    )
    p = apart.p[-1]
    keep_appointments(apart, 1, 0, apart.family[0], p)
    talk_at_the_table(table, 1, 0, table.family[0], 1.0, 3, 1.0, p)
    for what, rows in (("position", "need"), ("known", "relation")):
        np.testing.assert_allclose(getattr(table, rows)[what], getattr(apart, rows)[what], rtol=1e-12)
    assert (table.need["position"] != table.need["own_position"]).sum() == len(helpers)


@pytest.mark.slow
@pytest.mark.parametrize("quality", [1.0, 0.4])
@pytest.mark.parametrize(
    "helpers",
    [
        *SHARED_BY,
        [("money", "home"), ("parenting", "relations")],
        [("money",), ("home",), ("parenting",), ("relations",), ("parent_mental_health",)],
    ],
)
def test_a_table_of_an_hour_is_an_hour_of_help_however_many_sit_there(helped, helpers, quality):
    # An hour of ideal help eases a hundredth: what all are eased together counts the hours, of which half is help.
    ideal = {"bond_floor": 1, "alignment_floor": 1, **{f"contact_helps_{domain}": 0.01 for domain in DOMAINS}}
    world = helped(*places_of(helpers), table_hours=1.7, **ideal)
    p = world.p[-1]
    p.climate_floor = quality
    world.family[0].trust = 0.0  # openness is the floor, and so is the climate with nobody in the chair
    before = world.need["severity"].copy()
    talk_at_the_table(world, 1, 0, world.family[0], 0.0, 3, 1.0, p)
    eased = 1 - world.need["severity"][before > 0] / before[before > 0]
    assert eased.sum() / 0.01 == pytest.approx(0.5 * 1.7 * quality * quality)


# --- F5: both can win ---------------------------------------------------------------------------------------------

MATTERS = outcomes()["severity"].matters_from
PERFECT = {  # helpers who are far apart and undo each other, and long, safe tables at which all come together
    "conflict_strength": 1.0,
    "related_conflict": 1.0,
    "goals_meet": 0.2,
    "goal_drift": 0.06,
    "goals_inherited": 0.2,
    "consent_asked": 0.3,
    "call_chance": 0.01,
    "self_hours": 0.5,
    "table_hours": 4.0,
    "table_size": 16,
    "first_table_weeks": 2,
    "table_interval_weeks": 4,
    "chairing_skill": 0.8,
    "concern_closes": 0.1,
    "crowd_load": 0.0,
    "unpaid_comes": 1.0,
    "stranger_comes": 0.8,
    "goals_hold_back": 0.0,
    "plan_keeping": 1.0,
    "coordinator_caseload": 25,
    "needs_coordinator_below": 0.2,
    **{f"embedding_{sector}": 0.9 for sector in SECTORS},
    **{f"contact_helps_{domain}": 0.08 for domain in DOMAINS},
}
COSTLY = {  # long tables, again and again, of which nobody gets anything
    "table_hours": 4.0,
    "preparation_hours": 6.0,
    "plan_hours": 12.0,
    "table_interval_weeks": 4,
    "table_size": 16,
    "coordinator_caseload": 25,
    "needs_coordinator_below": 0.8,
    "unpaid_comes": 1.0,
    "stranger_comes": 0.8,
    "goals_hold_back": 0.8,
    "crowd_load": 5.0,
    **{f"contact_helps_{domain}": 0.08 for domain in DOMAINS},
}


@pytest.mark.slow
def test_where_meeting_is_free_and_all_that_lacks_is_one_line_the_plan_wins_by_what_matters(region):
    assert at_most(gains(region(**PERFECT), FREE_MEETINGS, LAST_WEEKS)) < -MATTERS


@pytest.mark.slow
def test_where_tables_cost_dearly_and_give_nothing_parallel_routes_win_by_what_matters(region):
    assert at_most(-gains(region(**COSTLY), USELESS_MEETINGS, LAST_WEEKS)) < -MATTERS
