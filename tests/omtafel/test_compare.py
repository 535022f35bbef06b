"""``omtafel compare``: the table, the JSON, the files."""

import dataclasses
import itertools
import json
import math
import os
import re
import shlex
import subprocess
import sys

import pandas as pd
import pytest

from experiments import provenance
from experiments.other_forms import sentence
from omtafel import screen
from omtafel.cli import status_of
from omtafel.screen import compile_rules
from omtafel.settings import later_changes, scenario_of
from omtafel.tables import sets_table
from sim.across_structures import other_forms
from sim.comparison import compare
from sim.compiled import RULES_FOLDER
from sim.outcomes import OUTCOMES
from sim.scenario import Change, load_scenario
from tests.omtafel.test_tables import IN_SETS

pytestmark = pytest.mark.slow

SMALL = ("--set", "families=40", "--set", "weeks=30", "--set", "burn_in_weeks=10", "--replicates", "3")


def printed(capsysbinary, *arguments: str) -> bytes:
    """What a command prints on standard output."""
    assert status_of(list(arguments)) == 0
    return capsysbinary.readouterr().out


def refuse_constant(name: str):
    """JSON has no NaN and no Infinity."""
    raise AssertionError(f"{name} is not JSON")


def test_json_is_the_same_bytes_every_time_on_any_number_of_workers(capsysbinary, tmp_path):
    first = printed(capsysbinary, "compare", "almelo", *SMALL, "--json", "--workers", "1")
    again = printed(capsysbinary, "compare", "almelo", *SMALL, "--json", "--workers", "3", "--out", str(tmp_path))
    assert first == again
    assert str(tmp_path).encode() not in again


def test_json_does_not_depend_on_the_order_of_settings(capsysbinary):
    sets = ["--set", "turnover_rate=0.3", "--set", "time_shortage=0.2"]
    first = printed(capsysbinary, "compare", "almelo", *SMALL, *sets, "--json")
    assert first == printed(capsysbinary, "compare", "almelo", *SMALL, *sets[2:], *sets[:2], "--json")


def test_json_holds_every_outcome_with_its_settings_seed_and_versions(capsysbinary):
    text = printed(
        capsysbinary, "compare", "high_turnover", *SMALL, "--set", "time_shortage=0.2", "--seed", "7", "--json"
    )
    record = json.loads(text, parse_constant=refuse_constant)
    assert [row["outcome"] for row in record["effects"]] == list(OUTCOMES)
    assert record["settings"] == {"time_shortage": 0.2, "turnover_rate": 0.45}
    assert record["sizes"] == {"burn_in_weeks": 10, "families": 40, "regions": 1, "weeks": 30}
    assert (record["seed"], record["replicates"]) == (7, 3)
    assert {"omtafel", "rules", "python", "numpy", "numba"} <= set(record["versions"])
    row = record["effects"][0]
    assert {"parallel", "shared_plan", "difference", "low", "high", "shared_better_share", "correlation"} <= set(row)
    assert row["low"] <= row["difference"] <= row["high"]


def test_rival_forms_are_compared_with_the_same_luck_and_counted(capsysbinary):
    record = json.loads(printed(capsysbinary, "compare", "almelo", *SMALL, "--structures", "--json"))
    rows = {(row["structure"], row["form"]): row for row in record["other_forms"]}
    asked = load_scenario("almelo").replace(families=40, weeks=30, burn_in_weeks=10)
    assert list(rows) == [("", ""), *other_forms(asked)]
    under = compare(asked.replace(structures={"hours": "perish"}), 3).effect("severity")
    assert rows["hours", "perish"]["difference"] == under["difference"]
    assert rows["", ""]["difference"] == record["effects"][0]["difference"] != under["difference"]
    across = compare(asked, 3, structures=True).structures
    assert across is not None
    assert record["other_forms_sentence"] == sentence(across)


def test_structures_stand_beside_worlds_and_luck(capsys, tmp_path):
    more = ("--structures", "--worlds", "2", "--out", str(tmp_path))
    assert status_of(["compare", "almelo", *SMALL, *more]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "2 worlds" in text and "under other forms of single rules" in text and "by luck alone" in text
    assert {"worlds.csv", "structures.csv"} <= {path.name for path in tmp_path.iterdir()}


def test_the_report_says_how_forms_stand(tmp_path):
    assert status_of(["compare", "almelo", *SMALL, "--structures", "--out", str(tmp_path), "--language", "nl"]) == 0
    html = (tmp_path / "report.html").read_text("utf-8")
    assert "Hangt het af van een theorie?" in html and "ze gaan verloren: zaken worden geteld, geen uren" in html
    assert len(pd.read_csv(tmp_path / "structures.csv")) == 1 + len(other_forms(load_scenario("almelo")))


def test_what_is_not_a_number_is_null(capsysbinary):
    text = printed(capsysbinary, "compare", "almelo", *SMALL[:-1], "1", "--json")
    rows = json.loads(text, parse_constant=refuse_constant)["effects"]
    assert all(row["low"] is None and row["correlation"] is None for row in rows)


@pytest.mark.parametrize("columns", [80, 120])
def test_the_table_fits_the_terminal(columns, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(columns))
    assert status_of(["compare", "almelo", *SMALL]) == 0
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= columns
    for outcome in OUTCOMES.values():
        if outcome.main:
            assert f"\n{outcome.label.en} " in text
    assert "In this model" in " ".join(text.split())
    assert "\nAt the table " not in text


def test_all_shows_the_other_outcomes_too(capsys):
    assert status_of(["compare", "almelo", *SMALL, "--all"]) == 0
    assert f"\n{OUTCOMES['round_tables'].label.en} " in capsys.readouterr().out


def test_a_plan_for_no_family_changes_nothing_and_says_so(capsys):
    assert status_of(["compare", "almelo", *SMALL, "--set", "shared_plan_share=0"]) == 0
    assert "one shared plan changes nothing" in " ".join(capsys.readouterr().out.split())


def test_files_hold_the_same_comparison(capsysbinary, tmp_path):
    out = tmp_path / "new" / "folder"
    text = printed(capsysbinary, "compare", "almelo", *SMALL, "--json", "--out", str(out))
    assert sorted(path.name for path in out.glob("[!.]*")) == [
        "dictionary.csv",
        "effects.csv",
        "replicates.parquet",
        "report.html",
        "settings.json",
    ]
    record = json.loads(text)
    effects = pd.read_csv(out / "effects.csv")
    assert list(effects["outcome"]) == list(OUTCOMES)
    assert list(effects["difference"]) == pytest.approx(
        [math.nan if row["difference"] is None else row["difference"] for row in record["effects"]], nan_ok=True
    )
    replicates = pd.read_parquet(out / "replicates.parquet")
    assert len(replicates) == 3 * 2 * len(OUTCOMES)
    settings = json.loads((out / "settings.json").read_text("utf-8"))
    made = settings.pop("made")
    assert {"date", "command", "machine"} <= set(made) <= {"date", "command", "machine", "commit", "clean"}
    assert settings == {key: value for key, value in record.items() if key != "effects"}


def test_each_picture_can_be_had_for_a_paper_in_the_language_of_the_report(capsysbinary, tmp_path):
    printed(capsysbinary, "compare", "almelo", *SMALL, "--out", str(tmp_path), "--figures", "--language", "nl")
    text = (tmp_path / "report.html").read_text("utf-8")
    keys = {key.removesuffix("-small") for key in re.findall(r'aria-labelledby="([\w-]+)-title', text)}
    kinds = ("svg", "pdf", "png", "txt", "csv")
    made = {path.name for path in (tmp_path / "figures").iterdir()}
    assert made == {f"{key}.{kind}" for key in keys for kind in kinds}
    assert "Uren van professionals" in (tmp_path / "figures" / "hours.txt").read_text("utf-8")
    printed(capsysbinary, "compare", "almelo", *SMALL, "--out", str(tmp_path))
    assert not (tmp_path / "figures").exists()


def test_the_paths_of_files_are_said_as_the_user_gave_them(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert status_of(["compare", "almelo", *SMALL, "--out", "results/demo"]) == 0
    assert "wrote results/demo/report.html\n" in capsys.readouterr().out


@pytest.mark.parametrize("columns", [80, 120])
def test_the_table_is_said_in_dutch_and_fits_the_terminal(columns, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(columns))
    assert status_of(["compare", "almelo", *SMALL, "--language", "nl"]) == 0
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= columns
    assert "…" not in text
    for outcome in OUTCOMES.values():
        if outcome.main:
            assert f"\n{outcome.label.nl} " in text
    words = " ".join(text.split())
    assert "in dit model" in words
    assert "Deze instellingen: Almelo, gewone bezetting (40 gezinnen bij het begin" in words


def test_files_are_said_in_dutch_and_hold_the_same_numbers(capsysbinary, tmp_path):
    english = json.loads(printed(capsysbinary, "compare", "almelo", *SMALL, "--json"))
    text = printed(capsysbinary, "compare", "almelo", *SMALL, "--language", "nl", "--json", "--out", str(tmp_path))
    dutch = json.loads(text)
    assert pd.read_csv(tmp_path / "effects.csv")["label"][0] == "Problemen"
    assert '<html lang="nl">' in (tmp_path / "report.html").read_text("utf-8")
    assert dutch.pop("sentence") != english.pop("sentence")
    assert dutch["effects"][0].pop("label") == "Problemen"
    assert english["effects"][0].pop("label") == "Problems"
    assert dutch["effects"][0] == english["effects"][0]
    assert dutch["sizes"] == english["sizes"]


def test_a_language_that_nobody_wrote_is_refused_in_one_line(capsys):
    assert status_of(["compare", "almelo", "--language", "fr"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "omtafel: Invalid value for '--language': 'fr' is not one of 'en', 'nl'."
    ]


def test_plausible_worlds_are_said_in_dutch(capsys):
    screen.out().print(sets_table("Werelden", pd.DataFrame([IN_SETS, {**IN_SETS, "g": math.nan}]), False, "nl"))
    text = capsys.readouterr().out
    for part in (
        "Voortijdig",
        "van de 100 gezinnen",
        "(−8,1 tot +2,1)",
        "/ 3,4",
        "13 plan",
        "6 klein",
        "1 gelijk op",
        "(geen tot 0,20)",
    ):
        assert part in text
    assert text.count("0,15") == 1


def test_a_setting_that_the_scenario_changes_later_is_pointed_out(capsys):
    arguments = ["compare", "budget_cut", "--set", "families=30", "--set", "weeks=60", "--set", "burn_in_weeks=5"]
    assert status_of([*arguments, "--replicates", "1", "--set", "posts_funded=0.5"]) == 0
    assert "posts_funded holds until week 52" in capsys.readouterr().err


def test_a_setting_that_cannot_act_in_the_weeks_looked_at_is_named_once():
    scenario = load_scenario("almelo")
    changes = (Change(0, {"posts_funded": 0.8}), Change(60, {"posts_funded": 0.9, "plan_keeping": 0.1}))
    lines = later_changes(dataclasses.replace(scenario, changes=changes), ["posts_funded=0.5", "turnover_rate=0.3"])
    assert lines == ["note: posts_funded acts before week 0 only; from then on the scenario sets it to 0.8"]


def test_a_comparison_in_the_terminal_starts_without_what_makes_tables():
    compile_rules()
    program = (
        "import sys; from omtafel.cli import status_of; status = status_of(sys.argv[1:]);"
        "print('LOADED', *[name for name in ('pandas', 'pyarrow', 'scipy.stats') if name in sys.modules]);"
        "sys.exit(status)"
    )
    command = [sys.executable, "-c", program, "compare", "almelo", *SMALL]
    environment = {**os.environ, "OMTAFEL_CACHE_DIR": str(RULES_FOLDER.parent)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert "Problems" in done.stdout
    assert done.stdout.splitlines()[-1] == "LOADED"


def test_a_full_disk_gets_one_line_and_nothing_is_left(tmp_path):
    compile_rules()
    program = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000));"
        "from omtafel.cli import main; main(sys.argv[1:])"
    )
    command = [sys.executable, "-c", program, "compare", "almelo", *SMALL, "--out", str(tmp_path / "new")]
    environment = {**os.environ, "OMTAFEL_CACHE_DIR": str(RULES_FOLDER.parent)}  # the rules are compiled already
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 2
    assert done.stderr == f"omtafel: --out {tmp_path / 'new'}: file too large\n"
    assert list(tmp_path.iterdir()) == []


def test_files_for_excel_in_dutch_hold_the_same_numbers(tmp_path):
    plain, dutch = tmp_path / "plain", tmp_path / "dutch"
    for out, form in ((plain, "plain"), (dutch, "excel-nl")):
        assert status_of(["compare", "almelo", *SMALL, "--language", "nl", "--csv", form, "--out", str(out)]) == 0
    for name in ("effects.csv", "dictionary.csv"):
        read = pd.read_csv(dutch / name, sep=";", decimal=",", encoding="utf-8-sig")
        pd.testing.assert_frame_equal(read, pd.read_csv(plain / name))
        assert (dutch / name).read_bytes().startswith(b"\xef\xbb\xbf")
    assert "gemiddelde met losse trajecten" in set(pd.read_csv(plain / "dictionary.csv")["meaning"])


def test_the_command_that_is_given_makes_the_same_scenario_with_its_forms_of_rules():
    asked = load_scenario("almelo").replace(
        turnover_rate=0.3, weeks=52, structures={"bond": "grows", "hours": "perish"}
    )
    words = shlex.split(provenance.command(asked, 3, 0))
    sets = [word for option, word in itertools.pairwise(words) if option == "--set"]
    assert len(sets) == 4 and scenario_of("almelo", sets) == asked
