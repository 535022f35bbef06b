"""What makes a run the same run: the rules, every number that goes in, the route and the seed. Nothing else.

A run that is on disk under its identity need never be run again, whatever experiment asks for it.
"""

import hashlib
import json
from collections.abc import Sequence
from functools import cache

from sim.parameters import parameters
from sim.region import change_weeks, settings_by_stretch
from sim.scenario import SIZES, Scenario
from sim.structures import STRUCTURES
from sim.version import code_version

LETTERS = 12  # of the version of the model
ID_LETTERS = 24  # of a run: 96 bits, so that among a million runs two are never mixed up
# The third for the effect sizes that a pair's row keeps, the last for what pairs have in common.
OF_A_PAIR = ("sim.run", "sim.outcomes", "sim.comparison", "sim.histories")
PAIR_ROUTE = "shared_plan"  # whose run carries what is known of the pair as a whole


@cache
def model_version() -> str:
    """What the rules and declared values are, in twelve hexadecimal digits.

    Of the code of ``sim``, what a pair of runs imports counts, as it is understood by Python: comments, docstrings and
    layout do not. What a parameter is called, where it comes from and how far it may go do not count either; its value
    does.
    """
    digest = hashlib.sha256(code_version(OF_A_PAIR).encode())
    for name, one in parameters().items():
        if one.extension:  # its text is part of what each run with it is
            continue
        digest.update(f"{name} {one.field} {one.index} {one.value!r}\n".encode())
    return digest.hexdigest()[:LETTERS]


class Identities:
    """The identities of all runs of one scenario.

    Args:
        scenario: what is run.
        routes: on which routes.
        model: by whose rules (``experiments/store/own_model.py``); empty for the engine's.
    """

    def __init__(self, scenario: Scenario, routes: tuple[str, ...], model: str = "") -> None:
        own = f" {model}" if model else ""
        self.begun = [hashlib.sha256(f"{text}{own}".encode()) for text in as_texts(scenario, routes)]
        if routes == (PAIR_ROUTE,):  # its row lacks what is known of the pair: no pair may take it for its own
            self.begun[0].update(b" alone")

    def of(self, seed: int) -> tuple[str, ...]:
        """The identity of the run on each route, as hexadecimal digits."""
        found = []
        for begun in self.begun:
            digest = begun.copy()
            digest.update(f" {seed}".encode())
            found.append(digest.hexdigest()[:ID_LETTERS])
        return tuple(found)


def as_texts(scenario: Scenario, routes: Sequence[str]) -> list[str]:
    """Everything that decides a run but its seed, as one text for each route that is the same for the same run.

    A parameter at its declared value and a rule in its usual form are left out, so that naming it changes nothing. What
    is not lived counts neither: the name of a scenario and, on parallel routes, how many families would be offered a
    plan.
    """
    known = parameters()
    usual = {name: next(iter(structure.forms)) for name, structure in STRUCTURES.items()}
    forms = {name: form for name, form in sorted(scenario.structures.items()) if form != usual[name]}
    sizes = {name: getattr(scenario, name) for name in SIZES}
    extensions = [[one.name, one.digest] for one in scenario.extensions]
    told: dict[str, tuple[float, str]] = {}  # nearly all numbers are the same in all stretches, on both routes
    known_stretches: list[tuple[dict[str, float], str]] = []

    def in_text(settings: dict[str, float]) -> str:
        for same, text in known_stretches:
            if same == settings:
                return text
        moved = sorted(name for name, value in settings.items() if value != known[name].value)
        for name in moved:
            if name not in told or told[name][0] is not settings[name]:
                told[name] = settings[name], f'"{name}": "{float(settings[name])!r}"'
        known_stretches.append((settings, f"{{{', '.join(told[name][1] for name in moved)}}}"))
        return known_stretches[-1][1]

    texts = []
    for route in routes:
        stretches = ", ".join(map(in_text, settings_by_stretch(scenario, route)))
        first = json.dumps([model_version(), route, sizes, change_weeks(scenario)])
        last = json.dumps([forms, extensions] if extensions else [forms])
        texts.append(f"{first[:-1]}, [{stretches}], {last[1:]}")
    return texts
