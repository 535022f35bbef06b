"""Two kinds of spread told apart: what differs between settings or sets, and what is only luck."""

from collections.abc import Iterator

import numpy as np

from charts.spreads import spread_chart
from experiments.analysis.spreads import spreads as spreads_of
from experiments.language import say
from experiments.results import Results
from reports.section import Section
from sim.outcomes import OUTCOMES
from sim.words import Language

PLACE = 8  # on the page


def sections(results: Results, language: Language = "en") -> Iterator[Section]:
    """One section with the spreads of all outcomes shown; none for a single cell."""
    if not results.experiment.paired or len(results.cells) < 2:
        return
    in_sets = len(results.cells.parameter_sets) > 1
    among = "worlds" if in_sets else "settings"
    names = results.experiment.outcomes
    between, luck = np.array([both_spreads(results, name, in_sets) for name in names]).T
    outcomes, design = [OUTCOMES[name] for name in names], results.experiment.design.kind
    yield Section(
        "spreads",
        say("spreads.section", language),
        paragraphs=[say(f"spreads.from.{among}", language)],
        pictures=[spread_chart(outcomes, between, luck, among, design, language)],
        wide=True,
    )


def both_spreads(results: Results, outcome: str, in_sets: bool) -> tuple[float, float]:
    """Standard deviations of the difference: between sets (of the same settings) or cells, and of luck within."""
    gains = results.gains(outcome)
    gains = gains[:, np.isfinite(gains).all(axis=0)]  # replicates that every cell has
    forms, sets, policies, points = results.cells.shape
    of_sets = gains.reshape(forms, sets, policies * points, -1).swapaxes(1, 2)
    groups = of_sets.reshape(forms * policies * points, sets, -1) if in_sets else gains[None]
    found = [spreads_of(group) for group in groups if np.isfinite(group).all(axis=1).sum() > 1 and group.shape[1] > 1]
    if not found:
        return np.nan, np.nan
    between, luck = (float(np.sqrt(np.mean([one[key] ** 2 for one in found]))) for key in ("between_worlds", "luck"))
    return between, luck
