"""A Latin hypercube: points anywhere in the ranges, each factor spread evenly over its own.

More points is another design: none of the old points comes back. A design of kind ``sobol`` keeps them.

Source: McKay, Beckman and Conover (1979), Technometrics 21, 239-245; as in scipy.
"""

import numpy as np

from experiments.designs.design import Design, Options, Range, settled
from experiments.designs.factors import Factor
from experiments.designs.ranges import between_ends

OPTIONS: dict[str, Range] = {"points": (100, 2, 100_000)}


def points(factors: tuple[Factor, ...], options: Options, seed: int) -> np.ndarray:
    """So many points; cut a range in as many equal slices, and each slice holds one.

    Args:
        factors: what is moved, each with its ends.
        options: ``points``, how many.
        seed: of the draws.

    Returns:
        Values in the units of the factors, shape (points, factors).

    Raises:
        ValueError: in one line, for a wrong option or a factor without a range.
    """
    from scipy.stats import qmc  # half a second, which the command line need not wait for

    chosen = settled(options, OPTIONS)
    shares = qmc.LatinHypercube(d=len(factors), rng=np.random.default_rng(seed)).random(chosen["points"])
    return between_ends(factors, shares)


def count(factors: tuple[Factor, ...], options: Options) -> int:
    """As many as are asked for."""
    return options["points"]


DESIGN = Design(points, count, OPTIONS)
