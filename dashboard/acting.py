"""What buttons and lists on the pages ask for, in one place: what they are called, and what the visit then does."""

from typing import Any

from dashboard.visit import Visit

LOOKED_AT = ("seed", "pairs", "outcome", "family", "week", "across", "up")  # set as a form says it


def act(visit: Visit, data: dict[str, Any]) -> None:
    """What a button or list on a page asks for."""
    asked, value = str(data.get("do", "")), str(data.get("value", ""))
    now = visit.choices.peek()
    if asked == "keep":
        visit.put_aside(value)
    elif asked == "take":
        visit.take_up(value)
    elif asked == "scenario":
        visit.choose(now.but(scenario=value, values={}, changes=None))
    elif asked == "stop-refining":
        visit.comparing.stop()
    elif asked == "copy":
        visit.hand_over("copy", value)
    elif asked in LOOKED_AT:
        visit.set(asked, value)
    elif asked == "reset-levers":
        visit.reset("world", "policy")
    elif asked == "reset-assumptions":
        visit.reset("assumption")
