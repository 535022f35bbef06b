"""The page for the council of what is shown: what it says, for the file and for what a browser prints."""

import dataclasses

from dashboard import address
from dashboard.link import BASE
from dashboard.live.comparing import Compared
from experiments import provenance
from reports.brief import Brief, brief_of
from sim.words import Language


def brief_shown(shown: Compared, language: Language, base: str = "") -> Brief:
    """What the page says of what is shown.

    Args:
        shown: the picture.
        language: of the page.
        base: the address of the server as the browser has it; nothing when that is not known, or is no address.
    """
    choices, scenario = shown.asked.choices.but(language=language, saved={}), shown.asked.scenario
    own = choices.changes is not None
    named = dataclasses.replace(scenario, name="omtafel-scenario") if own else scenario
    link = f"{base}/?{address.query(choices)}" if BASE.fullmatch(base) else ""
    command = provenance.command(named, shown.there, choices.seed, language, verb="brief")
    return brief_of(shown.found, language, link, command=command)
