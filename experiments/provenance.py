"""Where a result comes from: settings in words, seed, versions, and the command that makes it again."""

import platform
import shlex
import subprocess
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import pandas as pd

from sim import parameters
from sim.compiled import fingerprint
from sim.parameters import Parameter
from sim.scenario import SIZES, Scenario, load_scenario, scenario_names
from sim.workers import cores

LIBRARIES = ("numba", "numpy", "pandas", "scipy")
SOURCES = Path(__file__).parent


def versions() -> dict[str, str]:
    """Versions of the model, of its rules, and of the libraries that decide the numbers."""
    found = {"omtafel": model_version(), "rules": fingerprint(), "python": platform.python_version()}
    return found | {name: metadata.version(name) for name in LIBRARIES}


def model_version() -> str:
    """Version of Omtafel, when it was installed."""
    try:
        return metadata.version("omtafel")
    except metadata.PackageNotFoundError:
        return "not installed"


def today() -> str:
    """The date, as 2026-11-21."""
    return datetime.now(tz=UTC).date().isoformat()


def now() -> str:
    """The moment, as 2026-11-21T14:05:09+00:00."""
    return datetime.now(tz=UTC).isoformat(timespec="seconds")


def machine() -> str:
    """The machine: its name, system, kind of processor and cores."""
    return f"{platform.node()}, {platform.system()} {platform.machine()}, {cores()} cores"


@cache
def commit() -> dict[str, str | bool]:
    """The commit of the sources and whether nothing in them was changed since; empty outside a checkout."""
    try:
        head, changed = (
            subprocess.run(["git", *words], cwd=SOURCES, capture_output=True, text=True, timeout=20, check=True).stdout
            for words in (["rev-parse", "HEAD"], ["status", "--porcelain", "--untracked-files=no"])
        )
    except (OSError, subprocess.SubprocessError):
        return {}
    return {"commit": head.strip(), "clean": not changed.strip()}


def settings_record(scenario: Scenario) -> dict[str, Any]:
    """A scenario as plain data: sizes, settings that differ from the declared ones, and changes over time."""
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "sizes": {name: getattr(scenario, name) for name in SIZES},
        "settings": dict(scenario.settings),
        "changes": [{"week": change.week, "set": dict(change.settings)} for change in scenario.changes],
    }


def sizes_in_words(scenario: Scenario) -> str:
    """How much is looked at: families, regions, weeks."""
    families = f"{scenario.families:,} {'family' if scenario.families == 1 else 'families'} at the start"
    regions = f" in {scenario.regions:,} regions" if scenario.regions > 1 else ""
    return f"{families}{regions}, {scenario.weeks:,} weeks after {scenario.burn_in_weeks:,} weeks of usual care"


def settings_in_words(scenario: Scenario) -> list[str]:
    """What differs from the declared values, a line each."""
    known = parameters.parameters()
    return [
        f"{label(known[name])}: {amount(value, known[name])} (declared: {amount(known[name].value, known[name])})"
        for name, value in scenario.settings.items()
        if value != known[name].value
    ]


def changes_in_words(scenario: Scenario) -> list[str]:
    """What changes in a week, a line each."""
    known = parameters.parameters()
    return [
        f"From week {change.week}: {label(known[name]).lower()} {amount(value, known[name])}"
        for change in scenario.changes
        for name, value in change.settings.items()
    ]


def condition(scenario: Scenario) -> str:
    """The settings under which a sentence holds, in one line."""
    lines = [*settings_in_words(scenario), *changes_in_words(scenario)] or ["Everything as declared"]
    return f"{scenario.title or scenario.name} ({sizes_in_words(scenario)}). {'; '.join(lines)}."


def label(parameter: Parameter) -> str:
    """What a parameter is called, with the sector or life domain it is for."""
    member = f" ({parameter.member.replace('_', ' ')})" if parameter.member else ""
    return f"{parameter.label.en}{member}"


def amount(value: float, parameter: Parameter) -> str:
    """A value with its unit, shares as per cents."""
    if parameter.unit == "share":
        return f"{100 * value:g} %"
    return f"{value:g}" if parameter.unit in ("number", "weight", "ratio") else f"{value:g} {parameter.unit}"


def command(scenario: Scenario, replicates: int, seed: int) -> str:
    """The command that makes a comparison again."""
    own = scenario.name not in scenario_names()
    base = Scenario(scenario.name) if own else load_scenario(scenario.name)
    sizes = {name: getattr(scenario, name) for name in SIZES if getattr(scenario, name) != getattr(base, name)}
    settings = {name: value for name, value in scenario.settings.items() if base.settings.get(name) != value}
    words = ["omtafel", "compare", f"{scenario.name}.toml" if own else scenario.name]
    words += ["--replicates", str(replicates), "--seed", str(seed)]
    for name, value in {**sizes, **settings}.items():
        words += ["--set", f"{name}={value!r}"]
    return shlex.join(words)


def grades() -> dict[str, int]:
    """How many parameters rest on what: measured, literature, expert, assumed."""
    counts = {"measured": 0, "literature": 0, "expert": 0, "assumed": 0}
    for parameter in parameters.parameters().values():
        counts[parameter.grade] += 1
    return counts


def correlation_in_words(effects: pd.DataFrame) -> str:
    """What the pairing achieved: how closely both routes move together over the paired runs."""
    achieved = effects["correlation"].dropna()
    if achieved.empty:
        return "The pairing cannot be measured here: it takes several paired runs that differ."
    return (
        f"Both routes had the same families and the same luck. Over the paired runs their outcomes move together with "
        f"a correlation of {achieved.median():.2f} (median over {len(achieved)} outcomes, from {achieved.min():.2f} to "
        f"{achieved.max():.2f}); the closer to 1, the less a difference is luck."
    )
