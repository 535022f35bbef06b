"""A changed rule or number is another version; a changed sentence, or a file that no run imports, is none."""

import ast
import os
import re
import shutil
import subprocess
import sys

import pytest

from sim import version
from sim.compiled import RULES_FOLDER, RULES_VERSION, fingerprint
from sim.version import OF_A_RUN, SOURCES, code_version, reached, rules_version

pytestmark = pytest.mark.slow

CALLING_A_RULE = """
from sim.compiled import RULES_FOLDER
from sim.chance import weeks_until

weeks = weeks_until(0.5, 0.1)
print(weeks, sum(weeks_until.stats.cache_hits.values()), RULES_FOLDER.name)
"""
NOW = rules_version()


@pytest.fixture
def sources(tmp_path):
    """A copy of ``sim`` to change."""
    shutil.copytree(SOURCES, tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "sim"


def change(sources, file, before, after):
    """Change a text in every place of a file."""
    text = (sources / file).read_text("utf-8")
    assert before in text
    (sources / file).write_text(text.replace(before, after), "utf-8")


def test_a_version_is_sixteen_digits_and_the_same_for_the_same_sources(sources):
    assert re.fullmatch("[0-9a-f]{16}", NOW)
    assert rules_version(sources) == NOW


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("week.py", "\n    Source: ", "\n    Or so.\n\n    Source: "),  # docstrings
        ("care/waiting.py", "\ndef ", "\n# a remark\n\ndef "),  # comments and lines
        ("care/waiting.py", "Source: ", "See: "),
        ("names.toml", "social team", "team of the quarter"),
        ("sources.toml", "\n[", "\n# more\n["),
        ("trace/story.py", "\n\n\n", "\n\n\nSPARE = 1\n\n\n"),
        ("questions.py", "week: int = 52", "week: int = 51"),
        ("comparison.py", "COVERAGE = 0.95", "COVERAGE = 0.9"),
    ],
)
def test_words_and_what_no_run_imports_make_no_other_version(sources, file, before, after):
    change(sources, file, before, after)
    assert rules_version(sources) == NOW


def test_another_label_and_explanation_make_no_other_version(sources):
    for path in [*sorted((sources / "parameters").glob("*.toml")), sources / "outcomes.toml"]:
        text = path.read_text("utf-8")
        assert re.search(r'(en|nl) = "', text)
        path.write_text(re.sub(r'\b(en|nl) = "', r'\1 = "Or: ', text), "utf-8")
    assert rules_version(sources) == NOW


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("care/waiting.py", " - ", " + "),
        ("agents/family.py", "0.0", "0.5"),
        ("measures.py", " / ", " * "),
        ("region/staff.py", "max(", "min("),
        ("parameters/leaving.toml", "\nvalue = ", "\nvalue = 1"),
        ("parameters/leaving.toml", "\nhigh = ", "\nhigh = 1"),
        ("parameters/waiting.toml", "\nvalue = ", "\nat_start = true\nvalue = "),
    ],
)
def test_a_rule_or_a_number_makes_another_version(sources, file, before, after):
    change(sources, file, before, after)
    assert rules_version(sources) != NOW


@pytest.mark.parametrize("line", ["from sim import spare", "import sim.spare", "from sim.spare import RULE"])
def test_a_file_counts_as_soon_as_a_rule_imports_it(sources, line):
    change(sources, "care/waiting.py", "\n\n\n", f"\n\n\ndef later():\n    {line}\n\n\n")
    (sources / "spare.py").write_text("RULE = 1\n", "utf-8")
    before = rules_version(sources)
    (sources / "spare.py").write_text("RULE = 2\n", "utf-8")
    assert rules_version(sources) != before


def test_what_is_imported_for_types_alone_does_not_count(sources):
    (sources / "spare.py").write_text("class Spare: ...\n", "utf-8")
    change(sources, "week.py", "\n\n\n", "\n\n\nif TYPE_CHECKING:\n    from sim.spare import Spare\n\n\n")
    assert "sim.spare" not in reached(OF_A_RUN, sources)


def test_every_rule_stands_in_a_file_that_counts():
    """Within a folder nothing is compiled anew, so a rule elsewhere would stay what it was when it is changed."""
    marks = ("rule", "weekly_rule")
    with_rules = {
        ".".join(path.relative_to(SOURCES.parent).with_suffix("").parts).removesuffix(".__init__")
        for path in SOURCES.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and {ast.unparse(one) for one in node.decorator_list} & set(marks)
    }
    assert len(with_rules) > 20
    assert with_rules <= set(reached(OF_A_RUN))


def test_a_version_tells_one_set_of_modules_from_another():
    assert code_version(["sim.run"]) != code_version(["sim.run", "sim.questions"])


def test_the_folder_of_rules_is_named_after_their_version():
    assert RULES_FOLDER.name == f"rules-{RULES_VERSION}" == f"rules-{fingerprint()}"


def test_a_sentence_compiles_nothing_anew_and_a_rule_does(sources, tmp_path):
    def call():
        environment = {**os.environ, "OMTAFEL_CACHE_DIR": str(tmp_path / "cache"), "PYTHONPATH": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, "-c", CALLING_A_RULE],
            cwd=tmp_path,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        weeks, found, folder = done.stdout.split()
        return int(weeks), int(found), folder

    weeks, found, folder = call()
    assert (weeks, found) == (7, 0)
    assert call() == (7, 1, folder)
    assert len(list((tmp_path / "cache" / folder).glob("from-*"))) == 1
    change(sources, "chance.py", "\n    Source: ", "\n    Or so.\n\n    Source: ")  # every rule moves to other lines
    change(sources, "words.py", "\ndef gaps", "\n# a remark\n\ndef gaps")
    assert call() == (7, 1, folder)
    assert call() == (7, 1, folder)  # now by the mark that the first of these two left
    assert len(list((tmp_path / "cache" / folder).glob("from-*"))) == 2
    change(sources, "chance.py", "1.0 + math.floor", "2.0 + math.floor")
    again, found, other = call()
    assert (again, found) == (8, 0)
    assert other != folder


def test_the_order_of_forms_makes_another_version_and_their_words_do_not(sources):
    change(sources, "structures.toml", "each pair its own, with breaks", "as each pair has it")
    assert rules_version(sources) == NOW
    text = (sources / "structures.toml").read_text("utf-8")
    first, second = (next(line for line in text.splitlines() if line.startswith(name)) for name in ("fit =", "grows ="))
    (sources / "structures.toml").write_text(f"{second}\n{first}".join(text.split(f"{first}\n{second}")), "utf-8")
    assert rules_version(sources) != NOW


def test_the_version_is_found_while_other_threads_parse(monkeypatch):
    parse, calls = ast.parse, []
    version.read.cache_clear()

    def disturbed(code):
        calls.append(code)
        if len(calls) % 3 == 1:
            raise SystemError("AST constructor recursion depth mismatch (before=57, after=274)")
        return parse(code)

    with monkeypatch.context() as patch:  # and no longer: pytest parses too
        patch.setattr(ast, "parse", disturbed)
        found = rules_version()
    assert found == NOW
    assert len(calls) > 30


def test_code_that_cannot_be_read_is_not_tried_for_ever(monkeypatch):
    version.read.cache_clear()

    def broken(code):
        raise SystemError("AST constructor recursion depth mismatch (before=57, after=274)")

    with monkeypatch.context() as patch, pytest.raises(SystemError, match="mismatch"):
        patch.setattr(ast, "parse", broken)
        rules_version()
