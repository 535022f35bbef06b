"""What the page on evidence needs: every parameter with its grade, and the bibliography of what is cited."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from sim.parameters import Declaration, declarations
from sim.rules import Rule, rules
from sim.submodels import home_of
from validation.documents.citations import OWN, Source, cited, letter, place, short, sources, with_links
from validation.documents.facts import count_of_declarations, count_of_parameters, numbers, range_in_words
from validation.documents.markdown import plain, table

HERE = Path(__file__).parent
CITED_IN_TEMPLATE = re.compile(r'source\("(\w+)"\)')
GRADES = ("measured", "literature", "expert", "assumed")
READ = {
    "direct": "read in the text itself",
    "abstract": "read in the abstract",
    "secondary": "read in other people's words",
    "seed": "a founding document of this project",
    "derived": "worked out or judged in this project",
}


def grade_table() -> str:
    """How many declarations, and how many numbers, rest on what."""
    rows = [(grade, str(count_of_declarations(grade)), str(count_of_parameters(grade))) for grade in GRADES]
    rows.append(("all", str(count_of_declarations()), str(count_of_parameters())))
    return table(("Grade", "Declarations", "Numbers that can be set"), rows)


def file_table() -> str:
    """Grades by the file in which parameters are declared."""
    rows = [
        (f"[{file}](#{file})", *(str(count_of_declarations(grade, file)) for grade in GRADES))
        for file in dict.fromkeys(file for file, _ in declarations().values())
    ]
    return table(("File", *GRADES), rows)


def parameter_tables() -> str:
    """Every parameter, grouped by the file in which it is declared."""
    parts = []
    for file in dict.fromkeys(file for file, _ in declarations().values()):
        parts.append(f'<a id="{file}"></a>\n\n### {file}.toml')
        parts.append(f"Declared in [sim/parameters/{file}.toml](../sim/parameters/{file}.toml).")
        rows = [row(name, one) for name, (home, one) in declarations().items() if home == file]
        parts.append(table(("Parameter", "Value", "Range", "Unit", "Kind", "Grade", "Source", "Read in"), rows))
    return "\n\n".join(parts)


def row(name: str, one: Declaration) -> tuple[str, ...]:
    """One declaration as a row."""
    return (
        f"**{plain(one.label.en)}** `{name}`<br>{plain(one.explanation.en)}",
        numbers(one, one.value),
        range_in_words(one),
        one.unit,
        f"{one.kind}, at the start only" if one.at_start else one.kind,
        one.grade,
        with_links(one.source),
        ", ".join(where(rule) for rule in rules() if name in rule.reads),
    )


def where(rule: Rule) -> str:
    """A rule with a link to its submodel."""
    home = home_of(rule) or ""
    number = f"{home} " if home.startswith("M") else ""
    return f"[{number}`{rule.name}`](odd.md#{home.lower()})"


@cache
def uses() -> dict[str, list[str]]:
    """What rests on each cited source: parameters, rules, pages, and other cited sources, by its key."""
    found: dict[str, list[str]] = {}

    def rests(on: str, what: str) -> None:
        for key in dict.fromkeys(cited(on)):
            found.setdefault(key, []).append(what)

    for name, (_, one) in declarations().items():
        rests(one.source, f"`{name}`")
    for rule in rules():
        rests(rule.source, f"rule `{rule.name}`")
    for template in sorted(HERE.glob("*.jinja")):
        for key in dict.fromkeys(CITED_IN_TEMPLATE.findall(template.read_text("utf-8"))):
            found.setdefault(key, []).append(f"text of {re.split('[._]', template.name)[0]}.md")
    for key in OWN:
        rests(" ".join(sources()[key].figures), f"[{short(key)}](#{key})")
    return found


def bibliography() -> str:
    """The cited sources by name, with what was noted from each and what rests on it."""
    used = uses()
    return "\n\n".join(
        book(key, sources()[key], used[key]) for key in sorted(used, key=lambda key: sources()[key].title.lower())
    )


def book(key: str, one: Source, rests: list[str]) -> str:
    """One source."""
    lines = [
        f'<a id="{key}"></a>**{plain(one.title)}** ({one.year}{letter(key)}), {place(one)}. '
        f"{one.design.capitalize()}; {READ[one.solid]}. Key `{key}`.",
        "",
        *(f"- {with_links(figure) if key in OWN else plain(figure)}" for figure in one.figures),
        *([f"- *Mind:* {plain(one.note)}"] if one.note else []),
        f"- *Rests on it:* {', '.join(rests)}",
    ]
    return "\n".join(lines)


def reading_table() -> str:
    """How the cited sources were read."""
    used = uses()
    counts = {solid: sum(sources()[key].solid == solid for key in used) for solid in READ}
    return table(("How it was read", "Cited sources"), [(words, str(counts[solid])) for solid, words in READ.items()])


def context() -> dict[str, Any]:
    """What the template of this page can say beside the common words."""
    return {
        "grade_table": grade_table,
        "file_table": file_table,
        "parameter_tables": parameter_tables,
        "bibliography": bibliography,
        "reading_table": reading_table,
        "cited_sources": len(uses()),
        "all_sources": len(sources()),
        "about_plans": ("coordination", "round_table", "levers_policy"),
    }
