"""Where something happens: boxes of conditions that were found, each condition narrowing the one above it."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from charts import rows, theme
from charts.amounts import amount, inside, key_of
from charts.chart import Chart, MadeOnce, Spec, columns_of, named, spec_of
from charts.later import alt
from charts.layers import LEADING, lined
from charts.layers import words as words_at
from charts.lettering import wrapped
from experiments.designs.factors import Factor
from experiments.language import say
from experiments.numbers import plain
from sim.words import Language

INDENT, DEEPEST = 12, 5  # pixels; conditions deeper than that are not moved further in
NAMES, NAMES_ROOM, NOTES_ROOM = 240, 225, 430  # pixels to the left of the bars; of letters as wide as they may be
DASHED = "M0,-1L0,-0.6M0,-0.3L0,0.3M0,0.6L0,1"  # an upright line through a bar, in a box from -1 to 1
SECOND = 1.7  # where the second bar begins, when the first is 1 long
COLUMNS = ("box", "condition", "coverage", "density", "worlds")


def tree_chart(
    boxes: pd.DataFrame,
    factors: Mapping[str, Factor],
    happens: str,
    overall: float = math.nan,
    language: Language = "en",
) -> Chart:
    """Nested conditions with two bars each: how much of what happens they hold, and how often it happens in them.

    Args:
        boxes: a row a condition: ``box`` (number or name), ``factor``, ``low``, ``high`` (its range; not a number or
            the end of the factor where it is open), and ``coverage``, ``density`` (0 to 1) and ``worlds`` (number)
            with this condition and all above it in the same box; in the order in which they narrow.
        factors: by name.
        happens: what happens, as in "worlds where parallel routes are better".
        overall: how often it happens in all worlds, 0 to 1; not a number when unknown.
        language: of the words.
    """
    both = f" {say('numbers.and', language)} "
    table, told = [], []
    found: dict[str, list[Any]] = {name: [] for name in ("name", "deep", "coverage", "density", "holds", "true_in")}
    for box, conditions in boxes.groupby("box", sort=False):
        head = wrapped(say("tree.box", language, box=box), NAMES_ROOM, at_most=1, bold=True)
        for column, value in zip(found.values(), ("\n".join(head), -1, math.nan, math.nan, "", "")):
            column.append(value)
        path: list[str] = []
        for depth, row in enumerate(conditions.to_dict("records")):
            path.append(condition(factors[str(row["factor"])], row["low"], row["high"], language))
            deep = min(depth, DEEPEST)
            narrowed = f"{both.strip()} {inside(path[-1])}"
            lines = wrapped(narrowed if depth else path[-1], NAMES_ROOM - INDENT * deep, at_most=4)
            worlds = plain(row["worlds"], 0, language=language)
            numbers = (per_hundred(row["coverage"]), per_hundred(row["density"]), worlds)
            shares = np.clip([row["coverage"], row["density"]], 0, 1)
            shown = ("\n".join(lines), deep, *shares, *numbers[:2])
            for column, value in zip(found.values(), shown):
                column.append(value)
            table.append((str(box), narrowed if depth else inside(path[-1]), *numbers))
        conditions_told = both.join(map(inside, path))
        shares_told = {"holds": numbers[0], "true_in": numbers[1]}
        told.append(say("tree.row", language, box=box, conditions=conditions_told, **shares_told))
    notes = wrapped(say("tree.notes", language, happens=happens), NOTES_ROOM, 4)
    if math.isfinite(overall):
        notes += [say("tree.overall", language, share=per_hundred(overall))]
    if boxes.empty:
        told.append(say("tree.none", language))
        notes = [say("tree.none", language)]
    lines_of = [name.count("\n") + 1 for name in found["name"]]
    data = {
        "rows": columns_of(
            row=range(len(lines_of)), lines=lines_of, overall=[SECOND + min(overall, 1.0)] * len(lines_of), **found
        ),
        "notes": columns_of(words=["\n".join(notes)]),
    }
    words = " ".join([say("tree.words", language, happens=happens), *told, *notes[-1:] * math.isfinite(overall)])
    key, title = key_of("tree", happens), say("tree.title", language, happens=happens)
    spec = tree_spec(rows.most_lines(data["rows"]), language)
    columns = tuple(say(f"tree.column.{name}", language) for name in COLUMNS)
    return Chart(key, title, words, spec, data, columns, table, language=language, width=theme.WIDE)


@MadeOnce
def tree_spec(lines: float, language: Language = "en") -> Spec:
    """How nested conditions are drawn, with names of so many lines."""
    axis: dict[str, Any] = {"scale": alt.Scale(domain=[0, SECOND + 1.5], nice=False), "axis": None}
    conditions = named("rows").transform_filter("datum.deep >= 0")
    layers: list[Any] = []
    look: dict[str, Any]
    for field, begin, words, look in (
        ("coverage", 0.0, "holds", {"fillOpacity": 0.15}),
        ("density", SECOND, "true_in", {"fillOpacity": 0.6}),
    ):
        shares = conditions.transform_calculate(start=f"{begin}", end=f"{begin} + datum.{field}", whole=f"{begin} + 1")
        start = alt.X("start:Q", **axis)
        layers.append(shares.mark_bar(height=13, fill=theme.WASH).encode(rows.ROW, start, alt.X2("whole")))
        known = shares.transform_filter(f"isValid(datum.{field})")
        bar = known.mark_bar(height=13, fill=theme.SOFT, stroke=theme.SOFT, **look)
        layers.append(bar.encode(rows.ROW, start, alt.X2("end")))
        number = shares.mark_text(align="left", dx=6, baseline="middle")
        layers.append(number.encode(rows.ROW, alt.X("whole:Q", **axis), alt.Text(f"{words}:N")))
        heading = say(f"tree.head.{field}", language)
        place = alt.ExprRef(f"width * {begin / (SECOND + 1.5)}")
        layers.append(words_at(heading, place, -10, colour=theme.INK, fontWeight="bold"))
    dashed = conditions.transform_filter("isValid(datum.overall)")
    mark = dashed.mark_point(shape=DASHED, size=500, filled=False, stroke=theme.INK, strokeWidth=1.4, opacity=1)
    layers.append(mark.encode(rows.ROW, alt.X("overall:Q", **axis)))
    weight = alt.ExprRef("datum.deep < 0 ? 'bold' : 'normal'")
    indent = alt.ExprRef(f"{INDENT} * (datum.deep + 1)")
    mark = lined(named("rows"), dx=indent, fontWeight=weight)
    layers.append(mark.encode(rows.ROW, alt.Text("name:N"), x=alt.XValue(-NAMES)))
    notes = named("notes").mark_text(align="left", baseline="top", lineBreak="\n", lineHeight=LEADING, fill=theme.SOFT)
    layers.append(
        notes.encode(x=alt.XValue(-NAMES), y=alt.YValue(alt.ExprRef("height + 10")), text=alt.Text("words:N"))
    )
    return spec_of(alt.layer(*layers), rows.step(lines), rows.ASIDE)


def condition(factor: Factor, low: float, high: float, language: Language = "en") -> str:
    """A range of a factor in words; an end that is the factor's own says nothing."""
    above = math.isfinite(low) and low > factor.low
    below = math.isfinite(high) and high < factor.high
    way = "between" if above and below else "from" if above else "up_to" if below else "any"
    ends = {
        "low": amount(low, factor, language) if above else "",
        "high": amount(high, factor, language) if below else "",
    }
    known = {"between": ("low", "high"), "from": ("low",), "up_to": ("high",), "any": ()}[way]
    return say(f"tree.{way}", language, factor=factor.called(language), **{name: ends[name] for name in known})


def per_hundred(share: float) -> str:
    """A share as a count of 100."""
    return plain(100 * share, 0)
