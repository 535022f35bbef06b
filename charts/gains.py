"""Who gains and who loses: the same families on both routes, by how they started."""

import math
from typing import Any, NamedTuple

from charts import ghost, theme
from charts.chart import Chart, MadeOnce, Spec, columns_of, named, spec_of
from charts.later import alt
from charts.layers import matters, of_side, shape_of_side, side_words, signed_axis, zero
from experiments.language import say
from experiments.numbers import plain, span, unit_words
from experiments.verdicts import Verdict, verdict_of_pairs
from sim.agents.person import WEEKS_PER_YEAR
from sim.comparison import GAINS, GROUPS, Comparison, mean_of, range_of_mean
from sim.outcomes import OUTCOMES
from sim.words import Language

ROW, NAMES = 20, 140  # pixels: of a row, and to the left of the picture, where names begin
# Counted here for each family, over the whole time; called as the outcome of the region is, and as large to matter.
COUNTED = {"stories_retold": "stories_retold", "ended_early": "ended_early_share"}


class GroupGain(NamedTuple):
    """What a group of families gains: mean difference over paired runs (shared plan minus parallel routes), its range,
    the mean number of families, and the verdict."""

    mean: float
    low: float
    high: float
    families: float
    verdict: Verdict


def gain_charts(comparison: Comparison, language: Language = "en") -> list[Chart]:
    """A chart for each outcome that is known family by family."""
    return [gain_chart(comparison, name, language) for name in GAINS]


def gain_chart(comparison: Comparison, name: str, language: Language = "en", before: Comparison | None = None) -> Chart:
    """Mean difference and its range for each group of families; grey where neither route does better.

    To the right the shared plan is better, whatever the sign. Where a baseline is given, a tick is at its mean.
    """
    label, unit, better = label_of(name, language)
    title = f"{label} ({unit})"
    lines: list[tuple[str, str]] = []  # a heading for each group, and below it its levels
    found: dict[int, GroupGain] = {}
    rows = []
    for group, levels in GROUPS.items():
        group_words = say(f"gains.group.{group}", language)
        lines.append((group_words, "group"))
        for level in levels:
            one = group_gain(comparison, group, level, name)
            level_words = say(f"gains.level.{level}", language)
            found[len(lines)] = one
            lines.append((level_words, "level"))
            shown, start, end = (plain(value, 3, True, language) for value in (one.mean, one.low, one.high))
            spread = span(start, end, language) if math.isfinite(one.low) else say("numbers.none", language)
            families = plain(one.families, 0, language=language)
            rows.append((f"{group_words}: {level_words}", families, shown, spread))
    smallest = matters_from(name, comparison.scenario.weeks)
    told = "; ".join(f"{who}: {mean}" for who, _, mean, _ in rows)
    columns = ("gains.column.group", "gains.column.families", "table.difference", "table.range")
    chart = Chart(
        f"gain-{name}",
        title,
        say("gains.words", language, title=title, levels=told),
        gain_spec(better, language, haunted=before is not None),
        {
            "gains": columns_of(
                row=[*found],
                mean=[one.mean for one in found.values()],
                low=[one.low for one in found.values()],
                high=[one.high for one in found.values()],
                side=[one.verdict.better or "neither" for one in found.values()],
                told=[f"{row[0]}: {row[2]} ({row[3]})" for row in rows],
            ),
            "names": columns_of(
                row=range(len(lines)), name=[words for words, _ in lines], kind=[kind for _, kind in lines]
            ),
            "matters": columns_of(low=[-smallest], high=[smallest]),
        },
        tuple(say(column, language) for column in columns),
        rows,
        language=language,
        note=say("gains.note", language),
    )
    if before is None:
        return chart
    was = [group_gain(before, group, level, name).mean for group, levels in GROUPS.items() for level in levels]
    cells = [plain(mean, 3, True, language) for mean in was]
    ticks = {"before": columns_of(row=[*found], mean=was)}
    told = "; ".join(f"{row[0]}: {cell}" for row, cell in zip(rows, cells))
    return ghost.with_ghost(chart, ticks, {say("table.difference", language): cells}, told)


@MadeOnce
def gain_spec(better: str, language: Language, haunted: bool) -> Spec:
    """How gains are drawn, for outcomes of which less, more or neither is better, with or without a ghost."""
    row = alt.Y("row:O", axis=None, scale=alt.Scale(padding=0))
    gain: dict[str, Any] = {
        "scale": alt.Scale(reverse=better == "lower"),
        "axis": signed_axis(tickCount=alt.ExprRef("width < 160 ? 2 : 4"), labelSeparation=8, labelOverlap="greedy"),
    }
    gains = named("gains").transform_filter("isValid(datum.mean)")
    spans = gains.transform_filter("isValid(datum.low)").mark_rule(strokeWidth=2)
    means = gains.mark_point(filled=True, size=60, opacity=1)
    names = []
    halo = {"stroke": theme.CARD, "strokeWidth": 4, "strokeJoin": "round"}
    for kind, align, x, look in (
        (
            "group",
            "left",
            -NAMES,
            {"fontWeight": "bold", **halo},
        ),  # it may run on over the picture, where its row is empty
        ("group", "left", -NAMES, {"fontWeight": "bold"}),
        ("level", "right", -10, {"fill": theme.SOFT}),
    ):
        of_kind = named("names").transform_filter(f"datum.kind == '{kind}'")
        mark = of_kind.mark_text(align=align, baseline="middle", **look)
        names.append(mark.encode(row, alt.Text("name:N"), x=alt.XValue(x)))
    was = ghost.tick(named("before").transform_filter("isValid(datum.mean)"), ROW - 4)
    picture = alt.layer(
        matters(),
        zero(),
        *names,
        *([was.encode(row, alt.X("mean:Q", **gain))] if haunted else []),
        spans.encode(row, alt.X("low:Q", **gain), alt.X2("high:Q"), of_side()),
        means.encode(row, alt.X("mean:Q", **gain), of_side(), shape_of_side(), alt.Tooltip("told:N", title=None)),
        *side_words(better, language, -10),
    )
    return spec_of(picture, {"step": ROW}, 18)


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
