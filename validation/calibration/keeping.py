"""Keeping parameter sets: what a calibration writes, and whether the sets still belong to the model."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments import provenance
from experiments.analysis.effects import gain_sign
from experiments.analysis.spreads import spreads
from experiments.parameter_sets import kept
from experiments.parameter_sets.kept import UNDER, drawn, later, parameter_sets, story, with_parameter_set
from experiments.parameter_sets.priors import uncertain
from sim.behaviour import fingerprint, levers, stamp, unchanged
from sim.effect_size import AMONG, OF_FAMILIES
from sim.outcomes import OUTCOMES
from sim.scenario import load_scenario
from validation.calibration.basis import basis
from validation.calibration.checking import sign_of
from validation.calibration.fit import means_of
from validation.calibration.learning import learned, worth_knowing
from validation.calibration.under_way import Posterior

PLACES = 4  # of what is told of themes


def table_of(posteriors: Mapping[str, Posterior]) -> pd.DataFrame:
    """The sets: a row a set, a column a parameter, and under which forms of the rules it fits."""
    names = [one.name for one in uncertain()]
    parts = []
    for under, one in posteriors.items():
        part = pd.DataFrame(one.sets.draws.values, columns=names)
        part.insert(0, UNDER, under)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def story_of(
    posteriors: Mapping[str, Posterior], checked: Mapping[str, Mapping[str, float]], command: str
) -> dict[str, Any]:
    """What made the sets, whose values are kept, and what was seen on the way, as plain data.

    Args:
        posteriors: by the forms of the rules under which they are; the usual ones first, under an empty name.
        checked: what was looked at afterwards in the usual ones.
        command: what made them.
    """
    usual = posteriors[""]
    return {
        "command": command,
        "date": provenance.today(),
        **stamp(),
        "basis": basis([*levers(), *(one.name for one in uncertain())]),
        "uncertain": len(uncertain()),
        "targets": [one.name for one in usual.targets],
        "under": {under: told_of(one) for under, one in posteriors.items()},
        "checked": {name: rounded(dict(shares)) for name, shares in checked.items()},
        "learned": table_of_themes(usual),
        "effects": {
            f"{outcome}, {among}": over_sets(usual.sets.sizes[:, :, row, column])
            for row, among in enumerate(AMONG)
            for column, outcome in enumerate(OF_FAMILIES)
        },
        "differences": {name: over_sets(differences(usual)[:, :, column]) for column, name in enumerate(OUTCOMES)},
        "spreads": three_spreads(posteriors),
        "worth_knowing": worth_of_studies(usual),
    }


def told_of(one: Posterior) -> dict[str, Any]:
    """What a calibration took and gave, under some forms of the rules."""
    return {
        "waves": [
            {
                "name": wave.name,
                "candidates": wave.candidates,
                "sets": wave.sets,
                "pairs": wave.pairs,
                "fit": round(wave.fit, PLACES),
                "accepted": wave.accepted if wave.accepted is None else round(wave.accepted, PLACES),
                "worth": wave.worth if wave.worth is None else round(wave.worth),
                "minutes": round(wave.minutes, 1),
            }
            for wave in one.waves
        ],
        "worth": round(one.worth),
        "kept": len(one.sets),
        "inside": int((one.sets.fits > np.log(0.5)).all(axis=1).sum()),
        "rejected": {
            target.says: round(float(share), 3) for target, share in zip(one.targets, one.rejects, strict=True)
        },
    }


def differences(one: Posterior) -> np.ndarray:
    """Shared plan minus parallel routes, shape (sets, pairs, outcomes)."""
    return one.sets.outcomes[:, :, 1] - one.sets.outcomes[:, :, 0]


def three_spreads(posteriors: Mapping[str, Posterior]) -> dict[str, dict[str, float]]:
    """How far the difference in each main outcome hangs on rival rules, on parameters, and on luck: three standard
    deviations in the outcome's unit.

    Rival rules: between the means under each form. Parameters: between sets under the usual forms, without luck. Luck:
    of one pair in one set.
    """
    told = {}
    for column, (name, outcome) in enumerate(OUTCOMES.items()):
        if not outcome.main:
            continue
        means = [float(np.nanmean(differences(one)[:, :, column])) for one in posteriors.values()]
        usual = spreads(differences(posteriors[""])[:, :, column])
        told[name] = {
            "rules": short(float(np.std(means, ddof=1)) if len(means) > 1 else np.nan),
            "parameters": short(usual["between_worlds"]),
            "luck": short(usual["luck"]),
        }
    return told


def worth_of_studies(one: Posterior, most: int = 3) -> dict[str, dict[str, float]]:
    """For each main outcome the themes of which a perfect study would tell most for the choice between the routes."""
    told = {}
    heights = one.sets.draws.heights
    for column, (name, outcome) in enumerate(OUTCOMES.items()):
        if outcome.main and outcome.better != "neither":
            gains = gain_sign(name) * means_of(differences(one)[:, :, column : column + 1])[:, 0]
            worth = worth_knowing(heights, gains)
            told[name] = {str(theme): short(value) for theme, value in worth.head(most).items() if value > 0}
    return told


def table_of_themes(one: Posterior) -> dict[str, dict[str, float]]:
    """What the evidence taught about each theme: ``moved``, ``left`` and ``surely`` (see ``learned``)."""
    rows = learned(one.sets.draws.heights, one.worth).to_dict("records")
    return {
        str(row["theme"]): {
            "moved": round(row["moved"], PLACES),
            "left": round(row["left"], PLACES),
            "surely": bool(row["surely"]),
        }
        for row in rows
    }


def lived_in(some: Iterable[Mapping[str, float]], measured: Collection[str] = tuple(OUTCOMES)) -> str:
    """A fingerprint of what the model does in some sets: what moves nothing as all is declared may do so there."""
    almelo = load_scenario("almelo")
    return fingerprint((with_parameter_set(almelo, parameter_set) for parameter_set in some), measured)


def short(value: float) -> float:
    """Four digits that count."""
    return float(f"{value:.4g}")


def rounded(shares: dict[str, float]) -> dict[str, float]:
    """Shares to three places."""
    return {name: round(share, 3) for name, share in shares.items()}


def over_sets(values: np.ndarray) -> dict[str, float | None]:
    """What some values, shape (sets, pairs), say over sets.

    The middle set, the range that holds nine of ten sets (luck of some pairs included), and the number of sets in
    which the mean lies above 0, and below, beyond luck.
    """
    means = means_of(values[..., None])[:, 0]
    means = means[np.isfinite(means)]
    if not len(means):
        return dict.fromkeys(("low", "middle", "high", "above", "below"))
    low, middle, high = (short(one) for one in np.quantile(means, [0.05, 0.5, 0.95]))
    signs = [sign_of(one) for one in values]
    return {"low": low, "middle": middle, "high": high, "above": signs.count(1), "below": signs.count(-1)}


def save(
    posteriors: Mapping[str, Posterior],
    checked: Mapping[str, Mapping[str, float]],
    command: str,
    folder: Path = kept.HERE,
) -> list[Path]:
    """Write the sets and their story into a folder, by default the one that comes with the model."""
    told = story_of(posteriors, checked, command)
    sets = table_of(posteriors)
    usual = sets[sets[UNDER] == ""].drop(columns=UNDER).to_dict("records")
    told["in_worlds"] = lived_in({str(name): float(value) for name, value in row.items()} for row in usual[:MARKED])
    return kept.write(folder, sets, told)


MARKED = 12  # sets whose behaviour says whether they still belong to the model


def stale() -> str:
    """Why the sets no longer belong to this model, in one sentence; empty when they do."""
    declared = {one.name for one in uncertain()}
    gone = [str(name) for name in drawn().columns if name != UNDER and name not in declared]
    if gone:
        return f"the plausible worlds were made with other parameters ({gone[0]}): run make worlds"
    if story()["basis"] != basis([*story()["levers"], *(str(name) for name in drawn() if name != UNDER)]):
        return "ranges, targets or themes have changed since the plausible worlds were made: run make worlds"
    added = later() or set(levers()) - set(story()["levers"])
    in_worlds = story()["in_worlds"]
    if not unchanged(story()) or (added and in_worlds != lived_in(parameter_sets()[:MARKED], story()["measured"])):
        return "the rules or declared values have changed since the plausible worlds were made: run make worlds"
    return ""
