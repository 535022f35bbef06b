"""Who is tied to whom, from which week to which: all weeks of a region on both routes, as tidy tables.

``sim.network`` gives all ties of one week as a graph; here are the stretches of time that ties last, for who watches a
region week by week.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from sim.agents.family import MAX_MEMBERS
from sim.agents.need import ON_LIST, OPEN, SLOTS
from sim.names import LEFT, NEED_NAMES, NOT_YET_COME, SECTORS, STATUSES
from sim.network import organisations_of
from sim.region import ROUTES
from sim.rule_sets import run_weeks
from sim.run import Between, burn_in, on_route
from sim.scenario import Scenario
from sim.world import World

KINDS = ("care", "waiting", "coordinates", "at_table", "itself", "knows")
CARE, WAITING, COORDINATES, AT_TABLE, ITSELF, KNOWS = KINDS
PLACES = 1_000_000  # more than there are posts, organisations or people in one region


@dataclass(frozen=True)
class Ties:
    """One region on one route, as stretches of weeks; ``until`` is the first week in which a stretch is over.

    Attributes:
        ties: ``kind`` (one of ``KINDS``; knows: the doctor, and the mentor of a child at school), ``family``,
            ``domain`` (of care and waiting), ``person`` (number within the family, parents first, whose need or mentor
            it is; -1 for the household), ``other`` (row of the post, of the organisation for waiting, number of the own
            person for at_table, 0 for itself: a family that has a shared plan and coordinates it itself), ``since``,
            ``until``.
        standings: ``family``, ``standing`` (one of ``STATUSES`` but the first), ``since``, ``until``.
        vacancies: ``post``, ``since``, ``until``.
    """

    ties: pd.DataFrame = field(repr=False)
    standings: pd.DataFrame = field(repr=False)
    vacancies: pd.DataFrame = field(repr=False)


@dataclass(frozen=True)
class RegionOverTime:
    """A region's people and organisations, and their ties on both routes.

    Attributes:
        families: ``family``, ``members``, ``team`` (row of the social team it belongs to).
        people: ``family``, ``person`` (number within it, parents first), ``parent`` (1, or 0 for a child), ``born``
            (week, of a child).
        posts: ``post``, ``sector``, ``organisation``.
        organisations: ``organisation``, ``sector``, ``linked_team`` (of schools, -1 without).
        routes: ties by route.
    """

    families: pd.DataFrame = field(repr=False)
    people: pd.DataFrame = field(repr=False)
    posts: pd.DataFrame = field(repr=False)
    organisations: pd.DataFrame = field(repr=False)
    routes: dict[str, Ties]


def region_over_time(scenario: Scenario, seed: int, region: int = 0, between: Between | None = None) -> RegionOverTime:
    """Live a region on both routes with the same luck and write down its ties.

    Args:
        scenario, seed, region: whose weeks.
        between: called every week; what it raises stops the run.
    """
    start = burn_in(scenario, seed, region, between)
    family, person, post, organisation = (
        array.view(np.ndarray) for array in (start.family, start.person, start.post, start.organisation)
    )
    team, whose = family["organisation"][:, 0], person["family"]
    sector_of_post, sector_of_organisation = post["sector"], organisation["sector"]
    first_person = family["first_person"][whose]
    return RegionOverTime(
        families=pd.DataFrame({"family": np.arange(len(family)), "members": family["members"], "team": team}),
        people=pd.DataFrame(
            {
                "family": whose,
                "person": np.arange(len(person)) - first_person,
                "parent": person["parent"],
                "born": person["born"],
            }
        ),
        posts=pd.DataFrame(
            {
                "post": np.arange(len(post)),
                "sector": np.array(SECTORS)[sector_of_post],
                "organisation": post["organisation"],
            }
        ),
        organisations=pd.DataFrame(
            {
                "organisation": np.arange(len(organisation)),
                "sector": np.array(SECTORS)[sector_of_organisation],
                "linked_team": organisation["linked_team"],
            }
        ),
        routes={route: ties_of(on_route(start, scenario, route), scenario.weeks, between) for route in ROUTES},
    )


def ties_of(world: World, weeks: int, between: Between | None) -> Ties:
    """Live all weeks and write down when ties, standings and vacancies begin and end."""
    ties, standings, vacancies = Stretches(), Stretches(), Stretches()
    for week in range(weeks):
        if between:
            between()
        run_weeks(world, week + 1)
        ties.see(week, tie_codes(world))
        there = np.flatnonzero(world.family["status"] != NOT_YET_COME)
        status = world.family["status"][there]
        standings.see(week, there * len(STATUSES) + status)
        vacancies.see(week, np.flatnonzero(world.post["filled"] == 0))
    kind, family, slot, other = decoded(ties.codes(weeks))
    return Ties(
        ties=pd.DataFrame(
            {
                "kind": np.array(KINDS)[kind],
                "family": family,
                "domain": np.where(kind <= 1, np.array(NEED_NAMES)[domain_of(world, slot)], ""),
                "person": persons_of(world, kind, family, slot),
                "other": other,
                **ties.ends(weeks),
            }
        ),
        standings=pd.DataFrame(
            {
                "family": standings.codes(weeks) // len(STATUSES),
                "standing": np.array(STATUSES)[standings.codes(weeks) % len(STATUSES)],
                **standings.ends(weeks),
            }
        ),
        vacancies=pd.DataFrame({"post": vacancies.codes(weeks), **vacancies.ends(weeks)}),
    )


def tie_codes(world: World) -> np.ndarray:
    """A whole number for every tie there is now."""
    family = world.family
    need = world.need.view(np.ndarray)
    found = []
    care = need[need["status"] == OPEN]
    relation = care["relation"]
    posts = world.relation["post"][relation]
    found.append(coded(KINDS.index(CARE), care["family"], care["slot"], posts))
    waits = need[need["status"] == ON_LIST]
    found.append(coded(KINDS.index(WAITING), waits["family"], waits["slot"], organisations_of(world, waits)))
    plan = family["plan"]
    active, coordinator = plan["active"] == 1, plan["coordinator"]
    rows = np.flatnonzero(active & (coordinator >= 0))
    found.append(coded(KINDS.index(COORDINATES), rows, 0, coordinator[rows]))
    rows = np.flatnonzero(active & (coordinator < 0))
    found.append(coded(KINDS.index(ITSELF), rows, 0, 0))
    members = np.arange(MAX_MEMBERS) < family["members"][:, None]
    at_table = family["member"]["at_table"] == 1
    rows, who = np.nonzero(members & at_table)
    found.append(coded(KINDS.index(AT_TABLE), rows, 0, who))
    post = world.relation["post"]
    known = np.flatnonzero((world.relation["always"] == 1) & (post >= 0))
    rows = np.searchsorted(family["first_relation"], known, side="right") - 1
    status = family["status"][rows]
    there = (status != NOT_YET_COME) & (status != LEFT)
    known, rows = known[there], rows[there]
    child = world.relation["child"][known]
    found.append(coded(KINDS.index(KNOWS), rows, child + 1, post[known]))
    return np.concatenate(found)


def domain_of(world: World, slot: np.ndarray) -> np.ndarray:
    """The domain of a need by its slot, which means the same in every family; the first where there is none."""
    domains = np.zeros(SLOTS, dtype=int)
    place, domain = world.need["slot"], world.need["domain"]
    domains[place] = domain
    return domains[slot]


def persons_of(world: World, kind: np.ndarray, family: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Whose each of some ties is: the number of a person within the family, -1 for the household."""
    person = np.full((len(world.family), SLOTS), -1)
    of_family, slot, who = world.need["family"], world.need["slot"], world.need["person"]
    person[of_family, slot] = who
    of_need = np.where(kind <= KINDS.index(WAITING), person[family, place], -1)
    return np.where(kind == KINDS.index(KNOWS), place - 1, of_need)


def coded(kind: int, family: np.ndarray, place: np.ndarray | int, other: np.ndarray | int) -> np.ndarray:
    """One number for each tie."""
    return ((kind * PLACES + family.astype(np.int64)) * SLOTS + place) * PLACES + other


def decoded(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Kind, family, place and other of some ties."""
    rest, other = np.divmod(codes, PLACES)
    rest, place = np.divmod(rest, SLOTS)
    kind, family = np.divmod(rest, PLACES)
    return kind, family, place, other


class Stretches:
    """When whole numbers begin and cease to be seen."""

    def __init__(self) -> None:
        self.open: dict[int, int] = {}
        self.now = np.zeros(0, dtype=np.int64)
        self.closed: list[tuple[int, int, int]] = []

    def see(self, week: int, codes: np.ndarray) -> None:
        """Write down what is there in a week."""
        codes = np.unique(codes.astype(np.int64))
        for code in np.setdiff1d(self.now, codes, assume_unique=True).tolist():
            self.closed.append((code, self.open.pop(code), week))
        for code in np.setdiff1d(codes, self.now, assume_unique=True).tolist():
            self.open[code] = week
        self.now = codes

    def all(self, weeks: int) -> np.ndarray:
        """Number, first week and first week after, shape (stretches, 3), by first week."""
        rows = [*self.closed, *((code, since, weeks) for code, since in self.open.items())]
        return np.array(sorted(rows, key=lambda row: (row[1], row[0])), dtype=np.int64).reshape(-1, 3)

    def codes(self, weeks: int) -> np.ndarray:
        """The numbers of all stretches."""
        return self.all(weeks)[:, 0]

    def ends(self, weeks: int) -> dict[str, np.ndarray]:
        """First week of all stretches, and the first week after."""
        return {"since": self.all(weeks)[:, 1], "until": self.all(weeks)[:, 2]}
