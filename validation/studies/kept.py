"""The answers of the studies that are kept with the project, and whether they still belong to this model."""

from pathlib import Path
from typing import Any

from experiments.json_files import KeptJson
from experiments.results import Results
from reports.sections import all_sections
from sim.behaviour import stamp, unchanged

HERE = Path(__file__).parent
kept = KeptJson(HERE / "kept.json")
PICTURES = HERE.parent.parent / "docs" / "pictures"
STUDIES = ("break_even", "staff_is_short", "safety", "future_scenario", "shorter_care", "knowledge", "targeting")


def file_of(name: str) -> Path:
    """The experiment file of a study."""
    return HERE / f"{name}.toml"


def said(found: Results) -> dict[str, Any]:
    """The question, what was expected, and the answer in sentences."""
    return {
        "question": found.experiment.question,
        "expected": found.experiment.expected,
        "runs": found.written.runs,
        "answers": [line for one in all_sections(found) for line in one.answers],
    }


def keep_picture(name: str, found: Results) -> Path:
    """Keep the first picture of a study as a file of its own."""
    picture = next(picture for one in all_sections(found) for picture in one.pictures)
    path = PICTURES / f"{name}.svg"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(picture.file_text, "utf-8")
    return path


def keep(studies: dict[str, dict[str, Any]]) -> Path:
    """Keep what the studies said, by name."""
    return kept.write({"command": "omtafel studies --keep", **stamp(), "studies": studies})


def stale() -> str:
    """Why the answers no longer belong to this model, in one sentence; empty when they do."""
    if not unchanged(kept()):
        return "the rules or declared values have changed since the studies were run: run make worlds"
    return ""
