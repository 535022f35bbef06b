"""A Sobol design: base points, each with every factor in turn taken from a second point, to divide variance by factor.

With so many base points and k factors there are points x (k + 2) rows, in blocks of k + 2: a point A; A with the first
factor of another point B, with the second, and so on; and B itself. The same seed with twice the points begins with the
old rows, so their runs are not lost.

Source: Saltelli et al. (2010), Computer Physics Communications 181, 259-270; a scrambled Sobol sequence, as in SALib.
"""

from collections.abc import Mapping

import numpy as np

from experiments.designs.factors import Factor
from experiments.designs.options import Range, settled
from experiments.designs.ranges import between_ends, shares_problem

OPTIONS: dict[str, Range] = {"points": (128, 2, 65_536)}
NEEDS_RANGES = True


def points(factors: tuple[Factor, ...], options: Mapping[str, int], seed: int) -> np.ndarray:
    """Base points and their crossings. Whole numbers are rounded after sampling (see ``between_ends``).

    Args:
        factors: what is moved, each with its ends.
        options: ``points``, how many base points, a power of two.
        seed: of the scrambling.

    Returns:
        Values in the units of the factors, shape (points x (factors + 2), factors).

    Raises:
        ValueError: in one line, for a wrong option or a factor without a range.
    """
    from SALib.sample import sobol  # a second, which the command line need not wait for

    count = settled(options, OPTIONS)["points"]
    check_points(count)
    # A generator: SALib hands a bare number to scipy, which may come to mean another stream in a later version.
    chance = np.random.default_rng(seed)
    return between_ends(factors, sobol.sample(shares_problem(factors), count, calc_second_order=False, seed=chance))


def check_points(count: int) -> None:
    """Refuse a number of base points that is no power of two."""
    if count & (count - 1):
        below = 1 << (count.bit_length() - 1)
        raise ValueError(f"points must be a power of two, such as {below} or {2 * below}, not {count}")
