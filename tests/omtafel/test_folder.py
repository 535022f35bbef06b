"""The folder of results is filled at once or left as it was."""

import errno
import os
from pathlib import Path

import pytest

from omtafel.folder import WRITTEN, check_folder, fill_folder, written_in
from omtafel.refusal import Refusal


def say(text):
    """What writes a text."""
    return lambda path: path.write_text(text)


def full(_):
    """A disk without room."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_files_are_written_and_older_ones_of_the_same_name_replaced(tmp_path):
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / "other.txt").write_text("stays")
    assert fill_folder(tmp_path, {"a.txt": say("new"), "b.txt": say("b")}) == [tmp_path / "a.txt", tmp_path / "b.txt"]
    (tmp_path / WRITTEN).unlink()
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "a.txt": "new",
        "b.txt": "b",
        "other.txt": "stays",
    }


def test_a_folder_of_other_things_is_refused_and_one_that_was_filled_before_is_not(tmp_path):
    fill_folder(tmp_path, {"a.txt": say("a"), "b.txt": say("b")})
    check_folder(tmp_path)
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(Refusal, match=f"--out {tmp_path} holds other things: name an empty folder"):
        check_folder(tmp_path)


def test_a_folder_holds_one_answer(tmp_path):
    fill_folder(tmp_path, {"a.txt": say("a"), "b.txt": say("b")})
    fill_folder(tmp_path, {"b.txt": say("c")})
    assert sorted(path.name for path in tmp_path.iterdir()) == [WRITTEN, "b.txt"]


def test_a_folder_of_figures_belongs_to_its_answer_and_nothing_else_may_lie_in_it(tmp_path):
    fill_folder(tmp_path, {"a.txt": say("a"), "figures/one.svg": say("one"), "figures/two.svg": say("two")})
    assert (tmp_path / "figures" / "two.svg").read_text() == "two"
    check_folder(tmp_path)
    fill_folder(tmp_path, {"a.txt": say("a"), "figures/one.svg": say("new")})
    assert [path.name for path in (tmp_path / "figures").iterdir()] == ["one.svg"]
    (tmp_path / "figures" / "thesis.docx").write_text("years of work")
    with pytest.raises(Refusal, match="holds other things"):
        check_folder(tmp_path)
    (tmp_path / "figures" / "thesis.docx").unlink()
    fill_folder(tmp_path, {"a.txt": say("a")})
    assert sorted(path.name for path in tmp_path.iterdir()) == [WRITTEN, "a.txt"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(Refusal, match="holds other things"):
        check_folder(tmp_path)


@pytest.mark.parametrize("name", ["../a.txt", "/a.txt", "figures/../../a.txt", "a/b/c.txt", "figures//a.txt"])
def test_a_name_that_leads_elsewhere_is_none_that_was_written_here(tmp_path, name):
    (tmp_path / WRITTEN).write_text(f"{name}\na.txt\n")
    assert written_in(tmp_path) == {"a.txt"}


def test_what_has_the_name_of_a_result_may_be_anybodys(tmp_path):
    (tmp_path / "effects.csv").write_text("mine")
    with pytest.raises(Refusal, match="holds other things"):
        check_folder(tmp_path)


def test_a_full_disk_leaves_older_results_untouched(tmp_path):
    (tmp_path / "a.txt").write_text("old")
    with pytest.raises(Refusal, match="no space left on device"):
        fill_folder(tmp_path, {"a.txt": say("new"), "b.txt": full})
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.txt": "old"}


def test_a_full_disk_leaves_no_new_folders(tmp_path):
    with pytest.raises(Refusal):
        fill_folder(tmp_path / "new" / "deeper", {"a.txt": full})
    assert list(tmp_path.iterdir()) == []


def test_stopping_while_writing_leaves_nothing(tmp_path):
    def stopped(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill_folder(tmp_path / "new", {"a.txt": say("a"), "b.txt": stopped})
    assert list(tmp_path.iterdir()) == []


def test_checking_a_folder_leaves_no_trace(tmp_path):
    check_folder(tmp_path / "new" / "deeper")
    check_folder(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(Refusal, match="permission denied"):
        check_folder(tmp_path / "new")


def test_a_place_where_nothing_can_be_made_is_refused():
    with pytest.raises(Refusal, match="--out /dev/null/new"):
        check_folder(Path("/dev/null/new"))
