"""Where the gain comes from, drawn: to the right the shared plan is better."""

import re

import pytest

from charts.accessors import SourcesPlots
from charts.channels import channels_chart, channels_spec
from charts.chart import rows_of
from sim.names import CHANNELS
from sim.words import LANGUAGES
from tests.charts.test_experiment_pictures import texts
from tests.made_sources import made_sources


def test_each_way_has_its_share_what_is_lost_without_it_and_what_it_brings_alone():
    rows = {row["name"].replace("\n", " "): row for row in rows_of(channels_chart(made_sources()).data["rows"])}
    assert len(rows) == len(CHANNELS) + 2
    goals = rows["Goals in line"]
    assert (goals["share"], goals["shut"], goals["alone"], goals["side"]) == (-0.004, -0.004, -0.004, "shared_plan")
    assert rows["Hours spent on meetings"]["side"] == "parallel"
    assert rows["All together"]["alone"] is None and rows["All together"]["weight"] == "bold"


def test_fewer_problems_are_to_the_right():
    chart = channels_chart(made_sources())
    scales = re.findall("'scale': {[^}]*}", str(chart.spec))
    assert any("'reverse': True" in one for one in scales)
    assert "'reverse': True" not in str(channels_chart(made_sources(), "trust").spec)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_says_every_way_and_its_number(language):
    chart = channels_chart(made_sources(), "severity", language)
    words = " ".join(text for text, *_ in texts(chart))
    for label, *_, share, _ in chart.rows:
        assert all(word in words for word in label.split()) and share in words


def test_a_baseline_is_a_tick_for_each_way_and_a_column_more():
    now, before = made_sources(), made_sources(lambda opened: 0.002 * len(opened))
    chart = channels_chart(now, "severity", "en", before)
    then = channels_chart(before)
    assert chart.data["before"]["was"] == then.data["rows"]["share"] != chart.data["rows"]["share"]
    assert [row[-1] for row in chart.rows] == [row[4] for row in then.rows]
    assert chart.columns[-1] == "Fair share, baseline" and "In the baseline: Goals in line: " in chart.words
    ends = chart.data["frame"]["x"]
    assert min(ends) <= min(chart.data["before"]["was"]) and max(ends) >= max(chart.data["before"]["was"])
    assert chart.svg.count("stroke-dasharray") > channels_chart(now).svg.count("stroke-dasharray")


def test_it_is_specified_once_for_outcomes_alike():
    channels_spec.kept.cache_clear()
    channels_chart(made_sources())
    channels_chart(made_sources(luck=0.0), "overload")
    assert channels_spec.kept.cache_info().misses == 1


def test_sources_draw_themselves_and_refuse_an_outcome_that_is_none():
    plots = SourcesPlots(made_sources())
    assert plots("trust").key == "channels-trust"
    with pytest.raises(ValueError, match="did you mean severity"):
        plots("severty")
