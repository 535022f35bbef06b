"""One route by itself: means of every cell."""

from collections.abc import Iterator

from experiments.language import say
from experiments.numbers import number, plain, span, unit_words
from experiments.results import Results
from reports.section import Section, Table
from reports.sections.winners import MOST_CELLS, cell_heads, cell_of
from sim.outcomes import OUTCOMES
from sim.words import Language

PLACE = 7  # on the page


def sections(results: Results, language: Language = "en") -> Iterator[Section]:
    """One section with a table an outcome, where only one route was run."""
    if results.experiment.paired:
        return
    route = say(f"routes.{results.experiment.routes[0]}", language)
    effects = results.effects()
    heads = (*cell_heads(results, language), say("single_route.mean", language), say("single_route.runs", language))
    tables = []
    for name in results.experiment.outcomes:
        one = OUTCOMES[name]
        rows = []
        for row in effects[effects["outcome"] == name].head(MOST_CELLS).to_dict("records"):
            mean, low, high = (number(row[column], one, language=language) for column in ("mean", "low", "high"))
            runs = plain(row["runs"], 0, language=language)
            rows.append((*cell_of(results, row, language), f"{mean} ({span(low, high, language)})", runs))
        tables.append(Table(f"{one.label.to(language)} ({unit_words(one, language)})", heads, rows))
    more = say("single_route.more", language, count=MOST_CELLS) if len(results.cells) > MOST_CELLS else ""
    paragraph = say("single_route.asked", language, route=route) + more
    title = say("single_route.title", language, route=route)
    yield Section("single-route", title, paragraphs=[paragraph], tables=tables)
