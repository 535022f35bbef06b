"""``omtafel learn analyse``: what may be concluded, what cannot, and a sheet that is refused."""

import random

import pytest

from dashboard.learn.progress import ARMS
from dashboard.learn.trial.questions import ANSWERS, questions
from dashboard.learn.trial.sheet import written
from omtafel.cli import DONE, REFUSED, status_of


def sheet(path, classes, size, better):
    """A sheet of learners who guess before; afterwards whoever bet first knows more by some questions."""
    luck, rows = random.Random(4), []
    for number in range(classes * size):
        arm = ARMS[luck.random() < 0.5]
        known = luck.sample(list(questions()), 3 + (better if arm == "bet_first" else 0) + luck.randint(0, 2))
        row = {"class": str(number // size), "first": arm}
        for name, one in questions().items():
            row[f"pre_{name}"] = luck.choice(ANSWERS)
            row[f"post_{name}"] = one.key if name in known else luck.choice([x for x in ANSWERS if x != one.key])
        rows.append(row)
    path.write_text(written(rows), "utf-8")
    return str(path)


def test_a_large_trial_with_an_effect_concludes_it(tmp_path, capsys):
    assert status_of(["learn", "analyse", sheet(tmp_path / "all.csv", 10, 24, 2)]) == DONE
    said = " ".join(capsys.readouterr().out.split())
    assert "240 learners, of whom 0 left a question open" in said
    assert "240 learners in 10 classes; a coin for each learner." in said
    assert said.count("Concluded: with a bet first learners had more right") >= 1


def test_one_class_is_told_what_it_cannot_conclude(tmp_path, capsys):
    assert status_of(["learn", "analyse", sheet(tmp_path / "one.csv", 1, 30, 0)]) == DONE
    said = " ".join(capsys.readouterr().out.split())
    assert "Nothing can be concluded: this trial was too small" in said and "123 learners of each way" in said
    assert "One class says nothing about other classes" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "no such file"),
        ("name,class\n", "column class"),
        (written([]), "nobody answered all questions"),
    ],
)
def test_another_file_is_refused_in_one_line(tmp_path, capsys, text, said):
    path = tmp_path / "sheet.csv"
    if text is not None:
        path.write_text(text.replace("name,class", "name,first"), "utf-8")
    assert status_of(["learn", "analyse", str(path)]) == REFUSED
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1
