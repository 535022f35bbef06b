"""The answer of an experiment in words: how many cells each route wins on the outcomes that are shown."""

from collections.abc import Iterator

import pandas as pd

from experiments.language import say
from experiments.numbers import number, plain, span, unit_words
from experiments.results import Results
from experiments.verdicts import CLOSE, STANDINGS, by_luck, leads
from sim.outcomes import OUTCOMES, Outcome
from sim.region import ROUTES
from sim.words import Language


def answers(results: Results, language: Language = "en") -> list[str]:
    """A sentence for each outcome shown of which one way is better; with one route, what was asked instead."""
    if not results.experiment.paired:
        return [say("experiment.one_route", language)]
    effects = results.effects()
    found = list(sentences(effects, language))
    if not found:
        return [say("experiment.nothing_judged", language)]
    cells = effects["cell"].nunique()
    return [*found, by_luck(cells, language)] if cells > 1 else found


def sentences(effects: pd.DataFrame, language: Language = "en") -> Iterator[str]:
    """A sentence for each outcome of which one way is better."""
    for name, of_outcome in effects.groupby("outcome", sort=False):
        outcome = OUTCOMES[str(name)]
        if outcome.better != "neither":
            yield sentence(outcome, of_outcome, language)


def sentence(outcome: Outcome, effects: pd.DataFrame, language: Language = "en") -> str:
    """Who wins how many cells of an outcome, and by how much at most."""
    least, most = (number(effects["gain"].agg(end), outcome, True, language) for end in ("min", "max"))
    if len(effects) == 1:
        told = {
            **{route: leads(route, True, language) for route in ROUTES},
            "small": say("experiment.small", language),
            CLOSE: say(f"badges.{CLOSE}", language),
        }[effects["standing"].iloc[0]]
        size = most
    else:
        count = {
            name: plain((effects["standing"] == name).sum(), 0, language=language)
            for name in STANDINGS
            if name != CLOSE
        }
        told = say("experiment.of_cells", language, cells=plain(len(effects), 0, language=language), **count)
        size = span(least, most, language)
    about = outcome.label.to(language)
    return say("experiment.answer", language, outcome=about, told=told, size=size, unit=unit_words(outcome, language))
