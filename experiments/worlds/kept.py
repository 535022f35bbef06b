"""The plausible worlds that come with this version of the model: their values, and what made them.

``plausible.csv`` holds a row for each world and a column for each parameter; ``plausible.json`` what made them and
what was seen on the way. Both are written together by ``omtafel calibrate --keep``.
"""

import dataclasses
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from sim.scenario import Scenario

HERE = Path(__file__).parent
VALUES, STORY = HERE / "plausible.csv", HERE / "plausible.json"


@cache
def story() -> dict[str, Any]:
    """What made the worlds that come with the model."""
    return json.loads(STORY.read_text("utf-8"))


@cache
def worlds() -> tuple[dict[str, float], ...]:
    """The plausible worlds that come with the model, as settings by name, in the order of the sample."""
    table = pd.read_csv(VALUES).drop(columns="row")
    return tuple({str(name): float(value) for name, value in row.items()} for row in table.to_dict("records"))


def in_world(scenario: Scenario, world: Mapping[str, float]) -> Scenario:
    """A scenario in a plausible world: what the scenario sets itself goes before what the world says."""
    return dataclasses.replace(scenario, settings={**world, **scenario.settings})


def some_worlds(count: int) -> list[dict[str, float]]:
    """The first so many of the worlds that come with the model: the sample is spread evenly from its beginning.

    Raises:
        ValueError: when fewer than one is asked for, or more than there are.
    """
    there = worlds()
    if not 1 <= count <= len(there):
        raise ValueError(f"worlds must be from 1 to {len(there)}, the plausible worlds that come with this version")
    return list(there[:count])
