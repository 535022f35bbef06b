"""The two routes compared in many plausible worlds: what differs between worlds, and what is only luck."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from experiments.analysis.spreads import spreads
from experiments.calibration.keeping import mean_over_runs
from experiments.worlds.kept import in_world, some_worlds
from sim.comparison import Comparison, compare
from sim.effect_size import AMONG, OF_FAMILIES
from sim.outcomes import OUTCOMES
from sim.scenario import Scenario


@dataclass(frozen=True)
class WorldsCompared:
    """Comparisons of one scenario, a world each.

    Attributes:
        scenario, seed, replicates: what was compared, in every world with the same luck.
        differences: shared plan minus parallel routes, shape (worlds, replicates, outcomes).
        sizes: Hedges g, shape (worlds, replicates, len(AMONG), len(OF_FAMILIES)).
    """

    scenario: Scenario
    seed: int
    replicates: int
    differences: np.ndarray = field(repr=False)
    sizes: np.ndarray = field(repr=False)

    @property
    def effects(self) -> pd.DataFrame:
        """A row for each outcome.

        Columns: ``outcome``; ``difference``, the mean over worlds; ``low`` and ``high``, the range that holds nine of
        ten worlds; ``between_worlds``, the standard deviation of the worlds' means without what luck adds to it;
        ``luck``, that of one paired run within a world; ``better_in_worlds``, the share of worlds in which the shared
        plan is better on average; ``g``, ``g_low`` and ``g_high``, Hedges g of families that had a plan, where an
        outcome is one of single families.
        """
        rows = []
        for column, (name, outcome) in enumerate(OUTCOMES.items()):
            values = self.differences[:, :, column]
            if not np.isfinite(values).all(axis=1).any():
                continue
            rows.append({"outcome": name, **spreads(values), "better_in_worlds": better(values, outcome.better)})
            rows[-1] |= self.size_of(name)
        return pd.DataFrame(rows)

    def size_of(self, name: str) -> dict[str, float]:
        """Hedges g of an outcome over worlds."""
        if name not in OF_FAMILIES:
            return {"g": np.nan, "g_low": np.nan, "g_high": np.nan}
        column = list(OF_FAMILIES).index(name)
        g = mean_over_runs(self.sizes[:, :, AMONG.index("families that had a plan"), column])
        low, high = np.nanquantile(g, [0.05, 0.95])
        return {"g": float(np.nanmean(g)), "g_low": float(low), "g_high": float(high)}


def better(values: np.ndarray, way: str) -> float:
    """Share of worlds in which the mean difference is for the better; not a number where neither way is."""
    if way == "neither":
        return np.nan
    means = values[np.isfinite(values).all(axis=1)].mean(axis=1)
    return float(((means > 0) if way == "higher" else (means < 0)).mean() + (means == 0).mean() / 2)


def compare_in_worlds(
    scenario: Scenario,
    worlds: int,
    replicates: int = 10,
    seed: int = 0,
    workers: int | None = None,
    progress: Callable[[], None] | None = None,
) -> WorldsCompared:
    """Compare the routes in plausible worlds.

    Args:
        scenario: the region and its levers; what it sets itself holds in every world.
        worlds: how many of the worlds that come with the model.
        replicates: pairs in each world.
        seed: seed of the first pair in every world.
        workers: threads.
        progress: called after each pair.
    """
    found: list[Comparison] = [
        compare(in_world(scenario, world), replicates, seed, workers, progress) for world in some_worlds(worlds)
    ]
    differences = np.array([one.outcomes[:, 1] - one.outcomes[:, 0] for one in found])
    return WorldsCompared(scenario, seed, replicates, differences, np.array([one.sizes for one in found]))
