"""The documents: fresh, complete, and without a name that the model does not have."""

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

from sim import rules, submodels
from sim.outcomes import OUTCOMES
from sim.parameters import declarations, parameters
from sim.records import meanings
from sim.structures import STRUCTURES
from validation import documents
from validation.documents import facts, odd
from validation.documents.markdown import figure, plain

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
FIELDS = {owner: set(states) for owner, states in meanings().items()}
SHORTHANDS = {
    "administration",
    "team_work",
    "parent_in_care",
    "in_line",
    "taken_up",
}  # of a formula, explained beside it
OF_PYTHON = {"shared_plan", "parallel", "live_and_ask", "draw_the_week"}
OF_STRUCTURES = {name for structure in STRUCTURES.values() for name in structure.forms}


@pytest.fixture(scope="module")
def pages():
    """All pages, written once."""
    return documents.pages()


@pytest.fixture(scope="module")
def odd_page():
    """The description of the model."""
    return documents.one_page("odd.md")


@pytest.fixture(scope="module")
def sections(odd_page):
    """What the ODD says of each submodel, by its number: the text before its tables, and the tables."""
    parts = re.split(r'<a id="(start|m\d+|input|references)"></a>\n', odd_page)
    found = {}
    for name, body in zip(parts[1::2], parts[2::2], strict=True):
        if name not in ("input", "references"):
            text, _, tables = body.partition("| Rule |")
            found[name if name == "start" else name.upper()] = (text, tables)
    return found


def formulas(text):
    """The blocks of formulas of a text."""
    return re.findall(r"```text\n(.+?)```", text, re.DOTALL)


@pytest.mark.slow
def test_the_pages_on_disk_are_fresh():
    late = documents.stale(ROOT / "docs")
    assert not late, f"{', '.join(late)} in docs/ say something else than the model does now: run `make docs`"


@pytest.mark.slow
def test_a_page_that_is_missing_or_changed_is_stale(tmp_path, monkeypatch):
    monkeypatch.setattr(documents, "PAGES", {name: documents.PAGES[name] for name in ("architecture.md", "odd.md")})
    assert documents.stale(tmp_path) == list(documents.PAGES)
    documents.write(tmp_path / "docs", documents.PAGES)
    assert documents.stale(tmp_path / "docs") == []
    with (tmp_path / "docs" / "odd.md").open("a") as page:
        page.write("by hand")
    assert documents.stale(tmp_path / "docs") == ["odd.md"]


@pytest.mark.slow
def test_some_pages_can_be_written_alone_and_a_misspelt_one_is_refused_by_name(tmp_path):
    documents.write(tmp_path, ["architecture.md"])
    assert [path.name for path in tmp_path.iterdir()] == ["architecture.md"]
    with pytest.raises(ValueError, match=r"unknown page 'od\.md' \(did you mean odd\.md\?\)"):
        documents.write(tmp_path, ["od.md"])


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ('{{ value("turnover_rat") }}', "unknown parameter 'turnover_rat' (did you mean turnover_rate?)"),
        ('{{ range_of("table_sise") }}', "unknown parameter 'table_sise' (did you mean table_size?)"),
        ('{{ parameter("caseload").label.en }}', "unknown parameter 'caseload' (did you mean caseload_gp?)"),
        ('{{ outcome("severty").unit }}', "unknown outcome 'severty' (did you mean severity?)"),
        ('{{ source("vanhall2019") }}', "unknown source 'vanhall2019' (did you mean vanhal2019?)"),
        ('{{ constant("sim.agents.family.MAX_CHILD") }}', "unknown constant sim.agents.family.MAX_CHILD"),
        ('{{ noted("vanhal2019", "no such words") }}', "0 lines noted from vanhal2019 hold 'no such words', not one"),
        ('{{ count_of_declarations(none, "coordinatoin") }}', "no parameters are declared in 'coordinatoin'"),
        ('{{ valeu("turnover_rate") }}', "'valeu' is undefined (did you mean value?)"),
        ("`p.turnover_rat`", "unknown parameter p.turnover_rat (did you mean turnover_rate?)"),
    ],
)
def test_a_misspelt_name_in_a_template_is_refused_by_name(template, says):
    with pytest.raises(ValueError, match=re.escape(f"some.md: {says}")):
        documents.page("some.md", template, {})


def test_a_page_says_what_is_declared():
    said = documents.page("some.md", '{{ value("turnover_rate") }}, {{ range_of("waiting_drift") }}', {})
    rate, drift = parameters()["turnover_rate"], parameters()["waiting_drift"]
    ends = f"{drift.low:g} {drift.unit} to {drift.high:g} {drift.unit}".replace("-", "−")
    assert said == f"{100 * rate.value:g} % per year, {ends}"


def test_counts_add_up():
    grades = ("measured", "literature", "expert", "assumed")
    assert sum(facts.count_of_parameters(grade) for grade in grades) == len(parameters())
    assert sum(facts.count_of_declarations(grade) for grade in grades) == len(declarations())


@pytest.mark.slow
def test_every_parameter_stands_in_the_evidence_with_its_grade(pages):
    rows = {
        row[1]: row[0] for row in re.findall(r"^(\| \*\*.+?\*\* `(\w+)`<br>.+)$", pages["evidence.md"], re.MULTILINE)
    }
    assert set(rows) == set(declarations())
    for name, (_, declared) in declarations().items():
        assert f"| {declared.unit} | {declared.kind}" in rows[name]
        assert f"| {declared.grade} |" in rows[name]
        if declared.of is None:
            one = parameters()[name]
            assert f"| {figure(one.value)} | {figure(one.low)} to {figure(one.high)} |" in rows[name]


def test_every_parameter_stands_in_the_table_of_a_submodel(sections):
    listed = {name for _, tables in sections.values() for name in re.findall(r"^\| `(\w+)` \|", tables, re.MULTILINE)}
    assert listed == set(declarations())


def test_there_is_a_section_for_each_mechanism(sections):
    assert list(sections) == list(submodels.SUBMODELS)


def test_the_text_of_a_submodel_says_what_its_rules_do_with_every_parameter(sections):
    silent = {}
    for number, (text, _) in sections.items():
        read = {name for rule in submodels.rules_of(number) for name in rule.reads}
        unsaid = sorted(read - set(re.findall(r"\bp\.(\w+)", text)))
        if unsaid:
            silent[number] = unsaid
    nowhere = "neither their docstrings nor validation/documents/odd_submodels.jinja name as p.NAME"
    assert not silent, f"rules read what {nowhere}: {silent}"


def test_what_the_docstring_of_a_rule_says_of_a_parameter_stands_in_its_submodel(monkeypatch):
    says = "``p.table_size`` is half of it."
    text = f'def feed(p):\n    """It feeds.\n\n    Longer.\n\n    {says}\n\n    Source: assumed.\n    """'
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.FunctionDef)
    rule = rules.rule_of("sim.care.money", node, ())
    assert (rule.says, rule.more, rule.source) == ("It feeds.", ("`p.table_size` is half of it.",), "assumed.")
    monkeypatch.setattr(odd, "rules_of", lambda number: [rule])
    said, _, tables = odd.submodel("M18", lambda: "Money is counted.").partition("| Rule |")
    assert said.strip().endswith("Money is counted.\n\n**feed.** `p.table_size` is half of it.")
    assert "| `table_size` |" in tables


def test_formulas_use_names_that_the_model_has_or_that_stand_beside_them(sections):
    for number, (text, _) in sections.items():
        defined = set(re.findall(r"^ *(\w+) +(?:=|←)", "\n".join(formulas(text)), re.MULTILINE)) | SHORTHANDS
        for formula in formulas(text):
            for owner, name in re.findall(r"\b(\w+)\.([a-z]\w*)", formula):
                assert owner == "p" or name in FIELDS[owner], f"{number}: {owner}.{name}"
            for name in re.findall(r"(?<![.\w])([a-z]+_\w+)\b(?!\.)", formula):
                assert name in defined, f"{number}: {name}"


def test_names_in_running_text_are_names_of_the_model(odd_page):
    known = set(declarations()) | set(parameters()) | set(OUTCOMES) | {rule.name for rule in rules.rules()}
    known |= {name for names in FIELDS.values() for name in names} | SHORTHANDS | OF_PYTHON | OF_STRUCTURES
    text = re.sub(r"```.+?```", "", odd_page.partition('<a id="input">')[0], flags=re.DOTALL)
    prose = "\n".join(line for line in text.splitlines() if not line.startswith("|"))
    for name in re.findall(r"`([a-z]+(?:_[a-z]+)+)`", prose):
        assert name in known, name


def test_links_lead_somewhere(pages):
    anchors = {name: set(re.findall(r'<a id="(\w+)">', text)) for name, text in pages.items()}
    for name, text in pages.items():
        for target, anchor in re.findall(r"\]\((?!https:)([^)#]*)(?:#(\w+))?\)", text):
            page = target or name
            if anchor:
                assert anchor in anchors[page], f"{name}: {page}#{anchor}"
            else:
                assert page in pages or (ROOT / "docs" / page).resolve().is_file(), f"{name}: {page}"


def test_every_row_of_a_table_has_as_many_cells_as_its_head(pages):
    for name, text in pages.items():
        cells = 0
        for line in text.splitlines():
            if not line.startswith("|"):
                cells = 0
                continue
            here = len(re.findall(r"(?<!\\)\|", line)) - 1
            assert here == (cells or here), f"{name}: {line[:80]}"
            cells = here


def test_nothing_of_a_template_is_left_over(pages):
    for text in pages.values():
        assert not re.search(r"\{\{|\}\}|\{%|%\}|\{#|\bNone\b|\bnan\b|dtype|<function", text)


def test_a_rule_that_reads_a_parameter_and_belongs_nowhere_is_refused():
    stray = rules.Rule("sim.care.astrology", "read_the_stars", "", "", ("turnover_rate",))
    with pytest.raises(ValueError, match=r"sim\.care\.astrology\.read_the_stars reads turnover_rate"):
        submodels.home_of(stray)
    assert submodels.home_of(rules.Rule("sim.week", "record", "", "", ())) is None


def test_a_submodel_that_names_no_rule_is_refused(monkeypatch):
    monkeypatch.setitem(submodels.SUBMODELS, "M1", replace(submodels.SUBMODELS["M1"], places=("sim.care.turnovr",)))
    submodels.homes.cache_clear()
    with pytest.raises(ValueError, match=r"no sim\.care\.turnovr \(did you mean sim\.care\.turnover\?\)"):
        submodels.homes()
    monkeypatch.undo()
    submodels.homes.cache_clear()


def test_signs_that_mean_something_in_markdown_are_kept_as_they_are():
    assert plain("a|b *c* _d_ `e_f` <g> [h] $i$") == r"a\|b \*c\* \_d\_ `e_f` \<g\> \[h\] \$i\$"
