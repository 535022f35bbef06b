"""What machines read of the project, and the checklists: complete, and as the declarations say."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from experiments.crate import SPECIFICATION
from validation import documents
from validation.documents import metadata

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CITATION = (ROOT / "CITATION.cff").read_text("utf-8")
NEEDED = ("cff-version", "message", "title", "authors")  # by the schema of version 1.2.0
SECTIONS = {"1": 3, "2": 4, "2.5": 4, "3": 4, "4": 3, "5": 4, "6": 1}  # of STRESS-ABS: how many items each has


def fields(text):
    """The fields of a citation file at its outermost level."""
    return dict(re.findall(r"^([a-z-]+):[ \t]*(.*?)[ \t]*$", text, re.MULTILINE))


def problems(text):
    """What the format needs and a citation file does not have."""
    found = fields(text)
    wrong = [name for name in NEEDED if name not in found]
    authors = re.search(r"^authors:\n((?:[ -].*\n)*)", text, re.MULTILINE)
    each = re.findall(r"^ *- ([\w-]+):", authors[1] if authors else "", re.MULTILINE)
    if not each or not set(each) <= {"name", "family-names", "given-names", "alias"}:
        wrong.append("authors without a name")
    if found.get("cff-version") != "1.2.0" or found.get("type") not in ("software", "dataset"):
        wrong.append("cff-version or type")
    return wrong


def test_the_citation_has_what_its_format_needs_and_says_what_the_project_says():
    assert problems(CITATION) == []
    assert fields(CITATION)["version"] == PROJECT["version"]
    assert fields(CITATION)["license"] == PROJECT["license"]
    assert PROJECT["authors"][0]["name"] in CITATION


@pytest.mark.parametrize("field", NEEDED)
def test_a_citation_without_a_field_that_is_needed_is_noticed(field):
    assert field in problems(re.sub(rf"^{field}:", "note:", CITATION, flags=re.MULTILINE))


def test_an_author_without_a_name_is_noticed():
    assert problems(CITATION.replace("- name:", "- email:")) == ["authors without a name"]


def test_what_stands_at_the_root_is_fresh():
    late = documents.stale_at_root(ROOT)
    assert not late, f"{', '.join(late)} say something else than the project does now: run `make docs`"


def test_a_file_at_the_root_that_is_missing_is_stale(tmp_path):
    assert documents.stale_at_root(tmp_path) == list(documents.AT_ROOT)
    documents.write_at_root(tmp_path)
    assert documents.stale_at_root(tmp_path) == []


def test_codemeta_says_what_the_project_says():
    found = json.loads(metadata.codemeta())
    assert (found["version"], found["description"]) == (PROJECT["version"], PROJECT["description"])
    assert found["license"].endswith(f"/{PROJECT['license']}")
    assert found["softwareRequirements"] == PROJECT["dependencies"]
    assert (ROOT / found["readme"]).is_file() and (ROOT / found["softwareHelp"]).is_file()


def test_the_crate_describes_what_it_names_and_names_what_is_there():
    graph = json.loads(metadata.crate())["@graph"]
    entities = {one["@id"]: one for one in graph}
    assert len(entities) == len(graph)
    root = entities[entities["ro-crate-metadata.json"]["about"]["@id"]]
    assert all(root[field] for field in ("name", "description", "license"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", root["datePublished"])
    parts = [part["@id"] for part in root["hasPart"]]
    assert all((ROOT / part).is_file() for part in parts)
    assert {one["@id"] for one in graph if one["@type"] == "File"} == set(parts)
    named = {reference["@id"] for one in graph for reference in references(one)}
    assert named - {SPECIFICATION} <= set(entities)
    commands = {one["name"] for one in graph if one["@type"] == "CreateAction"}
    assert len(commands) == len(metadata.FILES)


def references(entity):
    """What an entity of the crate points at."""
    for name, value in entity.items():
        if name != "conformsTo":
            yield from (one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict))


def test_every_item_of_the_checklists_is_met_with_a_link_or_says_that_it_is_not():
    page = documents.one_page("checklists.md")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if re.match(r"\| (\d|I)", line)]
    assert [row[0] for row in rows if row[0][0].isdigit()] == [
        f"{section}.{number}" for section, count in SECTIONS.items() for number in range(1, count + 1)
    ]
    data = [row[1] for row in rows if row[1].startswith("input data: ")]
    assert data == [f"input data: {part}" for part in ("overview", "structure", "mapping to agents", "patterns")]
    assert all(len(row) == 3 and re.search(r"\]\(|\*\*Not met\*\*", row[2]) for row in rows)
    assert "**Not met**" in page


def test_every_kept_result_that_stands_in_a_file_is_in_the_crate():
    assert {*metadata.FILES} == {*metadata.KEPT} - {"declarations"}


def test_what_is_kept_is_published_on_the_last_of_its_days(monkeypatch):
    old = {**metadata.KEPT["stories"](), "date": "2000-01-01"}
    monkeypatch.setitem(metadata.KEPT, "stories", lambda: old)
    (root,) = (one for one in json.loads(metadata.crate())["@graph"] if one["@id"] == "./")
    assert root["datePublished"] > "2000-01-01"
