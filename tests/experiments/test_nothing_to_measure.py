"""Regions in which something was not measured at all: every page says "none" in words, and never a number or "nan"."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest

import sim
from charts.fans import fan_chart
from charts.gains import gain_chart
from charts.hours import hours_chart
from experiments.findings import findings
from omtafel.compare import as_text, comparison_record
from omtafel.tables import effects_table
from reports.comparison import report_html
from sim.comparison import FANS, GAINS, compare
from sim.names import SECTORS
from validation.calibration.flips import find_flips

pytestmark = pytest.mark.slow

HARDLY = sim.load_scenario("almelo").replace(families=1, weeks=30, burn_in_weeks=0, inflow_rate=0)
REGIONS = {
    "one family": HARDLY,
    "two weeks": HARDLY.replace(weeks=2),
    "nobody is helped": replace(HARDLY.replace(families=10), settings={f"extra_capacity_{one}": -1 for one in SECTORS}),
    "everybody has left": replace(HARDLY, settings={"inflow_rate": 0, "leaving_age": 0}),
}


@pytest.fixture(scope="module", params=list(REGIONS))
def comparison(request):
    return compare(REGIONS[request.param], replicates=3)


def test_some_outcome_is_not_measured_in_any_of_these_regions(comparison):
    assert np.isnan(comparison.outcomes).all(axis=0).any()
    assert not np.isinf(comparison.outcomes).any()


@pytest.mark.parametrize(("language", "none"), [("en", "none"), ("nl", "geen")])
def test_reports_and_tables_say_in_words_that_there_is_none(comparison, language, none):
    text = re.sub(r"(?s)<(script|style).*?</\1>", "", report_html(comparison, language))
    assert not re.search(r"\bnan\b", text, re.IGNORECASE)
    found = findings(comparison, language)
    unmeasured = [one for one in found if np.isnan(comparison.effect(one.outcome.name)["parallel"])]
    assert unmeasured
    assert {one.parallel for one in unmeasured} == {one.difference for one in unmeasured} == {none}
    assert all(one.badge in ("", "too close to call") for one in unmeasured)
    assert effects_table("", found).row_count == len(found)


def test_data_for_programs_is_null_or_empty(comparison):
    record = comparison_record(comparison, "en")
    told = json.loads(as_text(record))["effects"]
    assert [row["parallel"] for row in told if row["outcome"] == "still_unsafe_share"] == [None]
    assert "nan" not in comparison.effects.to_csv().lower()


def test_charts_of_the_pages_have_gaps_and_nothing_that_a_browser_cannot_read(comparison):
    charts = [
        *(fan_chart(comparison, name, "en", comparison, live=True) for name in FANS),
        *(gain_chart(comparison, name, "en") for name in GAINS),
        hours_chart(comparison, "en"),
    ]
    for chart in charts:
        assert "nan" not in json.dumps([chart.words, chart.spec, chart.data, chart.rows], allow_nan=False).lower()


def test_a_flip_is_looked_for_although_an_outcome_is_not_always_measured():
    middle, _, _ = find_flips(HARDLY, pairs=3, only=["story_told_per_hour"])
    gain, sign = middle["alignment"]
    assert np.isfinite(gain) and sign == 0


def test_what_was_measured_in_no_pair_is_not_judged(comparison):
    for found in findings(comparison):
        judged = (found.badge, found.badge_words, found.in_pairs)
        if found.pairs == 0:
            assert judged == ("", "not there on both routes", "nothing to compare")
        else:
            assert "not there on both routes" not in judged
