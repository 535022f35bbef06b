"""Who wins where: in how many cells either route does better, and every cell where they are few."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from experiments.language import heading, say
from experiments.numbers import number, plain, span, unit_words
from experiments.results import Results
from experiments.specification.forms import form_in_words
from experiments.verdicts import CLOSE, STANDINGS, by_luck, rule_in_words
from reports.asked import valued
from reports.section import Section, Table
from sim.outcomes import OUTCOMES
from sim.region import ROUTES
from sim.words import Language, in_form

PLACE = 6  # on the page
MOST_CELLS = 60  # that a page names one by one
COUNTS = ("outcome", "shared_plan", "parallel", "small", "close", "span")
CELL = ("parallel_mean", "shared_plan_mean", "difference", "better", "pairs")


def sections(results: Results, language: Language = "en") -> Iterator[Section]:
    """One section with a table of counts, and one of cells where they are few."""
    if not results.experiment.paired:
        return
    effects = results.effects()
    tables = [counts(effects, language)]
    cells = len(results.cells)
    if cells <= MOST_CELLS:
        tables += [cell_table(results, effects, name, language) for name in results.experiment.outcomes]
        more = ""
    else:
        more = say("winners.more", language, cells=plain(cells, 0, language=language))
    rule = " ".join(f"{heading(name)}: {words}." for name, words in rule_in_words(language).items())
    yield Section(
        "winners",
        say("winners.title", language),
        paragraphs=[
            say("winners.better", language) + more,
            f"{rule} {by_luck(cells, language)}",
            achieved(effects, language),
        ],
        tables=tables,
    )


def achieved(effects: pd.DataFrame, language: Language = "en") -> str:
    """How closely the routes move together over the pairs of a cell, because they share their luck."""
    found = effects["correlation"].dropna()
    if found.empty:
        return say("winners.pairing_unknown", language)
    middle, low = (in_form(f"{one:.2f}", language) for one in (found.median(), found.quantile(0.1)))
    return say("winners.pairing", language, middle=middle, low=low)


def counts(effects: pd.DataFrame, language: Language = "en") -> Table:
    """In how many cells either route does better, by outcome."""
    rows = []
    for name, of_outcome in effects.groupby("outcome", sort=False):
        one = OUTCOMES[str(name)]
        judged = one.better != "neither"
        least, most = (number(of_outcome["difference"].agg(end), one, True, language) for end in ("min", "max"))
        rows.append(
            (
                f"{one.label.to(language)} ({unit_words(one, language)})",
                *(f"{(of_outcome['standing'] == name).sum()}" if judged else "" for name in STANDINGS),
                span(least, most, language),
            )
        )
    columns = tuple(say(f"winners.column.{one}", language) for one in COUNTS)
    return Table(say("winners.counts", language), columns, rows)


def cell_table(results: Results, effects: pd.DataFrame, outcome: str, language: Language = "en") -> Table:
    """Every cell with both means, their difference and its range."""
    one = OUTCOMES[outcome]
    better = {
        **{route: say(f"routes.{route}", language) for route in ROUTES},
        "small": say("verdict.small", language),
        CLOSE: say(f"badges.{CLOSE}", language),
    }
    rows = []
    for row in effects[effects["outcome"] == outcome].to_dict("records"):
        difference, low, high = (number(row[name], one, True, language) for name in ("difference", "low", "high"))
        means = (number(row["parallel"], one, language=language), number(row["shared_plan"], one, language=language))
        told = (f"{difference} ({span(low, high, language)})", better.get(row["standing"], row["standing"]))
        rows.append((*cell_of(results, row, language), *means, *told, plain(row["pairs"], 0, language=language)))
    columns = (*cell_heads(results, language), *(say(f"winners.column.{name}", language) for name in CELL))
    about = f"{one.label.to(language)} ({unit_words(one, language)})"
    return Table(say("winners.cells", language, outcome=about), columns, rows)


def cell_heads(results: Results, language: Language = "en") -> list[str]:
    """The headings over what tells cells apart."""
    labels = {one.name: one.called(language) for one in results.experiment.factors}
    names = [labels[name] if name in labels else say(f"winners.{name}", language) for name in results.cells.labels]
    return names or [say("winners.cell", language)]


def cell_of(results: Results, row: Mapping[Hashable, Any], language: Language = "en") -> list[str]:
    """What tells the cell of a row from others, in words."""
    factors = {one.name: one for one in results.experiment.factors}
    told = []
    for name in results.cells.labels:
        if name in factors:
            told.append(valued(factors[name], row[name], language))
        else:
            told.append(form_in_words(str(row[name]), language) if name == "structure" else f"{row[name]}")
    return told or [say("winners.all", language)]
