"""What moves the answer: a tornado, Morris effects or Sobol indices, after the design that was run."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from charts.amounts import amount
from charts.chart import Chart
from charts.morris import morris_chart
from charts.sobol import sobol_chart
from charts.tornado import tornado_chart
from experiments.analysis import morris, sobol, tornado
from experiments.analysis.effects import gain_sign
from experiments.analysis.gains import check_gains
from experiments.designs.factors import Factor
from experiments.numbers import figure, unit_words
from experiments.results import Results
from reports.section import Section, Table
from reports.sections.break_even import judged
from sim.outcomes import OUTCOMES, Outcome

PLACE = 4  # on the page
ANALYSES = {"one_at_a_time": tornado.tornado, "morris": morris.morris, "sobol": sobol.sobol}
TITLES = {
    "one_at_a_time": "What moves the answer, one at a time",
    "morris": "What moves the answer, wherever the others stand (Morris)",
    "sobol": "What the differences come from (Sobol)",
}
SIZES = {"one_at_a_time": "swing", "morris": "mu_star", "sobol": ""}  # which column is in the unit of the outcome
MOST_OUTCOMES = 4
MOST_ROWS = 30
NAMED = 3


def sections(results: Results) -> Iterator[Section]:
    """One section with a picture for each of the first outcomes that can be analysed; none for other designs."""
    kind = results.experiment.design.kind
    if kind not in ANALYSES or not results.experiment.paired or not judged(results):
        return
    answers, pictures, tables = [], [], []
    for name in judged(results)[:MOST_OUTCOMES]:
        outcome = OUTCOMES[name]
        try:
            found = analysis(results, name)
        except ValueError as error:
            answers.append(f"{outcome.label.en}: cannot be analysed ({error}).")
            continue
        replicates = results.gains(name).shape[1]
        answers.append(sentence(kind, outcome, found, results.experiment.factors, replicates))
        pictures.append(picture(kind, outcome, results, found))
        tables.append(as_table(kind, outcome, found, results.experiment.factors))
    yield Section(f"variance-{kind}", TITLES[kind], answers, (), pictures, tables, wide=True)


def analysis(results: Results, outcome: str) -> pd.DataFrame:
    """The table of an outcome, what moves it most first.

    Raises:
        ValueError: in one line, when values are missing or nothing varies.
    """
    experiment = results.experiment
    gains = results.gains(outcome)
    complete = gains[:, np.isfinite(gains).all(axis=0)]
    if not complete.size:
        check_gains(gains, outcome)
    return ANALYSES[experiment.design.kind](experiment.factors, results.cells.points, complete, outcome)


def factor_of(name: object, factors: tuple[Factor, ...]) -> Factor:
    """A factor by its name."""
    return next(one for one in factors if one.name == name)


def sentence(kind: str, outcome: Outcome, found: pd.DataFrame, factors: tuple[Factor, ...], replicates: int) -> str:
    """What moves the answer most, and nothing that luck moves as much."""
    moving = found[found["moves"]]
    names = [factor_of(name, factors).label for name in moving["factor"][:NAMED]]
    if replicates == 1:
        return f"{outcome.label.en}: one replicate cannot tell what moves the gain from what luck moves."
    share = 100 * float(found["only_luck"].iloc[0]) if kind == "sobol" else np.nan
    luck = f" Of the variance of a single paired run {share:.0f} % is only luck." if np.isfinite(share) else ""
    if not names:
        return f"{outcome.label.en}: nothing that was moved moves the gain by more than luck does.{luck}"
    size = SIZES[kind]
    small = ", by less than matters" if size and moving[size].max() < outcome.matters_from else ""
    lead = f"{outcome.label.en}: what moves the gain most is {'; then '.join(names)}{small}."
    if kind != "one_at_a_time":
        return f"{lead}{luck}"
    turning = [factor_of(name, factors).label for name in found.loc[found["turns"], "factor"]]
    told = f"By itself {'; '.join(turning[:NAMED])} turns who is ahead" if turning else "Nothing turns it by itself"
    return f"{lead} {told}{f' (and {len(turning) - NAMED} more)' if len(turning) > NAMED else ''}."


def picture(kind: str, outcome: Outcome, results: Results, found: pd.DataFrame) -> Chart:
    """The picture of an outcome."""
    factors = [factor_of(name, results.experiment.factors) for name in found["factor"]]
    sign = gain_sign(outcome.name)
    column = {name: found[name].to_numpy() for name in found.columns if name not in ("factor", "moves", "turns")}
    if kind == "one_at_a_time":
        usual = sign * float(column["gain_at_base"][0])
        at_low, at_high = (sign * column[name][:MOST_ROWS] for name in ("gain_at_low", "gain_at_high"))
        return tornado_chart(outcome, usual, factors[:MOST_ROWS], at_low, at_high)
    if kind == "morris":
        return morris_chart(outcome, factors, column["mu_star"], column["sigma"])
    halves = {name: (column[f"{name}_high"] - column[f"{name}_low"]) / 2 for name in ("first", "total")}
    luck = float(column["only_luck"][0])
    return sobol_chart(outcome, factors, column["first"], column["total"], halves["first"], halves["total"], luck)


def as_table(kind: str, outcome: Outcome, found: pd.DataFrame, factors: tuple[Factor, ...]) -> Table:
    """The numbers behind it, the first rows of them."""
    rows = []
    for row in found.head(MOST_ROWS).to_dict("records"):
        one = factor_of(row["factor"], factors)
        rows.append((one.label, *ROWS[kind](row, one), "yes" if row["moves"] else "no"))
    more = f"; the first {MOST_ROWS} of {len(found)}" if len(found) > MOST_ROWS else ""
    return Table(f"{outcome.label.en} ({unit_words(outcome)}){more}", ("Factor", *COLUMNS[kind], "Sure"), rows)


def row_of_tornado(row: Mapping[Hashable, Any], one: Factor) -> tuple[str, ...]:
    """The gain at both ends of a factor."""
    ends = f"{amount(one.low, one)} to {amount(one.high, one)}"
    gains = (short(row[name]) for name in ("gain_at_low", "gain_at_base", "gain_at_high"))
    return (ends, *gains, short(row["swing"]), "yes" if row["turns"] else "no")


def row_of_morris(row: Mapping[Hashable, Any], one: Factor) -> tuple[str, ...]:
    """How much the gain changes over a factor's range, on average and from place to place."""
    return with_range(row, "mu_star"), short(row["mu"]), short(row["sigma"])


def row_of_sobol(row: Mapping[Hashable, Any], one: Factor) -> tuple[str, ...]:
    """The shares of the variance of a factor by itself and with others."""
    return with_range(row, "first"), with_range(row, "total")


def with_range(row: Mapping[Hashable, Any], name: str) -> str:
    """A number with its range."""
    return f"{short(row[name])} ({short(row[f'{name}_low'])} to {short(row[f'{name}_high'])})"


def short(value: float) -> str:
    """A number with two significant digits, and a real minus sign."""
    return figure(float(f"{value:.2g}"))


COLUMNS = {
    "one_at_a_time": ("From, to", "Gain at low", "As it is", "Gain at high", "Swing", "Turns it"),
    "morris": ("Mean size of the change (range)", "Mean change", "Spread of the change"),
    "sobol": ("Share alone (range)", "Share with others (range)"),
}
ROWS = {"one_at_a_time": row_of_tornado, "morris": row_of_morris, "sobol": row_of_sobol}
