"""What the visitor's change does: the baseline beside now, on each route."""

import solara

from dashboard.choices import Choices
from dashboard.events import act
from dashboard.live.comparing import Compared, unhurried
from dashboard.pages.templates import fill
from dashboard.parts import Block
from dashboard.visit import Visit
from experiments import in_words
from experiments.change import change


@solara.component
def WhatItDoes(visit: Visit, shown: Compared, stale: bool) -> None:
    """A sentence and a table, where something was changed; nothing where nothing was."""
    choices = visit.choices.value
    moved = choices.here != choices.baseline
    resting = visit.comparing.waiting.value is None
    asked = unhurried(choices)
    solara.use_effect(lambda: visit.baseline.ask(asked) if moved and resting else None, [asked, moved, resting])
    solara.use_effect(lambda: None if moved else visit.baseline.withdraw(), [moved])
    solara.use_effect(lambda: visit.baseline.withdraw, [])
    before = visit.baseline.shown.value
    here = before is not None and before.asked == asked and shown.asked.seed == asked.seed
    found = solara.use_memo(
        lambda: change(before.found, shown.found, choices.language) if here and before else None,
        [before if here else None, shown, choices.language],
    )
    if not moved:
        return
    html = fill(
        "change.html",
        choices.language,
        change=found,
        baseline=baseline_name(choices),
        pinned=choices.pinned is not None,
    )
    Block(html=html, stale=stale, event_act=lambda data: act(visit, data))


def baseline_name(choices: Choices) -> str:
    """What the baseline is called: the title of its scenario."""
    return in_words.title(choices.but(**choices.baseline._asdict()).base, choices.language)
