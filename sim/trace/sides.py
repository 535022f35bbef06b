"""A lever of one run, moved step by step towards one end of its range; from week 0 on, so that the past stays."""

import dataclasses
import math
from dataclasses import dataclass

from sim.parameters import Parameter, parameters
from sim.region import settings_by_stretch, stretch_of_week
from sim.scenario import Change, Scenario
from sim.trace.teller import Teller

STEPS = 100  # in a lever's range, where it does not count people, families or weeks
COUNTED = ("people", "families", "weeks", "number")  # units of levers that move by whole steps
ROUNDING = 9  # decimals to which sums of steps are exact


@dataclass(frozen=True)
class Side:
    """One lever and one end of its range.

    Attributes:
        lever: which.
        now: its value in the week that is looked at.
        end: its lowest or highest value.
    """

    lever: Parameter
    now: float
    end: float

    @property
    def range(self) -> float:
        """From its lowest value to its highest."""
        return self.lever.high - self.lever.low

    @property
    def step(self) -> float:
        """Size of one step."""
        return 1.0 if self.lever.unit in COUNTED else self.range / STEPS

    @property
    def steps(self) -> int:
        """Steps to the end."""
        return math.ceil(round(abs(self.end - self.now) / self.step, ROUNDING))

    def value(self, steps: int) -> float:
        """The lever after so many steps."""
        if steps >= self.steps:
            return self.end
        return round(self.now + math.copysign(steps * self.step, self.end - self.now), ROUNDING)

    def share(self, steps: int) -> float:
        """What so many steps are of the range."""
        return abs(self.value(steps) - self.now) / self.range

    def steps_within(self, share: float) -> int:
        """The most steps that stay within a share of the range."""
        return min(self.steps, math.floor(round(share * self.range / self.step, ROUNDING)))

    def shown(self, value: float, teller: Teller) -> str:
        """A value as people write it."""
        if self.lever.name == "coordinator_sector":
            return teller.sector(int(value))
        if self.lever.unit == "share":
            return teller.percent(value)
        number = teller.percent(value) if self.lever.is_share else teller.number(value, "g")
        unit = teller.say(f"unit.{self.lever.unit}")
        said = unit in self.lever.label.to(teller.language).lower()  # "Weeks between round tables at 11"
        return number if said else teller.say("value", number=number, unit=unit)


def sides_of_levers(scenario: Scenario, route: str, week: int, kind: str) -> list[Side]:
    """Both sides of every lever of a kind (``"policy"``, ``"world"``) that has room there, as set in a week.

    Levers that are read only when a region is built are left out: they cannot change in week 0.
    """
    stretch = int(stretch_of_week(scenario)[week + scenario.burn_in_weeks])
    settings = settings_by_stretch(scenario, route)[stretch]
    found = []
    for lever in parameters().values():
        if lever.kind == kind and not lever.at_start:
            now = settings.get(lever.name, lever.value)
            found += [Side(lever, now, end) for end in (lever.low, lever.high) if end != now]
    return found


def with_lever(scenario: Scenario, route: str, week: int, name: str, value: float) -> tuple[Scenario, str]:
    """A run with one lever set otherwise.

    The change begins in week 0; where the scenario itself sets the lever later, but not after `week`, that setting is
    what changes. Families on parallel routes get a plan by being on the other route, with that share of families.

    Returns:
        The scenario and the route to run it on.
    """
    changes = list(scenario.changes)
    set_by = [place for place, one in enumerate(changes) if one.week <= week and name in one.settings]
    if set_by:
        last = changes[set_by[-1]]
        changes[set_by[-1]] = Change(last.week, {**last.settings, name: value})
    else:
        changes.insert(0, Change(0, {name: value}))
    changed = dataclasses.replace(scenario, changes=tuple(changes))
    return changed, "shared_plan" if name == "shared_plan_share" else route
