"""All state of one region: arrays of records in one tuple, which every rule that looks beyond one agent receives."""

from collections import namedtuple
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.by_address import handed_by_address
from sim.compiled import of_extensions, record, rule, weekly_rule
from sim.names import N_DOMAINS, N_SECTORS, N_TASKS, STATUSES
from sim.parameters import record_type

# What is written down about a region each week (week 0 and after).
WEEKLY_MEANS = ("severity", "overload", "direction", "trust", "alignment", "concern", "risk", "helpers", "support")
WEEKLY_COUNTS = (
    "in_region",  # families that have come and have not left, also those whose outcomes do not count
    "in_care",  # of those, with an open case
    "open_cases",
    "helpers_there",
    "families_helped",
    "waiting_cases",
    "contacts",
    "worked_hours",
    "worked_well",
    "case_weeks",
    "first_phase_contacts",
    "first_phase_weeks",
    "missed",
    "stories_retold",
    "helpers_started",
    "met_again",
    "surveyed",
    "told_every_time",
    "calls",
    "round_tables",
    "invited",
    "came",
    "table_members",
    "openness",
    "fidelity",
    "unmet_needs_found",
    "signs",
    "signs_noticed",
    "signs_shared",
    "signs_acted_on",
    "signs_missed",
    "false_alarms",
    "looked_up_later",
    "still_unsafe",
    "crises",
    "crises_psychiatric",
    "crises_money",
    "placements",
    "placed_children",
    "placement_days",
    "ended_early",
    "never_started",
    "broke_off",
    "returns",
    "closures",
    "cases_closed",
    "routes_merged",
    "agreements",
    "agreements_kept",
    "told_afterwards",
    "faces",
    "faces_spared",
    "goals_reached",
    "gave_up_waiting",
    "leavers",
    "vacant_posts",
    "held_posts",
    "on_plan",
    "plans_started",
    "coordinators_lost",
    "network_in_plan",
    "coordinator_hours",
    "cost_care",
    "cost_coordination",
    "cost_placement",
    "cost_turnover",
)

weekly_type = record(
    [("families", "f8")]
    + [(name, "f8") for name in WEEKLY_MEANS]
    + [(name, "f8") for name in WEEKLY_COUNTS]
    + [
        ("undone", "f8"),
        ("squeezed", "f8"),
        ("strain", "f8"),
        ("standing", "f8", (len(STATUSES),)),  # families by status
        ("severity_by_domain", "f8", (N_DOMAINS,)),
        ("hours", "f8", (N_SECTORS, N_TASKS)),
    ]
)

tally_type = record(
    [
        ("first_week", "i4"),  # negative: the burn-in starts there
        ("next_week", "i4"),  # the week to be lived next
        ("arrived", "i4"),  # families that have come so far: rows below this one
        ("events", "i4"),  # events written to the log
        ("deciding", "i4"),  # 1 when choices are given this week, or written down (scratch)
        ("off", "f8", (N_DOMAINS,)),  # scratch: how far each domain of a family is off its set-point
        ("push", "f8", (N_DOMAINS,)),  # scratch: what each domain gets from the others that are off theirs
    ]
)

event_type = record(
    [
        ("week", "i4"),
        ("kind", "i4"),  # one of sim.event_kinds.EVENT_KINDS
        ("family", "i4"),  # row, -1 when no family is concerned
        ("need", "i4"),  # row of the need, -1 when none
        ("who", "i4"),  # row of the post or number of the network member, -1 when nobody
        ("value", "f8"),  # the value that decided
        ("chance", "f8"),  # what it was held against, 0 when nothing
    ]
)


class World(NamedTuple):
    """One region. Every field is an array of records; arrays of one record hold what exists once."""

    p: np.ndarray  # parameters, a record for each stretch of weeks with the same settings
    stretch: np.ndarray  # which of those holds in a week, shape (weeks of burn-in + weeks,)
    luck: np.ndarray  # the key of this region's luck, one record
    tally: np.ndarray  # where the run is, one record
    family: np.ndarray  # shape (families that ever come,)
    person: np.ndarray  # shape (parents and children of all families,), family by family
    need: np.ndarray  # shape (needs of all families,), family by family
    relation: np.ndarray  # shape (places for helpers of all families,), family by family
    post: np.ndarray  # shape (posts,)
    organisation: np.ndarray  # shape (organisations,)
    sector: np.ndarray  # shape (7,)
    weekly: np.ndarray  # shape (weeks,), or (1,) scratch during the burn-in
    log: np.ndarray  # shape (room for events,), empty when no log is kept


# What a region has besides when its rules were extended; each array holds fields of the extensions alone, and is empty
# where they have none.
OWN = ("own_family", "own_person", "own_tie", "own_post", "own_week")

if TYPE_CHECKING:

    class ExtendedWorld(World):
        """A region whose rules were extended."""

        own_family: np.ndarray  # beside family, person, relation and post, row by row
        own_person: np.ndarray
        own_tie: np.ndarray
        own_post: np.ndarray
        own_week: np.ndarray  # beside weekly, shape (weeks,), or (1,) scratch during the burn-in
        rule_set: np.ndarray  # number of the set of rules that this region lives by, shape (1,)

        def __new__(cls, *records: np.ndarray, **own: np.ndarray) -> "ExtendedWorld": ...

        def _replace(self, **records: np.ndarray) -> "ExtendedWorld": ...

else:  # a tuple that Numba knows: a class with fields of its own it does not
    ExtendedWorld = namedtuple("ExtendedWorld", (*World._fields, *OWN, "rule_set"))


handed_by_address(World, wider={"p": record_type})
handed_by_address(ExtendedWorld, wider={"p": record_type})
NO_SET = 0  # of rules: the model's own


def rule_set_of(world: World) -> int:
    """The number of the set of rules that a region lives by; ``NO_SET`` for the model's own."""
    return int(world.rule_set[0]) if isinstance(world, ExtendedWorld) else NO_SET


def copy_of(world: World) -> World:
    """A world of its own with the same state, to the last byte."""
    return type(world)(*(array.view(np.uint8).copy().view(array.dtype).view(type(array)) for array in world))


def weeks_lived(world: World, weeks: int) -> World:
    """A region with only its first weeks on its lines."""
    if isinstance(world, ExtendedWorld):
        world = world._replace(own_week=world.own_week[:weeks])
    return world._replace(weekly=world.weekly[:weeks])


@weekly_rule
@of_extensions
def own_line(world, week):
    """The line on which extensions write down this week; before week 0 a line that is thrown away.

    Source: assumed: bookkeeping, changes nothing.
    """
    return world.own_week[max(week, 0)]


@weekly_rule
def note(world, week, kind, family, need, who, value, against):
    """Write an event to the log, when one is kept.

    Source: assumed: bookkeeping, changes nothing.
    """
    if world.log.shape[0] > 0:
        write_down(world, week, kind, family, need, who, value, against)


@rule
def write_down(world, week, kind, family, need, who, value, against):
    """The next event of the log; what does not fit is counted, so that the run can be done again with more room.

    Source: assumed: bookkeeping, changes nothing.
    """
    tally = world.tally[0]
    if tally.events < world.log.shape[0]:
        event = world.log[tally.events]
        event.week = week
        event.kind = kind
        event.family = family
        event.need = need
        event.who = who
        event.value = value
        event.chance = against
    tally.events += 1


@weekly_rule
def line_of(world, week):
    """The line on which this week is written down; before week 0 a line that is thrown away.

    Source: assumed: bookkeeping, changes nothing.
    """
    return world.weekly[max(week, 0)]
