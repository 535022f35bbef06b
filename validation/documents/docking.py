"""What the page on validation says of the second model: ten measures side by side, and where the plan does what."""

import math
from typing import Any

from sim.outcomes import OUTCOMES
from validation import docking
from validation.documents.markdown import table

REDUCED, WHOLE, SECOND = "engine, reduced", "engine, whole", "second model"
USUAL = "as usual"


def context() -> dict[str, Any]:
    """Everything that the page says of it."""
    kept = docking.kept()
    usual = [row for row in kept["rows"] if row["weather"] == USUAL]
    return {
        "docking": kept,
        "docking_table": docking_table(usual),
        "docking_map": docking_map(kept["rows"]),
        "apart": [f"{label(row)} ({said})" for row in usual for kind, said in KINDS.items() if not overlap(row[kind])],
        "compared": len(KINDS) * len(usual),
    }


KINDS = {"parallel": "on parallel routes", "plan": "what the plan adds"}


def docking_table(rows: list[dict[str, Any]]) -> str:
    """Every measure in a region as usual: on parallel routes, and what the plan adds."""
    cells = [
        [
            label(row),
            *(interval(row["parallel"][model]) for model in (REDUCED, SECOND)),
            *(interval(row["plan"][model]) for model in (REDUCED, SECOND, WHOLE)),
        ]
        for row in rows
    ]
    on, adds = "parallel routes: ", "the plan adds: "
    heads = ["measure", on + REDUCED, on + SECOND, adds + REDUCED, adds + SECOND, adds + WHOLE]
    return table(heads, cells)


def docking_map(rows: list[dict[str, Any]]) -> str:
    """What the plan adds to every measure, by turnover and shortage, in the reduced engine and in the second model."""
    weathers = list(dict.fromkeys(row["weather"] for row in rows))
    measures = list(dict.fromkeys(row["measure"] for row in rows))
    found = {(row["measure"], row["weather"]): row for row in rows}
    cells = [
        [label(found[measure, USUAL])]
        + ["<br>".join(interval(found[measure, one]["plan"][model]) for model in (REDUCED, SECOND)) for one in weathers]
        for measure in measures
    ]
    return table(["measure", *weathers], cells)


def label(row: dict[str, Any]) -> str:
    """What a measure is called."""
    return OUTCOMES[row["measure"]].label.en


def interval(numbers: list[float]) -> str:
    """A mean with its interval, to two digits of how wide that is."""
    mean, low, high = numbers
    decimals = max(0, 1 - math.floor(math.log10(high - low))) if high > low else 0
    return "{} ({} to {})".format(*(f"{number:.{decimals}f}".replace("-", "−") for number in (mean, low, high)))


def overlap(found: dict[str, list[float]]) -> bool:
    """Whether the intervals of the reduced engine and the second model have a number in common."""
    (_, low, high), (_, other_low, other_high) = found[REDUCED], found[SECOND]
    return low <= other_high and other_low <= high
