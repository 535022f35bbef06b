"""One run: build a region, burn it in, live its weeks on a route, and hand over what happened as tables."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from sim import tables
from sim.decisions import Deciding, deciding_in, table_of
from sim.names import DROPPED_OUT, IN_CARE, NOT_YET_COME, WAITING
from sim.outcomes import MAIN, OUTCOMES, outcomes_of
from sim.plots import Plot
from sim.region import ROUTES, build_region, settings_records
from sim.rule_sets import empty_weeks, run_weeks
from sim.scenario import AnyScenario, Scenario, as_scenario
from sim.shown import Shown
from sim.workers import cores
from sim.world import World, copy_of, event_type, weekly_type

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

FAMILY_COUNTERS = (
    "stories_retold",
    "helpers_started",
    "met_again",
    "meetings",
    "crises",
    "placements",
    "placement_days",
    "ended_early",
    "never_started",
    "broke_off",
    "weeks_waited",
    "contacts",
    "missed",
    "goals_reached",
    "weeks_in_care",
    "network_in_plan",
    "had_plan",
    "cost_euros",
)
SECTOR_COUNTERS = (
    "started",
    "weeks_waited",
    "wait_squares",
    "wait_cubes",
    "gave_up",
    "asked",
    "invited",
    "came",
    "leavers",
    "filled_weeks",
    "vacant_weeks",
    "due_hours",
    "given_hours",
    "waiting_weeks",
    "idle_with_list",
    "hours_with_list",
    "ill_weeks",
)
EVENTS_PER_FAMILY_WEEK = 2  # room for the log; a run that needs more is run again with what it needed
FAMILY_WEEKS = 50_000  # lived between two moments at which a run can be stopped, some twentieth of a second

Between = Callable[[], None]  # called now and then during a run; what it raises stops the run


def burn_in(scenario: Scenario, seed: int, region: int = 0, between: Between | None = None) -> World:
    """A region at week 0: caseloads and lists filled in usual care, the counting set to nought.

    Both routes start from this same world, with the same luck ahead of them.
    """
    world = build_region(scenario, seed, region)
    live_on(world, 0, between)
    return at_week_0(world, scenario)


def live_on(world: World, until: int, between: Between | None = None, deciding: Deciding | None = None) -> None:
    """Live the weeks up to, not including, `until`; compiled weeks cannot be interrupted, so ask in between."""
    if deciding is not None:
        deciding.live_on(world, until)
        return
    if between is None:
        run_weeks(world, until)
        return
    weeks = max(1, FAMILY_WEEKS // len(world.family))
    while world.tally[0].next_week < until:
        between()
        run_weeks(world, min(until, int(world.tally[0].next_week) + weeks))


def at_week_0(world: World, scenario: Scenario) -> World:
    """Begin to count: what happened in the burn-in is history, not outcome."""
    for name in FAMILY_COUNTERS:
        world.family[name] = 0
    for name in SECTOR_COUNTERS:
        world.sector[name] = 0
    world.post["hours"] = 0
    world.post["leavers"] = 0
    status = world.family["status"]
    there = status != NOT_YET_COME
    world.family["followed"] = np.isin(status, (WAITING, IN_CARE, DROPPED_OUT))
    severity = world.family["severity"][there]
    world.family["start_severity"][there] = severity.mean(axis=1)
    weekly = np.zeros(scenario.weeks, dtype=weekly_type).view(np.recarray)
    return empty_weeks(world._replace(weekly=weekly), scenario.weeks)


def on_route(
    start: World, scenario: Scenario, route: str, events: bool = False, channels: Sequence[float] | None = None
) -> World:
    """A copy of a world at week 0, set on a route, not yet run; with channels (``sim.names.CHANNELS``) open or shut."""
    world = copy_of(start)._replace(p=settings_records(scenario, route))
    if channels is not None:
        world.p["channel"] = channels
    if events:
        room = 64 + EVENTS_PER_FAMILY_WEEK * len(world.family) * scenario.weeks
        world = world._replace(log=np.zeros(room, dtype=event_type).view(np.recarray))
    return world


def live(
    start: World,
    scenario: Scenario,
    route: str,
    events: bool = False,
    between: Between | None = None,
    channels: Sequence[float] | None = None,
    deciding: Deciding | None = None,
) -> World:
    """All weeks of a route, from a world at week 0 that stays as it is."""
    world = on_route(start, scenario, route, events, channels)
    live_on(world, scenario.weeks, between, deciding)
    if events and world.tally[0].events > len(world.log):
        needed = int(world.tally[0].events)
        world = on_route(start, scenario, route, channels=channels)._replace(
            log=np.zeros(needed, dtype=event_type).view(np.recarray)
        )
        live_on(world, scenario.weeks, deciding=deciding)
    return world


def check_route(route: str) -> None:
    """Refuse a route that does not exist."""
    if route not in ROUTES:
        raise ValueError(f"unknown route {route!r} (there are {' and '.join(ROUTES)})")


def check_seed(seed: int) -> None:
    """Refuse a seed that is not a whole number of ordinary size."""
    if isinstance(seed, bool) or not isinstance(seed, int) or not -(2**63) <= seed < 2**63:
        raise ValueError(f"seed must be a whole number, not {seed!r}")


@dataclass(frozen=True, repr=False)
class Run(Shown):
    """What happened in one run. All tables are pandas; all shapes follow from the scenario.

    Attributes:
        scenario: what was run.
        route: on which of ``ROUTES``.
        seed: with whose luck.
        worlds: the state of each region after the last week.
        deciding: what was decided from outside in each region; empty where nothing was.
    """

    scenario: Scenario
    route: str
    seed: int
    worlds: list[World] = field(repr=False)
    deciding: list[Deciding] = field(default_factory=list, repr=False)
    plot = Plot()  # its pictures, after ``import omtafel``

    @cached_property
    def weekly(self) -> "pd.DataFrame":
        """One row a week: means over families, counts of events, hours by task (see ``sim.tables.weekly_table``)."""
        return tables.weekly_table(self.worlds)

    @cached_property
    def families(self) -> "pd.DataFrame":
        """One row for each family that came: who it is, where it stands, what it has been through."""
        return tables.family_table(self.worlds, self.scenario)

    @cached_property
    def staff(self) -> "pd.DataFrame":
        """One row for each post: sector, organisation, person, cases, skills, hours by task since week 0."""
        return tables.staff_table(self.worlds)

    @cached_property
    def outcomes(self) -> "pd.Series":
        """One number for each declared outcome (``sim.outcomes``), by name."""
        import pandas as pd  # it takes long, and most runs need no table

        found = outcomes_of(self.worlds)
        return pd.Series({name: found[name] for name in self.scenario.outcomes}, name=self.route)

    @cached_property
    def events(self) -> "pd.DataFrame":
        """One row for each event, in order; empty when no log was kept."""
        return tables.event_table(self.worlds)

    @cached_property
    def decisions(self) -> "pd.DataFrame":
        """What was decided week by week, and what the rules would have done (see ``sim.decisions.table_of``).

        Empty when the run was not given any decisions, not even an empty table.
        """
        return table_of(line for one in self.deciding for line in one.lines)

    @property
    def heading(self) -> str:
        """Which run it is."""
        return f"{self.scenario.heading}, route {self.route}, seed {self.seed}"

    def rows_shown(self) -> list[dict[str, object]]:
        """The main outcomes."""
        return [
            {
                "outcome": name,
                "what": OUTCOMES[name].label.en,
                "value": self.outcomes[name],
                "unit": OUTCOMES[name].unit,
            }
            for name in MAIN
        ]

    def graph(self, week: int) -> "nx.MultiGraph":
        """All ties at the end of a week, as a networkx MultiGraph with ``kind`` and ``weight`` on every edge.

        The weeks are lived again up to there, with the same luck; the last week is there already.

        Args:
            week: 0 to the last week of the scenario.

        Raises:
            ValueError: when the run has no such week.
        """
        if not 0 <= week < self.scenario.weeks:
            raise ValueError(f"week {week} is outside 0 to {self.scenario.weeks - 1}")
        from sim.network import graph_of, nx  # imported when it is asked for: most runs need no graph

        graph = nx.MultiGraph()
        for region in range(self.scenario.regions):
            world = self.worlds[region]
            if week < self.scenario.weeks - 1:
                world = on_route(burn_in(self.scenario, self.seed, region), self.scenario, self.route)
                live_on(world, week + 1, deciding=self.deciding[region].also(()) if self.deciding else None)
            graph_of(world, week, region if self.scenario.regions > 1 else None, graph)
        return graph


def simulate(
    scenario: AnyScenario,
    route: str = ROUTES[0],
    seed: int = 0,
    events: bool = False,
    workers: int | None = None,
    progress: Callable[[], None] | None = None,
    decisions: Any = None,
) -> Run:
    """Run a scenario once on one route.

    Args:
        scenario: what to run; a name of the library (``"almelo"``) or the path of a file does as well.
        route: ``"parallel"`` (usual care) or ``"shared_plan"``.
        seed: whose luck; the same seed gives the same bits, on any number of workers.
        events: keep the event log (slower, more memory).
        workers: threads over regions; by default one for each core.
        progress: called after each region.
        decisions: what is decided from outside instead of by the model's rules: a table, rows, or a CSV file
            (``sim.decisions``); the run then has ``decisions``, a table of what was done.

    Returns:
        The run with its tables.

    Raises:
        ValueError: for an unknown scenario, an unknown route, an impossible seed, or a decision that cannot be taken.

    Source: model description, purpose and overview.
    """
    scenario = as_scenario(scenario)
    check_route(route)
    check_seed(seed)
    deciding = [] if decisions is None else deciding_in(scenario, decisions)

    def one_region(region: int) -> World:
        here = deciding[region] if deciding else None
        world = live(burn_in(scenario, seed, region), scenario, route, events, deciding=here)
        if progress:
            progress()
        return world

    if scenario.regions == 1:
        return Run(scenario, route, seed, [one_region(0)], deciding)
    with ThreadPoolExecutor(cores(workers)) as pool:
        return Run(scenario, route, seed, list(pool.map(one_region, range(scenario.regions))), deciding)
