"""The report of an experiment: whatever was asked, it answers, tells on what it rests, and says what is missing."""

import re
import warnings
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import experiments
from charts.amounts import key_of
from experiments import schedule as schedule
from experiments.results import Results
from experiments.running import pair, runner
from experiments.running.watcher import Watcher
from experiments.verdicts import STANDINGS, by_luck, rule_in_words, verdict_of_pairs
from reports.answer import answers, sentences
from reports.asked import asked_in_words
from reports.page import report_html, write_figures, write_page, write_report
from reports.sections import all_sections, break_even, curves, discovery, policies, single_route, variance, winners
from reports.sections.discovery import discovery_of
from sim.outcomes import OUTCOMES
from tests.experiments.experiment_files import problems_of, text_of
from tests.reports.test_report import read

pytestmark = pytest.mark.slow

SHOWN = 'outcomes = ["trust", "broke_off_share", "coordination_hours"]'
X, Y = "turnover_rate = [0.1, 0.2, 0.4]", "time_shortage = [0.0, 0.4, 0.8]"
RANGES = "[factors]\nturnover_rate = { range = [0.1, 0.7] }\ntime_shortage = { range = [0.0, 0.8] }"
CHOICE = "[policies.usual]\n[policies.warm]\nwarm_handover_weeks = 4"
DESIGNS = {
    "a single cell": ("", ""),
    "a single cell once": ("", "once"),
    "a grid of one factor": (f"[factors]\n{X}", ""),
    "a grid of two factors": (f"[factors]\n{X}\n{Y}", ""),
    "a grid of two factors once": (f"[factors]\n{X}\n{Y}", "once"),
    "a grid of three factors": (f"[factors]\n{X}\n{Y}\nwarm_handover_weeks = [0, 4]", ""),
    "a map in worlds": (f'[factors]\n{X}\n{Y}\n[design]\nkind = "worlds"\nworlds = 2', ""),
    "a curve in worlds": (f'[factors]\n{X}\n[design]\nkind = "worlds"\nworlds = 3', ""),
    "policies": (CHOICE, ""),
    "policies on a map": (f"[factors]\n{X}\n{Y}\n{CHOICE}", ""),
    "policies in worlds": (f'{CHOICE}\n[design]\nkind = "worlds"\nworlds = 3', ""),
    "latin_hypercube": (f'{RANGES}\n[design]\nkind = "latin_hypercube"\npoints = 24', ""),
    "policies and points": (f'{RANGES}\n{CHOICE}\n[design]\nkind = "latin_hypercube"\npoints = 24', ""),
    "sobol": (f'{RANGES}\n[design]\nkind = "sobol"\npoints = 4', ""),
    "morris": (f'{RANGES}\n[design]\nkind = "morris"\ntrajectories = 3', ""),
    "one_at_a_time": (f'{RANGES}\n[design]\nkind = "one_at_a_time"', ""),
    "a single route": (f"[factors]\n{X}", "one route"),
    "policies on a single route": (f'{CHOICE}\n[design]\nkind = "worlds"\nworlds = 2', "one route"),
    "what no way is better of": (f"[factors]\n{X}\n{Y}", "not judged"),
}
HEADINGS = {
    "a single cell": ["Who wins where"],
    "a grid of one factor": [
        "What differs as staff turnover moves",
        "Who wins where",
        "What differs, and what is luck",
    ],
    "a grid of two factors": ["Break-even", "Who wins where", "What differs, and what is luck"],
    "a grid of three factors": ["Break-even", "Who wins where", "What differs, and what is luck"],
    "a curve in worlds": ["What differs as staff turnover moves", "Who wins where", "What differs, and what is luck"],
    "policies in worlds": ["Policies: trust in care", "Policies: broke off care", "Who wins where"],
    "latin_hypercube": ["Where the shared plan loses", "Who wins where", "What differs, and what is luck"],
    "sobol": ["What the differences come from (Sobol)", "Where the shared plan loses", "Who wins where"],
    "morris": ["What moves the answer, wherever the others stand (Morris)", "Who wins where"],
    "one_at_a_time": ["What moves the answer, one at a time", "Who wins where"],
    "a single route": ["On parallel routes"],
    "policies on a single route": ["Policies: trust in care", "Policies: broke off care", "On parallel routes"],
}
MAPPED = "[factors]\nturnover_rate = { grid = [0.1, 0.7], steps = 7 }\ntime_shortage = { grid = [0.0, 0.8], steps = 5 }"
BAD = '</title><script>alert("1")</script><img src=x onerror=alert(2)>&'
ESCAPED = "&lt;script&gt;alert("


def written(design: str) -> str:
    """The file of an experiment."""
    tables, how = DESIGNS[design]
    top = f"replicates = {1 if how == 'once' else 2}\n{SHOWN}"
    if how == "one route":
        top += '\nroutes = ["parallel"]'
    if how == "not judged":
        top = 'replicates = 2\noutcomes = ["coordination_hours"]'
    return text_of(f'{top}\nexpected = "The plan, by far."', tables)


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """``results(design)``: what came out of an experiment of a kind."""
    found: dict[str, Results] = {}

    def of(design: str) -> Results:
        if design not in found:
            root = tmp_path_factory.mktemp("report") / "there"
            found[design] = experiments.run(written(design), root, workers=2, command="omtafel experiment run x.toml")
        return found[design]

    return of


@pytest.fixture(scope="module", params=DESIGNS)
def both(request, results) -> tuple[Results, str]:
    """Results of every kind with their page."""
    found = results(request.param)
    return found, report_html([found])


def headings(text: str) -> list[str]:
    """What a page has sections about."""
    return [one["text"] for one in read(text).all("h2")]


def answers_on(text: str) -> list[str]:
    """What a page says first."""
    (found,) = (one for one in read(text).all("ul") if one.get("class") == "answers")
    return [line.strip() for line in found["text"].splitlines() if line.strip()]


def failing(monkeypatch, **settings: float) -> None:
    """Every run in which these settings hold fails."""
    real = pair.live

    def live(start, scenario, route, between):
        if all(scenario.value(name) == value for name, value in settings.items()):
            raise ValueError(BAD)
        return real(start, scenario, route, between=between)

    monkeypatch.setattr(pair, "live", live)
    monkeypatch.setattr(pair, "live_together", None)


# What every page has


def test_a_page_has_question_expectation_answer_and_provenance(both):
    found, text = both
    page = read(text)
    words = " ".join(page.all("body")[0]["text"].split())
    assert page.open == []
    assert page.all("title")[0]["text"] == page.all("h1")[0]["text"] == "Which is better?"
    assert re.search(r"Expected beforehand \(\d{4}-\d\d-\d\d\): The plan, by far\.", words)
    assert "Everything else: Almelo, usual staffing (30 families at the start" in words
    assert answers_on(text)
    for line in asked_in_words(found.experiment):
        assert line in words
    assert f"{found.written.runs:,} runs in {len(found.cells):,} cells; 0 failed" in words
    facts = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", text))
    assert facts["Made by"] == "<code>omtafel experiment run x.toml</code>"
    assert re.match(r"omtafel .*, rules \w+, python 3", facts["Versions"])
    assert re.match(r"\d{4}-\d\d-\d\dT", facts["When and where"])
    assert re.match(r"[0-9a-f]{12} \(commit ", facts["Model"])
    assert found.experiment.text in page.all("pre")[0]["text"]
    assert "not complete" not in words
    assert "What failed" not in words


def test_a_page_asks_nothing_of_the_network_and_runs_nothing(both):
    _, text = both
    assert "<script" not in text
    assert "://" not in text.replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"url\(|@import|javascript:", text)
    for element in read(text).elements:
        assert element["tag"] not in ("link", "iframe", "object", "img", "base")
        assert not any(name.startswith("on") or name in ("src", "data") for name in element)
        assert element.get("href", "#").startswith("#")


def test_ids_are_there_once_and_whatever_names_one_finds_it(both):
    elements = read(both[1]).elements
    ids = [one["id"] for one in elements if "id" in one]
    assert len(ids) == len(set(ids))
    for element in elements:
        for key in (*element.get("aria-labelledby", "").split(), element.get("href", "#")[1:]):
            assert not key or key in ids


def test_every_picture_has_a_title_a_text_alternative_and_its_numbers(both):
    found, text = both
    page = read(text)
    pictures = page.all("svg")
    assert len(pictures) == sum(len(one.pictures) for one in all_sections(found))
    assert len(page.all("figure")) == len(pictures)
    ids = {one["id"]: one for one in page.elements if "id" in one}
    for picture in pictures:
        title, words = (ids[key] for key in picture["aria-labelledby"].split())
        assert (picture["role"], title["tag"], words["tag"]) == ("img", "title", "desc")
        assert len(words["text"]) > len(title["text"]) > 5
    assert sum("figure" in one["inside"] for one in page.all("table")) == len(pictures)


def test_headings_are_in_order_and_tables_have_theirs(both):
    page = read(both[1])
    levels = [int(one["tag"][1]) for one in page.elements if re.fullmatch("h[1-6]", one["tag"])]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(page.all("caption")) == len(page.all("table"))
    for table in re.findall(r"<table>.*?</table>", both[1], re.DOTALL):
        widths = {len(re.findall(r"<t[hd][ >]", row)) for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)}
        assert len(widths) == 1


def test_no_page_shows_what_is_no_number(both):
    words = read(both[1]).all("body")[0]["text"]
    assert not re.search(r"\b(nan|inf)\b", words)


@pytest.mark.parametrize("design", HEADINGS)
def test_a_page_has_the_sections_of_its_design(results, design):
    found = headings(report_html([results(design)]))
    rest = [one for one in found if one not in ("The answer", "What was run", "What this cannot tell you")]
    assert rest[: len(HEADINGS[design])] == HEADINGS[design]
    assert len(rest) - len(HEADINGS[design]) <= 1


def test_a_map_is_there_for_every_outcome_and_every_value_of_a_third_factor(results):
    sections = {one.key: one for one in all_sections(results("a grid of three factors"))}
    assert [one.title for one in sections["break-even"].pictures] == [
        f"Where the shared plan pays off: {outcome} (warm handover {weeks} weeks)"
        for outcome in ("trust in care", "broke off care")
        for weeks in (0, 4)
    ]


# The numbers beside the page


@pytest.mark.parametrize(
    ("design", "name"),
    [
        ("a grid of two factors", "break_even.csv"),
        ("a curve in worlds", "break_even.csv"),
        ("sobol", "indices.csv"),
        ("one_at_a_time", "indices.csv"),
    ],
)
def test_the_numbers_of_an_analysis_stand_beside_the_page(results, tmp_path, design, name):
    paths = write_page(results(design), path=tmp_path / "page.html")
    assert [path.name for path in paths] == ["page.html", name]
    known = pd.read_csv(results(design).root / "dictionary.csv")
    explained = known.loc[known["tables"].str.contains(Path(name).stem), "column"]
    assert set(pd.read_csv(paths[1]).columns) <= set(explained)
    elsewhere = write_page(results(design), path=tmp_path / "page.html", files=tmp_path / "there")
    assert elsewhere[1] == tmp_path / "there" / name


def test_break_even_holds_where_each_map_turns(results):
    found = results("policies on a map")
    table = break_even.turning_table(found)
    judged = ["trust", "broke_off_share"]
    assert len(table) == len(judged) * 2 * 3 * 2  # policies, values of the first factor, ways of turning
    (_, of_warm) = break_even.maps_of(found, "trust", (0, 1))
    rows = table[(table["outcome"] == "trust") & (table["policy"] == "warm") & (table["turn"] == "stops")]
    np.testing.assert_array_equal(rows["at"], of_warm[1].stops.at)
    np.testing.assert_array_equal(rows["turnover_rate"], [0.1, 0.2, 0.4])
    assert set(rows["along"]) == {"time_shortage"}


def test_along_one_factor_it_turns_once_for_each_line(results):
    found = results("a curve in worlds")
    table = curves.turning_table(found, 0)
    assert table.groupby(["outcome", "turn"]).size().eq(1).all()
    assert set(table["along"]) == {"turnover_rate"}


def test_boxes_hold_each_end_of_each_box_under_each_policy(results, monkeypatch):
    found = results("policies and points")
    turnover = np.tile(found.cells.points[:, 0], 2)
    loses = np.where(np.arange(len(turnover)) < len(turnover) // 2, turnover > 0.4, turnover < 0.0)  # never when warm
    gains = np.repeat(np.where(loses, -1.0, 1.0)[:, None], 2, axis=1)
    monkeypatch.setattr(Results, "gains", lambda self, name: gains)
    table = discovery.box_table(found)
    assert set(table["policy"]) == {"usual"}
    assert set(table["outcome"]) == {"trust", "broke_off_share"}
    assert set(table["factor"]) == {"turnover_rate"}
    np.testing.assert_allclose(table["above"], 0.4, atol=0.05)
    assert table["at_most"].isna().all()
    assert (table["density"] == 1).all()
    (section,) = discovery.sections(found)
    assert [one.split(":")[0] for one in section.answers[::2]] == ["Trust in care (usual)", "Trust in care (warm)"]
    assert len(section.tables) == 2


IN_DUTCH = (
    *("a single cell", "a grid of one factor", "a map in worlds", "policies in worlds", "latin_hypercube", "sobol"),
    *("morris", "one_at_a_time", "a single route"),
)
ENGLISH = re.compile(
    r"\b(the|which|with|and|better|shared|routes|mean|by luck|where|none|what|from|than)\b", re.IGNORECASE
)


@pytest.mark.parametrize("design", IN_DUTCH)
def test_a_page_speaks_dutch_from_top_to_bottom(results, design):
    found = results(design)
    text = report_html([found], "nl")
    assert '<html lang="nl">' in text
    kept = text.split("<body>")[1].replace(found.experiment.question, "").replace(found.experiment.expected, "")
    said = re.sub(r"<(style|pre|code)\b.*?</\1>|<[^>]+>", " ", kept, flags=re.DOTALL)
    assert [*ENGLISH.finditer(said)] == []
    assert len(said) > 2_000
    assert report_html([found]) != text


# The same results, the same page


def undated(text: str) -> str:
    """A page without what tells when, where, by which command, and from which sources."""
    return re.sub(r"<dt>(When and where|Made by|Model)</dt><dd>.*?</dd>", r"<dt>\1</dt>", text)


def test_the_same_results_make_the_same_page_wherever_and_however_they_were_run(results, tmp_path):
    found = results("a grid of two factors")
    for shard in ((2, 2), (1, 2)):
        again = experiments.run(found.experiment, tmp_path, workers=1, shard=shard, command="another")
    text = report_html([found])
    assert report_html([found]) == text
    assert report_html([experiments.open(found.root)]) == text
    assert report_html([again]) != text
    assert undated(report_html([again])) == undated(text)
    assert undated(text).count("<dd>") == text.count("<dd>") - 3


def test_a_page_is_written_as_a_whole_or_not_at_all(results, tmp_path, monkeypatch):
    found = results("a single cell")
    path = tmp_path / "new" / "page.html"
    assert write_report(found, path=path) == path
    before = path.read_bytes()
    monkeypatch.setattr(Path, "write_text", lambda *arguments: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        write_report(found, path=path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_each_picture_of_the_page_can_be_had_for_a_paper(results, tmp_path):
    found = results("a map in worlds")
    charts = [picture for section in all_sections(found) for picture in section.pictures]
    assert charts
    paths = write_figures(found, root=tmp_path)
    assert sorted(paths) == sorted((tmp_path / "figures").iterdir())
    assert {path.name for path in paths} == {
        f"{chart.key}.{kind}" for chart in charts for kind in ("svg", "pdf", "png", "txt", "csv")
    }


def test_what_stands_in_a_report_is_made_once_for_its_page_and_its_tables(results, tmp_path, monkeypatch):
    found, asked = results("a map in worlds"), []

    def noted(one, language):
        asked.append(one)
        return all_sections(one, language)

    monkeypatch.setattr("reports.page.all_sections", noted)
    page, table = write_page(found, path=tmp_path / "page.html")
    assert asked == [found]
    assert page.read_text("utf-8") == report_html([found]) and table.name == "break_even.csv"


# What others write


def test_question_expectation_and_policies_cannot_write_in_the_page(tmp_path):
    quoted = BAD.replace('"', '\\"')
    tables = f'[factors]\n{X}\n{Y}\n[policies."{quoted}"]\n[policies."a {quoted}"]\nwarm_handover_weeks = 4'
    text = text_of(f'replicates = 2\n{SHOWN}\nexpected = "{quoted}"', tables).replace("Which is better?", quoted)
    found = experiments.run(text, tmp_path, workers=2)
    page = report_html([found])
    assert "<script" not in page
    assert "<img" not in page
    assert page.count(ESCAPED) > 20
    parsed = read(page)
    assert parsed.all("h1")[0]["text"] == parsed.all("title")[0]["text"] == BAD
    assert not any(name.startswith("on") for one in parsed.elements for name in one)
    ids = [one["id"] for one in parsed.elements if "id" in one]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("names", [("ä", "ö"), ("a b", "a-b"), ("a b", "a  b"), ("", "x"), ("x", "-"), ("−1", "1")])
def test_names_that_differ_make_keys_that_differ(names):
    one, other = (key_of("map", name, "z") for name in names)
    assert one != other
    assert re.fullmatch(r"[\w-]+", one + other, re.ASCII)


def test_policies_that_read_the_same_are_refused_for_a_page_would_mix_them_up():
    problems = problems_of(text_of(tables='[policies.a_b]\n[policies."a b"]\nwarm_handover_weeks = 4'))
    assert [one.partition(": ")[2] for one in problems] == ["policies 'a_b' and 'a b' read the same"]


# What is not there


def test_half_of_an_experiment_says_so_and_is_shown_as_far_as_it_goes(tmp_path, monkeypatch):
    monkeypatch.setattr(schedule, "PAIRS_IN_A_BLOCK", 4)
    monkeypatch.setattr(runner, "LOOK_AGAIN", 0.02)

    class Stopping(Watcher):
        """Presses Ctrl-C after the first four pairs."""

        def there(self, pairs):
            raise KeyboardInterrupt

    for number, (tables, how) in enumerate(DESIGNS.values()):
        if how or not tables or tables == CHOICE:  # once, or four pairs are all of it
            continue
        root = tmp_path / str(number)
        with pytest.raises(KeyboardInterrupt):
            experiments.run(text_of(f"replicates = 3\n{SHOWN}", tables), root, workers=1, watcher=Stopping())
        found = experiments.open(root)
        with warnings.catch_warnings():
            warnings.simplefilter("error", RuntimeWarning)
            text = report_html([found])
        assert found.written.missing > 0
        assert f"This is not complete: {found.written.missing:,} of {found.written.pairs:,} paired runs" in text
        assert answers_on(text)
        assert not re.search(r"\bnan\b", read(text).all("body")[0]["text"])


def test_an_experiment_of_which_nothing_was_run_has_a_page(results, tmp_path):
    from experiments.store.folder import open_folder

    for number, design in enumerate(DESIGNS):
        experiment = results(design).experiment
        found = experiments.open(open_folder(tmp_path / str(number), experiment).root)
        text = report_html([found])
        assert "This is not complete" in text
        assert answers_on(text)


@pytest.mark.parametrize("design", [one for one in DESIGNS if "sobol" not in one])
def test_when_every_run_failed_the_page_says_why_and_claims_nothing(results, tmp_path, monkeypatch, design):
    experiment = results(design).experiment
    monkeypatch.setattr(pair, "live", lambda *arguments, **more: 1 / 0)
    monkeypatch.setattr(pair, "live_together", None)
    found = experiments.run(experiment, tmp_path, workers=2)
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        text = report_html([found])
    words = " ".join(read(text).all("body")[0]["text"].split())
    assert "does better" not in " ".join(answers_on(text)).replace("does better in 0", "")
    assert "What failed" in headings(text)
    assert f"{found.written.runs} of {found.written.runs} runs failed" in words


def test_failures_stand_in_a_table_with_why_and_how_to_live_them_again(tmp_path, monkeypatch):
    failing(monkeypatch, turnover_rate=0.4, time_shortage=0.8)
    found = experiments.run(text_of(f"replicates = 2\n{SHOWN}", f"[factors]\n{X}\n{Y}"), tmp_path, workers=2)
    text = report_html([found])
    page = read(text)
    (section,) = (one for one in page.all("section") if one.get("aria-labelledby") == "failures")
    words = " ".join(section["text"].split())
    assert "4 of 36 runs failed" in words
    assert words.count("parallel: ValueError: </title><script>") == 4
    for command in pd.read_csv(tmp_path / "failures.csv")["command"]:
        assert command in words
    assert "<script" not in text
    assert (
        "Trust in care: cannot be analysed (break-even needs a replicate in which every cell has a value)."
        in words_of(answers_on(text))
    )


def words_of(lines: list[str]) -> str:
    """Lines as one text."""
    return " ".join(lines)


def test_a_cell_that_fails_keeps_no_other_from_its_picture(tmp_path, monkeypatch):
    failing(monkeypatch, turnover_rate=0.4)
    found = experiments.run(text_of(f"replicates = 2\n{SHOWN}", f"[factors]\n{X}"), tmp_path, workers=2)
    points = curves.curves(found, "trust", 0)
    assert np.isfinite(points["mean"]).tolist() == [True, True, False]
    assert "trust in care" in headings(report_html([found]))[1] or "What differs" in headings(report_html([found]))[1]


# What is said


def test_one_cell_is_answered_with_the_one_that_does_better():
    told = list(sentences(effects_of(trust=[(0.05, 0.04, 0.06)])))
    assert told == [
        "Trust in care: the shared plan does better. What the plan gains: +0.050 (0 to 1; above 0 is better)."
    ]
    (small,) = sentences(effects_of(crises=[(0.015, 0.010, 0.018)]))
    assert small.startswith("Crises: the difference is too small to matter. What the plan gains: −0.015 (")
    (unsure,) = sentences(effects_of(crises=[(0.05, -0.01, 0.11)]))
    assert unsure.startswith("Crises: too close to call. ")


def test_wherever_many_cells_are_counted_luck_is_named(results):
    assert answers(results("a grid of one factor"))[-1] == by_luck(
        results("a grid of one factor").effects()["cell"].nunique(), "en"
    )
    assert not any("luck alone" in told for told in answers(results("a single cell")))
    (lines,) = curves.sections(results("a grid of one factor"))
    assert lines.answers[-1].endswith(by_luck(len(results("a grid of one factor").cells), "en"))
    space = results("latin_hypercube")
    assert discovery_of(space, "trust")[0].sentence.endswith(by_luck(24, "en"))
    assert "luck alone" not in discovery_of(space, "trust", every=True)[0].sentence


def test_several_cells_are_answered_with_how_many_either_route_wins():
    rows = [(0.05, 0.04, 0.06), (0.01, 0.005, 0.015), (-0.03, -0.04, -0.02), (0.2, -0.1, 0.5)]
    (told,) = sentences(effects_of(trust=rows))
    assert told == (
        "Trust in care: of 4 cells the shared plan does better in 1, parallel routes in 1; in 1 the difference is too "
        "small to matter. What the plan gains: −0.030 to +0.200 (0 to 1; above 0 is better)."
    )


def test_what_is_only_counted_is_not_answered():
    assert list(sentences(effects_of(coordination_hours=[(3.0, 2.0, 4.0)]))) == []


def effects_of(**outcomes: list[tuple[float, float, float]]) -> pd.DataFrame:
    """A table of effects from differences with their ranges, in all of whose pairs the mean's side is better."""
    from experiments.analysis.effects import gain_sign, with_gains

    rows = [
        {"cell": cell, "outcome": name, "difference": middle, "low": low, "high": high, "pairs": 20}
        | {"shared_better_share": float(gain_sign(name) * middle > 0)}
        for name, several in outcomes.items()
        for cell, (middle, low, high) in enumerate(several)
    ]
    return with_gains(pd.DataFrame(rows))


def test_the_table_of_winners_counts_verdicts(results):
    found, names = results("a grid of two factors"), ("trust", "contact_hours", "cost_euros", "coordination_hours")
    rows = {row[0]: row[1:] for row in winners.counts(found.effects(names)).rows}
    for name in names:
        outcome = OUTCOMES[name]
        row = next(row for label, row in rows.items() if label.startswith(outcome.label.en))
        if outcome.better == "neither":
            assert row[:4] == ("", "", "", "")
            continue
        standings = [verdict_of_pairs(gains, outcome.matters_from).standing for gains in found.gains(name)]
        assert row[:4] == tuple(f"{standings.count(one)}" for one in STANDINGS)
    assert sum(int(count or 0) for row in rows.values() for count in row[:3]) > 0  # somewhere luck is ruled out


def test_where_cells_are_counted_the_rule_is_told_and_what_luck_gives_is_named(results):
    (section,) = (one for one in winners.sections(results("a grid of two factors")))
    told = " ".join(section.paragraphs)
    assert all(words in told for words in rule_in_words("en").values())
    assert by_luck(9, "en") in told


def test_every_cell_stands_in_a_table_with_its_own_numbers(results):
    found = results("a grid of one factor")
    table = winners.cell_table(found, found.effects(), "broke_off_share")
    assert [row[0] for row in table.rows] == ["10 % per year", "20 % per year", "40 % per year"]
    for row, (_, of) in zip(table.rows, found.runs.groupby("cell"), strict=True):
        means = of.groupby("route")["broke_off_share"].mean()
        assert row[1:3] == (f"{100 * means['parallel']:.1f}", f"{100 * means['shared_plan']:.1f}")
        assert row[-1] == "2"


def test_more_cells_than_a_page_can_name_stand_in_the_csv(results, monkeypatch):
    found = results("a grid of one factor")
    monkeypatch.setattr(winners, "MOST_CELLS", 2)
    (section,) = winners.sections(found)
    assert len(section.tables) == 1
    assert section.paragraphs[0].endswith("The 3 cells stand one by one in effects.csv.")


def test_one_route_is_told_with_means(results):
    found = results("a single route")
    (section,) = single_route.sections(found)
    mean = found.runs.groupby("cell")["broke_off_share"].mean()
    cells = [row[1] for row in section.tables[1].rows]
    assert [cell.split(" (")[0] for cell in cells] == [f"{100 * value:.1f}" for value in mean]
    assert answers_on(report_html([found])) == ["Only one route was run, so nothing is compared."]


def test_what_moves_most_is_named_first(results, monkeypatch):
    found = results("one_at_a_time")
    gains = {"trust": [0.1, 0.12, 0.08, -0.3, 0.2], "broke_off_share": [0.1, 0.3, 0.2, 0.1, 0.1]}
    monkeypatch.setattr(Results, "gains", lambda self, name: np.repeat(np.array(gains[name])[:, None], 2, axis=1))
    (section,) = variance.sections(found)
    assert section.answers == [
        "Trust in care: what moves the gain most is Time shortage; then Staff turnover. By itself Time shortage turns "
        "who is ahead.",
        "Broke off care: what moves the gain most is Staff turnover. Nothing turns it by itself.",
    ]


def test_what_luck_moves_is_not_named(results, monkeypatch):
    found = results("one_at_a_time")
    luck = np.random.default_rng(0).normal(size=(5, 6))
    monkeypatch.setattr(Results, "gains", lambda self, name: luck)
    (section,) = variance.sections(found)
    assert section.answers[0] == "Trust in care: nothing that was moved moves the gain by more than luck does."
    monkeypatch.setattr(Results, "gains", lambda self, name: luck[:, :1])
    (section,) = variance.sections(found)
    assert section.answers[0].startswith("Trust in care: one replicate cannot tell what moves the gain")


@pytest.mark.parametrize(
    ("gain", "low", "said"),
    [
        (0.05, 0.01, "On average best: tables, 0.050 on a scale of 0 to 1 better than usual."),
        (0.01, 0.005, "nothing is better by what matters than usual; tables lies 0.010 on a scale of 0 to 1 ahead."),
        (
            0.05,
            -0.01,
            "On average nothing is surely better than usual; tables lies 0.050 on a scale of 0 to 1 ahead, which",
        ),
    ],
)
def test_a_policy_is_better_only_when_that_is_sure_and_matters(gain, low, said):
    usual = pd.Series({"option": "usual", "same_as": "", "over_first": 0.0, "over_first_low": 0.0})
    best = pd.Series({"option": "tables", "same_as": "", "over_first": gain, "over_first_low": low})
    assert said in policies.best_on_average(OUTCOMES["trust"], best, usual)


# Where it turns


@pytest.fixture(scope="module")
def mapped(tmp_path_factory) -> Results:
    """Results on a map of seven by five, of which turnover is usually 0.2."""
    found = experiments.run(text_of('replicates = 2\noutcomes = ["trust"]', MAPPED), tmp_path_factory.mktemp("map"))
    assert found.experiment.factors[0].base == pytest.approx(0.2)
    return found


@pytest.fixture
def turning(mapped, monkeypatch):
    """``turning(gain)``: what is said of a map on which the plan gains ``gain(turnover, shortage, replicate)``."""

    def turning(gain):
        x, y = mapped.cells.points.T
        values = np.stack([gain(x, y, number) + 0 * x for number in range(2)], axis=1)
        monkeypatch.setattr(Results, "gains", lambda self, name: values)
        (section,) = break_even.sections(mapped)
        said, luck = section.answers
        assert luck == f"Of places on a map: {by_luck(35, 'en')}" and section.paragraphs[-1] == by_luck(35, "en")
        return said

    return turning


def test_a_break_even_is_said_where_the_gain_crosses_nought(turning):
    assert turning(lambda x, y, number: 0.3 - y).startswith(
        "Trust in care: at staff turnover 20 % per year parallel routes do better from time shortage 30 % "
        "(range 30 % to 30 %)"
    )
    assert "do better up to time shortage 50 % (range 50 % to 50 %)" in turning(lambda x, y, number: y - 0.5)


def test_the_break_even_said_is_that_of_the_usual_value_of_the_other_factor(turning):
    assert "at staff turnover 20 % per year parallel routes are ahead from time shortage 40 % " in turning(
        lambda x, y, number: 0.2 + x - y
    )


def test_luck_makes_the_range_of_a_break_even(turning):
    said = turning(lambda x, y, number: 0.3 - y + (0.01, -0.01)[number])
    ((low, high),) = re.findall(r"from time shortage 30 % \(range (.*) % to (.*) %\)", said)
    assert float(low) < 25 < 35 < float(high)


def test_where_it_never_turns_the_route_that_is_better_everywhere_is_said(turning):
    for gain, better in (
        (0.1, "the shared plan does better throughout"),
        (-0.1, "parallel routes do better throughout"),
        (0.0, "neither is ahead throughout"),
    ):
        said = turning(lambda x, y, number: gain)  # noqa: B023
        nowhere = "at staff turnover 20 % per year nowhere between 0 % and 80 % does time shortage turn who is ahead"
        assert f"{nowhere}: {better}" in said
        assert "luck" not in said


def test_where_only_luck_says_that_it_never_turns_that_is_said(turning):
    said = turning(lambda x, y, number: 0.9 - y + (0.05, -0.05)[number])
    assert re.search(
        r"turn who is ahead, as far as luck lets tell \(break-even from \d+(\.\d)? % to above 80 %\): ", said
    )


@pytest.mark.parametrize(
    ("slope", "luck", "verbs", "size"),
    [
        (1.0, 0.0, ("do better", "does better"), ""),
        (0.02, 0.0, ("are ahead", "is ahead"), ", by less than matters"),
        (1.0, 9.0, ("are ahead", "is ahead"), ", but too close to call"),
    ],
)
def test_a_route_does_better_on_its_side_of_a_break_even_only_when_that_is_sure_and_matters(
    turning, slope, luck, verbs, size
):
    said = turning(lambda x, y, number: slope * (0.3 - y) + (luck, -luck)[number])
    parallel, shared = verbs
    assert re.search(
        rf"parallel routes {parallel} from [^(]*\(range [^)]*\){size}; "
        rf"the shared plan {shared} on the other side{size}; at time shortage",
        said,
    )


def test_where_only_some_values_on_a_side_matter_it_is_said_in_how_many(turning):
    said = turning(lambda x, y, number: 0.05 * (0.3 - y))  # matters from 0.02 on: only where time shortage is 80 %
    assert re.search(r"parallel routes are ahead from .*\), surely and by what matters at 1 of \d values; ", said)


@pytest.mark.parametrize(
    ("gain", "said"),
    [
        (lambda x, way: 0.3 - x, "parallel routes do better from staff turnover 30 % per year (range 30 % per year to"),
        (lambda x, way: 0.001 + 0 * x, "nowhere between 10 % per year and 40 % per year does staff turnover turn who"),
    ],
)
def test_a_question_where_it_turns_along_one_factor_is_answered(results, monkeypatch, gain, said):
    found = results("a grid of one factor")
    x = found.cells.points[:, 0]
    monkeypatch.setattr(Results, "gains", lambda self, name: np.repeat(gain(x, 0)[:, None], 2, axis=1))
    (section,) = curves.sections(found)
    assert said in section.answers[0]


def test_where_it_turns_the_other_way_at_the_usual_value_that_is_said(turning):
    said = turning(lambda x, y, number: np.where(x < 0.35, y - 0.3, 0.3 - y))
    assert "at staff turnover 20 % per year parallel routes do better up to time shortage 30" in said


def test_areas_of_the_map_are_shares_of_it(mapped, monkeypatch):
    y = mapped.cells.points[:, 1]
    values = np.repeat(np.where(y < 0.3, 0.1, -0.1)[:, None], 2, axis=1)
    monkeypatch.setattr(Results, "gains", lambda self, name: values)
    (section,) = break_even.sections(mapped)
    assert re.search("the shared plan is better in 3[78] %, parallel routes in 6[23] %", section.paragraphs[0])
