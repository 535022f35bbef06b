"""No number and no word of a table is cut, however narrow the terminal."""

import math

import pandas as pd
import pytest

import sim
from experiments.findings import findings
from omtafel import screen
from omtafel.cli import status_of
from omtafel.tables import effects_table, plain_table, sets_table, two_lines
from sim.words import LANGUAGES

WIDTHS = (24, 40, 60, 74, 75, 80, 100)

# An outcome in twenty plausible worlds.
IN_SETS = {
    "outcome": "broke_off_share",
    "difference": -0.0512,
    "low": -0.0813,
    "high": 0.0214,
    "between_worlds": 0.012,
    "luck": 0.034,
    "plan_better": 13,
    "parallel_better": 0,
    "too_small": 6,
    "too_close": 1,
    "g": 0.15,
    "g_low": math.nan,
    "g_high": 0.2,
}


@pytest.fixture(scope="module")
def comparison():
    """A small comparison."""
    return sim.compare(sim.load_scenario("almelo").replace(families=40, weeks=20, burn_in_weeks=5), 3)


def shown(table, columns, monkeypatch, capsys) -> list[str]:
    """The lines of a table in a terminal of so many columns."""
    monkeypatch.setenv("COLUMNS", str(columns))
    screen.out().print(table)
    return capsys.readouterr().out.splitlines()


def words(lines) -> list[str]:
    """Every word and number, brackets and commas aside, in order of the alphabet."""
    return sorted({word.strip("();:,") for line in lines for word in line.split()} - {"", "─"})


@pytest.mark.slow
@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_a_comparison_is_whole(comparison, language, columns, monkeypatch, capsys):
    table = effects_table("Almelo", findings(comparison, language))
    lines = shown(table, columns, monkeypatch, capsys)
    assert max(map(len, lines)) <= columns
    whole = shown(table, 200, monkeypatch, capsys)
    numbers = {word for word in words(whole) if any(sign.isdigit() for sign in word)}
    assert len(numbers) > 50
    assert numbers <= set(words(lines))


@pytest.mark.parametrize("columns", WIDTHS)
def test_every_number_of_parameter_sets_is_whole(columns, monkeypatch, capsys):
    lines = shown(sets_table("Worlds", pd.DataFrame([IN_SETS]), False), columns, monkeypatch, capsys)
    text = " ".join(" ".join(lines).split())
    for number in ("−5.1", "−8.1", "+2.1", "1.2", "3.4", "13", "0.15", "0.20"):
        assert number in text


def test_a_narrow_terminal_gets_one_row_in_each_block(monkeypatch, capsys):
    table = plain_table("What moves", "Name\nand source", "Range", "")
    table.add_row(two_lines("turnover_rate", "ftm2021"), "0.1\nto 0.9", "ok\nsoft")
    table.add_row("time_shortage", "0\n(none)", "")
    assert shown(table, 24, monkeypatch, capsys) == [
        "What moves",
        "",
        "turnover_rate",
        "ftm2021",
        "  Range: 0.1 to 0.9     ",
        "  ok; soft              ",
        "",
        "time_shortage",
        "  Range: 0 (none)       ",
        "",
    ]
    assert shown(table, 60, monkeypatch, capsys)[4].split() == ["turnover_rate", "0.1", "ok"]


@pytest.mark.parametrize("columns", [30, 60])
def test_lists_are_whole_too(columns, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "300")
    assert status_of(["parameters", "--kind", "policy"]) == 0
    whole = words(capsys.readouterr().out.splitlines())
    monkeypatch.setenv("COLUMNS", str(columns))
    assert status_of(["parameters", "--kind", "policy"]) == 0
    there = set(words(capsys.readouterr().out.splitlines()))
    assert {word for word in whole if any(sign.isdigit() for sign in word)} <= there
