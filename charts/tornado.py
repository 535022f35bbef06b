"""One assumption at a time: how far the difference between the routes moves when each goes to its ends.

To the right the shared plan is better, whatever the sign. The mark at the end of a bar is that of the better route.
"""

import math
from collections.abc import Sequence

import numpy as np
from markupsafe import Markup

from charts import drawing, rows
from charts.amounts import amount, in_unit, key_of, title_of
from charts.differences import side_of
from charts.drawing import Picture, Scale
from charts.lettering import WIDE, ticks_that_fit, width_of
from charts.marks import route_mark
from charts.rows import oriented, sides, strip, value_axis
from experiments.designs.factors import Factor
from experiments.numbers import number
from sim.outcomes import Outcome

TOP, LANE = 46, 9  # each row has two lanes: the low end above, the high end below
MOST = 12  # rows; the others are in the table
RIGHT = WIDE - 14


def tornado_picture(
    outcome: Outcome, usual: float, factors: Sequence[Factor], at_low: np.ndarray, at_high: np.ndarray
) -> Picture:
    """The bars of one outcome, the longest on top.

    Args:
        outcome: what differs between the routes.
        usual: mean difference, shared plan minus parallel, where nothing is moved; in the outcome's own unit.
        factors: what is moved to its ends.
        at_low, at_high: mean difference with each factor at its low and its high end, shape (factors,).
    """
    moved = np.stack([np.asarray(at_low, dtype=float), np.asarray(at_high, dtype=float)], axis=1)
    swing = np.nan_to_num(np.abs(moved - usual), nan=-1.0).max(axis=1, initial=-1.0)
    order = np.argsort(-swing, kind="stable")
    ends = in_unit(moved, outcome)
    middle, matters = (float(in_unit(np.array(value), outcome)) for value in (usual, outcome.matters_from))
    drawn = order[:MOST]
    middles, bottom = rows.heights([factors[one].label for one in drawn], TOP)
    words_room = max(
        [12 + width_of(end_words(end, factors[one])) for one in drawn for end in ends_of(factors[one])], default=0
    )
    inner = oriented(
        [*ends[drawn].ravel(), middle, -matters, matters], outcome.better, rows.LEFT + words_room, RIGHT - words_room
    )
    shapes = [
        strip(inner, matters, TOP - 8, bottom),
        *sides(outcome.better, rows.NAME_AT, RIGHT, 14),
        drawing.line(inner(0), TOP - 8, inner(0), bottom, "zero"),
        drawing.line(inner(middle), TOP - 8, inner(middle), bottom, "usual"),
        *value_axis(
            inner,
            bottom,
            rows.LEFT,
            RIGHT,
            about=ticks_that_fit(inner, min(inner.low, inner.high), max(inner.low, inner.high)),
        ),
        *usual_words(inner(middle), f"usual {number(usual, outcome, signed=True)}"),
        drawing.text(RIGHT, bottom + 42, "outlined: low end; filled: high end; mark: the better route", "end", "tick"),
    ]
    for y, one in zip(middles, drawn):
        shapes += rows.name(factors[one].label, y)
        for lane, end, value in zip((-LANE, LANE), ends_of(factors[one]), ends[one]):
            shapes += bar_shapes(middle, value, end_words(end, factors[one]), y + lane, outcome.better, inner, lane < 0)
    key, title = key_of("tornado", outcome.name), f"{title_of(outcome)}: which assumption moves the difference"
    words = in_words(outcome, usual, [factors[one] for one in order], moved[order])
    svg = drawing.draw(key, title, words, bottom + 54, [drawing.group(shapes, "wide")], WIDE)
    columns = ("Assumption", "Low end", "Difference there", "High end", "Difference there, high end")
    return Picture(key, title, words, svg, columns, table(outcome, [factors[one] for one in order], moved[order]))


def ends_of(factor: Factor) -> tuple[float, float]:
    """Both ends of a factor."""
    return factor.low, factor.high


def end_words(value: float, factor: Factor) -> str:
    """An end of a factor as it stands beside a bar: its unit is in the table, but for per cents."""
    words = amount(value, factor)
    return words if words.endswith("%") else words.split(" ")[0]


def usual_words(place: float, words: str) -> list[Markup]:
    """What the line in the middle is."""
    half = width_of(words) / 2
    return [drawing.text(min(max(place, half + 4), WIDE - half - 4), TOP - 13, words, "middle", "tick")]


def bar_shapes(
    usual: float, value: float, words: str, y: float, better: str, across: Scale, hollow: bool
) -> list[Markup]:
    """One lane: the bar from the usual difference, the mark of the better route at its end, and where the factor is."""
    if not math.isfinite(value):
        return []
    place = across(value)
    forward = place >= across(usual)
    return [
        rows.bar(across, usual, value, y, 9, "low-end" if hollow else "high-end"),
        route_mark(place, y, side_of(value, better), 4),
        drawing.text(place + (9 if forward else -9), y + 5, words, "start" if forward else "end", "tick halo"),
    ]


def in_words(outcome: Outcome, usual: float, factors: Sequence[Factor], moved: np.ndarray) -> str:
    """What moves the difference most, and what turns it over."""
    told = "; ".join(
        f"{factor.label}: {number(low, outcome, True)} at {amount(factor.low, factor)}, "
        f"{number(high, outcome, True)} at {amount(factor.high, factor)}"
        for factor, (low, high) in list(zip(factors, moved))[:MOST]
    )
    turning = [
        factor.label for factor, ends in zip(factors, moved) if usual and np.any(np.sign(ends) == -np.sign(usual))
    ]
    words = (
        f"{title_of(outcome)}, shared plan minus parallel: {number(usual, outcome, True)} with the usual settings. "
        f"Moved one at a time, the furthest first: {told}. "
    )
    return words + (
        f"These turn it to the other side: {', '.join(turning)}." if turning else "None turns it to the other side."
    )


def table(outcome: Outcome, factors: Sequence[Factor], moved: np.ndarray) -> list[tuple[str, ...]]:
    """All factors with the difference at both ends."""
    return [
        (
            factor.label,
            amount(factor.low, factor),
            number(low, outcome, True),
            amount(factor.high, factor),
            number(high, outcome, True),
        )
        for factor, (low, high) in zip(factors, moved)
    ]
