"""A chart is one specification for each kind and language, with numbers beside it, and looks the same everywhere."""

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from threading import Semaphore
from xml.etree import ElementTree

import altair as alt
import numpy as np
import pandas as pd
import pytest

from charts import still, theme
from charts.answer import answer_chart
from charts.chart import Chart, MadeOnce, columns_of, rows_of
from charts.differences import COLUMNS, difference_charts
from charts.fans import fan_chart, fan_charts, fan_spec
from charts.figures import figure_files
from charts.gains import gain_chart, gain_charts, gain_spec
from charts.guess import guess_chart, guess_spec
from charts.hours import hours_chart, hours_spec
from charts.script import script_file
from charts.settings import settings_chart
from dashboard.server import fetch_rules
from experiments.findings import findings, paired_differences
from experiments.language import say
from sim.comparison import Comparison, compare
from sim.scenario import load_scenario
from sim.words import LANGUAGES, Language
from tests.charts.test_experiment_pictures import texts

ROOT = Path(__file__).parents[2]

SVG = "{http://www.w3.org/2000/svg}"
SMALL = load_scenario("budget_cut").replace(families=30, weeks=60, burn_in_weeks=10)


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare(SMALL, replicates=4, seed=5)


def every(comparison: Comparison, language: Language) -> list[Chart]:
    """All charts of a comparison."""
    found = findings(comparison, language)
    return [
        *fan_charts(comparison, language),
        *gain_charts(comparison, language),
        hours_chart(comparison, language),
        *difference_charts(found, paired_differences(comparison)),
        answer_chart(comparison, language),
        settings_chart(comparison.scenario, language),
    ]


def haunted_charts(comparison: Comparison, before: Comparison, language: Language = "en") -> list[Chart]:
    """Those that go on a page beside a baseline."""
    return [
        fan_chart(comparison, "trust", language, before, live=True),
        hours_chart(comparison, language, before=before),
        gain_chart(comparison, "severity", language, before),
    ]


@pytest.fixture(scope="module")
def charts(comparison) -> dict[Language, list[Chart]]:
    """All charts in both languages, each drawn once."""
    return {language: every(comparison, language) for language in LANGUAGES}


@pytest.mark.slow
def test_a_specification_is_made_once_for_each_kind_and_language(comparison, monkeypatch):
    other = compare(SMALL, replicates=2, seed=9)
    before = [[chart.spec for chart in every(comparison, language)] for language in LANGUAGES]
    live = fan_chart(comparison, "severity", live=True).spec
    haunted = haunted_charts(comparison, other)
    monkeypatch.setattr(alt, "Chart", None)  # no chart is specified on an update
    after = [[chart.spec for chart in every(other, language)] for language in LANGUAGES]
    assert all(one is again for old, new in zip(before, after) for one, again in zip(old, new))
    assert fan_chart(other, "trust", live=True).spec is live
    assert all(one.spec is again.spec for one, again in zip(haunted, haunted_charts(other, comparison)))


def test_pages_that_ask_for_a_specification_at_the_same_moment_wait_for_one():
    made, asking = [], Semaphore(0)

    @MadeOnce
    def spec(language):
        made.append(language)
        for _ in range(8 if len(made) == 1 else 0):  # until all have come
            asking.acquire()
        return {"language": language}

    def ask(_):
        asking.release()
        return spec("en")

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ask, range(8)))
    assert made == ["en"] and all(one is found[0] for one in found)


@pytest.mark.slow
def test_the_server_makes_the_specifications_of_its_pages_beforehand(comparison):
    kinds = (fan_spec, gain_spec, hours_spec, guess_spec)
    for one in kinds:
        one.kept.cache_clear()
    fetch_rules()
    made = [one.kept.cache_info().currsize for one in kinds]
    for language in LANGUAGES:
        fan_chart(comparison, "trust", language, live=True)
        gain_chart(comparison, "severity", language)
        hours_chart(comparison, language)
        guess_chart("Hours", "hours", [1.0], (2.0, 1.0, 3.0), 0.5, (0.0, 5.0), language=language)
        haunted_charts(comparison, comparison, language)
    assert [one.kept.cache_info().currsize for one in kinds] == made


def test_a_specification_holds_no_number_of_a_run(comparison):
    for chart in every(comparison, "en"):
        assert chart.data
        for rows in chart.spec.get("datasets", {}).values():
            assert rows == [{}]
        names = set(re.findall(r'"data": \{"name": "([^"]+)"', json.dumps(chart.spec)))
        assert set(chart.data) <= names


def test_columns_are_what_a_browser_can_read_and_no_finer_than_a_screen(comparison):
    assert columns_of(x=np.array([1 / 3, np.nan, np.inf]), n=np.arange(3), words=["a", "b", "c"]) == {
        "x": [0.33333, None, None],
        "n": [0, 1, 2],
        "words": ["a", "b", "c"],
    }
    assert rows_of({"a": [1, 2], "b": [3, 4]}) == [{"a": 1, "b": 3}, {"a": 2, "b": 4}]
    for chart in every(comparison, "nl"):
        json.dumps([chart.spec, chart.data], allow_nan=False)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_are_large_enough_in_the_size_in_which_they_are_shown(charts, language):
    narrowest = 320 - 2 * (14 + 16) - 2  # of a card on the smallest telephone
    for chart in charts[language]:
        least = float(re.findall(r"min-width: (\d+)px", chart.svg)[0])
        width = float(re.findall(r'viewBox="0 0 ([\d.]+)', chart.svg)[0])
        scale = max(narrowest, least) / width
        sizes = [float(one) for one in re.findall(r'font-size="([\d.]+)px"', chart.svg)]
        assert sizes
        assert min(sizes) * min(1.0, scale) >= 11


@pytest.mark.slow
def test_colours_are_names_on_a_page_and_themselves_in_a_file(charts):
    for chart in {chart.key.partition("-")[0]: chart for chart in charts["en"]}.values():
        written = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]+)"', chart.svg))
        assert written <= {"#14181c"}
        assert set(re.findall(r"var\(--([\w-]+)\)", chart.svg)) <= set(theme.palette())
        assert "var(" not in chart.file_text
        root = ElementTree.fromstring(chart.file_text)
        assert root.findtext(f"{SVG}title") == chart.title
        assert root.findtext(f"{SVG}desc") == chart.words
        assert chart.file_text.count("://") == 1


def luminance(colour: str) -> float:
    """How light a colour is (WCAG)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("night", [False, True])
def test_what_must_be_seen_stands_out_from_the_paper_by_day_and_by_night(night):
    colours = theme.palette(night)
    paper = luminance(colours["card"])
    for name in ("ink", "soft", "parallel", "shared-plan", "neither"):
        light, dark = sorted((luminance(colours[name]), paper), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3, name


@pytest.mark.slow
def test_no_id_of_a_picture_is_that_of_another(charts):
    ids = [one for chart in charts["en"] for one in re.findall(r'\bid="([^"]+)"', chart.svg)]
    assert len(ids) == len(set(ids))
    for chart in charts["en"]:
        for one in re.findall(r"url\(#([^)]+)\)", chart.svg):
            assert one in ids


def test_numbers_on_axes_are_written_as_in_the_language(comparison):
    signs: dict[Language, str] = {"en": ".", "nl": ","}
    for language, sign in signs.items():
        svg = fan_chart(comparison, "severity", language).svg
        ticks = re.findall(r">(\d[.,]\d+)<", svg)
        assert len(ticks) >= 2
        assert all(sign in one for one in ticks)


@pytest.mark.slow
def test_a_picture_drawn_by_another_process_is_the_same_to_the_last_byte(comparison, monkeypatch):
    chart = fan_chart(comparison, "trust", "nl")
    here = still.inline(chart)
    still.drawn.cache_clear()
    monkeypatch.setitem(sys.modules, "vl_convert", None)  # not to be had in this process
    with still.elsewhere():
        assert still.inline(chart) == here
        assert still.inline(chart) == here


@pytest.mark.slow
def test_a_picture_is_drawn_once_and_anew_for_another_language_or_other_numbers(comparison):
    still.drawn.cache_clear()
    chart, other = hours_chart(comparison, "en"), hours_chart(compare(SMALL, replicates=4, seed=6), "en")
    first = still.draw(chart.whole, "en")
    assert still.draw(hours_chart(comparison, "en").whole, "en") == first
    assert still.drawn.cache_info().misses == 1
    assert still.draw(other.whole, "en") != first
    still.draw(chart.whole, "nl")
    assert still.drawn.cache_info().misses == 3


@pytest.mark.slow
def test_a_picture_needs_no_letters_of_the_machine(comparison):
    chart = fan_chart(comparison, "trust")
    spec = json.dumps([chart.whole, "en"]) + "\n"
    nowhere = {"FONTCONFIG_FILE": "/dev/null", "XDG_DATA_HOME": "/nonexistent", "HOME": "/nonexistent"}
    command = [sys.executable, "-m", "charts.still"]
    done = subprocess.run(command, input=spec, env=nowhere | {"PYTHONPATH": ":".join(sys.path)}, text=True, stdout=-1)
    assert json.loads(done.stdout) == still.draw(chart.whole, "en")
    assert set(re.findall(r'font-family="([^"]+)"', chart.svg)) == {"sans-serif"}


def test_a_picture_is_saved_as_its_ending_says(comparison, tmp_path):
    chart = hours_chart(comparison)
    for kind, begin in (("svg", b"<svg"), ("pdf", b"%PDF"), ("PNG", b"\x89PNG")):
        path = chart.save(tmp_path / f"hours.{kind}")
        assert path.read_bytes().startswith(begin)
    with pytest.raises(ValueError, match=r"hours\.gif"):
        chart.save(tmp_path / "hours.gif")
    assert not (tmp_path / "hours.gif").exists()


def test_a_terminal_shows_a_picture_in_words(comparison):
    chart = hours_chart(comparison)
    assert repr(chart).splitlines() == [chart.title, chart.words]
    assert chart._repr_mimebundle_() == {"image/svg+xml": chart.file_text, "text/plain": repr(chart)}


def test_the_script_of_the_pages_evaluates_no_text_and_is_made_once():
    path = script_file()
    at = path.stat().st_mtime_ns
    assert script_file().stat().st_mtime_ns == at
    assert "window.vegaEmbed" in path.read_text("utf-8")[-400:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_whose_axis_does_not_begin_at_nought_says_so_itself(comparison, language):
    chart = fan_chart(comparison, "trust", language)
    columns = {name: [9.0, 9.5] for name in chart.data["fan"]} | {"week": [0, 1]}
    for low, said in ((9.0, 1), (0.0, 0)):
        drawn = replace(chart, data={"fan": {**columns, "parallel_0": [low, 9.0]}, "changes": {}})
        for picture in (drawn.svg, drawn.file_text):
            assert picture.count(f">{say('fans.broken', language)}<") == said
            assert len(re.findall(r'<path[^>]*stroke-width="1.5" opacity="1"', picture)) == said


def test_the_last_week_of_whole_years_stands_on_the_axis(comparison):
    chart = fan_chart(comparison, "trust")
    columns = {name: [0.5] * 156 for name in chart.data["fan"]} | {"week": [*range(156)]}
    assert ">156<" in replace(chart, data={"fan": columns, "changes": {}}).svg


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_texts_of_a_small_picture_lie_over_each_other(charts, language):
    small = [replace(chart, width=theme.SMALL) for chart in charts[language]]
    for chart in small:
        for (words, *one), (others, *other) in combinations(texts(chart), 2):
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, f"{words!r} and {others!r} in {chart.key}"


def test_no_difference_is_told_on_the_axis_of_gains_however_narrow(comparison):
    chart = next(one for one in gain_charts(comparison, "nl") if one.key == "gain-severity")
    same = {name: [value] * 9 for name, value in (("mean", -0.013), ("low", -0.019), ("high", -0.009))}
    gains = {**chart.data["gains"], **same}
    drawn = replace(chart, data={**chart.data, "gains": gains, "matters": {"low": [-0.01], "high": [0.01]}})
    assert "0" in [words for words, *_ in texts(drawn)]


def test_a_heading_of_gains_takes_no_room_from_the_picture(comparison):
    chart = next(one for one in gain_charts(comparison, "nl") if one.key == "gain-trust")
    names = chart.data["names"]
    longer = [f"{one} en nog meer" if kind == "group" else one for one, kind in zip(names["name"], names["kind"])]
    assert plot_width(replace(chart, data={**chart.data, "names": {**names, "name": longer}})) == plot_width(chart)


def plot_width(chart: Chart) -> float:
    """Pixels that the axis across is long."""
    return max(float(one) for one in re.findall(r'<line transform="translate\(0,0\)" x2="([\d.]+)"', chart.svg))


def test_gains_to_the_right_are_those_of_the_shared_plan_whatever_the_sign(comparison):
    by_name = {chart.key: chart for chart in gain_charts(comparison)}
    lower, higher = (json.dumps(by_name[f"gain-{name}"].spec) for name in ("severity", "trust"))
    assert '"reverse": true' in lower
    assert '"reverse": true' not in higher


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_baseline_is_a_ghost_in_every_picture_and_stands_in_its_words_and_table(comparison, language):
    before = compare(SMALL.replace(turnover_rate=0.6), replicates=2, seed=9)
    fan, hours, gains = haunted_charts(comparison, before, language)
    then_hours, then_gains = hours_chart(before, language), gain_chart(before, "severity", language)
    middle = fan_chart(before, "trust", language).data["fan"]["parallel_2"]
    assert fan.data["fan"]["parallel_before"] == middle and len(middle) == SMALL.weeks
    strips, bars = hours.data["before"], then_hours.data["hours"]
    assert (strips["start"], strips["end"]) == (bars["start"], bars["end"]) and bars != hours.data["hours"]
    assert gains.data["before"]["mean"] == then_gains.data["gains"]["mean"] != gains.data["gains"]["mean"]
    assert [row[-2:] for row in hours.rows] == [row[1:3] for row in then_hours.rows]
    assert [row[-1] for row in gains.rows] == [row[2] for row in then_gains.rows]
    for chart in (fan, hours, gains):
        assert say("ghost.words", language, told="").rstrip(" .") in chart.words
        assert say("ghost.column", language, what="").strip(", ") in chart.columns[-1]
        assert {len(row) for row in chart.rows} == {len(chart.columns)}
        assert set(chart.data) <= set(re.findall(r'"data": \{"name": "([^"]+)"', json.dumps(chart.spec)))
    assert all(say("ghost.note", language) in chart.note for chart in (hours, gains))
    assert "stroke-dasharray" in hours.svg and "stroke-dasharray" in gains.svg


def test_without_a_baseline_a_picture_knows_of_none(comparison):
    for chart in (fan_chart(comparison, "trust"), hours_chart(comparison), gain_chart(comparison, "severity")):
        assert not {"before"} & set(chart.data) and "parallel_before" not in chart.data.get("fan", {})
        assert '"name": "before"' not in json.dumps(chart.spec) and "aseline" not in chart.words + chart.note
    assert fan_chart(comparison, "trust").data["changes"]["week"] == [52]


def test_every_paired_run_is_a_dot_on_the_side_of_the_better_route(comparison):
    differences = paired_differences(comparison)
    for one, chart in zip(
        [one for one in findings(comparison) if one.outcome.main], difference_charts(findings(comparison), differences)
    ):
        runs = pd.DataFrame(rows_of(chart.data["runs"]))
        assert len(runs) == np.isfinite(differences[one.outcome.name]).sum()
        wide = np.ptp(chart.data["frame"]["x"]) / COLUMNS
        sign = -1 if one.outcome.better == "lower" else 1
        assert (sign * runs[runs["side"] == "shared_plan"]["x"] > -wide).all()
        assert (sign * runs[runs["side"] == "parallel"]["x"] < wide).all()


def test_each_figure_comes_with_its_caption_and_the_numbers_that_are_drawn(comparison, tmp_path):
    chart = fan_chart(comparison, "trust")
    files = figure_files([chart])
    assert set(files) == {f"figures/fan-trust.{kind}" for kind in ("svg", "pdf", "png", "txt", "csv")}
    (tmp_path / "figures").mkdir()
    for name, write in files.items():
        write(tmp_path / name)
    caption = (tmp_path / "figures" / "fan-trust.txt").read_text("utf-8").splitlines()
    assert (caption[0], caption[2]) == (chart.title, chart.words)
    assert len(caption) == 4 + 1 + len(chart.rows)
    drawn = pd.read_csv(tmp_path / "figures" / "fan-trust.csv")
    fan = drawn[drawn["table"] == "fan"]
    assert fan["parallel_2"].tolist() == chart.data["fan"]["parallel_2"]
    assert drawn["table"].unique().tolist() == ["fan", "changes"]


def test_no_word_of_a_picture_has_a_letter_that_its_font_lacks():
    """Where a letter is missing, whole words are drawn in another font: of a paper's pictures some were in serifs."""
    rooms = [*(ROOT / "charts").glob("*.py"), ROOT / "experiments" / "words.toml"]
    assert len(rooms) > 20
    assert [path.name for path in rooms if set("┅━◀▶") & set(path.read_text("utf-8"))] == []
