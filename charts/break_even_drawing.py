"""How a map of break-even is drawn: cells, the line with its bands, "you are here", and what all that means.

Colour is the verdict (``experiments/verdicts.py``), in seven steps from parallel routes clearly better to the shared
plan clearly better; what is too small to matter has the colour of no route. The same is said without colour: two lines
for parallel routes, a ring for the shared plan, hatching where it is too close to call, and nothing where the
difference is too small to matter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from charts import theme
from charts.boundary import Boundary, pieces
from charts.cells import edges
from charts.chart import MadeOnce, Spec, columns_of, named, spec_of
from charts.later import alt
from charts.layers import words as words_at
from charts.lettering import wrapped
from charts.scales import tick_words
from experiments.language import say
from experiments.verdicts import Verdict
from sim.words import Language

STEPS = (  # of colour, and how dense it is
    (theme.ROUTE["parallel"], 0.8),
    (theme.ROUTE["parallel"], 0.5),
    (theme.NEITHER, 0.3),
    (theme.WASH, 1.0),
    (theme.NEITHER, 0.3),
    (theme.ROUTE["shared_plan"], 0.5),
    (theme.ROUTE["shared_plan"], 0.8),
)
STEP_NAMES = ("clear", "likely", "small", "close", "small", "likely", "clear")
SIGNS = {  # by what a cell says: drawn in a box from -1 to 1
    "parallel": "M-0.6,-0.3L0.6,-0.3M-0.6,0.3L0.6,0.3",
    "shared_plan": "M-0.5,0A0.5,0.5,0,1,1,0.5,0A0.5,0.5,0,1,1,-0.5,0",
    "close": "M-1,0.5L-0.4,-0.5M-0.3,0.5L0.3,-0.5M0.4,0.5L1,-0.5",
    "none": "M-0.7,-0.7L0.7,0.7M-0.7,0.7L0.7,-0.7",
}
SIGN: dict[str, Any] = {"stroke": theme.INK, "opacity": 0.9, "strokeWidth": 1.4, "filled": False}
SIGN_SIZE = "clamp(0.14 * width * height / length(data('cells')), 80, 500)"  # a part of its cell
MOST_FOR_SIGNS = 25  # cells beside each other that have room for one
STILL, LIVE = 300, 400  # pixels high
TITLE_ROOM = 370  # of letters as wide as they may be
KEY = 72  # pixels above a still map that the meaning of colours takes


@dataclass(frozen=True)
class Axis:
    """An axis of a map.

    Attributes:
        title: with the unit.
        values: of the cells, in rising order, as they are shown.
        ticks: values that stand beside it.
    """

    title: str
    values: tuple[float, ...]
    ticks: list[float]


def map_data(
    x: Axis,
    y: Axis,
    share: np.ndarray,
    verdicts: np.ndarray,
    boundary: Boundary,
    here: tuple[float, float] | None,
    language: Language,
    called: str = "",
) -> dict[str, dict[str, list[Any]]]:
    """The tables of a map.

    Args:
        x, y: both axes.
        share: of paired runs in which the shared plan is better, shape (x, y).
        verdicts: of each cell, None where it has no result; shape (x, y).
        boundary: the break-even, in the unit of y.
        here: the usual setting, when it lies on the map.
        language: of the words.
        called: what stands beside `here`, when that is not "you are here".
    """
    across, up = edges(x.values), edges(y.values)
    cells: dict[str, list[Any]] = {
        name: [] for name in ("x", "y", "left", "right", "low", "high", "step", "sign", "told")
    }
    signs = max(len(x.values), len(y.values)) <= MOST_FOR_SIGNS
    for (i, j), one in cast(Iterable[tuple[tuple[int, ...], Verdict | None]], np.ndenumerate(verdicts)):
        told = say("numbers.none", language)
        if one is not None:
            better = say("map.plan_better", language, share=round(100 * float(share[i, j])))
            told = f"{one.told(language)}; {better}"
        sign = "none" if one is None else "close" if not one.sure else one.better if signs else ""
        row = (x.values[i], y.values[j], across[i], across[i + 1], up[j], up[j + 1], one.step if one else None, sign)
        for column, value in zip(cells.values(), (*row, told)):
            column.append(value)
    ends = (up[0], up[-1])
    middle = np.where((boundary.middle >= ends[0]) & (boundary.middle <= ends[1]), boundary.middle, np.nan)
    data = {
        "cells": columns_of(**cells),
        "line": columns_of(**strips(x, across, middle)),
        "luck": columns_of(**bands(x, across, boundary.low, boundary.high, ends)),
        "worlds": columns_of(**bands(x, across, *boundary.over_worlds, ends)) if boundary.over_worlds else {},
        "here": here_columns(here, side_of(here[0], across), called or say("map.here", language)) if here else {},
        "x_title": columns_of(words=["\n".join(wrapped(f"{x.title} →", TITLE_ROOM, bold=True))]),
        "y_title": columns_of(words=["\n".join(wrapped(f"↑ {y.title}", TITLE_ROOM, bold=True))]),
        "x_ticks": columns_of(value=x.ticks, words=tick_words(x.ticks, language)),
        "y_ticks": columns_of(value=y.ticks, words=tick_words(y.ticks, language)),
    }
    return data


def here_columns(here: tuple[float, float], side: str, called: str) -> dict[str, list[Any]]:
    """The one row of the dot, with its words and the side on which they stand."""
    return columns_of(x=[here[0]], y=[here[1]], side=[side], words=[called])


def side_of(value: float, across: np.ndarray) -> str:
    """On which side of a place there is more room for words."""
    return "left" if value - across[0] > across[-1] - value else "right"


def strips(x: Axis, across: np.ndarray, *lines: np.ndarray) -> dict[str, list[Any]]:
    """Lines over the cells, in as many pieces as they have; a piece of one cell runs through the whole of it."""
    found: dict[str, list[Any]] = {name: [] for name in ("x", "low", "high", "piece")}
    low, high = lines[0], lines[-1]
    for number, piece in enumerate(pieces(np.isfinite(low) & np.isfinite(high))):
        only = len(piece) == 1
        places = list(across[piece[0] : piece[0] + 2]) if only else [x.values[one] for one in piece]
        for place, one in zip(places, piece * 2 if only else piece):
            for column, value in zip(found.values(), (place, low[one], high[one], number)):
                column.append(value)
    return found


def bands(
    x: Axis, across: np.ndarray, low: np.ndarray, high: np.ndarray, ends: tuple[float, float]
) -> dict[str, list[Any]]:
    """The area between two lines, cut off where the map ends; nothing where it has no height."""
    low, high = np.clip(low, *ends), np.clip(high, *ends)
    return strips(x, across, np.where(high > low, low, np.nan), np.where(high > low, high, np.nan))


@MadeOnce
def map_spec(language: Language, live: bool, worlds: bool = False) -> Spec:
    """How maps are drawn; on a page that is alive without the meaning of colours, which stands beside it there."""
    flat: dict[str, Any] = {"nice": False, "zero": False}
    x = alt.X("left:Q", scale=alt.Scale(**flat), axis=None)
    y = alt.Y("low:Q", scale=alt.Scale(**flat), axis=None)
    middle = {"x": alt.X("x:Q", axis=None), "y": alt.Y("y:Q", axis=None)}
    steps, names = [*range(len(STEPS))], [*SIGNS]
    fill = alt.Fill("step:O", scale=alt.Scale(domain=steps, range=[colour for colour, _ in STEPS]), legend=None)
    dense = alt.FillOpacity("dense:Q", scale=None)
    known = named("cells").transform_filter("isValid(datum.step)")
    known = known.transform_calculate(dense=f"{[dense for _, dense in STEPS]}[datum.step]")
    rects = known.mark_rect(stroke=theme.CARD, strokeWidth=0.6)
    layers = [rects.encode(x, y, alt.X2("right"), alt.Y2("high"), fill, dense, alt.Tooltip("told:N", title=None))]
    sign = alt.Shape("sign:N", scale=alt.Scale(domain=names, range=[SIGNS[one] for one in names]), legend=None)
    signs = named("cells").transform_filter("datum.sign")
    mark = signs.mark_point(**SIGN)
    layers.append(mark.encode(**middle, shape=sign, size=alt.SizeValue(alt.ExprRef(SIGN_SIZE))))
    for table, look in (
        ("worlds", {"fillOpacity": 0.13, "stroke": theme.INK, "strokeOpacity": 0.5, "strokeDash": [2, 3]}),
        ("luck", {"fillOpacity": 0.22}),
    ):
        area = named(table).mark_area(fill=theme.INK, **look)
        layers.append(area.encode(middle["x"], y, alt.Y2("high"), detail=alt.Detail("piece:N")))
    for look in (
        {"stroke": theme.CARD, "strokeWidth": 5.5, "strokeOpacity": 0.75},
        {"stroke": theme.INK, "strokeWidth": 2.6},
    ):
        layers.append(named("line").mark_line(**look).encode(middle["x"], y, detail=alt.Detail("piece:N")))
    layers += here_layers()
    ticks = {"fill": theme.SOFT}
    below = named("x_ticks").mark_text(baseline="top", **ticks)
    layers.append(
        below.encode(alt.X("value:Q", axis=None), y=alt.YValue(alt.ExprRef("height + 6")), text=alt.Text("words:N"))
    )
    beside = named("y_ticks").mark_text(align="right", **ticks)
    layers.append(beside.encode(alt.Y("value:Q", axis=None), x=alt.XValue(-6), text=alt.Text("words:N")))
    title = {"lineBreak": "\n", "fontWeight": "bold", "fontSize": 13}
    below = named("x_title").mark_text(align="right", baseline="top", **title)
    layers.append(
        below.encode(x=alt.XValue("width"), y=alt.YValue(alt.ExprRef("height + 28")), text=alt.Text("words:N"))
    )
    above = named("y_title").mark_text(align="left", baseline="bottom", **title)
    layers.append(above.encode(x=alt.XValue(0), y=alt.YValue(-8), text=alt.Text("words:N")))
    if not live:
        layers += key_layers(language, worlds)
    return spec_of(alt.layer(*layers).resolve_scale(shape="independent"), LIVE if live else STILL)


def here_layers() -> list[Any]:
    """The dot of the usual setting, with its words on the side that has room for them."""
    place = (alt.X("x:Q", axis=None), alt.Y("y:Q", axis=None))
    layers = [
        named("here")
        .mark_circle(size=130, fill=theme.INK, stroke=theme.CARD, strokeWidth=2.5, opacity=1)
        .encode(*place)
    ]
    for side, align, aside in (("right", "left", 11), ("left", "right", -11)):
        text = named("here").transform_filter(f"datum.side == '{side}'")
        for look in (
            {"stroke": theme.CARD, "strokeWidth": 7, "fill": theme.CARD, "strokeJoin": "round"},
            {"fill": theme.INK},
        ):
            mark = text.mark_text(align=align, dx=aside, fontWeight="bold", fontSize=13, **look)
            layers.append(mark.encode(*place, text=alt.Text("words:N")))
    return layers


def sign_at(name: str, x: str, y: Any) -> Any:
    """A sign of cells, to say what it means."""
    mark = alt.Chart({"values": [{}]}).mark_point(shape=SIGNS[name], size=110, **SIGN)
    return mark.encode(x=alt.XValue(alt.ExprRef(x)), y=alt.YValue(y))


def key_layers(language: Language, worlds: bool) -> list[Any]:
    """What the steps of colour mean, above the map, and lines and marks below it."""
    count = len(STEPS)
    layers: list[Any] = []
    for route, x, aside, align in (("parallel", "0", 1, "left"), ("shared_plan", "width", -1, "right")):
        better = say(f"differences.{route}_better", language).strip("←→ ")
        colour, place = theme.ROUTE[route], alt.ExprRef(f"{x} + {16 * aside}")
        layers.append(words_at(better, place, -KEY - 34, align, colour, fontWeight="bold"))
        layers.append(sign_at(route, f"{x} + {6 * aside}", -KEY - 34))
    for number, ((colour, dense), name) in enumerate(zip(STEPS, STEP_NAMES)):
        left, right = (alt.ExprRef(f"width * {end} / {count}") for end in (number, number + 1))
        box = alt.Chart({"values": [{}]}).mark_rect(fill=colour, fillOpacity=dense, stroke=theme.CARD, strokeWidth=0.6)
        layers.append(
            box.encode(x=alt.XValue(left), x2=alt.X2Value(right), y=alt.YValue(-KEY - 22), y2=alt.Y2Value(-KEY - 9))
        )
        middle = alt.ExprRef(f"width * {number + 0.5} / {count}")
        layers.append(words_at(say(f"map.step.{name}", language), middle, -KEY + 1, "center"))
    layers.append(words_at(say("map.steps", language), alt.ExprRef("width / 2"), -KEY + 19, "center"))
    below = alt.ExprRef("height + 74"), alt.ExprRef("height + 94")
    half = alt.ExprRef("width / 2 + 30")
    line = alt.Chart({"values": [{}]}).mark_rule(stroke=theme.INK, strokeWidth=2.6)
    layers.append(line.encode(x=alt.XValue(0), x2=alt.X2Value(24), y=alt.YValue(below[0])))
    layers.append(words_at(say("map.line", language), 30, below[0]))
    luck = alt.Chart({"values": [{}]}).mark_rect(fill=theme.INK, fillOpacity=0.22)
    ends = alt.YValue(alt.ExprRef("height + 88")), alt.Y2Value(alt.ExprRef("height + 100"))
    layers.append(luck.encode(x=alt.XValue(0), x2=alt.X2Value(24), y=ends[0], y2=ends[1]))
    layers.append(words_at(say("map.luck", language), 30, below[1]))
    if worlds:
        wide = alt.Chart({"values": [{}]}).mark_rect(
            fill=theme.INK, fillOpacity=0.13, stroke=theme.INK, strokeOpacity=0.5, strokeDash=[2, 3]
        )
        start, stop = alt.ExprRef("width / 2"), alt.ExprRef("width / 2 + 24")
        layers.append(wide.encode(x=alt.XValue(start), x2=alt.X2Value(stop), y=ends[0], y2=ends[1]))
        layers.append(words_at(say("map.worlds", language), half, below[1]))
    layers.append(sign_at("close", "width / 2 + 12", below[0]))
    layers.append(words_at(say("map.close", language), half, below[0]))
    return layers
