"""What flips the answer, in sentences, and kept with the project for its documents."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from experiments.numbers import number, unit_words
from experiments.worlds.flips import Flip
from sim.behaviour import behaviour
from sim.outcomes import OUTCOMES

KEPT = Path(__file__).parent / "flips.json"


def lines(usual: dict[str, float], found: list[Flip]) -> list[str]:
    """A sentence for each main outcome, and below it what turns it."""
    told = []
    for name, gain in usual.items():
        told.append(sentence(name, gain, [one for one in found if one.outcome == name]))
        told += [f"  - {one.sentence()}" for one in found if one.outcome == name]
    return told


def sentence(name: str, gain: float, flips: list[Flip]) -> str:
    """Who is better off in an outcome as declared, and whether anything within its range turns that."""
    outcome = OUTCOMES[name]
    leader = "the shared plan does" if gain > 0 else "parallel routes do" if gain < 0 else "neither route does"
    scale = "on a scale of 0 to 1" if outcome.unit == "0 to 1" else unit_words(outcome)
    size = f"{number(abs(gain), outcome)} {scale}"
    lead = f"{outcome.label.en}: as declared {leader} better, by {size}."
    if not flips:
        return f"{lead} Nothing within its range turns that by itself."
    return f"{lead} {'One thing turns' if len(flips) == 1 else f'{len(flips)} things turn'} that by itself:"


def keep(usual: dict[str, float], found: list[Flip], pairs: int) -> Path:
    """Write the result where the documents read it."""
    record: dict[str, Any] = {
        "command": f"omtafel flips --pairs {pairs} --keep",
        "behaviour": behaviour(),
        "outcomes": [
            {
                "outcome": name,
                "sentence": sentence(name, gain, [one for one in found if one.outcome == name]),
                "flips": [one.sentence() for one in found if one.outcome == name],
            }
            for name, gain in usual.items()
        ],
    }
    KEPT.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", "utf-8")
    kept.cache_clear()
    return KEPT


@cache
def kept() -> dict[str, Any]:
    """The result that is kept with the project."""
    return json.loads(KEPT.read_text("utf-8"))
