"""The parameter sets that come with this version of the model: their values, and what made them.

Users read of *plausible worlds*: sets of values that what is known does not contradict.

``plausible.csv`` holds a row for each set and a column for each parameter that was drawn; ``plausible.json`` what
made them and what was seen on the way. Both are written together by ``omtafel calibrate --keep``. An assumption that
came later has its declared value in every set, and one that is gone is left out, until sets are drawn anew.
"""

import dataclasses
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from experiments.json_files import KeptJson
from experiments.parameter_sets.priors import uncertain
from sim.scenario import Scenario

HERE = Path(__file__).parent
VALUES = HERE / "plausible.csv"
story = KeptJson(HERE / "plausible.json")  # what made the sets


@cache
def drawn() -> pd.DataFrame:
    """The values as they were drawn: a row a set, in the order of the sample, and a column a parameter."""
    return pd.read_csv(VALUES).drop(columns="row").astype(float)


@cache
def parameter_sets() -> tuple[dict[str, float], ...]:
    """The parameter sets that come with the model, as settings by name, in the order of the sample."""
    declared = {one.name: one.value for one in uncertain()}
    return tuple({name: row.get(name, value) for name, value in declared.items()} for row in drawn().to_dict("records"))


def later() -> list[str]:
    """The assumptions that were added since the sets were drawn."""
    return [one.name for one in uncertain() if one.name not in drawn()]


def forget() -> None:
    """Read the files again when they are asked for: they were written anew."""
    story.forget()
    for read in (drawn, parameter_sets):
        read.cache_clear()


def with_parameter_set(scenario: Scenario, parameter_set: Mapping[str, float]) -> Scenario:
    """A scenario in a parameter set: what the scenario sets itself goes before what the set says."""
    return dataclasses.replace(scenario, settings={**parameter_set, **scenario.settings})


def some_parameter_sets(count: int) -> list[dict[str, float]]:
    """The first so many of the sets that come with the model: the sample is spread evenly from its beginning.

    Raises:
        ValueError: when fewer than one is asked for, or more than there are.
    """
    there = parameter_sets()
    if not 1 <= count <= len(there):
        raise ValueError(f"worlds must be from 1 to {len(there)}, the plausible worlds that come with this version")
    return list(there[:count])
