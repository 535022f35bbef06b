"""The two routes compared in many parameter sets: what differs between sets, and what is only luck."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from experiments.analysis.effects import gain_sign
from experiments.analysis.spreads import spreads
from experiments.parameter_sets.kept import with_parameter_set
from experiments.verdicts import STANDINGS, verdict_of_pairs
from sim.comparison import Comparison, compare
from sim.effect_size import AMONG, OF_FAMILIES
from sim.outcomes import OUTCOMES, Outcome
from sim.scenario import Scenario
from validation.calibration.fit import means_of

COLUMNS = dict(zip(STANDINGS, ("plan_better", "parallel_better", "too_small", "too_close"), strict=True))


@dataclass(frozen=True)
class SetsCompared:
    """Comparisons of one scenario, a set each.

    Attributes:
        scenario, seed, replicates: what was compared, in every set with the same luck.
        differences: shared plan minus parallel routes, shape (sets, replicates, outcomes).
        sizes: Hedges g, shape (sets, replicates, len(AMONG), len(OF_FAMILIES)).
    """

    scenario: Scenario
    seed: int
    replicates: int
    differences: np.ndarray = field(repr=False)
    sizes: np.ndarray = field(repr=False)

    @property
    def effects(self) -> pd.DataFrame:
        """A row for each outcome.

        Columns: ``outcome``; ``difference``, the mean over sets; ``low`` and ``high``, the range that holds nine of
        ten sets; ``between_worlds``, the standard deviation of the sets' means without what luck adds to it;
        ``luck``, that of one paired run within a set; ``plan_better``, ``parallel_better``, ``too_small`` and
        ``too_close``, how many sets have which verdict on their own pairs, where one way is better; ``worlds``, their
        number; ``g``, ``g_low`` and ``g_high``, Hedges g of families that had a plan, where an outcome is one of single
        families.
        """
        rows = []
        for column, (name, outcome) in enumerate(OUTCOMES.items()):
            values = self.differences[:, :, column]
            if not np.isfinite(values).all(axis=1).any():
                continue
            rows.append({"outcome": name, **spreads(values), **standings(values, outcome)})
            rows[-1] |= self.size_of(name)
        return pd.DataFrame(rows)

    def size_of(self, name: str) -> dict[str, float]:
        """Hedges g of an outcome over sets."""
        if name not in OF_FAMILIES:
            return {"g": np.nan, "g_low": np.nan, "g_high": np.nan}
        column = list(OF_FAMILIES).index(name)
        g = means_of(self.sizes[:, :, AMONG.index("families that had a plan"), column, None])[:, 0]
        low, high = np.nanquantile(g, [0.05, 0.95])
        return {"g": float(np.nanmean(g)), "g_low": float(low), "g_high": float(high)}


def standings(values: np.ndarray, outcome: Outcome) -> dict[str, float]:
    """How many sets have each verdict, by column, and how many there are.

    Args:
        values: shared plan minus parallel routes, shape (sets, pairs); sets in which a pair has no value are left
            out.
        outcome: where neither way is better, there are no verdicts.
    """
    complete = values[np.isfinite(values).all(axis=1)]
    sign = gain_sign(outcome.name)
    found = [verdict_of_pairs(sign * one, outcome.matters_from).standing for one in complete]
    counts = {
        column: float(found.count(standing)) if outcome.better != "neither" else np.nan
        for standing, column in COLUMNS.items()
    }
    return counts | {"worlds": float(len(complete))}


def compare_in_sets(
    scenario: Scenario,
    sets: Sequence[Mapping[str, float]],
    replicates: int = 10,
    seed: int = 0,
    workers: int | None = None,
    progress: Callable[[], None] | None = None,
) -> SetsCompared:
    """Compare the routes in parameter sets.

    Args:
        scenario: the region and its levers; what it sets itself holds in every set.
        sets: settings by name.
        replicates: pairs in each set.
        seed: seed of the first pair in every set.
        workers: threads.
        progress: called after each pair.
    """
    found: list[Comparison] = [
        compare(with_parameter_set(scenario, parameter_set), replicates, seed, workers, progress)
        for parameter_set in sets
    ]
    differences = np.array([one.outcomes[:, 1] - one.outcomes[:, 0] for one in found])
    return SetsCompared(scenario, seed, replicates, differences, np.array([one.sizes for one in found]))
