"""The result of a check: as a page, in one sentence, and kept with the project for its documents."""

from pathlib import Path
from typing import Any

from experiments import in_words, provenance
from experiments.json_files import KeptJson
from reports.pages import pages_in
from sim.behaviour import behaviour, stamp
from validation.check import Check, judged

HERE = Path(__file__).parent
kept = KeptJson(HERE / "last.json")


def verdict(found: Check) -> str:
    """How it ended, in a few sentences."""
    return " ".join([how_it_ended(found), *what_was_found(found), *what_was_held_out(found)])


def how_it_ended(found: Check) -> str:
    """What of all that is judged holds."""
    failed = found.failures
    asked = [one for one in found.verdicts if judged(one)]
    counted = f"{len(asked)} patterns and {sum(one.target.judged for one in found.figures)} figures"
    if not failed:
        return f"All of {counted} hold."
    hard = found.hard_failures
    words = "; ".join(one.rstrip(".") for one in failed)
    if not hard:
        return f"Of {counted} all hard ones hold; {len(failed)} soft ones fail: {words}."
    return f"Of {counted}, {len(failed)} fail: {words}. These may not fail: {', '.join(hard)}."


def what_was_found(found: Check) -> list[str]:
    """What patterns of a plan's worth say, in a sentence, when any was looked at."""
    asked = sum(one.pattern.worth for one in found.verdicts)
    missing = "; ".join(one.rstrip(".") for one in found.findings)
    if not asked:
        return []
    if not missing:
        return [f"All of {asked} patterns that say what a plan is worth come out."]
    return [f"Of {asked} patterns that say what a plan is worth, these do not come out: {missing}."]


def what_was_held_out(found: Check) -> list[str]:
    """What patterns that were held out say, in a sentence, when any was looked at."""
    asked = sum(one.pattern.held_out and not one.pattern.worth for one in found.verdicts)
    missing = "; ".join(one.rstrip(".") for one in found.held_out)
    if not asked:
        return []
    words = f"Of {asked} patterns that were held out while values were set"
    return [f"{words}, these do not come out: {missing}." if missing else f"{words}, all come out."]


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
            command=command(found),
            behaviour=behaviour(),
            versions=provenance.versions(),
        )
    )


def command(found: Check) -> str:
    """What was typed."""
    asked = f"omtafel validate --pairs {found.pairs} --worlds {found.parameter_sets} --seed {found.seed}"
    return asked + (" --held-out" if any(one.pattern.held_out for one in found.verdicts) else "")


def keep(found: Check) -> Path:
    """Write the result where the documents read it."""
    record = {
        "command": f"{command(found)} --keep",
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
