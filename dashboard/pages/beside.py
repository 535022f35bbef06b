"""Settings beside each other: was it the policy or the world, and what was put aside under letters."""

import numpy as np
import solara

from dashboard import levers
from dashboard.acting import act
from dashboard.choices import LETTERS, Choices, library_scenario, scenario_with
from dashboard.live.cells import Asked, in_rounds
from dashboard.pages.templates import fill
from dashboard.parts import Block
from dashboard.visit import Visit
from dashboard.words import route_names, say
from experiments import provenance
from experiments.findings import Finding, finding
from experiments.report import badge_class
from sim.comparison import PLACE_OF, effect_of
from sim.outcomes import MAIN, OUTCOMES
from sim.words import Language

PAIRS, FIRST_PAIRS = 40, 4  # paired runs of each setting, and of its first picture
COMPARED = ("severity", "dropout_share", "trust", "direction", "coordination_hours", "cost_euros")


@solara.component
def FourWorlds(visit: Visit) -> None:
    """When both the world and the policy were moved: which of the two moved the answer."""
    choices = visit.choices.value
    language = choices.language
    both = bool(choices.changed("world", "assumption")) and bool(choices.changed("policy"))
    resting = visit.comparing.waiting.value is None
    settings = (
        choices.without("world", "assumption", "policy"),
        choices.without("policy"),
        choices.without("world", "assumption"),
        choices,
    )
    scenarios = tuple(one.scenario_now() for one in settings)
    pairs = min(PAIRS, choices.pairs)

    def ask() -> None:
        if both and resting:
            visit.four.ask(Asked(scenarios, choices.seed, in_rounds(len(scenarios), pairs, FIRST_PAIRS), urgent=False))
        elif not both:
            visit.four.withdraw()

    solara.use_effect(ask, [both, resting, choices.settings, choices.seed, pairs])
    shown = visit.four.shown.value
    if not both or shown is None or shown.asked.scenarios != scenarios:
        return
    names = [say(f"four.{name}", language) for name in ("neither", "world", "policy", "both")]
    name = choices.outcome
    found = [finding_of(cell, name, language) for cell in shown.outcomes]
    Block(
        html=fill(
            "four_worlds.html",
            language,
            rows=list(zip(names, found)),
            routes=route_names(language),
            outcome=OUTCOMES[name].label.to(language),
            pairs=shown.outcomes.shape[1],
            badge_class=badge_class,
        )
    )


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
    pairs = min(PAIRS, choices.pairs)

    def ask() -> None:
        if scenarios and resting:
            visit.aside.ask(Asked(scenarios, choices.seed, in_rounds(len(scenarios), pairs, FIRST_PAIRS), urgent=False))

    solara.use_effect(ask, [scenarios, resting, choices.seed, pairs])
    shown = visit.aside.shown.value
    now = visit.comparing.shown.value
    table, columns = [], []
    if shown and now and shown.asked.scenarios == scenarios:
        pairs = shown.outcomes.shape[1]
        columns = [say("aside.now", language), *saved]
        cells = [now.comparison.outcomes[:pairs, :, [PLACE_OF[name] for name in MAIN]], *shown.outcomes]
        for name in COMPARED:
            table.append((OUTCOMES[name].label.to(language), [finding_of(cell, name, language) for cell in cells]))
    letters = [
        (letter, moved_words(choices.but(**saved[letter]._asdict())) if letter in saved else None) for letter in LETTERS
    ]
    html = fill("aside.html", language, letters=letters, table=table, columns=columns, pairs=pairs)
    Block(html=html, event_act=lambda data: act(visit, data))


def moved_words(choices: Choices) -> list[str]:
    """What some settings move, or that they move nothing."""
    language = choices.language
    lines = levers.changed_in_words(choices)
    if choices.changes is not None:
        lines += provenance.changes_in_words(choices.scenario_now(), language)
    return [provenance.title(choices.base, language), *(lines or [say("changed.nothing", language)])]
