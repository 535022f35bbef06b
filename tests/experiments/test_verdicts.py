"""The one rule by which a route does better: how surely, and whether it matters."""

import numpy as np
import pytest

from experiments.findings import finding
from experiments.verdicts import BADGES, CLOSE, by_luck, rule_in_words, verdict, verdict_of_effect, verdict_of_pairs
from sim.comparison import effect_of
from sim.outcomes import OUTCOMES
from sim.words import LANGUAGES

MATTERS = 0.05


@pytest.mark.parametrize(
    ("gain", "share", "low", "high", "pairs", "badge"),
    [
        (0.2, 1.0, 0.1, 0.3, 10, "clear"),
        (0.2, 0.95, 0.1, 0.3, 100, "clear"),
        (0.2, 1.0, 0.1, 0.3, 9, "likely"),  # however they agree
        (0.2, 0.94, 0.1, 0.3, 100, "likely"),
        (-0.2, 0.25, -0.3, -0.1, 100, "likely"),
        (-0.2, 0.05, -0.3, -0.1, 100, "clear"),
        (0.2, 0.74, 0.1, 0.3, 100, CLOSE),
        (0.2, 0.0, 0.1, 0.3, 100, CLOSE),  # pairs agree, but on the other side than the mean
        (0.1, 1.0, -0.1, 0.3, 100, CLOSE),
        (0.0, 0.5, 0.0, 0.0, 100, CLOSE),
        (0.2, 1.0, float("nan"), float("nan"), 1, CLOSE),
        (float("nan"), float("nan"), float("nan"), float("nan"), 0, CLOSE),
    ],
)
def test_a_badge_needs_a_range_without_no_difference_and_pairs_that_agree(gain, share, low, high, pairs, badge):
    assert verdict(gain, low, high, share, pairs, MATTERS).badge == badge


def test_who_leads_is_who_is_better_on_average():
    gains = np.array([0.1, 0.1, 0.1, -0.9])  # most pairs are on one side, the mean on the other
    assert verdict_of_pairs(gains, MATTERS).leader == "parallel"
    assert verdict_of_pairs(np.zeros(20), MATTERS).leader == ""


def test_a_route_does_better_when_it_is_sure_and_matters():
    luck = 0.01 * np.array([-1, 1] * 10)
    standings = [verdict_of_pairs(mean + luck, MATTERS).standing for mean in (0.06, -0.06, 0.04, 0.001)]
    assert standings == ["shared_plan", "parallel", "small", CLOSE]
    assert [verdict_of_pairs(mean + luck, MATTERS).better for mean in (-0.06, 0.04)] == ["parallel", ""]


def test_pairs_that_end_the_same_count_for_half():
    agree = np.array([0.1] * 16 + [0.0] * 4)  # 18 of 20
    assert verdict_of_pairs(agree, MATTERS).badge == "likely"
    assert verdict_of_pairs(np.array([0.1] * 18 + [0.0] * 2), MATTERS).badge == "clear"


def test_pairs_without_a_value_are_left_out():
    gains = np.array([0.1, 0.2] * 5)
    assert verdict_of_pairs(np.append(gains, np.nan), MATTERS) == verdict_of_pairs(gains, MATTERS)
    assert verdict_of_pairs(np.full(20, np.nan), MATTERS).badge == CLOSE


@pytest.mark.parametrize("name", ["severity", "trust"])  # of the one less is better, of the other more
def test_pairs_and_the_row_of_a_table_give_the_same_verdict(name):
    rng = np.random.default_rng(1)
    outcome = OUTCOMES[name]
    sign = 1 if outcome.better == "higher" else -1
    seen = set()
    for mean in (-0.06, -0.01, -0.004, 0.0, 0.004, 0.01, 0.06):
        parallel = rng.normal(0.5, 0.05, 24)
        shared = parallel + mean + rng.normal(0, 0.01, 24)
        row = effect_of(name, parallel, shared, outcome)
        of_pairs = verdict_of_pairs(sign * (shared - parallel), outcome.matters_from)
        assert of_pairs == verdict_of_effect(row, 24) == finding(outcome, row, shared - parallel).verdict
        seen.add(of_pairs.standing)
    assert {"shared_plan", "parallel", CLOSE} <= seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rule_is_told_whole_with_its_own_numbers(language):
    told = " ".join(rule_in_words(language).values())
    assert len(rule_in_words(language)) == len(BADGES) + 3
    for number in ("95", "75", "10", "20"):
        assert number in told


def test_what_luck_alone_gives_is_named():
    assert "up to 6 of 121" in by_luck(121, "en")
    assert "1,2 van de 24" in by_luck(24, "nl")
