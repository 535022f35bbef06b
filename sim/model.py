"""The same engine as a Mesa model: one step is one week, and the agents are live views of its records."""

from typing import Any

import mesa
import networkx as nx
import pandas as pd

from sim.agents.family import LEFT
from sim.agents.professional import ADULT_MENTAL_HEALTH, SCHOOL_STAFF, YOUTH_MENTAL_HEALTH
from sim.agents.views import (
    Coordinator,
    Family,
    MentalHealthService,
    NetworkMember,
    Organisation,
    Professional,
    School,
    View,
)
from sim.network import graph_of
from sim.outcomes import outcomes_of
from sim.run import burn_in, check_route, check_seed, on_route
from sim.scenario import Scenario
from sim.week import run_weeks
from sim.world import World

LARGEST_MESA_SEED = 2**32


class CareModel(mesa.Model):
    """A region, week by week.

    After the last week of the scenario ``running`` is False and a further ``step`` does nothing.

    Args:
        scenario: what to run.
        route: ``"parallel"`` or ``"shared_plan"``.
        seed: whose luck; the same as in ``sim.simulate``.

    Attributes:
        week: weeks lived so far.
        worlds: the state of each region.
        care_scenario, route, luck_seed: what is run.

    Raises:
        ValueError: for an unknown route or an impossible seed.

    Source: model description, a week in order.
    """

    def __init__(self, scenario: Scenario, route: str = "parallel", seed: int = 0) -> None:
        check_route(route)
        check_seed(seed)
        super().__init__(rng=seed % LARGEST_MESA_SEED)  # Mesa's own chance is not used; luck comes from sim.chance
        self.care_scenario = scenario
        self.route = route
        self.luck_seed = seed
        self.week = 0
        self.worlds: list[World] = [
            on_route(burn_in(scenario, seed, region), scenario, route) for region in range(scenario.regions)
        ]
        self._families: dict[tuple[int, int], list[View]] = {}
        self._coordinators: dict[tuple[int, int, int], View] = {}
        self._seen = [0] * scenario.regions
        self._add_staff()
        self._follow_the_world()

    def step(self) -> None:
        """Live one week."""
        if self.week >= self.care_scenario.weeks:
            self.running = False
            return
        for world in self.worlds:
            run_weeks(world, self.week + 1)
        self.week += 1
        self._follow_the_world()
        self.running = self.week < self.care_scenario.weeks

    def outcomes(self) -> pd.Series:
        """Every declared outcome of the weeks lived so far, by name."""
        so_far = [world._replace(weekly=world.weekly[: max(self.week, 1)]) for world in self.worlds]
        return pd.Series(outcomes_of(so_far), name=self.route)

    def graph(self) -> nx.MultiGraph:
        """All ties now, as a networkx MultiGraph with ``kind`` and ``weight`` on every edge."""
        graph = nx.MultiGraph()
        for region, world in enumerate(self.worlds):
            graph_of(world, self.week - 1, region if len(self.worlds) > 1 else None, graph)
        return graph

    def _add_staff(self) -> None:
        """Posts and organisations are there from the start and stay."""
        for region, world in enumerate(self.worlds):
            for row in range(len(world.post)):
                Professional(self, region, row)
            for row, organisation in enumerate(world.organisation):
                kind: type[Organisation] = Organisation
                if organisation.sector == SCHOOL_STAFF:
                    kind = School
                elif organisation.sector in (YOUTH_MENTAL_HEALTH, ADULT_MENTAL_HEALTH):
                    kind = MentalHealthService
                kind(self, region, row)

    def _follow_the_world(self) -> None:
        """Let agents appear and disappear as families come and leave, and as people take up and end the role."""
        for region, world in enumerate(self.worlds):
            arrived = int(world.tally[0].arrived)
            for row in range(self._seen[region], arrived):
                family: list[View] = [Family(self, region, row)]
                family += [NetworkMember(self, region, row, who) for who in range(world.family[row].members)]
                self._families[region, row] = family
            self._seen[region] = arrived
            for row in [row for place, row in self._families if place == region]:
                if world.family[row].status == LEFT:
                    for view in self._families.pop((region, row)):
                        view.remove()
        self._follow_the_coordinators()

    def _follow_the_coordinators(self) -> None:
        """One agent for each person who coordinates for at least one family now."""
        now: dict[tuple[int, int, int], tuple[int, int]] = {}
        for region, world in enumerate(self.worlds):
            for row, post in enumerate(world.post):
                if post.filled == 1 and post.coordinating > 0:
                    now[region, row, int(post.incumbent)] = (region, row)
        for key in [key for key in self._coordinators if key not in now]:
            self._coordinators.pop(key).remove()
        for key, (region, row) in now.items():
            if key not in self._coordinators:
                self._coordinators[key] = Coordinator(self, region, row)


__all__: list[Any] = [
    "CareModel",
    "Coordinator",
    "Family",
    "MentalHealthService",
    "NetworkMember",
    "Organisation",
    "Professional",
    "School",
]
