"""What a factor does: the mean difference between the routes along its values, a line for each policy or other setting.

Upwards the shared plan is better, whatever the sign. Lines differ by mark and dash, and carry their names.
"""

from typing import Any

import numpy as np
import pandas as pd

from charts import theme
from charts.amounts import amount, axis_title, difference_words, in_unit, inside, key_of, shown, title_of
from charts.chart import Chart, MadeOnce, Spec, columns_of, named, spec_of
from charts.later import alt
from charts.layers import LEADING, frame, lined, zero
from charts.layers import words as words_at
from charts.lettering import spread, wrapped
from charts.scales import around, factor_ticks, tick_words
from experiments.designs.factors import Factor
from experiments.language import say
from sim.outcomes import Outcome
from sim.words import Language

PLOT_WIDTH, PLOT_HEIGHT = 280, 240  # pixels of the paper, about
WHISKER = "M-1,-0.3L-1,0.3M-1,0L1,0M1,-0.3L1,0.3"  # in a box from -1 to 1
NAMES_ROOM, TITLE_ROOM = 140, 330  # of letters as wide as they may be
MANY = 8  # values from which a range is drawn as a band
ASIDE = 6  # pixels between whiskers of different lines at the same value
MOST = 20  # lines that differ
RANGE = ["mean", "low", "high"]


def curve_chart(factor: Factor, outcome: Outcome, curves: pd.DataFrame, language: Language = "en") -> Chart:
    """The lines of one outcome along one factor.

    Args:
        factor: on the axis across.
        outcome: what differs between the routes.
        curves: columns ``series`` (name of a line), ``x`` (value of the factor), and ``mean``, ``low``, ``high``
            (shared plan minus parallel with its range, in the outcome's own unit; not a number where there is none);
            the lines in the order in which they are to be told.
        language: of the words.
    """
    lines = {str(name): rows.sort_values("x") for name, rows in curves.groupby("series", sort=False)}
    several = len(lines) > 1
    names = [wrapped(name, NAMES_ROOM, at_most=4) for name in lines]
    rooms = [LEADING * len(words) + 4.0 for words in names]
    height = max(PLOT_HEIGHT, round(sum(rooms))) if several else PLOT_HEIGHT
    matters = float(in_unit(np.array(outcome.matters_from), outcome))
    values = in_unit(curves[RANGE].to_numpy(), outcome).ravel()
    low, high = around([*values, -matters, matters])
    one = shown(1.0, factor)
    across = around([one * x for x in curves["x"]])
    many = any(len(rows) >= MANY for rows in lines.values())
    data = {
        "lines": line_columns(lines, outcome, one, (across[1] - across[0]) / PLOT_WIDTH),
        "names": name_columns(names, rooms, lines, outcome, one, (low, high), height) if several else {},
        "matters": columns_of(low=[-matters], high=[matters]),
        "frame": columns_of(x=across, y=[low, high]),
        "x_ticks": columns_of(value=(found := factor_ticks(factor, 6)), words=tick_words(found, language)),
        "x_title": columns_of(words=["\n".join(wrapped(f"{axis_title(factor, language)} →", TITLE_ROOM, bold=True))]),
    }
    key = key_of("curve", outcome.name, factor.name)
    along = {"outcome": title_of(outcome, language), "factor": inside(factor.called(language))}
    title = say("curves.picture", language, **along)
    words = in_words(factor, outcome, lines, language)
    spec = curve_spec(outcome.better, several, many, height, language)
    columns = (say("curves.line", language), axis_title(factor, language), say("winners.column.difference", language))
    told = rows_of(factor, outcome, lines, language)
    return Chart(key, title, words, spec, data, columns, told, language=language, width=theme.WIDE)


def line_columns(lines: dict[str, pd.DataFrame], outcome: Outcome, one: float, pixel: float) -> dict[str, list[Any]]:
    """All lines where they have results, with the number of each; marks of few values stand beside each other."""
    found: list[pd.DataFrame] = []
    for number, rows in enumerate(lines.values()):
        known = rows[np.isfinite(rows["mean"])]
        part = pd.DataFrame(in_unit(known[RANGE].to_numpy(), outcome), columns=RANGE)
        aside = pixel * ASIDE * (number - (len(lines) - 1) / 2) if len(rows) < MANY else 0.0
        x = one * known["x"].to_numpy() + aside
        found.append(part.assign(x=x, series=number, many=len(rows) >= MANY))
    whole = pd.concat(found)
    return columns_of(**{str(name): whole[name].tolist() for name in whole})


def name_columns(
    names: list[list[str]],
    rooms: list[float],
    lines: dict[str, pd.DataFrame],
    outcome: Outcome,
    one: float,
    ends: tuple[float, float],
    height: int,
) -> dict[str, list[Any]]:
    """The name of each line that has a result: where the line ends, and at what height there is room for the name."""
    backwards = outcome.better == "lower"
    known = {number: rows[np.isfinite(rows["mean"])] for number, rows in enumerate(lines.values())}
    told = [number for number, rows in known.items() if len(rows)]
    last = [float(in_unit(known[number]["mean"].to_numpy()[-1:], outcome)[0]) for number in told]

    def pixel(value: float) -> float:
        share = (value - ends[0]) / (ends[1] - ends[0])
        return height * (share if backwards else 1 - share)

    places = spread([pixel(value) for value in last], [rooms[number] for number in told], 0.0, float(height))
    shares = [place / height if backwards else 1 - place / height for place in places]
    return columns_of(
        series=told,
        x=[one * float(known[number]["x"].iloc[-1]) for number in told],
        y=last,
        place=[ends[0] + share * (ends[1] - ends[0]) for share in shares],
        name=["\n".join(names[number]) for number in told],
        lines=[len(names[number]) for number in told],
    )


@MadeOnce
def curve_spec(better: str, several: bool, many: bool, height: int, language: Language = "en") -> Spec:
    """How lines along a factor are drawn: one or several, of many values or few, on paper so high."""
    up = alt.Scale(nice=False, zero=False, reverse=better == "lower")
    axis = alt.Axis(title=None, tickCount=5, format="+,f", labelExpr=theme.SIGNED, domain=False)
    x = alt.X("x:Q", scale=alt.Scale(nice=False, zero=False), axis=None)

    def y(field: str) -> "alt.Y":
        return alt.Y(f"{field}:Q", scale=up, axis=axis)

    numbers = [*range(MOST)]
    colours = [theme.SERIES[number % len(theme.SERIES)] for number in numbers]
    scale = alt.Scale(domain=numbers, range=colours)
    stroke, fill = alt.Stroke("series:O", scale=scale, legend=None), alt.Fill("series:O", scale=scale, legend=None)
    shapes = [theme.SHAPES[number % len(theme.SHAPES)] for number in numbers]
    shape = alt.Shape("series:O", scale=alt.Scale(domain=numbers, range=shapes), legend=None)
    dashes = [theme.DASHES[number % len(theme.DASHES)] for number in numbers]
    dash = alt.StrokeDash("series:O", scale=alt.Scale(domain=numbers, range=dashes), legend=None)
    known = named("lines").transform_filter("isValid(datum.low) && isValid(datum.high)")
    bands = known.transform_filter("datum.many").mark_area(fillOpacity=0.09 if several else 0.16)
    few = known.transform_filter("!datum.many")
    whisker = few.mark_rule(strokeWidth=1.5).encode(x, y("low"), alt.Y2("high"), stroke)
    caps = [
        few.mark_tick(size=7, thickness=1.5, orient="horizontal").encode(x, y(end), stroke) for end in ("low", "high")
    ]
    layers = [
        named("matters").mark_rect(fill=theme.WASH).encode(y("low"), alt.Y2("high")),
        zero(upright=False),
        frame(x, y("y")),
        bands.encode(x, y("low"), alt.Y2("high"), fill),
        whisker,
        *caps,
        named("lines").mark_line(strokeWidth=2).encode(x, y("mean"), stroke, dash),
        named("lines").mark_point(filled=True, size=50, opacity=1).encode(x, y("mean"), fill, shape),
        named("x_ticks")
        .mark_text(baseline="top", fill=theme.SOFT)
        .encode(alt.X("value:Q", axis=None), y=alt.YValue(height + 6), text=alt.Text("words:N")),
        named("x_title")
        .mark_text(align="right", baseline="top", lineBreak="\n", fontWeight="bold", fontSize=13)
        .encode(x=alt.XValue("width"), y=alt.YValue(height + 26), text=alt.Text("words:N")),
        *up_words(better, language),
        *key_layers(height + 70, many, language),
    ]
    if several:
        layers += name_layers(x, y, fill, shape)
    return spec_of(alt.layer(*layers), height, 16)


def up_words(better: str, language: Language = "en") -> list[Any]:
    """What up and down mean."""
    if better == "neither":
        return [words_at(say("curves.more", language), 0, -12)]
    above, beneath = (say(f"curves.{route}_better", language) for route in ("shared_plan", "parallel"))
    return [
        words_at(above, 0, -28, "left", theme.ROUTE["shared_plan"], fontWeight="bold"),
        words_at(beneath, 0, -10, "left", theme.ROUTE["parallel"], fontWeight="bold"),
    ]


def name_layers(x: "alt.X", y: Any, fill: "alt.Fill", shape: "alt.Shape") -> list[Any]:
    """The name of each line beside its end, with its mark, and a thin line to it where names had to make room."""
    beside = {"x": alt.XValue(alt.ExprRef("width + 20"))}
    layers = [
        named("names")
        .mark_rule(stroke=theme.SOFT, strokeWidth=0.8)
        .encode(x, y("y"), alt.Y2("place"), x2=alt.X2Value(alt.ExprRef("width + 14"))),
        named("names").mark_point(filled=True, size=50, opacity=1).encode(y("place"), fill, shape, **beside),
    ]
    told = lined(named("names")).encode(y("place"), x=alt.XValue(alt.ExprRef("width + 30")), text=alt.Text("name:N"))
    return [*layers, told]


def key_layers(y: int, bands: bool, language: Language = "en") -> list[Any]:
    """What the strip and the ranges mean."""
    strip = alt.Chart({"values": [{}]}).mark_rect(fill=theme.WASH, stroke=theme.LINE)
    sized = {"y": alt.YValue(y - 6), "y2": alt.Y2Value(y + 6)}
    layers = [
        strip.encode(x=alt.XValue(0), x2=alt.X2Value(24), **sized),
        words_at(say("verdict.small", language), 30, y),
    ]
    if bands:
        area = alt.Chart({"values": [{}]}).mark_rect(fill=theme.INK, fillOpacity=0.16)
        layers.append(area.encode(x=alt.XValue(0), x2=alt.X2Value(24), y=alt.YValue(y + 13), y2=alt.Y2Value(y + 25)))
    else:
        line = alt.Chart({"values": [{}]}).mark_point(
            shape=WHISKER, size=576, filled=False, stroke=theme.INK, strokeWidth=1.5, opacity=1
        )
        layers.append(line.encode(x=alt.XValue(12), y=alt.YValue(y + 19)))
    return [*layers, words_at(say("curves.range", language), 30, y + 19)]


def in_words(factor: Factor, outcome: Outcome, lines: dict[str, pd.DataFrame], language: Language = "en") -> str:
    """Where each line begins and ends, and on which side of no difference."""
    along = {"outcome": title_of(outcome, language), "factor": inside(factor.called(language))}
    parts = [say("curves.words", language, **along)]
    for name, rows in lines.items():
        known = rows[np.isfinite(rows["mean"])]
        if known.empty:
            parts.append(say("curves.no_result", language, line=name))
            continue
        ends = [known.iloc[0]] if len(known) == 1 else [known.iloc[0], known.iloc[-1]]
        told = (
            say(
                "curves.at",
                language,
                difference=row_words(row, outcome, language),
                value=amount(row["x"], factor, language),
            )
            for row in ends
        )
        joined = f" {say('numbers.and', language)} ".join(told)
        parts.append(f"{name}: {joined}.")
    return " ".join(parts)


def row_words(row: pd.Series, outcome: Outcome, language: Language = "en") -> str:
    """The difference at one value."""
    return difference_words(row["mean"], row["low"], row["high"], outcome, language)


def rows_of(
    factor: Factor, outcome: Outcome, lines: dict[str, pd.DataFrame], language: Language = "en"
) -> list[tuple[str, ...]]:
    """The table: every value of every line."""
    return [
        (name, amount(row["x"], factor, language), row_words(row, outcome, language))
        for name, rows in lines.items()
        for _, row in rows.iterrows()
    ]
