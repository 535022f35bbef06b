"""How large the effect of the shared plan is beside how much families differ: Hedges g, as trials report it."""

import numpy as np

from sim.outcomes import OUTCOMES

EPSILON = np.finfo(float).eps
AMONG = ("all families", "families that had a plan")

# Outcomes that one family has by itself, and the counter or state of a family they are.
OF_FAMILIES = {
    "severity": "severity",
    "direction": "direction",
    "trust": "trust",
    "overload": "overload",
    "alignment": "aligned",
    "ended_early_share": "ended_early",
    "stories_retold": "stories_retold",
    "helpers_met": "helpers_started",
    "crises": "crises",
    "placements": "placements",
}


def values_of(families: np.ndarray, outcome: str) -> np.ndarray:
    """An outcome of each family, shape (families,); not a number where a family has none."""
    values = families[OF_FAMILIES[outcome]].astype(float)
    if outcome == "severity":
        return values.mean(axis=1)
    if outcome == "ended_early_share":
        return (values > 0).astype(float)
    if outcome == "alignment":
        in_care = families["open_cases"] > 0
        return np.where(in_care, values, np.nan)
    return values


def hedges_g(control: np.ndarray, treated: np.ndarray) -> float:
    """Difference of two means in pooled standard deviations, corrected for small groups.

    Args:
        control, treated: values of each group, shapes (n,) and (m,); those that are not a number are left out.

    Returns:
        (mean of treated - mean of control) / pooled standard deviation x (1 - 3 / (4 (n + m) - 9)); not a number where
        a group has fewer than two values or nobody differs.

    Source: hedges1981, the estimator and its correction (used as published).
    """
    control, treated = control[np.isfinite(control)], treated[np.isfinite(treated)]
    if len(control) < 2 or len(treated) < 2:
        return np.nan
    degrees = len(control) + len(treated) - 2
    control_mean, control_variance = mean_and_variance(control)
    treated_mean, treated_variance = mean_and_variance(treated)
    pooled = np.sqrt(((len(control) - 1) * control_variance + (len(treated) - 1) * treated_variance) / degrees)
    if pooled <= EPSILON * max(np.abs(control).max(), np.abs(treated).max()):
        return np.nan
    return float((treated_mean - control_mean) / pooled * (1 - 3 / (4 * degrees - 1)))


def mean_and_variance(values: np.ndarray) -> tuple[float, float]:
    """Both at once, quicker than ``mean()`` and ``var(ddof=1)`` and with the same bits."""
    mean = np.add.reduce(values) / len(values)
    apart = values - mean
    return mean, np.add.reduce(apart * apart) / (len(values) - 1)


def sizes_of(parallel: np.ndarray, shared: np.ndarray) -> np.ndarray:
    """Hedges g of the shared plan by outcome, among all families and among those that had a plan.

    Args:
        parallel, shared: the same families at the end of both routes.

    Returns:
        Shape (len(AMONG), len(OF_FAMILIES)); above 0 the shared plan is better.
    """
    had_plan = shared["had_plan"] == 1
    sizes = np.empty((len(AMONG), len(OF_FAMILIES)))
    for column, outcome in enumerate(OF_FAMILIES):
        sign = 1.0 if OUTCOMES[outcome].better == "higher" else -1.0
        control, treated = values_of(parallel, outcome), values_of(shared, outcome)
        sizes[0, column] = sign * hedges_g(control, treated)
        sizes[1, column] = sign * hedges_g(control[had_plan], treated[had_plan])
    return sizes
