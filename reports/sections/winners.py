"""Who wins where: in how many cells either route does better, and every cell where they are few."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from experiments.findings import ROUTE_WORDS
from experiments.language import heading
from experiments.numbers import number, unit_words
from experiments.results import Results
from experiments.verdicts import STANDINGS, by_luck, rule_in_words
from reports.asked import valued
from reports.section import Section, Table
from sim.outcomes import OUTCOMES

PLACE = 6  # on the page
MOST_CELLS = 60  # that a page names one by one


def sections(results: Results) -> Iterator[Section]:
    """One section with a table of counts, and one of cells where they are few."""
    if not results.experiment.paired:
        return
    effects = results.effects()
    tables = [counts(effects)]
    cells = len(results.cells)
    if cells <= MOST_CELLS:
        tables += [cell_table(results, effects, name) for name in results.experiment.outcomes]
        more = ""
    else:
        more = f" The {cells:,} cells stand one by one in effects.csv."
    rule = " ".join(f"{heading(name)}: {words}." for name, words in rule_in_words("en").items())
    yield Section(
        "winners",
        "Who wins where",
        paragraphs=[
            f"A route does better in a cell when that is clear or likely, and by enough to matter.{more}",
            f"{rule} {by_luck(cells, 'en')}",
            achieved(effects),
        ],
        tables=tables,
    )


def achieved(effects: pd.DataFrame) -> str:
    """How closely the routes move together over the pairs of a cell, because they share their luck."""
    found = effects["correlation"].dropna()
    if found.empty:
        return "What pairing achieved cannot be measured here: it takes several paired runs that differ."
    return (
        f"Both routes have the same families and the same luck: within a cell their outcomes move together with a "
        f"correlation of {found.median():.2f} (the middle over cells and outcomes; nine of ten lie above "
        f"{found.quantile(0.1):.2f}). The closer to 1, the less a difference is luck."
    )


def counts(effects: pd.DataFrame) -> Table:
    """In how many cells either route does better, by outcome."""
    rows = []
    for name, of_outcome in effects.groupby("outcome", sort=False):
        one = OUTCOMES[str(name)]
        judged = one.better != "neither"
        rows.append(
            (
                f"{one.label.en} ({unit_words(one)})",
                *(f"{(of_outcome['standing'] == name).sum()}" if judged else "" for name in STANDINGS),
                f"{number(of_outcome['difference'].min(), one, True)} to "
                f"{number(of_outcome['difference'].max(), one, True)}",
            )
        )
    columns = (
        "Outcome",
        "Shared plan better",
        "Parallel routes better",
        "Too small to matter",
        "Too close to call",
        "Difference, least to most",
    )
    return Table("Cells in which a route does better", columns, rows)


def cell_table(results: Results, effects: pd.DataFrame, outcome: str) -> Table:
    """Every cell with both means, their difference and its range."""
    one = OUTCOMES[outcome]
    rows = []
    for row in effects[effects["outcome"] == outcome].to_dict("records"):
        difference = number(row["difference"], one, True)
        span = f"{number(row['low'], one, True)} to {number(row['high'], one, True)}"
        better = {**ROUTE_WORDS, "small": "too small to matter"}.get(row["standing"], row["standing"])
        means = (number(row["parallel"], one), number(row["shared_plan"], one))
        rows.append((*cell_of(results, row), *means, f"{difference} ({span})", better, f"{row['pairs']:,}"))
    columns = (*cell_heads(results), "Parallel", "Shared plan", "Difference (range)", "Better", "Pairs")
    return Table(f"{one.label.en} ({unit_words(one)}), cell by cell", columns, rows)


def cell_heads(results: Results) -> list[str]:
    """The headings over what tells cells apart."""
    labels = {one.name: one.label for one in results.experiment.factors}
    return [labels.get(name, name.capitalize()) for name in results.cells.labels] or ["Cell"]


def cell_of(results: Results, row: Mapping[Hashable, Any]) -> list[str]:
    """What tells the cell of a row from others, in words."""
    factors = {one.name: one for one in results.experiment.factors}
    names = results.cells.labels
    return [valued(factors[name], row[name]) if name in factors else f"{row[name]}" for name in names] or ["all"]
