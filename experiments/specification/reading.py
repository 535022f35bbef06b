"""Reading the parts of an experiment file: each is checked against what the model declares."""

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.designs import DESIGNS
from experiments.designs.worlds import WORLDS
from experiments.specification.forms import forms_beside
from experiments.specification.precision import Precision
from experiments.specification.problems import Problems, shown
from experiments.specification.spans import is_number
from sim.comparison import MOST_REPLICATES
from sim.extensions.declaring import ExtensionError
from sim.parameters import TOO_LARGE, nearest, whole
from sim.run import check_seed
from sim.scenario import SIZES, Scenario, ScenarioError, checked_settings, checked_size, load_scenario


class Reading:
    """The tables of one file, handed out part by part; whatever is wrong goes to `problems`.

    Args:
        table: the file as read.
        problems: where to note what is wrong.
        folder: where scenario files are looked for.
    """

    def __init__(self, table: Mapping[str, Any], problems: Problems, folder: Path) -> None:
        self.table = table
        self.problems = problems
        self.folder = folder

    def text(self, key: str, required: bool = True) -> str:
        """A text of the file."""
        value = self.table.get(key, "")
        if not isinstance(value, str):
            self.problems.add(f"{key} must be a text", key)
            return ""
        if required and not value.strip():
            self.problems.add(f"{key} is missing: say in a sentence what is asked", key)
        return value.strip()

    def names(self, key: str, known: tuple[str, ...], usual: tuple[str, ...]) -> tuple[str, ...]:
        """A list of names, each known and once; `usual` when the file has none."""
        value = self.table.get(key, list(usual))
        if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
            self.problems.add(f"{key} must be a list of names", key)
            return usual
        for number, name in enumerate(value):
            if name not in known:
                self.problems.add(f"{key}: unknown name {name!r}{hint(name, known)}", key)
            elif name in value[:number]:
                self.problems.add(f"{key}: {name} is named twice", key)
        return tuple(name for name in known if name in value) if key == "routes" else tuple(value)

    def seed(self) -> int:
        """The seed of the first replicate."""
        value = self.table.get("seed", 0)
        seed = whole(value)
        try:
            if seed is None:
                raise ValueError
            check_seed(seed)
            check_seed(seed + MOST_REPLICATES)
        except ValueError:
            self.problems.add(f"seed must be a whole number of ordinary size, not {shown(value)}", "seed")
            return 0
        return seed

    def seconds(self, key: str, usual: float) -> float:
        """A span of time above 0."""
        value = self.table.get(key, usual)
        if not is_number(value) or not 0 < value < TOO_LARGE:
            self.problems.add(f"{key} must be a number above 0, not {shown(value)}", key)
            return usual
        return float(value)

    def scenario(self) -> Scenario:
        """The scenario that the file names; an empty one when it cannot be read."""
        name = self.table.get("scenario", "almelo")
        if not isinstance(name, str):
            self.problems.add("scenario must be a name or the path of a TOML file", "scenario")
            return Scenario("none")
        try:
            return load_scenario(self.folder / name if name.endswith(".toml") else name, self.extensions())
        except ExtensionError as error:
            self.problems.add(str(error), "extensions")
        except ScenarioError as error:
            self.problems.add(str(error), "scenario")
        except (OSError, ValueError) as error:  # no name of a file
            why = error.strerror if isinstance(error, OSError) else error
            self.problems.add(f"scenario {shown(name)} cannot be read: {why}", "scenario")
        return Scenario("none")

    def extensions(self) -> list[str | Path] | None:
        """The extensions that the file names, beside which its own stand; None when it says nothing of them."""
        named = self.table.get("extensions")
        if named is None:
            return None
        if not isinstance(named, list) or not all(isinstance(one, str) for one in named):
            self.problems.add("extensions must be a list of Python files and names of installed ones", "extensions")
            return None
        return [self.folder / one if one.endswith(".py") else one for one in named]

    def with_settings(self, scenario: Scenario) -> Scenario:
        """A scenario with the settings of ``[set]``."""
        settings = self.settings(self.table.get("set", {}), "set")
        try:
            return scenario.replace(**settings)
        except ScenarioError as error:
            self.problems.add(str(error), "set")
            return scenario

    def settings(self, table: object, *path: str) -> dict[str, float]:
        """The parameters and sizes of a table, within their limits; `path` leads to the table."""
        if not isinstance(table, dict):
            self.problems.add(f"{path[-1]} must be a table of parameters", *path)
            return {}
        found = {}
        for name, value in table.items():
            try:
                found[name] = checked(name, value, path[-1])
            except ScenarioError as error:
                self.problems.add(str(error), *path, name)
        return found

    def policies(self, scenario: Scenario) -> dict[str, dict[str, float]]:
        """Named sets of settings; what does not go with the scenario is a problem."""
        tables = self.table.get("policies", {})
        if not isinstance(tables, dict):
            self.problems.add("policies must be tables: [policies.NAME]", "policies")
            return {}
        found: dict[str, dict[str, float]] = {}
        for name, table in tables.items():
            if not name.strip():
                self.problems.add("a policy needs a name", "policies")
            for other in found:
                if other.replace("_", " ") == name.replace("_", " "):
                    self.problems.add(f"policies {other!r} and {name!r} read the same", "policies", name)
            found[name] = self.settings(table, "policies", name)
            try:
                scenario.replace(**found[name])
            except ScenarioError as error:
                self.problems.add(str(error), "policies", name)
        return found

    def replicates(self) -> Precision:
        """How many replicates, or how precise."""
        value = self.table.get("replicates", 20)
        before = len(self.problems.found)
        if isinstance(value, dict):
            for key in value:
                if key not in ("at_least", "at_most", "half_width"):
                    known = ("at_least", "at_most", "half_width")
                    self.problems.add(f"replicates: unknown key {key!r}{hint(key, known)}", "replicates", key)
            at_least = self.count(value.get("at_least", 10), "replicates", "at_least")
            at_most = self.count(value.get("at_most", 200), "replicates", "at_most")
            if at_least > at_most:
                self.problems.add(f"replicates: at_least {at_least} is above at_most {at_most}", "replicates")
                at_most = at_least
            half_width = self.half_width(value.get("half_width", {}))
            if at_least < at_most and not half_width:
                if len(self.problems.found) == before:
                    self.problems.add("replicates: at_most without half_width: say how precise is enough", "replicates")
                at_most = at_least
            return Precision(at_least, at_most, half_width)
        number = self.count(value, "replicates")
        return Precision(number, number, {})

    def count(self, value: object, *path: str) -> int:
        """A number of replicates."""
        number = whole(value)
        if number is None or not 1 <= number <= MOST_REPLICATES:
            name = ".".join(path)
            self.problems.add(f"{name} must be a whole number from 1 to {MOST_REPLICATES:,}, not {shown(value)}", *path)
            return 1
        return number

    def half_width(self, table: object) -> dict[str, float]:
        """How wide the range around a mean may be, by outcome."""
        if not isinstance(table, dict):
            self.problems.add("half_width must be a table of outcomes", "replicates", "half_width")
            return {}
        found = {}
        for name, value in table.items():
            if not is_number(value) or not 0 < value < TOO_LARGE:
                message = f"half_width: {name} must be a number above 0, not {shown(value)}"
                self.problems.add(message, "replicates", "half_width", name)
            else:
                found[name] = float(value)
        return found

    def design(self) -> tuple[str, dict[str, int]]:
        """The kind of design and all its options."""
        table = self.table.get("design", {"kind": "grid"})
        if self.table_of_points():
            table = {"kind": "table", **(table if isinstance(table, dict) else {})}
        if not isinstance(table, dict) or not isinstance(table.get("kind"), str):
            self.problems.add(f"design needs a kind: {', '.join(DESIGNS)}", "design", "kind")
            return "grid", {}
        kind = table["kind"]
        if kind == "table" and not self.table_of_points():
            self.problems.add('a design of kind table needs a file: file = "points.csv"', "design", "kind")
            return "grid", {}
        if kind not in DESIGNS:
            self.problems.add(f"unknown kind of design {kind!r}{hint(kind, tuple(DESIGNS))}", "design", "kind")
            return "grid", {}
        options = {**DESIGNS[kind].options, "worlds": WORLDS}
        found = {name: usual for name, (usual, _, _) in DESIGNS[kind].options.items()}
        for name, value in table.items():
            if name in ("kind", "structures") or (name == "file" and kind == "table"):
                continue
            if name not in options:
                known = (*options, "structures")
                self.problems.add(f"design {kind}: unknown option {name!r}{hint(name, known)}", "design", name)
                continue
            _, low, high = options[name]
            number = whole(value)
            if number is None or not low <= number <= high:
                message = f"design {kind}: {name} must be a whole number from {low:,} to {high:,}, not {shown(value)}"
                self.problems.add(message, "design", name)
                continue
            found[name] = number
        try:
            DESIGNS[kind].check(found)
        except ValueError as error:
            option = str(error).split()[0]  # what is wrong is said of it
            self.problems.add(f"design {kind}: {error}", "design", option)
        return kind, found

    def table_of_points(self) -> Path | None:
        """The table that the design is to be read from; None when it is not from a table."""
        design = self.table.get("design")
        name = design if isinstance(design, str) and design not in DESIGNS else None
        if isinstance(design, dict) and design.get("kind") == "table":
            name = design.get("file")
        return self.folder / name if isinstance(name, str) and name.strip() and "\0" not in name else None

    def structures(self, scenario: Scenario) -> tuple[str, ...]:
        """The usual forms of rules and those put in their place, one at a time; none when the file names no others."""
        table = self.table.get("design")
        value = table.get("structures", ()) if isinstance(table, dict) else ()
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list | tuple) or not all(isinstance(one, str) for one in names):
            self.problems.add('structures must be "all", or a list of rules or their forms', "design", "structures")
            return ()
        try:
            return forms_beside(scenario, names) if names else ()
        except ValueError as error:
            self.problems.add(str(error), "design", "structures")
            return ()


def checked(name: str, value: object, where: str) -> float:
    """One parameter or size in its range, or a ``ScenarioError``."""
    if isinstance(value, int) and abs(value) >= TOO_LARGE:
        raise ScenarioError(f"{where}: {name} must be a number of ordinary size")
    return checked_size(name, value, where) if name in SIZES else checked_settings({name: value}, where)[name]


def hint(name: str, known: tuple[str, ...]) -> str:
    """The nearest name; where none is near and there are few, all of them."""
    near = nearest(name, list(known)) if known else ""
    if near or len(known) > 12:
        return near
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.3)
    return f" (did you mean {close[0]}?)" if close else f" (there are {', '.join(known)})" if known else ""
