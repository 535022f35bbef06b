"""Every paired run as a dot: how far the routes differ, and how often to the same side."""

import numpy as np
from markupsafe import Markup

from experiments.findings import ROUTE_WORDS, Finding
from experiments.numbers import per_hundred
from experiments.pictures import drawing
from experiments.pictures.drawing import TEXT, WIDTH, Picture, Scale

HEIGHT = 150
LEFT, RIGHT, TOP, BOTTOM = 12, WIDTH - 12, 30, HEIGHT - 34
COLUMNS = 84  # places side by side in which dots pile up
LARGEST_DOT = 2.6


def difference_pictures(found: list[Finding], differences: dict[str, np.ndarray]) -> list[Picture]:
    """A picture for each main outcome."""
    return [difference_picture(one, differences[one.outcome.name]) for one in found if one.outcome.main]


def difference_picture(one: Finding, differences: np.ndarray) -> Picture:
    """The paired runs of one outcome; to the right the shared plan is better, whatever the sign."""
    factor = 100.0 if per_hundred(one.outcome) else 1.0
    values = factor * differences[np.isfinite(differences)]
    matters = factor * one.outcome.matters_from
    across = oriented([*values, -matters, matters], one.outcome.better, LEFT, RIGHT)
    title = f"{one.outcome.label.en} ({one.unit})"
    span = f" ({one.span})" if one.span else ""
    words = f"{title}, shared plan minus parallel: {one.difference}{span}; {one.in_paired_runs}; {one.badge_words}."
    key = f"difference-{one.outcome.name}"
    shapes = [
        strip(across, matters, TOP, BOTTOM),
        drawing.line(across(0), TOP, across(0), BOTTOM, "zero"),
        *sides(one.outcome.better, LEFT, RIGHT, TOP - 12),
        *value_axis(across, BOTTOM, LEFT, RIGHT),
        *piles(values, across, one.outcome.better),
    ]
    svg = drawing.draw(key, title, words, HEIGHT, shapes)
    return Picture(key, title, words, svg, ("Measure", "Value"), rows(one))


def rows(one: Finding) -> list[tuple[str, ...]]:
    """The numbers behind one strip."""
    return [
        ("Parallel routes, mean", one.parallel),
        ("Shared plan, mean", one.shared_plan),
        ("Difference, mean", one.difference),
        ("Range of the mean", one.span or "none"),
        ("Paired runs", one.in_pairs),
        ("Verdict", one.badge_words),
    ]


def oriented(values: list[float], better: str, left: float, right: float) -> Scale:
    """A scale on which the right side is where the shared plan is better; "more" when neither side is."""
    forward = drawing.scale(values, left, right)
    return Scale(forward.high, forward.low, left, right) if better == "lower" else forward


def sides(better: str, left: float, right: float, y: float) -> list[Markup]:
    """What left and right mean."""
    if better == "neither":
        return [
            drawing.text(left, y, "◀ less with the plan", "start", "tick"),
            drawing.text(right, y, "more with the plan ▶", "end", "tick"),
        ]
    return [
        drawing.text(left, y, f"◀ {ROUTE_WORDS['parallel']} better", "start", "side parallel"),
        drawing.text(right, y, f"{ROUTE_WORDS['shared_plan']} better ▶", "end", "side shared_plan"),
    ]


def strip(across: Scale, matters: float, top: float, bottom: float) -> Markup:
    """The differences that are too small to matter."""
    left, right = sorted((across(-matters), across(matters)))
    return drawing.box(left, top, right - left, bottom - top, "matters")


def value_axis(across: Scale, y: float, left: float, right: float, about: int = 4) -> list[Markup]:
    """A line with signed differences below."""
    low, high = sorted((across.low, across.high))
    values = drawing.ticks(low, high, about)
    shapes = [drawing.line(left, y, right, y, "axis")]
    for value in values:
        place = across(value)
        shapes.append(drawing.line(place, y, place, y + 4, "axis"))
        anchor = "start" if place < left + 14 else "end" if place > right - 14 else "middle"
        shapes.append(drawing.text(place, y + TEXT + 6, drawing.tick_text(value, values, signed=True), anchor, "tick"))
    return shapes


def piles(values: np.ndarray, across: Scale, better: str) -> list[Markup]:
    """The dots, piled up where they fall together, in the colour of the route that is better."""
    if not len(values):
        return []
    width = (RIGHT - LEFT) / COLUMNS
    columns = [int((across(value) - LEFT) / width) for value in values]
    highest = max(columns.count(column) for column in set(columns))
    step = min(2 * LARGEST_DOT + 0.4, (BOTTOM - TOP - 4) / highest)
    shapes = []
    height: dict[int, int] = {}
    for value, column in sorted(zip(values, columns)):
        height[column] = height.get(column, 0) + 1
        kind = side_of(value, better)
        shapes.append(
            drawing.dot(
                LEFT + (column + 0.5) * width, BOTTOM - step * (height[column] - 0.5), LARGEST_DOT, f"run {kind}"
            )
        )
    return shapes


def side_of(value: float, better: str) -> str:
    """The route that is better by a difference, as a class."""
    if value == 0 or better == "neither":
        return "neither"
    return "shared_plan" if (value > 0) == (better == "higher") else "parallel"
