"""What a talk does, whoever speaks with whom, and how helpers undo each other's work (M6, M7)."""

from tests.verification.second_model.family import Family, Need, Tie
from tests.verification.second_model.settings import TOUCHING, shrink


def come_closer(family: Family, need: Need, about: float, goal: float) -> None:
    """The helper's goal moves towards another, by hours about goals and by how far the vision is shared."""
    step = min(1, family.model.p.goals_meet * about * need.helper.person.embedding)
    need.position += step * (goal - need.position)


def hear_the_story(family: Family, tie: Tie, heard: float, told: float) -> None:
    if told > tie.known:
        tie.known += min(1, family.model.p.story_told_per_hour * heard) * (told - tie.known)


def in_line(family: Family, need: Need) -> float:
    floor: float = family.model.p.alignment_floor
    return floor + (1 - floor) * need.fit()


def undone_by_others(family: Family, need: Need) -> float:
    """Share of this helper's work that is undone by others who work at something else for the same."""
    p = family.model.p
    apart = 0.0
    for other in family.open:
        if other.tie is need.tie:
            continue
        same_person = need.person is not None and need.person is other.person
        if same_person or frozenset((need.domain, other.domain)) in TOUCHING:
            apart += p.related_conflict * abs(need.position - other.position) / 2
    mismatch = p.conflict_strength * apart
    return mismatch / (1 + mismatch)


def treat(family: Family, need: Need, hours: float, undone: float) -> None:
    p, tie = family.model.p, need.helper
    bond = p.bond_floor + (1 - p.bond_floor) * tie.bond
    dose = hours * tie.person.skill(family.model.week) * bond * in_line(family, need) * (1 - undone)
    need.severity = shrink(need.severity, p.contact_helps[need.domain] * dose)


def be_together(family: Family, tie: Tie, talk: float, lined_up: float, climate: float = 1.0) -> None:
    """The bond grows towards what these two can have, trust follows it, and being heard gives direction."""
    p, person = family.model.p, tie.person
    tie.bond += p.bond_grows * (1 - p.strain_chills * person.strain) * talk * (tie.ceiling - tie.bond)
    family.trust += p.talk_trust * talk * (tie.bond - family.trust)
    say = person.embedding * (p.unasked_say + (1 - p.unasked_say) * tie.consent) * climate
    family.direction += p.talk_direction * talk * say * ((1 + lined_up) / 2 - family.direction)


def get_to_know_each_other(one: Tie, other: Tie, hours: float, week: int) -> None:
    one.person.meet(other.person, hours, week)
    other.person.meet(one.person, hours, week)


def speak_with_each_other(family: Family, one: Need, other: Need, hours: float) -> None:
    """Two helpers speak: about what the family wants where it was asked, else each hears the other."""
    both_asked = one.helper.consent and other.helper.consent
    between = (one.position + other.position) / 2
    for need in (one, other):
        come_closer(family, need, hours, need.wish if both_asked else between)
    told = max(one.helper.known, other.helper.known)
    for need in (one, other):
        hear_the_story(family, need.helper, hours, told)
    if not both_asked:
        family.trust = shrink(family.trust, family.model.p.behind_back_trust)
