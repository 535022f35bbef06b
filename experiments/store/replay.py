"""Living a failed run again: its scenario as a file, and the command that runs just that."""

import json
import shlex
from pathlib import Path

from experiments.store.parts import write_whole
from sim.scenario import SIZES, Scenario


def write_replay(folder: Path, run: str, scenario: Scenario) -> Path:
    """Write the scenario of a run as a file that any command takes.

    Args:
        folder: where to.
        run: its identity, which names the file.
        scenario: with everything the cell set.
    """
    path = folder / f"{run}.toml"
    write_whole(path, lambda unfinished: unfinished.write_text(as_toml(scenario), "utf-8"))
    return path


def as_toml(scenario: Scenario) -> str:
    """A scenario as the text of a file that builds on no other."""
    texts = {key: getattr(scenario, key) for key in ("title", "title_nl", "why", "why_nl")}
    lines = [f"{key} = {quoted(text)}" for key, text in texts.items() if text]
    lines += [f"{name} = {getattr(scenario, name)}" for name in SIZES]
    lines += ["", "[set]", *(f"{name} = {value!r}" for name, value in scenario.settings.items())]
    if scenario.structures:
        lines += ["", "[structure]", *(f"{name} = {quoted(form)}" for name, form in scenario.structures.items())]
    for change in scenario.changes:
        settings = ", ".join(f"{name} = {value!r}" for name, value in change.settings.items())
        lines += ["", "[[change]]", f"week = {change.week}", f"set = {{ {settings} }}"]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A text as TOML has it; JSON leaves one letter bare that TOML forbids."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def replay_command(replay: Path, route: str, seed: int) -> str:
    """The command that runs exactly one run of a failed pair."""
    words = ["omtafel", "run", str(replay), "--route", route, "--seed", str(seed)]
    return shlex.join([*words, "--out", str(replay.with_suffix(""))])
