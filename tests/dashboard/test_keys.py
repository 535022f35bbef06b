"""What a visitor is busy with stays where it is when something comes to stand before it.

Parts of a page are told apart by their place, unless they have a key: without one, a box below something that comes
later is made anew in that moment, and what was typed into it is lost.
"""

import ast
from pathlib import Path

import pytest

import dashboard

PAGES = sorted(Path(dashboard.__file__).parent.glob("pages/*.py"))
WITHOUT_STATE = ("Block", "Chart")  # unless they hear something


def part_of(statement):
    """The call by which a statement puts a part on a page; None when it puts none, or one with a key."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    is_part = isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id[0].isupper()
    return call if is_part else None


def shifted(body):
    """The lines of parts without a key that stand behind something which is there at times only."""
    found, after = [], False
    for one in body:
        for call in filter(None, map(part_of, ast.walk(one) if after else ())):
            hears = any(str(given.arg).startswith("event_") for given in call.keywords)
            if hears or call.func.id not in WITHOUT_STATE:
                found.append(call.lineno)
        if isinstance(one, ast.If) and not one.orelse and any(map(part_of, ast.walk(one))):
            after = True
    return found


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_nothing_that_hears_is_moved_by_what_comes_before_it(path):
    bodies = [
        node.body
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.With | ast.If)
    ]
    assert [line for body in bodies for line in shifted(body)] == []
