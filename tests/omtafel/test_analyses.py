"""``omtafel sensitivity``, ``discover``, ``regret``, ``calibrate``: they run what they need, and say what came out."""

import re
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import experiments
from experiments.running import pair, runner
from experiments.verdicts import verdict_of_pairs
from omtafel.cli import status_of
from reports import ladder
from reports.sections import discovery, policies
from sim.outcomes import OUTCOMES
from sim.scenario import Scenario
from tests.experiments.experiment_files import text_of
from validation.calibration import checking, coverage, waves
from validation.targets import Target

pytestmark = pytest.mark.slow

TRUST = 'outcomes = ["trust", "coordination_hours"]'
RANGES = "[factors]\nturnover_rate = { range = [0.1, 0.7] }\ntime_shortage = { range = [0.0, 0.8] }"
FILLED = f'{RANGES}\n[design]\nkind = "latin_hypercube"\npoints = 24'
LADDER = f'{RANGES}\n[design]\nkind = "sobol"\npoints = 4'
CHOICE = "[policies.usual]\n[policies.warm]\nwarm_handover_weeks = 4"
ONE_ROUTE = 'routes = ["parallel"]'
FILES = {
    "small.toml": text_of("replicates = 2"),
    "filled.toml": text_of(f"replicates = 2\n{TRUST}", FILLED),
    "ladder.toml": text_of(f"replicates = 2\n{TRUST}", LADDER),
    "choice.toml": text_of(f"replicates = 2\n{TRUST}", f'{CHOICE}\n[design]\nkind = "worlds"\nworlds = 3'),
    "plain.toml": text_of("replicates = 2", ""),
    "one_value.toml": text_of("replicates = 2", "[factors]\nturnover_rate = [0.1]"),
    "one_route.toml": text_of(f"replicates = 2\n{ONE_ROUTE}", RANGES + '\n[design]\nkind = "one_at_a_time"'),
    "one_route_filled.toml": text_of(f"replicates = 2\n{ONE_ROUTE}", FILLED),
    "chosen_and_filled.toml": text_of("replicates = 2", f"{FILLED}\n{CHOICE}"),
    "a_file": "x",
}


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A folder with experiments."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def say(capsys):
    """``say("regret choice.toml")``: status, standard output in one line, and lines of standard error."""

    def say(words):
        capsys.readouterr()
        status = status_of(words.split())
        screen = capsys.readouterr()
        return status, " ".join(screen.out.split()), screen.err.splitlines()

    return say


REFUSED = {
    "sensitivity nowhere.toml": "nowhere.toml: no such file or directory",
    "sensitivity ladder.toml --outcome trst": "--outcome trst: not an outcome of which one way is better (did you mean",
    "sensitivity ladder.toml --outcome coordination_hours": "not an outcome of which one way is better",
    "sensitivity ladder.toml --rung sobl": "--rung sobl: there are one_at_a_time, morris, sobol",
    "sensitivity ladder.toml --most 0": "--most 0: must be 1 or more",
    "sensitivity ladder.toml --workers 0": "--workers 0",
    "sensitivity plain.toml": "plain.toml: there are no factors to move",
    "sensitivity one_value.toml": "one_value.toml: turnover_rate has no range to move over",
    "sensitivity choice.toml": "choice.toml: there are no factors to move",
    "sensitivity one_route.toml --route shared_plan": "--route shared_plan: one_route.toml has parallel",
    "discover small.toml": "small.toml: needs both routes, and a design of kind latin_hypercube or sobol",
    "discover one_route_filled.toml": "one_route_filled.toml: needs both routes",
    "discover filled.toml --outcome trust_in": "--outcome trust_in",
    "discover filled.toml --out a_file": "a_file is a file, not a folder",
    "regret small.toml": "small.toml: needs policies to choose from: [policies.NAME]",
    "regret choice.toml --outcome nothing": "--outcome nothing: not an outcome of which one way is better",
    "regret choice.toml --workers 2 --cluster tcp://127.0.0.1:9": "--workers is for threads",
    "calibrate --sets 100": "--sets 100: must be a power of two from 64",
    "calibrate --sets 8": "--sets 8: must be a power of two from 64",
    "calibrate --effective 0": "--effective 0: must be from 1",
    "calibrate --scenario nowhere.toml": "nowhere.toml",
    "calibrate --keep --targets figures.toml": "--keep is for almelo",
    "coverage --truths 100 --sets 200": "--truths 100 of --sets 200: must be 2 or more, and less than half",
    "calibrate --seed -1": "--seed -1: must be from 0",
    "calibrate --workers 0": "--workers 0",
    "calibrate --out a_file": "a_file is a file, not a folder",
    "calibrate --out a_file/below": "--out a_file/below: not a directory",
}


@pytest.mark.parametrize(("words", "said"), REFUSED.items())
def test_what_cannot_be_analysed_is_refused_in_one_line_and_leaves_no_trace(folder, say, monkeypatch, words, said):
    monkeypatch.setattr(pair, "live", None)
    monkeypatch.setattr(pair, "live_together", None)
    before = sorted(folder.rglob("*"))
    status, out, err = say(words)
    assert (status, out) == (2, "")
    assert err[-1].startswith("omtafel: ")
    assert said in err[-1]
    assert len(err) == (2 if words == "discover filled.toml --out a_file" else 1)  # it says that it begins
    assert sorted(folder.rglob("*")) == before


# Sensitivity


@pytest.fixture(scope="module")
def climbed(tmp_path_factory) -> Path:
    """A folder in which the whole ladder was run with two factors, and what was printed."""
    from contextlib import chdir, redirect_stdout

    folder = tmp_path_factory.mktemp("climbed")
    (folder / "ladder.toml").write_text(FILES["ladder.toml"])
    with chdir(folder), (folder / "printed").open("w") as printed, redirect_stdout(printed):
        assert status_of(["sensitivity", "ladder.toml", "--out", "there"]) == 0
    return folder


def test_sensitivity_goes_up_every_rung_and_says_what_moves_the_answer(climbed):
    text = " ".join((climbed / "printed").read_text().split())
    said = re.findall(r"Trust in care: (?:what moves the gain most is [^.]+\.|nothing that was moved moves)", text)
    assert len(said) == 3
    assert re.search(r"Of the variance of a single paired run \d+ % is only luck", text)
    assert text.endswith("wrote there/sensitivity.html wrote there/sensitivity/indices.csv")
    table = pd.read_csv(climbed / "there/sensitivity/indices.csv")
    assert set(table["design"]) == set(ladder.RUNGS)
    for rung in ladder.RUNGS:
        assert experiments.open(climbed / "there" / "sensitivity" / rung).written.missing == 0


def test_the_page_of_a_ladder_has_a_picture_for_every_rung_and_no_key_twice(climbed):
    text = (climbed / "there" / "sensitivity.html").read_text("utf-8")
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert {"variance-one_at_a_time", "variance-morris", "variance-sobol"} <= set(ids)
    assert {f"{kind}-trust-title" for kind in ("tornado", "morris", "sobol")} <= set(ids)
    headings = re.findall(r"<h2[^>]*>([^<]+)</h2>", text)
    assert len(headings) == len(set(headings))


def test_after_sensitivity_the_experiment_can_be_run_in_the_same_folder(climbed, tmp_path, monkeypatch, say):
    shutil.copytree(climbed, tmp_path / "copy")
    monkeypatch.chdir(tmp_path / "copy")
    Path("ladder.toml").write_text(FILES["small.toml"])
    assert say("experiment run ladder.toml --out there")[0] == 0
    assert say("experiment status ladder.toml --out there")[0] == 0


def test_sensitivity_after_the_experiment_and_again_runs_nothing_twice(folder, say, monkeypatch):
    assert say("experiment run small.toml")[0] == 0
    assert say("sensitivity small.toml --rung one_at_a_time")[0] == 0
    monkeypatch.setattr(pair, "live", None)
    monkeypatch.setattr(pair, "live_together", None)
    monkeypatch.setenv("COLUMNS", "120")
    status, out, err = say("sensitivity small.toml --rung one_at_a_time --outcome direction")
    assert (status, err) == (0, ["one_at_a_time: 1 factors…", "Running small…"])
    assert "In charge (direction) (0 to 1) Factor From, to At low As it is At high Swing Turns it Place Sure" in out
    assert not (folder / "results/small/sensitivity/morris").exists()


# Discover


def test_discover_says_where_the_plan_loses_and_writes_the_report(folder, say):
    status, out, _ = say("discover filled.toml --out there")
    assert status == 0
    found = experiments.open("there")
    assert discovery.discovery_of(found, "trust")[0].sentence in out
    assert "wrote there/report.html" in out
    assert "Where the shared plan loses" in Path("there/report.html").read_text("utf-8")


def test_a_loss_is_sure_and_matters_unless_every_one_is_asked_for(folder, say):
    _, sure, _ = say("discover filled.toml --out there")
    _, every, _ = say("discover filled.toml --out there --every-loss")
    gains = experiments.open("there").gains("trust")
    losing = (gains.mean(axis=1) < 0).sum()
    standings = [verdict_of_pairs(one, OUTCOMES["trust"].matters_from).standing for one in gains]
    assert f"The shared plan loses in {losing} of 24 combinations" in every
    count = standings.count("parallel")
    how = f"in only {count} of" if count else "in none of"
    assert f"The shared plan loses, surely and by enough to matter, {how} 24 combinations" in sure
    assert losing > count


def test_when_every_run_failed_nothing_can_be_discovered(folder, say, monkeypatch):
    monkeypatch.setattr(pair, "live", lambda *arguments, **more: 1 / 0)
    monkeypatch.setattr(pair, "live_together", None)
    status, _, err = say("discover filled.toml --out there")
    assert (status, err[-1].split(" says")[0]) == (2, "omtafel: every run failed: there/failures.csv")


# Regret


def test_regret_holds_every_policy_on_every_route_against_the_best(folder, say):
    status, out, _ = say("regret choice.toml --out there")
    assert status == 0
    found = experiments.open("there")
    table = policies.regrets(found, "trust")
    assert policies.sentence(found, OUTCOMES["trust"], table) in out
    assert out.endswith("wrote there/regret.csv wrote there/report.html")
    written = pd.read_csv("there/regret.csv")
    assert list(written["option"]) == [
        "usual, parallel routes",
        "warm, parallel routes",
        "usual, shared plan",
        "warm, shared plan",
    ]
    values = np.array([found.values("trust")[found.cells.table["policy"] == one] for one in ("usual", "warm")])
    means = values.mean(axis=2).transpose(2, 0, 1).reshape(4, 3)  # options, worlds
    assert written["mean_regret"].to_numpy() == pytest.approx((means.max(axis=0) - means).mean(axis=1), rel=1e-9)
    assert (written["mean_regret"] >= 0).all()


def test_the_outcome_of_an_analysis_is_the_first_of_which_one_way_is_better(folder, say):
    text = text_of('replicates = 1\noutcomes = ["coordination_hours", "crises", "trust"]', CHOICE)
    (folder / "choice.toml").write_text(text)
    assert "Crises (per family-year)" in say("regret choice.toml --out there")[1]
    assert "Trust in care (0 to 1)" in say("regret choice.toml --out there --outcome trust")[1]


def test_a_policy_that_always_fails_is_said_and_nothing_is_made_up(folder, say, monkeypatch):
    real = pair.live

    def live(start, scenario, route, between):
        return 1 / 0 if scenario.value("warm_handover_weeks") == 4 else real(start, scenario, route, between=between)

    monkeypatch.setattr(pair, "live", live)
    monkeypatch.setattr(pair, "live_together", None)
    status, _, err = say("regret choice.toml --out there")
    assert status == 2
    assert err[-1] == "omtafel: choice.toml: no replicate has a value for every policy in every setting"


# Calibrate

CALIBRATE = "calibrate --scenario region.toml --targets figures.toml --sets 64 --effective 8 --workers 1"
CALM = """
# overload is never above 1
[calm]
says = "Overload"
outcome = "overload"
on = "parallel"
low = 0
high = 1
hard = true
source = "our own survey"
"""


@pytest.fixture
def quick(folder, monkeypatch):
    """A region of thirty families, a figure that all of it shows, and a last wave of eight sets."""
    (folder / "region.toml").write_text("families = 30\nweeks = 26\nburn_in_weeks = 13\n", "utf-8")
    (folder / "figures.toml").write_text(CALM, "utf-8")
    monkeypatch.setattr(waves, "BATCH", 8)
    monkeypatch.setattr(waves, "CANDIDATES", 64)
    monkeypatch.setattr(checking, "LOOKED_AT", ("P2b",))
    monkeypatch.setattr(checking, "MOST_LOOKED_AT", 1)


def test_calibrate_says_what_each_wave_gave_and_keeps_every_run(folder, say, quick, monkeypatch):
    status, out, err = say(f"{CALIBRATE} --out there")
    assert (status, err[-1]) == (0, "Patterns held back…")
    assert "Under the usual rules" in out
    assert re.search(r"1 64 64 1 9\d\.\d", out), "each set fits"
    assert re.search(r"sweep 1 800 10 4 9\d\.\d \d+ \d+", out), "copies are moved on"
    assert re.search(r"10 sets are kept, worth (8|9|10) independent ones\.", out)
    assert re.search(r"Overload\s+\d", out)
    assert "P2b " in out
    sets = pd.read_parquet(folder / "there" / "plausible.parquet")
    assert len(sets) == len(sets.drop_duplicates()) == 10
    monkeypatch.setattr(pair, "live", None)
    monkeypatch.setattr(pair, "live_together", None)
    assert say(f"{CALIBRATE} --out there")[0] == 0
    assert sets.equals(pd.read_parquet(folder / "there" / "plausible.parquet"))


def test_worlds_that_somebody_calibrated_are_compared_in(folder, say, quick):
    say(f"{CALIBRATE} --out there")
    small = "--set families=30 --set weeks=26 --set burn_in_weeks=13 --replicates 2"
    status, out, _ = say(f"compare almelo {small} --worlds there --json")
    assert status == 0
    assert '"worlds": 10' in out
    assert "calibrate --sets 64" in out
    status, _, err = say(f"compare almelo {small} --worlds nowhere")
    assert (status, err) == (
        2,
        [
            "omtafel: --worlds: nowhere: no plausible worlds there (no plausible.parquet); "
            "omtafel calibrate --out makes them"
        ],
    )


def test_rival_forms_are_calibrated_for_too(folder, say, quick, monkeypatch):
    monkeypatch.setattr("sim.across_structures.other_forms", lambda scenario: [("bond", "rupture")])
    status, out, _ = say(f"{CALIBRATE} --rivals --out there")
    assert status == 0
    assert "Under bond=rupture" in out
    assert set(pd.read_parquet(folder / "there" / "plausible.parquet")["under"]) == {"", "bond=rupture"}


FIGURES = {
    "calm]": "figures.toml: not valid TOML",
    CALM.replace(
        "overload", "overlod"
    ): "figures.toml, line 3: calm: unknown outcome 'overlod' (did you mean overload?)",
    CALM.replace("hard = true", "hard = false"): "figures.toml: no figure decides",
    CALM.replace("low = 0", ""): "figures.toml, line 3: calm",
    CALM.replace('"overload"', '"idle_with_a_list"').replace('"parallel"', '"counted"'): "cannot decide",
    "calm = 3": "figures.toml, line 1: calm: must be a table",
}


@pytest.mark.parametrize(("text", "said"), FIGURES.items())
def test_figures_of_ones_own_that_cannot_be_are_refused_by_line(folder, say, quick, text, said):
    (folder / "figures.toml").write_text(text, "utf-8")
    status, _, err = say(CALIBRATE)
    assert status == 2
    assert said in err[-1] and len(err) == 1


def test_figures_that_are_not_there_are_refused(folder, say):
    assert say("calibrate --targets nowhere.toml")[2] == ["omtafel: --targets: nowhere.toml: No such file or directory"]


def test_a_run_that_fails_ends_a_calibration_with_its_reason(folder, say, quick, monkeypatch):
    monkeypatch.setattr(pair, "live", lambda *arguments, **more: 1 / 0)
    monkeypatch.setattr(pair, "live_together", None)
    status, _, err = say(f"{CALIBRATE} --out there")
    assert status == 2
    assert re.match(r"omtafel: the run with seed \d+ failed in parallel: ZeroDivisionError", err[-1])


def test_a_calibration_that_cannot_write_says_so_in_one_line(folder, say, quick, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(runner, "write_part", full)
    status, out, err = say(f"{CALIBRATE} --out there")
    assert (status, out) == (2, "")
    assert err[-1].startswith("omtafel: cannot write in there: no space left on device")


def test_a_calibration_in_the_folder_of_an_experiment_is_refused(folder, say, quick):
    say("experiment run small.toml --out there")
    status, _, err = say(f"{CALIBRATE} --out there")
    assert (status, err) == (2, ["omtafel: there holds experiment small: name another folder"])


def test_a_calibration_is_tested_on_truths_that_are_known(folder, say, monkeypatch):
    monkeypatch.setattr(coverage, "POOL", 512)
    monkeypatch.setattr("omtafel.settings.scenario_of", lambda *_: Scenario("small", families=30, weeks=26))
    wide = Target.model_validate(
        {"name": "calm", "says": "", "outcome": "overload", "on": "parallel", "low": 0, "high": 1, "hard": True}
        | {"source": "judgement"}
    )
    monkeypatch.setattr(checking, "deciding", lambda: (wide,))
    status, out, _ = say("coverage --sets 128 --truths 40 --out there --workers 1")
    assert status == 0
    assert "40 truths: of 100, in their 90 % range" in out
    assert "Narrower than 0.7 of the prior:" in out
    assert len(pd.read_csv(folder / "there" / "ranks.csv")) == 40
