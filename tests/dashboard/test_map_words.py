"""The map in words: where the answer turns at the setting of now, with its range, and what each colour means."""

import re

import numpy as np
import pytest

from dashboard.choices import Choices
from dashboard.live.map import Map, axis
from dashboard.pages.break_even_map import here_words, key_of_colours
from experiments.analysis.boundary import break_even
from sim.words import LANGUAGES

X, Y = (np.array(axis(name)) for name in ("turnover_rate", "time_shortage"))


def planted(turns_at: float, way: int = 1, matters_from: float = 0.05) -> Map:
    """A map on which the plan is better below a time shortage that rises with turnover, or above it."""
    luck = np.random.default_rng(0).normal(0, 0.02, 20)
    gains = way * (turns_at + 0.2 * (X[:, None, None] - 0.2) - Y[None, :, None]) + luck
    return Map(X, Y, break_even(X, Y, gains, matters_from=matters_from, draws=200), 20)


@pytest.mark.parametrize(("way", "said"), [(1, "stays better until"), (-1, "is better from")])
def test_it_says_where_the_answer_turns_at_the_setting_of_now_with_its_range(way, said):
    shown = planted(0.4, way)
    words = here_words(shown, Choices())
    assert said in words and "(staff turnover: 20% per year)" in words.replace(" %", "%")
    at, low, high = (int(one) for one in re.findall(r"(\d+) ?%", words)[1:])
    assert low <= at <= high and at == pytest.approx(40, abs=2) and high - low < 8
    busy = here_words(shown, Choices(values={"turnover_rate": 0.6}))
    assert int(re.findall(r"(\d+) ?%", busy)[1]) == pytest.approx(48, abs=2)


@pytest.mark.parametrize(("way", "said"), [(1, "slightly ahead until"), (-1, "slightly ahead from")])
def test_a_route_that_is_never_ahead_by_enough_is_not_called_better(way, said):
    words = here_words(planted(0.4, way, matters_from=2), Choices())
    assert said in words and "but nowhere surely and by enough to matter" in words and "better" not in words
    settings = Choices(values={"turnover_rate": X[-1]}, language="nl")
    assert "iets voor" in here_words(planted(0.4, way, matters_from=2), settings)
    only_at_your_setting = planted(0.4, way)
    for one in range(1, len(X)):
        only_at_your_setting.found.verdicts[one] = planted(0.4, way, matters_from=2).found.verdicts[one]
    assert "iets voor" in here_words(only_at_your_setting, settings)
    assert "better" in here_words(only_at_your_setting, Choices(values={"turnover_rate": X[0]}))


@pytest.mark.parametrize(("way", "ahead", "only"), [(1, "ahead until", "at 0 %."), (-1, "ahead from", "at 80 %.")])
def test_where_the_lead_matters_in_few_places_these_are_named(way, ahead, only):
    words = here_words(planted(0.4, way, matters_from=0.35), Choices())
    assert ahead in words and f"only {only}" in words and "better" not in words
    settings = Choices(language="nl")
    some = here_words(planted(0.4, way, matters_from=0.25), settings)
    assert re.search(r"alleen bij \d+ % of (minder|meer)\.", some)
    assert "alleen bij" not in here_words(planted(0.4, way), settings)


def test_where_nothing_turns_it_says_so():
    assert "is op deze kaart geen omslagpunt gevonden" in here_words(planted(5.0), Choices(language="nl"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_colour_says_what_it_means_and_on_how_many_places(language):
    shown = planted(0.4)
    key = key_of_colours(shown, language)
    assert len(key) == len({means for _, _, means, _ in key}) == 6  # what is small is so on either side
    assert sum(count for *_, count in key) == X.size * Y.size
    assert all(
        count == sum(one.standing == "small" for one in shown.found.verdicts.flat)
        for *_, means, count in key
        if means in ("too small to matter", "te klein om ertoe te doen")
    )
