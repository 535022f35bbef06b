"""Runs that a model of one's own lives: kept under a name that says what it does, so that none is taken for another."""

from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments.results import open_results, run
from experiments.running.threads import Threads
from experiments.store.own_model import name_of
from sim import CareModel, compare
from sim.outcomes import OUTCOMES
from tests.experiments.experiment_files import experiment_of

SHARE = 1.0


def how_much() -> float:
    """What is told of the story."""
    return SHARE


class ReadsLetters(CareModel):
    """Everybody whose week begins knows the whole story."""

    def live_week(self, world, week, region):
        """Read what is written, since week 0."""
        if week >= 0:
            world.relation["known"] = how_much()
        super().live_week(world, week, region)


class Fails(CareModel):
    """A model that goes wrong in week 3."""

    def live_week(self, world, week, region):
        if week == 3:
            raise RuntimeError("a week too many")
        super().live_week(world, week, region)


@pytest.fixture
def asked():
    return experiment_of("replicates = 2", "[factors]\nturnover_rate = [0.1, 0.4]")


@pytest.mark.slow
def test_an_experiment_is_lived_by_the_model_and_kept_under_its_name(asked, tmp_path):
    results = run(asked, tmp_path / "own", workers=1, model=ReadsLetters)
    assert (results.summary.ran, results.summary.failed) == (4, 0)
    for cell, rate in enumerate([0.1, 0.4]):
        expected = compare(asked.scenario.replace(turnover_rate=rate), 2, model=ReadsLetters, workers=1)
        found = results.values("stories_retold")[cell]
        assert np.array_equal(found, expected.outcomes[:, :, list(OUTCOMES).index("stories_retold")])
    assert run(asked, tmp_path / "own", workers=1, model=ReadsLetters).summary.ran == 0
    opened = open_results(tmp_path / "own")
    assert opened.experiment.model == name_of(ReadsLetters)
    pd.testing.assert_frame_equal(opened.effects(), results.effects())
    usual = run(asked, tmp_path / "own", workers=1)
    assert usual.summary.ran == 4
    more = usual.values("stories_retold") - results.values("stories_retold")
    assert more.min() >= 0 < more.max()


@pytest.mark.slow
def test_care_model_itself_gives_the_tables_of_the_engine(asked, tmp_path):
    own = run(asked, tmp_path / "own", workers=1, model=CareModel)
    pd.testing.assert_frame_equal(own.effects(), run(asked, tmp_path / "engine", workers=1).effects())


def test_what_goes_wrong_in_a_model_is_a_failure_of_its_runs(asked, tmp_path):
    results = run(asked, tmp_path, workers=1, model=Fails)
    assert results.summary.failed == 4
    said = pd.read_csv(tmp_path / "failures.csv")
    assert said["stage"].eq("the weeks of the model").all()
    assert said["message"].str.contains("a week too many").all()


def test_a_model_elsewhere_or_none_is_refused(asked, tmp_path):
    with pytest.raises(ValueError, match="leave engine out"):
        run(asked, tmp_path, engine=Threads(1), model=ReadsLetters)
    wrongs: tuple[Any, ...] = (dict, "ReadsLetters", how_much)
    for wrong in wrongs:
        with pytest.raises(ValueError, match=r"must be sim\.CareModel or a subclass of it"):
            run(asked, tmp_path, model=wrong)
    assert list(tmp_path.iterdir()) == []


def test_a_model_is_another_when_anything_it_uses_is(monkeypatch):
    before = name_of(ReadsLetters)
    assert before == name_of(ReadsLetters)
    assert before.split()[0].endswith("test_own_model.ReadsLetters")
    assert len({before, name_of(Fails), name_of(CareModel), name_of(partial(ReadsLetters, burn_in=True))}) == 4
    with monkeypatch.context() as other:
        other.setitem(globals(), "SHARE", 0.5)
        assert name_of(ReadsLetters) != before
    with monkeypatch.context() as other:
        other.setitem(globals(), "how_much", lambda: 1.0)
        assert name_of(ReadsLetters) != before
    with monkeypatch.context() as other:
        other.setattr(ReadsLetters, "letters", 3, raising=False)
        assert name_of(ReadsLetters) != before
    assert name_of(ReadsLetters) == before


MINE = """
from sim import CareModel
class Mine(CareModel):
    def live_week(self, world, week, region):
        super().live_week(world, week, region)  # a remark
"""


def test_remarks_make_no_other_model(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    names = []
    for number, text in enumerate(
        (MINE, MINE.replace("  # a remark", ""), MINE.replace("week, region)  #", "week, 0)  #"))
    ):
        (tmp_path / f"mine_{number}.py").write_text(text, "utf-8")
        names.append(name_of(__import__(f"mine_{number}").Mine).split()[1])
    assert names[0] == names[1] != names[2]
