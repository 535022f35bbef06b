"""Designs: which combinations of factors are run, a kind of design a file.

Every kind has ``points(factors, options, seed)``, which gives the combinations, shape (points, factors) in the units of
the factors; ``OPTIONS``, by name its usual, lowest and highest value; and ``NEEDS_RANGES``, whether it moves factors
between their ends or over the values that are listed.
"""

import math
from collections.abc import Mapping
from types import ModuleType

from experiments.designs import grid, latin_hypercube, morris, one_at_a_time, sobol, worlds
from experiments.designs.factors import Factor

DESIGNS: dict[str, ModuleType] = {
    "grid": grid,
    "latin_hypercube": latin_hypercube,
    "sobol": sobol,
    "morris": morris,
    "one_at_a_time": one_at_a_time,
    "worlds": worlds,
}


def check_options(kind: str, options: Mapping[str, int]) -> None:
    """Refuse, with a ``ValueError`` in one line, options that lie in their ranges and still make no design."""
    if kind == "sobol":
        sobol.check_points(options["points"])
    if kind == "morris":
        morris.check_levels(options["levels"])


def points_asked(kind: str, factors: tuple[Factor, ...], options: Mapping[str, int]) -> int:
    """How many points a design has, without making them."""
    if kind == "latin_hypercube":
        return options["points"]
    if kind == "sobol":
        return options["points"] * (len(factors) + 2)
    if kind == "morris":
        return options["trajectories"] * (len(factors) + 1)
    if kind == "one_at_a_time":
        return 1 + 2 * len(factors)
    return math.prod(len(one.values) for one in factors)
