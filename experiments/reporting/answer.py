"""The answer of an experiment in words: how many cells each route wins on the outcomes that are shown."""

from collections.abc import Iterator

import pandas as pd

from experiments.numbers import number, unit_words
from experiments.reporting.sections.winners import winner
from experiments.results import Results
from sim.outcomes import OUTCOMES, Outcome


def answers(results: Results) -> list[str]:
    """A sentence for each outcome shown of which one way is better; with one route, what was asked instead."""
    if not results.experiment.paired:
        return ["Only one route was run, so nothing is compared."]
    return list(sentences(results.effects())) or ["There is nothing yet of which one way is better."]


def sentences(effects: pd.DataFrame) -> Iterator[str]:
    """A sentence for each outcome of which one way is better."""
    for name, of_outcome in effects.groupby("outcome", sort=False):
        outcome = OUTCOMES[str(name)]
        if outcome.better != "neither":
            yield sentence(outcome, of_outcome)


def sentence(outcome: Outcome, effects: pd.DataFrame) -> str:
    """Who wins how many cells of an outcome, and by how much at most."""
    wins = effects.apply(winner, axis=1)
    shared, parallel = int((wins == "shared_plan").sum()), int((wins == "parallel").sum())
    small = int(((effects["difference"].abs() < outcome.matters_from) & (wins != "")).sum())
    if len(effects) == 1:
        lead = {
            "shared_plan": "the shared plan does better",
            "parallel": "parallel routes do better",
            "": "cannot tell",
        }
        told = lead[wins.iloc[0]]
    else:
        told = f"of {len(effects):,} cells the shared plan does better in {shared:,}, parallel routes in {parallel:,}"
    least, most = effects["gain"].min(), effects["gain"].max()
    span = f"{number(least, outcome, True)} to {number(most, outcome, True)}" if len(effects) > 1 else ""
    size = span or number(most, outcome, True)
    matters = f"; in {small:,} of those by less than matters" if small and len(effects) > 1 else ""
    if len(effects) == 1 and small:
        matters = ", less than matters"
    return (
        f"{outcome.label.en}: {told}{matters}. What the plan gains: {size} ({unit_words(outcome)}; above 0 is better)."
    )
