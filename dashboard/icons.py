"""A hundred families drawn one by one, on both routes in the same order: who breaks off care, and on which route."""

from dataclasses import dataclass

import numpy as np

HUNDRED = 100
FATES = ("both", "parallel", "shared_plan", "neither")  # on which routes a family breaks off care


@dataclass(frozen=True)
class Hundred:
    """A hundred families by fate, and the fate of each in the order in which they are drawn."""

    counts: dict[str, int]

    @property
    def families(self) -> list[str]:
        """The fate of each family, those that break off care first."""
        return [fate for fate in FATES for _ in range(self.counts[fate])]

    def broke_off(self, route: str) -> list[bool]:
        """For each family whether it breaks off care on a route."""
        return [fate in ("both", route) for fate in self.families]


def hundred_families(fates: np.ndarray) -> Hundred:
    """Counts of families over all paired runs as a hundred families.

    Args:
        fates: by whether they broke off care on parallel routes and with a plan, shape (replicates, 2, 2).
    """
    total = fates.sum(axis=0).astype(float)
    amounts = np.array([total[1, 1], total[1, 0], total[0, 1], total[0, 0]])
    whole = in_hundred(amounts)
    return Hundred(dict(zip(FATES, whole)))


def in_hundred(amounts: np.ndarray) -> list[int]:
    """Whole numbers that add up to a hundred and lie nearest to the shares of some amounts (largest remainders)."""
    if amounts.sum() == 0:
        return [0] * (len(amounts) - 1) + [HUNDRED]
    shares = HUNDRED * amounts / amounts.sum()
    whole = np.floor(shares).astype(int)
    for place in np.argsort(-(shares - whole), kind="stable")[: HUNDRED - whole.sum()]:
        whole[place] += 1
    return [int(one) for one in whole]
