"""What flips the answer, in sentences, and kept with the project for its documents."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from experiments import provenance
from experiments.json_files import KeptJson
from experiments.numbers import number, of_what
from experiments.search.turning_points import movers
from experiments.verdicts import leads
from sim.behaviour import stamp
from sim.outcomes import OUTCOMES
from validation.calibration.flips import Flip, asked

kept = KeptJson(Path(__file__).parent / "flips.json")

MOVERS = 25  # declarations that are kept for each outcome, what moves it most first
Usual = dict[str, tuple[float, int]]  # by main outcome what the plan gains, and the sign of that beyond luck


def lines(usual: Usual, found: list[Flip]) -> list[str]:
    """A sentence for each main outcome, and below it what turns it."""
    told = []
    for name, (gain, sign) in usual.items():
        told.append(sentence(name, gain, sign, [one for one in found if one.outcome == name]))
        told += [f"  - {one.sentence()}" for one in found if one.outcome == name]
    return told


def sentence(name: str, gain: float, sign: int, flips: list[Flip]) -> str:
    """Which route leads in an outcome, whether by what matters, and whether anything that was moved turns that."""
    outcome = OUTCOMES[name]
    if sign == 0:
        return f"{outcome.label.en}: the routes cannot be told apart, so there is nothing to turn."
    size = f"{number(abs(gain), outcome)} {of_what(outcome)}"
    matters = abs(gain) >= outcome.matters_from
    leader = leads("shared_plan" if sign > 0 else "parallel", matters, "en")
    lead = f"{outcome.label.en}: {leader}, by {size}{'' if matters else ', less than matters'}."
    if not flips:
        return f"{lead} Nothing that was moved turns that by itself."
    return f"{lead} {'One thing turns' if len(flips) == 1 else f'{len(flips)} things turn'} that by itself:"


def keep(usual: Usual, found: list[Flip], swings: Mapping[str, np.ndarray], pairs: int, seed: int) -> Path:
    """Write the result where the documents read it, and what moves each outcome most beside it."""
    table = np.nan_to_num(np.array([swings[name] for name in swings]))
    most_first = np.argsort(-table, axis=0, kind="stable")[:MOVERS]
    moving = {name: [list(swings)[row] for row in most_first[:, column]] for column, name in enumerate(usual)}
    movers.write({"command": f"omtafel flips --pairs {pairs} --seed {seed} --keep", "outcomes": moving})
    record = {
        "command": f"omtafel flips --pairs {pairs} --seed {seed} --keep",
        "date": provenance.today(),
        **stamp(),
        "moved": asked(),
        "outcomes": [
            {
                "outcome": name,
                "names": [one.name for one in found if one.outcome == name],
                "sentence": sentence(name, gain, sign, [one for one in found if one.outcome == name]),
                "flips": [one.sentence() for one in found if one.outcome == name],
            }
            for name, (gain, sign) in usual.items()
        ],
    }
    return kept.write(record)


def later() -> list[str]:
    """The declarations that were added since, and not moved."""
    return [name for name in asked() if name not in kept()["moved"]]
