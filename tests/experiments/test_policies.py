"""Policies beside each other: figures, what differs from the first, and which is best."""

import numpy as np
import pytest

from charts.policies import policies_chart
from experiments.policies import SHOWN, compared, policies_found, regretted, summary
from sim.outcomes import MAIN
from sim.words import LANGUAGES

NAMES = ["A · as now", "B · fixed face", "C"]
PAIRS = 20


@pytest.fixture
def values() -> np.ndarray:
    """B gives more say and costs more than A; C is A but for luck."""
    luck = np.random.default_rng(1).normal(0.0, 1e-4, (len(NAMES), PAIRS, len(MAIN)))
    made = np.full((len(NAMES), PAIRS, len(MAIN)), 0.4) + luck
    made[..., MAIN.index("cost_euros")] *= 25_000.0
    made[1, :, MAIN.index("direction")] += 0.1
    made[1, :, MAIN.index("cost_euros")] += 2_000.0
    return made


def lines_by_name(values):
    return dict(zip(SHOWN, compared(values, NAMES), strict=True))


def test_figures_stand_in_the_units_of_the_headline(values):
    say = lines_by_name(values)["direction"]
    assert (say.title, say.unit) == ("Say in their own life", "mark out of 10")
    assert [one.value for one in say.cells] == ["4.0", "5.0", "4.0"]
    assert lines_by_name(values)["cost_euros"].cells[1].value.startswith("12,0")


def test_each_is_held_against_the_first_by_the_one_rule(values):
    found = lines_by_name(values)
    assert [one.words for one in found["direction"].cells] == [
        "",
        "better than A · as now (clear)",
        found["direction"].cells[2].against.badge_words,
    ]
    assert found["cost_euros"].cells[1].words == "worse than A · as now (clear)"
    assert found["cost_euros"].cells[1].gain == pytest.approx(-2_000.0, abs=20.0)
    same = compared(np.repeat(values[:1], 2, axis=0), NAMES[:2])
    assert {one.cells[1].words for one in same} == {"exactly the same"}


def test_best_is_what_no_other_does_better_than(values):
    found = lines_by_name(values)
    assert found["direction"].best == "B · fixed face"
    assert found["cost_euros"].best == "A · as now and C"
    assert found["trust"].best == "none clearly"


def test_a_sentence_for_each_policy_names_both_sides(values):
    told = summary(compared(values, NAMES), NAMES)
    assert told[0] == (
        "In this model B · fixed face is better than A · as now on say in their own life; worse on cost."
    )
    assert "do not differ clearly" in told[1]
    assert all("In dit model" in one for one in summary(compared(values, NAMES, "nl"), NAMES, "nl"))


def test_regret_is_what_the_worst_world_costs(values):
    worlds = np.stack([values, values, values], axis=1)
    worlds[1, 0, :, MAIN.index("direction")] -= 0.3  # in one world of three B is the worst, by 0.2
    say = dict(zip(SHOWN, regretted(worlds, NAMES), strict=True))["direction"]
    assert say.best_in[1] == "2 of 3"
    assert say.worst == ["1.0", "2.0", "1.0"]  # marks out of 10


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_tells_every_policy_and_draws_those_that_are_held_against_the_first(values, language):
    both = np.stack([values, values], axis=2)
    found = policies_found(both, None, NAMES, "parallel", language)
    chart = policies_chart(found.lines, found.names, language)
    assert len(chart.data["marks"]["gain"]) == (len(NAMES) - 1) * len(SHOWN)
    assert chart.columns[1:] == tuple(NAMES)
    assert found.lines[0].cells[1].words in chart.words
    assert chart.file_text.startswith("<svg")
    assert str(PAIRS) in found.caption and found.regrets == []
