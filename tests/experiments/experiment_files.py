"""Experiments whose runs take milliseconds, and how to look at what they leave on disk."""

from pathlib import Path

from experiments.specification.experiment import Experiment, parse_experiment
from experiments.specification.problems import ExperimentError

SMALL = "families = 30\nweeks = 26\nburn_in_weeks = 13"
TWO_CELLS = "[factors]\nturnover_rate = [0.1, 0.4]"
TABLES = (
    "runs.parquet",
    "runs.csv",
    "effects.parquet",
    "effects.csv",
    "cells.csv",
    "failures.csv",
    "dictionary.csv",
)


def text_of(top: str = "replicates = 3", tables: str = TWO_CELLS, sets: str = "") -> str:
    """An experiment file on thirty families for half a year."""
    return f'question = "Which is better?"\n{top}\n[set]\n{SMALL}\n{sets}\n{tables}\n'


def experiment_of(top: str = "replicates = 3", tables: str = TWO_CELLS, sets: str = "") -> Experiment:
    """The experiment of ``text_of``."""
    return parse_experiment(text_of(top, tables, sets), "small")


def problems_of(text: str) -> list[str]:
    """What is said against the text of a file called small.toml; an empty list when nothing is."""
    try:
        parse_experiment(text, "small", "small.toml")
    except ExperimentError as error:
        return error.problems
    return []


def tables_of(root: Path) -> dict[str, bytes]:
    """The tables of a folder, byte for byte."""
    return {name: (root / name).read_bytes() for name in TABLES}


def parts_of(root: Path) -> list[Path]:
    """The parts of a folder."""
    return sorted((root / "parts").glob("*.parquet"))
