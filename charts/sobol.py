"""Shares of the spread: what each assumption makes by itself and together with others, and beside it what is luck."""

import math
from collections.abc import Sequence

import numpy as np

from charts import rows, theme
from charts.amounts import inside, key_of, with_about
from charts.chart import Chart, MadeOnce, Spec, columns_of, spec_of
from charts.later import alt
from charts.layers import key as bar_key
from charts.layers import zero
from charts.rows import most_lines, row_columns
from experiments.designs.factors import Factor
from experiments.language import say
from experiments.numbers import plain, span
from sim.outcomes import Outcome
from sim.words import Language

MOST = 12  # rows; the others are in the table
COLUMNS = ("factor", "alone", "alone_range", "total", "total_range")


def sobol_chart(
    outcome: Outcome,
    factors: Sequence[Factor],
    first: np.ndarray,
    total: np.ndarray,
    first_half: np.ndarray,
    total_half: np.ndarray,
    luck: float = math.nan,
    route: str = "",
    about: str = "",
    language: Language = "en",
) -> Chart:
    """Two bars a factor with the largest total on top, and one for luck.

    Args:
        outcome: what spreads.
        factors: what makes it spread.
        first, total: share of the variance of the mean by each alone, and with its interactions; shape (factors,).
        first_half, total_half: half the width of their 95 % ranges, shape (factors,).
        luck: share of the variance of a single paired run that is luck: of another whole; not a number when unknown.
        route: of whose outcome the spread is, where it is not of the difference.
        about: what holds here and not in another picture of the same outcome.
        language: of the words.
    """
    of_luck_words = say("sobol.luck_of_run" if route else "sobol.luck", language)
    shares = 100 * np.stack([np.asarray(one, dtype=float) for one in (first, total, first_half, total_half)], axis=1)
    order = [int(one) for one in np.argsort(-np.nan_to_num(shares[:, 1], nan=-math.inf), kind="stable")]
    named = [(factors[one].called(language), shares[one]) for one in order]
    drawn = named[:MOST] + (
        [(of_luck_words, np.array([math.nan, 100 * luck, math.nan, math.nan]))] if math.isfinite(luck) else []
    )
    edges = [
        end for _, row in drawn for end in (*(row[:2] - row[2:]), *(row[:2] + row[2:]), *row[:2]) if math.isfinite(end)
    ]
    lowest, highest = min([0.0, *edges]), max([1.0, *edges])
    shares_of = np.array([row for _, row in drawn]).reshape(-1, 4)
    of_luck = np.array([label == of_luck_words for label, _ in drawn], dtype=bool)
    alone, total_of, half, half_total = shares_of.T
    data = {
        "rows": row_columns(
            [label for label, _ in drawn],
            alone=alone,
            total=np.where(of_luck, np.nan, total_of),
            luck=np.where(of_luck, total_of, np.nan),
            alone_low=alone - half,
            alone_high=alone + half,
            total_low=total_of - half_total,
            total_high=total_of + half_total,
            figure=["" if lucky else per_cent(one, language) for lucky, one in zip(of_luck, alone)],
            figure_total=["" if lucky else per_cent(one, language) for lucky, one in zip(of_luck, total_of)],
            figure_luck=[per_cent(one, language) if lucky else "" for lucky, one in zip(of_luck, total_of)],
        ),
        "frame": columns_of(x=[1.05 * lowest, highest + 0.05 * (highest - lowest)]),
    }
    table = [table_row(label, row, language) for label, row in named]
    none = say("numbers.none", language)
    if math.isfinite(luck):
        table.append((of_luck_words, none, none, plain(100 * luck, 0, language=language), none))
    key = key_of("sobol", outcome.name, *filter(None, (route, about)))
    title = say(f"sobol.title.{route or 'gain'}", language, outcome=inside(outcome.label.to(language)))
    told = "; ".join(
        say("sobol.row", language, factor=label, alone=one, together=together)
        for label, one, _, together, _ in table[:MOST]
    )
    words = say("sobol.words", language, title=title, rows=told)
    if math.isfinite(luck):
        words += " " + say("sobol.luck_words", language, luck=of_luck_words, share=per_cent(100 * luck, language))
    spec = sobol_spec(most_lines(data["rows"]), language)
    columns = tuple(say(f"sobol.column.{one}", language) for one in COLUMNS)
    return Chart(key, with_about(title, about), words, spec, data, columns, table, language=language, width=theme.WIDE)


@MadeOnce
def sobol_spec(lines: float, language: Language = "en") -> Spec:
    """How shares of the spread are drawn, with names of so many lines."""
    up, down = rows.UP_AND_DOWN
    pale = {**rows.FILLED, "fillOpacity": 0.15}
    picture = alt.layer(
        rows.ends(),
        rows.name_layer(),
        rows.bars("alone", 10, up, **rows.FILLED),
        rows.bars("total", 10, down, **pale),
        rows.bars("luck", 12, **rows.HOLLOW),
        *rows.whiskers("alone_low", "alone_high", up),
        *rows.whiskers("total_low", "total_high", down),
        zero(),
        rows.numbers(dy=up, bold=False),
        rows.numbers("figure_total", dy=down),
        rows.numbers("figure_luck"),
        *bar_key(((say("sobol.alone", language), rows.FILLED), (say("sobol.together", language), pale)), rows.BEGIN),
        rows.below(say("sobol.axis", language)),
    )
    return spec_of(picture, rows.step(max(lines, 2)), rows.ASIDE)


def per_cent(share: float, language: Language = "en") -> str:
    """A share of 100 with its unit, or "none"."""
    told = plain(share, 0, language=language)
    return say("numbers.percent", language, number=told) if math.isfinite(share) else told


def table_row(label: str, row: np.ndarray, language: Language = "en") -> tuple[str, ...]:
    """A factor with both shares and their ranges."""
    cells = [label]
    for value, half in ((row[0], row[2]), (row[1], row[3])):
        low, high, middle = (plain(one, 0, language=language) for one in (value - half, value + half, value))
        known = math.isfinite(value + half)
        cells += [middle, span(low, high, language) if known else say("numbers.none", language)]
    return tuple(cells)
