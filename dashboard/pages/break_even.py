"""Break-even: two levers at once, which route does better where, and where that turns."""

from typing import Any

import solara

from dashboard.address import JUDGED, levers
from dashboard.events import act
from dashboard.live.cells import Asked
from dashboard.live.map import Map, map_of, read_map
from dashboard.pages.break_even_map import here_words, key_of_colours, map_chart
from dashboard.pages.experiments import Experiments
from dashboard.pages.panel import BesideLevers
from dashboard.pages.templates import fill
from dashboard.parts import Block, Chart
from dashboard.visit import Visit
from dashboard.words import say
from experiments.in_words import label
from experiments.numbers import whole_parts
from experiments.verdicts import by_luck
from sim.outcomes import OUTCOMES
from sim.words import Language


@solara.component
def BreakEven(visit: Visit) -> None:
    """The page."""
    choices = visit.choices.value
    language = choices.language
    stopped, set_stopped = solara.use_state(False)
    asked: Asked = solara.use_memo(
        lambda: map_of(choices.scenario_now(), choices.across, choices.up, choices.seed),
        [choices.here, choices.across, choices.up, choices.seed],
    )
    solara.use_effect(lambda: set_stopped(False), [asked])
    solara.use_effect(lambda: None if stopped else visit.map.ask(asked), [asked, stopped])
    solara.use_effect(lambda: visit.map.withdraw, [])
    shown, done, failure = visit.map.shown.value, visit.map.done.value, visit.map.failure.value
    fits = shown is not None and axes_of(shown.asked) == axes_of(asked)
    stale = shown is not None and shown.asked != asked
    across, up, outcome = choices.across, choices.up, choices.outcome
    found = solara.use_memo(
        lambda: read_map(shown, across, up, outcome) if shown and fits else None, [shown, fits, across, up, outcome]
    )
    chart = solara.use_memo(lambda: map_chart(found, choices) if found else None, [found, choices])

    def page_act(data: dict[str, Any]) -> None:
        if data["do"] == "stop":
            set_stopped(True)
            visit.map.withdraw()
        elif data["do"] == "go-on":
            set_stopped(False)
        elif data["do"] == "turn":
            visit.choose(choices.but(across=choices.up, up=choices.across))
        else:
            act(visit, data)

    def take(data: dict[str, Any]) -> None:
        """Take the settings of a place."""
        across, up = data["value"]
        visit.messages.set([])
        visit.move({choices.across: across, choices.up: up})
        visit.messages.set(visit.messages.peek() or [say("map.taken", language)])

    with BesideLevers(visit):
        html = fill(
            "break_even.html",
            language,
            across=across,
            up=up,
            outcome=outcome,
            levers=[(one.name, label(one, language)) for one in levers()],
            outcomes=[(name, OUTCOMES[name].label.to(language)) for name in JUDGED],
            done=done,
            stopped=stopped,
            failure=failure,
            shares=area_words(found, language) if found else "",
            here=here_words(found, choices) if found else "",
        )
        Block(html=html, event_act=page_act)
        if chart is not None:
            Chart(chart=chart, stale=stale, event_pick=take).key("map")
        Block(html=key_html(found, language, take=True))
        Experiments(visit).key("experiments")


def key_html(shown: Map | None, language: Language, take: bool = False) -> str:
    """What the colours and lines of a map mean, and, if so, that a place can be taken."""
    steps = key_of_colours(shown, language) if shown else []
    return fill("break_even_note.html", language, take=take, steps=steps)


def axes_of(asked: Asked) -> tuple[Any, ...]:
    """What distinguishes maps of other levers: the settings at two of its corners, but for what both share."""
    first, last = asked.scenarios[0].settings, asked.scenarios[-1].settings
    return tuple(name for name in last if first.get(name) != last[name])


def area_words(shown: Map, language: Language) -> str:
    """How much of the map is whose, and what luck alone would give."""
    area = shown.found.area
    share = {name.replace(" ", "_"): part for name, part in zip(area, whole_parts(list(area.values())))}
    return f"{say('map.area', language, **share)} {by_luck(shown.found.mean.size, language)}"
