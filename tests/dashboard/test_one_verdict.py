"""One setting gets one verdict and one set of numbers, wherever it is shown: twenty random settings, run once."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from charts.chart import Chart
from charts.chart import rows_of as rows_of_columns
from dashboard.choices import Choices
from dashboard.live.comparing import Asked
from dashboard.live.following import Shown
from dashboard.live.map import PAIRS_BY_STAGE, Map, map_of, read_map
from dashboard.pages.beside import finding_of
from dashboard.pages.break_even import area_words
from dashboard.pages.break_even_map import map_chart
from dashboard.pages.two_routes import answer_html, main_findings, outcomes_html
from experiments.analysis.effects import effects_of_cell, with_gains
from experiments.verdicts import CLOSE, STANDINGS
from reports.answer import sentences
from reports.comparison import report_html
from sim.comparison import PLACE_OF, Comparison, compare
from sim.outcomes import MAIN, OUTCOMES
from sim.parameters import parameters
from sim.region import ROUTES
from sim.scenario import load_scenario
from sim.words import LANGUAGES, Language
from tests.reports.test_report import Page

pytestmark = pytest.mark.slow

SETTINGS, STAGE = 20, 3
PAIRS = PAIRS_BY_STAGE[STAGE]  # as many as a map has at that stage
AXES = ("turnover_rate", "time_shortage")
JUDGED = [name for name in MAIN if OUTCOMES[name].better != "neither"]
SAID = {  # what headlines and answers say, by words that no other of them has
    "the shared plan keeps": "shared_plan",
    "the shared plan does better": "shared_plan",
    "parallel routes keep": "parallel",
    "parallel routes do better": "parallel",
    "to matter": "small",
    "too close to call": CLOSE,
    "both routes keep the same number": CLOSE,
    "changes nothing": CLOSE,
}


@dataclass(frozen=True)
class Row:
    """A row of a table on a page: what it shows, and how its badge looks; "clear, but small" has a comma."""

    cells: list[str]
    badge: str
    words: str

    @property
    def standing(self) -> str:
        """A route when it does better, or why neither does."""
        if self.badge == "close":
            return CLOSE
        return "small" if "," in self.words else self.badge.split()[-1]


def random_settings(number: int) -> dict[str, float]:
    """Half of the levers, anywhere within their ranges, in a small region."""
    rng = np.random.default_rng(number)
    levers = [one for one in parameters().values() if one.kind != "assumption" and one.unit != "number"]
    moved = {one.name: float(rng.uniform(one.low, one.high)) for one in levers if rng.random() < 0.5}
    return {**moved, "families": 30, "weeks": 52, "burn_in_weeks": 26}


@pytest.fixture(scope="module")
def settings() -> list[Comparison]:
    """Twenty random settings, each lived once."""
    almelo = load_scenario("almelo")
    return [compare(almelo.replace(**random_settings(number)), PAIRS) for number in range(SETTINGS)]


@pytest.fixture(scope="module")
def maps(settings) -> dict[str, Map]:
    """The same runs as the map of a page has them, place by place, over and over; by outcome."""
    asked = map_of(settings[0].scenario, *AXES, 0)
    values = np.array([main_values(settings[place % SETTINGS]) for place in range(len(asked.scenarios))])
    known = [name for name in JUDGED if np.isfinite(values[..., MAIN.index(name)]).all()]
    assert len(known) > len(JUDGED) / 2
    return {name: read_map(Shown(asked, values, asked.milestones()[STAGE]), *AXES, name) for name in known}


@pytest.fixture
def undrawn(monkeypatch):
    """A report with its tables, and without pictures in them."""
    monkeypatch.setattr(Chart, "svg", "")


def main_values(comparison: Comparison) -> np.ndarray:
    """The main outcomes of a comparison, shape (pairs, 2, len(MAIN))."""
    return comparison.outcomes[:, :, [PLACE_OF[name] for name in MAIN]]


def shown_of(comparison: Comparison) -> Shown:
    """The comparison as a visitor has it."""
    return Shown(Asked(comparison.scenario, PAIRS, 0, Choices(pairs=PAIRS)), comparison, PAIRS)


def rows_of(html: str, language: Language) -> dict[str, Row]:
    """The rows of the first table of outcomes on a page, by outcome."""
    table = re.split("<table class=.effects.", html)[1].split("</table>")[0]
    found = {}
    for line in re.findall(r"<tr[ >].*?</tr>", table, re.DOTALL)[1:]:
        row = Page(line)
        (badge,) = (one for one in row.all("span") if one.get("class", "").startswith("badge "))
        label = " ".join(row.all("th")[0]["text"].split())
        name = next(name for name in MAIN if label.startswith(OUTCOMES[name].label.to(language)))
        cells = [" ".join(re.sub("[()]", "", one["text"]).split()) for one in row.all("td")[:3]]
        found[name] = Row(cells, badge["class"].removeprefix("badge "), badge["text"])
    return found


def said(words: str) -> str:
    """The standing that a sentence tells."""
    (standing,) = {standing for told, standing in SAID.items() if told in words}
    return standing


def headline(comparison: Comparison, language: Language) -> str:
    """The sentence at the top of the page."""
    shown = shown_of(comparison)
    html = answer_html(shown, main_findings(shown, language), None, False, language)
    return next(one["text"] for one in Page(html).all("p") if one.get("class") == "sentence")


def below(comparison: Comparison, language: Language) -> str:
    """The page below it: icons and table."""
    shown = shown_of(comparison)
    return outcomes_html(shown, main_findings(shown, language), language)


def test_headline_table_four_worlds_report_and_experiment_give_one_verdict(settings, undrawn):
    seen = set()
    for comparison in settings:
        table = rows_of(below(comparison, "en"), "en")
        assert table == rows_of(report_html(comparison), "en")
        assert said(headline(comparison, "en")) == table["broke_off_share"].standing
        values = main_values(comparison)
        rows = effects_of_cell(values[:, :, [MAIN.index(name) for name in JUDGED]], JUDGED)
        for name, answer in zip(JUDGED, sentences(with_gains(pd.DataFrame(rows))), strict=True):
            assert said(answer) == table[name].standing
            assert finding_of(values, name, "en").badge_words == table[name].words
            seen.add(table[name].standing)
    assert seen == set(STANDINGS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_headline_and_icons_show_the_numbers_of_the_table(settings, language):
    for comparison in settings:
        html = below(comparison, language)
        row = rows_of(html, language)["broke_off_share"]
        figures = html.split("<figure")[1:]
        assert len(figures) == len(ROUTES)
        for cell, figure in zip(row.cells, figures, strict=False):
            assert f": {cell} " in figure.split("</figcaption>")[0]
            assert abs(figure.count('<svg class="lost"') - float(cell.replace(",", "."))) <= 0.5
        numbers = re.findall(r"\d+[.,]\d", headline(comparison, language))
        if row.standing != CLOSE:
            difference, *ends = re.findall(r"\d+[.,]\d", row.cells[2])
            assert (numbers[0], sorted(numbers[1:])) == (difference, sorted(ends))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_shows_the_verdicts_of_the_table(settings, maps, language):
    tables = [rows_of(below(one, language), language) for one in settings]
    for name, shown in maps.items():
        chart = map_chart(shown, Choices(across=AXES[0], up=AXES[1], outcome=name, language=language))
        for number, place in enumerate(rows_of_columns(chart.data["cells"])):
            row = tables[number % SETTINGS][name]
            sides = {"shared_plan": (5, 6), "parallel": (0, 1), "small": (2, 4), CLOSE: (3,)}
            assert place["step"] in sides[row.standing]
            assert (place["sign"] != "close") == (row.standing != CLOSE)
            assert row.words in place["told"] or row.standing == "small"
        area = area_words(shown, language).split(". ")[0]
        assert sum(int(one) for one in re.findall(r"(\d+) ?%", area)) == 100
