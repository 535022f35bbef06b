"""Patterns: what the model must show without being told to, each with a run in which its mechanism is switched off.

All of them stand in ``patterns.toml``. A pattern asks a bench for a sweep and says which difference must lie above 0.
It *holds* when the 95 % range of its mean lies above 0. With its mechanism switched off it must *vanish*: less than
a quarter of the difference is left, or it turns round, and that it fell is sure: the 95 % range of the fall, with the
same luck, lies above 0. A pattern that holds but does not vanish has another ground than it is said to have, and fails.

What is not the mechanism must stay on: a pattern that vanishes because nobody has a plan any more, or because nobody
leaves, says nothing of its mechanism, and fails too.

A pattern that says what a plan is *worth* is reported: when it does not come out, that is a finding, and no fault of
the model. Patterns that are *held out* are not looked at while values are set.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from sim.comparison import range_of_mean
from validation import sweeps
from validation.bench import Bench, Settings
from validation.sweeps import Sweep

LEFT_WHEN_OFF = 0.25  # a pattern has vanished when less than this part of it is left
STILL_ON = 0.85  # what must stay on is on when at least this part of it is left


@dataclass(frozen=True)
class Pattern:
    """A claim that can be caught being wrong.

    Attributes:
        key: number in the list of patterns, with a letter when a claim has several parts.
        claim: what is claimed, in one sentence.
        source: the claim's place in the bibliography.
        unit: of the difference.
        off: settings that switch the mechanism off, and forms of rules, by name.
        shut: ways along which meetings gain or cost something that are shut beside it.
        off_says: what that means, in words.
        stays_on: outcomes with a shared plan that must not fall away with the mechanism: what is still done and met.
        look: asks the bench.
        hard: whether failing it makes the model unfit; soft where evidence itself is contested.
        worth: whether it says what a plan is worth; then it is never hard.
        held_out: whether it is left out unless asked for.
    """

    key: str
    claim: str
    source: str
    unit: str
    off: Settings
    off_says: str
    stays_on: tuple[str, ...]
    look: Callable[[Bench], Sweep]
    hard: bool = True
    shut: tuple[str, ...] = ()
    worth: bool = False
    held_out: bool = False

    def __post_init__(self) -> None:
        if self.worth and self.hard:
            raise ValueError(f"{self.key} says what a plan is worth: it may not be hard")


@dataclass(frozen=True)
class Verdict:
    """What a pattern did with its mechanism on and off: means with their ranges, and the range of the fall between.

    Attributes:
        beside: what must stay on, with the mechanism on and off, by outcome; where in the sweep least of it is
            left.
    """

    pattern: Pattern
    points: Mapping[str, float]
    on: float
    on_range: tuple[float, float]
    off: float
    off_range: tuple[float, float]
    fall_range: tuple[float, float]
    beside: Mapping[str, tuple[float, float]]
    holds: bool = field(init=False)
    vanishes: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "holds", bool(self.on_range[0] > 0))
        gone = self.off < LEFT_WHEN_OFF * self.on and self.fall_range[0] > 0
        object.__setattr__(self, "vanishes", bool(gone))

    @property
    def fell_away(self) -> list[str]:
        """What should have stayed on when the mechanism was switched off, and did not."""
        return [name for name, (on, off) in self.beside.items() if not off >= STILL_ON * on > 0]

    @property
    def passed(self) -> bool:
        """Whether it holds with its mechanism and vanishes without it, and without it alone."""
        return self.holds and self.vanishes and not self.fell_away


def declared() -> dict[str, Pattern]:
    """Every pattern of ``patterns.toml``, by its key, in the order of their numbers."""
    tables = tomllib.loads((Path(__file__).parent / "patterns.toml").read_text("utf-8"))
    switches = tables.pop("switches")
    return {key: pattern_of(key, table, switches) for key, table in tables.items()}


def pattern_of(key: str, table: dict[str, Any], switches: Mapping[str, Mapping[str, Any]]) -> Pattern:
    """One pattern from its table.

    Raises:
        TypeError: for a key that it does not know, or one that is missing.
        ValueError: when it says what a plan is worth and is hard.
    """
    named, sweep = table.pop("off"), table.pop("sweep")
    off = dict(switches[named] if isinstance(named, str) else named)
    return Pattern(
        key,
        shut=tuple(off.pop("shut", ())),
        off=off,
        look=getattr(sweeps, sweep) if isinstance(sweep, str) else sweeps.OneParameter(**sweep),
        stays_on=tuple(table.pop("stays_on")),
        **table,
    )


def judge(one: Pattern, bench: Bench) -> Verdict:
    """Look at a pattern with its mechanism on, then off."""
    on = one.look(bench)
    without = bench.switched_off(one.off, one.shut)
    off = one.look(without)
    return Verdict(
        pattern=one,
        points={words: mean(values) for words, values in on.points.items()},
        on=mean(on.difference),
        on_range=range_of_mean(there(on.difference)),
        off=mean(off.difference),
        off_range=range_of_mean(there(off.difference)),
        fall_range=range_of_mean(there(on.difference - off.difference)),
        beside={name: least_left(name, bench, without, [{}, *without.asked.values()]) for name in one.stays_on},
    )


def least_left(name: str, bench: Bench, without: Bench, points: list[Settings]) -> tuple[float, float]:
    """What must stay on, with the mechanism on and off, at the point of a sweep at which least of it is left.

    Points at which there is none of it with the mechanism on, because the sweep itself takes it away, are left out; but
    not the first one, as things are.
    """
    pairs = [(mean(bench.shared(name, **one)), mean(without.shared(name, **one))) for one in points]
    there = [pairs[0], *(pair for pair in pairs if pair[0] > 0)]
    return min(there, key=lambda pair: pair[1] / pair[0] if pair[0] > 0 else 0.0)


def there(values: np.ndarray) -> np.ndarray:
    """The values that are a number: some outcomes have none when nobody was invited."""
    return values[np.isfinite(values)]


def mean(values: np.ndarray) -> float:
    """Their mean, or not a number when there is none."""
    values = there(values)
    return float(values.mean()) if len(values) else np.nan


PATTERNS = declared()
