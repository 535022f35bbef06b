"""Who gains and who loses: the same families on both routes, by how they started."""

import math
from typing import NamedTuple

from markupsafe import Markup

from charts import drawing
from charts.differences import oriented, sides, strip, value_axis
from charts.drawing import WIDTH, Picture
from experiments.language import say
from experiments.numbers import plain, span, unit_words
from experiments.verdicts import Verdict, verdict_of_pairs
from sim.agents.family import WEEKS_PER_YEAR
from sim.comparison import GAINS, GROUPS, Comparison, mean_of, range_of_mean
from sim.outcomes import OUTCOMES
from sim.words import Language

ROW, TOP = 19, 32
LEFT, RIGHT = 170, WIDTH - 14
# Counted here for each family, over the whole time; called as the outcome of the region is, and as large to matter.
COUNTED = {"stories_retold": "stories_retold", "dropouts": "dropout_share"}


class GroupGain(NamedTuple):
    """What a group of families gains: mean difference over paired runs (shared plan minus parallel routes), its range,
    the mean number of families, and the verdict."""

    mean: float
    low: float
    high: float
    families: float
    verdict: Verdict


def gain_pictures(comparison: Comparison, language: Language = "en") -> list[Picture]:
    """A picture for each outcome that is known family by family."""
    return [gain_picture(comparison, name, language) for name in GAINS]


def gain_picture(comparison: Comparison, name: str, language: Language = "en") -> Picture:
    """Mean difference and its range for each group of families."""
    label, unit, better = label_of(name, language)
    title = f"{label} ({unit})"
    levels = [
        (group, level, group_gain(comparison, group, level, name))
        for group, all_levels in GROUPS.items()
        for level in all_levels
    ]
    bottom = TOP + (len(levels) + len(GROUPS)) * ROW + 4
    values = [value for *_, one in levels for value in (one.mean, one.low, one.high) if math.isfinite(value)]
    matters = matters_from(name, comparison.scenario.weeks)
    across = oriented([*values, -matters, matters], better, LEFT, RIGHT)
    shapes = [
        strip(across, matters, TOP - 6, bottom),
        *sides(better, 6, RIGHT, 13, language),
        drawing.line(across(0), TOP - 6, across(0), bottom, "zero"),
        *value_axis(across, bottom, LEFT, RIGHT, 3, language),
    ]
    rows = []
    y = TOP + ROW / 2
    for number, (group, level, one) in enumerate(levels):
        group_words, level_words = say(f"gains.group.{group}", language), say(f"gains.level.{level}", language)
        if number == 0 or group != levels[number - 1][0]:
            shapes.append(drawing.text(6, y + 4, group_words, "start", "group"))
            y += ROW
        shapes += level_shapes(level_words, one, across, y)
        shown, start, end = (plain(value, 3, True, language) for value in (one.mean, one.low, one.high))
        spread = span(start, end, language) if math.isfinite(one.low) else say("numbers.none", language)
        rows.append((f"{group_words}: {level_words}", plain(one.families, 0, language=language), shown, spread))
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


def matters_from(name: str, weeks: int) -> float:
    """The smallest difference that matters in what is known family by family, over so many weeks.

    What is declared for a year of a family counts for as many years as were run; a share of families is one of the
    whole time already, and matters from the same value in a count for each family.
    """
    outcome = OUTCOMES[COUNTED.get(name, name)]
    return outcome.matters_from * (weeks / WEEKS_PER_YEAR if outcome.unit.endswith("per family-year") else 1)


def group_gain(comparison: Comparison, group: str, level: str, name: str) -> GroupGain:
    """What one group of families gains in one outcome, over the paired runs in which there are such families."""
    gains = comparison.gains
    rows = gains[(gains["group"] == group) & (gains["level"] == level)]
    values = rows[name].dropna().to_numpy()
    sign = -1 if label_of(name)[2] == "lower" else 1
    low, high = range_of_mean(values)
    families = float(rows["families"].mean()) if len(values) else 0.0
    verdict = verdict_of_pairs(sign * values, matters_from(name, comparison.scenario.weeks))
    return GroupGain(mean_of(values), low, high, families, verdict)


def level_shapes(level: str, one: GroupGain, across: drawing.Scale, y: float) -> list[Markup]:
    """One row: who, how much, how surely; grey where neither route does better."""
    shapes = [drawing.text(14, y + 4, level, "start", "level")]
    if not math.isfinite(one.mean):
        return shapes
    kind = one.verdict.better or "neither"
    if math.isfinite(one.low):
        shapes.append(drawing.line(across(one.low), y, across(one.high), y, f"span {kind}"))
    return [*shapes, drawing.dot(across(one.mean), y, 4, f"mean {kind}")]
