"""Bad input gets one clear line that names what and where, status 2, and nothing is written."""

from pathlib import Path

import pytest

import sim
from omtafel import compare as compare_command
from omtafel.cli import status_of
from omtafel.refusal import Refusal
from omtafel.settings import scenario_of

COMPARE = ("compare", "almelo")
FILES = {
    "circle.toml": b'extends = "other.toml"',
    "other.toml": b'extends = "circle.toml"',
    "binary.toml": b"\xff\xfe",
    "broken.toml": b"title = = 3",
    "unknown_key.toml": b'titel = "x"',
    "parameter_outside_set.toml": b"turnover_rate = 0.2",
    "unknown_setting.toml": b"[set]\nturnover_rte = 0.2",
    "twice.toml": b"[set]\nturnover_rate = 0.1\nturnover_rate = 0.2",
    "not_a_number.toml": b"[set]\nturnover_rate = nan",
    "text.toml": b'[set]\nturnover_rate = "high"',
    "no_weeks.toml": b"weeks = 0",
    "endless.toml": b"weeks = 1000000",
    "huge.toml": b"weeks = 1" + 400 * b"0",
    "deep.toml": b"weeks = " + 5000 * b"[",
    "late_change.toml": b"[[change]]\nweek = 500\nset = { posts_funded = 0.8 }",
}
REFUSED = {
    ("compare", "almeloo"): "unknown scenario 'almeloo' (did you mean almelo?)",
    ("compare", "nowhere.toml"): "nowhere.toml does not exist",
    (*COMPARE, "--figures"): "--figures go with a report: give --out too",
    (*COMPARE, "--figures", "--worlds", "2", "--out", "out"): "--worlds has no --figures",
    ("compare", "circle.toml"): "circle → other → circle",
    ("compare", "binary.toml"): "binary.toml: not a text in UTF-8",
    ("compare", "broken.toml"): "broken.toml: not valid TOML",
    ("compare", "unknown_key.toml"): "unknown key 'titel' (did you mean title?)",
    ("compare", "parameter_outside_set.toml"): "write it under [set]",
    ("compare", "unknown_setting.toml"): "'turnover_rte' (did you mean turnover_rate?)",
    ("compare", "twice.toml"): "twice.toml: not valid TOML",
    ("compare", "not_a_number.toml"): "turnover_rate must be a finite number",
    ("compare", "text.toml"): "turnover_rate must be a number, not 'high'",
    ("compare", "no_weeks.toml"): "weeks = 0 is outside 1",
    ("compare", "endless.toml"): "weeks = 1,000,000 is outside 1",
    ("compare", "huge.toml"): "huge.toml",
    ("compare", "deep.toml"): "deep.toml",
    ("compare", "late_change.toml"): "week 500",
    (*COMPARE, "--set", "turnover_rate"): "'turnover_rate': write it as name=value",
    (*COMPARE, "--set", "=3"): "'=3': write it as name=value",
    (*COMPARE, "--set", "turnover_rte=0.3"): "'turnover_rte' (did you mean turnover_rate?)",
    (*COMPARE, "--set", "week=3"): "'week' (did you mean weeks?)",
    (*COMPARE, "--set", "weeks=9", "--set", "weeks=9"): "--set weeks: given twice",
    (*COMPARE, "--set", "turnover_rate=nan"): "turnover_rate must be a finite number",
    (*COMPARE, "--set", "turnover_rate=inf"): "turnover_rate must be a finite number",
    (*COMPARE, "--set", "turnover_rate=high"): "'high' is not a number",
    (*COMPARE, "--set", "bond=grow"): "--set: bond has no form 'grow' (there are fit, grows, rupture)",
    (*COMPARE, "--set", "turnover_rate=0,3"): "write a point, not a comma",
    (*COMPARE, "--set", "turnover_rate=9"): "turnover_rate = 9 is outside its limits 0 to 1",
    (*COMPARE, "--set", "weeks=0"): "weeks = 0 is outside 1",
    (*COMPARE, "--set", "weeks=1000000"): "weeks = 1,000,000 is outside 1",
    (*COMPARE, "--set", "weeks=1.5"): "weeks must be a whole number",
    (*COMPARE, "--set", "regions=500"): "500 regions need at least as many families",
    (*COMPARE, "--replicates", "0"): "--replicates 0: must be from 1 to 10,000",
    (*COMPARE, "--replicates", "many"): "--replicates",
    (*COMPARE, "--seed", "1.5"): "--seed",
    (*COMPARE, "--seed", "9" * 30): "--seed 999999999999999999999999999999: too large",
    (*COMPARE, "--seed", str(2**63 - 1)): "too large",
    (*COMPARE, "--workers", "0"): "--workers 0: must be from 1 to 256",
    (*COMPARE, "--workers", "100000"): "--workers 100000: must be from 1 to 256",
    (*COMPARE, "--out", "a_file"): "--out a_file: is a file, not a folder",
    (*COMPARE, "--out", "a_file/below"): "--out a_file/below",
    (*COMPARE, "--out", "new/" + "a" * 300): "file name too long",
    (*COMPARE, "--out", "new/folder", "--set", "turnover_rate=9"): "turnover_rate = 9",
    (*COMPARE, "--colour"): "--colour",
    (*COMPARE, "almelo"): "unexpected extra argument",
    ("compare",): "SCENARIO",
    ("compair", "almelo"): "'compair'",
    ("run", "almelo", "--route", "both", "--out", "new"): "'both' is not one of 'parallel', 'shared_plan'",
    ("run", "almelo", "--route", "parallel"): "--out",
    ("run", "almelo", "--out", "new"): "--route",
    ("run", "almelo", "--route", "parallel", "--out", "a_file"): "is a file, not a folder",
    ("explain", "almelo", "--route", "parallel"): "--family",
    ("explain", "almelo", "--route", "parallel", "--family", "x"): "--family",
    ("dashboard", "--port", "0"): "--port 0: must be from 1 to 65,535",
    ("dashboard", "--experiments", "a_file"): "--experiments a_file: file exists",
    ("dashboard", "--experiments", "a_folder", "--behind-proxy"): "--experiments: for a machine of your own",
    ("dashboard", "--allow-host", "a/b"): "--allow-host a/b: must be a name or address",
    ("dashboard", "--root-path", "omtafel"): "--root-path omtafel: must be a path",
    ("dashboard", "--proxy", "192.0.2.1"): "--proxy: says which proxy to believe, so it needs --behind-proxy",
    ("dashboard", "--behind-proxy", "--proxy", "a.b"): "--proxy a.b: must be the address of a proxy",
    ("dashboard", "--behind-proxy", "--proxy", "10.0.0.5/8"): "--proxy 10.0.0.5/8: must be the address of a proxy",
    ("dashboard", "--allow-host", "a.b:99999"): "--allow-host a.b:99999: must be a name or address",
    ("parameters", "almeloo"): "unknown scenario 'almeloo'",
    ("parameters", "--kind", "luck"): "'luck' is not one of 'world', 'policy', 'assumption'",
    ("parameters", "--grade", "sure"): "'sure' is not one of",
}


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A folder with files nobody should hand in, and no runs."""
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "a_file").write_text("x")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sim, "compare", None, raising=False)
    monkeypatch.setattr(sim, "simulate", None, raising=False)
    monkeypatch.setattr("dashboard.server.serve", None)  # else a refusal that is missing would serve for ever
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize(("arguments", "said"), REFUSED.items(), ids=lambda value: " ".join(value)[:60])
def test_bad_input_gets_one_line_and_leaves_no_trace(arguments, said, folder, capsys):
    before = sorted(folder.rglob("*"))
    assert status_of(list(arguments)) == 2
    screen = capsys.readouterr()
    assert screen.out == ""
    assert screen.err.startswith("omtafel: ")
    assert screen.err.count("\n") == 1
    assert said in screen.err
    assert sorted(folder.rglob("*")) == before


def test_ctrl_c_says_so_and_ends_with_130(monkeypatch, tmp_path, capsys):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(sim, "compare", interrupted, raising=False)
    out = tmp_path / "new"
    assert status_of(["compare", "almelo", "--out", str(out)]) == 130
    assert capsys.readouterr().err == "omtafel: stopped\n"
    assert not out.exists()


def test_a_fault_of_the_program_is_not_dressed_up_as_bad_input(monkeypatch):
    def faulty(*_, **__):
        raise ValueError("a fault")

    monkeypatch.setattr(compare_command, "print_comparison", faulty)
    monkeypatch.setattr(sim, "compare", lambda *_, **__: None, raising=False)
    with pytest.raises(ValueError, match="a fault"):
        status_of(["compare", "almelo"])


def test_a_scenario_of_another_model_opens_with_what_there_still_is_and_names_the_rest(tmp_path, capsys):
    path = tmp_path / "older.toml"
    text = "[set]\nturnover_rate = 0.4\nhappiness = 1\n"
    path.write_text(f"# Omtafel 0.0.9, model 0123456789ab\n{text}", "utf-8")
    assert scenario_of(str(path), []).value("turnover_rate") == 0.4
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "another model (0123456789ab, this is" in said and "left out: happiness" in said
    path.write_text(text, "utf-8")
    with pytest.raises(Refusal, match="unknown setting 'happiness'"):
        scenario_of(str(path), [])
