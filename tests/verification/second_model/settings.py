"""Names of sectors and life domains, and the values of parameters, read as data."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

PARAMETERS = Path(__file__).parents[3] / "sim" / "parameters"
YEAR = 52  # weeks
SECTORS = ("social_team", "youth_mental_health", "adult_mental_health", "school", "debt_housing", "gp")
SERVED_BY = {
    "parenting": "social_team",
    "child_mental_health": "youth_mental_health",
    "parent_mental_health": "adult_mental_health",
    "school": "school",
    "money": "debt_housing",
    "home": "debt_housing",
    "relations": "social_team",
    "physical_health": "gp",
}
DOMAINS = tuple(SERVED_BY)
OF_PARENTS = ("parent_mental_health",)
OF_CHILDREN = ("child_mental_health", "school")
ALWAYS_THERE = ("school", "gp")
TOUCHING = {
    frozenset(pair)
    for pair in (
        ("parenting", "child_mental_health"),
        ("parenting", "parent_mental_health"),
        ("parenting", "relations"),
        ("parent_mental_health", "relations"),
        ("money", "home"),
    )
}
WEATHER = ("turnover_rate", "time_shortage", "absence_share", "posts_funded")
LEFT_OUT = {  # settings with which the engine, too, does without what this model does not have
    "safety_concern_rate": 0,
    "other_crises_per_year": 0,
    "school_alone_chance": 0,
    "school_team_link": 0,
    "merge_keeps": 1000,  # nobody covers another's work so well
    "network_asked": 0,
    "training_share": 0,
    "joint_evaluation": 0,
    "cover_share": 0,
}


@cache
def declared() -> dict[str, dict[str, Any]]:
    """Every declaration by name."""
    files = sorted(PARAMETERS.glob("*.toml"))
    return {name: row for file in files for name, row in tomllib.loads(file.read_text("utf-8")).items()}


def settings(changes: Mapping[str, float], usual: bool = False) -> SimpleNamespace:
    """Every declared value by name (numbers, or a table by sector or domain), with ``changes``.

    In ``usual`` care policies, turnover, shortage, illness and cuts are as declared whatever the changes. ``feeds``
    lists pairs of domains with how strongly the one feeds the other. A name that is not declared: KeyError.
    """
    values = {name: row["value"] for name, row in declared().items()}
    if unknown := set(changes) - set(values):
        raise KeyError(f"not declared: {', '.join(sorted(unknown))}")
    later = {name for name in changes if name in WEATHER or declared()[name]["kind"] == "policy"}
    p = SimpleNamespace(**values | {name: value for name, value in changes.items() if not (usual and name in later)})
    p.feeds = [(*name.split("_to_"), weight) for name, weight in values["spillover"].items()]
    return p


def around(mean: float, spread: float, u: float) -> float:
    """A share evenly spread around a mean, narrower near 0 and 1."""
    return mean + spread * min(mean, 1 - mean) * (2 * u - 1)


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def grow(share: float, step: float) -> float:
    return share + step * (1 - share)


def shrink(share: float, step: float) -> float:
    return share - step * share
