"""Policies lived beside each other: as they are, and then in plausible worlds; and what is known of them so far."""

import numpy as np

from dashboard.choices import Choices
from dashboard.live.cells import Asked, Cells, in_rounds
from dashboard.policies import in_worlds, names_of, policies_of, scenarios_of
from experiments.policies import Policies, policies_found
from sim.scenario import Scenario

PICTURES_AT = (4, 20)  # paired runs of each policy in the first pictures
PAIRS_IN_A_WORLD = 3


def beside(choices: Choices) -> Asked:
    """All policies, with as many paired runs as are chosen."""
    scenarios = scenarios_of(policies_of(choices))
    return Asked(scenarios, choices.seed, in_rounds(len(scenarios), choices.pairs, *PICTURES_AT))


def over_worlds(scenarios: tuple[Scenario, ...], seed: int) -> Asked:
    """All policies in plausible worlds, before nobody's first picture."""
    several = in_worlds(scenarios)
    return Asked(several, seed, in_rounds(len(several), PAIRS_IN_A_WORLD), urgent=False)


def known(lived: Cells, worlds: Cells, choices: Choices) -> Policies | None:
    """What is known of the policies that are chosen; None before the first picture of them.

    Args:
        lived, worlds: the policies as they are, and in plausible worlds.
        choices: which policies, on which route and in which language.
    """
    shown, over, asked = lived.shown.now, worlds.shown.now, beside(choices)
    if shown is None or shown.asked != asked:
        return None
    values = None
    if over is not None and over.asked == over_worlds(asked.scenarios, choices.seed):
        values = np.moveaxis(over.found.reshape(-1, len(asked.scenarios), *over.found.shape[1:]), 0, 1)
    return policies_found(complete(shown.found), values, names_of(choices), choices.route, choices.language)


def complete(values: np.ndarray) -> np.ndarray:
    """The paired runs that every policy has; values of shape (policies, pairs, 2, outcomes)."""
    lived = np.isfinite(values).any(axis=(2, 3)).all(axis=0)
    return values[:, lived]
