"""Two kinds of spread told apart: what differs between settings or sets, and what is only luck."""

from collections.abc import Iterator

import numpy as np

from charts.spreads import spread_chart
from experiments.analysis.spreads import spreads as spreads_of
from experiments.results import Results
from reports.section import Section
from sim.outcomes import OUTCOMES

PLACE = 8  # on the page


def sections(results: Results) -> Iterator[Section]:
    """One section with the spreads of all outcomes shown; none for a single cell."""
    if not results.experiment.paired or len(results.cells) < 2:
        return
    in_sets = len(results.cells.parameter_sets) > 1
    among = "worlds" if in_sets else "settings"
    names = results.experiment.outcomes
    between, luck = np.array([both_spreads(results, name, in_sets) for name in names]).T
    told = "what nobody knows" if in_sets else "what was moved"
    yield Section(
        "spreads",
        "What differs, and what is luck",
        paragraphs=[
            f"The spread between {among} comes from {told}; the spread within them is the luck of one paired run. More "
            f"runs make luck smaller, not the other.",
        ],
        pictures=[
            spread_chart([OUTCOMES[name] for name in names], between, luck, among, results.experiment.design.kind)
        ],
        wide=True,
    )


def both_spreads(results: Results, outcome: str, in_sets: bool) -> tuple[float, float]:
    """Standard deviations of the difference: between sets (of the same settings) or cells, and of luck within."""
    gains = results.gains(outcome)
    gains = gains[:, np.isfinite(gains).all(axis=0)]  # replicates that every cell has
    sets = len(results.cells.parameter_sets)
    settings = len(results.cells) // sets
    groups = gains.reshape(sets, settings, gains.shape[1]).swapaxes(0, 1) if in_sets else gains[None]
    found = [spreads_of(group) for group in groups if np.isfinite(group).all(axis=1).sum() > 1 and group.shape[1] > 1]
    if not found:
        return np.nan, np.nan
    between, luck = (float(np.sqrt(np.mean([one[key] ** 2 for one in found]))) for key in ("between_worlds", "luck"))
    return between, luck
