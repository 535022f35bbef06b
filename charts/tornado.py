"""One assumption at a time: how far an answer moves when each goes to its ends.

Of the difference between the routes, or of an outcome on one of them. Of a difference the shared plan is better to the
right, whatever the sign, and the mark at the end of a bar is that of the better route.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from charts import rows, theme
from charts.amounts import amount, in_unit, key_of, title_of, with_about
from charts.chart import Chart, MadeOnce, Spec, columns_of, named, spec_of
from charts.differences import side_of
from charts.later import alt
from charts.layers import BAND, of_side, shape_of_side, side_words, zero
from charts.layers import matters as matters_strip
from charts.rows import most_lines, row_columns
from charts.scales import around
from experiments.designs.factors import Factor
from experiments.language import say
from experiments.numbers import number
from sim.outcomes import Outcome
from sim.words import Language

MOST = 12  # rows; the others are in the table
ROOM = 0.22  # beside the longest bars, for the words at their ends


def tornado_chart(
    outcome: Outcome,
    usual: float,
    factors: Sequence[Factor],
    at_low: np.ndarray,
    at_high: np.ndarray,
    route: str = "",
    about: str = "",
    language: Language = "en",
) -> Chart:
    """The bars of one outcome, the longest on top.

    Args:
        outcome: what differs between the routes.
        usual: mean difference, shared plan minus parallel, where nothing is moved; in the outcome's own unit.
        factors: what is moved to its ends.
        at_low, at_high: mean difference with each factor at its low and its high end, shape (factors,).
        route: of whose outcome the means are, where they are not of the difference.
        about: what holds here and not in another picture of the same outcome.
        language: of the words.
    """
    moved = np.stack([np.asarray(at_low, dtype=float), np.asarray(at_high, dtype=float)], axis=1)
    swing = np.nan_to_num(np.abs(moved - usual), nan=-1.0).max(axis=1, initial=-1.0)
    order = np.argsort(-swing, kind="stable")
    ends = in_unit(moved, outcome)
    middle, matters = (float(in_unit(np.array(value), outcome)) for value in (usual, outcome.matters_from))
    drawn = order[:MOST]
    shown = [factors[one] for one in drawn]
    better = "neither" if route else outcome.better
    forward = (ends[drawn] >= middle) != (better == "lower")
    sides = [[side_of(value, better) for value in pair] for pair in ends[drawn]]
    around_all = [middle] if route else [middle, -matters, matters]
    data = {
        "rows": row_columns(
            [one.called(language) for one in shown],
            usual=[middle] * len(shown),
            low=ends[drawn, 0],
            high=ends[drawn, 1],
            low_words=[end_words(one.low, one, language) for one in shown],
            high_words=[end_words(one.high, one, language) for one in shown],
            low_side=[pair[0] for pair in sides],
            high_side=[pair[1] for pair in sides],
            low_forward=[bool(one) for one in forward[:, 0]],
            high_forward=[bool(one) for one in forward[:, 1]],
        ),
        "matters": columns_of(low=[-matters], high=[matters]),
        "frame": columns_of(x=around([*ends[drawn].ravel(), *around_all], ROOM)),
        "usual": columns_of(
            x=[middle], words=[say("tornado.usual", language, value=number(usual, outcome, not route, language))]
        ),
    }
    key = key_of("tornado", outcome.name, *filter(None, (route, about)))
    title = say(f"tornado.title.{route or 'gain'}", language, outcome=title_of(outcome, language))
    words = in_words(outcome, usual, [factors[one] for one in order], moved[order], route, language)
    kind = "route" if route else "gain"
    columns = tuple(
        say(f"tornado.column.{name}", language) for name in ("factor", "low", f"{kind}_low", "high", f"{kind}_high")
    )
    spec = tornado_spec("" if route else outcome.better, most_lines(data["rows"]), language)
    table_rows = table(outcome, [factors[one] for one in order], moved[order], route, language)
    return Chart(
        key, with_about(title, about), words, spec, data, columns, table_rows, language=language, width=theme.WIDE
    )


@MadeOnce
def tornado_spec(better: str, lines: float, language: Language = "en") -> Spec:
    """How a tornado is drawn, with names of so many lines; of one route where it is not said which way is better."""
    reverse = better == "lower"
    layers = [*([matters_strip(), zero()] if better else []), rows.ends(reverse), rows.name_layer()]
    signed = {"format": "+,f", "labelExpr": theme.SIGNED} if better else {}
    looks: dict[str, dict[str, Any]] = {"low": {"fill": theme.CARD}, "high": {"fill": theme.SOFT, "fillOpacity": 0.7}}
    for (end, look), lane in zip(looks.items(), rows.UP_AND_DOWN):
        start = rows.value_axis("usual", reverse, grid=False, **signed)
        layers.append(rows.bars(end, 9, lane, start, stroke=theme.SOFT, strokeWidth=1.4, **look))
        known = named("rows").transform_filter(f"isValid(datum.{end})")
        mark = known.mark_point(filled=True, size=50, opacity=1, yOffset=lane)
        place = rows.value_axis(end, reverse)
        layers.append(mark.encode(rows.ROW, place, of_side(f"{end}_side"), shape_of_side(f"{end}_side")))
        for forward, align, aside in (("", "left", 8), ("!", "right", -8)):
            of_way = known.transform_filter(f"{forward}datum.{end}_forward")
            told = of_way.mark_text(align=align, dx=aside, dy=lane, baseline="middle", fill=theme.SOFT)
            layers.append(told.encode(rows.ROW, place, alt.Text(f"{end}_words:N")))
    layers += rows.usual(reverse)
    layers += side_words(better, language, -10 - BAND, over_names=True) if better else []
    layers.append(rows.below(say("tornado.marks" if better else "tornado.ends", language)))
    return spec_of(alt.layer(*layers), rows.step(max(lines, 2)), rows.ASIDE)


def ends_of(factor: Factor) -> tuple[float, float]:
    """Both ends of a factor."""
    return factor.low, factor.high


def end_words(value: float, factor: Factor, language: Language = "en") -> str:
    """An end of a factor as it stands beside a bar: its unit is in the table, but for per cents."""
    words = amount(value, factor, language)
    return words if words.endswith("%") else words.split(" ")[0]


def in_words(
    outcome: Outcome, usual: float, factors: Sequence[Factor], moved: np.ndarray, route: str, language: Language
) -> str:
    """What moves the answer most, and of a difference what turns it over."""
    told = "; ".join(
        say(
            "tornado.row",
            language,
            factor=factor.called(language),
            at_low=number(low, outcome, not route, language),
            low=amount(factor.low, factor, language),
            at_high=number(high, outcome, not route, language),
            high=amount(factor.high, factor, language),
        )
        for factor, (low, high) in list(zip(factors, moved))[:MOST]
    )
    title, value = title_of(outcome, language), number(usual, outcome, not route, language)
    words = say(f"tornado.words.{route or 'gain'}", language, outcome=title, usual=value, rows=told)
    if route:
        return words
    turning = [
        factor.called(language)
        for factor, ends in zip(factors, moved)
        if usual and np.any(np.sign(ends) == -np.sign(usual))
    ]
    turns = say("tornado.turns", language, names=", ".join(turning)) if turning else say("tornado.turns_none", language)
    return f"{words} {turns}"


def table(
    outcome: Outcome, factors: Sequence[Factor], moved: np.ndarray, route: str, language: Language
) -> list[tuple[str, ...]]:
    """All factors with the answer at both ends."""
    return [
        (
            factor.called(language),
            amount(factor.low, factor, language),
            number(low, outcome, not route, language),
            amount(factor.high, factor, language),
            number(high, outcome, not route, language),
        )
        for factor, (low, high) in zip(factors, moved)
    ]
