"""Settings beside each other: was it the policy or the world, and what was put aside under letters."""

import numpy as np
import solara

from dashboard import levers
from dashboard.choices import LETTERS, Choices
from dashboard.events import act
from dashboard.live.cells import Asked, Cells, in_rounds
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
COMPARED = ("severity", "broke_off_share", "trust", "direction", "coordination_hours", "cost_euros")


@solara.component
def FourWorlds(visit: Visit) -> None:
    """When both the world and the policy were moved: which of the two moved the answer.

    Three settings are lived for it; the fourth, as now, is the comparison above, whose paired runs all of them get.
    """
    choices = visit.choices.value
    language = choices.language
    both = bool(choices.changed("world", "assumption") or choices.forms) and bool(choices.changed("policy"))
    now = visit.comparing.shown.value
    here = both and now is not None and now.asked == asked_for(choices)
    resting = visit.comparing.waiting.value is None
    settings = (
        choices.without("world", "assumption", "policy"),
        choices.without("policy"),
        choices.without("world", "assumption"),
    )
    scenarios = tuple(one.scenario_now() for one in settings)
    there = use_cells(visit.four, scenarios, choices.seed, now, here and resting)
    solara.use_effect(lambda: None if both else visit.four.withdraw(), [both])
    if not here or now is None or there is None:
        return
    names = [say(f"four.{name}", language) for name in ("neither", "world", "policy", "both")]
    name = choices.outcome
    found = [finding_of(cell, name, language) for cell in there]
    Block(
        html=fill(
            "four_worlds.html",
            language,
            names=names,
            found=found + findings(now.found, language, [name]),
            outcome=OUTCOMES[name].label.to(language),
            there=there.shape[1],
            pairs=now.there,
        )
    )


def use_cells(
    cells: Cells, scenarios: tuple[Scenario, ...], seed: int, now: Compared | None, wanted: bool
) -> np.ndarray | None:
    """Outcomes of settings, lived as often as what stands above them; None before there are any.

    Args:
        cells: where they are lived.
        scenarios, seed: the settings, and whose luck.
        now: what stands above them.
        wanted: whether they are asked for now.
    """
    asked = Asked(scenarios, seed, in_rounds(len(scenarios), now.there if now else 0, FIRST_PAIRS), urgent=False)
    solara.use_effect(lambda: cells.ask(asked) if wanted else None, [asked, wanted])
    shown = cells.shown.value
    return shown.found if shown and shown.asked == asked else None


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
    scenarios = tuple(one.ready() for one in saved.values())
    now = visit.comparing.shown.value
    there = use_cells(visit.aside, scenarios, choices.seed, now, bool(scenarios and now and resting))
    table, columns = [], []
    if there is not None and now:
        columns = [say("aside.now", language), *saved]
        for one in findings(now.found, language, COMPARED):
            cells = [finding_of(cell, one.outcome.name, language) for cell in there]
            table.append((one.label, [one, *cells]))
    letters = [
        (letter, moved_words(choices.but(**saved[letter]._asdict())) if letter in saved else None) for letter in LETTERS
    ]
    counts = {"there": 0 if there is None else there.shape[1], "pairs": now.there if now else 0}
    html = fill("aside.html", language, letters=letters, table=table, columns=columns, **counts)
    Block(html=html, event_act=lambda data: act(visit, data))


def moved_words(choices: Choices) -> list[str]:
    """What some settings move, or that they move nothing."""
    language = choices.language
    lines = levers.moved_in_words(choices) or [say("changed.nothing", language)]
    return [in_words.title(choices.base, language), *lines]
