"""How much one may come to regret a policy: what it falls short of the best one, world by world."""

import math

import numpy as np
import pandas as pd

from charts import drawing, rows
from charts.amounts import in_unit, inside, key_of
from charts.drawing import Picture, Scale
from charts.lettering import SIZE, WIDE
from charts.marks import whisker
from experiments.numbers import number, unit_words
from sim.outcomes import Outcome

TOP = 26


def regret_picture(outcome: Outcome, regrets: pd.DataFrame) -> Picture:
    """A row a policy: a bar to the regret that 9 of 10 worlds stay below, a whisker on to the worst world.

    Args:
        outcome: what is regretted.
        regrets: columns ``option`` (name), ``regret_90`` and ``worst``, in the outcome's own unit, 0 for no regret; in
            the order in which they are to be shown.
    """
    values = in_unit(regrets[["regret_90", "worst"]].to_numpy(), outcome)
    known = values[np.isfinite(values)]
    middles, bottom = rows.heights([*regrets["option"].astype(str)], TOP, bold=True)
    across = Scale(0, 1.05 * float(known.max(initial=0.0)) or 1.0, rows.LEFT, rows.RIGHT)
    least = np.nanmin(values[:, 0]) if np.isfinite(values[:, 0]).any() else math.nan
    shapes = [
        *rows.axis(across, TOP - 8, bottom),
        drawing.text(rows.RIGHT, bottom + 42, "bar: 9 of 10 worlds stay below; line: the worst world", "end", "tick"),
    ]
    table = []
    for place, (option, (usually, worst)) in enumerate(zip(regrets["option"].astype(str), values)):
        y = middles[place]
        own = regrets.iloc[place]
        # The line starts where the bar ends, so that both can be read where they are equal.
        shapes += rows.name(option, y, "group" if usually == least else "")
        if math.isfinite(usually):
            shapes.append(rows.bar(across, 0, usually, y, 16, "amount"))
            shapes += whisker(across(usually), across(worst), y, "whisker series0")
        shapes += rows.figure(number(own["regret_90"], outcome), y)
        table.append((option, number(own["regret_90"], outcome), number(own["worst"], outcome)))
    shapes += [drawing.line(rows.LEFT, TOP - 8, rows.LEFT, bottom, "zero")]
    told = "; ".join(f"{option}: {usually}, at worst {worst}" for option, usually, worst in table)
    best = [option for (option, *_), usually in zip(table, values[:, 0]) if usually == least]
    words = f"Regret in {inside(outcome.label.en)} ({unit_words(outcome)}) that 9 of 10 worlds stay below. {told}."
    if best:
        words += f" Least regret: {', '.join(best)}."
    key, title = key_of("regret", outcome.name), f"Regret by policy: {inside(outcome.label.en)} ({unit_words(outcome)})"
    svg = drawing.draw(key, title, words, bottom + 42 + SIZE, [drawing.group(shapes, "wide")], WIDE)
    return Picture(key, title, words, svg, ("Policy", "Regret, 9 of 10 worlds stay below", "Worst world"), table)
