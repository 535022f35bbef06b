"""What every column means in the tables of a comparison and of a run, for whoever opens the files without Omtafel."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from sim.outcomes import OUTCOMES
from sim.words import Language


@cache
def meanings() -> dict[str, dict[str, dict[str, str]]]:
    """Meanings by table, column and language, read once."""
    return tomllib.loads(Path(__file__).with_name("columns.toml").read_text("utf-8"))


def dictionary(tables: Mapping[str, Iterable[str]], language: Language = "en") -> pd.DataFrame:
    """A row for each column of some tables, and for each outcome that their rows name.

    Args:
        tables: columns by the name of the table.
        language: of the meanings.

    Raises:
        KeyError: for a column that nobody explains.
    """
    rows = [
        {"table": table, "column": name, "unit": "", "meaning": meaning(table, name, language)}
        for table, columns in tables.items()
        for name in columns
    ]
    of_outcomes = ", ".join(table for table, columns in tables.items() if "outcome" in columns)
    for name, one in OUTCOMES.items():
        definition = one.definition.to(language)
        rows.append({"table": f"{of_outcomes}: outcome", "column": name, "unit": one.unit, "meaning": definition})
    return pd.DataFrame(rows)


def meaning(table: str, column: str, language: Language) -> str:
    """What one column means."""
    known = meanings()[table]
    family = next((one for one in known if one.endswith("_*") and column.startswith(one[:-1])), column)
    return known.get(column, known.get(family, {}))[language]
