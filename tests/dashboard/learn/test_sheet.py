"""The sheet of a trial: written and read without a name, and refused in one line when it is something else."""

import numpy as np
import pytest

from dashboard.learn.trial.questions import ANSWERS, WHEN, questions
from dashboard.learn.trial.sheet import columns, read, right, scores, written

KEY = {f"{when}_{name}": one.key for when in WHEN for name, one in questions().items()}


def row(which="1", first="bet_first", **answers):
    """A learner who has everything right, but for some answers."""
    return {"class": which, "first": first, **KEY, **answers}


def test_there_are_ten_questions_with_four_answers_of_which_three_are_about_something_new():
    assert len(questions()) == 10 and sum(one.transfer for one in questions().values()) == 3
    for one in questions().values():
        for language in ("en", "nl"):
            assert len({one.answer(letter).to(language) for letter in ANSWERS}) == 4
    assert {one.key for one in questions().values()} == set(ANSWERS)  # no letter gives it away


def test_a_sheet_comes_back_as_it_was_written_and_holds_no_name(tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text(written([row(), row("b", "explain_first", post_hours="d")]), "utf-8")
    assert read(path) == [row(), row("b", "explain_first", post_hours="d")]
    assert not {"name", "learner", "id"} & set(columns())


def test_scores_count_what_is_right_and_leave_out_who_left_a_question_open(tmp_path):
    rows = [row(), row("b", "explain_first", post_hours="d", post_map="a"), row(pre_size="")]
    found = scores(rows)
    assert found.post.tolist() == [10, 8] and found.pre.tolist() == [10, 10]
    assert found.first.tolist() == [True, False] and np.unique(found.classes).tolist() == [0, 1]
    assert scores(rows, transfer=True).post.tolist() == [3, 2]
    assert right(row(), "post", transfer=False) == 7


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("pre_hours,", ""), "column pre_hours is missing"),
        (lambda text: text.replace("class,", "name,class,"), "column name is not one of a sheet"),
        (lambda text: text.replace("bet_first", "heads"), "row 2: first is 'heads'"),
        (lambda text: text[:-2] + "x\n", "row 2: post_assumed is 'x'"),
        (lambda text: text.replace("\n1,", "\n,"), "row 2: class must be"),
    ],
)
def test_another_sheet_is_refused_in_a_line_that_says_where(tmp_path, change, said):
    path = tmp_path / "sheet.csv"
    path.write_text(change(written([row()])), "utf-8")
    with pytest.raises(ValueError, match=said):
        read(path)
