"""Every paired run as a dot: how far the routes differ, and how often to the same side."""

import numpy as np

from charts.chart import Chart, MadeOnce, Spec, columns_of, named, spec_of
from charts.later import alt
from charts.layers import frame, matters, of_side, side_words, signed_axis, zero
from charts.scales import around
from experiments.findings import Finding
from experiments.language import say
from experiments.numbers import per_hundred
from sim.words import Language

HEIGHT = 90
COLUMNS = 60  # places side by side in which dots pile up
FEW = 17  # dots in a pile that fit without touching


def difference_charts(found: list[Finding], differences: dict[str, np.ndarray]) -> list[Chart]:
    """A chart for each main outcome."""
    return [difference_chart(one, differences[one.outcome.name]) for one in found if one.outcome.main]


def difference_chart(one: Finding, differences: np.ndarray) -> Chart:
    """The paired runs of one outcome; to the right the shared plan is better, whatever the sign."""
    factor = 100.0 if per_hundred(one.outcome) else 1.0
    values = factor * differences[np.isfinite(differences)]
    smallest = factor * one.outcome.matters_from
    low, high = around([*values, -smallest, smallest])
    title = f"{one.label} ({one.unit})"
    words = say(
        "differences.words",
        one.language,
        title=title,
        difference=f"{one.difference} ({one.span})" if one.span else one.difference,
        pairs=one.in_paired_runs,
        badge=one.badge_words,
    )
    places, heights = piles(np.sort(values), low, high)
    data = {
        "runs": columns_of(
            x=places, height=heights, side=[side_of(value, one.outcome.better) for value in np.sort(values)]
        ),
        "matters": columns_of(low=[-smallest], high=[smallest]),
        "frame": columns_of(x=[low, high], height=[0, max([FEW, *heights])]),
    }
    spec = difference_spec(one.outcome.better, one.language)
    columns = (say("differences.measure", one.language), say("differences.value", one.language))
    return Chart(f"difference-{one.outcome.name}", title, words, spec, data, columns, rows(one), one.language)


@MadeOnce
def difference_spec(better: str, language: Language) -> Spec:
    """How paired runs are drawn, for outcomes of which less, more or neither is better."""
    scale = alt.Scale(reverse=better == "lower", nice=False, zero=False)
    across = alt.X("x:Q", scale=scale, axis=signed_axis())
    up = alt.Y("height:Q", scale=alt.Scale(nice=False), axis=None)
    runs = named("runs").mark_circle(size=22, opacity=0.8).encode(across, up, of_side())
    picture = alt.layer(matters(), zero(), frame(across, up), runs, *side_words(better, language, -12))
    return spec_of(picture, HEIGHT)


def piles(values: np.ndarray, low: float, high: float) -> tuple[list[float], list[float]]:
    """Where the dots of sorted values lie: in columns between two ends, piled up where they fall together."""
    width = (high - low) / COLUMNS
    columns = [int((value - low) / width) for value in values]
    count: dict[int, int] = {}
    heights = []
    for column in columns:
        count[column] = count.get(column, 0) + 1
        heights.append(count[column] - 0.5)
    return [low + (column + 0.5) * width for column in columns], heights


def rows(one: Finding) -> list[tuple[str, ...]]:
    """The numbers behind one strip."""
    values = {
        "differences.parallel": one.parallel,
        "differences.shared_plan": one.shared_plan,
        "differences.difference": one.difference,
        "differences.range": one.span or say("numbers.none", one.language),
        "table.paired_runs": one.in_pairs,
        "differences.verdict": one.badge_words,
    }
    return [(say(key, one.language), value) for key, value in values.items()]


def side_of(value: float, better: str) -> str:
    """The route that is better by a difference, as a class."""
    if value == 0 or better == "neither":
        return "neither"
    return "shared_plan" if (value > 0) == (better == "higher") else "parallel"
