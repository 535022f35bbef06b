"""The table of kinds of validation: every cell says what was done and by what, or why nothing was."""

import re
from pathlib import Path

import pytest

from omtafel.commands import app
from validation.documents.kinds import Cell, kinds, kinds_table

ROOT = Path(__file__).parents[2]
CELLS = {
    (name, what): getattr(kind, what) for name, kind in kinds().items() for what in ("parts", "behaviour", "answer")
}
COMMANDS = {getattr(one.callback, "__name__", one.name) for one in app.registered_commands}
TARGETS = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def test_all_five_kinds_are_there():
    assert list(kinds()) == ["face", "internal", "cross", "external", "predictive"]


@pytest.mark.parametrize("by", sorted({by for cell in CELLS.values() for by in cell.by}))
def test_every_test_and_command_that_is_named_is_there(by):
    first, *others = by.split()
    if first in ("omtafel", "make"):
        assert others[0] in (COMMANDS if first == "omtafel" else TARGETS)
    else:
        assert (ROOT / by).exists()


@pytest.mark.parametrize("held_out_seen", [False, True])
def test_an_empty_cell_is_seen_and_says_why(held_out_seen):
    table = kinds_table({"held_out_seen": held_out_seen})
    assert table.count("\n") == 6
    empty = sum(bool(cell.not_done) and not (cell.once and held_out_seen) for cell in CELLS.values())
    assert table.count("**not done**: ") == empty > 0
    assert ("`omtafel validate --held-out`" in table) == held_out_seen


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "needs done or not_done"),
        ({"done": "read", "by": ["make test"], "not_done": "not"}, "both only with once"),
        ({"done": "read"}, "done and by go together"),
    ],
)
def test_a_cell_that_says_nothing_or_both_is_refused(fields, says):
    with pytest.raises(ValueError, match=says):
        Cell.model_validate(fields)
