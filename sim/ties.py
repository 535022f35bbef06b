"""Who is tied to whom, from which week to which: all weeks of a region on both routes, as tidy tables.

``sim.network`` gives all ties of one week as a graph; here are the stretches of time that ties last, for who watches a
region week by week.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from sim.agents.care_tie import ON_LIST, OPEN
from sim.agents.family import MAX_MEMBERS
from sim.names import N_TIES, NOT_YET_COME, SECTOR_OF_TIE, SECTORS, STATUSES
from sim.region import ROUTES
from sim.run import Between, burn_in, on_route
from sim.scenario import Scenario
from sim.tables import TIE_NAMES
from sim.week import run_weeks
from sim.world import World

CARE, WAITING, COORDINATES, AT_TABLE, ITSELF = KINDS = ("care", "waiting", "coordinates", "at_table", "itself")
PLACES = 1_000_000  # more than there are posts, organisations or people in one region


@dataclass(frozen=True)
class Ties:
    """One region on one route, as stretches of weeks; ``until`` is the first week in which a stretch is over.

    Attributes:
        ties: ``kind`` (one of ``KINDS``), ``family``, ``domain`` (of care and waiting), ``other`` (row of the post, of
            the organisation for waiting, number of the own person for at_table, 0 for itself: a family that has a
            shared plan and coordinates it itself), ``since``, ``until``.
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
        posts: ``post``, ``sector``, ``organisation``.
        organisations: ``organisation``, ``sector``, ``linked_team`` (of schools, -1 without).
        routes: ties by route.
    """

    families: pd.DataFrame = field(repr=False)
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
    family, post, organisation = (array.view(np.ndarray) for array in (start.family, start.post, start.organisation))
    return RegionOverTime(
        families=pd.DataFrame(
            {"family": np.arange(len(family)), "members": family["members"], "team": family["organisation"][:, 0]}
        ),
        posts=pd.DataFrame(
            {
                "post": np.arange(len(post)),
                "sector": np.array(SECTORS)[post["sector"]],
                "organisation": post["organisation"],
            }
        ),
        organisations=pd.DataFrame(
            {
                "organisation": np.arange(len(organisation)),
                "sector": np.array(SECTORS)[organisation["sector"]],
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
        standings.see(week, there * len(STATUSES) + world.family["status"][there])
        vacancies.see(week, np.flatnonzero(world.post["filled"] == 0))
    kind, family, domain, other = decoded(ties.codes(weeks))
    return Ties(
        ties=pd.DataFrame(
            {
                "kind": np.array(KINDS)[kind],
                "family": family,
                "domain": np.array((*TIE_NAMES, ""))[np.where(kind <= 1, domain, N_TIES)],
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
    tie = family["tie"]
    found = []
    rows, places = np.nonzero(tie["status"] == OPEN)
    found.append(coded(KINDS.index(CARE), rows, places, tie["post"][rows, places]))
    rows, places = np.nonzero(tie["status"] == ON_LIST)
    found.append(coded(KINDS.index(WAITING), rows, places, family["organisation"][rows, SECTOR_OF_TIE[places]]))
    plan = family["plan"]
    rows = np.flatnonzero((plan["active"] == 1) & (plan["coordinator"] >= 0))
    found.append(coded(KINDS.index(COORDINATES), rows, 0, plan["coordinator"][rows]))
    rows = np.flatnonzero((plan["active"] == 1) & (plan["coordinator"] < 0))
    found.append(coded(KINDS.index(ITSELF), rows, 0, 0))
    members = np.arange(MAX_MEMBERS) < family["members"][:, None]
    rows, who = np.nonzero(members & (family["member"]["at_table"] == 1))
    found.append(coded(KINDS.index(AT_TABLE), rows, 0, who))
    return np.concatenate(found)


def coded(kind: int, family: np.ndarray, place: np.ndarray | int, other: np.ndarray | int) -> np.ndarray:
    """One number for each tie."""
    return ((kind * PLACES + family.astype(np.int64)) * N_TIES + place) * PLACES + other


def decoded(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Kind, family, place and other of some ties."""
    rest, other = np.divmod(codes, PLACES)
    rest, place = np.divmod(rest, N_TIES)
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
