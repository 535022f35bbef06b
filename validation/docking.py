"""Ten measures of the engine and of a second model, written from the description alone, kept for the documents.

The second model stands with the tests, as does what lives both: ``python -m tests.verification.second_model --keep``.
"""

from pathlib import Path
from typing import Any

from experiments import provenance
from experiments.json_files import KeptJson
from sim.behaviour import stamp

kept = KeptJson(Path(__file__).parent / "docking.json")


def keep(command: str, pairs: int, rows: list[dict[str, Any]]) -> Path:
    """Write the result where the documents read it.

    Args:
        command: what was typed.
        pairs: of runs, in each model and weather.
        rows: for each measure and weather (``measure``, ``weather``) what it is on parallel routes and what the shared
            plan adds to that (``parallel``, ``plan``): by model mean, low and high of a 90 % interval.
    """
    return kept.write({"command": command, "date": provenance.today(), **stamp(), "pairs": pairs, "rows": rows})
