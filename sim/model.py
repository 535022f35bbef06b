"""A region as a Mesa model: one step is one week of the same engine, and agents are live views on its records.

>>> from sim import CareModel, load_scenario
>>> model = CareModel(load_scenario("almelo"), route="shared_plan", seed=1)
>>> model.step()
>>> model.agents_by_type[Family].agg("trust", np.mean)  # Family is in sim.agents.views
"""

import copy
from typing import Any

import mesa
import networkx as nx
import numpy as np
import pandas as pd
from mesa.agent import AgentSet

from sim import tables
from sim.agents.views import (
    VIEW_OF_SECTOR,
    VIEWS,
    Child,
    Coordinator,
    Family,
    NetworkMember,
    Organisation,
    Parent,
    Professional,
    View,
)
from sim.names import LEFT, NOT_YET_COME
from sim.network import graph_of
from sim.outcomes import OUTCOMES, outcomes_of
from sim.region import build_region
from sim.run import at_week_0, check_route, check_seed, on_route
from sim.scenario import Scenario
from sim.week import run_weeks
from sim.world import World


class CareModel(mesa.Model):
    """A scenario on one route, week by week.

    After ``care_scenario.weeks`` weeks ``outcomes()`` equals ``simulate(scenario, route, seed).outcomes`` bit for bit.
    Chance is the engine's own: ``model.random`` and ``model.rng`` are there for the user's code and move no family.

    Attributes:
        care_scenario, route, seed: what is run (``scenario`` is a name that Mesa uses itself).
        worlds: the records of each region, for whoever wants arrays instead of agents.
        running: False once the last week has been lived; ``run_model()`` ends there, and a further ``step()`` changes
            nothing and raises nothing.

    ``agents`` has ``Family``, its ``Parent`` and ``Child`` and its ``NetworkMember`` agents from the week in which a
    family comes until it leaves the region; ``Professional`` (posts), ``School``, ``MentalHealthService`` and
    ``Organisation`` (all others) throughout; and ``Coordinator`` as long as somebody holds that role. Each has a
    ``key``, such as (region, row).
    """

    def __init__(self, scenario: Scenario, route: str = "parallel", seed: int = 0, burn_in: bool = True) -> None:
        """A region that is ready for its first step.

        Args:
            scenario: what to run.
            route: ``"parallel"`` or ``"shared_plan"``.
            seed: whose luck.
            burn_in: live the burn-in now and begin at week 0; False begins at the first week of the burn-in, to be
                watched as well, on parallel routes until week 0.

        Raises:
            ValueError: for an unknown route or an impossible seed.
        """
        check_route(route)
        check_seed(seed)
        super().__init__(rng=abs(seed))
        self.care_scenario = scenario
        self.route = route
        self.seed = seed
        self.worlds: list[World] = [build_region(scenario, seed, region) for region in range(scenario.regions)]
        self._views: dict[tuple, View] = {}  # by type and key
        self._there: dict[tuple, np.ndarray] = {}  # by type and region: rows that have a view now
        self._agent_number = 0
        self._live_until(0 if burn_in else -scenario.burn_in_weeks)
        for region, world in enumerate(self.worlds):
            for row in range(len(world.post)):
                self._show(Professional, region, row)
            for row, sector in enumerate(world.organisation["sector"].tolist()):
                self._show(VIEW_OF_SECTOR.get(sector, Organisation), region, row)
        self._see_who_is_there()

    @property
    def week(self) -> int:
        """The week to be lived next; since week 0 the number of weeks lived, and negative in the burn-in."""
        return int(self.worlds[0].tally[0].next_week)

    def step(self) -> None:
        """Live one week in every region."""
        if self.week < self.care_scenario.weeks:
            self._live_until(self.week + 1)
            self._see_who_is_there()
        self.running = self.week < self.care_scenario.weeks

    def outcomes(self) -> pd.Series:
        """One number for each declared outcome (``sim.outcomes``) over the weeks lived; NaN before the first."""
        if self.week <= 0:
            return pd.Series(np.nan, index=list(OUTCOMES), name=self.route)
        return pd.Series(outcomes_of(self._weeks_lived()), name=self.route)

    def weekly(self) -> pd.DataFrame:
        """One row for each week lived since week 0 (see ``sim.tables.weekly_table``)."""
        return tables.weekly_table(self._weeks_lived())

    def graph(self) -> nx.MultiGraph:
        """All ties as they are now (see ``sim.network.graph_of``)."""
        graph = nx.MultiGraph()
        for region, world in enumerate(self.worlds):
            latest = max(self.week - 1, -self.care_scenario.burn_in_weeks)
            graph_of(world, latest, region if len(self.worlds) > 1 else None, graph)
        return graph

    def find(self, kind: type[View], *key: int) -> Any:
        """The agent of a type with this key, such as ``model.find(Family, 0, 12)``; None when it is not there."""
        return self._views.get((kind, *key))

    @property
    def agents_by_type(self) -> dict[type, AgentSet]:
        """Agents of each exact type; an empty set for types of which there is nobody now."""
        there = super().agents_by_type
        return {**{kind: AgentSet([], random=self.random) for kind in VIEWS if kind not in there}, **there}

    def next_agent_number(self) -> int:
        """A number that no agent of this model has had."""
        self._agent_number += 1
        return self._agent_number

    def __copy__(self) -> "CareModel":
        """A model of its own: one that shared its records would be moved by the other's steps."""
        return copy.deepcopy(self)

    def _live_until(self, week: int) -> None:
        """Live the weeks before this one; at week 0 the counting begins and the region is set on its route."""
        for region, world in enumerate(self.worlds):
            run_weeks(world, week)
            if week == 0:
                self.worlds[region] = on_route(at_week_0(world, self.care_scenario), self.care_scenario, self.route)

    def _weeks_lived(self) -> list[World]:
        return [world._replace(weekly=world.weekly[: max(self.week, 0)]) for world in self.worlds]

    def _see_who_is_there(self) -> None:
        """Let agents come and go with the families and the coordinators they show."""
        for region, world in enumerate(self.worlds):
            status = world.family["status"]
            came, went = self._come_and_go(Family, region, (status != NOT_YET_COME) & (status != LEFT))
            for change, rows in ((self._show, came), (self._hide, went)):
                for row in rows:
                    family = world.family[row]
                    for who in range(family.members):
                        change(NetworkMember, region, row, who)
                    for who in range(family.parents + family.children):
                        change(Parent if who < family.parents else Child, region, int(family.first_person) + who)
            self._come_and_go(Coordinator, region, world.post["coordinating"] > 0)

    def _come_and_go(self, kind: type[View], region: int, there: np.ndarray) -> tuple[list[int], list[int]]:
        """Show the rows that are there now and were not, hide those that were and are not; gives both."""
        before = self._there.get((kind, region), np.zeros(len(there), dtype=bool))
        came, went = np.flatnonzero(there & ~before).tolist(), np.flatnonzero(before & ~there).tolist()
        for row in came:
            self._show(kind, region, row)
        for row in went:
            self._hide(kind, region, row)
        self._there[kind, region] = there
        return came, went

    def _show(self, kind: type[View], *key: int) -> None:
        self._views[kind, *key] = kind(self, *key)

    def _hide(self, kind: type[View], *key: int) -> None:
        self._views.pop((kind, *key)).remove()
