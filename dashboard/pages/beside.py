"""Settings beside each other: was it the policy or the world, and what was put aside under letters."""

import numpy as np
import solara

from dashboard import levers
from dashboard.choices import LETTERS, Choices, library_scenario, scenario_with
from dashboard.events import act
from dashboard.live.cells import Asked, in_rounds
from dashboard.live.comparing import Compared, asked_for
from dashboard.pages.templates import fill
from dashboard.parts import Block
from dashboard.visit import Visit
from dashboard.words import say
from experiments import in_words
from experiments.findings import Finding, finding, findings
from sim.comparison import effect_of
from sim.outcomes import MAIN, OUTCOMES
from sim.scenario import Scenario
from sim.words import Language

FIRST_PAIRS = 4  # paired runs of each setting in the first picture
COMPARED = ("severity", "dropout_share", "trust", "direction", "coordination_hours", "cost_euros")


@solara.component
def FourWorlds(visit: Visit) -> None:
    """When both the world and the policy were moved: which of the two moved the answer.

    Three settings are lived for it; the fourth, as now, is the comparison above, whose paired runs all of them get.
    """
    choices = visit.choices.value
    language = choices.language
    both = bool(choices.changed("world", "assumption")) and bool(choices.changed("policy"))
    now = visit.comparing.shown.value
    here = both and now is not None and now.asked == asked_for(choices)
    resting = visit.comparing.waiting.value is None
    settings = (
        choices.without("world", "assumption", "policy"),
        choices.without("policy"),
        choices.without("world", "assumption"),
    )
    asked = cells_of(tuple(one.scenario_now() for one in settings), choices.seed, now)

    def ask() -> None:
        if here and resting:
            visit.four.ask(asked)
        elif not both:
            visit.four.withdraw()

    solara.use_effect(ask, [here, both, resting, asked])
    shown = visit.four.shown.value
    if not here or now is None or shown is None or shown.asked != asked:
        return
    names = [say(f"four.{name}", language) for name in ("neither", "world", "policy", "both")]
    name = choices.outcome
    found = [finding_of(cell, name, language) for cell in shown.found]
    Block(
        html=fill(
            "four_worlds.html",
            language,
            names=names,
            found=found + findings(now.found, language, [name]),
            outcome=OUTCOMES[name].label.to(language),
            there=shown.found.shape[1],
            pairs=now.there,
        )
    )


def cells_of(scenarios: tuple[Scenario, ...], seed: int, now: Compared | None) -> Asked:
    """Settings to be lived as often as what stands above them."""
    return Asked(scenarios, seed, in_rounds(len(scenarios), now.there if now else 0, FIRST_PAIRS), urgent=False)


def finding_of(cell: np.ndarray, name: str, language: Language) -> Finding:
    """What the paired runs of one setting say of an outcome; values of shape (pairs, 2, outcomes)."""
    column = MAIN.index(name)
    parallel, shared = cell[:, 0, column], cell[:, 1, column]
    return finding(OUTCOMES[name], effect_of(name, parallel, shared, OUTCOMES[name]), shared - parallel, language)


@solara.component
def Aside(visit: Visit) -> None:
    """What was put aside under letters, beside the settings of now."""
    choices = visit.choices.value
    language = choices.language
    resting = visit.comparing.waiting.value is None and visit.four.waiting.value is None
    saved = {letter: choices.saved[letter] for letter in LETTERS if letter in choices.saved}
    scenarios = tuple(scenario_with(library_scenario(one.scenario), one.values, one.changes) for one in saved.values())
    now = visit.comparing.shown.value
    asked = cells_of(scenarios, choices.seed, now)

    def ask() -> None:
        if scenarios and now and resting:
            visit.aside.ask(asked)

    solara.use_effect(ask, [asked, resting])
    shown = visit.aside.shown.value
    table, columns, there = [], [], 0
    if shown and now and shown.asked == asked:
        there = shown.found.shape[1]
        columns = [say("aside.now", language), *saved]
        for one in findings(now.found, language, COMPARED):
            cells = [finding_of(cell, one.outcome.name, language) for cell in shown.found]
            table.append((one.label, [one, *cells]))
    letters = [
        (letter, moved_words(choices.but(**saved[letter]._asdict())) if letter in saved else None) for letter in LETTERS
    ]
    pairs = now.there if now else 0
    html = fill("aside.html", language, letters=letters, table=table, columns=columns, there=there, pairs=pairs)
    Block(html=html, event_act=lambda data: act(visit, data))


def moved_words(choices: Choices) -> list[str]:
    """What some settings move, or that they move nothing."""
    language = choices.language
    lines = levers.moved_in_words(choices) or [say("changed.nothing", language)]
    return [in_words.title(choices.base, language), *lines]
