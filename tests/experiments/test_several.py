"""Runs for who asks for numbers: lived now or kept, the numbers are the same, and nothing is lived twice."""

import numpy as np
import pytest

from experiments import schedule as schedule
from experiments.running import pair, runner
from experiments.running.pair import Task
from experiments.running.several import Kept, Lived, RunFailed
from experiments.running.watcher import Watcher
from experiments.store.parts import read_part
from sim import simulate
from sim.effect_size import AMONG, OF_FAMILIES
from sim.outcomes import OUTCOMES
from sim.region import ROUTES
from sim.scenario import Scenario
from tests.experiments.experiment_files import experiment_of, parts_of

pytestmark = pytest.mark.slow

SMALL = Scenario("small", families=60, weeks=26, burn_in_weeks=13)
SEVERAL = [SMALL.replace(turnover_rate=rate) for rate in (0.1, 0.4, 0.7)]
SEEDS = range(5, 9)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    """Parts of four pairs; and no long waits."""
    monkeypatch.setattr(schedule, "PAIRS_IN_A_BLOCK", 4)
    monkeypatch.setattr(runner, "LOOK_AGAIN", 0.02)


@pytest.fixture
def lived(monkeypatch):
    """What was lived, as (turnover, seed)."""
    tasks: list[tuple[float, int]] = []
    real = pair.attempt

    def attempt(task: Task, model=None):
        tasks.append((task.scenario.value("turnover_rate"), task.seed))
        return real(task)

    monkeypatch.setattr(pair, "attempt", attempt)
    monkeypatch.setattr(pair, "live_together", None)  # so that each is lived by itself
    return tasks


@pytest.fixture
def fails(monkeypatch):
    """The run with seed 7 and a turnover of 0.4 fails."""
    real = pair.attempt

    def attempt(task: Task, model=None):
        if (task.seed, task.scenario.value("turnover_rate")) != (7, 0.4):
            return real(task)
        with monkeypatch.context() as faulty:
            faulty.setattr(pair, "burn_in", lambda *arguments: 1 / 0)
            return real(task)

    monkeypatch.setattr(pair, "attempt", attempt)
    monkeypatch.setattr(pair, "live_together", None)


def kept_in(root, workers=1, watcher=None) -> Kept:
    """Runs that are kept in a folder."""
    return Kept(root, experiment_of(), workers, watcher)


def same(one, other) -> bool:
    """Whether two answers are the same to the last bit."""
    return all(np.array_equal(a, b, equal_nan=True) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("routes", [ROUTES, ROUTES[:1], ROUTES[1:]])
def test_runs_that_are_kept_are_those_that_are_lived(tmp_path, routes):
    expected = Lived(1).ask(SEVERAL, SEEDS, routes)
    kept = kept_in(tmp_path)
    assert same(kept.ask(SEVERAL, SEEDS, routes), expected)
    assert same(kept.ask(SEVERAL, SEEDS, routes), expected)
    assert same(kept_in(tmp_path).ask(SEVERAL, SEEDS, routes), expected)
    outcomes, sizes = expected
    assert outcomes.shape == (3, 4, len(routes), len(OUTCOMES))
    assert sizes.shape == (3, 4, len(AMONG), len(OF_FAMILIES))
    assert np.isfinite(sizes).any() == (routes == ROUTES)


def test_every_scenario_seed_and_route_has_its_own_place(tmp_path):
    for runs in (Lived(2), kept_in(tmp_path, workers=2)):
        outcomes, _ = runs.ask(SEVERAL, SEEDS)
        for scenario, seed, route in ((0, 0, 0), (1, 2, 1), (2, 3, 0)):
            alone = simulate(SEVERAL[scenario], ROUTES[route], SEEDS[seed]).outcomes.to_numpy(float)
            assert np.array_equal(outcomes[scenario, seed, route], alone, equal_nan=True)


def test_the_second_time_nothing_is_lived(tmp_path, lived):
    kept_in(tmp_path).ask(SEVERAL, SEEDS)
    assert sorted(lived) == [(rate, seed) for rate in (0.1, 0.4, 0.7) for seed in SEEDS]
    lived.clear()
    kept_in(tmp_path).ask(SEVERAL, SEEDS)
    assert lived == []


def test_more_scenarios_and_seeds_cost_only_what_is_new(tmp_path, lived):
    kept = kept_in(tmp_path)
    first = kept.ask(SEVERAL[:2], SEEDS)
    lived.clear()
    more = kept.ask([SEVERAL[2], SEVERAL[1]], range(5, 10))
    assert sorted(lived) == [(0.4, 9), *((0.7, seed) for seed in range(5, 10))]
    assert np.array_equal(more[0][1, :4], first[0][1], equal_nan=True)
    assert same(more, Lived(1).ask([SEVERAL[2], SEVERAL[1]], range(5, 10)))


def test_a_scenario_that_is_asked_for_twice_is_lived_once(tmp_path, lived, monkeypatch):
    monkeypatch.setattr(schedule, "PAIRS_IN_A_BLOCK", 50)  # blocks that are under way together do not know each other
    outcomes, _ = kept_in(tmp_path).ask([SMALL, SEVERAL[0], SMALL], range(2))
    assert len(lived) == 4
    assert np.array_equal(outcomes[0], outcomes[2], equal_nan=True)


def test_nothing_asked_is_nothing_answered(tmp_path):
    for runs in (Lived(1), kept_in(tmp_path)):
        outcomes, sizes = runs.ask([], SEEDS)
        assert outcomes.shape == (0, 4, 2, len(OUTCOMES))
        assert sizes.shape == (0, 4, len(AMONG), len(OF_FAMILIES))


@pytest.mark.parametrize("again", [False, True])
def test_a_step_is_taken_after_each_scenario_even_if_nothing_is_lived(tmp_path, again):
    for runs in (Lived(1), kept_in(tmp_path)):
        for _ in range(1 + again):
            steps = []
            runs.ask(SEVERAL, SEEDS, step=lambda: steps.append(1))  # noqa: B023
            assert len(steps) == 3


def test_a_run_that_fails_is_named_by_its_seed_whoever_asks(tmp_path, fails):
    said = r"the run with seed 7 failed in building and burn-in: ZeroDivisionError: division by zero"
    with pytest.raises(RunFailed, match=said):
        Lived(2).ask(SEVERAL, SEEDS)
    kept = kept_in(tmp_path)
    for _ in range(2):
        with pytest.raises(RunFailed, match=said) as failed:
            kept.ask(SEVERAL, SEEDS)
    assert str(failed.value).endswith(f"(more in {tmp_path / 'failed'})")
    assert len(list((tmp_path / "failed").glob("*.toml"))) == 2
    assert kept.ask(SEVERAL[:1], SEEDS)[0].shape[0] == 1  # what did not fail is there


def test_a_part_that_cannot_be_read_is_lived_again(tmp_path, lived):
    notes: list[str] = []

    class Listening(Watcher):
        """Remembers what it is told."""

        def note(self, words):
            notes.append(words)

    expected = kept_in(tmp_path).ask(SEVERAL, SEEDS)
    lived.clear()
    kept = kept_in(tmp_path, watcher=Listening())
    part = parts_of(tmp_path)[1]
    pairs = read_part(part, ["run"]).num_rows // 2
    part.write_bytes(part.read_bytes()[:-200])  # after it was found to be there
    assert same(kept.ask(SEVERAL, SEEDS), expected)
    assert len(lived) == pairs == 4
    aside = tmp_path / "damaged" / part.name
    assert notes == [f"{aside} could not be read and is set aside: its runs are run again"]
    assert aside.is_file()
