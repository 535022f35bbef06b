"""A hundred families drawn one by one, on both routes in the same order: who breaks off care, and on which route."""

from dataclasses import dataclass

import numpy as np

from experiments.numbers import whole_parts

HUNDRED = 100
FATES = ("both", "parallel", "shared_plan", "neither")  # on which routes a family breaks off care


@dataclass(frozen=True)
class Hundred:
    """A hundred families by fate."""

    counts: dict[str, int]

    def broke_off(self, route: str) -> list[bool]:
        """For each family whether it breaks off care on a route, those that do so anywhere first."""
        return [fate in ("both", route) for fate in FATES for _ in range(self.counts[fate])]

    def moved(self, route: str, before: "Hundred") -> list[bool]:
        """For each family whether it is one of those by whom a route differs from a baseline.

        So many more than there break off care, the last ones, or so many fewer: the first ones who stay.
        """
        now = self.broke_off(route)
        more = sum(now) - sum(before.broke_off(route))
        those = [number for number, gone in enumerate(now) if gone == (more > 0)]
        marked = set(those[len(those) - more :] if more > 0 else those[:-more])
        return [number in marked for number in range(HUNDRED)]


def hundred_families(fates: np.ndarray) -> Hundred:
    """Families over all paired runs as a hundred families.

    How many break off care on each route is rounded first, so that as many are drawn as tables say; then how many do
    so on both routes, as near as that allows.

    Args:
        fates: by whether they broke off care on parallel routes and with a plan, shape (replicates, 2, 2).
    """
    totals = fates.sum(axis=(1, 2))
    lived = fates[totals > 0] / totals[totals > 0, None, None]
    share = lived.mean(axis=0) if len(lived) else np.array([[1.0, 0.0], [0.0, 0.0]])  # nobody is nobody who broke off
    parallel, _ = whole_parts([share[1].sum(), share[0].sum()], HUNDRED)
    shared, _ = whole_parts([share[:, 1].sum(), share[:, 0].sum()], HUNDRED)
    both = int(np.clip(round(HUNDRED * share[1, 1]), max(0, parallel + shared - HUNDRED), min(parallel, shared)))
    return Hundred(dict(zip(FATES, (both, parallel - both, shared - both, HUNDRED - parallel - shared + both))))
