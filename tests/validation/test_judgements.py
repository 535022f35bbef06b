"""What people judged: the sheet read, with its faults named by line, counted, and not kept."""

import pytest

from omtafel.cli import status_of
from validation import documents, record
from validation.judgements import columns, counted, kit, marks_of, mean_mark, read
from validation.patterns import PATTERNS
from validation.stories import STORIES

HEAD = ";".join(columns())
STATEMENTS = len(kit().statements)


def line(role="ouder", answer="eens", mark="4"):
    """A judge who answers everything alike."""
    return ";".join([role, *[answer] * STATEMENTS, *[mark] * STORIES])


def sheet(folder, *lines, head=HEAD):
    """A sheet in a folder."""
    path = folder / "antwoorden.csv"
    path.write_text("\r\n".join([head, *lines, ""]), "utf-8")
    return path


def test_ten_statements_each_say_another_pattern_that_is_not_held_out():
    patterns = [one.pattern for one in kit().statements]
    assert len(set(patterns)) == len(patterns) == 10
    assert not any(PATTERNS[key].held_out for key in patterns)


def test_the_empty_sheet_that_comes_with_it_has_the_columns_that_are_read(tmp_path):
    empty = documents.one_page("face_validation.csv")
    assert empty == f"{HEAD}\n"
    (tmp_path / "sheet.csv").write_text(f"{empty}{line()}\n", "utf-8")
    assert len(read(tmp_path / "sheet.csv")) == 1


def test_a_sheet_is_counted_by_role_and_what_was_left_open_is_nobodys(tmp_path):
    said = read(sheet(tmp_path, line(), line("coördinator", "Oneens", ""), "", line("ouder", "", "2")))
    assert [one.role for one in said] == ["ouder", "coördinator", "ouder"]
    assert counted(said, 0, "eens") == {"ouder": 1}
    assert counted(said, 9, "oneens") == {"coördinator": 1}
    assert counted(said, 0, "weet niet").total() == 0
    assert marks_of(said, STORIES - 1) == [4, 2]


def test_a_mean_is_told_of_five_judges_and_of_no_fewer():
    assert mean_mark([1, 2, 3, 4]) == "fewer than 5 judges"
    assert mean_mark([1, 2, 3, 4, 4]) == "2.8"


@pytest.mark.parametrize("code", ["utf-8-sig", "cp1252"])
def test_what_excel_writes_is_read(tmp_path, code):
    path = tmp_path / "excel.csv"
    path.write_bytes(f"{HEAD}\r\n{line('coördinator')}\r\n".encode(code))
    assert read(path)[0].role == "coördinator"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("head", "lines", "says"),
    [
        (f"naam;{HEAD}", [f"Jan;{line()}"], "line 1: unknown column 'naam'; a sheet holds roles and answers"),
        (HEAD.replace("stelling 3", "steling 3"), [line()], "unknown column 'steling 3' (did you mean stelling 3?)"),
        (HEAD.replace(";stelling 3", ""), [line()], "line 1: needs one column 'stelling 3'"),
        (HEAD.replace(";", ","), [line()], "line 1: unknown column 'rol,stelling 1"),
        (HEAD, [line(), line("Jan")], "line 3: rol: must be coördinator, ouder, manager, anders, not 'jan'"),
        (HEAD, [line(""), line()], "line 2: rol: must be"),
        (HEAD, [line(answer="ja")], "line 2: stelling 1: must be eens, oneens, weet niet, not 'ja'"),
        (HEAD, [line(mark="6")], "line 2: verhaal 1: must be 1, 2, 3, 4, 5, not '6'"),
        (HEAD, [f"{line()};een opmerking"], f"line 2: {len(columns()) + 1} cells, not {len(columns())}"),
        (HEAD, [f'"{line()}'], "line 2: unexpected end of data"),
        (HEAD, [], "nobody has judged yet"),
        ("", [], "line 1: "),
    ],
)
def test_a_fault_on_a_sheet_is_refused_with_its_line(tmp_path, capsys, head, lines, says):
    path = sheet(tmp_path, *lines, head=head)
    assert status_of(["validate", "--judgements", str(path)]) == 2
    error = capsys.readouterr().err
    assert says in error and str(path) in error
    assert error.count("\n") == 1


def test_a_sheet_that_is_not_there_is_refused(tmp_path, capsys):
    assert status_of(["validate", "--judgements", str(tmp_path / "none.csv")]) == 2
    assert "no such file" in capsys.readouterr().err


def test_judgements_stand_beside_what_the_model_says_and_nothing_is_kept(tmp_path, monkeypatch, capsys):
    path = sheet(tmp_path, *[line()] * 4, line("manager", "oneens", "2"))
    monkeypatch.chdir(tmp_path)
    assert status_of(["validate", "--judgements", str(path)]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "Statements, 5 judges" in printed
    assert "Judged by 4 ouder, 1 manager." in printed
    assert "3.6" in printed
    assert "comes out" in printed
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_what_the_model_says_is_what_is_kept_of_its_check(monkeypatch):
    first, second, third, *_ = kit().statements
    rows = [{"pattern": first.pattern, "passed": True}, {"pattern": second.pattern, "passed": False}]
    monkeypatch.setattr(record, "kept", lambda: {"patterns": rows})
    assert [one.in_the_model for one in (first, second, third)] == ["comes out", "does not come out", "not looked at"]
