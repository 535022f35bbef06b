"""Every paired run as a dot: how far the routes differ, and how often to the same side."""

import numpy as np
from markupsafe import Markup

from charts import drawing
from charts.drawing import TEXT, WIDTH, Picture, Scale
from experiments.findings import Finding
from experiments.language import say
from experiments.numbers import per_hundred
from sim.words import Language

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
    title = f"{one.label} ({one.unit})"
    words = say(
        "differences.words",
        one.language,
        title=title,
        difference=f"{one.difference} ({one.span})" if one.span else one.difference,
        pairs=one.in_paired_runs,
        badge=one.badge_words,
    )
    key = f"difference-{one.outcome.name}"
    shapes = [
        strip(across, matters, TOP, BOTTOM),
        drawing.line(across(0), TOP, across(0), BOTTOM, "zero"),
        *sides(one.outcome.better, LEFT, RIGHT, TOP - 12, one.language),
        *value_axis(across, BOTTOM, LEFT, RIGHT, language=one.language),
        *piles(values, across, one.outcome.better),
    ]
    svg = drawing.draw(key, title, words, HEIGHT, shapes)
    columns = (say("differences.measure", one.language), say("differences.value", one.language))
    return Picture(key, title, words, svg, columns, rows(one))


def rows(one: Finding) -> list[tuple[str, ...]]:
    """The numbers behind one strip."""
    values = {
        "differences.parallel": one.parallel,
        "differences.shared_plan": one.shared_plan,
        "differences.difference": one.difference,
        "differences.range": one.span or say("numbers.none", one.language),
        "table.paired_runs": one.in_pairs,
        "differences.verdict": one.badge_words,
    }
    return [(say(key, one.language), value) for key, value in values.items()]


def oriented(values: list[float], better: str, left: float, right: float) -> Scale:
    """A scale on which the right side is where the shared plan is better; "more" when neither side is."""
    forward = drawing.scale(values, left, right)
    return Scale(forward.high, forward.low, left, right) if better == "lower" else forward


def sides(better: str, left: float, right: float, y: float, language: Language = "en") -> list[Markup]:
    """What left and right mean."""
    if better == "neither":
        return [
            drawing.text(left, y, say("differences.less_with_plan", language), "start", "tick"),
            drawing.text(right, y, say("differences.more_with_plan", language), "end", "tick"),
        ]
    return [
        drawing.text(left, y, say("differences.parallel_better", language), "start", "side parallel"),
        drawing.text(right, y, say("differences.shared_plan_better", language), "end", "side shared_plan"),
    ]


def strip(across: Scale, matters: float, top: float, bottom: float) -> Markup:
    """The differences that are too small to matter."""
    left, right = sorted((across(-matters), across(matters)))
    return drawing.box(left, top, right - left, bottom - top, "matters")


def value_axis(
    across: Scale, y: float, left: float, right: float, about: int = 4, language: Language = "en"
) -> list[Markup]:
    """A line with signed differences below."""
    low, high = sorted((across.low, across.high))
    values = drawing.ticks(low, high, about)
    shapes = [drawing.line(left, y, right, y, "axis")]
    for value in values:
        place = across(value)
        shapes.append(drawing.line(place, y, place, y + 4, "axis"))
        anchor = "start" if place < left + 14 else "end" if place > right - 14 else "middle"
        words = drawing.tick_text(value, values, True, language)
        shapes.append(drawing.text(place, y + TEXT + 6, words, anchor, "tick"))
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
