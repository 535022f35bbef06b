"""Where a result comes from: settings, seed, versions, commit, and the command that makes it again."""

import os
import platform
import shlex
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from sim import parameters
from sim.compiled import RULES_VERSION
from sim.scenario import SIZES, Scenario, load_scenario, scenario_names
from sim.words import Language
from sim.workers import cores

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
    extensions = [{"name": one.name, "file": one.file, "text": one.text} for one in scenario.extensions]
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        **({"extensions": extensions} if extensions else {}),
        "sizes": {name: getattr(scenario, name) for name in SIZES},
        "settings": dict(scenario.settings),
        "structures": dict(scenario.structures),
        "changes": [{"week": change.week, "set": dict(change.settings)} for change in scenario.changes],
    }


def command(
    scenario: Scenario,
    replicates: int,
    seed: int,
    language: Language = "en",
    more: Sequence[str] = (),
    verb: str = "compare",
) -> str:
    """The command that makes a comparison again, or something else of its pairs, in its language.

    Args:
        scenario, replicates, seed, language: what was asked.
        more: words that it was asked with besides.
        verb: which command.
    """
    own = scenario.name not in scenario_names()
    base = Scenario(scenario.name) if own else load_scenario(scenario.name)
    sizes = {name: getattr(scenario, name) for name in SIZES if getattr(scenario, name) != getattr(base, name)}
    settings = {name: value for name, value in scenario.settings.items() if base.settings.get(name) != value}
    words = ["omtafel", *with_extensions(scenario), verb, f"{scenario.name}.toml" if own else scenario.name]
    words += ["--replicates", str(replicates), "--seed", str(seed)]
    for name, value in {**sizes, **settings}.items():
        words += ["--set", f"{name}={value!r}"]
    for name, form in scenario.structures.items():
        words += ["--set", f"{name}={form}"] if base.structures.get(name) != form else []
    words += [*more, *([] if language == "en" else ["--language", language])]
    return shlex.join(words)


def with_extensions(scenario: Scenario) -> list[str]:
    """The words of a command by which its scenarios are lived with the same extensions."""
    return [word for one in scenario.extensions for word in ("--with", one.file)]


def grades() -> dict[str, int]:
    """How many parameters rest on what: measured, literature, expert, assumed."""
    counts = {"measured": 0, "literature": 0, "expert": 0, "assumed": 0}
    for parameter in parameters.parameters().values():
        counts[parameter.grade] += 1
    return counts
