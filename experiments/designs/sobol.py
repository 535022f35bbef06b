"""A Sobol design: base points, each with every factor in turn taken from a second point, to divide variance by factor.

With so many base points and k factors there are points x (k + 2) rows, in blocks of k + 2: a point A; A with the first
factor of another point B, with the second, and so on; and B itself. The same seed with twice the points begins with the
old rows, so their runs are not lost.

Source: Saltelli et al. (2010), Computer Physics Communications 181, 259-270; a scrambled Sobol sequence, as in SALib.
"""

import numpy as np

from experiments.designs.design import Design, Options, Range, settled
from experiments.designs.factors import Factor
from experiments.designs.ranges import between_ends, shares_problem
from experiments.extras import need

OPTIONS: dict[str, Range] = {"points": (128, 2, 65_536)}


def points(factors: tuple[Factor, ...], options: Options, seed: int) -> np.ndarray:
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
    need("sensitivity")
    from SALib.sample import sobol  # a second, which the command line need not wait for

    chosen = settled(options, OPTIONS)
    check(chosen)
    # A generator: SALib hands a bare number to scipy, which may come to mean another stream in a later version.
    chance = np.random.default_rng(seed)
    return between_ends(
        factors, sobol.sample(shares_problem(factors), chosen["points"], calc_second_order=False, seed=chance)
    )


def count(factors: tuple[Factor, ...], options: Options) -> int:
    """A block for each base point."""
    return options["points"] * (len(factors) + 2)


def check(options: Options) -> None:
    """Refuse a number of base points that is no power of two."""
    asked = options["points"]
    if asked & (asked - 1):
        below = 1 << (asked.bit_length() - 1)
        raise ValueError(f"points must be a power of two, such as {below} or {2 * below}, not {asked}")


DESIGN = Design(points, count, OPTIONS, check=check)
