"""The answer of an experiment in words: how many cells each route wins on the outcomes that are shown."""

from collections.abc import Iterator

import pandas as pd

from experiments.numbers import number, unit_words
from experiments.results import Results
from experiments.verdicts import CLOSE, STANDINGS, by_luck, leads
from sim.outcomes import OUTCOMES, Outcome
from sim.region import ROUTES


def answers(results: Results) -> list[str]:
    """A sentence for each outcome shown of which one way is better; with one route, what was asked instead."""
    if not results.experiment.paired:
        return ["Only one route was run, so nothing is compared."]
    effects = results.effects()
    found = list(sentences(effects))
    if not found:
        return ["There is nothing yet of which one way is better."]
    cells = effects["cell"].nunique()
    return [*found, by_luck(cells, "en")] if cells > 1 else found


def sentences(effects: pd.DataFrame) -> Iterator[str]:
    """A sentence for each outcome of which one way is better."""
    for name, of_outcome in effects.groupby("outcome", sort=False):
        outcome = OUTCOMES[str(name)]
        if outcome.better != "neither":
            yield sentence(outcome, of_outcome)


def sentence(outcome: Outcome, effects: pd.DataFrame) -> str:
    """Who wins how many cells of an outcome, and by how much at most."""
    least, most = effects["gain"].min(), effects["gain"].max()
    if len(effects) == 1:
        told = {
            **{route: leads(route, True, "en") for route in ROUTES},
            "small": "the difference is too small to matter",
            CLOSE: CLOSE,
        }[effects["standing"].iloc[0]]
        size = number(most, outcome, True)
    else:
        count = {name: f"{(effects['standing'] == name).sum():,}" for name in STANDINGS}
        told = (
            f"of {len(effects):,} cells the shared plan does better in {count['shared_plan']}, parallel routes in "
            f"{count['parallel']}; in {count['small']} the difference is too small to matter"
        )
        size = f"{number(least, outcome, True)} to {number(most, outcome, True)}"
    return f"{outcome.label.en}: {told}. What the plan gains: {size} ({unit_words(outcome)}; above 0 is better)."
