"""One family twice: its life on parallel routes beside its life with a shared plan, with the same past and luck."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from sim import event_kinds as kinds
from sim.agents.need import ON_LIST, OPEN
from sim.comparison import both_routes, is_there
from sim.names import LEFT, NEED_NAMES, NOT_YET_COME, SECTOR_OF, SECTORS
from sim.region import ROUTES
from sim.run import Between, check_seed
from sim.scenario import Scenario
from sim.trace.life import Life, check_region, follow_on
from sim.trace.story import Moment, sum_up, tell
from sim.trace.teller import Teller
from sim.words import Language

COORDINATOR = "care_coordinator"  # the lane of whoever coordinates, beside those of the sectors

What = Literal["waiting", "helping", "coordinates"]


class Stretch(NamedTuple):
    """Weeks on end in which the same holds on one lane.

    Attributes:
        who: a sector (one of ``SECTORS``), or ``COORDINATOR``.
        domain: the life domain in which the sector helps, or ``safety``; of a coordinator empty.
        person: number of the person whose need it is, -1 for the household and for a coordinator.
        from_week, to_week: the first and the last week, from 0 on, both included.
        what: the family waits for the helper, has its help, or has a coordinator.
    """

    who: str
    domain: str
    person: int
    from_week: int
    to_week: int
    what: What


def states_of(life: Life) -> pd.DataFrame:
    """How the family stood at the end of each week, from week 0 or its coming until it left.

    Columns: ``week``; ``trust``, ``overload``, ``direction``, ``severity`` (mean over life domains), all 0 to 1;
    ``cases`` (needs that somebody helps with) and ``waiting`` (places on lists), counted; ``on_plan`` (true while it
    has a shared plan).
    """
    states = life.watched.states[life.between(0, life.scenario.weeks - 1)].view(np.ndarray)
    there = ~np.isin(states["status"], (NOT_YET_COME, LEFT))
    severity, on_plan = states["severity"].mean(axis=1), states["plan"]["active"] == 1
    table = pd.DataFrame(
        {
            "week": np.arange(life.scenario.weeks),
            "trust": states["trust"],
            "overload": states["overload"],
            "direction": states["direction"],
            "severity": severity,
            "cases": states["open_cases"],
            "waiting": states["waiting_cases"],
            "on_plan": on_plan,
        }
    )
    return table[there].reset_index(drop=True)


def lanes_of(life: Life) -> list[Stretch]:
    """All stretches from week 0 on, as things stood at the end of each week: need by need, the coordinator last.

    Help that begins and ends between two ends of weeks is not seen; the story tells it.
    """
    weeks = life.between(0, life.scenario.weeks - 1)
    plan, needs = life.watched.states["plan"][weeks], life.watched.needs[weeks].view(np.ndarray)
    lanes = []
    for place in range(needs.shape[1]):
        status = needs["status"][:, place]
        domain, person = int(needs["domain"][0, place]), int(needs["person"][0, place])
        sector, name = SECTORS[SECTOR_OF[domain]], NEED_NAMES[domain]
        found = [Stretch(sector, name, person, *weeks, "waiting") for weeks in runs(status == ON_LIST)]
        found += [Stretch(sector, name, person, *weeks, "helping") for weeks in runs(status == OPEN)]
        lanes += sorted(found, key=lambda stretch: stretch.from_week)
    coordinated = (plan["active"] == 1) & (plan["coordinator"] >= 0)
    return lanes + [Stretch(COORDINATOR, "", -1, *weeks, "coordinates") for weeks in runs(coordinated)]


def runs(holds: np.ndarray) -> list[tuple[int, int]]:
    """First and last week of every stretch in which something holds; shape (weeks,)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], holds, [False]]).astype(np.int8)))
    return [(int(first), int(end) - 1) for first, end in edges.reshape(-1, 2)]


def round_tables_of(life: Life) -> list[int]:
    """The weeks, from 0 on, in which a round table was held."""
    return [event.week for event in life.events_of(kinds.ROUND_TABLE_HELD)]


TOLD_APART_BY = (
    "broke_off",
    "ended_early",
    "crises",
    "stories_retold",
    "severity",
)  # what makes two lives of a family different


@dataclass(frozen=True, eq=False)  # tables of pandas have no single answer to whether they are equal
class Told:
    """What became of a family on one route, told and ready to be drawn.

    Attributes:
        route: ``"parallel"`` or ``"shared_plan"``.
        life: week by week, from the burn-in on.
        summary: who the family is and what became of it.
        story: sentences with their week, in order, from week 0 on or from its coming.
        states: a row a week (see ``sim.trace.beside.states_of``).
        lanes: who was waited for, who helped and who coordinated, in stretches of weeks.
        round_tables: the weeks in which one was held.
    """

    route: str
    life: Life = field(repr=False)
    summary: str
    story: list[Moment] = field(repr=False)
    states: pd.DataFrame = field(repr=False)
    lanes: list[Stretch] = field(repr=False)
    round_tables: list[int]


def beside(
    scenario: Scenario,
    seed: int,
    family: int,
    region: int = 0,
    language: Language = "en",
    between: Between | None = None,
) -> tuple[Told, Told]:
    """Tell what became of one family on both routes, from one burn-in and with the same luck ahead.

    Args:
        scenario, seed: the pair of runs.
        family: number of the family, as in ``run.families``.
        region: number of its region.
        language: in which to tell it, ``"en"`` or ``"nl"``.
        between: called now and then during a run; what it raises stops the run.

    Returns:
        Its life on parallel routes, and with a shared plan.

    Raises:
        ValueError: one line, for an unknown region, family or language or an impossible seed.

    Source: model description, luck: paired runs share every draw.
    """
    check_seed(seed)
    check_region(scenario, region)
    teller = Teller(language)
    parallel, shared = (told(life, teller) for life in follow_on(scenario, ROUTES, seed, region, family, between))
    return parallel, shared


def told(life: Life, teller: Teller) -> Told:
    """A life in words, and as it can be drawn."""
    summary, story = sum_up(life, teller), tell(life, teller)
    return Told(life.route, life, summary, story, states_of(life), lanes_of(life), round_tables_of(life))


# What can differ between two lives of a family, weightiest first: by the key of its words, events that are counted …
COUNTED = {
    "all_care": kinds.FAMILY_DROPPED_OUT,
    "placements": kinds.PLACEMENT,
    "crises": kinds.CRISIS,
    "reports": kinds.REPORT,
    "ended_early": kinds.ENDED_EARLY,
    "goals": kinds.GOAL_REACHED,
    "merged": kinds.ROUTE_MERGED,
    "told_again": kinds.STORY_RETOLD,
    "new_faces": kinds.NEW_FACE,
}
STATES = ("severity", "trust", "direction", "overload")  # … and how it stands in the end
SEEN = 0.02  # a difference of a state below it is none that anybody sees


def what_differs(lives: Sequence[Life], teller: Teller) -> list[str]:
    """What went otherwise on the two routes, in sentences, weightiest first; one that says so when nothing did.

    Args:
        lives: the same family on parallel routes and with a shared plan.
        teller: who says it.
    """
    parallel, shared = lives
    pairs = {what: [str(len(life.events_of(kind))) for life in lives] for what, kind in COUNTED.items()}
    for name in STATES:
        values = [float(np.mean(life.last[name])) for life in lives]
        shown = [teller.number(value) for value in values]
        pairs[name] = shown if abs(values[0] - values[1]) >= SEEN else ["", ""]
    found = [
        teller.say("differs.times", what=teller.say(f"differs.{what}"), parallel=one, shared=other)
        for what, (one, other) in pairs.items()
        if one != other
    ]
    apart = first_apart(parallel, shared)
    if apart < parallel.scenario.weeks:
        found.append(teller.say("differs.until", week=apart) if apart else teller.say("differs.at_once"))
    return [teller.sentence(text) for text in found or [teller.say("differs.alike")]]


def first_apart(parallel: Life, shared: Life) -> int:
    """The first week in which other things happen on the two routes, the number of weeks when none."""
    weeks = parallel.scenario.weeks
    mine, others = (
        [event for event in life.events if event.week >= 0 and event.kind != kinds.PLAN_STARTED]
        for life in (parallel, shared)
    )
    differs = (min(one.week, other.week) for one, other in zip(mine, others) if one[:5] != other[:5])
    longer = max(mine, others, key=len)[min(len(mine), len(others)) :]
    return next(differs, longer[0].week if longer else weeks)


def families_worth_telling(
    scenario: Scenario, seed: int, region: int = 0, between: Between | None = None
) -> pd.DataFrame:
    """The families of a region with what became of them on both routes, so that one can be chosen.

    Args:
        scenario, seed, region: the pair of runs.
        between: called now and then during a run; what it raises stops the run.

    Returns:
        A row for each family that was followed and has left the region on neither route. Columns: ``family``,
        ``parents``, ``children``, ``members`` (counted), ``start_severity`` (0 to 1); for each route ``broke_off_``
        (true when it ever broke off everything), ``ended_early_``, ``crises_`` and ``stories_retold_`` (counted since
        week 0), ``severity_`` (mean at the end, 0 to 1); and ``differs``: how differently the two routes went, 0 when
        alike. Each of the five differences counts in proportion to how much that number differs between families and
        routes.

    Raises:
        ValueError: one line, for an unknown region or an impossible seed.
    """
    check_seed(seed)
    check_region(scenario, region)
    pair = both_routes(scenario, seed, region, between)
    worlds = {route: pair[route].family.view(np.ndarray) for route in ROUTES}
    parallel, shared = (worlds[route] for route in ROUTES)
    both = (parallel["followed"] == 1) & is_there(parallel) & is_there(shared)
    columns: dict[str, np.ndarray] = {"family": np.flatnonzero(both)}
    for name in ("parents", "children", "members", "start_severity"):
        columns[name] = parallel[name][both]
    for route, families in worlds.items():
        columns[f"broke_off_{route}"] = families["broke_off"][both] > 0
        for name in ("ended_early", "crises", "stories_retold"):
            columns[f"{name}_{route}"] = families[name][both]
        columns[f"severity_{route}"] = families["severity"][both].mean(axis=1)
    table = pd.DataFrame(columns)
    table["differs"] = sum(apart(table, name) for name in TOLD_APART_BY)
    return table


def apart(table: pd.DataFrame, name: str) -> pd.Series:
    """How far one number of each family lies apart on the two routes, in standard deviations over all families."""
    parallel, shared = (table[f"{name}_{route}"].astype(float) for route in ROUTES)
    spread = float(np.std(np.concatenate([parallel, shared]))) if len(table) else 0.0
    return (shared - parallel).abs() / spread if spread > 0.0 else shared * 0.0
