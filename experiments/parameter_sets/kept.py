"""The parameter sets that come with this version of the model: their values, and what made them.

Users read of *plausible worlds*: sets of values that what is known does not contradict.

``plausible.parquet`` holds a row for each set and a column for each parameter that was drawn, and under which forms of
the rules it was (empty: the usual ones); ``plausible.json`` what made them and what was seen on the way. Both are
written together by ``omtafel calibrate``, into this folder with ``--keep``, else into any other. An assumption that
came later has its declared value in every set, and one that is gone is left out, until sets are drawn anew.
"""

import dataclasses
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.json_files import KeptJson
from experiments.parameter_sets.priors import uncertain
from sim.scenario import Scenario

HERE = Path(__file__).parent
VALUES, STORY = "plausible.parquet", "plausible.json"
UNDER = "under"  # the column that says under which forms
story = KeptJson(HERE / STORY)  # what made the sets that come with the model


@cache
def drawn(folder: Path = HERE) -> pd.DataFrame:
    """The values as they were drawn: a row a set, in the order of the draw, and a column a parameter, and ``under``.

    Raises:
        ValueError: one line, when there are no sets in a folder, or not ones of today's.
    """
    path = folder / VALUES
    if not path.is_file():
        raise ValueError(f"{folder}: no plausible worlds there (no {VALUES}); omtafel calibrate --out makes them")
    found = pd.read_parquet(path)
    if UNDER not in found:
        raise ValueError(f"{path}: was not made by omtafel calibrate")
    return found


@cache
def parameter_sets(folder: Path = HERE, under: str = "") -> tuple[dict[str, float], ...]:
    """The parameter sets in a folder, by default those that come with the model, as settings by name.

    Args:
        folder: where they are.
        under: the forms of the rules under which they fit, as ``form_of`` names them.
    """
    declared = {one.name: one.value for one in uncertain()}
    rows = drawn(folder)
    rows = rows[rows[UNDER] == under].drop(columns=UNDER).astype(float)
    return tuple({name: row.get(name, value) for name, value in declared.items()} for row in rows.to_dict("records"))


def form_of(scenario: Scenario) -> str:
    """The forms of the rules that a scenario chooses beside the usual ones, as one word."""
    return " ".join(f"{structure}={form}" for structure, form in sorted(scenario.structures.items()))


def later() -> list[str]:
    """The assumptions that were added since the sets were drawn."""
    return [one.name for one in uncertain() if one.name not in drawn()]


def forget() -> None:
    """Read the files again when they are asked for: they were written anew."""
    story.forget()
    for read in (drawn, parameter_sets):
        read.cache_clear()


def story_in(folder: Path) -> dict[str, Any]:
    """What made the sets in a folder."""
    return KeptJson(folder / STORY)()


def write(folder: Path, sets: pd.DataFrame, told: dict[str, Any]) -> list[Path]:
    """Put sets and their story in a folder; hands out the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    sets.to_parquet(folder / VALUES, index=False, compression="zstd")
    paths = [folder / VALUES, KeptJson(folder / STORY).write(told)]
    forget()
    return paths


def with_parameter_set(scenario: Scenario, parameter_set: Mapping[str, float]) -> Scenario:
    """A scenario in a parameter set: what the scenario sets itself goes before what the set says."""
    return dataclasses.replace(scenario, settings={**parameter_set, **scenario.settings})


def some_parameter_sets(
    count: int | None, folder: Path = HERE, scenario: Scenario | None = None
) -> list[dict[str, float]]:
    """The first so many of the sets in a folder: each counts as much as another, in the order of a draw.

    Args:
        count: how many; all of them when not said.
        folder: where they are; by default those that come with the model.
        scenario: where it chooses a rival form of a rule, sets that fit under that form, if there are any.

    Raises:
        ValueError: when fewer than one is asked for, or more than there are.
    """
    there = (parameter_sets(folder, form_of(scenario)) if scenario else ()) or parameter_sets(folder)
    count = len(there) if count is None else count
    if not 1 <= count <= len(there):
        come = "the plausible worlds that come with this version" if folder == HERE else f"the worlds in {folder}"
        raise ValueError(f"worlds must be from 1 to {len(there)}, {come}")
    return list(there[:count])
