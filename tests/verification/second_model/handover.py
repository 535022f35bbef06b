"""A new person on a known post, and somebody whom the family did not know (M2)."""

from tests.verification.second_model.family import Family, Need, Person, Tie
from tests.verification.second_model.settings import around, grow, shrink
from tests.verification.second_model.staff import Post
from tests.verification.second_model.talk import come_closer

LOOKS_EVERY_WEEKS = 4


def have_a_new_person(family: Family, tie: Tie, week: int) -> None:
    """Whoever is on the post now is the one the family has; these two can come to a bond of their own."""
    p, u = family.model.p, family.chance.random
    tie.person, tie.successor_since = tie.post.person, week
    tie.ceiling, tie.luck = around(p.bond_ceiling, p.bond_spread, u()), u()


def new_tie(family: Family, post: Post, week: int, bond: float, always: bool) -> Tie:
    tie = family.ties[post] = Tie(post, post.person, bond, known=0.0, ceiling=0.0, luck=0.0, always=always)
    have_a_new_person(family, tie, week)
    return tie


def know_doctor_and_mentors(family: Family, week: int) -> None:
    """Once in some weeks is looked who is on the posts of doctor and mentors; an open case is handed over instead."""
    p = family.model.p
    for child in family.children:
        if not child.at_school(week):
            child.mentor = None
        elif child.mentor is None:
            child.mentor = mentor_of(family, child)
            if child.mentor not in family.ties:
                new_tie(family, child.mentor, week, p.first_bond * p.cold_bond_kept, always=True)
    for tie in family.ties.values():
        if tie.always and not tie.cases and tie.post.person is not tie.person:
            have_a_new_person(family, tie, week)
            tie.bond *= p.cold_bond_kept


def mentor_of(family: Family, child: Person) -> Post:
    assert child.school is not None
    posts: list[Post] = child.school.posts
    return posts[(family.number + family.children.index(child)) % len(posts)]


def set_goals(family: Family, need: Need) -> None:
    """What this helper would work at here when nobody said anything."""
    need.own_position = family.model.p.own_goals_spread * (2 * family.chance.random() - 1)


def read_in(family: Family, need: Need) -> None:
    come_closer(family, need, family.model.p.reading_in_hours * family.document(), need.wish)


def what_is_passed_on(family: Family, otherwise: float) -> float:
    """Share of the story that the next one knows: from the document, and for the rest from something else."""
    document = family.document()
    return document * family.model.p.retention_document + (1 - document) * otherwise


def meet(family: Family, tie: Tie) -> None:
    """Somebody new reads in, and hears the story when too little of it is known; doctor and teacher do neither."""
    p = family.model.p
    if tie.always:
        return
    tie.post.owed["reading"] += p.reading_in_hours
    if tie.known < p.retell_below:
        tie.known = grow(tie.known, p.story_told)
        family.load += p.retelling_hours
        if family.told:
            family.trust = shrink(family.trust, p.retelling_trust)
            family.books.stories_retold += 1
        family.told = True


def hand_over(family: Family, tie: Tie, week: int) -> None:
    """The successor takes over part of the story and the bond, and has goals of his or her own."""
    p = family.model.p
    notes = family.chance.random() < p.notes_share
    tie.known *= what_is_passed_on(family, p.retention_notes if notes else p.retention_spoken)
    tie.bond *= p.cold_bond_kept
    have_a_new_person(family, tie, week)
    tie.streak = 0
    for need in family.open:
        if need.tie is tie:
            set_goals(family, need)
            need.position = need.own_position + p.goals_inherited * (need.position - need.own_position)
            read_in(family, need)
    family.trust = shrink(family.trust, p.new_face_trust * (1 - p.cold_bond_kept))
    meet(family, tie)


def meet_new_faces(family: Family, week: int) -> None:
    for tie in family.helpers():
        if tie.post.person is not tie.person:
            hand_over(family, tie, week)


def read_what_is_written(family: Family) -> None:
    """For each open case the document is read, for as many hours as there is document: goals are kept in mind."""
    document = family.document()
    if document > 0:
        for need in family.open:
            hours = need.helper.post.spend(family.model.p.reading_hours * document)
            come_closer(family, need, hours, need.wish)
