"""The answer in one picture: every main outcome in a row, and how far the routes differ in it.

Differences of outcomes in different units stand on one axis because each is counted in the smallest difference of that
outcome that matters. To the right the shared plan is better.
"""

import numpy as np

from charts import rows, theme
from charts.chart import Chart, MadeOnce, Spec, columns_of, named, spec_of
from charts.later import alt
from charts.layers import matters, of_side, shape_of_side, side_words, zero
from charts.lettering import wrapped
from experiments.findings import Finding, findings
from experiments.language import say
from sim.comparison import Comparison
from sim.outcomes import MAIN, OUTCOMES
from sim.words import Language


def answer_chart(comparison: Comparison, language: Language = "en") -> Chart:
    """All main outcomes of which one way is better: the mean over paired runs, and its range."""
    found = findings(comparison, language, [name for name in MAIN if OUTCOMES[name].better != "neither"])
    gains = np.array([gain_of(comparison, one) for one in found])
    titles = [f"{one.label} ({one.unit})" for one in found]
    names = [[line for words in (one.label, one.unit) for line in wrapped(words, rows.NAMES_ROOM)] for one in found]
    differences = [f"{one.difference} ({one.span})" if one.span else one.difference for one in found]
    told = [
        say("answer_picture.row", language, title=title, difference=difference, badge=one.badge_words)
        for title, difference, one in zip(titles, differences, found)
    ]
    data = {
        "rows": columns_of(
            row=range(len(found)),
            name=["\n".join(one) for one in names],
            lines=[len(one) for one in names],
            mean=gains[:, 0],
            low=gains[:, 1],
            high=gains[:, 2],
            side=[one.verdict.better or "neither" for one in found],
            figure=[one.difference for one in found],
            told=told,
        ),
        "frame": rows.frame_of(gains.ravel(), -1.0, 1.0),
        "matters": columns_of(low=[-1.0], high=[1.0]),
    }
    columns = ("table.outcome", "table.difference_range", "table.in_how_many", "table.how_sure")
    return Chart(
        "answer",
        say("answer_picture.title", language),
        say("answer_picture.words", language, rows="; ".join(told)),
        answer_spec(language, rows.most_lines(data["rows"])),
        data,
        tuple(say(column, language) for column in columns),
        [
            (title, difference, one.in_pairs, one.badge_words)
            for title, difference, one in zip(titles, differences, found)
        ],
        language,
        width=theme.WIDE,
    )


def gain_of(comparison: Comparison, one: Finding) -> tuple[float, float, float]:
    """Mean, low and high of what the shared plan gains in an outcome, in the smallest difference that matters."""
    row = comparison.effect(one.outcome.name)
    sign = (-1.0 if one.outcome.better == "lower" else 1.0) / one.outcome.matters_from
    ends = (row["low"], row["high"]) if sign > 0 else (row["high"], row["low"])
    return sign * row["difference"], sign * ends[0], sign * ends[1]


@MadeOnce
def answer_spec(language: Language, lines: float) -> Spec:
    """How the answer is drawn, with names of so many lines."""
    axis = rows.value_axis("mean", format="+,~f", labelExpr=theme.SIGNED, grid=False)
    means = named("rows").transform_filter("isValid(datum.mean)").mark_point(filled=True, size=80, opacity=1)
    layers = [
        matters(),
        zero(),
        rows.ends(),
        rows.name_layer(),
        *rows.whiskers("low", "high", colour=of_side()),
        means.encode(rows.ROW, axis, of_side(), shape_of_side(), alt.Tooltip("told:N", title=None)),
        rows.numbers(),
        *side_words("higher", language, -12),
        rows.below(say("answer_picture.unit", language)),
        rows.below(say("answer_picture.numbers", language), 1),
    ]
    return spec_of(alt.layer(*layers), rows.step(lines), rows.ASIDE)
