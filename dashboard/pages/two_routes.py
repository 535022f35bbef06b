"""The start page: both routes beside each other, the answer in a sentence and a few figures, and what it rests on."""

from functools import partial

import numpy as np
import solara

from dashboard import levers
from dashboard.brief import brief_shown
from dashboard.choices import DIFFERENCES, Choices
from dashboard.events import act
from dashboard.live.comparing import Compared, Comparing, asked_for
from dashboard.pages.again import again_html
from dashboard.pages.beside import Aside, FourWorlds
from dashboard.pages.change import WhatItDoes, ghost_of
from dashboard.pages.how_sure import HowSure, WhatWouldChangeIt
from dashboard.pages.over_time import Pictures
from dashboard.pages.panel import BesideLevers
from dashboard.pages.templates import fill
from dashboard.parts import Block
from dashboard.visit import Visit
from dashboard.words import say
from experiments import provenance
from experiments.findings import Finding, findings
from experiments.headline import balance, figures, in_sentences, moving
from experiments.hundred import hundred_families
from experiments.verdicts import rule_in_words
from sim.comparison import Comparison
from sim.outcomes import MAIN, OUTCOMES
from sim.region import ROUTES
from sim.words import Language


@solara.component
def TwoRoutes(visit: Visit) -> None:
    """The page."""
    choices = visit.choices.value
    comparing = visit.comparing
    ask = partial(ask_for, comparing)
    solara.use_effect(lambda: visit.turn_to(ask), [])
    solara.use_effect(lambda: ask(choices), [choices.here, choices.pairs, choices.seed])
    shown, failure = comparing.shown.value, comparing.failure.value
    stale = shown is not None and shown.asked != asked_for(choices)
    language = choices.language
    every, set_every = solara.use_state(False)
    found = solara.use_memo(lambda: main_findings(shown, language), [shown, language])
    refining = comparing.waiting.value is not None
    before = comparing.before.value
    answer = solara.use_memo(
        lambda: answer_html(shown, found, before, refining, language, choices.town) if shown else "",
        [shown, before, refining, language, choices.town],
    )
    ghost, difference = ghost_of(visit, shown) if shown else None, choices.difference
    html = solara.use_memo(
        lambda: outcomes_html(shown, found, language, ghost, difference) if shown else "",
        [shown, language, ghost, difference],
    )
    others = solara.use_memo(
        lambda: others_html(shown, every, language, difference) if shown else "", [shown, every, language, difference]
    )
    brief = solara.use_memo(
        lambda: brief_html(shown, choices) if shown and not (refining or stale) else "",
        [shown, refining, stale, language, choices.town],
    )
    with BesideLevers(visit, first=True):
        Block(html=fill("what_it_is.html", language))
        Block(html=fill("failure.html", language, failure=failure) if failure else "")
        if shown is None:
            Block(html=fill("awaited.html", language))
        else:
            Block(html=answer, stale=stale, event_act=lambda data: act(visit, data))
            WhatItDoes(visit, shown, stale)
            WhatWouldChangeIt(visit, shown, stale)
            HowSure(visit, shown, stale)
            Block(html=html, stale=stale, event_act=lambda data: act(visit, data))
            Block(html=others, stale=stale, event_act=lambda data: set_every(data["do"] == "every"))
            Pictures(visit, shown, stale)
            FourWorlds(visit)
            Aside(visit)
            Block(html="" if refining or stale else brief)
            Block(html=again_html(shown, language), stale=stale, event_act=lambda data: act(visit, data))


def ask_for(comparing: Comparing, choices: Choices) -> None:
    """Ask what the page answers."""
    comparing.ask(asked_for(choices))


def main_findings(shown: Compared | None, language: Language) -> list[Finding]:
    """What was found for the main outcomes."""
    return findings(shown.found, language, MAIN) if shown else []


def answer_html(
    shown: Compared,
    found: list[Finding],
    before: Compared | None,
    refining: bool,
    language: Language,
    town: str = "",
) -> str:
    """The answer with its figures, what was changed for it, and whether the last move changed anything."""
    shows = figures(shown.found, language)
    return fill(
        "answer.html",
        language,
        sentences=in_sentences(shown.found, language),
        figures=shows,
        moving=moving(shows),
        balance=balance(found),
        there=shown.there,
        asked=shown.asked.pairs,
        refining=refining and not shown.whole,
        town=town,
        notice=no_effect(shown, before, language),
        changed=levers.changed_in_words(shown.asked.choices.but(language=language)),
    )


def outcomes_html(
    shown: Compared,
    found: list[Finding],
    language: Language,
    before: Comparison | None = None,
    difference: str = "absolute",
) -> str:
    """Limits, a hundred families, also as in the baseline where there is one, and the table of main outcomes."""
    hundred = hundred_families(shown.found.fates)
    then = hundred_families(before.fates) if before else hundred
    dropouts = next(one for one in found if one.outcome.name == "broke_off_share")
    was = findings(before, language, [dropouts.outcome.name])[0] if before else None
    return fill(
        "two_routes.html",
        language,
        grades=provenance.grades(),
        broke_off={
            route: (
                getattr(dropouts, route),
                getattr(was, route) if was else "",
                [*zip(hundred.broke_off(route), hundred.moved(route, then))],
            )
            for route in ROUTES
        },
        fates=hundred.counts,
        ghost=before is not None,
        found=found,
        difference=difference,
        differences=DIFFERENCES,
    )


def brief_html(shown: Compared, now: Choices) -> str:
    """What a browser prints of this page: the page for the council."""
    return fill("brief.html", now.language, said=brief_shown(shown, now), look=say("brief.look", now.language))


def others_html(shown: Compared, every: bool, language: Language, difference: str) -> str:
    """All other outcomes, when somebody asks for them, and what the badges mean."""
    return fill(
        "others.html",
        language,
        every=every,
        count=len(OUTCOMES) - len(MAIN),
        found=findings(shown.found, language, [name for name in OUTCOMES if name not in MAIN]) if every else [],
        difference=difference,
        rule=rule_in_words(language),
    )


def no_effect(shown: Compared, before: Compared | None, language: Language) -> str:
    """Said aloud when the last move changed nothing at all."""
    if before is None or not shown.whole or before.there != shown.there:
        return ""
    moved = before.asked.scenario != shown.asked.scenario
    same = np.array_equal(before.found.outcomes, shown.found.outcomes, equal_nan=True)
    return say("two.no_effect", language) if moved and same else ""
