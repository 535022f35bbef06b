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
from sim.comparison import Comparison


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
    before = baseline_of(visit, shown)
    found = solara.use_memo(
        lambda: change(before, shown.found, choices.language) if before else None,
        [before, shown, choices.language],
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


def baseline_of(visit: Visit, shown: Compared) -> Comparison | None:
    """The comparison that the one shown is held against; None where nothing was changed, and before it is there."""
    choices = visit.choices.value
    before, asked = visit.baseline.shown.value, unhurried(choices)
    there = choices.here != choices.baseline and before is not None and before.asked == asked
    return before.found if there and before and shown.asked.seed == asked.seed else None


def ghost_of(visit: Visit, shown: Compared) -> Comparison | None:
    """The same as pictures show it: only over as many weeks, since some of them count over all weeks."""
    before = baseline_of(visit, shown)
    return before if before and before.scenario.weeks == shown.asked.scenario.weeks else None


def baseline_name(choices: Choices) -> str:
    """What the baseline is called: the title of its scenario."""
    return in_words.title(choices.but(**choices.baseline._asdict()).base, choices.language)
