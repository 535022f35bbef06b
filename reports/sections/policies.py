"""Policies beside each other: what each gives, and how much one would regret it in parameter sets that may be true."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from charts.amounts import inside
from charts.chart import Chart
from charts.levers import lever_chart
from charts.regrets import regret_chart
from experiments.analysis.regret import regret_table
from experiments.analysis.unfit import Unfit, reason
from experiments.language import say
from experiments.numbers import number, of_what, span, unit_words
from experiments.results import Results
from reports.section import Section, Table
from reports.sections.break_even import judged
from sim.outcomes import OUTCOMES, Outcome
from sim.words import Language

PLACE = 3  # on the page
MOST_OUTCOMES = 6
NAMED = 2  # options that are the same in every run, by name; more are counted


def sections(results: Results, language: Language = "en") -> Iterator[Section]:
    """A section for each of the first outcomes; none without policies."""
    if not results.experiment.policies:
        return
    for name in judged(results)[:MOST_OUTCOMES]:
        outcome = OUTCOMES[name]
        called = outcome.label.to(language)
        key, title = f"policies-{name}", say("options.title", language, outcome=inside(called))
        try:
            table = regrets(results, name, language)
        except ValueError as error:
            told = say("sensitivity.cannot", language, outcome=called, error=reason(error, language))
            yield Section(key, title, answers=[told])
            continue
        pictures = [lever_picture(results, outcome, table, language)]
        if len(settings_of(results)) > 1:
            pictures.append(regret_picture(outcome, table, language))
        yield Section(
            key=key,
            title=title,
            answers=[f"{called}: {sentence(results, outcome, table, language)}"],
            pictures=pictures,
            tables=[as_table(outcome, table, language)],
            wide=True,
        )


def lever_picture(results: Results, outcome: Outcome, table: pd.DataFrame, language: Language = "en") -> Chart:
    """What each option changes, from its table of regrets."""
    changes, first = levers(results, outcome.name, language), table["option"].iloc[0]
    return lever_chart(outcome, changes, usual_name=first, differences=True, language=language)


def regret_picture(outcome: Outcome, table: pd.DataFrame, language: Language = "en") -> Chart:
    """How much one would regret each option."""
    return regret_chart(outcome, table.rename(columns={"worst_regret": "worst"}), language)


def settings_of(results: Results) -> list[tuple[int, int]]:
    """What a policy is judged over: every parameter set (under every form of the rules) with every point."""
    forms, sets, _, points = results.cells.shape
    return [(number, point) for number in range(forms * sets) for point in range(points)]


def by_option(results: Results, outcome: str, language: Language = "en") -> tuple[list[str], list[str], np.ndarray]:
    """Options (a policy on a route), their routes, and values of shape (options, settings, replicates).

    Replicates that are not there for every option and setting are left out, so that all have the same luck.

    Raises:
        ValueError: in one line, when that leaves none.
    """
    cells, routes = results.cells, results.experiment.routes
    values = results.values(outcome)
    forms, sets, policies, points = cells.shape
    values = values.reshape(forms * sets, policies, points, values.shape[1], len(routes))
    options, settings = len(routes) * len(cells.policies), len(settings_of(results))
    values = values.transpose(4, 1, 0, 2, 3).reshape(options, settings, values.shape[3])
    complete = np.isfinite(values).all(axis=(0, 1))
    if not complete.any():
        raise Unfit("no_replicate")
    called = {route: say(f"routes.{route}", language) for route in routes}
    names = [f"{policy.replace('_', ' ')}, {called[route]}" for route in routes for policy in cells.policies]
    return names, [route for route in routes for _ in cells.policies], values[:, :, complete]


def regrets(results: Results, outcome: str, language: Language = "en") -> pd.DataFrame:
    """The table of regrets of an outcome; the first policy on the first route is what others are held against."""
    names, routes, values = by_option(results, outcome, language)
    one = OUTCOMES[outcome]
    return regret_table(values, names, one.better, one.matters_from, seed=results.experiment.seed).assign(route=routes)


def levers(results: Results, outcome: str, language: Language = "en") -> pd.DataFrame:
    """How far each option lies from the first in the same set or setting: mean, and nine of ten of them."""
    names, routes, values = by_option(results, outcome, language)
    means = values.mean(axis=2) - values[0].mean(axis=1)
    low, high = np.quantile(means, [0.05, 0.95], axis=1)
    return pd.DataFrame({"option": names, "route": routes, "mean": means.mean(axis=1), "low": low, "high": high})


def sentence(results: Results, outcome: Outcome, table: pd.DataFrame, language: Language = "en") -> str:
    """Which option is best on average, and which one would be regretted least."""
    best = table.sort_values("mean_regret", kind="stable").iloc[0]
    safe = table.sort_values("regret_90", kind="stable").iloc[0]
    lead = best_on_average(outcome, best, table.iloc[0], language)
    settings = len(settings_of(results))
    if settings == 1:
        return lead
    regret = number(float(safe["regret_90"]), outcome, language=language)
    best_in = f"{100 * safe['best_in_share']:.0f}"
    told = say(
        "options.least", language, option=named(safe, language), settings=settings, regret=regret, best_in=best_in
    )
    return f"{lead} {told}"


def best_on_average(outcome: Outcome, best: pd.Series, first: pd.Series, language: Language = "en") -> str:
    """The best option, and by how much it is better than the first as far as luck and sets let tell."""

    def told(key: str, **values: str) -> str:
        return say(f"options.{key}", language, **values)

    if best["option"] == first["option"] or first["option"] in best["same_as"].split("; "):
        return told("as_things_are", first=named(first, language))
    gain = float(best["over_first"])
    names = {"best": named(best, language), "first": named(first, language)}
    size = f"{number(gain, outcome, language=language)} {of_what(outcome, language)}"
    if not best["over_first_low"] > 0:
        return told("unsure", **names, size=size)
    if gain < outcome.matters_from:
        return told("small", **names, size=size)
    return told("best", best=names["best"], first=str(first["option"]), size=size)


def named(row: pd.Series, language: Language = "en") -> str:
    """An option, with those that are the same in every run."""
    others = row["same_as"].split("; ") if row["same_as"] else []
    if not others:
        return str(row["option"])
    told = "; ".join(others) if len(others) <= NAMED else say("options.others", language, count=len(others))
    return say("options.identical", language, option=row["option"], others=told)


def as_table(outcome: Outcome, table: pd.DataFrame, language: Language = "en") -> Table:
    """The numbers behind it."""

    def shown(row: dict[Any, Any], column: str) -> str:
        return number(row[column], outcome, language=language)

    rows = [
        (
            named(pd.Series(row), language),
            *(shown(row, column) for column in ("mean_value", "worst_value", "mean_regret")),
            f"{shown(row, 'regret_90')} ({span(shown(row, 'regret_90_low'), shown(row, 'regret_90_high'), language)})",
            *(
                say("options.of_100", language, count=f"{100 * row[column]:.0f}")
                for column in ("satisficing_share", "best_in_share")
            ),
        )
        for row in table.to_dict("records")
    ]
    columns = tuple(
        say(f"options.column.{name}", language)
        for name in ("option", "mean", "worst", "mean_regret", "regret_90", "good_enough", "best_in")
    )
    about = f"{outcome.label.to(language)} ({unit_words(outcome, language)})"
    title = say("options.table", language, outcome=about, first=table["option"].iloc[0])
    return Table(title, columns, rows)
