"""How every picture looks: colours by name, letters, and how numbers are written. Here and nowhere else.

Colours are the variables of ``theme.css``, so that a picture on a page follows light, dark and print. A file of its
own gets the colours themselves (`palette`). Colour is never all that says something: routes differ by dash and by shape
too, and the unsure carries a mark, since Vega-Lite has no fill patterns.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

from sim.words import Language

HERE = Path(__file__).parent


def shade(name: str) -> str:
    """A colour of the page by its name."""
    return f"var(--{name})"


INK, SOFT, LINE, WASH, CARD, ON_ACCENT = map(shade, ("ink", "soft", "line", "wash", "card", "on-accent"))
NEITHER = shade("neither")
ROUTE = {"parallel": shade("parallel"), "shared_plan": shade("shared-plan"), "neither": NEITHER}
DASH = {"parallel": [4, 3], "shared_plan": [1, 0]}
SHAPE = {"parallel": "square", "shared_plan": "circle", "neither": "diamond"}
SERIES = [INK, shade("task2"), shade("task0"), shade("task4"), NEITHER]  # of lines in one picture, by their number
SHAPES = ["circle", "square", "diamond", "triangle-up", "triangle-down"]
DASHES = [[1, 0], [7, 4], [2, 3], [9, 3, 2, 3]]
FONT = "sans-serif"  # the one name that means the same letters on every machine that draws
SIZE = 12  # of letters, in pixels; no picture is shown smaller than 11/12 of what it is
SMALL, WIDE, FULL = 280, 460, 690  # pixels that a still picture is wide: in a card (258 on a telephone), or on a page
LOCALES: dict[Language, dict[str, Any]] = {
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]},
    "nl": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", ""]},
}
SIGNED = "datum.value == 0 ? '0' : datum.label"  # an axis of differences: no plus before nought


@cache
def css() -> str:
    """Colours by day and by night, and marks of routes and verdicts, as a style sheet."""
    return (HERE / "theme.css").read_text("utf-8")


@cache
def report_css() -> str:
    """The style sheet of a report."""
    return css() + (HERE / "report.css").read_text("utf-8")


@cache
def palette(night: bool = False) -> dict[str, str]:
    """The colours themselves by name, by day or by night."""
    blocks = re.findall(r":root \{([^}]*)\}", css())
    light, dark = (dict(re.findall(r"--([\w-]+):\s*([^;]+);", block)) for block in blocks[:2])
    return light | dark if night else light


def plain(text: str, night: bool = False) -> str:
    """A text with the colours themselves in the place of their names."""
    return re.sub(r"var\(--([\w-]+)\)", lambda name: palette(night)[name[1]], text)


def config() -> dict[str, Any]:
    """What all specifications share."""
    return {
        "font": FONT,
        "background": None,
        "aria": False,  # the picture as a whole is told in words; Vega leaves what it says of an axis when that changes
        "autosize": {"type": "fit-x", "contains": "padding"},
        "view": {"stroke": None},
        "axis": {
            "labelColor": SOFT,
            "labelFontSize": SIZE,
            "titleColor": INK,
            "titleFontSize": SIZE,
            "gridColor": LINE,
            "domainColor": SOFT,
            "tickColor": SOFT,
            "labelLimit": 0,
            "titleLimit": 0,
        },
        "legend": {"labelColor": INK, "labelFontSize": SIZE, "labelLimit": 0, "symbolStrokeColor": SOFT},
        "text": {"fontSize": SIZE, "fill": INK},
    }
