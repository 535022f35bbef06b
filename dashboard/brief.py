"""The page for the council of what is shown: what it says, for the file and for what a browser prints."""

import dataclasses

from dashboard import address
from dashboard.choices import Choices
from dashboard.link import BASE
from dashboard.live.comparing import Compared
from experiments import provenance
from reports.brief import Brief, brief_of
from sim.comparison import Comparison


def brief_shown(shown: Compared, now: Choices, base: str = "") -> Brief:
    """What the page says of what is shown.

    Args:
        shown: the picture.
        now: what is chosen: the language of the page, and what the municipality is called.
        base: the address of the server as the browser has it; nothing when that is not known, or is no address.
    """
    choices, scenario = shown.asked.choices, shown.asked.scenario
    own = choices.changes is not None
    named = dataclasses.replace(scenario, name=f"{now.stem}-scenario") if own else scenario
    command = provenance.command(named, shown.there, choices.seed, now.language, verb="brief")
    return brief_of(found_shown(shown, now), now.language, link_shown(shown, now, base), command=command)


def found_shown(shown: Compared, now: Choices) -> Comparison:
    """What was found, by the name of the municipality."""
    return dataclasses.replace(shown.found, scenario=now.titled(shown.found.scenario))


def link_shown(shown: Compared, now: Choices, base: str) -> str:
    """The address of the first page as it is shown; nothing where that of the server is not known."""
    choices = shown.asked.choices.but(language=now.language, town=now.town, saved={}, named={})
    return f"{base}/?{address.query(choices)}" if BASE.fullmatch(base) else ""
