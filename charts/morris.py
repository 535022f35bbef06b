"""Screening: which assumptions matter at all (to the right), and which work through others or bend (upwards)."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from charts import theme
from charts.amounts import in_unit, key_of, title_of, with_about
from charts.chart import Chart, MadeOnce, Spec, columns_of, named, spec_of
from charts.later import alt
from charts.layers import frame
from charts.layers import words as words_at
from charts.lettering import SIZE, width_of, wrapped
from experiments.designs.factors import Factor
from experiments.language import say
from experiments.numbers import number
from sim.outcomes import Outcome
from sim.words import Language

MOST = 8  # that are named; the others are in the table
PAPER = (400, 250)  # pixels of the plot, about: how far numbers are from dots
BELOW, LEADING, HANGING, NAMES_ROOM = 80, 16, 18, 190  # of the names
DOT = 5
AWAY = (11, 20, 30, 42, 56, 72)  # how far from its dot a number may stand
WAYS = tuple(
    (math.cos(math.pi * turn / 6), math.sin(math.pi * turn / 6)) for turn in (0, 11, 1, 9, 3, 6, 7, 5, 10, 2, 8, 4)
)


def morris_chart(
    outcome: Outcome,
    factors: Sequence[Factor],
    mu_star: np.ndarray,
    sigma: np.ndarray,
    route: str = "",
    about: str = "",
    language: Language = "en",
) -> Chart:
    """A dot a factor; the furthest to the right carry a number, and stand named below.

    Args:
        outcome: what is moved.
        factors: what moves it.
        mu_star: mean size of the change over the range of each factor, shape (factors,), in the outcome's own unit.
        sigma: how much that change differs from place to place, shape (factors,).
        route: of whose outcome the changes are, where they are not of the difference.
        about: what holds here and not in another picture of the same outcome.
        language: of the words.
    """
    both = np.stack([np.asarray(mu_star, dtype=float), np.asarray(sigma, dtype=float)], axis=1)
    order = [int(one) for one in np.argsort(-np.nan_to_num(both[:, 0], nan=-1.0), kind="stable")]
    drawn = [one for one in order if np.isfinite(both[one]).all()]
    far = in_unit(both, outcome)[drawn]
    most = [float(far[:, column].max(initial=0.0)) or 1.0 for column in (0, 1)]
    top = [1.08 * one for one in most]
    places = [(PAPER[0] * x / top[0], PAPER[1] * (1 - y / top[1])) for x, y in far]
    spots = spots_of(places)
    data = {
        "dots": columns_of(x=far[:, 0], y=far[:, 1], named=[place < MOST for place in range(len(far))]),
        "numbers": columns_of(
            from_x=[x if away else math.nan for (_, away), x in zip(spots, far[:, 0])],
            from_y=far[: len(spots), 1],
            x=[top[0] * x / PAPER[0] for (x, _), _ in spots],
            y=[top[1] * (1 - y / PAPER[1]) for (_, y), _ in spots],
            words=[str(place + 1) for place in range(len(spots))],
        ),
        "diagonal": columns_of(x=[0.0, min(top)], y=[0.0, min(top)]),
        "frame": columns_of(x=[0.0, top[0]], y=[0.0, top[1]]),
        "names": name_columns([factors[one].called(language) for one in drawn[:MOST]]),
    }
    key = key_of("morris", outcome.name, *filter(None, (route, about)))
    title = say(f"morris.title.{route or 'gain'}", language, outcome=title_of(outcome, language))
    table = [
        (
            str(place + 1),
            factors[one].called(language),
            *(number(value, outcome, language=language) for value in both[one]),
        )
        for place, one in enumerate(order)
    ]
    told = "; ".join(
        say("morris.row", language, place=place, factor=label, size=size, differing=differing)
        for place, label, size, differing in table[:MOST]
    )
    words = say("morris.words", language, outcome=title_of(outcome, language), rows=told)
    columns = tuple(say(f"morris.column.{name}", language) for name in ("rank", "factor", "size", "differs"))
    spec = morris_spec(language)
    return Chart(key, with_about(title, about), words, spec, data, columns, table, language=language, width=theme.WIDE)


@MadeOnce
def morris_spec(language: Language = "en") -> Spec:
    """How screening is drawn."""
    quiet: dict[str, Any] = {"title": None, "tickCount": 5, "labelOverlap": True}
    flat = alt.Scale(nice=False, zero=False)
    x = alt.X("x:Q", scale=flat, axis=alt.Axis(**quiet, grid=False))
    y = alt.Y("y:Q", scale=flat, axis=alt.Axis(**quiet, domain=False))
    dots = (
        named("dots")
        .mark_point(filled=True, size=75, opacity=1)
        .encode(
            x,
            y,
            fill=alt.condition("datum.named", alt.value(theme.INK), alt.value(theme.NEITHER)),
            fillOpacity=alt.condition("datum.named", alt.value(0.85), alt.value(0.6)),
        )
    )
    far_off = named("numbers").transform_filter("isValid(datum.from_x)")
    leaders = far_off.mark_rule(stroke=theme.SOFT, strokeWidth=0.8)
    numbers = named("numbers").mark_text(fontWeight="bold", baseline="middle")
    diagonal = named("diagonal").mark_line(stroke=theme.INK, strokeWidth=1, strokeDash=[4, 3]).encode(x, y)
    names = []
    for field, aside, weight in (("place", 0, "bold"), ("words", HANGING, "normal")):
        left = alt.ExprRef(f"datum.column * width / 2 + {aside}")
        top = alt.ExprRef(f"height + {BELOW} + {LEADING} * datum.line")
        mark = named("names").mark_text(align="left", x=left, y=top, fontWeight=weight)
        names.append(mark.encode(text=f"{field}:N"))
    picture = alt.layer(
        frame(x, y),
        diagonal,
        leaders.encode(alt.X("from_x:Q"), alt.Y("from_y:Q"), alt.X2("x"), alt.Y2("y")),
        dots,
        numbers.encode(x, y, text=alt.Text("words:N")),
        words_at(say("morris.up", language), 0, -12, colour=theme.INK, fontWeight="bold"),
        words_at(
            say("morris.across", language), "width", alt.ExprRef("height + 34"), "right", theme.INK, fontWeight="bold"
        ),
        words_at(say("morris.dashed", language), 0, alt.ExprRef("height + 54")),
        *names,
    )
    return spec_of(picture, PAPER[1])


def spots_of(places: list[tuple[float, float]]) -> list[tuple[tuple[float, float], bool]]:
    """Where the number of each of the first dots stands, so that it touches neither dots nor other numbers.

    Returns:
        Its place, and whether that is so far away that a line must lead to it.
    """
    taken = [(x - DOT, y - DOT, x + DOT, y + DOT) for x, y in places]
    found = []
    for place, (x, y) in enumerate(places[:MOST]):
        half, tall = width_of(str(place + 1), bold=True) / 2, SIZE / 2
        spots = [(x + away * right, y + away * down) for away in AWAY for right, down in WAYS]
        boxes = [(a - half, b - tall, a + half, b + tall) for a, b in spots]
        free = [
            spot
            for spot, box in enumerate(boxes)
            if box[0] > 2
            and box[1] > 0
            and box[3] < PAPER[1] - 1
            and box[2] < PAPER[0]
            and not any(touch(box, other) for other in taken)
        ]
        best = free[0] if free else 0
        taken.append(boxes[best])
        found.append((spots[best], best >= len(WAYS)))
    return found


def touch(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two boxes (left, top, right, bottom) share paper."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def name_columns(labels: list[str]) -> dict[str, list[Any]]:
    """The names in two columns, a line each, and beside the first line of each its number."""
    half = math.ceil(len(labels) / 2)
    found: dict[str, list[Any]] = {name: [] for name in ("column", "line", "place", "words")}
    for column, part in enumerate((range(half), range(half, len(labels)))):
        lines = [(place, words) for place in part for words in wrapped(labels[place], NAMES_ROOM, 4)]
        for line, (place, words) in enumerate(lines):
            first = not line or lines[line - 1][0] != place
            for values, value in zip(found.values(), (column, line, str(place + 1) if first else "", words)):
                values.append(value)
    return columns_of(**found)
