"""What buttons and lists on the pages ask for, in one place: what they are called, and what the visit then does."""

from typing import Any

from dashboard.choices import LETTERS, LOOKED_AT, Settings, scenarios_on_offer
from dashboard.downloads import offer
from dashboard.parts.hearing import leave_out
from dashboard.policies import PRESETS
from dashboard.visit import Visit

CHOSEN = (*LOOKED_AT, "outcome", "across", "up", "difference", "route", "rules_of")  # set as a form says it


def act(visit: Visit, data: dict[str, Any]) -> None:
    """What a button or list on a page asks for; what is not on offer is left out."""
    asked, value = data["do"], data["value"]
    now = visit.choices.peek()
    if asked == "keep" and value in LETTERS:
        visit.put_aside(value)
    elif asked == "preset" and value in PRESETS:
        visit.add_preset(value)
    elif asked == "turn":
        visit.turn(value)
    elif asked == "form":
        visit.take_form(data["name"], value)
    elif asked in ("pin", "unpin"):
        visit.pin(asked == "pin")
    elif asked == "let-go" and value in now.saved:
        visit.let_go(value)
    elif asked == "name-policy" and data["name"] in now.saved:
        visit.name(data["name"], value)
    elif asked == "take" and value in now.saved:
        visit.take_up(value)
    elif asked == "scenario" and value in scenarios_on_offer():
        visit.choose(now.but(**Settings(value, {}, None)._asdict(), town=""))
    elif asked == "stop-refining":
        visit.comparing.stop()
    elif asked == "brief":
        offer(visit, "brief", data["name"])
    elif asked == "go":
        visit.go_to(value)
    elif asked == "rules":
        visit.look_into(value)
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
