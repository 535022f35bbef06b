"""Who gains and who loses: the same families on both routes, by how they started."""

import math

import numpy as np
import pandas as pd
from markupsafe import Markup

from experiments.language import say
from experiments.numbers import plain, span, unit_words
from experiments.pictures import drawing
from experiments.pictures.differences import oriented, side_of, sides, strip, value_axis
from experiments.pictures.drawing import WIDTH, Picture
from sim.comparison import GAINS, GROUPS, Comparison, quantile_of_t
from sim.outcomes import OUTCOMES
from sim.words import Language

ROW, TOP = 19, 32
LEFT, RIGHT = 170, WIDTH - 14
# Counted here for each family, over the whole time; called as the outcome of the region is.
COUNTED = {"stories_retold": "stories_retold", "dropouts": "dropout_share"}


def gain_pictures(comparison: Comparison, language: Language = "en") -> list[Picture]:
    """A picture for each outcome that is known family by family."""
    return [gain_picture(comparison.gains, name, language) for name in GAINS]


def gain_picture(gains: pd.DataFrame, name: str, language: Language = "en") -> Picture:
    """Mean difference and its range for each group of families."""
    label, unit, better = label_of(name, language)
    title = f"{label} ({unit})"
    levels = [
        (group, level, *mean_and_range(level_rows(gains, group, level), name))
        for group, all_levels in GROUPS.items()
        for level in all_levels
    ]
    bottom = TOP + (len(levels) + len(GROUPS)) * ROW + 4
    values = [value for *_, mean, low, high, _ in levels for value in (mean, low, high) if math.isfinite(value)]
    matters = 0.0 if name in COUNTED else OUTCOMES[name].matters_from
    across = oriented([*values, -matters, matters], better, LEFT, RIGHT)
    shapes = [
        strip(across, matters, TOP - 6, bottom),
        *sides(better, 6, RIGHT, 13, language),
        drawing.line(across(0), TOP - 6, across(0), bottom, "zero"),
        *value_axis(across, bottom, LEFT, RIGHT, 3, language),
    ]
    rows = []
    y = TOP + ROW / 2
    for number, (group, level, mean, low, high, families) in enumerate(levels):
        group_words, level_words = say(f"gains.group.{group}", language), say(f"gains.level.{level}", language)
        if number == 0 or group != levels[number - 1][0]:
            shapes.append(drawing.text(6, y + 4, group_words, "start", "group"))
            y += ROW
        shapes += level_shapes(level_words, mean, low, high, better, across, y)
        shown, start, end = (plain(value, 3, True, language) for value in (mean, low, high))
        spread = span(start, end, language) if math.isfinite(low) else say("numbers.none", language)
        rows.append((f"{group_words}: {level_words}", plain(families, 0, language=language), shown, spread))
        y += ROW
    told = "; ".join(f"{level}: {mean}" for level, _, mean, _ in rows)
    words = say("gains.words", language, title=title, levels=told)
    key = f"gain-{name}"
    svg = drawing.draw(key, title, words, bottom + 28, shapes)
    columns = ("gains.column.group", "gains.column.families", "table.difference", "table.range")
    return Picture(key, title, words, svg, tuple(say(column, language) for column in columns), rows)


def label_of(name: str, language: Language = "en") -> tuple[str, str, str]:
    """Heading, unit and better side."""
    if name in COUNTED:
        return OUTCOMES[COUNTED[name]].label.to(language), say("units.times", language), "lower"
    outcome = OUTCOMES[name]
    return outcome.label.to(language), unit_words(outcome, language), outcome.better


def level_rows(gains: pd.DataFrame, group: str, level: str) -> pd.DataFrame:
    """The paired runs of one group of families."""
    return gains[(gains["group"] == group) & (gains["level"] == level)]


def mean_and_range(rows: pd.DataFrame, name: str) -> tuple[float, float, float, float]:
    """Mean difference over paired runs, its range, and the mean number of families."""
    values = rows[name].dropna().to_numpy()
    if not len(values):
        return math.nan, math.nan, math.nan, 0.0
    mean = float(values.mean())
    families = float(rows["families"].mean())
    if len(values) == 1:
        return mean, math.nan, math.nan, families
    half = float(quantile_of_t(len(values) - 1) * np.std(values, ddof=1) / math.sqrt(len(values)))
    return mean, mean - half, mean + half, families


def level_shapes(
    level: str, mean: float, low: float, high: float, better: str, across: drawing.Scale, y: float
) -> list[Markup]:
    """One row: who, how much, how surely; grey where the range holds no difference."""
    shapes = [drawing.text(14, y + 4, level, "start", "level")]
    if not math.isfinite(mean):
        return shapes
    kind = side_of(mean, better)
    if math.isfinite(low):
        if low <= 0 <= high:
            kind = "neither"
        shapes.append(drawing.line(across(low), y, across(high), y, f"span {kind}"))
    return [*shapes, drawing.dot(across(mean), y, 4, f"mean {kind}")]
