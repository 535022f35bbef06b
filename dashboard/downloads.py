"""What a visitor can take along: a report to print, the numbers, the scenario, and the map as an experiment."""

from base64 import b64encode
from typing import TYPE_CHECKING

from charts.still import elsewhere
from dashboard.brief import brief_shown, found_shown, link_shown
from dashboard.choices import Choices
from dashboard.designs import experiment_text
from dashboard.live import policies
from dashboard.live.map import PAIRS_BY_STAGE, STEPS
from dashboard.words import say
from experiments.csv_files import csv_bytes
from experiments.findings import effects_table
from experiments.policies import Policies
from experiments.store.replay import as_toml
from experiments.versions import remark
from reports.brief_pdf import TooLong, brief_pdf
from reports.comparison import report_html
from reports.shared import shared_html
from sim.words import Language

if TYPE_CHECKING:
    from dashboard.live.comparing import Compared
    from dashboard.visit import Visit

PDF = "application/pdf"
KINDS = ("brief", "page", "report", "csv", "scenario", "experiment")


def kinds(language: Language) -> list[dict[str, str]]:
    """What there is to take along, by key and in words."""
    return [{"key": kind, "label": say(f"download.{kind}", language)} for kind in KINDS]


def offer(visit: "Visit", kind: str, base: str = "") -> None:
    """Hand over one of them, of what is shown now; a link on it begins with the address the page has in its browser."""
    choices = visit.choices.peek()
    shown = visit.comparing.shown.now
    if kind == "scenario":
        text = f"{remark()}\n{as_toml(choices.titled(choices.scenario_now()))}"
        visit.hand_over(f"{choices.stem}-scenario.toml", text)
    elif kind == "experiment":
        visit.hand_over(f"{choices.stem}-experiment.toml", experiment_of(visit))
    elif shown is None:
        visit.messages.set([say("download.nothing_yet", choices.language)])
    elif kind == "brief":
        hand_over_brief(visit, shown, base)
    elif kind in ("page", "report"):
        hand_over_page(visit, shown, kind, base)
    elif kind == "csv":
        table = effects_table(shown.found, choices.language)
        visit.hand_over(f"{choices.stem}-effects.csv", csv_bytes(table).decode(), "text/csv;charset=utf-8")


def hand_over_page(visit: "Visit", shown: "Compared", kind: str, base: str) -> None:
    """Hand over the report, or the page with charts that answer."""
    choices = visit.choices.peek()
    found = found_shown(shown, choices)
    beside = policies_shown(visit, choices)
    with elsewhere():  # drawing holds Python's lock, which all visitors need
        if kind == "report":
            html = report_html(found, choices.language, policies=beside)
        else:
            html = shared_html(found, choices.language, link_shown(shown, choices, base), policies=beside)
    visit.hand_over(f"{choices.stem}-{kind}.html", html, "text/html;charset=utf-8")


def hand_over_brief(visit: "Visit", shown: "Compared", base: str) -> None:
    """Hand over the page for the council."""
    try:
        page = brief_pdf(brief_shown(shown, visit.choices.peek(), base))
    except TooLong as error:
        visit.messages.set([str(error)])
        return
    visit.hand_over(f"{visit.choices.peek().stem}-brief.pdf", b64encode(page).decode(), PDF)


def policies_shown(visit: "Visit", choices: Choices) -> Policies | None:
    """The policies that were put beside each other, where they were lived."""
    found = policies.known(visit.policies, visit.regrets, choices)
    return found if found and len(found.names) > 1 else None


def experiment_of(visit: "Visit") -> str:
    """The break-even map as an experiment file: what is moved, from where to where, with how many pairs."""
    choices = visit.choices.peek()
    return experiment_text(choices, "map", PAIRS_BY_STAGE[-1], f"{choices.stem}-scenario.toml", steps=STEPS + 1)
