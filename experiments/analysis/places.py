"""Places: which of some things stands first, second and so on, as far as the ranges around their numbers let tell.

Two whose ranges overlap cannot be put in order; whoever lists them in one anyway reads luck as a finding.

Source: Sarrazin, Pianosi and Wagener (2016), Environmental Modelling & Software 79, 135-152, section 2.3 (a ranking has
converged when it no longer hangs on the sample; departs from them in that overlap of the 95 % ranges decides, and not a
correlation between ranks).
"""

from collections.abc import Iterator, Sequence

import numpy as np


def places(low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last place that each of some numbers may have, from 1 on for the largest.

    Args:
        low, high: ends of the ranges around the numbers, shapes (n,); not a number where there is no range, which may
            then be anywhere.

    Returns:
        Two arrays of whole numbers, shapes (n,); the same where a place is sure.
    """
    surely_above = (low[None, :] > high[:, None]).sum(axis=1)
    surely_below = (high[None, :] < low[:, None]).sum(axis=1)
    return 1 + surely_above, len(low) - surely_below


def told_apart(last: Sequence[int]) -> Iterator[slice]:
    """The groups of a list, largest number first, between which the order is sure; within a group it is not.

    Args:
        last: the last place that each may have, in the order of the list.
    """
    begin, furthest = 0, 0
    for number, place in enumerate(last, start=1):
        furthest = max(furthest, place)
        if furthest <= number:
            yield slice(begin, number)
            begin = number
