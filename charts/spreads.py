"""What spreads the outcomes: settings or worlds beside luck, on one scale, in smallest differences that matter."""

import math
from collections.abc import Sequence

import numpy as np

from charts import rows, theme
from charts.amounts import key_of
from charts.chart import Chart, MadeOnce, Spec, columns_of, spec_of
from charts.later import alt
from charts.layers import key, zero
from charts.rows import most_lines, row_columns
from experiments.language import say
from experiments.numbers import number, plain, unit_words
from sim.outcomes import Outcome
from sim.words import Language


def spread_chart(
    outcomes: Sequence[Outcome],
    between: np.ndarray,
    luck: np.ndarray,
    among: str = "settings",
    design: str = "",
    language: Language = "en",
) -> Chart:
    """Two bars an outcome: the spread of the difference among settings or worlds, and that by luck within one of them.

    Args:
        outcomes: in the order in which they are to be shown.
        between, luck: standard deviations in each outcome's own unit, shape (outcomes,); not a number where unknown.
        among: what there are several of: "settings", "worlds".
        design: by which they were chosen, where a page shows several.
        language: of the words.
    """
    spreads = np.stack([np.asarray(between, dtype=float), np.asarray(luck, dtype=float)], axis=1)
    sizes = spreads / np.array([[one.matters_from] for one in outcomes]).reshape(-1, 1)
    most = max(1.0, float(sizes[np.isfinite(sizes)].max(initial=1.0)))
    data = {
        "rows": row_columns(
            [one.label.to(language) for one in outcomes],
            between=sizes[:, 0],
            luck=sizes[:, 1],
            figure=[times(one, language) for one in sizes[:, 0]],
            figure_luck=[times(one, language) for one in sizes[:, 1]],
        ),
        "frame": columns_of(x=[0.0, 1.06 * most]),
    }
    table, told = [], []
    for outcome, (wide, lucky), pair in zip(outcomes, sizes, spreads):
        table.append(
            (
                f"{outcome.label.to(language)} ({unit_words(outcome, language)})",
                *(number(one, outcome, language=language) for one in pair),
                times(wide, language),
                times(lucky, language),
            )
        )
        sizes_told = {"wide": times(wide, language), "lucky": times(lucky, language)}
        told.append(say(f"spreads.row.{among}", language, outcome=outcome.label.to(language), **sizes_told))
    name, title = key_of("spreads", among, *([design] if design else [])), say(f"spreads.title.{among}", language)
    words = say("spreads.words", language, rows="; ".join(told))
    columns = tuple(
        say(key, language)
        for key in (
            "winners.column.outcome",
            f"spreads.among.{among}",
            "spreads.luck",
            f"spreads.among_in_smallest.{among}",
            "spreads.luck_in_smallest",
        )
    )
    spec = spread_spec(among, most_lines(data["rows"]), language)
    return Chart(name, title, words, spec, data, columns, table, language=language, width=theme.WIDE)


@MadeOnce
def spread_spec(among: str, lines: float, language: Language = "en") -> Spec:
    """How spreads are drawn, with names of so many lines."""
    up, down = rows.UP_AND_DOWN
    one = alt.Chart({"values": [{}]}).mark_rule(stroke=theme.INK, strokeDash=[4, 3]).encode(alt.XDatum(1))
    picture = alt.layer(
        rows.ends(),
        rows.name_layer(),
        rows.bars("between", 11, up, **rows.FILLED),
        rows.bars("luck", 11, down, **rows.HOLLOW),
        zero(),
        one,
        rows.numbers(dy=up),
        rows.numbers("figure_luck", dy=down, bold=False),
        *key(
            (
                (say(f"spreads.key.{among}", language), rows.FILLED),
                (say("spreads.key.luck", language), rows.HOLLOW),
            ),
            rows.BEGIN,
        ),
        rows.below(say("spreads.axis", language)),
    )
    return spec_of(picture, rows.step(max(lines, 2)), rows.ASIDE)


def times(size: float, language: Language = "en") -> str:
    """So many smallest differences that matter."""
    told = plain(size, 1, language=language)
    return f"{told} ×" if math.isfinite(size) else told
