"""``python -m tests.verification.second_model``: ten measures of the engine and of the second model, side by side."""

import argparse
from typing import Any

from tests.verification.docking import MEASURES, MODELS, WEATHERS, Docked, Estimate, docked, keep
from validation import docking

PAIRS = 40


def rows_of(found: dict[str, Docked]) -> list[dict[str, Any]]:
    """A row for each measure and weather."""
    return [
        {
            "measure": measure,
            "weather": weather,
            "parallel": {model: interval(one.level(measure, weather)) for model, one in found.items()},
            "plan": {model: interval(one.difference(measure, weather)) for model, one in found.items()},
        }
        for measure in MEASURES
        for weather in WEATHERS
    ]


def interval(found: Estimate) -> list[float]:
    return [float(f"{number:.3g}") for number in (found.mean, found.low, found.high)]


def line(row: dict[str, Any], kind: str) -> str:
    numbers = "".join("{:12.3f} {:8.3f} {:8.3f}".format(*row[kind][model]) for model in MODELS)
    return f"{row['measure']:24}{row['weather']:16}{numbers}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Ten measures of two models, side by side, with 90 % intervals.")
    parser.add_argument("--pairs", type=int, default=PAIRS, help="of runs, in each model and weather")
    parser.add_argument("--keep", action="store_true", help="write them where the documents read them")
    parser.add_argument("--kept", action="store_true", help="take what is kept of the second model")
    asked = parser.parse_args()
    if not asked.kept:
        print(keep(asked.pairs))
    rows = rows_of({model: docked(model, asked.pairs, tuple(WEATHERS)) for model in MODELS})
    for title, kind in (("parallel routes", "parallel"), ("shared plan minus parallel routes", "plan")):
        print(f"\n{title:40}" + "".join(f"{model:>30}" for model in MODELS))
        print(*(line(row, kind) for row in rows), sep="\n")
    if asked.keep:
        print(
            docking.keep(f"python -m tests.verification.second_model --pairs {asked.pairs} --keep", asked.pairs, rows)
        )


if __name__ == "__main__":
    main()
