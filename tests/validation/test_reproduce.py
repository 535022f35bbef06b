"""Making anew what is kept: what differs is named, what cannot be the same is passed over, the copy is set right."""

import json
import subprocess

import pytest

from validation import reproduce

KEPT = {"date": "2026-01-01", "waves": [{"minutes": 3.0, "gain": 1}]}
REWRITE = "import json, pathlib; one = pathlib.Path('kept.json'); was = json.loads(one.read_text()); "


@pytest.fixture
def project(tmp_path):
    """A small project that Git knows."""
    root = tmp_path / "project"
    (root / "docs").mkdir(parents=True)
    (root / "kept.json").write_text(json.dumps(KEPT))
    (root / "docs" / "page.md").write_text("It gains 1.\n")
    (root / "docs" / "page.png").write_bytes(b"picture")
    for words in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *words], cwd=root, check=True)
    (root / "results").mkdir()
    (root / "results" / "run.csv").write_text("not known to Git")
    return root


def made(project, *codes, minutes=1.0):
    """What becomes of parts that each run some Python."""
    parts = {str(number): ["python", "-c", code] for number, code in enumerate(codes)}
    return reproduce.reproduce(parts, project.parent / "copy", project, minutes, tell=lambda part: None)


def test_another_day_other_minutes_and_what_was_declared_beside_are_the_same(project):
    beside = "was.update(date='today', behaviour='f3f63d3216a7', in_worlds='1', measured=['one more']); "
    beside += "was['waves'][0]['one more'] = 5"
    code = f"{REWRITE}{beside}; was['waves'][0]['minutes'] = 9; one.write_text(json.dumps(was, indent=3))"
    (part,) = made(project, code)
    assert (part.differs, part.failed) == ([], "")
    assert str(part).endswith("minutes): the same")


def test_other_numbers_new_files_and_missing_ones_are_named_and_pictures_apart(project):
    change = f"{REWRITE}was['waves'][0]['gain'] = 2; one.write_text(json.dumps(was))"
    more = "; pathlib.Path('docs/new.md').write_text('new'); pathlib.Path('docs/page.md').unlink()"
    picture = "; pathlib.Path('docs/page.png').write_bytes(b'another')"
    runs = "; pathlib.Path('results').mkdir(); pathlib.Path('results/run.csv').write_text('run')"
    part, after = made(project, change + more + picture + runs, f"{REWRITE}assert was['waves'][0]['gain'] == 1")
    assert part.differs == ["docs/new.md", "docs/page.md", "kept.json"]
    assert part.look_at == ["docs/page.png"]
    assert "differs: docs/new.md, docs/page.md, kept.json (to be looked at: docs/page.png)" in str(part)
    assert (after.differs, after.failed) == ([], "")  # each part begins with what is kept
    assert json.loads((project / "kept.json").read_text()) == KEPT


def test_a_row_more_of_what_was_there_before_is_another_result(project):
    (part,) = made(project, f"{REWRITE}was['waves'][0]['one more'] = 5; one.write_text(json.dumps(was))")
    assert part.differs == ["kept.json"]


def test_what_could_not_be_made_says_why(project):
    ended, broke, found = made(project, "import sys; sys.exit('no room')", "1 / 0", "import sys; sys.exit(1)")
    assert ended.failed == ""  # status 1 of a check that found something
    assert broke.failed == "broke off: ZeroDivisionError: division by zero"
    assert found.failed == ""
    (refused,) = made(project, "import sys; print('no such world', file=sys.stderr); sys.exit(2)")
    assert refused.failed == "ended with status 2: no such world"


def test_what_takes_too_long_is_named(project):
    (part,) = made(project, "import time; time.sleep(60)", minutes=0.005)
    assert part.failed == "not done in time"


def test_only_what_is_asked_for_is_made_and_the_status_says_whether_it_is_the_same(project, monkeypatch, capsys):
    parts = {"good": lambda: ["python", "-c", "pass"], "bad": lambda: ["python", "-c", "open('docs/page.md', 'w')"]}
    monkeypatch.setattr(reproduce, "PARTS", parts)
    monkeypatch.setattr(reproduce, "ROOT", project)
    copy = ["--copy", str(project.parent / "copy")]
    assert reproduce.main([*copy, "--only", "good"]) == 0
    assert "1 of 1 parts are made anew to the last byte" in capsys.readouterr().out
    assert reproduce.main(copy) == 1
    assert "differs: docs/page.md" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        reproduce.main(["--only", "godo"])


def test_every_part_runs_the_command_that_its_result_names():
    for name, command in reproduce.PARTS.items():
        words = command()
        assert words[:2] == ["python", "-m"], name
        assert words[2] != "omtafel" or words[-1] == "--keep", name


@pytest.mark.slow
def test_the_documents_are_made_anew_to_the_last_byte(tmp_path, capsys):
    assert reproduce.main(["--only", "documents", "--copy", str(tmp_path / "copy")]) == 0, capsys.readouterr().out
