"""Pages as components, without a browser: they ask for runs, show them, and do what a visitor says."""

import re
import subprocess
import sys

import pytest
import solara

from dashboard import address, downloads
from dashboard.app import PAGES
from dashboard.choices import Choices
from dashboard.live.comparing import Asked, asked_for
from dashboard.live.following import Shown
from dashboard.live.seen import put, tell
from dashboard.pages.network import WORDS
from dashboard.pages.templates import environment, fill
from dashboard.pages.two_routes import main_findings, outcomes_html
from dashboard.parts import Block, Chart, Frame, Levers, MovingNetwork
from dashboard.uploads import LARGEST_UPLOAD
from dashboard.visit import Visit
from dashboard.words import say
from experiments.findings import findings
from experiments.hundred import hundred_families
from reports.comparison import report_html
from sim.comparison import compare
from sim.parameters import parameters
from sim.region import ROUTES
from sim.scenario import load_scenario, parse_scenario
from sim.words import LANGUAGES
from tests.reports.test_report import Page
from tests.waiting import until

SMALL = "families=30&weeks=60&burn_in_weeks=20&pairs=9"
FULL = {
    "two-routes": 6,
    "where-from": 1,
    "policies": 0,
    "break-even": 1,
    "family": 3,
    "network": 0,
    "assumptions": 0,
    "model": 0,
    "learn": 0,
}  # charts on a page


def picture(live):
    """What is shown now."""
    assert live.shown.value is not None
    return live.shown.value


@pytest.fixture
def shown():
    """Shows a page for a visit and takes it away again."""
    taken = []

    def show(page, visit):
        box, context = solara.render(PAGES[page](visit), handle_error=False)
        taken.append((context, visit))
        return box

    yield show
    for context, visit in taken:
        visit.leave()
        context.close()


def parts_of(widget) -> dict[str, list]:
    """Every part of a page, by the name of its Vue file."""
    parts: dict[str, list] = {}
    waiting = [widget]
    while waiting:
        one = waiting.pop()
        waiting += [child for child in getattr(one, "children", ()) if not isinstance(child, str)]
        if file := getattr(type(one), "template_file", None):
            parts.setdefault(str(file[1]), []).append(one)
    return parts


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_fills_itself_with_results(shown, page, language):
    visit = Visit(f"lang={language}&{SMALL}&time_shortage=0.2")
    box = shown(page, visit)
    until(lambda: len(parts_of(box).get("chart.vue", [])) >= FULL[page])
    if page in ("two-routes", "where-from"):
        was = say("ghost.words", language, told="").rstrip(" .")
        until(lambda: all(was in one.chart["words"] for one in parts_of(box)["chart.vue"]))
    if page == "network":
        until(lambda: "network.vue" in parts_of(box))
    html = " ".join(widget.html for widget in parts_of(box)["block.vue"])
    assert "{" not in html and "None" not in html.replace("None of", "")
    assert visit.messages.value == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_ways_are_drawn_in_the_colours_of_the_page_and_told(language):
    page = Page(fill("what_it_is.html", language))
    assert page.open == []
    drawings = [one for one in page.all("svg") if one.get("role") == "img"]
    assert [one["aria-label"] for one in drawings] == [
        say(f"what.{route}_picture", language) for route in ("parallel", "shared_plan")
    ]
    assert not [one for one in page.elements if {"fill", "stroke", "style"} & set(one)]
    told = [" ".join(one["text"].split()) for one in page.all("figcaption")]
    assert [one.split(" ")[0] for one in told] == (["Parallel", "One"] if language == "en" else ["Losse", "Eén"])
    assert "1Gezin1Plan" in told[1] and all(one.count(".") == 1 for one in told)


def test_while_the_rules_are_compiled_a_page_says_why_it_takes_long_until_it_shows_an_answer(shown, monkeypatch):
    monkeypatch.setitem(environment().globals, "compiled_before", lambda: True)
    assert say("frame.compiling", "nl") not in fill("awaited.html", "nl")
    monkeypatch.setitem(environment().globals, "compiled_before", lambda: False)
    visit = Visit(f"lang=nl&{SMALL}")
    monkeypatch.setattr(visit.comparing, "ask", lambda asked: None)  # whose answer takes half a minute
    box = shown("two-routes", visit)

    def told():
        return " ".join(widget.html for widget in parts_of(box)["block.vue"])

    assert say("frame.compiling", "nl") in told()
    monkeypatch.undo()
    visit.comparing.ask(asked_for(visit.choices.value))
    until(lambda: 'class="pairs"' in told())
    assert say("frame.compiling", "nl") not in told()


def test_the_table_tells_a_difference_absolutely_in_per_cent_or_both(shown):
    visit = Visit(f"lang=en&{SMALL}&time_shortage=0.4")
    box = shown("two-routes", visit)

    def table():
        return next((part for part in parts_of(box)["block.vue"] if 'id="table-title"' in part.html), None)

    def pressed(kind):
        return lambda: f'data-value="{kind}" aria-pressed="true"' in table().html

    until(table)
    assert "%" not in table().html.split("<table")[1] and 'id="difference-absolute"' in table().html
    for kind, columns in (("both", 2), ("relative", 1), ("absolute", 1)):
        table().vue_act({"do": "difference", "value": kind})
        until(pressed(kind))
        rows = table().html.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
        cells = [re.findall("<td.*?</td>", row, re.DOTALL) for row in rows]
        assert {len(row) for row in cells} == {3 + columns}
        assert all(("— <small>a scale" in row[-2]) == ("0 to 1" in line) for row, line in zip(cells, rows)) or (
            kind == "absolute"
        )
        assert visit.choices.value.difference == kind


def test_a_hundred_families_show_how_many_it_were_in_the_baseline():
    few = load_scenario("almelo").replace(families=20, weeks=20, burn_in_weeks=5)
    now, before = (
        compare(few.replace(time_shortage=0.9, dropout_base=parameters()["dropout_base"].high), 2),
        compare(few, 2),
    )
    one = Shown(Asked(now.scenario, 2, 0, Choices(pairs=2)), now, 2)
    html = outcomes_html(one, main_findings(one, "en"), "en", before)
    (was,) = findings(before, "en", ["broke_off_share"])
    hundred, then = hundred_families(now.fates), hundred_families(before.fates)
    more = 0
    for route, figure in zip(ROUTES, html.split("<figure")[1:], strict=True):
        assert figure.count(f"in the baseline {getattr(was, route)}") == 2  # read and heard
        moved = abs(sum(hundred.broke_off(route)) - sum(then.broke_off(route)))
        assert figure.split("</figure>")[0].count(' moved"') == moved
        more += moved
    assert more > 0 and say("two.moved", "en") in html
    assert " moved" not in outcomes_html(one, main_findings(one, "en"), "en")


@pytest.mark.slow
def test_where_the_gain_comes_from_is_one_press_away(shown):
    visit = Visit(f"lang=en&{SMALL}")
    went: list[str] = []
    visit.go_to = went.append
    box = shown("two-routes", visit)

    def answers():
        return [part for part in parts_of(box)["block.vue"] if 'id="to-where-from"' in part.html]

    until(answers)
    (asked,) = re.findall(r'id="to-where-from" data-do="(\w+)" data-value="([\w-]+)"', answers()[0].html)
    answers()[0].vue_act({"do": asked[0], "value": asked[1]})
    assert went == ["where-from"]
    assert went[0] in PAGES


@pytest.mark.slow
def test_moving_a_lever_asks_for_another_comparison(shown):
    visit = Visit(f"lang=en&{SMALL}")
    box = shown("two-routes", visit)
    until(lambda: visit.comparing.shown.value and visit.comparing.shown.value.whole)
    levers = parts_of(box)["levers.vue"][0]
    levers.vue_move({"name": "time_shortage", "value": 50})
    until(lambda: picture(visit.comparing).asked.scenario.value("time_shortage") == 0.5)
    until(lambda: picture(visit.comparing).whole)
    assert visit.comparing.before.value is not None
    until(lambda: any("Time shortage: 50 % instead of 0 %" in part.html for part in parts_of(box)["block.vue"]))


@pytest.mark.slow
def test_an_answer_with_the_same_figures_is_told_as_that_to_the_last_move(shown, monkeypatch):
    visit = Visit(f"lang=en&{SMALL}&shared_plan_share=0")
    first = visit.choices.value
    visit.choices.set(first.moved("coordinator_caseload", 12.0))
    before, now = (Shown(asked_for(one), compare(one.scenario_now(), 9), 9) for one in (first, visit.choices.value))
    monkeypatch.setattr(visit.comparing, "ask", lambda asked: None)
    tell(put([(visit.comparing.shown, before)]))
    box = shown("two-routes", visit)
    tell(put([(visit.comparing.before, before), (visit.comparing.shown, now)]))  # no page was drawn meanwhile
    assert any(say("two.no_effect", "en") in part.html for part in parts_of(box)["block.vue"])


def test_settings_beside_each_other_show_now_as_the_table_above_does(shown):
    visit = Visit(
        "lang=en&families=30&weeks=52&burn_in_weeks=20&pairs=45&time_shortage=0.5&plan_keeping=0.2&outcome=severity"
    )
    visit.put_aside("A")
    box = shown("two-routes", visit)
    until(lambda: all(live.shown.value and live.shown.value.whole for live in (visit.four, visit.aside)))

    def block(words):
        return next((part.html for part in parts_of(box)["block.vue"] if words in part.html), "")

    until(lambda: block("the others have 45 of its 45") and block("letters from 45 of 45"))

    def row(line):
        return [re.sub("<[^>]*>", "", cell) for cell in re.findall("<td.*?</td>", line)]

    severity = row(block("table-title").split("<tr")[2])
    assert row(block("four-title").split("<tr")[5]) == severity
    assert row(block("aside-title").split("<tr")[2]) == [severity[2], severity[2]]  # now, and the same put aside


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("time_shortage", 400, "Time shortage: 400 % is outside 0 % to 95 %; nothing was changed."),
        ("time_shortage", "much", "Time shortage: “much” is no number; nothing was changed."),
        ("families", 10**9, "Families: 1,000,000,000 is outside 20 to 1,000; nothing was changed."),
        ("families", "30.5", "Families: 30.5 is no whole number; nothing was changed."),
    ],
)
def test_what_a_form_must_not_say_is_refused_and_said(name, value, said):
    visit = Visit("lang=en")
    visit.move({"turnover_rate": 30, name: value})
    assert visit.messages.value == [said]
    assert visit.choices.value == Choices()


def test_luck_is_refused_in_the_words_that_stand_beside_its_box():
    visit = Visit("lang=nl")
    visit.set("seed", "veel")
    assert visit.messages.value == ["Toeval (seed): ‘veel’ is geen getal; er is niets veranderd."]
    visit.set("pairs", "2.0")
    assert (visit.choices.value.pairs, visit.messages.value) == (2, [])


def test_fewer_weeks_than_a_change_needs_are_refused():
    visit = Visit("lang=en&scenario=budget_cut")
    visit.move({"weeks": "52"})
    assert "in week 52 a setting changes" in visit.messages.value[0]
    assert visit.choices.value.scenario_now().weeks == 156


def test_more_than_an_address_holds_is_refused():
    visit = Visit("lang=en")
    several = [one for one in parameters().values() if one.unit != "number"][:80]
    visit.choices.set(visit.choices.value.but(values={one.name: one.low + (one.high - one.low) / 7 for one in several}))
    for letter in ("A", "B", "C"):
        visit.put_aside(letter)
    assert "holds no more" in visit.messages.value[0]
    assert len(address.query(visit.choices.value)) <= address.LONGEST


HOSTILE = {
    "many names in a key": ".".join(["a"] * 31_000) + " = 1",
    "many names in a header": f"[{'.'.join(['a'] * 31_000)}]",
    "quoted names in a key": ".".join(['"a"'] * 15_000) + " = 1",
    "many digits": f"families = {'1' * 60_000}",
    "many hexadecimal digits": f"[set]\nturnover_rate = 0x{'f' * 60_000}",
    "digits with signs between them": f"families = {'1_' * 30_000}1",
    "nested": "a = " + "[" * 20_000,
    "half a letter": "a = '\ud800'",
    "a date": "families = 1979-05-27",
    "no file of the library": "extends = '/etc/hostname'",
    "a file beside": "extends = '../almelo.toml'",
    "a form that there is not": '[structure]\nbond = "grow"',
    "too many families": "extends = 'netherlands'",
    "too large": "#" * (LARGEST_UPLOAD + 1),
}


HOSTILE["a name of 60,000 letters"] = f"{'a' * 60_000} = 1"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_ends_in_one_sentence_on_the_page(text):
    visit = Visit("lang=en")
    visit.take_in("own.toml", text, len(text))
    assert len(visit.messages.value) == 1
    assert visit.messages.value[0].startswith("The file was not opened: ")
    assert len(visit.messages.value[0]) < 400
    assert visit.choices.value == Choices()


def test_a_file_from_notepad_is_opened():
    visit = Visit("lang=en")
    visit.take_in("own.toml", "\ufefffamilies = 60.0\n", 18)
    assert visit.choices.value.scenario_now().families == 60


def test_put_aside_and_taken_up_again():
    visit = Visit("lang=en&time_shortage=0.4&change=52:plan_keeping,0.2")
    before = visit.choices.value.here
    visit.put_aside("B")
    visit.reset()
    assert visit.choices.value.values == {} and visit.choices.value.changes is None
    visit.take_up("B")
    assert visit.choices.value.here == before
    visit.put_aside("E")  # there is no such letter
    assert set(visit.choices.value.saved) == {"B"}


def test_the_forms_of_rules_stay_as_they_are_opened_when_the_answer_comes(shown):
    visit = Visit(f"lang=en&{SMALL}")
    box = shown("assumptions", visit)

    def block(words):
        return next((part for part in parts_of(box)["block.vue"] if words in part.html), None)

    before = block('id="forms-title"')
    until(lambda: block('id="published-title"'))
    assert before is not None and block('id="forms-title"') is before


def test_a_closed_page_waits_for_nothing_any_more(shown):
    visit = Visit("lang=en&pairs=400")
    shown("two-routes", visit)
    until(lambda: visit.comparing.wish is not None)
    visit.leave()
    assert visit.comparing.wish is not None and visit.comparing.wish.withdrawn


def test_the_scenario_that_is_taken_along_is_the_one_that_is_shown():
    visit = Visit("lang=en&scenario=budget_cut&time_shortage=0.25&bond=grows")
    downloads.offer(visit, "scenario")
    own = parse_scenario(visit.offered.value["text"], "own")
    now = visit.choices.value.scenario_now()
    assert (own.settings, own.changes, own.families) == (dict(now.settings), now.changes, now.families)
    assert own.structures == {"bond": "grows"}


@pytest.mark.parametrize("more", ["", "&bond=grows&change=52:posts_funded,0.8"])
def test_the_map_that_is_taken_along_is_an_experiment_that_can_be_run(tmp_path, more):
    from experiments.specification.experiment import read_experiment

    asked = "lang=nl&time_shortage=0.25&plan_keeping=0.5&families=60&across=turnover_rate&up=joint_safety_plan"
    visit = Visit(asked + more)
    for kind in ("scenario", "experiment"):
        downloads.offer(visit, kind)
        name = visit.offered.value["name"]
        (tmp_path / name).write_text(visit.offered.value["text"], "utf-8")
    experiment, now = read_experiment(tmp_path / name), visit.choices.value.scenario_now()
    assert [len(one.values) for one in experiment.factors] == [11, 11]
    shown = experiment.scenario.structures, experiment.scenario.changes, experiment.scenario.value("plan_keeping")
    assert shown == (dict(now.structures), now.changes, 0.5)


@pytest.mark.slow
def test_the_report_that_is_taken_along_is_drawn_by_a_process_of_its_own(monkeypatch):
    visit = Visit("lang=nl")
    comparison = compare(load_scenario("almelo").replace(families=20, weeks=20, burn_in_weeks=5), 2)
    visit.comparing.shown.now = Shown(Asked(comparison.scenario, 2, 0, Choices(pairs=2)), comparison, 2)
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "vl_convert", None)  # drawing would hold the lock that all visitors need
        downloads.offer(visit, "report")
    assert visit.offered.value["text"] == report_html(comparison, "nl")


def test_there_is_nothing_to_take_along_before_the_first_result():
    visit = Visit("lang=nl")
    downloads.offer(visit, "csv")
    assert visit.messages.value == [say("download.nothing_yet", "nl")]


def test_the_moving_network_gets_all_its_words():
    from pathlib import Path

    import dashboard.parts

    text = (Path(dashboard.parts.__file__).parent / "network.vue").read_text("utf-8")
    assert set(re.findall(r"words\.(\w+)", text)) == {*WORDS, "routes"}


@pytest.mark.parametrize(
    ("component", "file"),
    [(Frame, "frame"), (Levers, "levers"), (Block, "block"), (Chart, "chart"), (MovingNetwork, "network")],
)
def test_every_part_has_its_file(component, file):
    from pathlib import Path

    import dashboard.parts

    text = (Path(dashboard.parts.__file__).parent / f"{file}.vue").read_text("utf-8")
    assert "<template>" in text and "module.exports" in text and callable(component)


@pytest.mark.slow
def test_pages_and_designs_begin_without_what_only_some_analyses_need():
    """A server starts within a few seconds; these libraries would take two more."""
    heavy = ["mesa", "scipy.stats", "scipy.optimize", "SALib", "sklearn"]
    code = f"import sys, dashboard.app, experiments.designs; print([one for one in {heavy} if one in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"
