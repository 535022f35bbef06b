"""M5 and M8: problems that feed each other, life events, and how a family takes its week."""

import numpy as np
import pytest

from sim.agents.family import (
    ability_now,
    has_child_between,
    hit_by_life,
    let_problems_feed_each_other,
    mean_alignment,
    mean_severity,
    move_direction,
    move_trust,
    open_a_tie,
    settle,
    shut_a_tie,
    take_the_week,
)
from sim.event_kinds import LIFE_EVENT_HIT
from sim.names import CHILD_MENTAL_HEALTH, HOME, MONEY, N_DOMAINS, PARENTING
from sim.week import meet_life

STILL = {
    "spillover": np.zeros((8, 8)),
    "natural_recovery": 0,
    "direction_heals": 0,
    "support_helps": 0,
    "spillover_strength": 0.01,
}


def test_a_problem_pushes_what_it_feeds_by_weight_and_room_to_worsen(small_world):
    weights = np.zeros((8, 8))
    weights[MONEY, HOME], weights[PARENTING, HOME] = 0.4, 0.2
    world = small_world(**{**STILL, "spillover": weights})
    family = world.family[0]
    family.severity[:] = 0
    family.severity[MONEY], family.severity[PARENTING], family.severity[HOME] = 0.8, 0.5, 0.3
    let_problems_feed_each_other(family, world.p[0])
    assert family.severity[HOME] == pytest.approx(0.3 + 0.01 * (0.4 * 0.8 + 0.2 * 0.5) * 0.7)
    assert (family.severity[MONEY], family.severity[PARENTING]) == (0.8, 0.5)


def test_all_domains_push_with_last_weeks_severity(small_world):
    weights = np.zeros((8, 8))
    weights[0, 1] = weights[1, 0] = 1.0
    world = small_world(**{**STILL, "spillover": weights, "spillover_strength": 0.1})
    family = world.family[0]
    let_problems_feed_each_other(family, world.p[0])
    assert family.severity[0] == family.severity[1] == pytest.approx(0.5 + 0.1 * 0.5 * 0.5)


def test_without_spillover_nothing_spreads(small_world):
    world = small_world(**{**STILL, "spillover": np.ones((8, 8)), "spillover_strength": 0})
    family = world.family[0]
    let_problems_feed_each_other(family, world.p[0])
    assert (family.severity == 0.5).all()


def test_problems_heal_by_resilience_and_with_support(small_world):
    world = small_world(**{**STILL, "natural_recovery": 0.006, "support_helps": 0.002})
    family = world.family[0]
    family.resilience, family.support = 1.5, 0.4
    let_problems_feed_each_other(family, world.p[0])
    assert family.severity[HOME] == pytest.approx(0.5 - (0.006 * 1.5 + 0.002 * 0.4) * 0.5)


def test_a_family_in_charge_of_its_life_heals_faster_by_itself_but_not_by_support(small_world):
    world = small_world(**{**STILL, "natural_recovery": 0.006, "support_helps": 0.002, "direction_heals": 0.3})
    family = world.family[0]
    family.resilience, family.support, family.direction = 1.5, 0.4, 0.25
    let_problems_feed_each_other(family, world.p[0])
    assert family.severity[HOME] == pytest.approx(0.5 - (0.006 * 1.5 * (1 + 0.3 * 0.25) + 0.002 * 0.4) * 0.5)


def test_a_life_event_hits_one_domain_and_calm(small_world):
    world = small_world(life_event_size=0.3, life_event_overload=0.2)
    family = world.family[0]
    family.severity[MONEY], family.overload = 0.6, 0.2
    hit_by_life(family, MONEY, 0.5, world.p[0])
    assert family.severity[MONEY] == pytest.approx(0.6 + 0.3 * 0.5 * 0.4)
    assert family.overload == pytest.approx(0.2 + 0.2 * 0.5 * 0.8)
    assert family.severity[HOME] == 0.5


def test_a_life_event_without_size_changes_nothing(small_world):
    world = small_world(life_event_size=0, life_event_overload=0)
    hit_by_life(world.family[0], MONEY, 1.0, world.p[0])
    assert (world.family[0].severity[MONEY], world.family[0].overload) == (0.5, 0.5)


@pytest.mark.parametrize(("luck", "domain"), [(0.0, 0), (0.09, 0), (0.11, 1), (0.29, 1), (0.31, 7), (0.999, 7)])
def test_life_events_pick_their_domain_by_share(small_world, dice, happened, luck, domain):
    shares = [0.1, 0.2, 0, 0, 0, 0, 0, 0.7]
    world = small_world(life_event_rate=2.6, life_event_share=shares)
    dice(luck, 0.5)
    meet_life(world, 0, 0, world.family[0], 0.049, world.p[0])
    assert happened(world) == [LIFE_EVENT_HIT]
    assert world.log[0].tie == domain


@pytest.mark.parametrize(("luck", "domain"), [(0.24, 0), (0.26, 7), (0.999, 7)])
def test_shares_of_life_events_need_not_add_up_to_one(small_world, dice, luck, domain):
    world = small_world(life_event_rate=2.6, life_event_share=[0.1, 0, 0, 0, 0, 0, 0, 0.3])
    dice(luck, 0.5)
    meet_life(world, 0, 0, world.family[0], 0.0, world.p[0])
    assert world.log[0].tie == domain


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
    "problem_load_hours": 8,
    "carrying_hours": 10,
    "support_carries": 0.5,
    "overload_takes_ability": 0,
    "overload_rate": 0.1,
}


def test_overload_moves_towards_load_over_what_a_family_can_carry(small_world, helper):
    world = small_world(**BURDEN)
    family = world.family[0]
    for place in (MONEY, PARENTING, HOME):
        helper(world, 0, place, aligned=0.5)
    family.load, family.support, family.mean_severity = 3.0, 0.6, 0.5
    take_the_week(family, world.p[0])
    load = 3 + 0.4 * 2 * (1 - 0.5) + 8 * 0.5  # one person does both money and home
    carried = 10 * 1.5 * (1 + 0.5 * 0.6)
    assert family.load == 0, "what was carried is behind the family"
    assert family.overload == pytest.approx(0.5 + 0.1 * (load / (load + carried) - 0.5))


def test_helpers_in_line_spare_the_family_the_to_and_fro(small_world, helper):
    world = small_world(**BURDEN)
    family = world.family[0]
    for place in (MONEY, PARENTING):
        helper(world, 0, place, aligned=1.0)
    family.mean_severity = 0
    take_the_week(family, world.p[0])
    assert family.load == 0


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
    for name, move in (("trust", move_trust), ("direction", move_direction)):
        family[name] = 0.4
        move(family, 0.25)
        assert family[name] == pytest.approx(0.4 + 0.25 * 0.6)
        family[name] = 0.4
        move(family, -0.25)
        assert family[name] == pytest.approx(0.3)
        move(family, 0.0)
        assert family[name] == pytest.approx(0.3)


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


def test_mean_severity_counts_all_domains_alike(small_world):
    family = small_world().family[0]
    family.severity[:] = np.arange(N_DOMAINS) / 10
    assert mean_severity(family) == pytest.approx(0.35)


def test_children_are_counted_by_age_and_unborn_ones_not_at_all(small_world):
    family = small_world().family[0]
    family.born[0] = -12 * 52
    assert has_child_between(family, 0, 12, 18)
    assert not has_child_between(family, -1, 12, 18)
    assert not has_child_between(family, 6 * 52, 12, 18)
    family.born[1] = -13 * 52
    assert not has_child_between(family, -1, 12, 18)  # there is only one child
    family.children = 2
    assert has_child_between(family, -1, 12, 18)


def test_open_places_stay_listed_once_whoever_goes_first(small_world):
    family = small_world().family[0]
    for place in (3, 0, 8, 5):
        open_a_tie(family, place, place)
    shut_a_tie(family, 0)
    assert sorted(family.open_place[: family.open_ties]) == [3, 5, 8]
    shut_a_tie(family, 5)
    assert sorted(family.open_place[: family.open_ties]) == [3, 8]
    shut_a_tie(family, 3)
    shut_a_tie(family, 8)
    assert family.open_ties == 0


def test_who_holds_two_cases_is_one_helper_until_both_are_closed(small_world):
    family = small_world().family[0]
    counted = []
    for place, post in ((MONEY, 8), (HOME, 8), (PARENTING, 0)):
        open_a_tie(family, place, post)
        counted.append(family.helpers)
    for place in (HOME, PARENTING, MONEY):
        shut_a_tie(family, place)
        counted.append(family.helpers)
    assert counted == [1, 1, 2, 2, 1, 0]


def test_alignment_is_the_mean_over_the_cases_that_are_open(small_world, helper):
    world = small_world()
    family = world.family[0]
    assert mean_alignment(family) == 0
    for place, aligned in ((MONEY, 0.2), (PARENTING, 0.6), (CHILD_MENTAL_HEALTH, 1.0)):
        helper(world, 0, place, aligned=aligned)
    assert mean_alignment(family) == pytest.approx(0.6)
    shut_a_tie(family, CHILD_MENTAL_HEALTH)
    assert mean_alignment(family) == pytest.approx(0.4)
