"""The start page: both routes beside each other, with an answer in one sentence and what it rests on."""

import solara

from dashboard import levers
from dashboard.acting import act
from dashboard.choices import Choices
from dashboard.icons import hundred_families
from dashboard.live.comparing import Asked, Shown
from dashboard.pages.again import again_html
from dashboard.pages.beside import Aside, FourWorlds
from dashboard.pages.over_time import Pictures
from dashboard.pages.panel import BesideLevers
from dashboard.pages.templates import fill
from dashboard.parts import Block
from dashboard.visit import Visit
from dashboard.words import route_names, say
from experiments import provenance
from experiments.answer import balance, sentence
from experiments.findings import BADGES, findings
from experiments.language import say as say_of_models
from experiments.report import badge_class
from sim.region import ROUTES
from sim.words import Language

FIRST_FANS = ("severity", "trust", "direction", "standing_dropped_out")
MORE_FANS = ("overload", "alignment", "squeeze")
BESIDE_PAIRS, BESIDE_FIRST = 40, 4  # paired runs of settings beside each other, and of their first picture
BESIDE_OUTCOMES = ("severity", "dropout_share", "trust", "direction", "coordination_hours", "cost_euros")


@solara.component
def TwoRoutes(visit: Visit) -> None:
    """The page."""
    choices = visit.choices.value
    comparing = visit.comparing
    scenario = choices.scenario_now()
    solara.use_effect(
        lambda: comparing.ask(scenario, choices.pairs, choices.seed), [choices.settings, choices.pairs, choices.seed]
    )
    shown, failure = comparing.shown.value, comparing.failure.value
    stale = shown is not None and shown.asked != Asked(scenario, choices.pairs, choices.seed)
    answer = solara.use_memo(lambda: answer_html(shown, choices, comparing.before.value), [shown, choices])
    html = solara.use_memo(lambda: outcomes_html(shown, choices), [shown, choices])
    with BesideLevers(visit, first=True):
        if failure:
            Block(html=fill("failure.html", choices.language, failure=failure))
        if shown is None:
            Block(html=fill("awaited.html", choices.language))
        else:
            Block(html=answer, stale=stale)
            Block(html=html, stale=stale)
            Pictures(visit, shown, stale)
            FourWorlds(visit)
            Aside(visit)
            Block(html=again_html(shown, choices), stale=stale, event_act=lambda data: act(visit, data))


def answer_html(shown: Shown | None, choices: Choices, before: Shown | None) -> str:
    """The answer, what was changed for it, and whether the last move changed anything."""
    if shown is None:
        return ""
    language = choices.language
    return fill(
        "answer.html",
        language,
        sentence=sentence(shown.comparison, language),
        balance=balance(findings(shown.comparison, language)),
        pairs_words=say("two.pairs", language, there=shown.pairs, asked=shown.asked.pairs),
        notice=no_effect(shown, before, language),
        changed=levers.changed_in_words(choices),
    )


def outcomes_html(shown: Shown | None, choices: Choices) -> str:
    """Limits, a hundred families and the table of outcomes."""
    if shown is None:
        return ""
    language, comparison = choices.language, shown.comparison
    found = findings(comparison, language)
    hundred = hundred_families(comparison.fates)
    return fill(
        "two_routes.html",
        language,
        limits=[say(f"two.limit_{number}", language, **limit_numbers()) for number in (1, 2, 3)],
        routes=route_names(language),
        broke_off={route: hundred.broke_off(route) for route in ROUTES},
        fates=hundred.counts,
        main=[one for one in found if one.outcome.main],
        others=[one for one in found if not one.outcome.main],
        badges=[
            (say_of_models(f"badges.{one}", language), say_of_models(f"badges.meaning.{one}", language))
            for one in BADGES
        ],
        badge_class=badge_class,
    )


def limit_numbers() -> dict[str, int]:
    """How many numbers of the model rest on what."""
    grades = provenance.grades()
    return {"assumed": grades["assumed"], "parameters": sum(grades.values())}


def no_effect(shown: Shown, before: Shown | None, language: Language) -> str:
    """Said aloud when the last move changed nothing at all."""
    if (
        before is None
        or not shown.whole
        or before.pairs != shown.pairs
        or before.asked.scenario == shown.asked.scenario
    ):
        return ""
    same = (before.comparison.outcomes == shown.comparison.outcomes) | (
        (before.comparison.outcomes != before.comparison.outcomes)
        & (shown.comparison.outcomes != shown.comparison.outcomes)
    )
    return say("two.no_effect", language) if same.all() else ""
