"""M1: while somebody is ill or a post stands empty, a colleague sees to part of it."""

import pytest

from sim.care.contact import keep_appointments
from sim.care.cover import colleague_of, hours_to_spare
from sim.care.hours import plan_appointments
from sim.names import CONTACT, MISSED_APPOINTMENTS, MONEY

COVER = {
    "cover_share": 0.25,
    "appointment_hours": 2,
    "appointment_effort": 0.5,
    "appointments_per_week": 0,
    "goal_drift": 0,
    "contact_helps": 0.05,
    "bond_floor": 0.2,
    "newcomer_lacks": 0,
    "tariff_euros": 60,
}


def due_while_away(small_world, helper, filled=1, **settings):
    """An appointment is due with somebody who is ill, or gone."""
    world = small_world(**{**COVER, **settings})
    case = helper(world, 0, MONEY, due=1.0, bond=0.9, wish=1.0)
    case.post.away, case.post.filled = 1, filled
    return world, case


def week_of(world):
    plan_appointments(world, 0, world.family[0], world.p[0])
    keep_appointments(world, 0, 0, world.family[0], world.p[0])


@pytest.mark.parametrize("filled", [1, 0])
def test_a_colleague_keeps_part_of_the_appointment_as_a_stranger(small_world, helper, filled):
    world, case = due_while_away(small_world, helper, filled)
    week_of(world)
    colleague, family = world.post[9], world.family[0]
    assert (colleague.spent[CONTACT], case.post.spent[CONTACT]) == (0.5, 0)
    assert case.need.severity == pytest.approx(0.5 * (1 - 0.05 * 0.5 * 0.2))
    assert (case.need.due, case.relation.bond, family.trust) == (0, 0.9, 0.5)
    assert (family.contacts, family.load, family.cost_euros) == (1, 1.0, 30)
    assert (world.weekly[0].contacts, world.weekly[0].missed) == (1, 0)


@pytest.mark.parametrize("nobody", ["no time", "also away", "no cover"])
def test_without_a_colleague_who_has_time_the_appointment_falls_out(small_world, helper, nobody):
    world, case = due_while_away(small_world, helper, cover_share=0.0 if nobody == "no cover" else 0.25)
    world.post[9].hours_left = 0.4 if nobody == "no time" else 20.0
    world.post[9].away = 1 if nobody == "also away" else 0
    week_of(world)
    assert (case.need.severity, world.family[0].contacts) == (0.5, 0)
    assert (world.post["spent"] == 0).all()


def test_who_sits_nearest_is_asked_first_and_not_everybody(small_world):
    world = small_world()
    world.organisation[0].posts = 6
    world.post["organisation"][:6] = 0
    assert colleague_of(world, 4, 1.0) == 5
    assert colleague_of(world, 5, 1.0) == 0
    world.post[5].away = 1
    assert colleague_of(world, 4, 1.0) == 0
    world.post["hours_left"][[0, 1]] = 0.5
    assert colleague_of(world, 4, 1.0) == -1, "more than three are not asked"
    world.organisation[0].posts = 1
    assert colleague_of(world, 0, 1.0) == -1


def test_who_covers_keeps_the_hours_of_his_or_her_own_appointments(small_world):
    post = small_world().post[9]  # twenty hours left
    post.contact_due, post.contact_share, post.spent[CONTACT], post.spent[MISSED_APPOINTMENTS] = 16, 0.75, 5, 3
    assert hours_to_spare(post) == 16
    post.spent[CONTACT] = 12
    assert hours_to_spare(post) == 20, "all of them were kept"
