"""One route by itself: means of every cell."""

from collections.abc import Iterator

from experiments.findings import ROUTE_WORDS
from experiments.numbers import number, unit_words
from experiments.results import Results
from reports.section import Section, Table
from reports.sections.winners import MOST_CELLS, cell_heads, cell_of
from sim.outcomes import OUTCOMES

PLACE = 7  # on the page


def sections(results: Results) -> Iterator[Section]:
    """One section with a table an outcome, where only one route was run."""
    if results.experiment.paired:
        return
    route = ROUTE_WORDS[results.experiment.routes[0]]
    effects = results.effects()
    tables = []
    for name in results.experiment.outcomes:
        one = OUTCOMES[name]
        rows = []
        for row in effects[effects["outcome"] == name].head(MOST_CELLS).to_dict("records"):
            span = f"{number(row['low'], one)} to {number(row['high'], one)}"
            rows.append((*cell_of(results, row), f"{number(row['mean'], one)} ({span})", f"{row['runs']:,}"))
        title = f"{one.label.en} ({unit_words(one)})"
        tables.append(Table(title, (*cell_heads(results), "Mean (range)", "Runs"), rows))
    more = f" The first {MOST_CELLS} cells; all stand in effects.csv." if len(results.cells) > MOST_CELLS else ""
    yield Section("single-route", f"On {route}", paragraphs=[f"Only {route} were asked for.{more}"], tables=tables)
