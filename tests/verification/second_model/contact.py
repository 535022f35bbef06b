"""Appointments: what is due, what fits, and what keeping or missing one does (M3, M6)."""

from tests.verification.second_model.family import Family, Need, Tie
from tests.verification.second_model.settings import mean, shrink
from tests.verification.second_model.talk import (
    be_together,
    come_closer,
    hear_the_story,
    in_line,
    treat,
    undone_by_others,
)

MOST_DUE = 2.0
EARLY = 0.5


def pace_of(family: Family, need: Need, week: int) -> float:
    """Appointments a week: more at first; a part of what is no ranked goal goes to goals of the same helper."""
    p = family.model.p

    def usual(one: Need) -> float:
        pace: float = p.appointments_per_week[one.sector]
        return pace * p.first_phase_ratio if week - one.since < p.first_phase_weeks else pace

    pace = usual(need)
    if not family.plan.active or not family.plan.tables:
        return pace
    held_back = p.goals_hold_back * family.plan.fidelity
    if not need.goal:
        return pace * (1 - held_back)
    own = [one for one in family.open if one.tie is need.tie]
    goals = sum(one.goal for one in own)
    return pace + held_back * sum(usual(one) for one in own if not one.goal) / goals


def plan_appointments(family: Family, week: int) -> None:
    """Claims grow on posts that are filled, and goals drift back to what each helper would do alone."""
    p = family.model.p
    for need in family.open:
        post = need.helper.post
        drift = p.goal_drift * (1 - post.person.embedding) * (1 + p.haste_drifts * post.person.pressure)
        need.position += drift * (need.own_position - need.position)
        if post.filled:
            pace = pace_of(family, need, week)
            family.model.count(need.sector, "hours_asked", pace * p.appointment_hours[need.sector])
            if need.due < MOST_DUE:
                need.due += pace


def ask_for_hours(family: Family) -> None:
    """After meetings: what is due now, or can be brought forward, asks hours of its post."""
    for need in family.open:
        post, hours = need.helper.post, family.model.p.appointment_hours[need.sector]
        if post.filled and need.due >= 1:
            post.contact_due += hours
        elif post.filled and need.due >= EARLY:
            post.contact_early += hours


def keep_appointments(family: Family, week: int) -> None:
    p, undone = family.model.p, []
    family.books.weeks_helped += bool(family.open)
    for need in family.open:
        tie = need.helper
        post, usual = tie.post, p.appointment_hours[need.sector]
        if not post.filled or need.due < EARLY:
            continue
        if post.away:  # ill: what was due falls out
            need.due -= need.due >= 1
            continue
        fits = post.contact_share if need.due >= 1 else post.early_share
        hours = min(post.left, usual)
        if family.chance.random() >= fits or hours <= 0:
            continue
        post.left -= hours
        post.contact_taken += hours
        need.due -= hours / usual
        if family.chance.random() < missing_chance(family, tie, week):
            tie.streak += 1
            tie.bond = shrink(tie.bond, p.missed_bond)
            continue
        tie.streak = 0
        family.books.contacts += 1
        family.books.contact_hours += hours
        family.load += p.appointment_effort + hours
        undone.append(undone_by_others(family, need))
        treat(family, need, (1 - p.goal_talk) * hours, undone[-1])
        be_together(family, tie, hours, in_line(family, need))
        if tie.consent:
            come_closer(family, need, p.goal_talk * hours, need.wish)
        hear_the_story(family, tie, hours, 1.0)
    if undone:
        family.undone = mean(undone)
    elif len(family.helpers()) < 2:
        family.undone = 0.0


def missing_chance(family: Family, tie: Tie, week: int) -> float:
    p = family.model.p
    chance: float = p.missing_base + p.missing_overload * family.overload + p.missing_distrust * (1 - family.trust)
    if week - tie.successor_since < p.first_phase_weeks and tie.successor_since > tie.since:
        chance *= p.new_face_missing
    return chance
