"""Rows with a name to the left and a number to the right, over one axis: the frame for comparing many things."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from charts import theme
from charts.chart import columns_of, named
from charts.later import alt
from charts.layers import LEADING, frame, lined
from charts.layers import words as words_at
from charts.lettering import wrapped
from charts.scales import around

NAMES_ROOM = 160  # of letters as wide as they may be
LINES = 4  # of a name at most
LEAST = 34  # pixels of a row
UP_AND_DOWN = (-8, 8)  # pixels from the middle of a row to its two lanes
ASIDE = 20  # pixels that stay free beside names and numbers, for readers with wider letters
BELOW = 36  # pixels from the rows down to what is said below the axis

FILLED: dict[str, Any] = {"fill": theme.SOFT, "fillOpacity": 0.6, "stroke": theme.SOFT}
HOLLOW: dict[str, Any] = {"fill": theme.CARD, "stroke": theme.SOFT, "strokeWidth": 1.4}
BEGIN = -150  # pixels, of what bars are: over the names of rows
ROW = alt.Y("row:O", axis=None, scale=alt.Scale(padding=0))


def row_columns(labels: Sequence[str], bold: Sequence[bool] = (), **more: Any) -> dict[str, list[Any]]:
    """Columns of a row each: its number, its name in lines, how many lines that are, and whether it is bold."""
    thick = [*bold] or [False] * len(labels)
    names = [wrapped(label, NAMES_ROOM, LINES, one) for label, one in zip(labels, thick)]
    return columns_of(
        row=range(len(names)),
        name=["\n".join(one) for one in names],
        lines=[len(one) for one in names],
        weight=["bold" if one else "normal" for one in thick],
        **more,
    )


def frame_of(values: Iterable[float], *always: float) -> dict[str, list[Any]]:
    """The ends of an axis around all values that are numbers, and around those that are always there."""
    return columns_of(x=around([*map(float, values), *always]))


def step(lines: float) -> dict[str, int]:
    """How high a row is whose name has so many lines."""
    return {"step": max(LEAST, math.ceil(LEADING * lines) + 8)}


def most_lines(rows: dict[str, list[Any]]) -> float:
    """Lines for which a row needs room: a long name may reach into its neighbours where theirs are short."""
    lines = rows["lines"]
    ends = [one - 0.5 for one in (*lines[:1], *lines[-1:])]
    return max([*ends, *((one + other) / 2 for one, other in pairwise(lines))], default=1)


def value_axis(field: str, reverse: bool = False, **more: Any) -> "alt.X":
    """The axis across, as far as its frame goes."""
    scale = alt.Scale(nice=False, zero=False, reverse=reverse)
    usual = {"title": None, "tickCount": 4, "domain": False, "labelOverlap": True, "labelSeparation": 8}
    return alt.X(f"{field}:Q", scale=scale, axis=alt.Axis(**(usual | more)))


def name_layer() -> Any:
    """The names, each around the middle of its row."""
    mark = lined(named("rows"), "right", fontWeight=alt.ExprRef("datum.weight"))
    return mark.encode(ROW, alt.Text("name:N"), x=alt.XValue(-12))


def numbers(field: str = "figure", dy: float = 0, bold: bool = True) -> Any:
    """The number of each row, to its right."""
    weight = "bold" if bold else "normal"
    mark = named("rows").mark_text(align="left", baseline="middle", fontWeight=weight, dy=dy)
    return mark.encode(ROW, alt.Text(f"{field}:N"), x=alt.XValue(alt.ExprRef("width + 8")))


def bars(end: str, height: int, lane: float = 0, start: "alt.X | None" = None, **look: Any) -> Any:
    """A bar in each row to one field: from nought, or from where it is said to start."""
    known = named("rows").transform_filter(f"isValid(datum.{end})").transform_calculate(nought="0")
    begin = value_axis("nought") if start is None else start
    return known.mark_bar(height=height, yOffset=lane, **look).encode(ROW, begin, alt.X2(end))


def whiskers(low: str, high: str, lane: float = 0, colour: Any = None, reverse: bool = False, **look: Any) -> list[Any]:
    """A range with ends in each row; nothing where there is none."""
    known = named("rows").transform_filter(f"isValid(datum.{low}) && isValid(datum.{high})")
    more = {} if colour is None else {"color": colour}
    look = {"stroke": theme.INK, **look} if colour is None else look
    line = known.mark_rule(strokeWidth=1.6, yOffset=lane, y2Offset=lane, **look)
    layers = [line.encode(ROW, value_axis(low, reverse), alt.X2(high), **more)]
    for end in (low, high):
        tick = known.mark_tick(size=8, thickness=1.6, yOffset=lane, orient="vertical", **look)
        layers.append(tick.encode(ROW, value_axis(end, reverse), **more))
    return layers


def usual(reverse: bool = False) -> list[Any]:
    """An upright dashed line with words above it, from a table ``usual``."""
    line = named("usual").mark_rule(stroke=theme.INK, strokeDash=[4, 3]).encode(value_axis("x", reverse))
    told = named("usual").mark_text(fill=theme.INK, align="center", baseline="middle")
    return [line, told.encode(value_axis("x", reverse), y=alt.YValue(-10), text=alt.Text("words:N"))]


def ends(reverse: bool = False) -> Any:
    """What makes the axis as long as it must be."""
    return frame(value_axis("x", reverse))


def below(text: str, line: int = 0, x: Any = "width", align: str = "right") -> Any:
    """Words below the axis."""
    return words_at(text, x, alt.ExprRef(f"height + {BELOW + 18 * line}"), align)
