"""A scenario: a region and its settings, read from a TOML file, checked, and never changed in silence.

A file may build on another (``extends``), set parameters (``[set]``) and change them in a given week
(``[[change]]``). Whatever is unknown, misspelt, impossible or not a number is refused with one line.
"""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from sim import parameters
from sim.extensions.loading import Extension, load_extensions
from sim.outcomes import outcomes_with
from sim.plots import Plot
from sim.shown import Shown
from sim.structures import STRUCTURES
from sim.user_file import tables_of, text_of

# The caps: what one run may ask of a machine. (low, high)
SIZES = {
    "families": (1, 1_200_000),
    "regions": (1, 2_000),
    "weeks": (1, 1_560),
    "burn_in_weeks": (0, 1_040),
}
TEXTS = ("title", "title_nl", "why", "why_nl", "extends")
LARGEST_REGION = 100_000


class ScenarioError(ValueError):
    """Something is wrong with a scenario; the message is one line that names what and where."""


@dataclass(frozen=True)
class Change:
    """Settings that hold from a week on."""

    week: int
    settings: Mapping[str, float]


@dataclass(frozen=True, repr=False)
class Scenario(Shown):
    """A region and its settings.

    Attributes:
        name: name of the file without its ending.
        title: what it is (English; ``title_nl`` Dutch).
        why: what it is for (English; ``why_nl`` Dutch).
        families: families at the start, over all regions together.
        regions: youth-care regions that run side by side.
        weeks: weeks that are looked at, from week 0.
        burn_in_weeks: weeks before that, which fill caseloads and lists.
        settings: parameters that differ from their declared values.
        structures: rival forms of rules that differ from the default, by structure.
        changes: settings that change in a given week, by week.
        extensions: mechanisms of others that it is lived with (``docs/extending.md``), by name.
    """

    name: str
    title: str = ""
    title_nl: str = ""
    why: str = ""
    why_nl: str = ""
    families: int = 174
    regions: int = 1
    weeks: int = 156
    burn_in_weeks: int = 156
    settings: Mapping[str, float] = field(default_factory=dict)
    structures: Mapping[str, str] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    extensions: tuple[Extension, ...] = ()
    plot = Plot()  # its picture, after ``import omtafel``

    def replace(self, **changes: Any) -> "Scenario":
        """The same scenario with other settings, whatever they are.

        Args:
            changes: parameters (``turnover_rate=0.4``), sizes (``weeks=52``) and forms (``structures={"bond":
                "grows"}``). A parameter that the scenario changes in a later week keeps that change.

        Raises:
            ScenarioError: one line that names the unknown or impossible setting.
        """
        where = f"scenario {self.name}"
        sizes = {name: value for name, value in changes.items() if name in SIZES}
        settings = {name: value for name, value in changes.items() if name not in (*SIZES, "structures")}
        forms = checked_forms(changes.get("structures", {}), where)
        numbers: dict[str, Any] = {name: checked_size(name, value, where) for name, value in sizes.items()}
        new = replace(
            self,
            settings={**self.settings, **checked_settings(settings, where)},
            structures={**self.structures, **forms},
            **numbers,
        )
        check_together(new, where)
        return new

    @property
    def outcomes(self) -> list[str]:
        """The names of all outcomes that its runs have: those of the model, then those of its extensions."""
        return outcomes_with(name for one in self.extensions for name in one.declared.outcomes)

    @property
    def numbers(self) -> list[parameters.Parameter]:
        """Every number that its rules read: those of the model, then those of its extensions."""
        there = {"", *(one.name for one in self.extensions)}
        return [one for one in parameters.parameters().values() if one.extension in there]

    def value(self, name: str) -> float:
        """The value of a parameter at week 0 before any change."""
        return self.settings.get(name, parameters.parameters()[name].value)

    def all_settings(self) -> list[tuple[str, float]]:
        """Every parameter that is set, with its value: at first, and in weeks that change it."""
        later = [pair for change in self.changes for pair in change.settings.items()]
        return [*self.settings.items(), *later]

    @property
    def heading(self) -> str:
        """Its name and how large it is."""
        several = f" in {self.regions:,} regions" if self.regions > 1 else ""
        return f"{self.name}, {self.families:,} families{several}, {self.weeks:,} weeks"

    def rows_shown(self) -> list[dict[str, object]]:
        """Every setting that differs from its declared value, and from which week on; then the forms of rules."""
        stretches = [("", self.settings), *((f"from week {one.week}", one.settings) for one in self.changes)]
        rows: list[dict[str, object]] = []
        for when, settings in stretches:
            for name, value in settings.items():
                one = parameters.parameters()[name]
                here = {"setting": name, "what": one.label.en, "value": value, "declared": one.value, "unit": one.unit}
                rows.append({**here, "when": when})
        for name, form in self.structures.items():
            rows.append(
                {"setting": name, "what": "form of a rule", "value": form, "declared": "", "unit": "", "when": ""}
            )
        return rows

    def families_of(self, region: int) -> int:
        """Families at the start in one region; regions differ by one at most."""
        share, rest = divmod(self.families, self.regions)
        return share + (1 if region < rest else 0)


AnyScenario = Scenario | str | Path  # what functions take that run one


def as_scenario(asked: AnyScenario) -> Scenario:
    """A scenario: itself, or the one of this name or path.

    Raises:
        ScenarioError: one line that says what can be given.
    """
    if isinstance(asked, Scenario):
        return asked
    if isinstance(asked, str | Path):
        return load_scenario(asked)
    raise ScenarioError(
        f"a scenario is needed, or the name of one such as 'almelo' (`omtafel scenarios` lists them), not {asked!r:.60}"
    )


def checked_settings(settings: Mapping[str, object], where: str) -> dict[str, float]:
    """Parameters within their limits, or a ``ScenarioError``; sizes are named as possible spellings too."""
    for name in settings:
        if name not in parameters.parameters():
            hint = parameters.nearest(name, [*parameters.parameters(), *SIZES])
            raise ScenarioError(f"{where}: unknown setting {name!r}{hint}")
    try:
        return parameters.check(settings, where)
    except ValueError as error:
        raise ScenarioError(str(error)) from None


def checked_forms(forms: object, where: str) -> dict[str, str]:
    """Forms by structure, or a ``ScenarioError`` that names the nearest one."""
    if not isinstance(forms, Mapping):
        raise ScenarioError(f"{where}: structures must be a table of structures and their forms")
    for name, form in forms.items():
        if name not in STRUCTURES:
            raise ScenarioError(f"{where}: unknown structure {name!r}{parameters.nearest(str(name), list(STRUCTURES))}")
        known = list(STRUCTURES[name].forms)
        if form not in known:
            raise ScenarioError(f"{where}: {name} has no form {form!r} (there are {', '.join(known)})")
    return dict(forms)


def checked_size(name: str, value: object, where: str) -> int:
    """A whole number within its cap, or a ``ScenarioError``."""
    low, high = SIZES[name]
    number = parameters.whole(value)
    if number is None:
        raise ScenarioError(f"{where}: {name} must be a whole number, not {value!r}")
    if not low <= number <= high:
        shown = f" = {number:,}" if abs(number) < parameters.TOO_LARGE else ""
        raise ScenarioError(f"{where}: {name}{shown} is outside {low:,} to {high:,}")
    return number


def check_together(scenario: Scenario, where: str) -> None:
    """What must hold between the parts of a scenario."""
    check_extensions(scenario, where)
    if scenario.regions > scenario.families:
        raise ScenarioError(f"{where}: {scenario.regions} regions need at least as many families")
    if scenario.families > scenario.regions * LARGEST_REGION:
        raise ScenarioError(
            f"{where}: {scenario.families:,} families need more regions (at most {LARGEST_REGION:,} families in each)"
        )
    for change in scenario.changes:
        if change.week >= scenario.weeks:
            last = scenario.weeks - 1
            raise ScenarioError(f"{where}: a change in week {change.week} comes after the last week, {last}")


def check_extensions(scenario: Scenario, where: str) -> None:
    """Refuse what belongs to an extension that the scenario is not lived with."""
    there = {"", *(one.name for one in scenario.extensions)}
    known = parameters.parameters()
    settings = [scenario.settings, *(change.settings for change in scenario.changes)]
    owners = {name: known[name].extension for one in settings for name in one}
    for name, owner in {**owners, **{name: STRUCTURES[name].extension for name in scenario.structures}}.items():
        if owner not in there:
            raise ScenarioError(f"{where}: {name} belongs to the extension {owner}, which this scenario does not have")


def scenario_names() -> list[str]:
    """Names of the scenarios in the library, the default first."""
    names = sorted(path.name.removesuffix(".toml") for path in library().iterdir() if path.name.endswith(".toml"))
    return sorted(names, key=lambda name: (name != "almelo", name))


def library() -> Traversable:
    """The folder of the scenario library."""
    return resources.files("scenarios")


def load_scenario(name_or_path: str | Path, extensions: Iterable[str | Path] | str | Path | None = None) -> Scenario:
    """Read a scenario from the library by name, or from a TOML file by path.

    Args:
        name_or_path: a name such as ``"almelo"``, or a path ending in ``.toml``.
        extensions: mechanisms of others that it is lived with: Python files, or names of installed ones. By default
            those that ``omtafel --with`` names, mostly none.

    Returns:
        The scenario with everything it builds on.

    Raises:
        ScenarioError: one line that names what is wrong and where.
        ExtensionError: one line that names file and line.
    """
    found = load_extensions(extensions)
    if found:
        from sim.rule_sets import rules_of  # all rules, which most readers of scenarios need later or never

        rules_of(found).check()
    return read(str(name_or_path), seen=(), extensions=found)


def read(
    name_or_path: str, seen: tuple[str, ...], beside: Path | None = None, extensions: tuple[Extension, ...] = ()
) -> Scenario:
    """Read one file and what it extends; `seen` are the files that led here, `beside` the folder of the last one."""
    source, name, folder = find(name_or_path, beside)
    identity = str(source)
    if identity in seen:
        chain = [*(Path(one).stem for one in seen), Path(identity).stem]
        raise ScenarioError(f"scenario {chain[0]}: extends in a circle: {' → '.join(chain)}")
    named = name_or_path if folder else f"scenario {name}"
    try:
        content = source.read_bytes()
    except OSError as error:
        raise ScenarioError(f"{named}: cannot be read: {error.strerror}") from None
    table = read_toml(content, named)
    where = f"{Path(str(source)).name}"
    base = Scenario(name=name, extensions=extensions)
    if "extends" in table:
        if not isinstance(table["extends"], str):
            raise ScenarioError(f"{where}: extends must be the name of a scenario")
        base = read(table["extends"], (*seen, identity), folder, extensions)
    return build(name, table, base, where)


def parse_scenario(text: str, name: str, extensions: tuple[Extension, ...] | None = None) -> Scenario:
    """A scenario from the text of a file; it may build on a scenario of the library, not on other files.

    Args:
        text: TOML.
        name: what the scenario is called.
        extensions: mechanisms of others; by default those that ``omtafel --with`` names.

    Raises:
        ScenarioError: one line that names what is wrong and where.
    """
    where = f"{name}.toml"
    table = read_toml(text, where)
    there = load_extensions(None) if extensions is None else extensions
    base = Scenario(name=name, extensions=there)
    if "extends" in table:
        if table["extends"] not in scenario_names():
            raise ScenarioError(f"{where}: extends must name a scenario of the library: {', '.join(scenario_names())}")
        base = read(table["extends"], seen=(), extensions=there)
    return build(name, table, base, where)


def find(name_or_path: str, beside: Path | None) -> tuple[Traversable | Path, str, Path | None]:
    """Where a scenario stands, its name, and its folder when it is a file of the user's."""
    if name_or_path.endswith(".toml"):
        path = Path(name_or_path)
        if beside is not None and not path.is_absolute():
            path = beside / path
        path = path.resolve()
        if not path.is_file():
            raise ScenarioError(f"scenario file {name_or_path} does not exist")
        return path, path.stem, path.parent
    known = scenario_names()
    if name_or_path not in known:
        close = difflib.get_close_matches(name_or_path, known, n=1, cutoff=0.4)
        hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
        raise ScenarioError(f"unknown scenario {name_or_path!r} ({hint})")
    return library() / f"{name_or_path}.toml", name_or_path, None


def read_toml(content: bytes | str, where: str) -> dict[str, Any]:
    """The tables of a TOML file, or a ``ScenarioError`` that names the line."""
    try:
        return tables_of(text_of(content) if isinstance(content, bytes) else content)
    except ValueError as error:
        raise ScenarioError(f"{where}: {error}") from None


def build(name: str, table: dict[str, Any], base: Scenario, where: str) -> Scenario:
    """A scenario from its own table and the one it builds on."""
    allowed = [*TEXTS, *SIZES, "set", "structure", "change"]
    for key in table:
        if key not in allowed:
            if key in parameters.parameters():
                raise ScenarioError(f"{where}: {key} is a parameter: write it under [set]")
            raise ScenarioError(f"{where}: unknown key {key!r}{parameters.nearest(key, allowed)}")
    texts = {key: table.get(key, "") for key in TEXTS if key != "extends"}
    for key, text in texts.items():
        if not isinstance(text, str):
            raise ScenarioError(f"{where}: {key} must be a text")
    settings = table.get("set", {})
    if not isinstance(settings, dict):
        raise ScenarioError(f"{where}: [set] must be a table")
    sizes: dict[str, Any] = {key: checked_size(key, table[key], where) for key in SIZES if key in table}
    scenario = replace(
        base,
        name=name,
        **texts,
        **sizes,
        settings={**base.settings, **checked_settings(settings, f"{where} [set]")},
        structures={**base.structures, **checked_forms(table.get("structure", {}), f"{where} [structure]")},
        changes=tuple(sorted((*base.changes, *changes_of(table, where)), key=lambda change: change.week)),
    )
    check_together(scenario, where)
    return scenario


def changes_of(table: dict[str, Any], where: str) -> list[Change]:
    """The ``[[change]]`` tables of a file."""
    entries = table.get("change", [])
    if not isinstance(entries, list):
        raise ScenarioError(f"{where}: write changes as [[change]] with week and set")
    changes = []
    for number, entry in enumerate(entries, start=1):
        here = f"{where} [[change]] {number}"
        if not isinstance(entry, dict) or "week" not in entry or "set" not in entry:
            raise ScenarioError(f"{here}: needs week and set")
        for key in entry:
            if key not in ("week", "set"):
                raise ScenarioError(f"{here}: unknown key {key!r}{parameters.nearest(key, ['week', 'set'])}")
        week = parameters.whole(entry["week"])
        if week is None or not 0 <= week < SIZES["weeks"][1]:
            raise ScenarioError(f"{here}: week must be a whole number from 0 on, not {entry['week']!r}")
        if not isinstance(entry["set"], dict):
            raise ScenarioError(f"{here}: set must be a table of parameters")
        settings = checked_settings(entry["set"], here)
        for name in settings:
            if parameters.parameters()[name].at_start:
                raise ScenarioError(f"{here}: {name} shapes the region at its start and cannot change in a week")
        changes.append(Change(week, settings))
    return changes
