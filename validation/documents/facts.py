"""What every page can say: values, ranges, counts, outcomes and sources, each read from its one declaration.

A name that is not declared is refused with the nearest one that is.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from experiments.in_words import amount
from sim.outcomes import OUTCOMES, Outcome
from sim.parameters import Declaration, Parameter, declarations, nearest, parameters
from sim.words import names
from validation.documents import citations
from validation.documents.markdown import figure, plain, table

Numbers = float | dict[str, float]


def parameter(name: str) -> Parameter:
    """One number that can be set, by its name, such as ``turnover_rate`` or ``caseload_school``."""
    if name not in parameters():
        raise ValueError(f"unknown parameter {name!r}{nearest(name, list(parameters()))}")
    return parameters()[name]


def value(name: str) -> str:
    """The declared value of a parameter with its unit."""
    return amount(parameter(name).value, parameter(name)).replace("-", "−")


def range_of(name: str) -> str:
    """The range of a parameter with its unit."""
    one = parameter(name)
    return f"{amount(one.low, one)} to {amount(one.high, one)}".replace("-", "−")


def outcome(name: str) -> Outcome:
    """What is measured, by its name."""
    if name not in OUTCOMES:
        raise ValueError(f"unknown outcome {name!r}{nearest(name, list(OUTCOMES))}")
    return OUTCOMES[name]


def count_of_parameters(grade: str | None = None, kind: str | None = None) -> int:
    """How many numbers can be set; of one grade, of one kind."""
    return sum(grade in (None, one.grade) and kind in (None, one.kind) for one in parameters().values())


def count_of_declarations(grade: str | None = None, *files: str) -> int:
    """How many declarations there are; of one grade, in some files."""
    found = [(file, one) for file, one in declarations().values() if not files or file in files]
    unknown = set(files) - {file for file, _ in declarations().values()}
    if unknown:
        raise ValueError(f"no parameters are declared in {unknown.pop()!r}")
    return sum(grade in (None, one.grade) for _, one in found)


def constant(path: str) -> str:
    """A number that the model fixes outside its parameters, such as ``sim.agents.family.MAX_CHILDREN``."""
    module, _, name = path.rpartition(".")
    home = import_module(module)
    if not hasattr(home, name):
        raise ValueError(f"unknown constant {path}{nearest(name, dir(home))}")
    return figure(getattr(home, name))


def noted(key: str, words: str) -> str:
    """What was noted from a source: the one line that holds some words."""
    found = [line for line in citations.entry(key).figures if words in line]
    if len(found) != 1:
        raise ValueError(f"{len(found)} lines noted from {key} hold {words!r}, not one")
    return citations.with_links(found[0])


def names_of(kind: str) -> list[str]:
    """What sectors, life domains or tasks are called."""
    return [words.en for words in names(kind).values()]


def numbers(declaration: Declaration, values: Numbers) -> str:
    """Values of a declaration: one number, or the members that share each number."""
    if not isinstance(values, dict):
        return figure(values)
    if len(set(values.values())) == 1:
        return f"{figure(next(iter(values.values())))} for each"
    groups: dict[float, list[str]] = {}
    for member, number in values.items():
        groups.setdefault(number, []).append(member_name(declaration, member))
    return "; ".join(f"{figure(number)} ({', '.join(members)})" for number, members in groups.items())


def member_name(declaration: Declaration, member: str) -> str:
    """What a sector, a life domain or a pair of domains is called."""
    if declaration.of == "domain_to_domain":
        one, other = member.split("_to_")
        return f"{names('domain')[one].en} → {names('domain')[other].en}"
    return names(declaration.of or "")[member].en


def range_in_words(declaration: Declaration) -> str:
    """The range of a declaration; of several members as parts of their values where it is so, else for each."""
    low, high = end_in_words(declaration, declaration.low), end_in_words(declaration, declaration.high)
    if low and high:
        return f"{low} to {high}"
    assert isinstance(declaration.low, dict) and isinstance(declaration.high, dict)
    groups: dict[str, list[str]] = {}
    for member, least in declaration.low.items():
        ends = f"{figure(least)} to {figure(declaration.high[member])}"
        groups.setdefault(ends, []).append(member_name(declaration, member))
    return "; ".join(f"{ends} ({', '.join(members)})" for ends, members in groups.items())


def end_in_words(declaration: Declaration, end: Numbers) -> str:
    """One end of a range as one number or one part of the value; nothing when members differ in that too."""
    if not isinstance(end, dict) or not isinstance(declaration.value, dict):
        return numbers(declaration, end)
    if len(set(end.values())) == 1:
        return figure(next(iter(end.values())))
    parts = {round(end[member] / value, 3) for member, value in declaration.value.items() if value}
    return f"{figure(parts.pop())} × value" if len(parts) == 1 else ""


WORDS: dict[str, Callable[..., Any]] = {
    "parameter": parameter,
    "value": value,
    "range_of": range_of,
    "outcome": outcome,
    "count_of_parameters": count_of_parameters,
    "count_of_declarations": count_of_declarations,
    "constant": constant,
    "noted": noted,
    "names_of": names_of,
    "source": citations.cite,
    "figure": figure,
    "table": table,
    "plain": plain,
}
