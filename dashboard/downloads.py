"""What a visitor can take along: a report to print, the numbers, the scenario, and the map as an experiment."""

import dataclasses
from typing import TYPE_CHECKING

from charts.still import elsewhere
from dashboard.live.map import PAIRS_BY_STAGE, STEPS
from dashboard.words import say
from experiments.csv_files import csv_bytes
from experiments.findings import effects_table
from experiments.store.replay import as_toml, quoted
from reports.comparison import report_html
from sim.parameters import parameters
from sim.words import Language

if TYPE_CHECKING:
    from dashboard.visit import Visit

KINDS = ("report", "csv", "scenario", "experiment")


def kinds(language: Language) -> list[dict[str, str]]:
    """What there is to take along, by key and in words."""
    return [{"key": kind, "label": say(f"download.{kind}", language)} for kind in KINDS]


def offer(visit: "Visit", kind: str) -> None:
    """Hand over one of them, of what is shown now."""
    choices = visit.choices.peek()
    shown = visit.comparing.shown.now
    if kind == "scenario":
        scenario = dataclasses.replace(choices.scenario_now(), name="omtafel-scenario")
        visit.hand_over("omtafel-scenario.toml", as_toml(scenario))
    elif kind == "experiment":
        visit.hand_over("omtafel-experiment.toml", experiment_of(visit))
    elif shown is None:
        visit.messages.set([say("download.nothing_yet", choices.language)])
    elif kind == "report":
        with elsewhere():  # drawing holds Python's lock, which all visitors need
            html = report_html(shown.found, choices.language)
        visit.hand_over("omtafel-report.html", html, "text/html;charset=utf-8")
    elif kind == "csv":
        table = effects_table(shown.found, choices.language)
        visit.hand_over("omtafel-effects.csv", csv_bytes(table).decode(), "text/csv;charset=utf-8")


def experiment_of(visit: "Visit") -> str:
    """The break-even map as an experiment file: what is moved, from where to where, with how many pairs."""
    choices = visit.choices.peek()
    known = parameters()
    axes = [known[choices.across], known[choices.up]]
    question = say("download.question", "en", one=axes[0].label.en.lower(), other=axes[1].label.en.lower())
    fixed = {name: value for name, value in choices.values.items() if name not in (choices.across, choices.up)}
    lines = [
        f"question = {quoted(question)}",
        f"scenario = {quoted(choices.scenario)}",
        f"seed = {choices.seed}",
        f"replicates = {PAIRS_BY_STAGE[-1]}",
        *(["", "[set]"] if fixed else []),
        *(f"{name} = {value!r}" for name, value in fixed.items()),
        "",
        "[factors]",
        *(f"{one.name} = {{ grid = [{one.low:g}, {one.high:g}], steps = {STEPS + 1} }}" for one in axes),
        "",
        "[design]",
        'kind = "grid"',
    ]
    return "\n".join(lines) + "\n"
