"""What would change the answer, and how sure it is: looked for when the answer is there, and nobody waits for more."""

import numpy as np
import solara

from dashboard.choices import Choices
from dashboard.events import act
from dashboard.live.cells import Asked, in_rounds
from dashboard.live.comparing import Compared
from dashboard.live.turning import Asked as Turned
from dashboard.live.turning import nearest
from dashboard.pages.asking import use_answer
from dashboard.pages.templates import fill
from dashboard.parts import Block
from dashboard.visit import Visit
from dashboard.words import say
from experiments.findings import paired_differences
from experiments.headline import TRADED, figures, moving
from experiments.how_sure import agreements, sentence
from experiments.parameter_sets.kept import some_parameter_sets, with_parameter_set
from sim.across_structures import other_forms
from sim.outcomes import MAIN, OUTCOMES
from sim.scenario import Scenario

WORLDS, PAIRS = 20, 3


def asked_about(shown: Compared) -> str:
    """The outcome of which the answer is looked into: the first figure in which a route does better."""
    moved = moving(figures(shown.found))
    return moved[0].finding.outcome.name if moved else TRADED[0]


def turned(shown: Compared) -> Turned:
    """What would change the answer that is shown."""
    return Turned(shown.asked.scenario, shown.asked.seed, asked_about(shown))


@solara.component
def WhatWouldChangeIt(visit: Visit, shown: Compared, stale: bool) -> None:
    """The nearest turning points, looked for after a rest."""
    choices = visit.choices.value
    settled = shown.whole and not stale
    question = solara.use_memo(lambda: turned(shown), [shown])
    found, awaited = use_answer(visit.turning, question if settled else None)
    points = [
        (one.name, one.sentence(choices.language), say(f"grade.{one.declaration.grade}", choices.language))
        for one in nearest(found.found if found else ())
    ]
    outcome = OUTCOMES[question.outcome].label.to(choices.language)
    html = fill(
        "turns.html",
        choices.language,
        outcome=outcome[:1].lower() + outcome[1:],
        points=points,
        whole=found is not None and found.whole,
        awaited=awaited if settled else None,
    )
    Block(html=html, stale=stale, event_act=lambda data: act(visit, data))


@solara.component
def HowSure(visit: Visit, shown: Compared, stale: bool) -> None:
    """One switch that shows luck, numbers that nobody knows and rival theories apart."""
    language = visit.choices.value.language
    is_open, set_open = solara.use_state(False)
    settled = shown.whole and not stale
    asked = repeated(shown.asked.scenario, shown.asked.seed) if is_open and settled else None
    lived, awaited = use_answer(visit.sure, asked)
    name = solara.use_memo(lambda: asked_about(shown), [shown])
    found = agreed(shown, lived.found, name, visit.choices.value) if lived else []
    outcome = OUTCOMES[name].label.to(language)
    told = ""
    if found:
        effect = shown.found.effect(name)
        gain = effect["difference"] * (1 if OUTCOMES[name].better == "higher" else -1)
        told = sentence(found, "shared_plan" if gain > 0 else "parallel", outcome, language)
    html = fill("sure.html", language, open=is_open, found=found, sentence=told, awaited=awaited, lived=lived)
    Block(html=html, stale=stale, event_act=lambda data: set_open(data["do"] == "sure"))


def repeated(scenario: Scenario, seed: int) -> Asked:
    """The same settings in plausible worlds, and under every rival form of a rule, before nobody's first picture."""
    worlds = [with_parameter_set(scenario, one) for one in some_parameter_sets(WORLDS, scenario=scenario)]
    forms = [scenario.replace(structures={name: form}) for name, form in other_forms(scenario)]
    several = (*worlds, *forms)
    return Asked(several, seed, in_rounds(len(several), PAIRS), urgent=False)


def agreed(shown: Compared, lived: np.ndarray, name: str, choices: Choices) -> list:
    """How many of each kind have the same route ahead."""
    of_all = lived[..., MAIN.index(name)]
    differences = of_all[..., 1] - of_all[..., 0]
    now = paired_differences(shown.found)[name]
    return agreements(now, differences[:WORLDS], differences[WORLDS:], name, choices.language)
