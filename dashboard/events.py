"""What buttons and lists on the pages ask for, in one place: what they are called, and what the visit then does."""

from typing import Any

from dashboard.choices import LETTERS, LOOKED_AT, scenarios_on_offer
from dashboard.parts.hearing import leave_out
from dashboard.visit import Visit

CHOSEN = (*LOOKED_AT, "outcome", "across", "up")  # set as a form says it


def act(visit: Visit, data: dict[str, Any]) -> None:
    """What a button or list on a page asks for; what is not on offer is left out."""
    asked, value = data["do"], data["value"]
    now = visit.choices.peek()
    if asked == "keep" and value in LETTERS:
        visit.put_aside(value)
    elif asked == "take" and value in now.saved:
        visit.take_up(value)
    elif asked == "scenario" and value in scenarios_on_offer():
        visit.choose(now.but(scenario=value, values={}, changes=None))
    elif asked == "stop-refining":
        visit.comparing.stop()
    elif asked == "go":
        visit.go_to(value)
    elif asked == "copy":
        visit.hand_over("copy", value)
    elif asked in CHOSEN:
        visit.set(asked, value)
    elif asked == "reset-levers":
        visit.reset("world", "policy")
    elif asked == "reset-assumptions":
        visit.reset("assumption")
    else:
        leave_out("not on offer", data)
