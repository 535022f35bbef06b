"""Sobol indices: how the variance of the gain over all ranges divides among the factors.

Source: Saltelli et al. (2010), Computer Physics Communications 181, 259-270, as in SALib.
"""

import numpy as np
import pandas as pd

from experiments.analysis.gains import check_fit, check_gains, hardly_varies
from experiments.analysis.luck import beyond_luck, chance_of, luck_share
from experiments.analysis.unfit import Unfit
from experiments.designs.factors import Factor
from experiments.designs.ranges import shares_problem
from experiments.extras import need
from sim.comparison import COVERAGE

RESAMPLES = 500  # of the base points, for the ranges
SEED = 1  # of the resampling, so that the same runs always give the same ranges; SALib takes 0 for none


def sobol(factors: tuple[Factor, ...], points: np.ndarray, gains: np.ndarray, outcome: str) -> pd.DataFrame:
    """A row for each factor, the one with the largest total first.

    Columns: ``factor``; ``first``, the share of the variance of the mean gain that goes when this factor is known;
    ``total``, the share that stays when all others are known; each with its 95 % range, ``first_low`` to ``first_high``
    and ``total_low`` to ``total_high`` (bootstrap over base points, normal); and, the same in every row, ``only_luck``,
    the share of the variance of a single paired run that is only luck, and ``luck_in_means``, that of the mean over
    these replicates (see ``LuckShare``; not a number for one replicate); and ``moves``, whether changing this factor
    alone changes the gain by more than luck does, for as many factors as there are. Where a factor works together with
    others, its total is above its first. Estimates and ranges can lie somewhat below 0 or above 1.

    The indices describe the mean over just these replicates, as all points share their seeds: a function without
    chance. What luck is left in it acts like one more way of factors to work together. It makes totals larger, by up to
    ``luck_in_means`` each, also that of a factor that does nothing but stir the luck. Other seeds give somewhat other
    indices, and the ranges know nothing of that.

    Args:
        factors: what was moved.
        points: those of a design ``sobol``, shape (base points x (factors + 2), factors).
        gains: in the unit of the outcome, the same seeds at every point, shape (points, replicates).
        outcome: its name, for messages.

    Raises:
        ValueError: in one line, when values are missing, nothing varies or the points are of another design.
    """
    need("sensitivity")
    from SALib.analyze import sobol as salib  # a second, which those who only read a report need not wait for

    check_gains(gains, outcome)
    check_blocks(factors, points, gains)
    means = gains.mean(axis=1)
    base_rows = means.reshape(-1, len(factors) + 2)[:, [0, -1]]  # the rows whose variance is divided
    if hardly_varies(base_rows):
        raise Unfit("nothing_varies", outcome=outcome)
    found = salib.analyze(
        shares_problem(factors),
        means,
        calc_second_order=False,
        num_resamples=RESAMPLES,
        conf_level=COVERAGE,
        seed=SEED,
    )
    luck = luck_share(gains, outcome)
    table = pd.DataFrame({"factor": [one.name for one in factors]})
    for name, index in (("first", "S1"), ("total", "ST")):
        table[name] = found[index]
        table[f"{name}_low"] = found[index] - found[f"{index}_conf"]
        table[f"{name}_high"] = found[index] + found[f"{index}_conf"]
    table["only_luck"] = luck.only_luck
    table["luck_in_means"] = luck.luck_in_means
    blocks = gains.reshape(-1, len(factors) + 2, gains.shape[1])
    largest = float(np.abs(gains).max())
    table["moves"] = beyond_luck(
        [chance_of(blocks[:, 1 + column] - blocks[:, 0], largest) for column in range(len(factors))]
    )
    return table.sort_values("total", ascending=False, kind="stable", ignore_index=True)


def check_blocks(factors: tuple[Factor, ...], points: np.ndarray, gains: np.ndarray) -> None:
    """Refuse points that are not blocks of one point, its crossings with another, and that other.

    Raises:
        ValueError: in one line.
    """
    count = len(factors)
    check_fit(factors, points, gains, count + 2, "sobol")
    blocks = points.reshape(-1, count + 2, count)
    expected = np.repeat(blocks[:, :1], count + 2, axis=1)
    expected[:, -1] = blocks[:, -1]
    for column in range(count):
        expected[:, column + 1, column] = blocks[:, -1, column]
    if not np.array_equal(blocks, expected):
        raise ValueError("the points are no sobol design: each block crosses two base points")
