"""Layers that several pictures have: words at a place, no difference, what is too small to matter, and both sides."""

from collections.abc import Sequence
from typing import Any

from charts import theme
from charts.chart import named
from charts.later import alt
from experiments.language import say
from sim.words import Language

LEADING = 14  # pixels from line to line of a name
BAND = 18  # pixels from line to line above a picture
NARROW = 170  # pixels of a picture that words on one side may take
BESIDE = 340  # pixels of a picture that has room for the words of both sides beside each other


def words(text: Any, x: Any, y: Any, align: Any = "left", colour: str = theme.SOFT, **more: Any) -> Any:
    """Words that are always the same, at a place in pixels; x may be "width"."""
    mark = alt.Chart({"values": [{}]}).mark_text(align=align, fill=colour, baseline="middle", **more)
    return mark.encode(x=alt.XValue(x), y=alt.YValue(y), text=alt.TextValue(text))


def lined(table: Any, align: Any = "left", **look: Any) -> Any:
    """Names of several lines, each around its own place, from ``lines`` of a table: how many there are."""
    up = alt.ExprRef(f"-{LEADING} * (datum.lines - 1) / 2")
    return table.mark_text(align=align, baseline="middle", lineBreak="\n", lineHeight=LEADING, dy=up, **look)


def side_words(better: str, language: Language, y: float, over_names: bool = False) -> list[Any]:
    """What left and right mean, above a picture in which the shared plan is better to the right.

    Args:
        better: side of the outcome: ``lower``, ``higher`` or ``neither``.
        language: of the words.
        y: of the lowest line, in pixels.
        over_names: whether names of rows to the left leave room for both beside each other; otherwise they stand below
            each other where the picture is narrow.
    """
    above = y if over_names else alt.ExprRef(f"width < {BESIDE + 50} ? {y - BAND} : {y}")
    begin = alt.ExprRef(f"min(0, width - {BESIDE if over_names else NARROW})")
    if better == "neither":
        less, more = (say(f"differences.{one}_with_plan", language) for one in ("less", "more"))
        return [words(less, begin, above), words(more, "width", y, "right")]
    left, right = (say(f"differences.{route}_better", language) for route in ("parallel", "shared_plan"))
    bold = {"fontWeight": "bold"}
    return [
        words(left, begin, above, "left", theme.ROUTE["parallel"], **bold),
        words(right, "width", y, "right", theme.ROUTE["shared_plan"], **bold),
    ]


def route_words(language: Language) -> list[Any]:
    """Which line is which, above a picture; below each other where there is no room beside each other."""
    parallel, shared = (say(f"routes.{route}", language) for route in ("parallel", "shared_plan"))
    above = alt.ExprRef(f"width < {BESIDE} ? {-11 - BAND} : -11")
    return [
        words(f"– – {parallel}", 0, above, "left", theme.ROUTE["parallel"], fontWeight="bold"),
        words(f"{shared} —", "width", -11, "right", theme.ROUTE["shared_plan"], fontWeight="bold"),
    ]


def zero(upright: bool = True) -> Any:
    """The line of no difference."""
    at = alt.XDatum(0) if upright else alt.YDatum(0)
    return alt.Chart({"values": [{}]}).mark_rule(stroke=theme.INK, strokeWidth=1.2).encode(at)


def matters(upright: bool = True) -> Any:
    """The differences that are too small to matter, from a table ``matters`` with ``low`` and ``high``."""
    ends = (alt.X("low:Q"), alt.X2("high:Q")) if upright else (alt.Y("low:Q"), alt.Y2("high:Q"))
    return named("matters").mark_rect(fill=theme.WASH).encode(*ends)


def signed_axis(**more: Any) -> "alt.Axis":
    """An axis of differences."""
    usual = {"title": None, "format": "+,f", "labelExpr": theme.SIGNED, "tickCount": 4, "grid": False}
    return alt.Axis(**(usual | more))


def of_side(field: str = "side") -> Any:
    """The colour of the route that is better."""
    names = [*theme.ROUTE]
    return alt.Color(
        f"{field}:N", scale=alt.Scale(domain=names, range=[theme.ROUTE[one] for one in names]), legend=None
    )


def shape_of_side(field: str = "side") -> Any:
    """The shape of the route that is better: a circle, a square, or a diamond where neither is."""
    names = [*theme.ROUTE]
    return alt.Shape(
        f"{field}:N", scale=alt.Scale(domain=names, range=[theme.SHAPE[one] for one in names]), legend=None
    )


def key(looks: Sequence[tuple[str, dict[str, Any]]], x: int) -> list[Any]:
    """What bars are, above a picture: one line each, from the last one up."""
    layers = []
    for number, (name, look) in enumerate(looks):
        y = BAND * (number - len(looks)) + 6
        box = alt.Chart({"values": [{}]}).mark_rect(**look)
        corners = {"x": alt.XValue(x), "x2": alt.X2Value(x + 22), "y": alt.YValue(y - 5), "y2": alt.Y2Value(y + 5)}
        layers += [box.encode(**corners), words(name, x + 30, y, colour=theme.INK)]
    return layers


def frame(*places: Any) -> Any:
    """Places that make a picture as large as it must be, from a table ``frame``; nothing is seen of them."""
    return named("frame").mark_point(opacity=0, stroke=theme.INK).encode(*places)
