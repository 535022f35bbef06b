"""The rules of the model as its source code states them: what they say and rest on, what they read and change.

Nothing here is declared beside the code: parameters, states, ways and calls are found in the functions themselves.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sim.extensions.loading import Extension
from sim.names import CHANNELS
from sim.parameters import declarations
from sim.records import meanings
from sim.version import parsed

FOLDER = Path(__file__).parent
MARKS = {"rule", "weekly_rule"}
NOT_RECORDS = ("world", "line", "tally", "kinds", "p")  # what rules are handed beside records, and their names
NAMED = re.compile(r"\bp\.(\w+)")  # how texts and formulas name a parameter


@dataclass(frozen=True)
class Rule:
    """One function of the model that is a rule, or that reads a parameter.

    Attributes:
        module, name: where it stands, such as ``sim.care.handover`` and ``hand_over``.
        says: first sentences of its docstring.
        more: the paragraphs of its docstring that say what it does with parameters, named as ``p.name``.
        source: what it rests on, as its docstring says; empty when it is no rule.
        reads: names of the parameters it reads, in the order in which they come.
        text: its docstring without the source.
        ways: channels (``sim.names.CHANNELS``) of which it asks whether they are open.
        uses, writes: states that it reads and changes itself, such as ``family.trust``.
        calls: names of the functions it calls.
        code: its lines, as they are run.
        extension: which one it is of; empty for the model's own.
    """

    module: str
    name: str
    says: str
    source: str
    reads: tuple[str, ...]
    more: tuple[str, ...] = ()
    text: str = ""
    ways: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    code: str = ""
    extension: str = ""

    @property
    def path(self) -> str:
        """The file, from the root of the project."""
        return f"{self.module.replace('.', '/')}.py"

    @property
    def full_name(self) -> str:
        """Module and name."""
        return f"{self.module}.{self.name}"


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of the model, file by file in the order of the source."""
    found = []
    for path in sorted(FOLDER.rglob("*.py")):
        module = ".".join(path.relative_to(FOLDER.parent).with_suffix("").parts).removesuffix(".__init__")
        text = path.read_text("utf-8")
        for node in functions_in(text):
            reads = parameters_read(node)
            if reads or MARKS & {ast.unparse(one) for one in node.decorator_list}:
                found.append(rule_of(module, node, reads, text))
    return tuple(found)


def rules_of_extension(extension: Extension) -> list[Rule]:
    """Every rule of an extension, in the order of its text, also those that its own call."""
    own = {one.function.__name__ for one in extension.declared.rules}
    found = []
    for node in functions_in(extension.text):
        reads = parameters_read(node)
        if reads or node.name in own or MARKS & {ast.unparse(one).rpartition(".")[2] for one in node.decorator_list}:
            found.append(rule_of(extension.name, node, reads, extension.text, extension.name))
    return found


def functions_in(text: str) -> list[ast.FunctionDef]:
    """The functions at the top of a module."""
    return [node for node in parsed(text).body if isinstance(node, ast.FunctionDef)]


def rule_of(module: str, node: ast.FunctionDef, reads: tuple[str, ...], source: str = "", extension: str = "") -> Rule:
    """A rule from its syntax tree, and the text of its module."""
    text, _, rests_on = (ast.get_docstring(node) or "").partition("Source:")
    first, *others = (" ".join(part.split()) for part in text.split("\n\n"))
    more = tuple(part.replace("``", "`") for part in others if NAMED.search(part))
    written = [*states_in(targets_in(node))]
    begin = min([node.lineno, *(one.lineno for one in node.decorator_list)])
    return Rule(
        module,
        node.name,
        first,
        " ".join(rests_on.split()),
        reads,
        more,
        text.strip(),
        tuple(dict.fromkeys(ways_in(node))),
        tuple(dict.fromkeys(one for one in states_in(ast.walk(node)) if one not in written)),
        tuple(dict.fromkeys(written)),
        tuple(dict.fromkeys(calls_in(node))),
        "\n".join(source.splitlines()[begin - 1 : node.end_lineno]),
        extension,
    )


def targets_in(node: ast.AST) -> Iterator[ast.AST]:
    """What a function assigns to; of ``family.severity[domain]`` the state."""
    for part in ast.walk(node):
        targets = part.targets if isinstance(part, ast.Assign) else [getattr(part, "target", None)]
        for target in targets:
            if isinstance(target, ast.Subscript):
                target = target.value
            if isinstance(part, ast.Assign | ast.AugAssign) and target is not None:
                yield target


def states_in(parts: Iterable[ast.AST]) -> Iterator[str]:
    """The states among pieces of code, by the name of the record that has them, or by their own where one has."""
    known = meanings()
    for part in parts:
        if not isinstance(part, ast.Attribute):
            continue
        name = named(part.value)
        owners = [name] if part.attr in known.get(name, ()) else [one for one in known if part.attr in known[one]]
        if len(owners) == 1 and name not in NOT_RECORDS and part.attr not in known:
            yield f"{owners[0]}.{part.attr}"


def named(node: ast.AST) -> str:
    """The last name of ``world.need[row]`` or ``family.plan``."""
    if isinstance(node, ast.Subscript):
        return named(node.value)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def ways_in(node: ast.AST) -> Iterator[str]:
    """The channels of which a function asks whether they are open."""
    for part in ast.walk(node):
        if isinstance(part, ast.Subscript) and ast.unparse(part.value) == "p.channel":
            way = ast.unparse(part.slice).lower()
            if way in CHANNELS:
                yield way


def calls_in(node: ast.AST) -> list[str]:
    """The functions that a function calls, in the order of its text."""
    calls = [
        (part.lineno, part.col_offset, part.func.id)
        for part in ast.walk(node)
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name)
    ]
    return [name for *_, name in sorted(calls)]


def parameters_read(node: ast.FunctionDef) -> tuple[str, ...]:
    """The names behind ``p.`` or ``p[...]``. in a function."""
    known = declarations()
    reads: dict[str, None] = {}
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute) and part.attr in known:
            owner = part.value.value if isinstance(part.value, ast.Subscript) else part.value
            if isinstance(owner, ast.Name) and owner.id == "p":
                reads[part.attr] = None
    return tuple(reads)
