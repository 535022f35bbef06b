"""Screening: which assumptions matter at all (to the right), and which work through others or bend (upwards)."""

import math
from collections.abc import Sequence

import numpy as np
from markupsafe import Markup

from charts import drawing
from charts.amounts import in_unit, key_of, title_of
from charts.drawing import Picture, Scale
from charts.lettering import LEADING, SIZE, WIDE, block, ticks_that_fit, width_of, wrapped
from experiments.designs.factors import Factor
from experiments.numbers import number
from sim.outcomes import Outcome

MOST = 8  # that are named; the others are in the table
LEFT, RIGHT, TOP, BOTTOM = 72, WIDE - 16, 34, 300
DOT = 5
AWAY = (11, 20, 30, 42, 56, 72)  # how far from its dot a number may stand
WAYS = tuple(
    (math.cos(math.pi * turn / 6), math.sin(math.pi * turn / 6)) for turn in (0, 11, 1, 9, 3, 6, 7, 5, 10, 2, 8, 4)
)


def morris_picture(outcome: Outcome, factors: Sequence[Factor], mu_star: np.ndarray, sigma: np.ndarray) -> Picture:
    """A dot a factor; the furthest to the right carry a number, and stand named below.

    Args:
        outcome: what is moved.
        factors: what moves it.
        mu_star: mean size of the change over the range of each factor, shape (factors,), in the outcome's own unit.
        sigma: how much that change differs from place to place, shape (factors,).
    """
    both = np.stack([np.asarray(mu_star, dtype=float), np.asarray(sigma, dtype=float)], axis=1)
    order = [int(one) for one in np.argsort(-np.nan_to_num(both[:, 0], nan=-1.0), kind="stable")]
    drawn = [one for one in order if np.isfinite(both[one]).all()]
    far = in_unit(both, outcome)
    most = [float(far[drawn, column].max(initial=0.0)) or 1.0 for column in (0, 1)]
    across, up = Scale(0, 1.08 * most[0], LEFT, RIGHT), Scale(0, 1.08 * most[1], BOTTOM, TOP)
    places = [(across(x), up(y)) for x, y in far[drawn]]
    shapes = [*axes(across, up), *diagonal(across, up)]
    shapes += [
        drawing.dot(x, y, DOT, "screened" if place < MOST else "screened rest") for place, (x, y) in enumerate(places)
    ]
    shapes += numbers(places)
    names, height = name_shapes([factors[one].label for one in drawn[:MOST]], BOTTOM + 84)
    key, title = key_of("morris", outcome.name), f"{title_of(outcome)}: which assumptions matter"
    table = [
        (str(place + 1), factors[one].label, *(number(value, outcome) for value in both[one]))
        for place, one in enumerate(order)
    ]
    told = "; ".join(
        f"{place}. {label}: {size}, differing by {differing}" for place, label, size, differing in table[:MOST]
    )
    words = (
        f"{title_of(outcome)}: mean size of the change over the range of each assumption, the largest first. {told}."
    )
    svg = drawing.draw(key, title, words, height, [drawing.group([*shapes, *names], "wide")], WIDE)
    columns = ("Rank", "Assumption", "Size of the change", "How much it differs")
    return Picture(key, title, words, svg, columns, table)


def axes(across: Scale, up: Scale) -> list[Markup]:
    """Both axes with what they mean."""
    shapes = []
    values = drawing.ticks(up.low, up.high, 6)
    for value in values:
        shapes.append(drawing.line(LEFT, up(value), RIGHT, up(value), "grid"))
        shapes.append(drawing.text(LEFT - 7, up(value) + 5, drawing.tick_text(value, values), "end", "tick"))
    values = drawing.ticks(across.low, across.high, ticks_that_fit(across, across.low, across.high))
    for value in values:
        words = drawing.tick_text(value, values)
        middle = min(across(value), WIDE - 4 - width_of(words) / 2)
        shapes.append(drawing.line(across(value), BOTTOM, across(value), BOTTOM + 4, "axis"))
        shapes.append(drawing.text(middle, BOTTOM + SIZE + 5, words, "middle", "tick"))
    return [
        *shapes,
        drawing.line(LEFT, BOTTOM, RIGHT, BOTTOM, "axis"),
        *block(8, 14, ["↑ differs from place to place"], "start", "group"),
        *block(RIGHT, BOTTOM + 36, ["size of the change →"], "end", "group"),
    ]


def diagonal(across: Scale, up: Scale) -> list[Markup]:
    """The line on which a change differs as much as it is large."""
    end = min(across.high, up.high)
    return [
        drawing.line(across(0), up(0), across(end), up(end), "usual"),
        *block(8, BOTTOM + 56, ["dashed: above it, the change depends mostly on the others"], "start", "tick"),
    ]


def numbers(places: list[tuple[float, float]]) -> list[Markup]:
    """A number beside each of the first dots, where it touches neither dots nor other numbers."""
    taken = [(x - DOT, y - DOT, x + DOT, y + DOT) for x, y in places]
    shapes = []
    for place, (x, y) in enumerate(places[:MOST]):
        words = str(place + 1)
        half, tall = width_of(words, bold=True) / 2, SIZE / 2
        spots = [(x + away * right, y + away * down) for away in AWAY for right, down in WAYS]
        boxes = [(a - half, b - tall, a + half, b + tall) for a, b in spots]
        free = [
            number
            for number, box in enumerate(boxes)
            if box[0] > LEFT and box[3] < BOTTOM - 1 and box[2] < WIDE and not any(touch(box, other) for other in taken)
        ]
        best = free[0] if free else 0
        taken.append(boxes[best])
        if best >= len(WAYS):
            shapes.append(drawing.line(x, y, *spots[best], "leader"))
        shapes += [
            drawing.box(boxes[best][0], boxes[best][1], 2 * half, 2 * tall, "plate"),
            *block(*spots[best], [words], "middle", "group"),
        ]
    return shapes


def touch(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two boxes (left, top, right, bottom) share paper."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def name_shapes(labels: list[str], top: float) -> tuple[list[Markup], float]:
    """The numbers with their names, in two columns; and where they end."""
    room = WIDE / 2 - 36
    halves = (labels[: math.ceil(len(labels) / 2)], labels[math.ceil(len(labels) / 2) :])
    shapes, height = [], top
    for column, half in enumerate(halves):
        left, y = 8 + column * WIDE / 2, top
        for row, label in enumerate(half):
            lines = wrapped(label, room, 3)
            rank = str(column * len(halves[0]) + row + 1)
            shapes += block(left + 10, y, [rank], "end", "group")
            shapes += block(left + 18, y + LEADING * (len(lines) - 1) / 2, lines)
            y += LEADING * len(lines) + 4
        height = max(height, y)
    return shapes, height
