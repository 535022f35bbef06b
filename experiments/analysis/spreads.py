"""Two kinds of spread of a difference told apart: between parameter sets or settings, and the luck within one."""

import numpy as np

from experiments.analysis.luck import luck_share


def spreads(values: np.ndarray) -> dict[str, float]:
    """Mean and the two spreads of differences, shape (parameter sets, replicates).

    ``between_worlds`` is the standard deviation of the sets' means without what luck adds to it, and ``luck`` that of
    one paired run within a set. All sets share their seeds, so only luck that falls out differently in each of them
    is taken off. Sets in which a pair has no value are left out.
    """
    complete = values[np.isfinite(values).all(axis=1)]
    means = complete.mean(axis=1)
    within = float(complete.var(axis=1, ddof=1).mean()) if values.shape[1] > 1 else np.nan
    between = float(means.std(ddof=1)) if len(means) > 1 else np.nan
    if len(means) > 1 and values.shape[1] > 1:
        share = luck_share(complete, "differences")
        between = float(np.sqrt(share.variance * share.settings)) if share.variance else 0.0
    low, high = np.quantile(means, [0.05, 0.95])
    return {
        "difference": float(means.mean()),
        "low": float(low),
        "high": float(high),
        "between_worlds": between,
        "luck": float(np.sqrt(within)),
    }
