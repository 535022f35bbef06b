"""Over which values or which range a factor goes, as it is written: a list, a grid with steps, or a range."""

from collections.abc import Callable
from typing import Any

import numpy as np

from experiments.specification.problems import shown
from sim.parameters import one_value, whole

DECLARED = "range"  # the whole declared range
MOST_STEPS = 1_000
Check = Callable[[Any], float]  # a number of a file as a value of the factor, or refused in one line


def is_number(value: object) -> bool:
    """Whether it is a number, and not just true or false."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def values_and_ends(name: str, value: Any, check: Check) -> tuple[tuple[float, ...], float, float]:
    """The values of a grid (none for a range) and the two ends.

    Raises:
        ValueError: in one line, for anything else.
    """
    if isinstance(value, list):
        if not value or not all(is_number(one) for one in value):
            raise ValueError(f"{name} must be a list of numbers, or a table with grid and steps, or with range")
        values = tuple(float(check(one)) for one in value)
        if len(set(values)) < len(values):
            raise ValueError(f"{name} names a value twice")
        return values, min(values), max(values)
    if isinstance(value, dict) and set(value) == {"range"}:
        low, high = two_ends(name, value["range"], check)
        return (), low, high
    if isinstance(value, dict) and set(value) == {"grid", "steps"}:
        low, high = two_ends(name, value["grid"], check)
        steps = whole(value["steps"])
        if steps is None or not 2 <= steps <= MOST_STEPS:
            most = f"{MOST_STEPS:,}"
            raise ValueError(f"{name}: steps must be a whole number from 2 to {most}, not {shown(value['steps'])}")
        return tuple(one_value(one) for one in np.linspace(low, high, steps)), low, high
    forms = f'[1, 2, 3], {{ grid = [LOW, HIGH], steps = N }}, {{ range = [LOW, HIGH] }} or "{DECLARED}"'
    raise ValueError(f"{name} must be written as {forms}")


def two_ends(name: str, ends: Any, check: Check) -> tuple[float, float]:
    """A low and a high end."""
    if isinstance(ends, list) and len(ends) == 2 and all(is_number(one) for one in ends):
        low, high = (float(check(one)) for one in ends)
        if low < high:
            return low, high
    raise ValueError(f"{name}: needs two ends, the lower first, not {shown(ends)}")
