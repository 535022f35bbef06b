"""A page that asks something of its own, and lets go of it when nobody looks any more."""

from typing import Any

import solara

from dashboard.live.following import Following, Shown


def use_answer(live: Following[Any, Any], asked: object) -> tuple[Shown | None, tuple[int, int] | None]:
    """Ask while there is a question, and let go of it without one or with the page: its answer, and how far it is."""
    solara.use_effect(lambda: live.ask(asked) if asked else live.withdraw(), [asked])
    solara.use_effect(lambda: live.withdraw, [])
    shown, awaited = live.shown.value, live.done.value
    return shown if shown is not None and shown.asked == asked else None, awaited
