"""Ten measures of the engine and of the second model, in the same region, on both routes and in four kinds of weather.

The engine is looked at twice: without what the second model leaves out, and whole. The second model is slow and changes
seldom: what it lived is kept beside it, with a fingerprint of its code.
"""

import ast
import hashlib
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

from scipy.stats import t

import sim
from experiments.json_files import KeptJson
from sim.region import ROUTES
from sim.scenario import Scenario
from sim.version import structure
from tests.verification.second_model.region import Region
from tests.verification.second_model.settings import LEFT_OUT

MEASURES = (
    "severity",
    "trust",
    "direction",
    "alignment",
    "helpers_at_once",
    "contacts_per_month",
    "contact_hours",
    "stories_retold",
    "wait_weeks_social_team",
    "ended_early_share",
)
REGION: dict[str, Any] = {"families": 60, "weeks": 104, "burn_in_weeks": 156}
USUAL = "as usual"
WEATHERS: dict[str, dict[str, float]] = {
    USUAL: {},
    "much turnover": {"turnover_rate": 0.5},
    "short of time": {"time_shortage": 0.2},
    "both": {"turnover_rate": 0.5, "time_shortage": 0.2},
}
ENGINE_PAIRS = 40
CODE = Path(__file__).parent / "second_model"
kept = KeptJson(CODE / "lived.json")
COVERS = 0.9
COVER_TOGETHER = COVERS ** (1 / len(MEASURES))  # of each interval, so that all hold what they should with that chance
MODELS = REDUCED, WHOLE, SECOND = ("engine, reduced", "engine, whole", "second model")

Outcomes = Mapping[str, float]
Lived = Iterator[tuple[str, str, Outcomes]]  # weather, route, outcomes


@dataclass(frozen=True)
class Estimate:
    """A mean over replicates with its interval by Student's t."""

    mean: float
    low: float
    high: float

    @property
    def sign(self) -> int:
        """Which side of nought all of the interval lies on, 0 when on both."""
        return (self.low > 0) - (self.high < 0)

    def overlaps(self, other: "Estimate") -> bool:
        return self.low <= other.high and other.low <= self.high


def estimate(values: list[float], covers: float = COVERS) -> Estimate:
    half = float(t.ppf((1 + covers) / 2, len(values) - 1)) * stdev(values) / math.sqrt(len(values))
    return Estimate(fmean(values), fmean(values) - half, fmean(values) + half)


@dataclass(frozen=True)
class Docked:
    """The outcomes of one model, by weather and route, a place for each seed."""

    lived: Mapping[tuple[str, str], list[Outcomes]]

    def level(self, measure: str, weather: str = USUAL, covers: float = COVERS) -> Estimate:
        """On parallel routes."""
        return estimate([float(one[measure]) for one in self.lived[weather, "parallel"]], covers)

    def difference(self, measure: str, weather: str = USUAL, covers: float = COVERS) -> Estimate:
        """Shared plan minus parallel routes, over paired seeds."""
        pairs = zip(*(self.lived[weather, route] for route in ROUTES), strict=True)
        return estimate([float(plan[measure] - parallel[measure]) for parallel, plan in pairs], covers)

    def change(self, measure: str, one: str, other: str) -> Estimate:
        """One weather minus another on parallel routes, over paired seeds."""
        pairs = zip(*(self.lived[weather, "parallel"] for weather in (one, other)), strict=True)
        return estimate([float(here[measure] - there[measure]) for here, there in pairs])


def lived_in_the_second_model(seed: int, weathers: Iterable[str] = WEATHERS) -> Lived:
    usual = Region(seed, **REGION)
    for weather in weathers:
        region = usual.in_other_weather(WEATHERS[weather])
        yield weather, "shared_plan", deepcopy(region.live_until(0)).on_route(shared_plan=True)
        yield weather, "parallel", region.on_route(shared_plan=False)


def lived_in_the_engine(seed: int, planned: Collection[str], left_out: Mapping[str, float]) -> Lived:
    for weather, settings in WEATHERS.items():
        scenario = Scenario("docking", settings={**left_out, **settings}, **REGION)
        for route in ROUTES:
            if route == "parallel" or weather in planned:
                yield weather, route, dict(sim.simulate(scenario, route, seed=seed).outcomes)


def dock(live: Callable[[int], Lived], pairs: int) -> Docked:
    lived: dict[tuple[str, str], list[Outcomes]] = {}
    for seed in range(pairs):
        for weather, route, outcomes in live(seed):
            lived.setdefault((weather, route), []).append(outcomes)
    return Docked(lived)


def fingerprint() -> str:
    """Of the second model's code and of the region in which it lives; comments and layout do not count."""
    trees = [structure(ast.parse(file.read_text("utf-8"))) for file in sorted(CODE.glob("*.py"))]
    return hashlib.sha256(repr((REGION, WEATHERS, *trees)).encode()).hexdigest()[:12]


def of_measures(found: Docked) -> list[dict[str, Any]]:
    """What a model lived, by weather and route, as plain data: for each measure a number for each seed."""
    return [
        {"weather": weather, "route": route, **{one: [float(each[one]) for each in lived] for one in MEASURES}}
        for (weather, route), lived in found.lived.items()
    ]


def keep(pairs: int) -> Path:
    """Live the second model anew and keep it."""
    return kept.write({"code": fingerprint(), "lived": of_measures(dock(lived_in_the_second_model, pairs))})


def second() -> Docked:
    """What the second model lived, as it is kept."""
    return Docked(
        {
            (row["weather"], row["route"]): [
                dict(zip(MEASURES, each, strict=True)) for each in zip(*(row[one] for one in MEASURES), strict=True)
            ]
            for row in kept()["lived"]
        }
    )


@cache
def docked(model: str, pairs: int = ENGINE_PAIRS, planned: tuple[str, ...] = (USUAL,)) -> Docked:
    """The measures of one of ``MODELS``; lived once.

    Args:
        model: which.
        pairs: replicates of the engine; the second model has as many as are kept.
        planned: the weathers in which the shared plan is lived as well.
    """
    if model == SECOND:
        return second()
    left_out = LEFT_OUT if model == REDUCED else {}
    return dock(lambda seed: lived_in_the_engine(seed, planned, left_out), pairs)
