"""The link to the first page of a dashboard with the settings of a scenario, from outside the dashboard."""

import re

from dashboard import address
from dashboard.choices import CAPS, Choices, base_value, brought, forms_beside, scenarios_on_offer, too_large
from sim.scenario import SIZES, Scenario
from sim.words import Language

BASE = re.compile(r"https?://[\w.:\[\]-]{1,200}(/[\w./~-]{0,90})?")  # where a dashboard is served


def checked_base(text: str) -> str:
    """The address at which a dashboard is served, without a slash at its end.

    Raises:
        ValueError: when it is none.
    """
    if not BASE.fullmatch(text):
        raise ValueError(f"{text[:60]!r} is no address such as https://omtafel.example.nl")
    return text.rstrip("/")


def address_of(scenario: Scenario, base: str, pairs: int, seed: int, language: Language) -> str:
    """The address that shows a scenario; nothing where its size or number of pairs is beyond the pages.

    Args:
        scenario: from the library, or one's own.
        base: where the dashboard is served.
        pairs, seed, language: of what is shown.
    """
    low, high = CAPS["pairs"]
    if too_large(scenario) or not low <= pairs <= high:
        return ""
    chosen = Choices(pairs=pairs, seed=seed, language=language)
    query = address.query(choices_of(scenario, chosen))
    return f"{base}/?{query}" if len(query) <= address.LONGEST and not address.read(query)[1] else ""


def choices_of(scenario: Scenario, chosen: Choices) -> Choices:
    """The choices with a scenario: what differs from that of the library, where it has one of that name."""
    if scenario.name not in scenarios_on_offer():
        return brought(scenario, chosen)
    base = chosen.but(scenario=scenario.name).base
    if scenario.changes != base.changes:
        return brought(scenario, chosen)
    sizes: dict[str, float] = {name: getattr(scenario, name) for name in SIZES}
    values = sizes | {name: scenario.value(name) for name in {*base.settings, *scenario.settings}}
    different = {name: value for name, value in values.items() if value != base_value(base, name)}
    return chosen.but(scenario=scenario.name, values=different, forms=forms_beside(base, scenario))
