"""Policies A to D beside each other: figures, what differs from the first, and what choosing each may cost."""

import solara

from charts.policies import policies_chart
from dashboard.choices import LETTERS, Choices
from dashboard.events import act
from dashboard.live.policies import beside, known, over_worlds
from dashboard.pages.beside import moved_words
from dashboard.pages.templates import fill
from dashboard.parts import Block, Chart
from dashboard.policies import PRESETS, names_of, policies_of, preset_name
from dashboard.visit import Visit


@solara.component
def ABCD(visit: Visit) -> None:
    """The page."""
    choices = visit.choices.value
    language = choices.language
    asked = beside(choices)
    scenarios = asked.scenarios
    solara.use_effect(lambda: visit.policies.ask(asked), [asked])
    solara.use_effect(lambda: visit.policies.withdraw, [])
    solara.use_effect(lambda: visit.regrets.withdraw, [])
    shown, failure = visit.policies.shown.value, visit.policies.failure.value
    here = shown is not None and shown.asked == asked
    whole = here and shown is not None and shown.whole
    several = len(scenarios) > 1
    worlds = solara.use_memo(lambda: over_worlds(scenarios, choices.seed) if several else None, [asked, several])
    solara.use_effect(
        lambda: visit.regrets.ask(worlds) if whole and worlds else visit.regrets.withdraw(), [worlds, whole]
    )
    _ = visit.regrets.shown.value
    found = solara.use_memo(
        lambda: known(visit.policies, visit.regrets, choices), [shown, visit.regrets.shown.now, choices, language]
    )
    # Around one block there would be nothing, and the buttons would be made anew whenever an answer is awaited: what is
    # pressed at that moment would be lost.
    with solara.Column():
        Block(
            html=fill(
                "policies_chosen.html",
                language,
                failure=failure,
                told=found.told if found else None,
                route=choices.route,
                presets=[(one, preset_name(one, language)) for one in PRESETS],
                full=len(scenarios) == len(LETTERS),
                chosen=chosen(choices),
                kept=bool(choices.saved),
            ),
            event_act=lambda data: act(visit, data),
        )
        if found is None:
            return
        awaited = visit.regrets.done.value if several and not found.regrets else None
        refined = None if shown is None or whole else (shown.there // len(scenarios), choices.pairs)
        Block(html=fill("policies_found.html", language, found=found, refined=refined, awaited=awaited))
        if several:
            chart = policies_chart(found.lines, found.names, language)
            around = {"tabindex": "0", "role": "region", "aria-label": chart.title}
            with solara.v.Html(tag="div", class_="scroll roomy", attributes=around):
                Chart(chart=chart).key("-".join(["policies", *found.names]))


def chosen(choices: Choices) -> list[tuple[str, str, str, list[str]]]:
    """Letter, name, the name that was given, and what is moved, for each policy."""
    return [
        (letter, name, choices.named.get(letter, ""), moved_words(choices.but(**settings._asdict())))
        for (letter, settings), name in zip(policies_of(choices).items(), names_of(choices), strict=True)
    ]
