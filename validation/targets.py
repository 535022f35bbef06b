"""The figures the model must stay within: each with what it rests on, and what the model gives."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from sim.comparison import Comparison
from sim.effect_size import AMONG, OF_FAMILIES
from sim.outcomes import OUTCOMES
from sim.parameters import nearest
from sim.region import ROUTES
from sim.sources import sources
from sim.user_file import tables_of, text_of
from validation.following import COUNTED, Followed
from validation.patterns import mean, there

FILE = Path(__file__).parent / "targets.toml"
OWN_JUDGEMENT = "own judgement, unverified"


class Target(BaseModel):
    """One figure of ``targets.toml``; the file's head says what its fields mean."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    says: str
    outcome: str
    on: Literal["parallel", "shared_plan", "effect size", "counted"]
    low: float | None = None
    high: float | None = None
    hard: bool
    held_back: bool = False
    source: str
    solidity: Literal["direct", "derived", "secondary", "abstract"] | None = None

    @model_validator(mode="after")
    def whole_range(self) -> "Target":
        """A range has both ends, and only what has one can be hard."""
        if (self.low is None) != (self.high is None):
            raise ValueError("needs low and high, or neither")
        if self.hard and self.low is None:
            raise ValueError("is hard, but has no range")
        return self

    @property
    def judged(self) -> bool:
        """Whether it is held against a range, and not only reported."""
        return self.low is not None

    @property
    def solid(self) -> str:
        """How solid the first source is: as its entry in the bibliography says, or the file itself."""
        if self.solidity:
            return self.solidity
        key = next((word for word in re.findall(r"\w+", self.source) if word in sources()), "judgement")
        return OWN_JUDGEMENT if key == "judgement" else sources()[key].solid


@cache
def targets() -> dict[str, Target]:
    """All targets that come with the model, by name."""
    return read_targets(FILE)


def read_targets(path: Path) -> dict[str, Target]:
    """All targets of a file by name, in its order.

    Raises:
        ValueError: one line that names the file, the line, the target and what is wrong with it.
    """
    try:
        text = text_of(path.read_bytes())
        tables = tables_of(text)
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from None
    except OSError as error:
        raise ValueError(f"{path}: {error.strerror}") from None
    found = {}
    for name, table in tables.items():
        where = f"{path.name}, line {line_of(text, name)}: {name}"
        if not isinstance(table, dict):
            raise ValueError(f"{where}: must be a table, as [{name}]")
        try:
            target = Target.model_validate({"name": name, **table})
        except ValidationError as error:
            first = error.errors()[0]
            raise ValueError(f"{where}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
        known = list({"effect size": OF_FAMILIES, "counted": COUNTED}.get(target.on, OUTCOMES))
        if path == FILE and not set(re.findall(r"\w+", target.source)) & set(sources()):
            raise ValueError(f"{where}: names no source of sources.toml: {target.source!r}")
        if target.outcome not in known:
            raise ValueError(f"{where}: unknown outcome {target.outcome!r}{nearest(target.outcome, known)}")
        found[name] = target
    return found


def line_of(text: str, name: str) -> int:
    """The line on which a table begins, or is named."""
    heading = re.compile(rf"""^\s*\[?\s*["']?{re.escape(name)}["']?\s*[]=]""")
    return next((number for number, line in enumerate(text.splitlines(), 1) if heading.match(line)), 1)


@dataclass(frozen=True)
class Seen:
    """What figures are read from: both routes compared, and usual care followed, over the same seeds."""

    comparison: Comparison
    followed: list[Followed]

    def values(self, target: Target) -> np.ndarray:
        """What a target is held against, by replicate."""
        if target.on == "counted":
            return np.array([one.counted[target.outcome] for one in self.followed])
        return values_of(target, self.comparison.outcomes, self.comparison.sizes)


def of_outcomes() -> dict[str, Target]:
    """The targets that a comparison alone can be held against: those with a range that are not counted by following."""
    return {name: one for name, one in targets().items() if one.judged and one.on != "counted"}


@dataclass(frozen=True)
class Figure:
    """A target and what the model gives for it.

    Attributes:
        target: what it should be.
        value: mean over replicates of the default values.
        luck: standard deviation over those replicates.
        over_sets: the range that holds nine of ten parameter sets; not numbers when none were run.
    """

    target: Target
    value: float
    luck: float
    over_sets: tuple[float, float]

    @property
    def inside(self) -> bool:
        """Whether the value lies within the target; what is only reported is never outside."""
        low, high = self.target.low, self.target.high
        return low is None or high is None or bool(low <= self.value <= high)


def values_of(target: Target, outcomes: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """What a target that is not counted is held against, by replicate.

    Args:
        target: which figure.
        outcomes: shape (..., 2 routes, outcomes), as in ``Comparison.outcomes``.
        sizes: shape (..., len(AMONG), len(OF_FAMILIES)), as in ``Comparison.sizes``.

    Returns:
        Shape (...).
    """
    if target.on == "effect size":
        return sizes[..., AMONG.index("families that had a plan"), list(OF_FAMILIES).index(target.outcome)]
    return outcomes[..., ROUTES.index(target.on), list(OUTCOMES).index(target.outcome)]


def figures(declared: Seen, in_sets: list[Seen]) -> list[Figure]:
    """Every target beside the model: the default values, and the spread over parameter sets."""
    found = []
    for target in targets().values():
        values = declared.values(target)
        means = [mean(one.values(target)) for one in in_sets]
        low, high = np.nanquantile(means, [0.05, 0.95]) if np.isfinite(means).any() else (np.nan, np.nan)
        luck = float(there(values).std(ddof=1)) if len(there(values)) > 1 else np.nan
        found.append(Figure(target, mean(values), luck, (low, high)))
    return found
