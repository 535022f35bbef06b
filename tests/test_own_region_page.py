"""The page on a region of one's own: its table is the example, its commands run, and what it shows is what they say."""

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest

from omtafel.cli import status_of

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "own_region.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """The code blocks of the page in one language."""
    return re.findall(rf"```{language}\n(.*?)```", TEXT, flags=re.DOTALL)


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A folder with the examples, in which the page is followed."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_table_of_the_page_is_the_example():
    (table,) = blocks("csv")
    assert table == (ROOT / "examples" / "heidedorp.csv").read_text("utf-8-sig")
    assert "verzonnen" in table and "Heidedorp does not exist" in TEXT


def test_the_commands_of_the_page_say_what_it_shows(folder):
    printed = io.StringIO()
    (commands,) = blocks("sh")
    with contextlib.redirect_stdout(printed):
        for command in commands.splitlines():
            assert status_of(shlex.split(command)[1:]) == 0, command
    *shown, _ = blocks("text")
    lines = [line for block in shown for line in block.splitlines()]
    assert len(lines) == 10
    for line in lines:
        assert line in printed.getvalue().splitlines(), line


def test_the_python_of_the_page_prints_what_stands_there(folder):
    (code,) = blocks("python")
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(code, "own_region.md", "exec"), {})
    assert printed.getvalue() == blocks("text")[-1]
