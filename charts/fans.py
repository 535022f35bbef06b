"""How both routes go over time: for each week the middle half and the middle 80 of 100 paired runs.

Where a baseline is given, its middle goes along as a thin dotted line.
"""

from typing import Any

import numpy as np

from charts import ghost, theme
from charts.chart import Chart, MadeOnce, Spec, columns_of, named, spec_of
from charts.later import alt
from charts.layers import route_words
from charts.layers import words as words_at
from experiments.analysis.fans import fans_of
from experiments.language import say
from experiments.numbers import per_hundred, plain, span, unit_words
from sim.comparison import FANS, Comparison
from sim.outcomes import OUTCOMES
from sim.region import ROUTES
from sim.scenario import Scenario
from sim.words import Language

HEIGHT = 170
OTHER_LABELS = {"standing_dropped_out": "families"}  # followed, but not an outcome; what it counts
TABLE_EVERY = 13  # weeks
BANDS = ((0, 4, 0.18), (1, 3, 0.35))  # low and high quantile, and how dense
MIDDLE = 2
BROKEN = "domain('y')[0] > 0"  # the axis up does not begin at nought
BREAK = "M-0.5,1L-0.5,0.5L0.5,0.2L-0.5,-0.2L0.5,-0.5L0.5,-1"  # as it is drawn, in a box from -1 to 1
# How far the weeks on the axis are apart, by how many there are.
APART = "length(data('fan')) > 104 ? 52 : length(data('fan')) > 52 ? 26 : length(data('fan')) > 13 ? 13 : 4"


def fan_charts(comparison: Comparison, language: Language = "en") -> list[Chart]:
    """A chart for each outcome that is followed over time."""
    return [fan_chart(comparison, name, language) for name in FANS]


def fan_chart(
    comparison: Comparison, name: str, language: Language = "en", before: Comparison | None = None, live: bool = False
) -> Chart:
    """The fans of one outcome on both routes.

    Args:
        comparison: with lines of ``FANS``.
        name: which line.
        language: of the words.
        before: the same weeks in the baseline, of which the middle is drawn too.
        live: whether the pointer tells the numbers of a week.
    """
    label, unit, factor = label_of(name, language)
    title = f"{label} ({unit})"
    fans = {route: factor * fan for route, fan in fans_of(comparison, name).items()}
    weeks = fans["parallel"].shape[1]
    digits = 3 if max(np.nanmax(fan, initial=0) for fan in fans.values()) < 2 else 1
    columns: dict[str, Any] = {"week": range(weeks)}
    for route, fan in fans.items():
        columns |= {f"{route}_{number}": line for number, line in enumerate(fan)}
    was = {} if before is None else {route: factor * fan[MIDDLE] for route, fan in fans_of(before, name).items()}
    columns |= {f"{route}_before": line for route, line in was.items()}
    ends = "; ".join(
        say(
            "fans.end",
            language,
            route=say(f"routes.{route}", language),
            low=plain(fan[1, -1], digits, language=language),
            high=plain(fan[3, -1], digits, language=language),
        )
        for route, fan in fans.items()
    )
    chart = Chart(
        f"fan-{name}",
        title,
        say("fans.words", language, title=title, weeks=weeks, ends=ends),
        fan_spec(language, live=live),
        {
            "fan": columns_of(**columns),
            "changes": weeks_of_change(comparison.scenario),
        },
        *table(fans, digits, language),
        language=language,
    )
    if before is None:
        return chart
    cells = {
        say("fans.middle", language, route=say(f"routes.{route}", language)): [
            plain(line[week], digits, language=language) for week in weeks_of_table(weeks)
        ]
        for route, line in was.items()
    }
    told = "; ".join(f"{what} {line[-1]}" for what, line in cells.items())
    return ghost.with_ghost(chart, {}, cells, told, note=False)


def weeks_of_change(scenario: Scenario) -> dict[str, list[Any]]:
    """The weeks in which settings change."""
    return columns_of(week=sorted({change.week for change in scenario.changes}))


@MadeOnce
def fan_spec(language: Language, live: bool) -> Spec:
    """How fans are drawn."""
    week = week_across(language)
    layers = []
    for route in ROUTES:
        colour, dash = theme.ROUTE[route], theme.DASH[route]
        for low, high, dense in BANDS:
            area = named("fan").mark_area(fill=colour, fillOpacity=dense)
            layers.append(area.encode(week, value(f"{route}_{low}"), alt.Y2(f"{route}_{high}")))
        for edge in BANDS[1][:2]:
            line = named("fan").mark_line(stroke=colour, strokeWidth=1.1, strokeDash=dash)
            layers.append(line.encode(week, value(f"{route}_{edge}")))
        was = named("fan").mark_line(stroke=colour, **ghost.LINE)
        layers.append(was.encode(week, value(f"{route}_before")))
    layers += [*changes_of_settings(week, language), *route_words(language), *broken_axis(language)]
    if live:
        names = {route: say(f"routes.{route}", language) for route in ROUTES}
        pointed = named("fan").mark_rule(strokeOpacity=0, strokeWidth=4)
        tips = [alt.Tooltip("week:Q", title=say("fans.column.week", language))]
        tips += [
            alt.Tooltip(f"{route}_{edge}:Q", title=f"{names[route]} ({share})", format=".3~f")
            for route in ROUTES
            for edge, share in ((1, "25 %"), (3, "75 %"))
        ]
        layers.append(pointed.encode(week, tooltip=tips))
    return spec_of(alt.layer(*layers), HEIGHT)


def changes_of_settings(week: "alt.X", language: Language) -> list[Any]:
    """The weeks in which settings change, from a table ``changes``."""
    changes = named("changes")
    told = changes.mark_text(align="left", dx=4, fill=theme.SOFT)
    return [
        changes.mark_rule(stroke=theme.SOFT, strokeDash=[2, 3]).encode(week),
        told.encode(week, y=alt.YValue(6), text=alt.TextValue(say("fans.settings_change", language))),
    ]


def broken_axis(language: Language) -> list[Any]:
    """A break at the foot of the axis up, and words below the weeks: only where the axis does not begin at nought."""
    mark = alt.Chart({"values": [{}]}).mark_point(
        shape=BREAK, size=110, filled=False, stroke=theme.INK, strokeWidth=1.5
    )
    there = alt.OpacityValue(alt.ExprRef(f"{BROKEN} ? 1 : 0"))
    told = alt.ExprRef(f"{BROKEN} ? '{say('fans.broken', language)}' : ''")
    return [
        mark.encode(x=alt.XValue(0), y=alt.YValue(alt.ExprRef("height - 10")), opacity=there),
        words_at(told, 0, alt.ExprRef("height + 34")),
    ]


def value(field: str) -> "alt.Y":
    """A line on the axis up, which need not begin at 0."""
    return alt.Y(f"{field}:Q", scale=alt.Scale(zero=False), axis=alt.Axis(title=None, tickCount=4, domain=False))


def week_across(language: Language) -> "alt.X":
    """Weeks below, the first of them said to be one; the axis ends where the last week does."""
    first = say("fans.week", language, week=0)
    scale = alt.Scale(nice=False, domainMin=0, domainMax=alt.ExprRef("length(data('fan'))"))
    axis = alt.Axis(
        title=None,
        grid=False,
        values=alt.ExprRef(f"sequence(0, length(data('fan')) + 1, {APART})"),
        labelExpr=f"datum.value == 0 ? '{first}' : datum.label",
        labelFlush=True,
    )
    return alt.X("week:Q", scale=scale, axis=axis)


def label_of(name: str, language: Language) -> tuple[str, str, float]:
    """Heading, unit and factor of a weekly line; shares are shown as counts of 100."""
    if name in OUTCOMES:
        outcome = OUTCOMES[name]
        return outcome.label.to(language), unit_words(outcome, language), 100.0 if per_hundred(outcome) else 1.0
    return say(f"fans.{name}", language), say(f"units.{OTHER_LABELS[name]}", language), 1.0


def table(
    fans: dict[str, np.ndarray], digits: int, language: Language
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The numbers behind the picture, every quarter of a year and at the end."""
    columns = ("week", *(f"{route}_{share}" for route in ROUTES for share in (50, 80)))
    weeks = fans["parallel"].shape[1]
    rows = []
    for week in weeks_of_table(weeks):
        cells = [str(week)]
        for route in ROUTES:
            low80, low50, _, high50, high80 = (
                plain(value, digits, language=language) for value in fans[route][:, week]
            )
            cells += [span(low50, high50, language), span(low80, high80, language)]
        rows.append(tuple(cells))
    return tuple(say(f"fans.column.{column}", language) for column in columns), rows


def weeks_of_table(weeks: int) -> list[int]:
    """The weeks that have a row in the table: every quarter of a year, and the last one."""
    return sorted({*range(0, weeks, TABLE_EVERY), weeks - 1})
