"""The report is one page that needs nothing else, and that everybody can read."""

import re
from dataclasses import replace
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise

import numpy as np
import pytest

from charts import theme
from charts.fans import OTHER_LABELS
from charts.gains import group_gain
from charts.hours import KINDS, moved_in_words
from charts.scales import ticks
from experiments import findings, headline, provenance
from experiments.language import say
from reports.comparison import report_html
from sim.comparison import FANS, GAINS
from sim.names import TASKS
from sim.outcomes import OUTCOMES
from sim.scenario import load_scenario
from sim.words import LANGUAGES, in_form

pytestmark = pytest.mark.slow

VOID = {"meta", "line", "rect", "circle", "polygon", "polyline", "br", "link", "img"}


@lru_cache(32)
def read(text: str) -> "Page":
    """A page, which several tests look at."""
    return Page(text)


class Page(HTMLParser):
    """A page as a list of elements: tag, attributes, and the text inside."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[dict] = []
        self.open: list[dict] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        element = {"tag": tag, "text": "", "inside": [one["tag"] for one in self.open], **dict(attributes)}
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop()["tag"] == tag, f"</{tag}> closes something else"

    def handle_data(self, text):
        for element in self.open:
            element["text"] += text

    def all(self, tag: str) -> list[dict]:
        """Elements of a kind."""
        return [one for one in self.elements if one["tag"] == tag]


@pytest.fixture(scope="module")
def text(comparison) -> str:
    return report_html(comparison)


@pytest.fixture(scope="module")
def page(text) -> Page:
    page = Page(text)
    assert page.open == []
    return page


def test_the_same_comparison_gives_the_same_page(comparison, text):
    assert report_html(comparison) == text


def test_the_page_asks_nothing_of_the_network_and_runs_nothing(text, page):
    assert "://" not in text
    assert not re.search(r"url\(|@import|javascript:", text)
    assert not page.all("script")
    assert not page.all("link")
    for element in page.elements:
        assert not any(name in element for name in ("src", "srcset", "data", "action"))
        assert not any(name.startswith("on") for name in element if name != "open")
        assert element.get("href", "#").startswith("#")


def test_the_page_says_its_language_and_has_headings_in_order(page):
    assert page.all("html")[0]["lang"] == "en"
    levels = [int(one["tag"][1]) for one in page.elements if re.fullmatch("h[1-6]", one["tag"])]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_picture_has_a_text_alternative_and_a_table_behind_it(page):
    pictures = page.all("svg")
    ids = {one["id"]: one for one in page.elements if "id" in one}
    cards = len(FANS) + len(GAINS) + 1 + sum(one.main for one in OUTCOMES.values())
    assert len(pictures) == cards + 1  # hours are drawn for a desk, and for a telephone
    for picture in pictures:
        assert picture["role"] == "img"
        title, words = (ids[key]["text"] for key in picture["aria-labelledby"].split())
        assert len(title) > 5
        assert len(words) > len(title)
        assert re.search(r"\d", words)
    behind = [one for one in page.all("table") if "details" in one["inside"] and "figure" in one["inside"]]
    assert len(behind) == cards


def test_ids_are_unique_and_links_lead_somewhere(page):
    ids = [one["id"] for one in page.elements if "id" in one]
    assert len(ids) == len(set(ids))
    for element in page.elements:
        for key in (*element.get("aria-labelledby", "").split(), element.get("href", "#")[1:]):
            assert not key or key in ids


def test_every_table_has_a_caption_and_headings_for_rows_and_columns(page):
    tables = page.all("table")
    assert len(page.all("caption")) == len(tables)
    assert all(one["text"].strip() for one in page.all("caption"))
    assert all(one["scope"] in ("row", "col") for one in page.all("th"))


def test_the_page_answers_with_the_sentence_of_the_command_line(comparison, page):
    first = next(one for one in page.all("p") if one.get("class") == "sentence")
    assert first["text"] == headline.sentence(comparison)


def test_the_page_shows_the_figures_of_the_headline_with_their_badges(comparison, page):
    found = [one for place in headline.figures(comparison) for one in place]
    shown = [" ".join(one["text"].split()) for one in page.all("p") if one.get("class") == "numbers"]
    assert shown == [f"Parallel routes: {one.parallel} → Shared plan: {one.shared_plan}" for one in found]
    badges = [one["text"] for one in page.all("span") if one.get("class", "").startswith("badge ")][: len(found)]
    assert badges == [one.finding.badge_words for one in found]


def test_every_main_outcome_is_there_with_pairs_and_badge(comparison, page):
    rows = [" ".join(one["text"].split()) for one in page.all("tr")]
    for one in findings.findings(comparison):
        if one.outcome.main:
            row = next(text for text in rows if text.startswith(one.outcome.label.en) and one.badge_words in text)
            assert one.in_pairs in row
            assert one.difference in row


def test_the_settings_are_told_in_words_with_the_command_that_makes_it_again(comparison, page):
    words = " ".join(page.all("body")[0]["text"].split())
    assert "Time shortage: 20 % (declared: 0 %)" in words
    assert "From week 52: posts paid for 80 %" in words
    assert "4 paired runs from seed 5" in words
    assert comparison.scenario.why in words
    assert (
        "omtafel compare budget_cut --replicates 4 --seed 5 --set families=60 --set weeks=60 --set burn_in_weeks=10 "
        "--set time_shortage=0.2" in words
    )
    assert provenance.versions()["rules"] in words


def test_the_page_says_what_it_cannot_tell(page):
    words = " ".join(page.all("body")[0]["text"].split())
    for part in (
        "not a prediction",
        "no real family",
        "no forecast",
        "no ground for a budget",
        "−.05 and .40",
        "local data",
    ):
        assert part in words
    assert f"{provenance.grades()['assumed']} are assumed" in words


def test_a_scenario_cannot_write_in_the_page(comparison):
    bad = "<script>alert('1')</script>\"&"
    scenario = replace(comparison.scenario, name=bad, title=bad, why=bad)
    text = report_html(replace(comparison, scenario=scenario))
    assert "<script" not in text
    assert "&lt;script&gt;alert(" in text


def test_what_the_plan_takes_is_said_as_the_hours_say_it(made_up):
    hours = {"hours_preparation": (0.5, 10.0), "hours_round_table": (0.5, 9.24), "hours_contact": (55.6, 46.3)}
    taken = made_up(**hours, hours_idle=(20.0, 11.2), hours_safety=(1.0, 1.04))
    assert moved_in_words(taken) == (
        "With a shared plan, in hours for each family and year: more for coordination (+18.2); "
        "less for contact with families (−9.3), free time (−8.8)."
    )
    assert moved_in_words(taken, "nl").endswith("minder voor contact met gezinnen (−9,3), vrije tijd (−8,8).")
    assert moved_in_words(made_up(hours_idle=(9.0, 1.0))).endswith("more for none; less for free time (−8.0).")
    assert moved_in_words(made_up(hours_contact=(1.0, 2.0))).endswith("(+1.0); less for none.")
    assert "every task takes as many hours" in moved_in_words(made_up())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_says_where_the_hours_of_the_plan_come_from(comparison, language):
    assert moved_in_words(comparison, language) in unescape(report_html(comparison, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_hours_are_as_wide_as_their_card_and_their_colours_are_told_once(comparison, language):
    page = report_html(comparison, language)
    broad, narrow = (
        re.search(rf'<div class="when-{form}">(<svg.*?</svg>)</div>', page, re.DOTALL)[1]  # type: ignore[index]
        for form in ("broad", "narrow")
    )
    assert "max-width: none; min-width: 0px" in broad
    assert f'viewBox="0 0 {theme.SMALL:.1f} ' in narrow
    on_a_telephone = page[page.index("max-width: 700px") :].partition("@media print")[0]
    assert ".when-narrow { display: block; }" in on_a_telephone
    assert ".when-broad { display: none; }" in on_a_telephone
    for svg in (broad, narrow):
        drawn = re.findall(r"<text[^>]*>([^<]+)</text>", svg)
        assert len(drawn) > 4
        assert not [kind for kind in KINDS if say(f"hours.kind.{kind}", language) in drawn]
    table = page[page.index('<table class="tasks">') :].partition("</table>")[0]
    assert all(f"</span>{say(f'hours.kind.{kind}', language)}<" in table for kind in KINDS)


def test_every_task_belongs_to_one_kind_of_hours():
    tasks = [task for kind in KINDS.values() for task in kind]
    assert sorted(tasks) == sorted(TASKS)


def test_every_line_over_time_has_a_name():
    assert set(FANS) <= set(OUTCOMES) | set(OTHER_LABELS)


def test_a_page_can_be_made_of_one_paired_run_and_of_one_week(comparison):
    import sim

    scenario = sim.load_scenario("almelo").replace(families=5, weeks=1, burn_in_weeks=0)
    Page(report_html(sim.compare(scenario, replicates=1)))


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (-3.2, 8.0), (0.4801, 0.4803), (1e5, 9e5)])
def test_ticks_are_round_and_within_their_bounds(low, high):
    marks = ticks(low, high)
    assert 2 <= len(marks) <= 6
    assert low <= marks[0] < marks[-1] <= high


ENGLISH = """the and with for from families family better than paired shared range difference outcome hours care clear
    likely counted same more less settings weeks people none trust problems start middle mean value sure luck limits
    numbers behind picture task free group declared changes nothing times higher lower usual rules to are it"""
NUMBERS = re.compile(r"\(?[+−]?[\d.,]*\d( to [+−]?[\d.,]*\d\)?)?")


@pytest.fixture(scope="module")
def dutch(comparison) -> Page:
    return Page(report_html(comparison, "nl"))


def words_of(page: Page) -> str:
    """What people see and hear of a page, but for the command and the style."""
    seen = [one["text"] for one in page.elements if one["tag"] not in ("html", "head", "body", "style", "code")]
    heard = [one[name] for one in page.elements for name in ("aria-label", "data-label") if name in one]
    text = " ".join([*seen, *heard])
    for code in page.all("code"):
        text = text.replace(code["text"], "")
    return text


def vocabulary(text: str) -> set[str]:
    """The different words of a text."""
    return set(re.findall(r"\w+", text.lower()))


def test_the_dutch_page_says_its_language_and_nothing_in_english(dutch):
    assert dutch.all("html")[0]["lang"] == "nl"
    assert vocabulary(words_of(dutch)) & vocabulary(ENGLISH) == set()


def test_the_english_words_that_must_be_gone_are_words_of_the_english_page(page):
    assert vocabulary(ENGLISH) - vocabulary(words_of(page)) == set()


def test_both_languages_give_the_same_numbers(page, dutch):
    for tag in ("td", "text"):
        english = [one["text"].strip() for one in page.all(tag)]
        in_dutch = [one["text"].strip() for one in dutch.all(tag)]
        assert len(english) == len(in_dutch)
        numbers = [(before, after) for before, after in zip(english, in_dutch) if NUMBERS.fullmatch(before)]
        assert len(numbers) > 50
        for before, after in numbers:
            assert after == in_form(before, "nl").replace(" to ", " tot ")


def test_dutch_numbers_on_the_page_use_a_comma(dutch):
    for one in [*dutch.all("td"), *dutch.all("text"), *dutch.all("desc"), *dutch.all("li")]:
        assert not re.search(r"\d\.\d{1,2}(?!\d)", one["text"]), one["text"]


def test_the_dutch_page_answers_in_dutch_and_names_its_condition(comparison, dutch):
    first = next(one for one in dutch.all("p") if one.get("class") == "sentence")
    assert first["text"] == headline.sentence(comparison, "nl")
    assert "dit model" in first["text"]
    words = words_of(dutch)
    for part in ("geen voorspelling", "Tijdgebrek: 20 % (standaard: 0 %)", comparison.scenario.why_nl, "1Gezin1Plan"):
        assert part in words
    assert dutch.all("code")[0]["text"].endswith(" --language nl")


def test_every_outcome_is_on_the_dutch_page_as_it_is_called_there(comparison, dutch):
    rows = [" ".join(one["text"].split()) for one in dutch.all("tr")]
    for one in findings.findings(comparison, "nl"):
        assert any(row.startswith(one.label) and one.badge_words in row and one.in_pairs in row for row in rows)


@pytest.mark.parametrize(
    ("name", "weeks", "gain", "kind"),
    [
        ("stories_retold", 52, -0.12, "shared_plan"),
        (
            "stories_retold",
            156,
            -0.12,
            "",
        ),  # what is declared for a year of a family is three times that in three years
        ("stories_retold", 156, 0.32, "parallel"),
        ("ended_early", 156, -0.015, ""),  # of families, over the whole time
        ("ended_early", 156, -0.025, "shared_plan"),
        ("severity", 156, -0.025, "shared_plan"),
    ],
)
def test_what_single_families_gain_is_judged_by_what_matters_over_the_whole_time(comparison, name, weeks, gain, kind):
    luck = 0.001 * np.array([-1, 1] * 6)
    rows = [{"group": "ability", "level": "middle", "families": 9, name: one} for one in gain + luck]
    made_up = replace(comparison, scenario=load_scenario("almelo").replace(weeks=weeks), groups=rows)
    assert group_gain(made_up, "ability", "middle", name).verdict.better == kind
