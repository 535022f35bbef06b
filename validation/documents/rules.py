"""The rules of the model as its source code states them: what they say and rest on, and which parameters they read."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import sim
from sim.parameters import declarations

FOLDER = Path(sim.__file__).parent
MARKS = {"rule", "weekly_rule"}
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
    """

    module: str
    name: str
    says: str
    source: str
    reads: tuple[str, ...]
    more: tuple[str, ...] = ()

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
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                reads = parameters_read(node)
                if reads or MARKS & {ast.unparse(one) for one in node.decorator_list}:
                    found.append(rule_of(module, node, reads))
    return tuple(found)


def rule_of(module: str, node: ast.FunctionDef, reads: tuple[str, ...]) -> Rule:
    """A rule from its syntax tree."""
    text, _, source = (ast.get_docstring(node) or "").partition("Source:")
    first, *others = (" ".join(part.split()) for part in text.split("\n\n"))
    more = tuple(part.replace("``", "`") for part in others if NAMED.search(part))
    return Rule(module, node.name, first, " ".join(source.split()), reads, more)


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
