"""Rules one by one, as plain Python: compiling each by itself would take minutes, and the bits are the same.

``small_world`` makes a world by hand in which every number is round; ``dice`` decides what chance gives.
"""

import sys

import numpy as np
import pytest

from sim import parameters
from sim.agents import family as family_rules
from sim.agents.family import family_type
from sim.agents.organisation import organisation_type, sector_type
from sim.agents.professional import post_type
from sim.chance import NEVER, luck_of
from sim.names import IN_CARE, N_SECTORS, SCHOOL_STAFF, SECTOR_OF_TIE
from sim.world import World, event_type, tally_type, weekly_type

POSTS_PER_SECTOR = 2
WEEKS = 200
SHARED = ("tests.rules.at_the_table", "tests.rules.on_the_list")  # helpers of several test files
HOURS = 20.0  # hours left of every post's week


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


def blank_families(count):
    """Families in care without a helper: half of everything, two parents, a child of ten, a place in every sector."""
    families = np.zeros(count, dtype=family_type).view(np.recarray)
    families["status"] = IN_CARE
    families["told"] = 1
    families["followed"] = 1
    families["parents"] = 2
    families["children"] = 1
    families["born"] = -520
    families["moves_away"] = NEVER
    families["organisation"] = np.arange(N_SECTORS)
    for name in ("severity", "mean_severity", "overload", "direction", "trust", "trust_before", "ability"):
        families[name] = 0.5
    families["resilience"] = 1.0
    families["last_sign"] = families["last_crisis"] = -NEVER
    for name in ("first_reported", "first_placed", "first_closed"):
        families[name] = NEVER
    for name in ("post", "next_waiting", "previous_waiting"):
        families["tie"][name] = -1
    families["plan"]["coordinator"] = -1
    families["plan"]["next_table"] = NEVER
    return families


def blank_posts():
    """Two filled posts per sector (rows 2 × sector and the next), half of every skill, twenty hours left."""
    posts = np.zeros(N_SECTORS * POSTS_PER_SECTOR, dtype=post_type).view(np.recarray)
    posts["sector"] = posts["organisation"] = np.repeat(np.arange(N_SECTORS), POSTS_PER_SECTOR)
    posts["filled"] = posts["incumbent"] = 1
    posts["since"] = -1000
    posts["hours_left"] = HOURS
    posts["contact_share"] = posts["fte"] = 1.0
    for name in ("self_efficacy", "embedding", "chairing", "base_self_efficacy", "base_embedding"):
        posts[name] = 0.5
    posts["acquaintance"]["post"] = -1
    return posts


def blank_organisations():
    """One organisation per sector; the school has a care structure of one half and no linked team."""
    organisations = np.zeros(N_SECTORS, dtype=organisation_type).view(np.recarray)
    organisations["sector"] = np.arange(N_SECTORS)
    organisations["first_post"] = np.arange(N_SECTORS) * POSTS_PER_SECTOR
    organisations["posts"] = POSTS_PER_SECTOR
    organisations["families_until"] = 1.0
    organisations["head"] = organisations["tail"] = organisations["linked_team"] = -1
    organisations["care_structure"][SCHOOL_STAFF] = 0.5
    return organisations


@pytest.fixture
def small_world():
    """``small_world(families=2, table_size=6)``: a world at week 0, made by hand, with these settings (unchecked)."""

    def build(families=1, **settings):
        tally = np.zeros(1, dtype=tally_type).view(np.recarray)
        tally["arrived"] = families
        sectors = np.zeros(N_SECTORS, dtype=sector_type).view(np.recarray)
        sectors["first_organisation"] = np.arange(N_SECTORS)
        sectors["organisations"] = 1
        return World(
            p=np.repeat(np.array(settings_of(**settings)), 1).view(np.recarray),
            stretch=np.zeros(WEEKS, dtype=np.int32),
            luck=luck_of(0),
            tally=tally,
            family=blank_families(families),
            post=blank_posts(),
            organisation=blank_organisations(),
            sector=sectors,
            weekly=np.zeros(WEEKS, dtype=weekly_type).view(np.recarray),
            log=np.zeros(100, dtype=event_type).view(np.recarray),
        )

    return build


@pytest.fixture
def helper():
    """``helper(world, 0, MONEY, known=0.4)``: an open tie of family 0; by default with the sector's first post."""

    def open_case(world, number, place, post=None, **state):
        family = world.family[number]
        tie = family.tie[place]
        family_rules.open_a_tie(family, place, SECTOR_OF_TIE[place] * POSTS_PER_SECTOR if post is None else post)
        tie.incumbent = world.post[tie.post].incumbent
        tie.since = tie.face_since = -100
        tie.until = NEVER
        for name in ("bond", "known", "aligned"):
            tie[name] = 0.5
        for name, value in state.items():
            tie[name] = value
        world.post[tie.post].caseload += 1
        family.aligned = family_rules.mean_alignment(family)
        return tie

    return open_case


@pytest.fixture
def plan():
    """``plan(world, 0, coordinator=0)``: a shared plan of family 0, kept by half, with half of everything."""

    def begin(world, number, coordinator=-1, **state):
        shared = world.family[number].plan
        shared.active = 1
        shared.coordinator = coordinator
        for name in ("fidelity", "current", "coherence", "kept"):
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
