"""Policies beside each other: what each comes to over plausible worlds, against usual care."""

import math

import numpy as np
import pandas as pd
from markupsafe import Markup

from charts import drawing, rows
from charts.amounts import in_unit, key_of, span_words, title_of
from charts.drawing import Picture
from charts.lettering import WIDE, block, shortened, width_of
from charts.marks import OF_ROUTES, route_mark, whisker
from experiments.numbers import number
from sim.outcomes import Outcome

TOP = 34


def lever_picture(
    outcome: Outcome,
    policies: pd.DataFrame,
    usual: float = math.nan,
    usual_name: str = "usual care",
    differences: bool = False,
) -> Picture:
    """A row a policy: a mark for the mean over worlds, a whisker for 9 of 10 worlds, and a line for usual care.

    Args:
        outcome: what is shown, in its own unit.
        policies: columns ``option`` (name), ``mean``, ``low``, ``high`` (of 9 of 10 worlds), and where it is known
            ``route``, which gives the mark its shape and colour; in the order in which they are to be shown.
        usual: the mean under usual care; not a number to leave it out.
        usual_name: what the line is called.
        differences: whether values are differences from usual care in the same world, and the line stands at 0.
    """
    usual = 0.0 if differences else usual
    values = in_unit(policies[["mean", "low", "high"]].to_numpy(), outcome)
    line = float(in_unit(np.array(usual), outcome))
    middles, bottom = rows.heights([*policies["option"].astype(str)], TOP)
    across = drawing.scale([*values.ravel(), line], rows.LEFT, rows.RIGHT)
    shapes = [*rows.axis(across, TOP, bottom), *better_shapes(outcome, bottom + 36)]
    if math.isfinite(line):
        shapes += usual_shapes(
            across(line),
            bottom,
            shortened(usual_name if differences else f"{usual_name} {number(usual, outcome)}", WIDE - 10),
        )
    table = []
    for y, policy, (mean, low, high) in zip(middles, policies.to_dict("records"), values):
        route = policy.get("route")
        side = route if route in OF_ROUTES else "neither"
        shapes += [
            *rows.name(str(policy["option"]), y),
            *whisker(across(low), across(high), y, f"span {side}"),
            *([route_mark(across(mean), y, side, 5)] if math.isfinite(mean) else []),
            *rows.figure(number(policy["mean"], outcome, differences), y),
        ]
        span = span_words(policy["low"], policy["high"], outcome)
        table.append((str(policy["option"]), number(policy["mean"], outcome, differences), span))
    told = "; ".join(f"{option}: {mean} ({span})" for option, mean, span in table)
    words = f"{title_of(outcome)}, {outcome.better} is better: mean, and range of 9 of 10 worlds. {told}."
    if outcome.better == "neither":
        words = words.replace(", neither is better", "", 1)
    if differences:
        words += f" Differences from {usual_name}, in the same world."
    elif math.isfinite(line):
        words += f" For comparison, {usual_name}: {number(usual, outcome)}."
    what = ": what each policy changes" if differences else " under each policy"
    key, title = key_of("levers", outcome.name), f"{title_of(outcome)}{what}"
    svg = drawing.draw(key, title, words, bottom + 48, [drawing.group(shapes, "wide")], WIDE)
    return Picture(key, title, words, svg, ("Policy", "Mean", "9 of 10 worlds"), table)


def usual_shapes(place: float, bottom: float, words: str) -> list[Markup]:
    """The line of usual care, with its name and number on top."""
    half = width_of(words) / 2
    middle = min(max(place, half + 4), WIDE - half - 4)
    return [
        drawing.line(place, TOP - 12, place, bottom, "usual"),
        drawing.text(middle, TOP - 18, words, "middle"),
    ]


def better_shapes(outcome: Outcome, y: float) -> list[Markup]:
    """What the lines are, and on which side it is better."""
    shapes = block(rows.NAME_AT, y, ["line: 9 of 10 worlds"], "start", "tick")
    if outcome.better == "lower":
        shapes += block(rows.LEFT, y, ["◀ better"], "start", "tick")
    if outcome.better == "higher":
        shapes += block(rows.RIGHT, y, ["better ▶"], "end", "tick")
    return shapes
