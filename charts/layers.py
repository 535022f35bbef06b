"""Layers that several pictures have: words at a place, no difference, what is too small to matter, and both sides."""

from collections.abc import Sequence
from typing import Any

from charts import theme
from charts.chart import named
from charts.later import alt
from experiments.language import say
from sim.words import Language

BAND = 18  # pixels from line to line above a picture
NARROW = 170  # pixels of a picture that words on one side may take


def words(text: str, x: Any, y: Any, align: Any = "left", colour: str = theme.SOFT, **more: Any) -> Any:
    """Words that are always the same, at a place in pixels; x may be "width"."""
    mark = alt.Chart({"values": [{}]}).mark_text(align=align, fill=colour, baseline="middle", **more)
    return mark.encode(x=alt.value(x), y=alt.value(y), text=alt.value(text))


def side_words(better: str, language: Language, y: float, stacked: bool = False) -> list[Any]:
    """What left and right mean, above a picture in which the shared plan is better to the right.

    Args:
        better: side of the outcome: ``lower``, ``higher`` or ``neither``.
        language: of the words.
        y: of the lowest line, in pixels.
        stacked: whether both stand on lines of their own, where there is no room beside each other.
    """
    above = y - BAND if stacked else y
    begin = alt.ExprRef(f"min(0, width - {NARROW})") if stacked else 0  # over the names of rows where there is no room
    if better == "neither":
        less, more = (say(f"differences.{one}_with_plan", language) for one in ("less", "more"))
        return [words(less, begin, above), words(more, "width", y, "right")]
    left, right = (say(f"differences.{route}_better", language) for route in ("parallel", "shared_plan"))
    bold = {"fontWeight": "bold"}
    return [
        words(left, begin, above, "left", theme.ROUTE["parallel"], **bold),
        words(right, "width", y, "right", theme.ROUTE["shared_plan"], **bold),
    ]


def zero(upright: bool = True) -> Any:
    """The line of no difference."""
    at = {"x" if upright else "y": alt.datum(0)}
    return alt.Chart({"values": [{}]}).mark_rule(stroke=theme.INK, strokeWidth=1.2).encode(**at)


def matters(upright: bool = True) -> Any:
    """The differences that are too small to matter, from a table ``matters`` with ``low`` and ``high``."""
    one, other = ("x", "x2") if upright else ("y", "y2")
    return named("matters").mark_rect(fill=theme.WASH).encode(**{one: "low:Q", other: "high:Q"})


def signed_axis(**more: Any) -> "alt.Axis":
    """An axis of differences."""
    return alt.Axis(title=None, format="+,f", labelExpr=theme.SIGNED, tickCount=4, grid=False, **more)


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
        corners = {"x": alt.value(x), "x2": alt.value(x + 22), "y": alt.value(y - 5), "y2": alt.value(y + 5)}
        layers += [box.encode(**corners), words(name, x + 30, y, colour=theme.INK)]
    return layers


def frame(*places: Any) -> Any:
    """Places that make a picture as large as it must be, from a table ``frame``; nothing is seen of them."""
    return named("frame").mark_point(opacity=0, stroke=theme.INK).encode(*places)
