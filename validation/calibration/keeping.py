"""Keeping parameter sets with the model: what a calibration writes, and whether it still belongs to the model."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from experiments import provenance
from experiments.csv_files import write_csv
from experiments.parameter_sets.kept import (
    VALUES,
    drawn,
    forget,
    later,
    parameter_sets,
    story,
    with_parameter_set,
)
from experiments.parameter_sets.priors import uncertain
from sim.behaviour import fingerprint, levers, stamp, unchanged
from sim.effect_size import AMONG, OF_FAMILIES
from sim.outcomes import OUTCOMES
from sim.scenario import load_scenario
from validation.calibration.basis import basis
from validation.calibration.matching import TOLERANCE, Match, sign_of


def story_of(match: Match, command: str) -> dict[str, Any]:
    """What made the sets, whose values are kept, and what was seen on the way, as plain data."""
    differences = match.outcomes[:, :, 1] - match.outcomes[:, :, 0]
    return {
        "command": command,
        "date": provenance.today(),
        **stamp(),
        "in_worlds": lived_in(parameter_sets()),
        "tried": match.tried,
        "basis": basis([*levers(), *(one.name for one in uncertain())]),
        "tolerance": TOLERANCE,
        "stages": match.stages,
        "kept": len(match.rows),
        "inside": match.inside,
        "rejected": rounded(match.rejected),
        "checked": {name: rounded(shares) for name, shares in match.checked.items()},
        "learned": learned(match.prior, match.parameter_sets) if len(match.parameter_sets) else {},
        "effects": {
            f"{outcome}, {among}": over_sets(match.sizes[:, :, row, column])
            for row, among in enumerate(AMONG)
            for column, outcome in enumerate(OF_FAMILIES)
        },
        "differences": {name: over_sets(differences[:, :, column]) for column, name in enumerate(OUTCOMES)},
    }


def lived_in(some: Iterable[Mapping[str, float]]) -> str:
    """A fingerprint of what the model does in some sets: what moves nothing as all is declared may do so there."""
    almelo = load_scenario("almelo")
    return fingerprint(with_parameter_set(almelo, parameter_set) for parameter_set in some)


def mean_over_runs(values: np.ndarray) -> np.ndarray:
    """Means over the second axis of what is a number; not a number where nothing is."""
    there = np.isfinite(values)
    return np.where(there, values, 0).sum(axis=1) / np.where(there.any(axis=1), there.sum(axis=1), np.nan)


def rounded(shares: dict[str, float]) -> dict[str, float]:
    """Shares to three places."""
    return {name: round(share, 3) for name, share in shares.items()}


def over_sets(values: np.ndarray) -> dict[str, float | None]:
    """What some values, shape (sets, pairs), say over sets.

    The middle set, the range that holds nine of ten sets (luck of some pairs included), and the number of sets in
    which the mean lies above 0, and below, beyond luck.
    """
    means = mean_over_runs(values)
    means = means[np.isfinite(means)]
    if not len(means):
        return dict.fromkeys(("low", "middle", "high", "above", "below"))
    low, middle, high = (float(f"{one:.4g}") for one in np.quantile(means, [0.05, 0.5, 0.95]))
    signs = [sign_of(one) for one in values]
    return {"low": low, "middle": middle, "high": high, "above": signs.count(1), "below": signs.count(-1)}


def learned(prior_values: np.ndarray, kept_values: np.ndarray) -> dict[str, dict[str, float]]:
    """What the evidence says about each parameter: how far its middle moved, and how much of its spread is left.

    ``moved`` is the shift of the middle in prior interquartile ranges, ``left`` the interquartile range as a part of
    the prior's, ``chance`` how often luck alone would set so many sets so far from the prior (Kolmogorov-Smirnov).
    """
    found = {}
    for column, one in enumerate(uncertain()):
        prior, kept = prior_values[:, column], kept_values[:, column]
        before, after = np.quantile(prior, [0.25, 0.5, 0.75]), np.quantile(kept, [0.25, 0.5, 0.75])
        spread = before[2] - before[0]
        found[one.name] = {
            "moved": round(float((after[1] - before[1]) / spread), 2),
            "left": round(float((after[2] - after[0]) / spread), 2),
            "chance": float(f"{stats.ks_2samp(prior, kept).pvalue:.2g}"),
        }
    return found


def save(match: Match, command: str) -> list[Path]:
    """Write the sets and their story into the package."""
    table = pd.DataFrame(match.parameter_sets, columns=[one.name for one in uncertain()])
    table = table.map(lambda value: float(f"{value:.6g}"))
    table.insert(0, "row", match.rows)
    write_csv(table, VALUES)
    forget()
    return [VALUES, story.write(story_of(match, command))]


def stale() -> str:
    """Why the sets no longer belong to this model, in one sentence; empty when they do."""
    declared = {one.name for one in uncertain()}
    gone = [str(name) for name in drawn() if name not in declared]
    if gone:
        return f"the plausible worlds were made with other parameters ({gone[0]}): run make worlds"
    if story()["basis"] != basis([*story()["levers"], *drawn()]):
        return "ranges, targets or patterns have changed since the plausible worlds were made: run make worlds"
    added = later() or set(levers()) - set(story()["levers"])
    if not unchanged(story()) or (added and story()["in_worlds"] != lived_in(parameter_sets())):
        return "the rules or declared values have changed since the plausible worlds were made: run make worlds"
    return ""
