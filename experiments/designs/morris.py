"""A Morris design: walks through the ranges that move one factor at a time, each from another place.

With k factors a trajectory has k + 1 rows. Between a row and the next one factor makes a step of a little over half its
range, up or down, between a few evenly spaced levels. The same seed with more trajectories begins with the old ones.

Source: Morris (1991), Technometrics 33, 161-174; as in SALib, without choosing among trajectories.
"""

import numpy as np

from experiments.designs.design import Design, Options, Range, settled
from experiments.designs.factors import Factor
from experiments.designs.ranges import between_ends, shares_problem
from experiments.extras import need

OPTIONS: dict[str, Range] = {"trajectories": (20, 2, 10_000), "levels": (4, 2, 100)}


def points(factors: tuple[Factor, ...], options: Options, seed: int) -> np.ndarray:
    """Trajectories one after the other. Whole numbers are rounded after sampling (see ``between_ends``).

    Args:
        factors: what is moved, each with its ends.
        options: ``trajectories``, how many; ``levels``, how many places a factor has in its range, even.
        seed: of the draws.

    Returns:
        Values in the units of the factors, shape (trajectories x (factors + 1), factors).

    Raises:
        ValueError: in one line, for a wrong option or a factor without a range.
    """
    need("sensitivity")
    from SALib.sample import morris  # a second, which the command line need not wait for

    chosen = settled(options, OPTIONS)
    check(chosen)
    shares = morris.sample(shares_problem(factors), chosen["trajectories"], num_levels=chosen["levels"], seed=int(seed))
    return between_ends(factors, shares)


def count(factors: tuple[Factor, ...], options: Options) -> int:
    """A step more than factors for each trajectory."""
    return options["trajectories"] * (len(factors) + 1)


def check(options: Options) -> None:
    """Refuse an odd number of levels."""
    if options["levels"] % 2:
        raise ValueError(f"levels must be even, so that each comes as often as the others, not {options['levels']}")


DESIGN = Design(points, count, OPTIONS, check=check)
