"""The notebooks run, and print what is kept in them."""

import copy

import pytest

nbformat = pytest.importorskip("nbformat")
pytest.importorskip("nbclient")
pytest.importorskip("ipykernel")

from validation import tutorials  # noqa: E402  after what may be missing

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("path", tutorials.tutorials(), ids=lambda path: path.stem)
def test_a_notebook_runs_and_prints_what_is_kept(path):
    kept = nbformat.read(path, as_version=4)
    now = tutorials.executed(path)
    for number, (before, after) in enumerate(zip(tutorials.printed(kept), tutorials.printed(now)), start=1):
        assert before == after, f"code cell {number}: python -m validation.tutorials --keep"
    assert any(tutorials.printed(now))


def test_there_are_four_with_a_question_an_exercise_and_their_pictures():
    found = tutorials.tutorials()
    assert len(found) == 4
    for path in found:
        notebook = nbformat.read(path, as_version=4)
        text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
        assert text.startswith("# ") and "**The question:**" in text and "## Exercise" in text
        assert all(cell.execution_count for cell in notebook.cells if cell.cell_type == "code"), "kept as executed"
        nbformat.validate(notebook)


def test_another_output_is_noticed_and_another_picture_is_not():
    kept = nbformat.read(tutorials.tutorials()[0], as_version=4)
    other = copy.deepcopy(kept)
    cells = [cell for cell in other.cells if cell.cell_type == "code"]
    picture = next(cell for cell in cells if any("image/svg+xml" in one.get("data", {}) for one in cell.outputs))
    picture.outputs[0]["data"]["image/svg+xml"] = "<svg/>"
    assert tutorials.differing(kept, other) == []
    cells[1].outputs[0]["data"]["text/html"] += "?"
    assert tutorials.differing(kept, other) == [2]
