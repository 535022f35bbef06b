"""Policies beside each other: what each gives, and how much one would regret it in parameter sets that may be true."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from charts.amounts import inside
from charts.chart import Chart
from charts.levers import lever_chart
from charts.regrets import regret_chart
from experiments.analysis.regret import regret_table
from experiments.findings import ROUTE_WORDS
from experiments.numbers import number, of_what, unit_words
from experiments.results import Results
from reports.section import Section, Table
from reports.sections.break_even import judged
from sim.outcomes import OUTCOMES, Outcome

PLACE = 3  # on the page
MOST_OUTCOMES = 6
NAMED = 2  # options that are the same in every run, by name; more are counted


def sections(results: Results) -> Iterator[Section]:
    """A section for each of the first outcomes; none without policies."""
    if not results.experiment.policies:
        return
    for name in judged(results)[:MOST_OUTCOMES]:
        outcome = OUTCOMES[name]
        key, title = f"policies-{name}", f"Policies: {inside(outcome.label.en)}"
        try:
            table = regrets(results, name)
        except ValueError as error:
            yield Section(key, title, answers=[f"{outcome.label.en}: cannot be analysed ({error})."])
            continue
        pictures = [lever_picture(results, outcome, table)]
        if len(settings_of(results)) > 1:
            pictures.append(regret_picture(outcome, table))
        yield Section(
            key=key,
            title=title,
            answers=[f"{outcome.label.en}: {sentence(results, outcome, table)}"],
            pictures=pictures,
            tables=[as_table(outcome, table)],
            wide=True,
        )


def lever_picture(results: Results, outcome: Outcome, table: pd.DataFrame) -> Chart:
    """What each option changes, from its table of regrets."""
    return lever_chart(outcome, levers(results, outcome.name), usual_name=table["option"].iloc[0], differences=True)


def regret_picture(outcome: Outcome, table: pd.DataFrame) -> Chart:
    """How much one would regret each option."""
    return regret_chart(outcome, table.rename(columns={"worst_regret": "worst"}))


def settings_of(results: Results) -> list[tuple[int, int]]:
    """What a policy is judged over: every parameter set with every point of the design."""
    cells = results.cells
    return [(number, point) for number in range(len(cells.parameter_sets)) for point in range(len(cells.points))]


def by_option(results: Results, outcome: str) -> tuple[list[str], list[str], np.ndarray]:
    """Options (a policy on a route), their routes, and values of shape (options, settings, replicates).

    Replicates that are not there for every option and setting are left out, so that all have the same luck.

    Raises:
        ValueError: in one line, when that leaves none.
    """
    cells, routes = results.cells, results.experiment.routes
    values = results.values(outcome)
    sets, replicates = len(cells.parameter_sets), values.shape[1]
    values = values.reshape(sets, len(cells.policies), len(cells.points), replicates, len(routes))
    options, settings = len(routes) * len(cells.policies), len(settings_of(results))
    values = values.transpose(4, 1, 0, 2, 3).reshape(options, settings, values.shape[3])
    complete = np.isfinite(values).all(axis=(0, 1))
    if not complete.any():
        raise ValueError("no replicate has a value for every policy in every setting")
    names = [f"{policy.replace('_', ' ')}, {ROUTE_WORDS[route]}" for route in routes for policy in cells.policies]
    return names, [route for route in routes for _ in cells.policies], values[:, :, complete]


def regrets(results: Results, outcome: str) -> pd.DataFrame:
    """The table of regrets of an outcome; the first policy on the first route is what others are held against."""
    names, routes, values = by_option(results, outcome)
    one = OUTCOMES[outcome]
    return regret_table(values, names, one.better, one.matters_from, seed=results.experiment.seed).assign(route=routes)


def levers(results: Results, outcome: str) -> pd.DataFrame:
    """How far each option lies from the first in the same set or setting: mean, and nine of ten of them."""
    names, routes, values = by_option(results, outcome)
    means = values.mean(axis=2) - values[0].mean(axis=1)
    low, high = np.quantile(means, [0.05, 0.95], axis=1)
    return pd.DataFrame({"option": names, "route": routes, "mean": means.mean(axis=1), "low": low, "high": high})


def sentence(results: Results, outcome: Outcome, table: pd.DataFrame) -> str:
    """Which option is best on average, and which one would be regretted least."""
    best = table.sort_values("mean_regret", kind="stable").iloc[0]
    safe = table.sort_values("regret_90", kind="stable").iloc[0]
    lead = best_on_average(outcome, best, table.iloc[0])
    settings = len(settings_of(results))
    if settings == 1:
        return lead
    regret = number(float(safe["regret_90"]), outcome)
    return (
        f"{lead} Least to regret: {named(safe)}; in nine of ten of {settings} worlds or settings it stays within "
        f"{regret} of the best one. It is best in {100 * safe['best_in_share']:.0f} of 100."
    )


def best_on_average(outcome: Outcome, best: pd.Series, first: pd.Series) -> str:
    """The best option, and by how much it is better than the first as far as luck and sets let tell."""
    if best["option"] == first["option"] or first["option"] in best["same_as"].split("; "):
        return f"On average best: {named(first)}, as things are."
    gain = float(best["over_first"])
    size = f"{number(gain, outcome)} {of_what(outcome)}"
    if not best["over_first_low"] > 0:
        return (
            f"On average nothing is surely better than {named(first)}; {named(best)} lies {size} ahead, which is too "
            f"close to call."
        )
    if gain < outcome.matters_from:
        return f"On average nothing is better by what matters than {named(first)}; {named(best)} lies {size} ahead."
    return f"On average best: {named(best)}, {size} better than {first['option']}."


def named(row: pd.Series) -> str:
    """An option, with those that are the same in every run."""
    others = row["same_as"].split("; ") if row["same_as"] else []
    told = "; ".join(others) if len(others) <= NAMED else f"{len(others)} others"
    return f"{row['option']} (identical to {told})" if others else str(row["option"])


def as_table(outcome: Outcome, table: pd.DataFrame) -> Table:
    """The numbers behind it."""
    columns = ("Option", "Mean", "Worst", "Mean regret", "90 % regret (range)", "Good enough in", "Best in")
    rows = [
        (
            named(pd.Series(row)),
            number(row["mean_value"], outcome),
            number(row["worst_value"], outcome),
            number(row["mean_regret"], outcome),
            f"{number(row['regret_90'], outcome)} ({number(row['regret_90_low'], outcome)} to "
            f"{number(row['regret_90_high'], outcome)})",
            f"{100 * row['satisficing_share']:.0f} of 100",
            f"{100 * row['best_in_share']:.0f} of 100",
        )
        for row in table.to_dict("records")
    ]
    first = table["option"].iloc[0]
    title = f"{outcome.label.en} ({unit_words(outcome)}); good enough: better than {first} by what matters"
    return Table(title, columns, rows)
