"""Where a scenario stands: each lever of the world, and whatever else it sets, beside what is plausible."""

from typing import Any

from charts import rows, theme
from charts.chart import Chart, MadeOnce, Spec, named, spec_of
from charts.later import alt
from experiments import in_words
from experiments.language import say
from experiments.numbers import span
from sim.parameters import Parameter, parameters
from sim.scenario import Scenario
from sim.words import Language


def settings_chart(scenario: Scenario, language: Language = "en") -> Chart:
    """A row for each setting: as declared, here, and after a change.

    Args:
        scenario: levers of the world are always shown, others where they differ from what is declared.
        language: of the words.
    """
    later = {name: value for change in scenario.changes for name, value in change.settings.items()}
    known = parameters()
    shown = [
        one for name, one in known.items() if one.kind == "world" or name in later or scenario.value(name) != one.value
    ]
    labels = [in_words.label(one, language) for one in shown]
    told = [told_of(one, scenario, language) for one in shown]
    data = {
        "rows": rows.row_columns(
            labels,
            low=[0.0] * len(shown),
            high=[1.0] * len(shown),
            declared=[place_of(one.value, one) for one in shown],
            here=[place_of(scenario.value(one.name), one) for one in shown],
            later=[place_of(later[one.name], one) if one.name in later else float("nan") for one in shown],
            figure=told,
        ),
        "frame": rows.frame_of([place_of(scenario.value(one.name), one) for one in shown], 0.0, 1.0),
    }
    columns = (say(f"settings_picture.{one}", language) for one in ("setting", "value", "declared", "ends"))
    table = [
        (label, words, in_words.amount(one.value, one, language), ends_of(one, language))
        for label, words, one in zip(labels, told, shown)
    ]
    return Chart(
        "settings",
        say("settings_picture.title", language, title=in_words.title(scenario, language)),
        in_words.condition(scenario, language),
        settings_spec(language, rows.most_lines(data["rows"])),
        data,
        tuple(columns),
        table,
        language,
        width=theme.WIDE,
    )


def place_of(value: float, one: Parameter) -> float:
    """Where a value lies in the plausible range: 0 to 1, and beyond when it lies outside."""
    return (value - one.low) / (one.high - one.low)


def told_of(one: Parameter, scenario: Scenario, language: Language) -> str:
    """A value in words, with what it becomes."""
    told = in_words.amount(scenario.value(one.name), one, language)
    for change in scenario.changes:
        if one.name in change.settings:
            after = in_words.amount(change.settings[one.name], one, language)
            week = say("fans.week", language, week=change.week)
            told = say("settings_picture.later", language, before=told, after=after, week=week)
    return told


def ends_of(one: Parameter, language: Language) -> str:
    """What is plausible."""
    return span(in_words.amount(one.low, one, language), in_words.amount(one.high, one, language), language)


@MadeOnce
def settings_spec(language: Language, lines: float) -> Spec:
    """How settings are drawn, with names of so many lines."""
    axis: dict[str, Any] = {"axis": None, "scale": alt.Scale(nice=False, zero=False)}
    declared = named("rows").mark_tick(size=16, thickness=2, color=theme.SOFT, orient="vertical")
    here = named("rows").mark_circle(size=90, opacity=1, color=theme.INK)
    later = named("rows").transform_filter("isValid(datum.later)")
    ring = later.mark_point(size=90, fill=theme.CARD, stroke=theme.INK, strokeWidth=2)
    layers = [
        rows.ends(),
        rows.name_layer(),
        named("rows")
        .mark_rule(stroke=theme.LINE, strokeWidth=3)
        .encode(rows.ROW, alt.X("low:Q", **axis), alt.X2("high")),
        declared.encode(rows.ROW, alt.X("declared:Q", **axis)),
        ring.encode(rows.ROW, alt.X("later:Q", **axis)),
        here.encode(rows.ROW, alt.X("here:Q", **axis)),
        rows.numbers(),
        rows.below(say("settings_picture.line", language), -1),
        rows.below(say("settings_picture.marks", language), 0),
    ]
    return spec_of(alt.layer(*layers), rows.step(lines), rows.ASIDE)
