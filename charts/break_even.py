"""A map over two factors: where the shared plan is better, where parallel routes are, and the break-even between them.

The dot is the usual setting: "you are here".
"""

import math

import numpy as np

from charts import cells, theme
from charts.amounts import amount, axis_title, inside, key_of, shown
from charts.boundary import Boundary
from charts.break_even_drawing import Axis, map_data, map_spec
from charts.chart import Chart
from charts.scales import factor_ticks
from experiments.designs.factors import Factor
from experiments.verdicts import CLOSE, STANDINGS
from sim.outcomes import Outcome


def break_even_chart(
    x: Factor,
    y: Factor,
    outcome: Outcome,
    share_better: np.ndarray,
    verdicts: np.ndarray,
    boundary: Boundary,
    here: tuple[float, float] | None = None,
    panel: str = "",
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
        axis_title(x),
        *(f"{y.label} {amount(value, y)}" for value in y.values),
        f"Break-even: {inside(y.label)}",
    )
    return Chart(
        key_of("break-even", outcome.name, x.name, y.name, *([panel] if panel else [])),
        f"Where the shared plan pays off: {inside(outcome.label.en)}{f' ({panel})' if panel else ''}",
        in_words(x, y, share, verdicts, boundary, here),
        map_spec("en", live=False, worlds=boundary.over_worlds is not None),
        map_data(axis_of(x), axis_of(y), share, verdicts, in_unit(boundary, y), place, "en"),
        columns,
        rows(x, y, share, verdicts, boundary),
        width=theme.WIDE,
    )


def axis_of(factor: Factor) -> Axis:
    """A factor as an axis shows it."""
    return Axis(axis_title(factor), tuple(shown(value, factor) for value in factor.values), factor_ticks(factor))


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
) -> str:
    """What can be read from the map."""
    standings = [one.standing for one in verdicts.flat if one is not None]
    count = {name: standings.count(name) for name in STANDINGS}
    spans = " and ".join(
        f"{inside(one.label)} from {amount(one.values[0], one)} to {amount(one.values[-1], one)}" for one in (x, y)
    )
    parts = [
        f"{spans[:1].upper()}{spans[1:]}. "
        f"Of {share.size} combinations the shared plan is better in {count['shared_plan']}, "
        f"parallel routes in {count['parallel']}; in {count['small']} the difference is too small to matter, in "
        f"{count[CLOSE]} it is too close to call."
    ]
    if missing := verdicts.size - len(standings):
        parts.append(f"{missing} have no result.")
    there = np.flatnonzero(np.isfinite(boundary.middle))
    if not len(there):
        parts.append("There is no break-even between them.")
    for number in sorted({*there[:1], *there[-1:]}):
        spot = f"{inside(x.label)} {amount(x.values[number], x)}"
        parts.append(f"With {spot}, break-even is at {inside(y.label)} {at(boundary, number, y)}.")
    if here is not None:
        parts.append(where(here, x, y, share, verdicts))
    return " ".join(parts)


def where(here: tuple[float, float], x: Factor, y: Factor, share: np.ndarray, verdicts: np.ndarray) -> str:
    """What the map says of the usual setting."""
    place = f"You are here: {inside(x.label)} {amount(here[0], x)}, {inside(y.label)} {amount(here[1], y)}"
    column, row = cells.cell_of(here[0], x.values), cells.cell_of(here[1], y.values)
    if column is None or row is None:
        return f"{place}; this lies outside the map."
    verdict = verdicts[column, row]
    if verdict is None:
        return f"{place}; there is no result for it."
    return f"{place}; {verdict.told('en')}, the plan better in {100 * share[column, row]:.0f} of 100 pairs."


def at(boundary: Boundary, number: int, y: Factor) -> str:
    """The break-even for one value of x, with its ranges."""
    ranges = [("by luck", boundary.low[number], boundary.high[number])]
    if boundary.over_worlds:
        ranges.append(("over worlds", boundary.over_worlds[0][number], boundary.over_worlds[1][number]))
    told = [f"{words} {name}" for name, low, high in ranges if (words := range_words(low, high, y))]
    middle = amount(boundary.middle[number], y) if math.isfinite(boundary.middle[number]) else "none"
    return middle + (f" ({'; '.join(told)})" if told else "")


def range_words(low: float, high: float, y: Factor) -> str:
    """A range that may be open; empty where it is not known or lies outside."""
    if not low < high:
        return f"{amount(low, y)} to {amount(high, y)}" if math.isfinite(low) and low == high else ""
    if math.isfinite(low) and math.isfinite(high):
        return f"{amount(low, y)} to {amount(high, y)}"
    if math.isfinite(low):
        return f"from {amount(low, y)}"
    return f"up to {amount(high, y)}" if math.isfinite(high) else "anywhere"


def rows(x: Factor, y: Factor, share: np.ndarray, verdicts: np.ndarray, boundary: Boundary) -> list[tuple[str, ...]]:
    """For each value of x: of 100 pairs those in which the shared plan is better, the verdict, and the break-even."""
    return [
        (
            amount(value, x),
            *(
                "none" if verdict is None else f"{100 * share[column, row]:.0f}; {verdict.told('en')}"
                for row, verdict in enumerate(verdicts[column])
            ),
            at(boundary, column, y),
        )
        for column, value in enumerate(x.values)
    ]
