"""What a kind of design is: its points, how many they are, and its options (points, trajectories, levels)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from experiments.designs.factors import Factor

Options = Mapping[str, int]
Range = tuple[int, int, int]  # usual, lowest and highest value


def anything(options: Options) -> None:
    """Refuse nothing."""


@dataclass(frozen=True)
class Design:
    """A kind of design, one for each file of this folder, which calls it ``DESIGN``.

    Attributes:
        points: gives the combinations from factors, options and seed, in the units of the factors,
            shape (points, factors).
        count: how many these are, without making them.
        options: by name the usual, the lowest and the highest value.
        needs_ranges: whether it moves factors between their ends, or over the values that are listed.
        check: refuses, with a ``ValueError`` in one line, options that lie in their ranges and still make no design.
    """

    points: Callable[[tuple[Factor, ...], Options, int], np.ndarray]
    count: Callable[[tuple[Factor, ...], Options], int]
    options: dict[str, Range] = field(default_factory=dict)
    needs_ranges: bool = True
    check: Callable[[Options], None] = anything


def settled(options: Options, known: Mapping[str, Range]) -> dict[str, int]:
    """All options of a design, those that are not given at their usual value.

    Args:
        options: what was asked for.
        known: the options that there are.

    Raises:
        ValueError: in one line, for an option that the design does not have, or outside its range.
    """
    for name, value in options.items():
        if name not in known:
            raise ValueError(f"the design has no option {name!r}; it has {', '.join(known) or 'none'}")
        _, lowest, highest = known[name]
        if not lowest <= value <= highest:
            raise ValueError(f"{name} must be a whole number from {lowest:,} to {highest:,}, not {value!r}")
    return {name: options.get(name, usual) for name, (usual, _, _) in known.items()}
