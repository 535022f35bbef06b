"""A map over two factors: where the shared plan is better, where parallel routes are, and the break-even between them.

The dot is the usual setting: "you are here".
"""

import math

import numpy as np

from charts import cells, theme
from charts.amounts import amount, axis_title, inside, key_of, shown, with_about
from charts.boundary import Boundary
from charts.break_even_drawing import Axis, map_data, map_spec
from charts.chart import Chart
from charts.scales import factor_ticks
from experiments.designs.factors import Factor
from experiments.language import say
from experiments.numbers import span
from experiments.verdicts import CLOSE, STANDINGS
from sim.outcomes import Outcome
from sim.words import Language


def break_even_chart(
    x: Factor,
    y: Factor,
    outcome: Outcome,
    share_better: np.ndarray,
    verdicts: np.ndarray,
    boundary: Boundary,
    here: tuple[float, float] | None = None,
    panel: str = "",
    language: Language = "en",
) -> Chart:
    """The map of one outcome.

    Args:
        x, y: factors with their values on the grid.
        outcome: by which a route is better.
        share_better: share of paired runs in which the shared plan is better, a tie counted as half; shape (x, y).
        verdicts: a ``Verdict`` for each cell, None where it has no result; shape (x, y).
        boundary: the break-even.
        here: values of x and y in the usual setting.
        panel: what else holds in this map, where there are several of them.
        language: of the words.

    Raises:
        ValueError: when the shapes do not fit the grid.
    """
    share = np.asarray(share_better, dtype=float)
    if not share.shape == verdicts.shape == (len(x.values), len(y.values)):
        raise ValueError(
            f"shares {share.shape} and verdicts {verdicts.shape} on {len(x.values)} × {len(y.values)} cells"
        )
    place = (shown(here[0], x), shown(here[1], y)) if here is not None and is_inside(here, x, y) else None
    columns = (
        axis_title(x, language),
        *(f"{y.called(language)} {amount(value, y, language)}" for value in y.values),
        say("break_even.column", language, factor=inside(y.called(language))),
    )
    title = say("break_even.picture", language, outcome=inside(outcome.label.to(language)))
    return Chart(
        key_of("break-even", outcome.name, x.name, y.name, *([panel] if panel else [])),
        with_about(title, panel),
        in_words(x, y, share, verdicts, boundary, here, language),
        map_spec(language, live=False, worlds=boundary.over_worlds is not None),
        map_data(axis_of(x, language), axis_of(y, language), share, verdicts, in_unit(boundary, y), place, language),
        columns,
        rows(x, y, share, verdicts, boundary, language),
        language=language,
        width=theme.WIDE,
    )


def axis_of(factor: Factor, language: Language = "en") -> Axis:
    """A factor as an axis shows it."""
    return Axis(
        axis_title(factor, language), tuple(shown(value, factor) for value in factor.values), factor_ticks(factor)
    )


def in_unit(boundary: Boundary, y: Factor) -> Boundary:
    """A break-even in the unit of the axis."""
    one = shown(1.0, y)
    lines = (boundary.middle, boundary.low, boundary.high, boundary.world_low, boundary.world_high)
    return Boundary(*(None if line is None else one * line for line in lines))  # type: ignore[arg-type]


def is_inside(here: tuple[float, float], x: Factor, y: Factor) -> bool:
    """Whether the usual setting lies on the map."""
    return all(cells.cell_of(value, factor.values) is not None for value, factor in zip(here, (x, y)))


def in_words(
    x: Factor,
    y: Factor,
    share: np.ndarray,
    verdicts: np.ndarray,
    boundary: Boundary,
    here: tuple[float, float] | None,
    language: Language = "en",
) -> str:
    """What can be read from the map."""
    standings = [one.standing for one in verdicts.flat if one is not None]
    count = {name: standings.count(name) for name in STANDINGS}
    spans = f" {say('numbers.and', language)} ".join(
        say(
            "asked.over",
            language,
            factor=inside(one.called(language)),
            ends=span(amount(one.values[0], one, language), amount(one.values[-1], one, language), language),
        )
        for one in (x, y)
    )
    counts = {"close": count[CLOSE], **{name: count[name] for name in ("shared_plan", "parallel", "small")}}
    parts = [
        f"{spans[:1].upper()}{spans[1:]}. " + say("break_even.of_combinations", language, count=share.size, **counts)
    ]
    if missing := verdicts.size - len(standings):
        parts.append(say("break_even.missing", language, count=missing))
    there = np.flatnonzero(np.isfinite(boundary.middle))
    if not len(there):
        parts.append(say("break_even.none", language))
    for number in sorted({*there[:1], *there[-1:]}):
        where_turned = {"factor": inside(y.called(language)), "at": at(boundary, number, y, language)}
        parts.append(say("break_even.turns", language, where=stands(x, x.values[number], language), **where_turned))
    if here is not None:
        parts.append(where(here, x, y, share, verdicts, language))
    return " ".join(parts)


def stands(factor: Factor, value: float, language: Language = "en") -> str:
    """Where a factor stands, inside a sentence: "staff turnover 20 %"."""
    return f"{inside(factor.called(language))} {amount(value, factor, language)}"


def where(
    here: tuple[float, float],
    x: Factor,
    y: Factor,
    share: np.ndarray,
    verdicts: np.ndarray,
    language: Language = "en",
) -> str:
    """What the map says of the usual setting."""
    both = f"{stands(x, here[0], language)}, {stands(y, here[1], language)}"
    place = say("break_even.here", language, where=both)
    column, row = cells.cell_of(here[0], x.values), cells.cell_of(here[1], y.values)
    if column is None or row is None:
        return f"{place}; {say('break_even.outside', language)}"
    verdict = verdicts[column, row]
    if verdict is None:
        return f"{place}; {say('break_even.no_result', language)}"
    told = {"verdict": verdict.told(language), "share": f"{100 * share[column, row]:.0f}"}
    return f"{place}; {say('break_even.stands', language, **told)}"


def at(boundary: Boundary, number: int, y: Factor, language: Language = "en") -> str:
    """The break-even for one value of x, with its ranges."""
    ranges = [("by_luck", boundary.low[number], boundary.high[number])]
    if boundary.over_worlds:
        ranges.append(("over_worlds", boundary.over_worlds[0][number], boundary.over_worlds[1][number]))
    told = [
        say(f"break_even.{name}", language, range=words)
        for name, low, high in ranges
        if (words := range_words(low, high, y, language))
    ]
    known = math.isfinite(boundary.middle[number])
    middle = amount(boundary.middle[number], y, language) if known else say("numbers.none", language)
    return middle + (f" ({'; '.join(told)})" if told else "")


def range_words(low: float, high: float, y: Factor, language: Language = "en") -> str:
    """A range that may be open; empty where it is not known or lies outside."""
    first, last = (amount(end, y, language) if math.isfinite(end) else "" for end in (low, high))
    if not low < high:
        return span(first, last, language) if first and low == high else ""
    if first and last:
        return span(first, last, language)
    if first:
        return say("break_even.from", language, value=first)
    return say("break_even.up_to", language, value=last) if last else say("break_even.anywhere", language)


def rows(
    x: Factor, y: Factor, share: np.ndarray, verdicts: np.ndarray, boundary: Boundary, language: Language = "en"
) -> list[tuple[str, ...]]:
    """For each value of x: of 100 pairs those in which the shared plan is better, the verdict, and the break-even."""
    return [
        (
            amount(value, x, language),
            *(
                say("numbers.none", language)
                if verdict is None
                else f"{100 * share[column, row]:.0f}; {verdict.told(language)}"
                for row, verdict in enumerate(verdicts[column])
            ),
            at(boundary, column, y, language),
        )
        for column, value in enumerate(x.values)
    ]
