"""Where a gain comes from: a bar for the fair share of each way, and below it what it brings with and without others.

To the right the shared plan is better, whatever the sign. The hollow bar runs from what is lost without a way to what
the way brings alone: so far it overlaps with others.
"""

from typing import Any

from charts import ghost, rows, theme
from charts.chart import Chart, MadeOnce, Spec, columns_of, named, spec_of
from charts.later import alt
from charts.layers import of_side, shape_of_side, side_words, zero
from experiments import where_from
from experiments.language import say
from experiments.numbers import number, per_hundred
from experiments.where_from import ways
from sim.by_channel import Sources
from sim.outcomes import OUTCOMES
from sim.words import Language

COLUMNS = ("way", "shut", "alone", "overlap", "share", "range")
# On a telephone the names of ways leave little room for an axis.
FEWER: dict[str, Any] = {"tickCount": alt.ExprRef("width < 160 ? 2 : 4"), "labelOverlap": "greedy"}
PARTS = ("shut", "alone", "share", "low", "high")


def channels_chart(
    sources: Sources, outcome: str = "severity", language: Language = "en", before: Sources | None = None
) -> Chart:
    """All ways, what goes along none of them, and the whole difference, in one of the main outcomes.

    Where a baseline is given, a tick is at what it had of each.
    """
    declared, found = OUTCOMES[outcome], ways(sources, outcome, language)
    factor = 100 if per_hundred(declared) else 1
    table = sources.table(outcome)[list(PARTS)] * factor
    was = [] if before is None else (before.table(outcome)["share"] * factor).to_list()
    told = [f"{one.label}: {one.share}{f' ({one.span})' if one.span else ''}" for one in found]
    data = {
        "rows": rows.row_columns(
            [one.label for one in found],
            [one.name == where_from.TOTAL for one in found],
            **{name: table[name].to_numpy() for name in PARTS},
            side=[one.leader or "neither" for one in found],
            figure=[one.share for one in found],
            told=told,
        ),
        "frame": rows.frame_of([*table.to_numpy().ravel(), *was], 0.0),
    }
    chart = Chart(
        f"channels-{outcome}",
        where_from.title(outcome, language),
        say("channels.words", language, rows="; ".join(told)),
        channels_spec(declared.better, language, rows.most_lines(data["rows"]), haunted=before is not None),
        data,
        tuple(say(f"channels.column.{name}", language) for name in COLUMNS),
        [(one.label, one.shut, one.alone, one.overlap, one.share, one.span) for one in found],
        language,
        say("channels.matters", language, matters=number(declared.matters_from, declared, language=language)),
        theme.WIDE,
    )
    if before is None:
        return chart
    shares = [one.share for one in ways(before, outcome, language)]
    those = "; ".join(f"{one.label}: {share}" for one, share in zip(found, shares))
    ticks = {"before": columns_of(row=range(len(was)), was=was)}
    return ghost.with_ghost(chart, ticks, {say("channels.column.share", language): shares}, those)


@MadeOnce
def channels_spec(better: str, language: Language, lines: float, haunted: bool) -> Spec:
    """How sources are drawn, for outcomes of which less, more or neither is better, with names of so many lines."""
    reverse, (upper, lower) = better == "lower", rows.UP_AND_DOWN
    nought = rows.value_axis("nought", reverse, format="+,~f", labelExpr=theme.SIGNED, grid=False, **FEWER)
    known = named("rows").transform_filter("isValid(datum.alone)")
    alone = known.mark_point(filled=True, size=36, opacity=1, fill=theme.SOFT, yOffset=lower)
    shut = known.mark_tick(size=10, thickness=1.6, stroke=theme.INK, yOffset=lower, orient="vertical")
    means = (
        named("rows")
        .transform_filter("isValid(datum.share)")
        .mark_point(filled=True, size=44, opacity=1, yOffset=upper)
    )
    share = rows.value_axis("share", reverse)
    was = ghost.tick(named("before").transform_filter("isValid(datum.was)"), 17, yOffset=upper)
    layers = [
        rows.ends(reverse),
        rows.name_layer(),
        zero(),
        rows.bars("share", 11, upper, nought, fillOpacity=0.55).encode(of_side()),
        *rows.whiskers("low", "high", upper, reverse=reverse),
        *([was.encode(rows.ROW, rows.value_axis("was", reverse))] if haunted else []),
        means.encode(rows.ROW, share, of_side(), shape_of_side(), alt.Tooltip("told:N", title=None)),
        rows.bars("alone", 6, lower, rows.value_axis("shut", reverse), **rows.HOLLOW),
        shut.encode(rows.ROW, rows.value_axis("shut", reverse)),
        alone.encode(rows.ROW, rows.value_axis("alone", reverse)),
        rows.numbers(),
        *side_words(better, language, -12),
        rows.below(say("channels.bar", language)),
        rows.below(say("channels.hollow", language), 1),
        rows.below(say("channels.ends", language), 2),
    ]
    return spec_of(alt.layer(*layers), rows.step(max(lines, 2)), rows.ASIDE)
