"""What a visitor has chosen: a scenario with levers and assumptions moved, whose luck, and what is looked at.

Choices never change; moving a lever makes new ones. All of them stand in the address (``dashboard/address.py``), so a
copied link shows the same picture and the same numbers.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from experiments.own_region.making import stem_of
from sim.outcomes import MAIN, OUTCOMES
from sim.parameters import Parameter, one_value, parameters
from sim.scenario import SIZES, Change, Scenario, ScenarioError, load_scenario, scenario_names
from sim.structures import STRUCTURES
from sim.words import Language

NOTHING: Mapping[str, float] = MappingProxyType({})
USUAL_FORMS: Mapping[str, str] = MappingProxyType({})

# What one visitor may ask of a machine that others use too; the command line allows more. (low, high)
CAPS = {
    "families": (20, 1_000),
    "weeks": (52, 520),
    "burn_in_weeks": (0, 260),
    "regions": (1, 1),
    "pairs": (2, 400),
}
LARGEST_SEED = 2**53  # whole numbers that browsers can hold
# What is looked at, and whose luck. (low, high)
LOOKED_AT = {
    "seed": (0, LARGEST_SEED),
    "pairs": CAPS["pairs"],
    "family": (0, 100_000),
    "week": (0, CAPS["weeks"][1]),
}
LETTERS = ("A", "B", "C", "D")
FIRST = "almelo"
FIRST_TOLD = next(name for name in MAIN if getattr(OUTCOMES[name].figure, "place", 0) == 1)  # in the headline
DIFFERENCES = ("both", "absolute", "relative")  # how the tables of the first page tell one


class Settings(NamedTuple):
    """What was put aside under a letter: a scenario of the library, what differs from it, and changes of its own."""

    scenario: str
    values: Mapping[str, float]
    changes: tuple[Change, ...] | None
    forms: Mapping[str, str] = USUAL_FORMS

    @property
    def later(self) -> tuple[Change, ...]:
        """What changes in a week: what the visitor brought, else what the scenario of the library says."""
        return library_scenario(self.scenario).changes if self.changes is None else self.changes

    @property
    def too_late(self) -> tuple[Change, ...]:
        """Changes in weeks that are not reached."""
        weeks = self.values.get("weeks", library_scenario(self.scenario).weeks)
        return tuple(change for change in self.later if change.week >= weeks)

    def ready(self) -> Scenario:
        """The scenario with all of them, ready to run."""
        scenario = library_scenario(self.scenario)
        if self.changes is not None:
            scenario = dataclasses.replace(scenario, changes=self.changes)
        return scenario.replace(**self.values, structures=self.forms) if self.values or self.forms else scenario


@dataclass(frozen=True)
class Choices:
    """What a visitor has chosen.

    Attributes:
        scenario: name of a scenario of the library.
        values: parameters and sizes that differ from what the scenario says, by name.
        changes: settings that change in a week, of a scenario the visitor brought; None for those of the library's.
        forms: rival forms of rules that differ from what the scenario has, by structure.
        pairs, seed: how many paired runs, and whose luck.
        language: of the page.
        family, week: which family and which week is looked at; None for the one that is worth telling most.
        across, up: levers on the axes of the break-even map.
        outcome: what the map and the lines show.
        difference: how tables tell a difference, of ``DIFFERENCES``.
        rules_of: the declaration whose rules are looked into; empty for the whole week.
        chapter: which chapter of those to learn from is open; empty for their list.
        log: what a learner wrote down, by ``CHAPTER.ENTRY``.
        saved: other settings that were put aside under a letter.
        named: what these are called, by letter, where the visitor gave them a name.
        pinned: the settings that those of now are held against; None for the first scenario of the library, as large.
        route: on which policies are held against each other.
        town: what the municipality is called whose own figures these are; empty where nobody said so.
    """

    scenario: str = FIRST
    values: Mapping[str, float] = field(default_factory=lambda: NOTHING)
    changes: tuple[Change, ...] | None = None
    forms: Mapping[str, str] = field(default_factory=lambda: USUAL_FORMS)
    pairs: int = 100
    seed: int = 0
    language: Language = "en"
    family: int | None = None
    week: int = 0
    across: str = "turnover_rate"
    up: str = "time_shortage"
    outcome: str = FIRST_TOLD
    difference: str = "absolute"
    rules_of: str = ""
    chapter: str = ""
    log: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    saved: Mapping[str, Settings] = field(default_factory=lambda: MappingProxyType({}))
    named: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    pinned: Settings | None = None
    route: str = "shared_plan"
    town: str = ""

    def but(self, **changed: object) -> "Choices":
        """The same choices with some of them changed."""
        return dataclasses.replace(self, **changed)  # type: ignore[arg-type]

    def moved(self, name: str, value: float) -> "Choices":
        """The same choices with a parameter or size set; one that is set back to the scenario's leaves no trace."""
        values = {key: kept for key, kept in self.values.items() if key != name}
        value = int(value) if name in SIZES else one_value(value)
        if value != base_value(self.base, name):
            values[name] = value
        return self.but(values=values)

    def with_form(self, structure: str, form: str) -> "Choices":
        """The same choices with one rule in another form; the one that the scenario has leaves no trace."""
        forms = {**self.forms, structure: form}
        return self.but(forms={name: one for name, one in forms.items() if one != form_of(self.base, name)})

    @property
    def base(self) -> Scenario:
        """The scenario of the library, as it stands there."""
        return library_scenario(self.scenario)

    @property
    def here(self) -> Settings:
        """The settings of now, as they are put aside: what decides the numbers besides luck."""
        return Settings(self.scenario, self.values, self.changes, self.forms)

    @property
    def baseline(self) -> Settings:
        """What the settings of now are held against: what was pinned, else the first scenario, as large as now."""
        if self.pinned:
            return self.pinned
        first = library_scenario(FIRST)
        sizes = {name: self.value(name) for name in SIZES if self.value(name) != base_value(first, name)}
        return Settings(FIRST, MappingProxyType(sizes), None)

    def value(self, name: str) -> float:
        """The value of a parameter or size as it is now."""
        return self.values.get(name, base_value(self.base, name))

    def scenario_now(self) -> Scenario:
        """The scenario with everything that was moved, ready to run."""
        return self.here.ready()

    def titled(self, scenario: Scenario) -> Scenario:
        """A scenario by the name of the municipality, where one was said: on pages, in reports and in files."""
        if not self.town:
            return scenario
        town = self.town
        return dataclasses.replace(scenario, name=stem_of(town), title=town, title_nl=town, why="", why_nl="")

    @property
    def stem(self) -> str:
        """How the names of files begin that are taken along."""
        return stem_of(self.town) if self.town else "omtafel"

    def without(self, *kinds: str) -> "Choices":
        """The same choices with the parameters of some kinds as the scenario has them; forms count as assumptions."""
        known = parameters()
        kept = {name: value for name, value in self.values.items() if name in SIZES or known[name].kind not in kinds}
        return self.but(values=kept, forms=USUAL_FORMS if "assumption" in kinds else self.forms)

    def changed(self, *kinds: str) -> list[Parameter]:
        """The parameters of some kinds that were moved."""
        return [one for name, one in parameters().items() if name in self.values and one.kind in kinds]


@cache
def library_scenario(name: str) -> Scenario:
    """A scenario of the library, read once; a file of this machine is none."""
    if name not in scenario_names():
        raise ScenarioError(f"there is no scenario {name!r} in the library")
    return load_scenario(name)


@cache
def scenarios_on_offer() -> tuple[str, ...]:
    """The scenarios that are small enough to live while somebody waits."""
    return tuple(name for name in scenario_names() if not too_large(library_scenario(name)))


def too_large(scenario: Scenario) -> str:
    """The first size that is beyond its cap, or nothing."""
    return next((name for name in SIZES if not CAPS[name][0] <= getattr(scenario, name) <= CAPS[name][1]), "")


def base_value(base: Scenario, name: str) -> float:
    """What a scenario says of a parameter or size."""
    return getattr(base, name) if name in SIZES else base.value(name)


def form_of(base: Scenario, structure: str) -> str:
    """The form of a rule that a scenario has."""
    return base.structures.get(structure, next(iter(STRUCTURES[structure].forms)))


def forms_beside(base: Scenario, scenario: Scenario) -> dict[str, str]:
    """The forms of rules in which a scenario differs from another."""
    return {name: form_of(scenario, name) for name in STRUCTURES if form_of(scenario, name) != form_of(base, name)}


def brought(scenario: Scenario, choices: Choices) -> Choices:
    """The choices with a scenario that a visitor brought: told as what differs from the first of the library."""
    base = library_scenario(FIRST)
    values: dict[str, float] = {name: getattr(scenario, name) for name in SIZES}
    values |= {name: value for name, value in scenario.settings.items()}
    different = {name: value for name, value in values.items() if value != base_value(base, name)}
    forms = forms_beside(base, scenario)
    return choices.but(scenario=FIRST, values=different, changes=scenario.changes or None, forms=forms)
