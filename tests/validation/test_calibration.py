"""Themes, waves, weights, coverage and what they teach: held against answers that are known by other means."""

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, stats
from scipy.special import ndtr

import sim
from experiments.parameter_sets import themes as themes_file
from experiments.parameter_sets.draws import Draws, at_random, sample
from experiments.parameter_sets.priors import settings_of, triangular, uncertain
from experiments.parameter_sets.themes import TOGETHER, loadings, moved_by, own_parts, themes
from sim.effect_size import AMONG, OF_FAMILIES
from sim.outcomes import OUTCOMES
from sim.parameters import check
from validation.calibration import coverage as covering
from validation.calibration.coverage import cover
from validation.calibration.emulator import Emulator, OneGuess
from validation.calibration.fit import effective, log_chances, off_by
from validation.calibration.learning import learned, worth_knowing
from validation.calibration.under_way import Size, cut
from validation.calibration.waves import Candidates, calibrate, calibrate_rival
from validation.targets import Target

pytestmark = pytest.mark.slow

ALMELO = sim.load_scenario("almelo")
ALONE = next(
    theme.name for theme in themes() if len(theme.members) == 1 and theme.name in {u.name for u in uncertain()}
)
AT = [theme.name for theme in themes()].index(ALONE)
NUMBER = next(one for one in uncertain() if one.name == ALONE)
LUCK = 0.3
SMALL = Size(waves=((256, 1), (128, 2)), pairs=4, effective=300, most=512)


def target(outcome="severity", low=0.5, high=1.5, on="parallel", source="judgement"):
    return Target(name=outcome, says=outcome, outcome=outcome, on=on, low=low, high=high, hard=True, source=source)


class Toy:
    """Runs of which severity is the height of one theme, and trust minus that, with the luck of a set and a seed.

    Under a rival form severity is a half higher.
    """

    def ask(self, scenarios, seeds, routes=("parallel", "shared_plan"), step=None):
        shares = np.linspace(0, 1, 4001)[1:-1]
        scores = triangular(shares, NUMBER.low, NUMBER.value, NUMBER.high)
        values = np.array([one.value(ALONE) for one in scenarios])
        heights = np.interp(values, scores, stats.norm.ppf(shares))
        shift = np.array([0.5 if one.structures else 0.0 for one in scenarios])
        outcomes = np.zeros((len(scenarios), len(seeds), len(routes), len(OUTCOMES)))
        for column, seed in enumerate(seeds):
            luck = LUCK * np.array([np.random.default_rng([seed, int(1e9 * one)]).standard_normal() for one in values])
            for name, sign in (("severity", 1.0), ("trust", -1.0)):
                outcomes[:, column, :, list(OUTCOMES).index(name)] = (sign * heights + shift + luck)[:, None]
        return outcomes, np.zeros((len(scenarios), len(seeds), len(AMONG), len(OF_FAMILIES)))


def test_every_uncertain_number_belongs_to_one_theme():
    assert ((loadings() != 0).sum(axis=0) == 1).all()
    assert len({theme.name for theme in themes()}) == len(themes())
    assert all(theme.label.en and theme.label.nl for theme in themes())


def test_members_move_with_their_theme_and_against_it_where_the_file_says_so():
    (row,) = [number for number, theme in enumerate(themes()) if theme.name == "changes_of_helper"]
    names = [one.name for one in uncertain()]
    assert loadings()[row, names.index("cold_bond_kept")] == TOGETHER
    assert loadings()[row, names.index("new_face_trust")] == -TOGETHER
    assert loadings()[AT, names.index(ALONE)] == 1.0


def test_drawn_numbers_keep_their_prior_and_a_theme_swings_as_far_as_one_of_its_members():
    draws = sample(2048, seed=3)
    heights = moved_by(draws.heights, draws.own)
    assert heights.std(axis=0) == pytest.approx(1.0, abs=0.1)
    names = [one.name for one in uncertain()]
    helps = [column for column, name in enumerate(names) if name.startswith("contact_helps_")]
    mean = draws.values[:, helps].mean(axis=1)
    single = draws.values[:, helps[0]]
    assert mean.std() > 0.7 * single.std()
    assert np.corrcoef(heights[:, helps[0]], heights[:, helps[1]])[0, 1] == pytest.approx(TOGETHER**2, abs=0.06)


def test_draws_stay_in_every_range_and_begin_with_the_same_ones():
    draws = sample(64, seed=3)
    for values in draws.values:
        check(settings_of(values), "a set")
    assert np.array_equal(draws.values[:20], sample(20, seed=3).values)
    assert not np.array_equal(draws.values, sample(64, seed=4).values)
    assert not np.array_equal(at_random(8, 3, 0).heights, at_random(8, 3, 1).heights)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[a]\nlabel = { en = "A", nl = "A" }\nmembers = ["contact_help"]', "unknown 'contact_help' .did you mean"),
        (
            '[a]\nlabel = { en = "A", nl = "A" }\nmembers = ["contact_helps"]\n[b]\nlabel = { en = "B", nl = "B" }\n'
            'members = ["-contact_helps"]',
            "b: contact_helps is in another theme",
        ),
        ('[a]\nlabel = { en = "A", nl = "A" }\nmembers = ["turnover_rate"]', "nothing that is drawn"),
        ('[a]\nlabel = { en = "A" }\nmembers = []', "a: label.nl"),
    ],
)
def test_a_theme_that_cannot_be_is_refused_by_name(tmp_path, monkeypatch, text, why):
    path = tmp_path / "themes.toml"
    path.write_text(text, "utf-8")
    monkeypatch.setattr(themes_file, "FILE", path)
    themes_file.themes.cache_clear()
    try:
        with pytest.raises(ValueError, match=why):
            themes_file.themes()
    finally:
        monkeypatch.undo()
        themes_file.themes.cache_clear()


def test_a_set_fits_by_its_chance_of_being_inside_beside_the_most_there_can_be():
    one = target(low=0.0, high=1.0)
    assert off_by([one]) == pytest.approx([0.3]), "a judgement is held to least"
    errors = np.array([0.4])  # with what the model is off: .5
    at = log_chances([one], np.array([[0.5], [1.0], [np.nan]]), errors)[:, 0]
    best = stats.norm.cdf(1.0) - stats.norm.cdf(-1.0)
    assert at[0] == pytest.approx(0.0)
    assert np.exp(at[1]) == pytest.approx((0.5 - stats.norm.cdf(-2.0)) / best)
    assert at[2] < -600


def test_tolerance_does_not_vanish_with_more_runs():
    one = target(low=0.0, high=1.0)
    outside = np.array([[1.2]])
    assert np.exp(log_chances([one], outside, np.array([1e-9]))[0, 0]) > 0.2


def test_weights_are_worth_as_many_sets_as_say_as_much():
    assert effective(np.ones(7)) == pytest.approx(7)
    assert effective(np.array([1.0, 0.0, 0.0])) == pytest.approx(1)
    assert effective(np.zeros(3)) == 0
    assert cut(np.array([1.0, 1.0, 1.0, 97.0])).max() == pytest.approx(25 * 2)


def test_a_guess_knows_lines_curves_and_how_unsure_it_is():
    luck = np.random.default_rng(1)
    heights = luck.standard_normal((1500, 20))

    def truth(at):
        return 1.0 + 2.0 * at[:, 3] + at[:, 5] ** 2 - at[:, 3] * at[:, 5]

    values = truth(heights) + 0.5 * luck.standard_normal(1500)
    values[::50] = np.nan
    new = luck.standard_normal((4000, 20))
    means, errors = OneGuess(heights, values).guess(new)
    assert np.sqrt(np.mean((means - truth(new)) ** 2)) < 0.2
    assert errors.mean() == pytest.approx(0.5, rel=0.15)
    inside = np.abs(truth(new) + 0.5 * luck.standard_normal(4000) - means) < 1.645 * errors
    assert inside.mean() == pytest.approx(0.9, abs=0.03)
    with pytest.raises(ValueError, match="only 3 of 5 sets"):
        OneGuess(heights[:5], np.array([1.0, 2.0, np.nan, 3.0, np.nan]))


def test_a_guess_goes_by_what_is_a_parameters_own_too():
    draws = sample(1024, seed=3)
    column = int(np.argmax(own_parts()))
    values = draws.own[:, [column]] + 0.1 * np.random.default_rng(1).standard_normal((1024, 1))
    new = at_random(500, 3, 0)
    means, _ = Emulator(draws, values).guess(new.inputs)
    assert np.corrcoef(means[:, 0], new.own[:, column])[0, 1] > 0.98


def test_a_guess_upon_another_says_what_is_different():
    def truth(draws):
        return (1 + draws.heights[:, [AT]]) ** 2 + 0.1 * draws.own[:, :1]

    draws, few, new = sample(1024, seed=3), at_random(60, 3, 0), at_random(500, 3, 1)
    means, errors = Emulator(few, truth(few) + 0.7, Emulator(draws, truth(draws))).guess(new.inputs)
    assert np.abs(means - truth(new) - 0.7).mean() < 0.1
    assert errors.mean() < 0.2


def test_a_page_keeps_each_set_with_the_chance_that_it_is_guessed_to_fit():
    draws, page = sample(512, seed=3), at_random(4096, 3, 0)
    targets = (target(), target("trust", low=-0.5, high=0.5))
    luck = 0.3 * np.random.default_rng(1).standard_normal((512, 2))
    emulator = Emulator(draws, draws.heights[:, [AT, AT - 1]] + luck)
    chances = np.exp(log_chances(targets, *emulator.guess(page.inputs)).sum(axis=1))
    kept = Candidates(targets, 3).kept(emulator, page, 0)
    assert len(kept) == pytest.approx(chances.sum(), abs=3 * np.sqrt(chances.sum()))
    for at in (AT, AT - 1):
        assert kept.heights[:, at].mean() == pytest.approx(np.average(page.heights[:, at], weights=chances), abs=0.1)


def known_spread(found, shift=0.0):
    """Mean and standard deviation of the height of sets that fit, by integration."""
    # the luck of four pairs is seen twice: in the mean, and in what is allowed for it
    seen = np.sqrt(off_by(found.targets)[0] ** 2 + 2 * LUCK**2 / SMALL.pairs)

    def spread(z):
        return stats.norm.pdf(z) * (ndtr((1.5 - shift - z) / seen) - ndtr((0.5 - shift - z) / seen))

    whole = integrate.quad(spread, -5, 6)[0]
    middle = integrate.quad(lambda z: z * spread(z), -5, 6)[0] / whole
    return middle, np.sqrt(integrate.quad(lambda z: (z - middle) ** 2 * spread(z), -5, 6)[0] / whole)


@pytest.fixture(scope="module")
def usual():
    return calibrate(ALMELO, (target(),), Toy(), SMALL, seed=5)


def test_sets_are_spread_as_prior_times_chance(usual):
    middle, width = known_spread(usual)
    heights = usual.sets.draws.heights
    assert usual.worth >= SMALL.effective
    assert heights[:, AT].mean() == pytest.approx(middle, abs=0.1)
    assert heights[:, AT].std() == pytest.approx(width, rel=0.12)
    others = np.delete(heights, AT, axis=1)
    assert others.std() == pytest.approx(1.0, abs=0.02), "what the figure does not tell keeps its prior"
    assert usual.sets.draws.own.std() == pytest.approx(1.0, abs=0.02)


def test_each_step_of_a_calibration_is_told(usual):
    first, second, last, *sweeps = usual.waves
    assert [one.name for one in usual.waves[:4]] == ["1", "2", "3", "sweep 1"]
    assert first.candidates == 256 < second.candidates
    assert first.fit < last.fit, "later waves are drawn where sets fit"
    assert first.worth is None and first.accepted is None
    assert last.worth < sweeps[-1].worth == usual.worth
    assert all(0 < one.accepted < 1 for one in sweeps)
    assert 0 < usual.rejects[0] < 1


def test_a_rival_form_begins_with_what_fits_under_the_usual_ones_and_ends_with_what_fits_under_it(usual):
    rival = ALMELO.replace(structures={"bond": "rupture"})
    found = calibrate_rival(usual, rival, Toy(), Size(effective=100), seed=5)
    middle, width = known_spread(found, shift=0.5)
    heights = found.sets.draws.heights[:, AT]
    assert found.worth >= 100
    assert found.waves[0].candidates == 0, "no waves of its own"
    assert abs(middle - known_spread(usual)[0]) > 0.3
    start = calibrate_rival(usual, rival, Toy(), Size(effective=200, sweeps=0), seed=5)
    assert start.sets.draws.heights[:, AT].mean() == pytest.approx(middle, abs=0.12), "by weight alone"
    assert set(found.sets.lines) <= set(usual.sets.lines), "what was alike there is so here"
    assert heights.mean() == pytest.approx(middle, abs=0.15)
    assert heights.std() == pytest.approx(width, rel=0.25)


def test_the_same_seed_gives_the_same_sets():
    size = Size(waves=((128, 1),), pairs=1, effective=130, most=256, sweeps=2)
    one, other = (calibrate(ALMELO, (target(),), Toy(), size, seed=1) for _ in range(2))
    assert len(one.waves) > 2, "sets were moved"
    assert np.array_equal(one.sets.draws.values, other.sets.draws.values)


def test_figures_that_contradict_each_other_leave_nothing_and_that_is_said(monkeypatch):
    monkeypatch.setattr("validation.calibration.waves.MOST_PAGES", 1)
    both = (target(low=2.0, high=2.1, source="vanhal2019"), target("trust", low=2.0, high=2.1, source="vanhal2019"))
    with pytest.raises(ValueError, match=r"of 16,384 sets only .* are expected to fit all figures"):
        calibrate(ALMELO, both, Toy(), SMALL, seed=5)


def toy_coverage(monkeypatch, shrink=1.0):
    monkeypatch.setattr(covering, "POOL", 16_384)
    if shrink != 1.0:
        honest = OneGuess.noise
        monkeypatch.setattr(OneGuess, "noise", property(lambda self: shrink * honest.__get__(self)))
    draws = sample(2048, seed=2)
    luck = np.random.default_rng(8)
    height, inputs = draws.heights[:, AT], draws.inputs
    # beside one theme everything moves them a little, as it does in the model
    little = inputs @ luck.standard_normal((inputs.shape[1], 2)) / np.sqrt((inputs**2).sum(axis=1).mean())
    values = (height + 0.3 * little[:, 0] + LUCK * luck.standard_normal(2048))[:, None]
    outcomes = pd.DataFrame({"severity": 2 * height + 0.5 * little[:, 1] + 0.5 * luck.standard_normal(2048)})
    return cover(draws, values, outcomes, (target(source="vanhal2019"),), truths=200, seed=4)


def test_where_a_calibration_is_right_truths_lie_where_it_says_and_themes_get_narrower(monkeypatch):
    found = toy_coverage(monkeypatch)
    (row,) = found.by_outcome.to_dict("records")
    assert row["low"] <= row["inside"] <= row["high"]
    assert row["even"] > 0.01
    assert found.learned.index[0] == ALONE
    assert found.learned.iloc[0] < 0.5 < covering.CONTRACTS < found.learned.iloc[1]


def test_a_calibration_that_is_too_sure_is_found_out(monkeypatch):
    (row,) = toy_coverage(monkeypatch, shrink=0.2).by_outcome.to_dict("records")
    assert row["inside"] < row["low"]


def test_what_was_learned_is_told_from_luck():
    luck = np.random.default_rng(3)
    heights = luck.standard_normal((400, len(themes())))
    heights[:, AT] = 0.8 + 0.5 * heights[:, AT]
    rows = learned(heights, 400).set_index("theme")
    assert rows.loc[ALONE, "moved"] == pytest.approx(0.8, abs=0.1)
    assert rows.loc[ALONE, "left"] == pytest.approx(0.5, abs=0.06)
    assert list(rows.index[rows["surely"]]) == [ALONE]
    assert not learned(heights, 10)["surely"].any(), "ten sets tell nothing from luck"


def test_a_study_is_worth_what_knowing_would_change():
    luck = np.random.default_rng(3)
    heights = luck.standard_normal((4000, len(themes())))
    height = heights[:, AT]
    worth = worth_knowing(heights, height + 0.1 * luck.standard_normal(4000))
    assert worth.index[0] == ALONE
    assert worth.iloc[0] == pytest.approx(1 / np.sqrt(2 * np.pi), abs=0.03), "the mean of what lies above 0"
    assert worth.iloc[1] < 0.03
    far = worth_knowing(heights, heights[:, AT] + 9.0)
    assert (far == 0.0).all(), "no study would turn that, and what a sum is inexact by is no worth"


def test_draws_are_put_together_and_picked_from():
    one = sample(8, seed=1)
    both = one + at_random(4, 1, 0)
    assert len(both) == 12
    assert isinstance(both[np.array([0, 9])], Draws)
    assert np.array_equal(both[slice(8)].own, one.own)
