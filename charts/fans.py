"""How both routes go over time: for each week the middle half and the middle 80 of 100 paired runs."""

import numpy as np
from markupsafe import Markup

from charts import drawing
from charts.drawing import TEXT, WIDTH, Picture, Scale
from experiments.analysis.fans import fans_of
from experiments.language import say
from experiments.numbers import per_hundred, plain, span, unit_words
from sim.comparison import FANS, Comparison
from sim.outcomes import OUTCOMES
from sim.region import ROUTES
from sim.words import Language

HEIGHT = 230
LEFT, RIGHT, TOP, BOTTOM = 46, WIDTH - 10, 16, HEIGHT - 38
OTHER_LABELS = {"standing_dropped_out": "families"}  # followed, but not an outcome; what it counts
TABLE_EVERY = 13  # weeks


def fan_pictures(comparison: Comparison, language: Language = "en") -> list[Picture]:
    """A picture for each outcome that is followed over time."""
    return [fan_picture(comparison, name, language) for name in FANS]


def fan_picture(comparison: Comparison, name: str, language: Language = "en") -> Picture:
    """The fans of one outcome on both routes."""
    label, unit, factor = label_of(name, language)
    title = f"{label} ({unit})"
    fans = {route: factor * fan for route, fan in fans_of(comparison, name).items()}
    weeks = fans["parallel"].shape[1]
    last = {route: fan[:, -1] for route, fan in fans.items()}
    digits = 3 if scales(fans, weeks)[1].high < 2 else 1
    ends = "; ".join(
        say(
            "fans.end",
            language,
            route=say(f"routes.{route}", language),
            low=plain(last[route][1], digits, language=language),
            high=plain(last[route][3], digits, language=language),
        )
        for route in ROUTES
    )
    words = say("fans.words", language, title=title, weeks=weeks, ends=ends)
    key = f"fan-{name}"
    shapes = [*axes(fans, weeks, language), *change_lines(comparison, weeks, fans, language)]
    for route in ROUTES:
        shapes += fan_shapes(fans[route], route, *scales(fans, weeks))
    svg = drawing.draw(key, label, words, HEIGHT, shapes)
    return Picture(key, title, words, svg, *table(fans, digits, language))


def label_of(name: str, language: Language) -> tuple[str, str, float]:
    """Heading, unit and factor of a weekly line; shares are shown as counts of 100."""
    if name in OUTCOMES:
        outcome = OUTCOMES[name]
        return outcome.label.to(language), unit_words(outcome, language), 100.0 if per_hundred(outcome) else 1.0
    return say(f"fans.{name}", language), say(f"units.{OTHER_LABELS[name]}", language), 1.0


def scales(fans: dict[str, np.ndarray], weeks: int) -> tuple[Scale, Scale]:
    """Weeks to the right, values upwards."""
    values = [float(edge) for fan in fans.values() for edge in fan.ravel()]
    return Scale(0, max(weeks - 1, 1), LEFT, RIGHT), drawing.scale(values, BOTTOM, TOP)


def axes(fans: dict[str, np.ndarray], weeks: int, language: Language) -> list[Markup]:
    """Grid lines with their values, and the weeks below."""
    across, up = scales(fans, weeks)
    values = drawing.ticks(up.low, up.high)
    shapes = []
    for value in values:
        shapes.append(drawing.line(LEFT, up(value), RIGHT, up(value), "grid"))
        words = drawing.tick_text(value, values, language=language)
        shapes.append(drawing.text(LEFT - 5, up(value) + 4, words, "end", "tick"))
    step = 52 if weeks > 104 else 26 if weeks > 52 else 13 if weeks > 13 else max(1, weeks // 4)
    for week in range(0, weeks + 1, step):
        place = across(min(week, max(weeks - 1, 1)))
        anchor = "start" if week == 0 else "end" if week >= weeks - 1 else "middle"
        words = say("fans.week", language, week=week) if week == 0 else str(week)
        shapes.append(drawing.text(place, BOTTOM + TEXT + 4, words, anchor, "tick"))
    return shapes


def change_lines(comparison: Comparison, weeks: int, fans: dict[str, np.ndarray], language: Language) -> list[Markup]:
    """A line in each week in which a setting changes."""
    across, _ = scales(fans, weeks)
    shapes = []
    for week in sorted({change.week for change in comparison.scenario.changes}):
        shapes.append(drawing.line(across(week), TOP, across(week), BOTTOM, "change"))
        shapes.append(drawing.text(across(week) + 4, TOP + 8, say("fans.settings_change", language), "start", "tick"))
    return shapes


def fan_shapes(fan: np.ndarray, route: str, across: Scale, up: Scale) -> list[Markup]:
    """The two bands of one route, with a thin edge around the middle half."""
    places = [across(week) for week in range(fan.shape[1])]
    shapes = []
    for low, high, kind in ((0, 4, "band80"), (1, 3, "band50")):
        upper = [(x, up(value)) for x, value in zip(places, fan[high])]
        lower = [(x, up(value)) for x, value in zip(places, fan[low])]
        shapes.append(drawing.area([*upper, *reversed(lower)], f"{kind} {route}"))
        if kind == "band50":
            shapes += [drawing.path(upper, f"edge {route}"), drawing.path(lower, f"edge {route}")]
    return shapes


def table(
    fans: dict[str, np.ndarray], digits: int, language: Language
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The numbers behind the picture, every quarter of a year and at the end."""
    columns = ("week", *(f"{route}_{share}" for route in ROUTES for share in (50, 80)))
    weeks = fans["parallel"].shape[1]
    rows = []
    for week in sorted({*range(0, weeks, TABLE_EVERY), weeks - 1}):
        cells = [str(week)]
        for route in ROUTES:
            low80, low50, _, high50, high80 = (
                plain(value, digits, language=language) for value in fans[route][:, week]
            )
            cells += [span(low50, high50, language), span(low80, high80, language)]
        rows.append(tuple(cells))
    return tuple(say(f"fans.column.{column}", language) for column in columns), rows
