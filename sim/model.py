"""A region as a Mesa model: one step is one week of the same engine, and agents are live views on its records.

>>> from sim import CareModel, load_scenario
>>> model = CareModel(load_scenario("almelo"), route="shared_plan", seed=1)
>>> model.step()
>>> model.agents_by_type[Family].agg("trust", np.mean)  # Family is in sim.agents.views

A subclass that lives a week otherwise (``live_week``) is a model of one's own: ``sim.compare(..., model=Mine)``.
"""

import copy
from collections.abc import Mapping
from functools import partial
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
from sim.decisions import deciding_in, table_of
from sim.names import LEFT, NOT_YET_COME
from sim.network import graph_of
from sim.outcomes import MAIN, main_outcomes_of, outcomes_of
from sim.region import build_region
from sim.run import at_week_0, check_route, check_seed, live_on, on_route
from sim.scenario import AnyScenario, as_scenario
from sim.space import network_of
from sim.world import World, weeks_lived


class CareModel(mesa.Model):
    """A scenario on one route, week by week.

    After ``care_scenario.weeks`` weeks ``outcomes()`` equals ``simulate(scenario, route, seed).outcomes`` bit for bit.
    Chance is the engine's own: ``model.random`` and ``model.rng`` are there for the user's code and move no family.

    Attributes:
        care_scenario: what is run (``scenario`` is a name that Mesa uses itself).
        route: on which of ``ROUTES``.
        seed: with whose luck.
        worlds: the records of each region, for whoever wants arrays instead of agents.
        datacollector: every week since the start the main outcomes so far, under their names; the last row is that of
            ``simulate``. What ``agent_reporters`` and ``agenttype_reporters`` ask is collected too.
        running: False once the last week has been lived; ``run_model()`` ends there, and a further ``step()`` changes
            nothing and raises nothing.

    ``agents`` has ``Family``, its ``Parent`` and ``Child`` and its ``NetworkMember`` agents from the week in which a
    family comes until it leaves the region; ``Professional`` (posts), ``School``, ``MentalHealthService`` and
    ``Organisation`` (all others) throughout; and ``Coordinator`` as long as somebody holds that role. Each has a
    ``key``, such as (region, row).
    """

    def __init__(
        self,
        scenario: AnyScenario,
        route: str = "parallel",
        seed: int = 0,
        burn_in: bool = True,
        agent_reporters: Mapping[str, Any] | None = None,
        agenttype_reporters: Mapping[Any, Mapping[str, Any]] | None = None,
        decisions: Any = None,
        **kwargs: Any,
    ) -> None:
        """A region that is ready for its first step.

        Args:
            scenario: what to run, or its name.
            route: ``"parallel"`` or ``"shared_plan"``.
            seed: whose luck.
            burn_in: live the burn-in now and begin at week 0; False begins at the first week of the burn-in, to be
                watched as well, on parallel routes until week 0.
            agent_reporters: what is collected of agents every week, as for Mesa's DataCollector.
            agenttype_reporters: the same by type of agent.
            decisions: what is decided from outside (``sim.decisions``; ``sim.ByWeek`` takes choices from week to week).
            kwargs: settings of the scenario that are to be others (``turnover_rate=0.4``), as in ``Scenario.replace``;
                called so because Mesa's page knows them by this name.

        Raises:
            ValueError: for an unknown scenario or setting, an unknown route, an impossible seed, or a decision that
                cannot be taken.
        """
        check_route(route)
        if seed is None:
            raise ValueError("seed must be a whole number, not None: Mesa's batch_run takes seeds as rng=[0, 1, 2]")
        check_seed(seed)
        super().__init__(rng=abs(seed))
        scenario = as_scenario(scenario)
        self.care_scenario = scenario.replace(**kwargs) if kwargs else scenario
        scenario = self.care_scenario
        self.route = route
        self.seed = seed
        self.deciding = [] if decisions is None else deciding_in(scenario, decisions)
        self.worlds: list[World] = [build_region(scenario, seed, region) for region in range(scenario.regions)]
        self._views: dict[tuple, View] = {}  # by type and key
        self._there: dict[tuple, np.ndarray] = {}  # by type and region: rows that have a view now
        self._agent_number = 0
        self._space: Any = None  # of this week, when it was asked for
        self._cells: dict[View, Any] = {}  # of that space, by who is in them
        self._main: dict[str, float] = {}  # the main outcomes so far
        self.datacollector = mesa.DataCollector(
            model_reporters={"week": "week", **{name: partial(main_outcome, name) for name in MAIN}},
            agent_reporters=agent_reporters,
            agenttype_reporters=agenttype_reporters,
        )
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
            lived = self.week > 0
            self._main = dict(zip(MAIN, main_outcomes_of(self._weeks_lived()), strict=True)) if lived else {}
            self.datacollector.collect(self)
        self.running = self.week < self.care_scenario.weeks

    def live_week(self, world: World, week: int, region: int) -> None:
        """Live one week of one region, in the burn-in too (``week`` below 0): what a subclass changes of the rules.

        Whatever it does before ``super().live_week(...)`` is there for the rules of that week, what it does afterwards
        for those of the next.

        Args:
            world: the records of the region, to be read and written.
            week: to be lived.
            region: its number.
        """
        live_on(world, week + 1, deciding=self.deciding[region] if self.deciding and week >= 0 else None)

    def outcomes(self) -> pd.Series:
        """One number for each declared outcome (``sim.outcomes``) over the weeks lived; NaN before the first."""
        if self.week <= 0:
            return pd.Series(np.nan, index=self.care_scenario.outcomes, name=self.route)
        return pd.Series(outcomes_of(self._weeks_lived()), name=self.route)

    def decisions(self) -> pd.DataFrame:
        """What was decided so far, and what the rules would have done (see ``sim.decisions.table_of``)."""
        return table_of(line for one in self.deciding for line in one.lines)

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

    @property
    def space(self) -> Any:
        """The ties of now as a ``mesa.discrete_space.Network``, made when it is asked for (see ``sim.space``)."""
        if self._space is None:
            self._space = network_of(self.graph(), self._views.values(), len(self.worlds), self.random)
            self._cells = {agent: cell for cell in self._space.all_cells for agent in cell.agents}
        return self._space

    def cell_of(self, agent: View) -> Any:
        """The cell of ``space`` in which an agent is; None when it is gone, and for people of a family."""
        return self._cells.get(agent) if self.space is not None else None

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
        self._space = None
        for region, world in enumerate(self.worlds):
            while (lived := int(world.tally[0].next_week)) < week:
                self.live_week(world, lived, region)
            if week == 0:
                self.worlds[region] = on_route(at_week_0(world, self.care_scenario), self.care_scenario, self.route)

    def _weeks_lived(self) -> list[World]:
        return [weeks_lived(world, max(self.week, 0)) for world in self.worlds]

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


def main_outcome(name: str, model: CareModel) -> float:
    """A main outcome over the weeks that a model has lived; not a number before the first."""
    return model._main.get(name, np.nan)
