"""Where a result comes from: settings in words, seed, versions, and the command that makes it again."""

import os
import platform
import shlex
import subprocess
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.language import say
from sim import parameters
from sim.compiled import RULES_VERSION
from sim.parameters import Parameter
from sim.scenario import SIZES, Scenario, load_scenario, scenario_names
from sim.words import Language, in_form, names
from sim.workers import cores

if TYPE_CHECKING:
    import pandas as pd

LIBRARIES = ("numba", "numpy", "pandas", "scipy")


def versions() -> dict[str, str]:
    """Versions of the model, of its rules, and of the libraries that decide the numbers."""
    found = {"omtafel": model_version(), "rules": RULES_VERSION, "python": platform.python_version()}
    return found | {name: version_of(name) for name in LIBRARIES}


@cache
def version_of(name: str) -> str:
    """The installed version of a library; looked up once, because that means reading its description."""
    return metadata.version(name)


def model_version() -> str:
    """Version of Omtafel, when it was installed."""
    try:
        return version_of("omtafel")
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
    """The commit of the sources and whether nothing in them was changed since; empty outside a checkout.

    A repository that merely surrounds the virtual environment in which Omtafel is installed does not hold the sources.
    """
    return commit_of(Path(__file__))


def commit_of(file: Path) -> dict[str, str | bool]:
    """The commit of the repository that holds a file; empty when none does."""
    # in a hook of another repository these name that one
    without_git = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    questions = (
        ["ls-files", "--error-unmatch", file.name],
        ["rev-parse", "HEAD"],
        ["status", "--porcelain", "--untracked-files=no"],
    )
    options: dict[str, Any] = {"capture_output": True, "text": True, "timeout": 20, "check": True}
    try:
        _, head, changed = (
            subprocess.run(["git", *words], cwd=file.parent, env=without_git, **options).stdout for words in questions
        )
    except (OSError, subprocess.SubprocessError):
        return {}
    return {"commit": head.strip(), "clean": not changed.strip()}


def made(command: str) -> dict[str, Any]:
    """When, with which command, where and from which commit results are made."""
    return {"date": now(), "command": command, "machine": machine(), **commit()}


def settings_record(scenario: Scenario) -> dict[str, Any]:
    """A scenario as plain data: sizes, settings that differ from the declared ones, and changes over time."""
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "sizes": {name: getattr(scenario, name) for name in SIZES},
        "settings": dict(scenario.settings),
        "changes": [{"week": change.week, "set": dict(change.settings)} for change in scenario.changes],
    }


def title(scenario: Scenario, language: Language = "en") -> str:
    """What a scenario is called; its English title when it has no Dutch one."""
    return (scenario.title_nl if language == "nl" else "") or scenario.title or scenario.name


def why(scenario: Scenario, language: Language = "en") -> str:
    """What a scenario is for; in English when it does not say so in Dutch."""
    return (scenario.why_nl if language == "nl" else "") or scenario.why


def sizes_in_words(scenario: Scenario, language: Language = "en") -> str:
    """How much is looked at: families, regions, weeks."""
    families, regions, weeks, burn_in = (
        in_form(f"{size:,}", language)
        for size in (scenario.families, scenario.regions, scenario.weeks, scenario.burn_in_weeks)
    )
    return say(
        "settings.sizes",
        language,
        families=say("settings.family" if scenario.families == 1 else "settings.families", language, count=families),
        regions=say("settings.regions", language, count=regions) if scenario.regions > 1 else "",
        weeks=weeks,
        burn_in=burn_in,
    )


def settings_in_words(scenario: Scenario, language: Language = "en") -> list[str]:
    """What differs from the declared values, a line each."""
    known = parameters.parameters()
    return [
        say(
            "settings.differs",
            language,
            label=label(known[name], language),
            amount=amount(value, known[name], language),
            declared=amount(known[name].value, known[name], language),
        )
        for name, value in scenario.settings.items()
        if value != known[name].value
    ]


def changes_in_words(scenario: Scenario, language: Language = "en") -> list[str]:
    """What changes in a week, a line each."""
    known = parameters.parameters()
    return [
        say(
            "settings.changes",
            language,
            week=change.week,
            label=label(known[name], language).lower(),
            amount=amount(value, known[name], language),
        )
        for change in scenario.changes
        for name, value in change.settings.items()
    ]


def condition(scenario: Scenario, language: Language = "en") -> str:
    """The settings under which a sentence holds, in one line."""
    lines = [*settings_in_words(scenario, language), *changes_in_words(scenario, language)]
    return say(
        "settings.condition",
        language,
        title=title(scenario, language),
        sizes=sizes_in_words(scenario, language),
        lines="; ".join(lines or [say("settings.as_declared", language)]),
    )


def label(parameter: Parameter, language: Language = "en") -> str:
    """What a parameter is called, with the sector or life domain it is for."""
    member = f" ({member_in_words(parameter.member, language)})" if parameter.member else ""
    return f"{parameter.label.to(language)}{member}"


def member_in_words(member: str, language: Language) -> str:
    """A sector, a life domain, or the way from one life domain to another; English reads the key itself."""
    if language == "en":
        return member.replace("_", " ")
    known = names("sector") | names("domain")  # a school is both, by the same name
    one, *other = (known[name].to(language) for name in member.split("_to_"))
    return say("settings.way", language, one=one, other=other[0]) if other else one


def amount(value: float, parameter: Parameter, language: Language = "en") -> str:
    """A value with its unit, shares as per cents."""
    if parameter.is_share:
        percent = say("numbers.percent", language, number=in_form(f"{100 * value:g}", language))
        return percent + say(f"units.{parameter.unit}", language).removeprefix("%")
    number = in_form(f"{value:g}", language)
    if parameter.unit in ("number", "weight", "ratio"):
        return number
    return f"{number} {say(f'units.{parameter.unit}', language)}"


def command(scenario: Scenario, replicates: int, seed: int, language: Language = "en") -> str:
    """The command that makes a comparison again, in its language."""
    own = scenario.name not in scenario_names()
    base = Scenario(scenario.name) if own else load_scenario(scenario.name)
    sizes = {name: getattr(scenario, name) for name in SIZES if getattr(scenario, name) != getattr(base, name)}
    settings = {name: value for name, value in scenario.settings.items() if base.settings.get(name) != value}
    words = ["omtafel", "compare", f"{scenario.name}.toml" if own else scenario.name]
    words += ["--replicates", str(replicates), "--seed", str(seed)]
    for name, value in {**sizes, **settings}.items():
        words += ["--set", f"{name}={value!r}"]
    words += [] if language == "en" else ["--language", language]
    return shlex.join(words)


def grades() -> dict[str, int]:
    """How many parameters rest on what: measured, literature, expert, assumed."""
    counts = {"measured": 0, "literature": 0, "expert": 0, "assumed": 0}
    for parameter in parameters.parameters().values():
        counts[parameter.grade] += 1
    return counts


def correlation_in_words(effects: "pd.DataFrame", language: Language = "en") -> str:
    """What the pairing achieved: how closely both routes move together over the paired runs."""
    achieved = effects["correlation"].dropna()
    if achieved.empty:
        return say("pairing.unknown", language)
    median, low, high = (in_form(f"{one:.2f}", language) for one in (achieved.median(), achieved.min(), achieved.max()))
    return say("pairing.achieved", language, median=median, count=len(achieved), low=low, high=high)
