"""``omtafel turns`` and ``omtafel corners``: what they print, write and refuse."""

import pandas as pd
import pytest

from experiments.search import corners as searching
from experiments.search import turning_points as turning
from omtafel.cli import status_of

pytestmark = pytest.mark.slow

SMALL = ["--set", "families=30", "--set", "weeks=26", "--set", "burn_in_weeks=13"]
REGION = "families = 30\nweeks = 26\nburn_in_weeks = 13\n"


def test_turns_names_what_changes_the_answer_or_says_that_nothing_does(capsys, monkeypatch):
    monkeypatch.setattr(turning, "movers", lambda: {"outcomes": {"cost_euros": ["tariff_euros", "plan_hours"]}})
    assert status_of(["turns", "almelo", *SMALL, "--outcome", "cost_euros", "--pairs", "2"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Cost")
    assert "(now " in said or "times what is set" in said or "Nothing that was moved" in said


def test_corners_says_where_each_route_does_best_and_writes_it(capsys, monkeypatch, tmp_path):
    small = searching.Size(first=12, bred=5, generations=1, pairs=1, last_pairs=2)
    monkeypatch.setattr(searching, "Size", lambda generations: small)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "region.toml").write_text(REGION, "utf-8")
    status = status_of(["corners", "region.toml", "--outcome", "trust", "--worlds", "2", "--out", "there"])
    assert status == 0
    said = capsys.readouterr().out
    assert said.count("Trust in care: ") == 2
    table = pd.read_csv(tmp_path / "there" / "corners.csv")
    assert list(table["route"]) == ["shared_plan", "parallel"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["turns", "almelo", "--outcome", "trst"],
            "--outcome trst: not an outcome of which one way is better",
        ),
        (["turns", "almelo", "--pairs", "1"], "--pairs must be 2 or more"),
        (["turns", "netherlands"], "this scenario has 42"),
        (["corners", "almelo", "--worlds", "0"], "worlds must be from 1 to"),
        (["corners", "almelo", "--generations", "0"], "--generations 0: must be 1 or more"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(words, said, capsys):
    assert status_of(words) == 2
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1
