"""M5 and M8: needs that move and feed each other, life events, and how a family takes its week."""

import numpy as np
import pytest

from sim.agents.cases import is_second_case, mean_alignment, open_a_case, shut_a_case
from sim.agents.family import (
    ability_now,
    children_to_join,
    has_child,
    move_direction,
    move_trust,
    settle,
    take_the_week,
)
from sim.agents.household import hit_by_life, let_needs_move, resting_point, take_stock
from sim.agents.person import at_school, is_child
from sim.event_kinds import LIFE_EVENT_HIT
from sim.names import (
    CHILD_MENTAL_HEALTH,
    HOME,
    MONEY,
    PARENT_MENTAL_HEALTH,
    PARENTING,
    SAFETY,
    SCHOOL,
)
from sim.week import meet_life
from tests.rules.rows import need_of, row_of

STILL = {
    "spillover": np.zeros((8, 8)),
    "spillover_strength": 0.01,
    "natural_recovery": 0,
    "direction_heals": 0,
    "support_helps": 0,
    "noise": 0,
    "set_point_follows": 0,
}


def move(world, week=0):
    let_needs_move(world, week, 0, world.family[0], world.p[0])


def test_what_is_off_its_set_point_pushes_what_it_feeds_by_weight_and_room_to_worsen(small_world):
    weights = np.zeros((8, 8))
    weights[MONEY, HOME], weights[PARENTING, HOME] = 0.4, 0.2
    world = small_world(**{**STILL, "spillover": weights})
    money, parenting, home = (need_of(world, 0, domain) for domain in (MONEY, PARENTING, HOME))
    money.severity, parenting.severity, home.severity = 0.8, 0.4, 0.3
    move(world)
    assert home.severity == pytest.approx(0.3 + 0.01 * (0.4 * 0.3 - 0.2 * 0.1) * 0.7)
    assert (money.severity, parenting.severity) == (0.8, 0.4)


def test_of_a_domain_that_concerns_several_people_the_mean_pushes(small_world):
    weights = np.zeros((8, 8))
    weights[PARENT_MENTAL_HEALTH, CHILD_MENTAL_HEALTH] = 1.0
    world = small_world(children=2, **{**STILL, "spillover": weights})
    need_of(world, 0, PARENT_MENTAL_HEALTH, 1).severity = 0.9
    move(world)
    for child in (0, 1):
        assert need_of(world, 0, CHILD_MENTAL_HEALTH, child).severity == pytest.approx(0.5 + 0.01 * 0.4 / 2 * 0.5)


def test_all_needs_push_with_last_weeks_severity(small_world):
    weights = np.zeros((8, 8))
    weights[MONEY, HOME] = weights[HOME, MONEY] = 1.0
    world = small_world(**{**STILL, "spillover": weights, "spillover_strength": 0.1})
    money, home = need_of(world, 0, MONEY), need_of(world, 0, HOME)
    money.severity = home.severity = 0.7
    move(world)
    assert money.severity == home.severity == pytest.approx(0.7 + 0.1 * 0.2 * 0.3)


def test_needs_at_their_set_point_stay_there_whatever_feeds_what(small_world):
    world = small_world(**{**STILL, "spillover": np.ones((8, 8)), "natural_recovery": 0.03})
    move(world)
    assert (world.need["severity"][:-1] == 0.5).all()


def test_needs_recover_to_their_set_point_by_resilience_and_direction_and_ease_by_support(small_world):
    world = small_world(**{**STILL, "natural_recovery": 0.04, "support_helps": 0.002, "direction_heals": 0.3})
    family, need = world.family[0], need_of(world, 0, HOME)
    family.resilience, family.support, family.direction = 1.5, 0.4, 0.25
    need.severity, need.set_point = 0.7, 0.4
    move(world)
    assert need.severity == pytest.approx(0.7 - 0.04 * 1.5 * (1 + 0.3 * 0.25) * 0.3 - 0.002 * 0.4 * 0.7)
    assert need.set_point == 0.4


def test_a_set_point_follows_slowly_where_the_need_was(small_world):
    world = small_world(**{**STILL, "natural_recovery": 0.1, "set_point_follows": 0.005})
    need = need_of(world, 0, HOME)
    need.severity = 0.3
    move(world)
    assert need.set_point == pytest.approx(0.5 - 0.005 * 0.2)
    assert need.severity == pytest.approx(0.3 + 0.1 * 0.2)


@pytest.mark.parametrize(("luck", "change"), [(0.5, 0), (1.0, 1), (0.25, -0.5)])
def test_luck_moves_a_need_most_in_the_middle_of_the_scale(small_world, dice, luck, change):
    world = small_world(**{**STILL, "noise": 0.1})
    dice(luck)
    need_of(world, 0, HOME).severity = 0.2
    need_of(world, 0, MONEY).severity = 1.0
    move(world)
    assert need_of(world, 0, HOME).severity == pytest.approx(0.2 + 0.1 * change * 0.2 * 0.8)
    assert need_of(world, 0, MONEY).severity == 1.0


@pytest.mark.parametrize(
    ("form", "severity", "rests"), [(0, 0.9, 0.5), (1, 0.9, 0.3), (2, 0.9, 0.8), (2, 0.8, 0.5), (0, 0.1, 0.5)]
)
def test_to_which_a_need_recovers_is_a_form_of_the_structure(small_world, form, severity, rests):
    world = small_world(recovery_form=form, one_balance=0.3, tips_at=0.8)
    need = need_of(world, 0, HOME)
    need.severity = severity
    assert resting_point(need, world.p[0]) == rests


def test_a_life_event_hits_one_need_and_calm(small_world):
    world = small_world(life_event_size=0.3, life_event_overload=0.2)
    family, money = world.family[0], need_of(world, 0, MONEY)
    money.severity, family.overload = 0.6, 0.2
    hit_by_life(world, family, MONEY, 0.5, 0.0, world.p[0])
    assert money.severity == pytest.approx(0.6 + 0.3 * 0.5 * 0.4)
    assert family.overload == pytest.approx(0.2 + 0.2 * 0.5 * 0.8)
    assert need_of(world, 0, HOME).severity == 0.5


@pytest.mark.parametrize(("luck", "who"), [(0.0, 0), (0.32, 0), (0.34, 1), (0.99, 2)])
def test_a_life_event_hits_one_of_the_people_whom_its_domain_concerns(small_world, luck, who):
    world = small_world(children=3, life_event_size=0.2)
    hit = hit_by_life(world, world.family[0], SCHOOL, 1.0, luck, world.p[0])
    assert hit == row_of(world, 0, SCHOOL, who)
    worse = [need_of(world, 0, SCHOOL, child).severity > 0.5 for child in range(3)]
    assert worse == [child == who for child in range(3)]


def test_a_life_event_without_size_changes_nothing(small_world):
    world = small_world(life_event_size=0, life_event_overload=0)
    hit_by_life(world, world.family[0], MONEY, 1.0, 0.5, world.p[0])
    assert (need_of(world, 0, MONEY).severity, world.family[0].overload) == (0.5, 0.5)


@pytest.mark.parametrize(("luck", "domain"), [(0.0, 0), (0.09, 0), (0.11, 1), (0.29, 1), (0.31, 7), (0.999, 7)])
def test_life_events_pick_their_domain_by_share(small_world, dice, happened, luck, domain):
    shares = [0.1, 0.2, 0, 0, 0, 0, 0, 0.7]
    world = small_world(life_event_rate=2.6, life_event_share=shares)
    dice(luck, 0.5)
    meet_life(world, 0, 0, world.family[0], 0.049, world.p[0])
    assert happened(world) == [LIFE_EVENT_HIT]
    assert world.need[world.log[0].need].domain == domain


@pytest.mark.parametrize(("luck", "domain"), [(0.24, 0), (0.26, 7), (0.999, 7)])
def test_shares_of_life_events_need_not_add_up_to_one(small_world, dice, luck, domain):
    world = small_world(life_event_rate=2.6, life_event_share=[0.1, 0, 0, 0, 0, 0, 0, 0.3])
    dice(luck, 0.5)
    meet_life(world, 0, 0, world.family[0], 0.0, world.p[0])
    assert world.need[world.log[0].need].domain == domain


def test_life_events_come_at_their_yearly_rate(small_world, dice, happened):
    world = small_world(life_event_rate=2.6)
    dice(0.5)
    meet_life(world, 0, 0, world.family[0], 0.0501, world.p[0])
    assert happened(world) == []
    world.p[0].life_event_rate = 0
    meet_life(world, 0, 0, world.family[0], 0.0, world.p[0])
    assert happened(world) == []


def test_overload_takes_ability(small_world):
    world = small_world(overload_takes_ability=0.4)
    family = world.family[0]
    family.ability, family.overload = 0.8, 0.5
    assert ability_now(family, world.p[0]) == pytest.approx(0.8 * 0.8)
    world.p[0].overload_takes_ability = 0
    assert ability_now(family, world.p[0]) == 0.8


BURDEN = {
    "to_and_fro_load": 0.4,
    "contradiction_load": 0.6,
    "problem_load_hours": 8,
    "carrying_hours": 10,
    "support_carries": 0.5,
    "overload_takes_ability": 0,
    "overload_rate": 0.1,
}


def test_overload_moves_towards_load_over_what_a_family_can_carry(small_world, helper):
    world = small_world(**BURDEN)
    family = world.family[0]
    for domain in (MONEY, PARENTING, HOME):
        helper(world, 0, domain)  # half in line with what the family wants
    family.load, family.support, family.mean_severity, family.undone = 3.0, 0.6, 0.5, 0.25
    take_the_week(family, world.p[0])
    # One person does both money and home: two helpers go to and fro, and contradict each other.
    load = 3 + 0.4 * 2 * (1 - 0.5) + 0.6 * 0.25 * 2 + 8 * 0.5
    carried = 10 * 1.5 * (1 + 0.5 * 0.6)
    assert family.load == 0, "what was carried is behind the family"
    assert family.overload == pytest.approx(0.5 + 0.1 * (load / (load + carried) - 0.5))


def test_helpers_in_line_spare_the_family_the_to_and_fro(small_world, helper):
    world = small_world(**BURDEN)
    family = world.family[0]
    for domain in (MONEY, PARENTING):
        helper(world, 0, domain, position=0.3, wish=0.3)
    family.mean_severity = 0
    take_the_week(family, world.p[0])
    assert family.overload == pytest.approx(0.5 * 0.9), "nothing to carry"


def test_abler_families_and_those_with_support_take_more(small_world):
    world = small_world(families=3, **BURDEN)
    for number, (ability, support) in enumerate([(0.5, 0), (1.0, 0), (0.5, 1.0)]):
        family = world.family[number]
        family.ability, family.support, family.load = ability, support, 5.0
        take_the_week(family, world.p[0])
    plain, able, supported = world.family["overload"]
    assert able < plain
    assert supported < plain


def test_trust_and_direction_move_a_share_of_the_way_up_or_down(small_world):
    family = small_world().family[0]
    for name, move_it in (("trust", move_trust), ("direction", move_direction)):
        family[name] = 0.4
        move_it(family, 0.25)
        assert family[name] == pytest.approx(0.4 + 0.25 * 0.6)
        family[name] = 0.4
        move_it(family, -0.25)
        assert family[name] == pytest.approx(0.3)
        move_it(family, 0.0)
        assert family[name] == pytest.approx(0.3)
        move_it(family, -3.0)
        assert family[name] == 0


def test_between_the_weeks_trust_is_remembered_direction_drifts_and_contradictions_tell(small_world):
    world = small_world(trust_memory=0.1, direction_drift=0.02, conflict_trust=0.06, overload_takes_ability=0)
    family = world.family[0]
    family.trust_before, family.ability, family.undone = 0.7, 0.9, 0.5
    settle(family, world.p[0])
    assert family.trust_before == pytest.approx(0.7 - 0.1 * 0.2)
    assert family.direction == pytest.approx(0.5 + 0.02 * 0.4)
    assert family.trust == pytest.approx(0.5 * (1 - 0.06 * 0.5))


def test_contradictions_without_cost_leave_trust_alone(small_world):
    world = small_world(conflict_trust=0)
    world.family[0].undone = 1.0
    settle(world.family[0], world.p[0])
    assert world.family[0].trust == 0.5


def test_severity_is_a_mean_over_the_people_of_a_domain_and_then_over_domains(small_world):
    world = small_world(children=2)
    family = world.family[0]
    world.need["severity"] = 0.4
    need_of(world, 0, SCHOOL, 1).severity = 0.8
    need_of(world, 0, SAFETY).severity = 1.0  # no life domain
    take_stock(world, family)
    assert family.severity[SCHOOL] == pytest.approx(0.6)
    assert family.severity[MONEY] == pytest.approx(0.4)
    assert family.mean_severity == pytest.approx((7 * 0.4 + 0.6) / 8)


def test_children_join_go_to_school_and_come_of_age_by_their_own_age(small_world):
    world = small_world(children=2, child_joins_from_age=12, adult_age=18, school_from_age=4, school_to_age=18)
    p, family = world.p[0], world.family[0]
    parent, oldest, youngest = world.person[0], world.person[2], world.person[3]
    oldest.born, youngest.born = -12 * 52, -4 * 52
    assert [children_to_join(world, family, week, p) for week in (-1, 0, 6 * 52 - 1, 6 * 52)] == [0, 1, 1, 0]
    assert [is_child(oldest, week, p) for week in (6 * 52 - 1, 6 * 52)] == [True, False]
    assert [has_child(world, family, week, p) for week in (14 * 52 - 1, 14 * 52)] == [True, False]
    assert [at_school(youngest, week, p) for week in (-1, 0, 14 * 52)] == [False, True, False]
    assert not at_school(parent, 0, p) and not is_child(parent, 0, p)


def test_open_cases_stay_listed_once_whoever_goes_first(small_world):
    world = small_world()
    family = world.family[0]
    for row in (3, 0, 8, 5):
        open_a_case(world, family, row, row)
    left = []
    for row in (0, 5, 3, 8):
        shut_a_case(world, 7, family, row)
        left.append(sorted(family.open_need[: family.open_cases]))
    assert left == [[3, 5, 8], [3, 8], [8], []]
    assert (world.relation["closed"][[0, 3, 5, 8]] == 7).all()


def test_who_holds_two_cases_is_one_helper_until_both_are_closed(small_world, helper):
    world = small_world()
    family = world.family[0]
    rows = {}
    counted = []
    for domain in (MONEY, HOME, PARENTING):
        rows[domain] = helper(world, 0, domain).row
        counted.append(int(family.helpers))
    assert [is_second_case(world, family, rank) for rank in range(3)] == [False, True, False]
    for domain in (HOME, PARENTING, MONEY):
        shut_a_case(world, 0, family, rows[domain])
        counted.append(int(family.helpers))
    assert counted == [1, 1, 2, 2, 1, 0]


def test_alignment_is_the_mean_over_the_cases_that_are_open(small_world, helper):
    world = small_world()
    family = world.family[0]
    assert mean_alignment(world, family) == 0
    for domain, position in ((MONEY, -0.6), (PARENTING, 0.2), (CHILD_MENTAL_HEALTH, 1.0)):
        helper(world, 0, domain, position=position, wish=1.0)
    assert mean_alignment(world, family) == pytest.approx((0.2 + 0.6 + 1.0) / 3)
    shut_a_case(world, 0, family, row_of(world, 0, CHILD_MENTAL_HEALTH))
    assert mean_alignment(world, family) == pytest.approx(0.4)
