"""One route by itself: means of every cell."""

from collections.abc import Iterator

from experiments.findings import ROUTE_WORDS
from experiments.numbers import number, unit_words
from experiments.results import Results
from reports.asked import valued
from reports.section import Section, Table
from reports.sections.winners import MOST_CELLS
from sim.outcomes import OUTCOMES

PLACE = 7  # on the page


def sections(results: Results) -> Iterator[Section]:
    """One section with a table an outcome, where only one route was run."""
    if results.experiment.paired:
        return
    route = ROUTE_WORDS[results.experiment.routes[0]]
    effects = results.effects()
    factors = {factor.name: factor for factor in results.experiment.factors}
    labels = results.cells.labels
    heads = [factors[name].label if name in factors else name.capitalize() for name in labels] or ["Cell"]
    tables = []
    for name in results.experiment.outcomes:
        one = OUTCOMES[name]
        rows = []
        for row in effects[effects["outcome"] == name].head(MOST_CELLS).to_dict("records"):
            cell = [valued(factors[key], row[key]) if key in factors else f"{row[key]}" for key in labels] or ["all"]
            span = f"{number(row['low'], one)} to {number(row['high'], one)}"
            rows.append((*cell, f"{number(row['mean'], one)} ({span})", f"{row['runs']:,}"))
        title = f"{one.label.en} ({unit_words(one)})"
        tables.append(Table(title, (*heads, "Mean (range)", "Runs"), rows))
    more = f" The first {MOST_CELLS} cells; all stand in effects.csv." if len(results.cells) > MOST_CELLS else ""
    yield Section("single-route", f"On {route}", paragraphs=[f"Only {route} were asked for.{more}"], tables=tables)
