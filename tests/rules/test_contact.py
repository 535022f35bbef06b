"""M6 and M7: appointments kept or missed, what they help, and what helpers with other goals undo."""

import pytest

from sim.care.contact import comes_chance, help_a_bit, keep_appointments, undone_by_others
from sim.care.hours import plan_appointments
from sim.event_kinds import MISSED_APPOINTMENT
from sim.names import CHILD_MENTAL_HEALTH, CONTACT, HOME, MISSED_APPOINTMENTS, MONEY, PARENTING, RELATIONS, SAFETY

HELP = {
    "contact_helps": 0.05,
    "bond_floor": 0.6,
    "alignment_floor": 0.4,
    "bond_grows": 0.1,
    "contact_story": 0.2,
    "contact_trust": 0.04,
    "strain_chills": 0.3,
    "appointment_effort": 0.5,
}


def test_one_helper_alone_is_undone_by_nobody(small_world, helper):
    world = small_world(conflict_strength=0.2)
    tie = helper(world, 0, MONEY, aligned=0.0)
    assert undone_by_others(world.family[0], tie, world.p[0]) == 0


@pytest.mark.parametrize(("others", "aligned"), [(1, 0.5), (2, 0.5), (3, 0.2), (7, 0.0)])
def test_every_other_helper_with_other_goals_undoes_part_of_the_work(small_world, helper, others, aligned):
    world = small_world(conflict_strength=0.1)
    tie = helper(world, 0, 0, aligned=0.8)
    for place in range(1, others + 1):
        helper(world, 0, place, post=place, aligned=aligned)
    mismatch = 0.1 * sum(1 - 0.8 * aligned for _ in range(others))
    assert undone_by_others(world.family[0], tie, world.p[0]) == pytest.approx(mismatch / (1 + mismatch))


def test_conflict_rises_with_every_open_route(small_world, helper):
    world = small_world(conflict_strength=0.1)
    tie = helper(world, 0, 0)
    undone = [undone_by_others(world.family[0], tie, world.p[0])]
    for place in range(1, 9):
        helper(world, 0, place, post=place)
        undone.append(undone_by_others(world.family[0], tie, world.p[0]))
    assert undone == sorted(set(undone))


def test_helpers_wholly_in_line_undo_nothing_and_neither_does_conflict_switched_off(small_world, helper):
    world = small_world(conflict_strength=0.2)
    one = helper(world, 0, MONEY, aligned=1.0)
    two = helper(world, 0, HOME, aligned=1.0)
    assert undone_by_others(world.family[0], one, world.p[0]) == 0
    two.aligned, world.family[0].aligned, world.p[0].conflict_strength = 0.0, 1.0, 0
    assert undone_by_others(world.family[0], one, world.p[0]) == 0


MISSING = {"missing_base": 0.08, "missing_overload": 0.2, "missing_distrust": 0.1}


def test_overload_and_distrust_make_families_miss_appointments(small_world, helper):
    world = small_world(**MISSING)
    tie = helper(world, 0, MONEY)
    family = world.family[0]
    family.overload, family.trust = 0.6, 0.7
    assert comes_chance(family, tie, 0, world.p[0]) == pytest.approx(1 - (0.08 + 0.2 * 0.6 + 0.1 * 0.3))
    world.p[0].missing_overload = world.p[0].missing_distrust = 0
    assert comes_chance(family, tie, 0, world.p[0]) == pytest.approx(0.92)


@pytest.mark.parametrize(("week", "times"), [(30, 1.86), (41, 1.86), (42, 1)])
def test_a_new_face_is_missed_almost_twice_as_often_for_twelve_weeks(small_world, helper, week, times):
    world = small_world(**MISSING, new_face_missing=1.86, new_face_weeks=12)
    tie = helper(world, 0, MONEY, face_since=30)
    missing = 0.08 + 0.2 * 0.5 + 0.1 * 0.5
    assert comes_chance(world.family[0], tie, week, world.p[0]) == pytest.approx(1 - times * missing)


def test_the_first_helper_on_a_case_is_no_new_face(small_world, helper):
    world = small_world(**MISSING, new_face_missing=1.86, new_face_weeks=12)
    tie = helper(world, 0, MONEY, since=0, face_since=0)
    assert comes_chance(world.family[0], tie, 0, world.p[0]) == pytest.approx(1 - 0.23)


def test_an_hour_helps_by_bond_goals_and_what_is_not_undone(small_world, helper):
    world = small_world(**HELP)
    tie = helper(world, 0, MONEY, bond=0.5, aligned=0.7)
    family = world.family[0]
    help_a_bit(family, MONEY, tie, world.post[tie.post], 1.5, 0.2, world.p[0])
    dose = 1.5 * (0.6 + 0.4 * 0.5) * (0.4 + 0.6 * 0.7) * 0.8
    assert family.severity[MONEY] == pytest.approx(0.5 * (1 - 0.05 * dose))
    assert family.severity[HOME] == 0.5
    assert family.load == 2.0


@pytest.mark.parametrize("floor", ["bond_floor", "alignment_floor"])
def test_with_a_floor_of_one_bond_or_goals_no_longer_matter(small_world, helper, floor):
    world = small_world(**{**HELP, floor: 1})
    family = world.family[0]
    weak = {"bond": 0.0} if floor == "bond_floor" else {"aligned": 0.0}
    one, two = helper(world, 0, MONEY, **weak), helper(world, 0, HOME)
    for place, tie in ((MONEY, one), (HOME, two)):
        help_a_bit(family, place, tie, world.post[tie.post], 1.0, 0.0, world.p[0])
    assert family.severity[MONEY] == family.severity[HOME]
    world.p[0][floor] = 0.3
    help_a_bit(family, MONEY, helper(world, 0, CHILD_MENTAL_HEALTH, **weak), world.post[2], 1.0, 0.0, world.p[0])
    help_a_bit(family, HOME, two, world.post[two.post], 1.0, 0.0, world.p[0])
    assert family.severity[MONEY] > family.severity[HOME]


def test_contact_grows_the_bond_and_the_story_unless_the_helper_is_tired(small_world, helper):
    world = small_world(**HELP)
    tie = helper(world, 0, MONEY, bond=0.5, known=0.3)
    world.post[tie.post].strain = 0.5
    help_a_bit(world.family[0], MONEY, tie, world.post[tie.post], 1.5, 0.0, world.p[0])
    assert tie.bond == pytest.approx(0.5 + 0.1 * (1 - 0.3 * 0.5) * 1.5 * 0.5)
    assert tie.known == pytest.approx(0.3 + 0.2 * 1.5 * 0.7)
    assert world.family[0].trust == pytest.approx(0.5 + 0.04 * tie.bond * 0.5)


def test_protection_eases_parenting_and_relations_a_little(small_world, helper):
    world = small_world(**HELP, protection_helps=0.01)
    tie = helper(world, 0, SAFETY, bond=1.0, aligned=1.0)
    family = world.family[0]
    help_a_bit(family, SAFETY, tie, world.post[tie.post], 2.0, 0.0, world.p[0])
    assert family.severity[PARENTING] == family.severity[RELATIONS] == pytest.approx(0.5 * 0.98)
    assert family.severity[MONEY] == 0.5


SESSION = {
    **HELP,
    **MISSING,
    "appointment_hours": 2,
    "missed_costs": 0.5,
    "missed_bond": 0.04,
    "protection_finds": 0.9,
    "appointments_per_week": 0,
    "goal_drift": 0,
}


def plan_and_keep(world, week=0):
    """What is due is put on the agenda, then kept or missed."""
    plan_appointments(world, week, world.family[0], world.p[0])
    keep_appointments(world, week, 0, world.family[0], world.p[0])


def test_a_kept_appointment_takes_its_hours_and_counts(small_world, helper, dice):
    world = small_world(**SESSION, short_contact_trust=0)
    tie = helper(world, 0, MONEY, due=1.3)
    dice(0.5)
    plan_and_keep(world)
    post = world.post[tie.post]
    assert (post.spent[CONTACT], post.hours_left) == (2, 18)
    assert tie.due == pytest.approx(0.3)
    assert (world.family[0].contacts, world.family[0].missed) == (1, 0)
    assert world.weekly[0].contacts == 1


def test_nothing_happens_before_an_appointment_is_due_or_where_nobody_is(small_world, helper, dice):
    world = small_world(**SESSION)
    helper(world, 0, HOME, due=0.9)
    absent = helper(world, 0, PARENTING, due=1.0)
    world.post[absent.post].filled = 0
    dice(0.5)
    plan_and_keep(world)
    assert (world.family[0].contacts, world.family[0].missed) == (0, 0)
    assert (world.post["spent"] == 0).all()


def test_an_appointment_that_a_round_table_stood_in_for_is_not_kept_once_more(small_world, helper, dice):
    world = small_world(**SESSION)
    tie = helper(world, 0, MONEY, due=1.3)
    dice(0.5)
    plan_appointments(world, 0, world.family[0], world.p[0])
    tie.due -= 1.0
    keep_appointments(world, 0, 0, world.family[0], world.p[0])
    assert (world.family[0].contacts, world.family[0].missed) == (0, 0)


def test_a_short_appointment_helps_as_much_as_it_lasts_and_costs_trust(small_world, helper, dice):
    world = small_world(**{**SESSION, "contact_trust": 0}, short_contact_trust=0.02)
    tie = helper(world, 0, MONEY, due=1.0, bond=1.0, aligned=1.0)
    post = world.post[tie.post]
    post.contact_share = 0.25
    dice(0.5)
    plan_and_keep(world)
    assert post.spent[CONTACT] == 0.5
    assert world.family[0].severity[MONEY] == pytest.approx(0.5 * (1 - 0.05 * 0.5))
    assert world.family[0].trust == pytest.approx(0.5 * (1 - 0.02 * 0.75))


def test_a_missed_appointment_loses_part_of_its_hours_and_of_the_bond(small_world, helper, dice, happened):
    world = small_world(**SESSION)
    tie = helper(world, 0, MONEY, due=1.0)
    family = world.family[0]
    chance = comes_chance(family, tie, 0, world.p[0])
    dice(chance)
    plan_and_keep(world)
    post = world.post[tie.post]
    assert (post.spent[CONTACT], post.spent[MISSED_APPOINTMENTS]) == (0, 1)
    assert tie.bond == pytest.approx(0.5 * 0.96)
    assert (family.contacts, family.missed, family.severity[MONEY]) == (0, 1, 0.5)
    assert (world.weekly[0].contacts, world.weekly[0].missed) == (0, 1)
    assert happened(world) == [MISSED_APPOINTMENT]
    tie.due = 1.0
    dice(chance - 1e-9)
    plan_and_keep(world)
    assert (family.contacts, family.missed) == (1, 1)


@pytest.mark.parametrize(("week", "first"), [(10, 1), (22, 1), (23, 0)])
def test_appointments_of_the_first_phase_are_counted_beside_all(small_world, helper, dice, week, first):
    world = small_world(**SESSION, first_phase_weeks=13)
    helper(world, 0, MONEY, since=10, due=1.0)
    helper(world, 0, HOME, since=10, due=0.0)  # nothing due: a week of the first phase without an appointment
    helper(world, 0, PARENTING, since=-100, due=1.0)
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


@pytest.mark.parametrize(("luck", "euros"), [(0.5, 120), (0.99, 60)])
def test_an_appointment_costs_its_hours_by_the_sectors_tariff_and_a_missed_one_its_part(
    small_world, helper, dice, luck, euros
):
    world = small_world(**SESSION, tariff_euros=[10, 20, 30, 40, 60, 70, 80])
    helper(world, 0, MONEY, due=1.0)  # with debt counselling, two hours
    dice(luck)
    plan_and_keep(world)
    assert world.family[0].cost_euros == euros


@pytest.mark.parametrize(("luck", "kept"), [(0.89, 1), (0.91, 0)])
def test_protection_finds_the_family_anyhow(small_world, helper, dice, luck, kept):
    world = small_world(**{**SESSION, "missing_base": 1.0})
    helper(world, 0, SAFETY, due=1.0)
    dice(luck)
    plan_and_keep(world)
    assert world.family[0].contacts == kept


def test_nobody_works_against_him_or_herself(small_world, helper):
    world = small_world(conflict_strength=0.1)
    one = helper(world, 0, MONEY, aligned=0.0)
    helper(world, 0, HOME, aligned=0.0)  # of the same person
    family = world.family[0]
    assert undone_by_others(family, one, world.p[0]) == 0
    helper(world, 0, PARENTING, aligned=0.5)
    assert undone_by_others(family, one, world.p[0]) == pytest.approx(0.1 / 1.1)


def test_what_is_undone_is_averaged_over_the_appointments_that_took_place(small_world, helper, dice):
    world = small_world(**SESSION, conflict_strength=0.1)
    one = helper(world, 0, MONEY, due=1.0)
    helper(world, 0, PARENTING, due=0.0)
    lost = undone_by_others(world.family[0], one, world.p[0])
    dice(0.5)
    plan_and_keep(world)
    assert lost > 0
    assert world.family[0].undone == pytest.approx(lost)
    assert (world.weekly[0].undone, world.weekly[0].contacts) == (pytest.approx(lost), 1)


def test_a_week_without_a_visit_does_not_end_the_contradiction(small_world, helper, dice):
    world = small_world(**{**SESSION, "missing_base": 1.0}, conflict_strength=0.1)
    helper(world, 0, MONEY, due=1.0)
    helper(world, 0, PARENTING, due=0.0)
    world.family[0].undone = 0.3
    dice(0.5)
    plan_and_keep(world)
    assert (world.family[0].undone, world.weekly[0].undone) == (0.3, 0)
