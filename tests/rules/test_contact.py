"""M6 and M7: appointments kept or missed, and what helpers with other goals undo."""

import pytest

from sim.care.contact import comes_chance, keep_appointments, overlap, undone_by_others
from sim.care.hours import EARLY, plan_appointments
from sim.event_kinds import MISSED_APPOINTMENT
from sim.names import (
    CHILD_MENTAL_HEALTH,
    CONTACT,
    HOME,
    LESS_UNDONE,
    MISSED_APPOINTMENTS,
    MONEY,
    PARENT_MENTAL_HEALTH,
    PARENTING,
    PHYSICAL_HEALTH,
    SAFETY,
    SCHOOL,
)
from tests.rules.rows import need_of

APART = {"conflict_strength": 0.1, "related_conflict": 0.5}


@pytest.mark.parametrize(
    ("one", "other", "part"),
    [
        ((MONEY, 0), (HOME, 0), 0.5),  # domains that touch
        ((PARENTING, 0), (SAFETY, 0), 0.5),
        ((CHILD_MENTAL_HEALTH, 1), (SCHOOL, 1), 0.5),  # one child
        ((CHILD_MENTAL_HEALTH, 0), (SCHOOL, 1), 0),
        ((MONEY, 0), (PARENTING, 0), 0),  # both of the household, about other things
        ((PARENT_MENTAL_HEALTH, 0), (PHYSICAL_HEALTH, 0), 0),
    ],
)
def test_work_clashes_about_one_person_or_domains_that_touch(small_world, one, other, part):
    world = small_world(children=2, **APART)
    needs = [need_of(world, 0, *which) for which in (one, other)]
    assert overlap(*needs, world.p[0]) == overlap(*needs[::-1], world.p[0]) == part
    world.p[0].conflict_form = 1
    assert overlap(*needs, world.p[0]) == 1, "in the other form any two clash"


def clashing(world, helper, *positions):
    """Helpers for parenting, its children's minds, the parents' minds and safety, each with somebody else."""
    domains = (PARENTING, CHILD_MENTAL_HEALTH, PARENT_MENTAL_HEALTH, SAFETY)
    return [helper(world, 0, domain, position=position) for domain, position in zip(domains, positions, strict=False)]


@pytest.mark.parametrize("positions", [(0.8, -0.4), (0.8, -0.4, 0.3), (0.8, -0.4, 0.3, 0.8)])
def test_helpers_undo_each_others_work_by_how_far_they_stand_apart(small_world, helper, positions):
    world = small_world(**APART)
    one = clashing(world, helper, *positions)[0]
    mismatch = 0.1 * sum(0.5 * abs(0.8 - position) / 2 for position in positions[1:])
    assert undone_by_others(world, world.family[0], one.need, world.p[0]) == pytest.approx(mismatch / (1 + mismatch))


def test_one_helper_alone_is_undone_by_nobody_and_neither_are_those_who_stand_together(small_world, helper):
    world = small_world(**APART)
    (one,) = clashing(world, helper, 0.7)
    assert undone_by_others(world, world.family[0], one.need, world.p[0]) == 0
    helper(world, 0, SAFETY, position=0.7)
    assert undone_by_others(world, world.family[0], one.need, world.p[0]) == 0


def test_nobody_works_against_him_or_herself(small_world, helper):
    world = small_world(**APART)
    one = helper(world, 0, MONEY, position=1.0)
    helper(world, 0, HOME, position=-1.0)  # the same person
    assert undone_by_others(world, world.family[0], one.need, world.p[0]) == 0
    helper(world, 0, HOME, position=-1.0, post=9)
    assert undone_by_others(world, world.family[0], one.need, world.p[0]) > 0


@pytest.mark.parametrize(
    "off",
    [{"conflict_strength": 0}, {"related_conflict": 0}, {"conflict_form": 2}],
    ids=["strength", "overlap", "form"],
)
def test_conflict_can_be_switched_off(small_world, helper, off):
    world = small_world(**{**APART, **off})
    one, _ = clashing(world, helper, 1.0, -1.0)
    assert undone_by_others(world, world.family[0], one.need, world.p[0]) == 0


def test_with_its_channel_shut_helpers_clash_as_if_they_had_never_met(small_world, helper):
    world = small_world(**APART)
    one, other = clashing(world, helper, 0.0, 0.0)
    one.need.position_alone, other.need.position_alone = 1.0, -1.0
    assert undone_by_others(world, world.family[0], one.need, world.p[0]) == 0
    world.p[0].channel[LESS_UNDONE] = 0
    assert undone_by_others(world, world.family[0], one.need, world.p[0]) == pytest.approx(0.05 / 1.05)


MISSING = {"missing_base": 0.08, "missing_overload": 0.2, "missing_distrust": 0.1}


def test_overload_and_distrust_make_families_miss_appointments(small_world, helper):
    world = small_world(**MISSING)
    relation = helper(world, 0, MONEY).relation
    family = world.family[0]
    family.overload, family.trust = 0.6, 0.7
    assert comes_chance(family, relation, 0, world.p[0]) == pytest.approx(1 - (0.08 + 0.2 * 0.6 + 0.1 * 0.3))
    world.p[0].missing_overload = world.p[0].missing_distrust = 0
    assert comes_chance(family, relation, 0, world.p[0]) == pytest.approx(0.92)


@pytest.mark.parametrize(("week", "times"), [(30, 1.86), (41, 1.86), (42, 1)])
def test_a_new_face_is_missed_almost_twice_as_often_for_twelve_weeks(small_world, helper, week, times):
    world = small_world(**MISSING, new_face_missing=1.86, first_phase_weeks=12)
    relation = helper(world, 0, MONEY, face_since=30).relation
    missing = 0.08 + 0.2 * 0.5 + 0.1 * 0.5
    assert comes_chance(world.family[0], relation, week, world.p[0]) == pytest.approx(1 - times * missing)


def test_the_first_helper_on_a_case_is_no_new_face(small_world, helper):
    world = small_world(**MISSING, new_face_missing=1.86, first_phase_weeks=12)
    relation = helper(world, 0, MONEY, since=0, face_since=0).relation
    assert comes_chance(world.family[0], relation, 0, world.p[0]) == pytest.approx(1 - 0.23)


@pytest.mark.parametrize(("form", "load", "comes"), [(2, 16.0, 0.77 * 0.5), (2, 8.0, 0.77), (0, 16.0, 0.77)])
def test_where_helpers_compete_for_time_a_family_misses_what_does_not_fit(small_world, helper, form, load, comes):
    world = small_world(**MISSING, conflict_form=form, carrying_hours=8)
    relation = helper(world, 0, MONEY).relation
    world.family[0].load = load
    assert comes_chance(world.family[0], relation, 0, world.p[0]) == pytest.approx(comes)


SESSION = {
    **MISSING,
    "goal_talk": 0,
    "contact_helps": 0.05,
    "appointment_effort": 0.5,
    "appointment_hours": 2,
    "missed_bond": 0.04,
    "appointments_per_week": 0,
    "goal_drift": 0,
    "newcomer_lacks": 0,
}


def plan_and_keep(world, week=0):
    """What is due is put on the agenda, then kept or missed."""
    plan_appointments(world, week, world.family[0], world.p[0])
    keep_appointments(world, week, 0, world.family[0], world.p[0])


def test_a_kept_appointment_takes_its_hours_and_counts(small_world, helper, dice):
    world = small_world(**SESSION)
    case = helper(world, 0, MONEY, due=1.3, streak=3)
    dice(0.5)
    plan_and_keep(world)
    assert (case.post.spent[CONTACT], case.post.hours_left) == (2, 18)
    assert case.need.due == pytest.approx(0.3)
    assert case.relation.streak == 0
    family, line = world.family[0], world.weekly[0]
    assert (family.contacts, family.missed, family.load) == (1, 0, 2.5)
    assert (line.contacts, line.worked_hours) == (1, 2)


def test_an_appointment_does_what_a_talk_does(small_world, helper, dice):
    settings = {"goal_talk": 0.25, "goals_meet": 0.8, "story_told_per_hour": 0.1, "talk_trust": 0.1}
    world = small_world(**{**SESSION, **settings}, alignment_floor=0.4, bond_floor=1)
    case = helper(world, 0, MONEY, due=1.0, bond=0.8, consent=1)
    dice(0.5)
    plan_and_keep(world)
    assert case.need.severity == pytest.approx(0.5 * (1 - 0.05 * 1.5 * 0.7)), "half an hour went to goals"
    assert case.relation.bond > 0.8
    assert world.family[0].trust > 0.5
    assert case.need.position == case.need.position_alone == pytest.approx(1 - 0.8 * 0.5 * 0.5)
    assert case.relation.known == case.relation.known_alone == pytest.approx(0.5 + 0.2 * 0.5)
    assert world.weekly[0].worked_well == pytest.approx(2 * 0.7), "goals were half in line"


def test_an_appointment_that_a_round_table_stood_in_for_is_not_kept_once_more(small_world, helper, dice):
    world = small_world(**SESSION)
    need = helper(world, 0, MONEY, due=1.3).need
    dice(0.5)
    plan_appointments(world, 0, world.family[0], world.p[0])
    need.due -= 1.0
    keep_appointments(world, 0, 0, world.family[0], world.p[0])
    assert (world.family[0].contacts, world.family[0].missed) == (0, 0)


@pytest.mark.parametrize(
    ("due", "luck", "left"),
    [
        (1.2, 0.74, 0.2),
        (1.2, 0.76, 1.2),
        (0.6, 0.24, -0.4),
        (0.6, 0.26, 0.6),
        (EARLY, 0.24, EARLY - 1),
        (0.49, 0.0, 0.49),
    ],
)
def test_luck_decides_which_appointments_fit_the_week_and_the_others_wait(small_world, helper, dice, due, luck, left):
    world = small_world(**SESSION)
    case = helper(world, 0, MONEY, due=due)
    case.post.contact_share, case.post.early_share = 0.75, 0.25  # of what is due, and of what can be brought forward
    dice(0.5, 0.5, luck)
    plan_and_keep(world)
    kept = left < due
    assert case.need.due == pytest.approx(left)
    assert (world.family[0].contacts, case.post.spent[CONTACT]) == (kept, 2 * kept)


@pytest.mark.parametrize(("hours", "spent", "due"), [(0.5, 0.5, 0.75), (0, 0, 1)])
def test_of_the_last_hours_of_a_week_an_appointment_takes_what_there_is(small_world, helper, dice, hours, spent, due):
    world = small_world(**SESSION)
    case = helper(world, 0, MONEY, due=1.0, bond=1.0, wish=1.0)
    case.post.hours_left = hours
    dice(0.5)
    plan_and_keep(world)
    assert (case.post.spent[CONTACT], case.need.due) == (spent, due)
    assert case.need.severity == pytest.approx(0.5 * (1 - 0.05 * spent))


def test_a_missed_appointment_loses_its_hours_and_part_of_the_bond(small_world, helper, dice, happened):
    world = small_world(**SESSION)
    case = helper(world, 0, MONEY, due=1.0)
    family = world.family[0]
    chance = comes_chance(family, case.relation, 0, world.p[0])
    dice(chance, 0.5)
    plan_and_keep(world)
    assert (case.post.spent[CONTACT], case.post.spent[MISSED_APPOINTMENTS]) == (0, 2)
    assert case.relation.bond == pytest.approx(0.5 * 0.96)
    assert (family.contacts, family.missed, case.need.severity, case.relation.streak) == (0, 1, 0.5, 1)
    assert (world.weekly[0].contacts, world.weekly[0].missed) == (0, 1)
    assert happened(world) == [MISSED_APPOINTMENT]
    case.need.due = 1.0
    dice(chance - 1e-9, 0.5)
    plan_and_keep(world)
    assert (family.contacts, family.missed, case.relation.streak) == (1, 1, 0)


@pytest.mark.parametrize(("week", "first"), [(10, 1), (22, 1), (23, 0)])
def test_appointments_of_the_first_phase_are_counted_beside_all(small_world, helper, dice, week, first):
    world = small_world(**SESSION, first_phase_weeks=13)
    helper(world, 0, MONEY, since=10, due=1.0)
    helper(world, 0, HOME, since=10, due=0.0)  # nothing due: a week of the first phase without an appointment
    helper(world, 0, PARENTING, due=1.0)
    dice(0.5)
    plan_and_keep(world, week)
    line = world.weekly[week]
    assert (line.contacts, line.first_phase_contacts, line.first_phase_weeks) == (2, first, 2 * first)


def test_a_missed_appointment_of_the_first_phase_is_not_counted_as_kept(small_world, helper, dice):
    world = small_world(**SESSION, first_phase_weeks=13)
    helper(world, 0, MONEY, since=0, due=1.0)
    dice(0.99)
    plan_and_keep(world)
    assert (world.weekly[0].first_phase_contacts, world.weekly[0].first_phase_weeks) == (0, 1)


@pytest.mark.parametrize("luck", [0.5, 0.99])
def test_an_appointment_costs_its_hours_by_the_sectors_tariff_missed_or_not(small_world, helper, dice, luck):
    world = small_world(**SESSION, tariff_euros=[10, 20, 30, 40, 60, 70, 80])
    helper(world, 0, MONEY, due=1.0)  # with debt counselling, two hours
    dice(luck, 0.5)
    plan_and_keep(world)
    assert world.family[0].cost_euros == 120


def test_protection_finds_the_family_anyhow(small_world, helper, dice):
    world = small_world(**{**SESSION, "missing_base": 1.0})
    helper(world, 0, SAFETY, due=1.0)
    helper(world, 0, MONEY, due=1.0)
    dice(0.99)
    plan_and_keep(world)
    assert (world.family[0].contacts, world.family[0].missed) == (1, 1)


@pytest.mark.parametrize(("form", "luck", "left"), [(2, 0.01, 0.3), (2, 0.03, 1), (0, 0.01, 1)])
def test_in_one_form_of_bonds_a_meeting_can_break_them(small_world, helper, dice, form, luck, left):
    world = small_world(**SESSION, bond_form=form, rupture_chance=0.02, cold_bond_kept=0.3, bond_grows=0)
    relation = helper(world, 0, MONEY, due=1.0, bond=0.8).relation
    dice(0.5, luck)
    plan_and_keep(world)
    assert relation.bond == pytest.approx(0.8 * left)


def test_what_is_undone_is_averaged_over_the_appointments_that_took_place(small_world, helper, dice):
    world = small_world(**SESSION, **APART)
    one, _ = clashing(world, helper, 1.0, -1.0)
    one.need.due = 1.0
    dice(0.5)
    plan_and_keep(world)
    lost = 0.05 / 1.05
    assert world.family[0].undone == pytest.approx(lost)
    assert (world.weekly[0].undone, world.weekly[0].contacts) == (pytest.approx(lost), 1)


def test_a_week_without_a_visit_does_not_end_the_contradiction(small_world, helper, dice):
    world = small_world(**{**SESSION, "missing_base": 1.0}, **APART)
    one, _ = clashing(world, helper, 1.0, -1.0)
    one.need.due = 1.0
    world.family[0].undone = 0.3
    dice(0.5)
    plan_and_keep(world)
    assert (world.family[0].undone, world.weekly[0].undone) == (0.3, 0)


@pytest.mark.parametrize(("consent", "moves"), [(0, False), (1, True)])
def test_goals_come_closer_only_where_the_family_was_asked(small_world, helper, dice, consent, moves):
    world = small_world(**{**SESSION, "goal_talk": 0.25})
    need = helper(world, 0, MONEY, due=1.0, consent=consent).need
    dice(0.5)
    plan_and_keep(world)
    assert (need.position < 1) == moves
