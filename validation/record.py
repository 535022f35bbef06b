"""The result of a check: as a page, in one sentence, and kept with the project for its documents."""

from pathlib import Path
from typing import Any

from experiments import in_words, provenance
from experiments.json_files import KeptJson
from reports.pages import pages_in
from sim.behaviour import behaviour, stamp
from validation.check import Check

HERE = Path(__file__).parent
kept = KeptJson(HERE / "last.json")


def verdict(found: Check) -> str:
    """How it ended, in two sentences."""
    failed = found.failures
    counted = f"{len(found.verdicts)} patterns and {len(found.figures)} figures"
    if not failed:
        return f"All of {counted} hold."
    hard = found.hard_failures
    words = "; ".join(failed)
    if not hard:
        return f"Of {counted} all hard ones hold; {len(failed)} soft ones fail: {words}."
    return f"Of {counted}, {len(failed)} fail: {words}. These may not fail: {', '.join(hard)}."


def html(found: Check) -> str:
    """The check as one page that needs no network."""
    return (
        pages_in(HERE)
        .get_template("validation.html")
        .render(
            found=found,
            verdict=verdict(found),
            patterns=found.pattern_table().to_dict("records"),
            figures=found.figure_table().to_dict("records"),
            condition=in_words.condition(found.scenario),
            command=f"omtafel validate --pairs {found.pairs} --worlds {found.parameter_sets} --seed {found.seed}",
            behaviour=behaviour(),
            versions=provenance.versions(),
        )
    )


def keep(found: Check) -> Path:
    """Write the result where the documents read it."""
    record = {
        "command": f"omtafel validate --pairs {found.pairs} --worlds {found.parameter_sets} --seed {found.seed}",
        "date": provenance.today(),
        **stamp(),
        "pairs": found.pairs,
        "worlds": found.parameter_sets,
        "verdict": verdict(found),
        "patterns": [short(row) for row in found.pattern_table().to_dict("records")],
        "figures": [short(row) for row in found.figure_table().to_dict("records")],
    }
    return kept.write(record)


def short(row: dict[Any, Any]) -> dict[str, Any]:
    """A row with numbers of four significant digits."""
    return {str(key): float(f"{value:.4g}") if isinstance(value, float) else value for key, value in row.items()}
