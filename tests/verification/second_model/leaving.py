"""Closing, leaving a helper, breaking off, coming back, and going away (M17, M19)."""

import math

from tests.verification.second_model.family import BREAKS_OFF, COMES_BACK, Family, Need, Tie
from tests.verification.second_model.plan import end_the_plan
from tests.verification.second_model.settings import grow


def take_off_list(family: Family, need: Need) -> None:
    need.organisation.places(need.urgent).remove(need)
    family.waiting.remove(need)
    need.status = "none"


def give_up_place(family: Family, need: Need, week: int) -> None:
    take_off_list(family, need)
    need.asks_from = week + family.model.p.asks_again_weeks


def length(family: Family, need: Need) -> float:
    """Weeks that a case is meant to go on."""
    return float(family.chance.exponential(family.model.p.trajectory_weeks[need.sector]))


def end_case(family: Family, need: Need, week: int) -> None:
    tie = need.helper
    family.open.remove(need)
    need.status, need.goal = "none", False
    need.asks_from = week + family.model.p.asks_again_weeks
    tie.cases -= 1
    tie.closed = week
    tie.post.caseload -= 1
    tie.post.expected = max(0.0, tie.post.expected - tie.post.hours_of_a_case())
    family.model.count(need.sector, "ended")


def close_what_is_done(family: Family, week: int) -> None:
    """Helpers close when the goal is reached, or when time is over and the need no longer presses."""
    p = family.model.p
    for need in list(family.open):
        if need.domain == "school" and need.person and not need.person.at_school(week):
            end_case(family, need, week)
        elif need.severity < p.goal_severity:
            family.trust = grow(family.trust, p.goal_trust)
            end_case(family, need, week)
        elif week >= need.until:
            if need.severity < p.still_needed_severity:
                end_case(family, need, week)
            else:
                need.until = week + length(family, need)


def leaving_hazard(family: Family, tie: Tie, week: int) -> float:
    """Weekly hazard that the family ends the help of one helper."""
    p = family.model.p
    early = 1 + p.early_leaving * math.exp(-(week - tie.since) / p.first_phase_weeks)
    pull = p.leaving_distrust * (0.5 - family.trust) + p.leaving_overload * (family.overload - 0.5)
    pull += p.leaving_bond * (0.5 - tie.bond) + p.leaving_missed * tie.streak + p.leaving_spread * (2 * tie.luck - 1)
    hazard: float = p.leaving_base * early * math.exp(pull)
    return hazard


def leave_a_helper(family: Family, week: int) -> None:
    """At most one treatment a week is ended early; doctor and school cannot be left."""
    for tie in family.helpers():
        if not tie.always and family.chance.random() < 1 - math.exp(-leaving_hazard(family, tie, week)):
            for need in [need for need in family.open if need.tie is tie]:
                end_case(family, need, week)
                family.books.ended_early += 1
            return


def break_off_chance(family: Family) -> float:
    p = family.model.p
    falling = max(0.0, family.trust_before - family.trust)
    pull = p.leaving_distrust * (0.5 - family.trust) + p.leaving_overload * (family.overload - 0.5)
    chance: float = p.dropout_base * math.exp(pull + p.dropout_falling * falling)
    return chance


def end_everything(family: Family, week: int) -> None:
    for need in list(family.open):
        end_case(family, need, week)
    for need in list(family.waiting):
        take_off_list(family, need)
    end_the_plan(family)


def end_or_go_on(family: Family, week: int) -> None:
    """What becomes of the family at the end of the week."""
    if week >= family.moves_away:
        end_everything(family, week)
        family.left = True
    elif family.broke_off:
        family.broke_off = family.luck[COMES_BACK] >= family.model.p.return_chance * family.trust
    else:
        leave_a_helper(family, week)
        if (family.open or family.waiting) and family.luck[BREAKS_OFF] < break_off_chance(family):
            end_everything(family, week)
            family.broke_off = True
        elif not family.open and not family.waiting:
            end_the_plan(family)
