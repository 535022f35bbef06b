"""Rules one by one, as plain Python: compiling each by itself would take minutes, and the bits are the same.

``small_world`` makes a world by hand in which every number is round; ``dice`` decides what chance gives.
"""

import sys
from typing import NamedTuple

import numpy as np
import pytest

from sim import parameters
from sim.agents import cases
from sim.agents.family import family_type
from sim.agents.need import need_type
from sim.agents.organisation import organisation_type, sector_type
from sim.agents.person import person_type
from sim.agents.professional import post_type
from sim.agents.relation import NOBODY_YET, relation_type
from sim.chance import NEVER, luck_of
from sim.names import GP, IN_CARE, N_OF_CHILD, N_OF_HOUSEHOLD, N_SECTORS, SAFETY, SCHOOL_STAFF, SECTOR_OF
from sim.region import families as who_comes
from sim.world import World, event_type, tally_type, weekly_type
from tests.records import records
from tests.rules.rows import row_of

POSTS_PER_SECTOR = 2
WEEKS = 200
SHARED = ("tests.rules.at_the_table", "tests.rules.on_the_list")  # helpers of several test files
HOURS = 20.0  # hours left of every post's week
LONG_AGO = -100


@pytest.fixture(autouse=True)
def plain_python(request, monkeypatch):
    """Put the Python function behind each compiled rule in its place, wherever rules or tests name it."""
    modules = [module for name, module in sys.modules.items() if name.split(".")[0] == "sim" or name in SHARED]
    for module in [*modules, request.module]:
        for name, value in list(vars(module).items()):
            if hasattr(value, "py_func"):
                monkeypatch.setattr(module, name, value.py_func)


@pytest.fixture
def dice(monkeypatch):
    """``dice(0.2, 0.9)``: from now on chance gives these numbers, the last one again for what is left of four.

    Chance never gives 0 itself, so 0 stands for next to nothing.
    """

    def throw(*numbers):
        drawn = tuple(max(number, 1e-12) for number in (*numbers, *[numbers[-1]] * 4)[:4])
        for name, module in list(sys.modules.items()):
            if name.startswith("sim.") and hasattr(module, "four"):
                monkeypatch.setattr(module, "four", lambda *address: drawn)
            if name.startswith("sim.") and hasattr(module, "one"):
                monkeypatch.setattr(module, "one", lambda *address: drawn[0])

    return throw


def settings_of(**settings):
    """A parameter record: the declared values but for these; a list gives every member its value in turn."""
    known = parameters.record_type().names or ()
    fields = {name: value for name, value in settings.items() if name in known}
    single = {name: value for name, value in settings.items() if name not in fields}
    p = parameters.as_records([single])[0]
    for name, value in fields.items():
        p[name] = value
    return p


@pytest.fixture
def p():
    """``p(table_size=6)``: a parameter record with the declared values but for these, unchecked."""
    return settings_of


def blank_families(count, parents, children):
    """Families in care without a helper: half of everything, a place in every sector; rows side by side."""
    needs = N_OF_HOUSEHOLD + parents + N_OF_CHILD * children + 1
    relations = needs + who_comes.SPARE_RELATIONS
    first = np.arange(count)
    families = records(
        family_type,
        count,
        status=IN_CARE,
        told=1,
        followed=1,
        parents=parents,
        children=children,
        needs=needs,
        relations=relations,
        first_person=first * (parents + children),
        first_need=first * needs,
        first_relation=first * relations,
        moves_away=NEVER,
        organisation=np.arange(N_SECTORS),
        resilience=1.0,
        last_sign=-NEVER,
        last_crisis=-NEVER,
        **dict.fromkeys(("first_reported", "first_placed", "first_closed"), NEVER),
        **dict.fromkeys(
            ("severity", "mean_severity", "overload", "direction", "trust", "trust_before", "ability"), 0.5
        ),
    )
    families["member"]["carries"] = -1
    families["plan"]["coordinator"] = -1
    families["plan"]["next_table"] = NEVER
    return families


def blank_people(families, parents, children):
    """The people of those families: parents, then children of ten."""
    is_parent = np.array(([1] * parents + [0] * children) * families, dtype=bool)
    return records(
        person_type,
        families * (parents + children),
        family=np.repeat(np.arange(families), parents + children),
        parent=is_parent,
        school=np.where(is_parent, -1, SCHOOL_STAFF),
        born=np.where(is_parent, 0, -520),
    )


def blank_relations(count):
    """Places for helpers, all free."""
    half = dict.fromkeys(("bond", "known", "known_alone", "luck"), 0.5)
    before = dict.fromkeys(("since", "face_since"), LONG_AGO)
    return records(
        relation_type, count, post=NOBODY_YET, child=NOBODY_YET, closed=-NEVER, ceiling=1.0, **before, **half
    )


def live_together(world):
    """Every family half in need everywhere but for safety; a doctor on the first post of the practice, a mentor for
    each child on the first of the school.
    """
    for number in range(len(world.family)):
        family = world.family[number]
        who_comes.have_needs(world, number, family)
        for place in range(1 + family.children):
            relation = world.relation[family.first_relation + place]
            relation.always = relation.incumbent = 1
            relation.post = POSTS_PER_SECTOR * (SCHOOL_STAFF if place > 0 else GP)
            relation.child = family.parents + place - 1 if place > 0 else NOBODY_YET
    to_be_helped = world.need["domain"] != SAFETY
    for name in ("severity", "set_point"):
        world.need[name][to_be_helped] = 0.5


def blank_posts():
    """Two filled posts per sector (rows 2 × sector and the next), half of every skill, twenty hours left."""
    sector = np.repeat(np.arange(N_SECTORS), POSTS_PER_SECTOR)
    skills = ("self_efficacy", "embedding", "chairing", "base_self_efficacy", "base_embedding")
    posts = records(
        post_type,
        len(sector),
        sector=sector,
        organisation=sector,
        filled=1,
        incumbent=1,
        since=-1000,
        hours_left=HOURS,
        ill_until=LONG_AGO,
        contact_share=1.0,
        fte=1.0,
        **dict.fromkeys(skills, 0.5),
    )
    posts["acquaintance"]["post"] = -1
    return posts


def blank_organisations():
    """One organisation per sector; the school has a care structure of one half and no linked team."""
    organisations = records(
        organisation_type,
        N_SECTORS,
        sector=np.arange(N_SECTORS),
        first_post=np.arange(N_SECTORS) * POSTS_PER_SECTOR,
        posts=POSTS_PER_SECTOR,
        families_until=1.0,
        richness=1.0,
        **dict.fromkeys(("head", "tail", "linked_team"), -1),
    )
    organisations["care_structure"][SCHOOL_STAFF] = 0.5
    return organisations


@pytest.fixture
def small_world():
    """``small_world(families=2, table_size=6)``: a world at week 0, made by hand, with these settings (unchecked)."""

    def build(families=1, parents=2, children=1, **settings):
        family = blank_families(families, parents, children)
        world = World(
            p=np.repeat(np.array(settings_of(**settings)), 1).view(np.recarray),
            stretch=np.zeros(WEEKS, dtype=np.int32),
            luck=luck_of(0),
            tally=records(tally_type, 1, arrived=families),
            family=family,
            person=blank_people(families, parents, children),
            need=records(need_type, family["needs"].sum()),
            relation=blank_relations(family["relations"].sum()),
            post=blank_posts(),
            organisation=blank_organisations(),
            sector=records(
                sector_type, N_SECTORS, first_organisation=np.arange(N_SECTORS), organisations=1, capacity=1
            ),
            weekly=records(weekly_type, WEEKS),
            log=records(event_type, 100),
        )
        live_together(world)
        return world

    return build


class Case(NamedTuple):
    """An open case: the need and its row, the relation that serves it and its row, and the post."""

    row: int
    need: np.record
    where: int
    relation: np.record
    post: np.record


ALSO = {"position": ("own_position", "position_alone"), "known": ("known_alone",)}  # unless told otherwise


@pytest.fixture
def helper():
    """``helper(world, 0, MONEY, known=0.4)``: an open case of family 0; by default with the sector's first post.

    Half of the story known, half a bond, at the first visit half in line with what the family wants (``position`` 1,
    ``wish`` 0). ``which`` counts the needs of one domain: the second child is 1. What is set is set in need and
    relation alike; one helper on two cases has one relation.
    """

    def open_case(world, number, domain, post=None, which=0, **state):
        family = world.family[number]
        row = row_of(world, number, domain, which)
        post = SECTOR_OF[domain] * POSTS_PER_SECTOR if post is None else post
        where = cases.place_for(world, family, post)
        case = Case(row, world.need[row], where, world.relation[where], world.post[post])
        case.relation.post = post
        case.relation.incumbent = case.post.incumbent
        state = {"since": LONG_AGO, "until": NEVER, "position": 1.0, "wish": 0.0, **state}
        for name, others in ALSO.items():
            state = {**{other: state[name] for other in others if name in state}, **state}
        for name, value in state.items():
            for record in (case.need, case.relation):
                if name in (record.dtype.names or ()):
                    record[name] = value
        cases.open_a_case(world, family, row, where)
        case.post.caseload += 1
        family.aligned = cases.mean_alignment(world, family)
        return case

    return open_case


@pytest.fixture
def plan():
    """``plan(world, 0, coordinator=0)``: a shared plan of family 0, kept by half, with half of everything."""

    def begin(world, number, coordinator=-1, **state):
        shared = world.family[number].plan
        shared.active = 1
        shared.coordinator = coordinator
        for name in ("fidelity", "current", "kept"):
            shared[name] = 0.5
        if coordinator >= 0:
            shared.incumbent = world.post[coordinator].incumbent
            shared.next_table = 0
            world.post[coordinator].coordinating += 1
        for name, value in state.items():
            shared[name] = value
        return shared

    return begin


@pytest.fixture
def happened():
    """``happened(world)``: the kinds of event in the log, in order."""

    def kinds_of(world):
        return list(world.log["kind"][: world.tally[0].events])

    return kinds_of
