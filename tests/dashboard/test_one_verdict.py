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
from experiments.headline import FIGURES, TRADED
from experiments.language import say
from experiments.verdicts import CLOSE, STANDINGS
from reports.answer import sentences
from reports.brief import brief_of
from reports.comparison import report_html
from sim.comparison import PLACE_OF, Comparison, compare
from sim.outcomes import MAIN, OUTCOMES, Figure
from sim.parameters import parameters
from sim.region import ROUTES
from sim.scenario import load_scenario
from sim.words import LANGUAGES, Language, in_form
from tests.reports.test_report import Page

pytestmark = pytest.mark.slow

SETTINGS, STAGE = 20, 3
PAIRS = PAIRS_BY_STAGE[STAGE]  # as many as a map has at that stage
AXES = ("turnover_rate", "time_shortage")
JUDGED = [name for name in MAIN if OUTCOMES[name].better != "neither"]
NUMBER = re.compile(r"\d[\d.,]*")
SAID = {  # what the answers of an experiment say, by words that no other of them has
    "the shared plan does better": "shared_plan",
    "parallel routes do better": "parallel",
    "too small to matter": "small",
    "too close to call": CLOSE,
}
# What the headline says of what no route does better in; a table calls the same in every pair too close to call.
REST = {
    "en": {"little changes in ": "small", "nothing changes in ": CLOSE, "For ": CLOSE},
    "nl": {"verandert weinig": "small", "verandert niets": CLOSE, "is er geen duidelijk verschil": CLOSE},
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


def value_of(number: str, language: Language) -> float:
    """The value of a number as it is written."""
    return float(in_form(number, language).replace(",", ""))


def figure_of(name: str) -> Figure:
    """How the headline shows an outcome."""
    figure = OUTCOMES[name].figure
    assert figure is not None
    return figure


def in_figure(name: str, shown: float) -> float:
    """A number of the table in the unit of the figure."""
    figure = figure_of(name)
    return shown / (100 if OUTCOMES[name].unit.startswith("share") else 1) * figure.times / figure.divided_by


def said(words: str) -> str:
    """The standing that a sentence tells."""
    (standing,) = {standing for told, standing in SAID.items() if told in words}
    return standing


def headline(comparison: Comparison, language: Language) -> Page:
    """The answer at the top of the page: its sentence and its figures."""
    shown = shown_of(comparison)
    return Page(answer_html(shown, main_findings(shown, language), None, False, language))


def sentence_of(page: Page) -> str:
    """The sentence of a headline."""
    return next(one["text"] for one in page.all("p") if one.get("class") == "sentence")


def figures_of(page: Page) -> dict[str, list[str]]:
    """The numbers of each figure of a headline, by outcome."""
    shown = [NUMBER.findall(one["text"]) for one in page.all("p") if one.get("class") == "numbers"]
    return dict(zip([name for place in FIGURES for name in place], shown, strict=True))


def told_of(sentence: str, name: str, language: Language) -> tuple[str, str]:
    """The standing that a headline tells of an outcome, and by how much it moves; without an amount nothing."""
    outcome = OUTCOMES[name]
    assert outcome.trade is not None
    trade, *rest = re.split(r"; |\. ", sentence.removesuffix("."))
    for more, words in ((True, outcome.trade.more), (False, outcome.trade.less)):
        pattern = re.escape(words.to(language)).replace(r"\{amount\}", r"([\d.,]+)")
        if found := re.search(rf"(?<!\w){pattern}(?!\w)", trade):
            return ("shared_plan" if more == (outcome.better == "higher") else "parallel"), "".join(found.groups())
    if sentence == say("answer.nothing", language):
        return CLOSE, ""
    (part,) = (one for one in rest if re.search(rf"(?<!\w){outcome.trade.called.to(language)}(?!\w)", one))
    (standing,) = (
        standing for said, standing in REST[language].items() if part.startswith(said) or part.endswith(said)
    )
    return standing, ""


def below(comparison: Comparison, language: Language) -> str:
    """The page below it: icons and table."""
    shown = shown_of(comparison)
    return outcomes_html(shown, main_findings(shown, language), language)


def test_table_four_worlds_report_and_experiment_give_one_verdict(settings, undrawn):
    seen = set()
    for comparison in settings:
        table = rows_of(below(comparison, "en"), "en")
        assert table == rows_of(report_html(comparison), "en")
        values = main_values(comparison)
        rows = effects_of_cell(values[:, :, [MAIN.index(name) for name in JUDGED]], JUDGED)
        for name, answer in zip(JUDGED, sentences(with_gains(pd.DataFrame(rows))), strict=True):
            assert said(answer) == table[name].standing
            assert finding_of(values, name, "en").badge_words == table[name].words
            seen.add(table[name].standing)
    assert seen == set(STANDINGS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_of_the_headline_tells_the_verdicts_of_the_table_and_the_steps_of_its_figures(settings, language):
    seen = set()
    for comparison in settings:
        table = rows_of(below(comparison, language), language)
        page = headline(comparison, language)
        sentence, shown = sentence_of(page), figures_of(page)
        for name in TRADED:
            standing, amount = told_of(sentence, name, language)
            assert standing == table[name].standing, (name, sentence)
            if amount:
                parallel, shared_plan = (value_of(one, language) for one in shown[name])
                assert value_of(amount, language) == pytest.approx(abs(shared_plan - parallel))
            seen.add(standing)
    assert seen == set(STANDINGS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_and_icons_show_the_numbers_of_the_table(settings, language):
    for comparison in settings:
        html = below(comparison, language)
        table = rows_of(html, language)
        page = headline(comparison, language)
        shown = figures_of(page)
        badges = [one for one in page.all("span") if one.get("class", "").startswith("badge ")]
        for (name, numbers), badge in zip(shown.items(), badges, strict=True):
            assert (badge["class"].removeprefix("badge "), badge["text"]) == (table[name].badge, table[name].words)
            for number, cell in zip(numbers, table[name].cells, strict=False):
                told = in_figure(name, value_of(cell, language))
                assert abs(value_of(number, language) - told) < 1.01 * 10 ** -figure_of(name).decimals
        row = table["broke_off_share"]
        hundreds = html.split("<figure")[1:]
        assert len(hundreds) == len(ROUTES)
        for cell, hundred in zip(row.cells, hundreds, strict=False):
            assert f": {cell} " in hundred.split("</figcaption>")[0]
            assert abs(hundred.count('<svg class="lost"') - value_of(cell, language)) <= 0.5
        assert shown["broke_off_share"] == row.cells[:2]


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
            equal = row.words == say("badges.equal", language)  # which a map counts as too close to call
            told = say("badges.too close to call", language) if equal else row.words
            assert told in place["told"] or row.standing == "small"
        area = area_words(shown, language).split(". ")[0]
        assert sum(int(one) for one in re.findall(r"(\d+) ?%", area)) == 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_for_the_council_has_the_sentences_the_figures_and_the_icons_of_the_page(settings, language):
    for one in settings:
        said, shown = brief_of(one, language), shown_of(one)
        found = main_findings(shown, language)
        answer = Page(answer_html(shown, found, None, False, language))
        (sentence,) = (part["text"] for part in answer.all("p") if part.get("class") == "sentence")
        assert " ".join(sentence.split()) == " ".join(said.sentences)
        numbers = [" ".join(part["text"].split()) for part in answer.all("p") if part.get("class") == "numbers"]
        assert [NUMBER.findall(part) for part in numbers] == [
            NUMBER.findall(f"{part.parallel} {part.shared_plan}") for part in said.figures
        ]
        outcomes = Page(outcomes_html(shown, found, language))
        told = [" ".join(part["text"].split()) for part in outcomes.all("figcaption")]
        assert [part.lower() for part in told] == [part.title.lower() for part in said.families]
        lost = sum(part.get("class") == "lost" for part in outcomes.all("svg"))
        assert lost == sum(part.picture.count('class="cross"') for part in said.families)
