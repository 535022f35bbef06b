"""What differs between the routes in every cell: paired means with their ranges, a row a cell and outcome."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from experiments.verdicts import verdict_of_effect
from sim.comparison import effect_of
from sim.outcomes import OUTCOMES

COLUMNS = (
    "outcome",
    "parallel",
    "shared_plan",
    "difference",
    "low",
    "high",
    "luck",
    "shared_better_share",
    "correlation",
    "pairs",
)
SINGLE_COLUMNS = ("outcome", "mean", "low", "high", "luck", "runs")


def effects_of_cell(values: np.ndarray, outcomes: Sequence[str]) -> list[dict[str, object]]:
    """One row for each outcome of a cell with both routes.

    Args:
        values: shape (replicates, 2 routes, outcomes); not numbers where a run failed.
        outcomes: their names.

    Returns:
        Rows with the columns of ``COLUMNS``: means on both routes, their ``difference`` (shared plan minus parallel)
        with its 95 % range, ``luck`` (the standard deviation of one pair's difference), the share of pairs in which the
        shared plan is better, the correlation that pairing achieved, and the pairs that have a value on both routes.
    """
    rows = []
    for column, name in enumerate(outcomes):
        parallel, shared = values[:, 0, column], values[:, 1, column]
        row = effect_of(name, parallel, shared, OUTCOMES[name])
        differences = (shared - parallel)[np.isfinite(shared - parallel)]
        row["luck"] = float(differences.std(ddof=1)) if len(differences) > 1 else np.nan
        row["pairs"] = len(differences)
        rows.append({one: row[one] for one in COLUMNS})
    return rows


def means_of_cell(values: np.ndarray, outcomes: Sequence[str]) -> list[dict[str, object]]:
    """One row for each outcome of a cell with one route only: ``SINGLE_COLUMNS``.

    Args:
        values: shape (replicates, 1, outcomes).
        outcomes: their names.
    """
    from sim.comparison import range_of_mean

    rows: list[dict[str, object]] = []
    for column, name in enumerate(outcomes):
        there = values[np.isfinite(values[:, 0, column]), 0, column]
        low, high = range_of_mean(there)
        mean = float(there.mean()) if len(there) else np.nan
        luck = float(there.std(ddof=1)) if len(there) > 1 else np.nan
        rows.append({"outcome": name, "mean": mean, "low": low, "high": high, "luck": luck, "runs": len(there)})
    return rows


def gain_sign(outcome: str) -> float:
    """-1 for outcomes of which less is better, so that above 0 a gain is always for the better."""
    return -1.0 if OUTCOMES[outcome].better == "lower" else 1.0


def gains_of(answers: np.ndarray, outcome: str) -> np.ndarray:
    """What the shared plan gains in an outcome, above 0 when it is better.

    Args:
        answers: of both routes, shape (..., 2, outcomes), as ``Runs.ask`` hands them out.
        outcome: of which one way is better.

    Returns:
        Shape (...).
    """
    parallel, shared = (answers[..., route, list(OUTCOMES).index(outcome)] for route in range(2))
    return gain_sign(outcome) * (shared - parallel)


def with_gains(effects: pd.DataFrame) -> pd.DataFrame:
    """Effects with what the plan gains, and the verdict on it.

    Returns:
        The same rows with ``gain``, ``gain_low`` and ``gain_high`` (the difference, above 0 when the plan is better),
        and ``leader``, ``badge``, ``small`` and ``standing`` of each verdict; no badge and standing where neither way
        is better.
    """
    sign = effects["outcome"].map(gain_sign).astype(float)
    low, high = sign * effects["low"], sign * effects["high"]
    verdicts = [verdict_of_effect(row, int(row["pairs"])) for row in effects.to_dict("records")]
    judged = [OUTCOMES[name].better != "neither" for name in effects["outcome"]]
    return effects.assign(
        gain=sign * effects["difference"],
        gain_low=np.minimum(low, high),
        gain_high=np.maximum(low, high),
        leader=[one.leader for one in verdicts],
        badge=[one.badge if known else "" for one, known in zip(verdicts, judged)],
        small=[one.small for one in verdicts],
        standing=[one.standing if known else "" for one, known in zip(verdicts, judged)],
    )
