"""The ghost of a baseline: where a picture stood under the settings that those of now are held against.

It is thin and dotted in every picture, and its numbers stand in the words and in the table too. Without a baseline a
picture is what it was, to the last byte.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from charts import theme
from charts.chart import Chart
from experiments.language import say

LINE: dict[str, Any] = {"strokeWidth": 1.4, "strokeDash": [2, 4]}
OUTLINE: dict[str, Any] = {"stroke": theme.INK, "strokeWidth": 1.2, "strokeDash": [2, 2]}
UPRIGHT = "M0,-1L0,1"  # as it is drawn, in a box from -1 to 1


def tick(table: Any, length: float, **look: Any) -> Any:
    """A thin upright tick for each row of a table, so many pixels long."""
    return table.mark_point(shape=UPRIGHT, size=length**2, filled=False, opacity=1, **(OUTLINE | look))


def with_ghost(
    chart: Chart, tables: Mapping[str, Any], was: Mapping[str, Sequence[str]], told: str, note: bool = True
) -> Chart:
    """A chart that is specified with a ghost, with what that was.

    Args:
        chart: without its numbers.
        tables: what is drawn of it, beside what the chart has.
        was: its columns in the table behind the chart, by what they count.
        told: what it was, in words.
        note: whether the line below the chart says what it is; else something above it does.
    """
    language = chart.language
    notes = (chart.note, say("ghost.note", language) if note else "")
    return replace(
        chart,
        words=f"{chart.words} {say('ghost.words', language, told=told)}",
        data={**chart.data, **tables},
        columns=(*chart.columns, *(say("ghost.column", language, what=what) for what in was)),
        rows=[(*row, *more) for row, *more in zip(chart.rows, *was.values(), strict=True)],
        note=" ".join(filter(None, notes)),
    )
