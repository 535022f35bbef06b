"""A run that goes on week by week, in which somebody decides: look what comes up, choose, live the week, look again.

>>> life = sim.ByWeek(sim.load_scenario("almelo"), "parallel", seed=1)
>>> life.coming()  # what comes up in the next week, and what the model's rules would do
>>> life.step([(life.week, "concern", 34, "wait")])
>>> life.decisions  # what was done so far
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.decisions import WEEK, checked, deciding_in, table_of
from sim.region import build_region
from sim.rule_sets import run_weeks
from sim.run import Run, at_week_0, check_route, check_seed, on_route
from sim.scenario import Scenario
from sim.world import World, copy_of, weeks_lived

if TYPE_CHECKING:
    import pandas as pd


class ByWeek:
    """A scenario on one route at the beginning of a week; with the same choices the same run as ``simulate`` gives.

    Attributes:
        scenario, route, seed: what is run.
        worlds: the records of each region.
        deciding: what was decided in each region.
    """

    def __init__(self, scenario: Scenario, route: str = "parallel", seed: int = 0, decisions: Any = None) -> None:
        """A region at week 0.

        Args:
            scenario: what to run.
            route: ``"parallel"`` or ``"shared_plan"``.
            seed: whose luck.
            decisions: choices for weeks to come (``sim.decisions``); more can be given with each step.

        Raises:
            ValueError: for an unknown route, an impossible seed, or a decision that cannot be taken.
        """
        check_route(route)
        check_seed(seed)
        self.scenario = scenario
        self.route = route
        self.seed = seed
        self.deciding = deciding_in(scenario, decisions)
        self.worlds: list[World] = []
        for region in range(scenario.regions):
            world = build_region(scenario, seed, region)
            run_weeks(world, 0)
            self.worlds.append(on_route(at_week_0(world, scenario), scenario, route))

    @property
    def week(self) -> int:
        """The week to be lived next, which is also the number of weeks lived."""
        return int(self.worlds[0].tally[0].next_week)

    @property
    def decisions(self) -> "pd.DataFrame":
        """What was decided so far, and what the rules would have done (see ``sim.decisions.table_of``)."""
        return table_of(line for one in self.deciding for line in one.lines)

    def coming(self, choices: Any = ()) -> "pd.DataFrame":
        """What comes up in the next week; the week is lived on a copy.

        Args:
            choices: choices on trial, besides those that were given for that week.

        Raises:
            DecisionError: for a choice that cannot be made.
        """
        ahead = self.copy()
        ahead.step(choices)
        return table_of(line for one in ahead.deciding for line in one.lines if line[WEEK] == self.week)

    def step(self, choices: Any = ()) -> None:
        """Live one week in every region.

        Args:
            choices: a table of choices for this week or later ones.

        Raises:
            DecisionError: for a choice that cannot be made; the week is then not lived.
        """
        if self.week >= self.scenario.weeks:
            return
        until = self.week + 1
        given = checked(choices, self.scenario, self.week)
        deciding = [one.also(given) for one in self.deciding]
        worlds = [copy_of(world) for world in self.worlds]
        for one, world in zip(deciding, worlds, strict=True):
            one.live_on(world, until)
        self.deciding, self.worlds = deciding, worlds

    def copy(self) -> "ByWeek":
        """The same run at the same week, that goes its own way from here."""
        twin = object.__new__(ByWeek)
        twin.scenario, twin.route, twin.seed = self.scenario, self.route, self.seed
        twin.deciding, twin.worlds = list(self.deciding), list(self.worlds)  # `step` changes neither in place
        return twin

    def run(self) -> Run:
        """What happened so far, as the run of a scenario that ends here; before the first week there is nothing.

        Raises:
            ValueError: before the first week.
        """
        if self.week == 0:
            raise ValueError("no week has been lived yet")
        worlds = [copy_of(weeks_lived(world, self.week)) for world in self.worlds]
        changes = tuple(one for one in self.scenario.changes if one.week < self.week)
        return Run(
            replace(self.scenario, weeks=self.week, changes=changes), self.route, self.seed, worlds, self.deciding
        )
