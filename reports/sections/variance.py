"""What moves the answer: a tornado, Morris effects or Sobol indices, after the design that was run.

Of what the plan gains where both routes were run, else of the outcome on the one that was; under each policy, and each
form of the rules, by itself.
"""

from collections.abc import Hashable, Iterator, Mapping
from functools import partial
from typing import Any

import pandas as pd

from charts.amounts import amount
from charts.chart import Chart
from charts.morris import morris_chart
from charts.sobol import sobol_chart
from charts.tornado import tornado_chart
from experiments.analysis.effects import gain_sign
from experiments.analysis.unfit import reason
from experiments.designs.factors import Factor
from experiments.language import say
from experiments.numbers import figure, span, unit_words
from experiments.results import Results
from experiments.sensitivity import ANALYSES, GAIN, INDEX, Part, bases, index_table, indices, parts, subjects
from reports.section import Section, Table
from reports.sections.break_even import judged
from reports.what_moves import factor_of, outcome_in_words, part_in_words, sentence
from sim.outcomes import OUTCOMES, Outcome
from sim.words import Language

PLACE = 4  # on the page
MOST_OUTCOMES = 4
MOST_ROWS = 30
MOST_BY_SIZE = 8  # factors of which it is shown how their index settles


def sections(results: Results, language: Language = "en") -> Iterator[Section]:
    """One section with a picture for each of the first outcomes that can be analysed; none for other designs."""
    kind = results.experiment.design.kind
    names = shown(results)
    if kind not in ANALYSES or not names:
        return
    answers: list[str] = []
    pictures: list[Chart] = []
    tables: list[Table] = []
    for part in parts(results):
        about = part_in_words(results, part, language)
        for name in names[:MOST_OUTCOMES]:
            outcome = OUTCOMES[name]
            called = outcome_in_words(outcome, about, language)
            try:
                found = indices(results, name, part=part)
            except ValueError as error:
                answers.append(say("sensitivity.cannot", language, outcome=called, error=reason(error, language)))
                continue
            answers.append(sentence(results, outcome, found, part, language))
            pictures.append(picture(results, outcome, found, part=part, language=language))
            tables += [*tables_of(results, outcome, found, part, language)]
    title = say(f"sensitivity.title.{kind}", language)
    files = {"indices": partial(index_table, results)}
    yield Section(f"variance-{kind}", title, answers, (), pictures, tables, wide=True, files=files)


def shown(results: Results) -> list[str]:
    """The outcomes that can be analysed: with both routes, those of which one way is better."""
    return judged(results) if results.experiment.paired else list(results.experiment.outcomes)


def picture(
    results: Results,
    outcome: Outcome,
    found: pd.DataFrame,
    of: str = "",
    part: Part | None = None,
    language: Language = "en",
) -> Chart:
    """The picture of an outcome."""
    kind = results.experiment.design.kind
    of = of or subjects(results)[0]
    factors = [factor_of(name, results.experiment.factors) for name in found["factor"]]
    column = {name: found[name].to_numpy() for name in found.columns if name not in ("factor", "moves", "turns")}
    about = part_in_words(results, part or Part(), language)
    shared: dict[str, Any] = {"route": "" if of == GAIN else of, "about": about, "language": language}
    if kind == "one_at_a_time":
        sign = gain_sign(outcome.name) if of == GAIN else 1
        usual = sign * float(column["at_base"][0])
        at_low, at_high = (sign * column[name][:MOST_ROWS] for name in ("at_low", "at_high"))
        return tornado_chart(outcome, usual, factors[:MOST_ROWS], at_low, at_high, **shared)
    if kind == "morris":
        return morris_chart(outcome, factors, column["mu_star"], column["sigma"], **shared)
    halves = {name: (column[f"{name}_high"] - column[f"{name}_low"]) / 2 for name in ("first", "total")}
    luck = float(column["only_luck"][0])
    totals = column["first"], column["total"], halves["first"], halves["total"]
    return sobol_chart(outcome, factors, *totals, luck, **shared)


def tables_of(
    results: Results, outcome: Outcome, found: pd.DataFrame, part: Part, language: Language
) -> Iterator[Table]:
    """The numbers behind a picture, how they settle, and the same for each route."""
    about = part_in_words(results, part, language)
    yield as_table(results, outcome, found, about, language, turns=results.experiment.paired)
    if len(bases(results)) > 1:
        yield by_size(results, outcome, part, about, language)
    if not results.experiment.paired:
        return
    for route in results.experiment.routes:
        try:
            on_route = indices(results, outcome.name, route, part)
        except ValueError:  # what never varies on a route needs no table
            continue
        words = ", ".join([*([about] if about else []), say(f"routes.{route}", language)])
        yield as_table(results, outcome, on_route, words, language)


def as_table(
    results: Results,
    outcome: Outcome,
    found: pd.DataFrame,
    about: str = "",
    language: Language = "en",
    turns: bool = False,
) -> Table:
    """The numbers behind it, the first rows of them; with ``turns`` also whether a factor turns who is ahead."""
    kind, factors = results.experiment.design.kind, results.experiment.factors
    worlds, turns = "lowest_world" in found, turns and "turns" in found
    rows = []
    for row in found.head(MOST_ROWS).to_dict("records"):
        one = factor_of(row["factor"], factors)
        cells = [one.called(language), *ROWS[kind](row, one, language)]
        if worlds:
            cells.append(span(short(row["lowest_world"], language), short(row["highest_world"], language), language))
        sure = say("sensitivity.yes" if row["moves"] else "sensitivity.no", language)
        if turns:
            cells.append(say("sensitivity.yes" if row["turns"] else "sensitivity.no", language))
        rows.append((*cells, place_in_words(row, len(found), language), sure))
    more = say("sensitivity.first_rows", language, shown=MOST_ROWS, count=len(found)) if len(found) > MOST_ROWS else ""
    heads = (
        "factor",
        *COLUMNS[kind],
        *(["in_worlds"] if worlds else []),
        *(["turns"] if turns else []),
        "place",
        "sure",
    )
    title = f"{outcome_in_words(outcome, about, language)} ({unit_words(outcome, language)}){more}"
    return Table(title, tuple(say(f"sensitivity.column.{one}", language) for one in heads), rows)


def place_in_words(row: Mapping[Hashable, Any], factors: int, language: Language) -> str:
    """Which place a factor has, or between which it may lie; that it has none where it may be first and last."""
    first, last = int(row["place_from"]), int(row["place_to"])
    if not row["moves"]:
        return ""
    if (first, last) == (1, factors) and factors > 1:
        return say("sensitivity.not_ranked", language)
    return str(first) if first == last else span(str(first), str(last), language)


def by_size(results: Results, outcome: Outcome, part: Part, about: str, language: Language) -> Table:
    """How the index of the first factors settles as the design grows, each with its range, and the widest range."""
    kind = results.experiment.design.kind
    index = INDEX[kind]
    sizes = bases(results)
    found = [indices(results, outcome.name, part=part, base=size).set_index("factor") for size in sizes]
    rows = [
        (
            factor_of(name, results.experiment.factors).called(language),
            *(with_range(one.loc[name].to_dict(), index, language) for one in found),
        )
        for name in found[-1].index[:MOST_BY_SIZE]
    ]
    widths = [float((one[f"{index}_high"] - one[f"{index}_low"]).max()) for one in found]
    rows.append((say("sensitivity.widest", language), *(short(one, language) for one in widths)))
    title = say(f"sensitivity.by_size.{kind}", language, outcome=outcome_in_words(outcome, about, language))
    return Table(title, (say("sensitivity.column.factor", language), *map(str, sizes)), rows)


def row_of_tornado(row: Mapping[Hashable, Any], one: Factor, language: Language) -> tuple[str, ...]:
    """The answer at both ends of a factor."""
    ends = span(amount(one.low, one, language), amount(one.high, one, language), language)
    return (ends, *(short(row[name], language) for name in ("at_low", "at_base", "at_high", "swing")))


def row_of_morris(row: Mapping[Hashable, Any], one: Factor, language: Language) -> tuple[str, ...]:
    """How much the answer changes over a factor's range, on average and from place to place."""
    return with_range(row, "mu_star", language), short(row["mu"], language), short(row["sigma"], language)


def row_of_sobol(row: Mapping[Hashable, Any], one: Factor, language: Language) -> tuple[str, ...]:
    """The shares of the variance of a factor by itself and with others."""
    return with_range(row, "first", language), with_range(row, "total", language)


def with_range(row: Mapping[Hashable, Any], name: str, language: Language) -> str:
    """A number with its range."""
    ends = span(short(row[f"{name}_low"], language), short(row[f"{name}_high"], language), language)
    return f"{short(row[name], language)} ({ends})"


def short(value: float, language: Language = "en") -> str:
    """A number with two significant digits, and a real minus sign."""
    return figure(float(f"{value:.2g}"), language)


COLUMNS = {
    "one_at_a_time": ("ends", "at_low", "at_base", "at_high", "swing"),
    "morris": ("mu_star", "mu", "sigma"),
    "sobol": ("alone", "together"),
}
ROWS = {"one_at_a_time": row_of_tornado, "morris": row_of_morris, "sobol": row_of_sobol}
