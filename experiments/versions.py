"""Which model something was made with: said in files and addresses, and read back.

What another model made opens with what there still is; the rest is left out, and named by whoever opens it.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from experiments.parameter_sets.kept import story
from experiments.provenance import model_version
from sim.parameters import parameters
from sim.scenario import SIZES, TEXTS, Scenario, build, parse_scenario, read_toml
from sim.structures import STRUCTURES

REMARK = re.compile(r"^# Omtafel \S+, model ([0-9a-f]{12})$", re.MULTILINE)
FORM = re.compile(r"[0-9a-f]{12}")


class Opened(NamedTuple):
    """A scenario from a file.

    Attributes:
        scenario: with what there still is.
        model: that the file was made with, where that is another one; else empty.
        gone: settings that this model does not know, by name.
    """

    scenario: Scenario
    model: str = ""
    gone: tuple[str, ...] = ()


def model() -> str:
    """What the model does, in twelve letters (``sim/behaviour.py``): other letters, other numbers."""
    return str(story()["behaviour"])


def remark() -> str:
    """The line of a file that says which model it was made with."""
    return f"# Omtafel {model_version()}, model {model()}"


def opened(text: str, name: str) -> Opened:
    """A scenario from the text of a file, whatever model it was made with.

    Raises:
        ScenarioError: as ``sim.scenario.parse_scenario``; only of what another model made unknown names are no error.
    """
    found = REMARK.search(text)
    if found is None or found[1] == model():
        return Opened(parse_scenario(text, name))
    table = read_toml(text, f"{name}.toml")
    kept, gone = {key: one for key, one in table.items() if key in KEYS}, [key for key in table if key not in KEYS]
    for key, known in (("set", parameters()), ("structure", STRUCTURES)):
        if isinstance(one := kept.get(key), dict):
            kept[key] = known_in(one, known, gone)
    if isinstance(changes := kept.get("change"), list):
        kept["change"] = [changed for one in changes if (changed := known_change(one, gone))]
    base = parse_scenario(f'extends = "{kept["extends"]}"' if kept.get("extends") else "", name)
    return Opened(build(name, kept, base, f"{name}.toml"), found[1], tuple(dict.fromkeys(gone)))


KEYS = (*TEXTS, *SIZES, "set", "structure", "change")


def known_in(table: Mapping[str, Any], known: Mapping[str, Any], gone: list[str]) -> dict[str, Any]:
    """What of a table is known; what is not is written down."""
    gone += [name for name in table if name not in known]
    return {name: value for name, value in table.items() if name in known}


def known_change(change: Any, gone: list[str]) -> Any:
    """A change in a week with the settings that are known; nothing when there are none, and what is none as it is."""
    if not isinstance(change, dict) or not isinstance(change.get("set"), dict):
        return change
    settings = known_in(change["set"], parameters(), gone)
    return {**change, "set": settings} if settings or not change["set"] else None
