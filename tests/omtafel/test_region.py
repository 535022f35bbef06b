"""``omtafel region new``: a scenario file from a table or from answers, never over one that is there."""

from pathlib import Path

import pytest

from experiments.own_region import waits
from omtafel.cli import status_of
from sim import load_scenario

TABLE = "Gegeven;Waarde\nGezinnen;60\nFTE wijkteam;2,5\nCaseload wijkteam;25\nWachttijd wijkteam;14 weken\nKleur;3\n"


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(waits, "LUCKS", 3)
    (tmp_path / "town.csv").write_text(TABLE, "utf-8-sig")
    return tmp_path


def answering(monkeypatch, answers):
    """Whoever sits at the keyboard types these, and then nothing but Enter."""
    given = iter(answers)
    monkeypatch.setattr("builtins.input", lambda: next(given, ""))


def test_a_table_becomes_a_scenario_that_says_what_it_rests_on(folder, capsys):
    assert status_of(["region", "new", "--from", "town.csv", "--out", "my_town.toml"]) == 0
    scenario = load_scenario("my_town.toml")
    assert (scenario.families, scenario.value("caseload_social_team")) == (60, 25)
    printed = capsys.readouterr().out
    assert "Families with several problems: 60 (from 60, town.csv, line 2, column 2 (Waarde))" in printed
    assert "caseload_social_team = 25: outside what is plausible, 7.8 cases to 19.5 cases" in printed
    assert "Cases of one post (gp): 8 cases (as declared, literature:" in printed
    assert "nobody knows Kleur (town.csv, line 6, column 1)" in printed
    assert "Social team: with these posts your list would be" in printed
    assert printed.endswith("wrote my_town.toml; compare with: omtafel compare my_town.toml\n")
    for line in printed.splitlines():
        if line.startswith("  Families with several problems"):
            assert f"# {line.strip()}" in Path("my_town.toml").read_text("utf-8")


def test_in_dutch_and_under_the_name_of_the_region(folder, capsys):
    assert status_of(["region", "new", "--from", "town.csv", "--name", "Ons Dorp", "--language", "nl"]) == 0
    assert load_scenario("ons_dorp.toml").title_nl == "Ons Dorp, met eigen cijfers"
    printed = capsys.readouterr().out
    assert "Gezinnen met meervoudige problemen: 60 (uit 60, town.csv, regel 2, kolom 2 (Waarde))" in printed
    assert "Uw formatie naast uw wachttijden" in printed


def test_a_comparison_says_what_is_taken_though_not_plausible(folder, capsys):
    (folder / "town.toml").write_text("families = 20\nweeks = 4\nburn_in_weeks = 2\n[set]\ncaseload_social_team = 25\n")
    assert status_of(["compare", "town.toml", "--replicates", "2"]) == 0
    screen = capsys.readouterr()
    note = "note: caseload_social_team = 25 is outside its plausible range 7.8 to 19.5 (cases)\n"
    assert screen.err.count(note) == 1
    told = " ".join(screen.out.split())
    assert "25 cases (declared: 13 cases) (outside what is plausible, 7.8 cases to 19.5 cases)" in told


def test_questions_are_asked_one_by_one_with_what_is_usual_and_enter_keeps_it(folder, monkeypatch, capsys):
    answering(monkeypatch, ["Ons Dorp", "tachtig", "80", "200", "3"])
    assert status_of(["region", "new"]) == 0
    asked = capsys.readouterr().err
    assert asked.startswith("What is your region called?: Families with several problems [usual: 174, literature;")
    assert "tachtig is not a number" in asked and "is this the staff for these families alone?" in asked
    assert "Waiting time (social team) [usual: 9 weeks, measured; Enter keeps it]" in asked
    scenario = load_scenario("ons_dorp.toml")
    assert scenario.families == 80
    assert set(scenario.settings) == {"cases_per_family_social_team", "wait_measured_social_team"}


def test_answers_that_end_too_soon_write_nothing(folder, monkeypatch, capsys):
    def ended():
        raise EOFError

    monkeypatch.setattr("builtins.input", ended)
    assert status_of(["region", "new", "--name", "x", "--out", "x.toml"]) == 2
    assert capsys.readouterr().err.endswith("omtafel: the answers ended before the last question\n")
    assert not (folder / "x.toml").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--from", "nowhere.csv"], "nowhere.csv: no such file"),
        (["--from", "town.csv", "--out", "town.csv"], "town.csv: name a file that ends in .toml"),
        (["--from", "town.csv", "--out", "there.toml"], "there.toml is there already"),
        (["--from", "town.csv", "--out", "no/town.toml"], "no/town.toml: there is no folder no"),
        (["--from", "town.csv", "--sheet", "One"], "town.csv: only a file of Excel has sheets"),
        (["--from", "town.csv", "--region", "Borne"], "town.csv: has no region Borne"),
        (["--from", "odd.csv"], "odd.csv, line 2, column 2 (Caseload): veel is not a number"),
        (["--region", "Borne"], "--region goes with a table: give --from too"),
    ],
)
def test_bad_input_gets_one_line_and_leaves_no_trace(arguments, said, folder, capsys):
    (folder / "there.toml").write_text("families = 9\n")
    (folder / "odd.csv").write_text("Sector;Caseload\nWijkteam;veel\n")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    assert status_of(["region", "new", *arguments]) == 2
    screen = capsys.readouterr()
    assert screen.out == ""
    assert f"omtafel: {said}" in screen.err
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
