"""Policies that are held against each other: what was put aside under letters, and presets of the debate.

The first of them is what the others are held against. Where nothing was put aside that is the settings of now.
"""

from collections.abc import Mapping
from types import MappingProxyType

from dashboard.choices import LETTERS, Choices, Settings, library_scenario
from dashboard.words import say
from experiments import in_words
from experiments.language import heading
from experiments.parameter_sets.kept import some_parameter_sets, with_parameter_set
from sim.scenario import Scenario
from sim.words import Language

# Scenarios of the library of which the levers are put beside the first policy, one press each.
PRESETS = (
    "fixed_face",
    "safety_team_inside",
    "safety_team_beside",
    "sharing_without_asking",
    "obligatory_coordinator",
    "shorter_trajectories",
    "own_contribution",
)
REFERENCE = LETTERS[0]
WORLDS = 8  # plausible worlds in which they are held against each other too


def policies_of(choices: Choices) -> Mapping[str, Settings]:
    """The settings of each policy, by letter; those of now when none was put aside."""
    return {letter: choices.saved[letter] for letter in LETTERS if letter in choices.saved} or {REFERENCE: choices.here}


def with_preset(choices: Choices, preset: str) -> Choices:
    """The same choices with one more policy: the first with the levers of a preset; or none is free."""
    there = policies_of(choices)
    free = next((letter for letter in LETTERS if letter not in there), None)
    if free is None:
        return choices
    first = next(iter(there.values()))
    return choices.but(saved=MappingProxyType({**there, free: with_levers(first, preset)}))


def with_levers(first: Settings, preset: str) -> Settings:
    """Settings with the levers of a preset."""
    return first._replace(values=MappingProxyType({**first.values, **library_scenario(preset).settings}))


def names_of(choices: Choices) -> list[str]:
    """What each policy is called: its letter, with the name that it was given, or that of its preset."""
    there = policies_of(choices)
    first = next(iter(there.values()))
    names = []
    for letter, settings in there.items():
        preset = next((one for one in PRESETS if settings == with_levers(first, one) != first), None)
        name = choices.named.get(letter) or (preset_name(preset, choices.language) if preset else "")
        if not name and settings is first and not choices.but(**settings._asdict()).changed("policy"):
            name = say("policy.as_now", choices.language)
        names.append(f"{letter} · {name}" if name else letter)
    return names


def preset_name(preset: str, language: Language) -> str:
    """What a preset is called: the title of its scenario without the name of the region."""
    return heading(in_words.title(library_scenario(preset), language).split(", ", 1)[-1])


def scenarios_of(there: Mapping[str, Settings]) -> tuple[Scenario, ...]:
    """The scenario of each policy."""
    return tuple(one.ready() for one in there.values())


def in_worlds(scenarios: tuple[Scenario, ...]) -> tuple[Scenario, ...]:
    """Each policy in some plausible worlds; world by world, so that what policies have in common is lived once."""
    sets = some_parameter_sets(WORLDS)
    return tuple(with_parameter_set(scenario, one) for one in sets for scenario in scenarios)
