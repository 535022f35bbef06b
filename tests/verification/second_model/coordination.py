"""What coordination there is on both routes: calls, and what a family carries from one helper to another (M9)."""

from tests.verification.second_model.family import Family
from tests.verification.second_model.talk import (
    come_closer,
    get_to_know_each_other,
    hear_the_story,
    speak_with_each_other,
)


def call_each_other(family: Family, week: int) -> None:
    p, u = family.model.p, family.chance.random
    if u() >= p.call_chance * (len(family.helpers()) - 1):
        return
    need = family.open[int(u() * len(family.open))]
    others = [one for one in family.open if one.tie is not need.tie]
    other = others[int(u() * len(others))]
    caller, called = need.helper, other.helper
    if caller.post.away or called.post.away or min(caller.post.room(), called.post.room()) < p.call_hours:
        return
    familiarity = caller.person.familiarity(called.person, week)
    willing = (p.stranger_comes + (1 - p.stranger_comes) * familiarity) * (
        p.call_vision + (1 - p.call_vision) * caller.person.embedding
    )
    if u() < willing:
        for tie in (caller, called):
            tie.post.spend(p.call_hours)
        speak_with_each_other(family, need, other, p.call_hours)
        get_to_know_each_other(caller, called, p.call_hours, week)


def coordinate_yourself(family: Family) -> None:
    """An able family that feels in charge carries information between its helpers, for effort of its own."""
    p = family.model.p
    if len(family.helpers()) < 2:
        return
    hours = p.self_hours * family.able() * family.direction
    family.load += hours
    each = hours / len(family.open)
    for need in family.open:
        come_closer(family, need, each, need.wish)
        hear_the_story(family, need.helper, each, 1.0)
