"""What the page on the house needs: rooms, files and their first sentences, read from the code."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

from sim.submodels import SUBMODELS, rules_of
from validation import house
from validation.documents.markdown import plain, table

NEIGHBOURS = 3  # rooms below that an arrow is drawn to, the most used first


def context() -> dict[str, Any]:
    """Everything the template needs beyond the common words."""
    return {"drawing": drawing, "rooms": rooms, "files_of": files_of, "file": file, "mechanisms": mechanisms}


def drawing() -> str:
    """Rooms on their floors as a Mermaid flowchart, with the number of imports on each arrow."""
    graph = house.imports()
    counts = {
        (one, other): sum(house.room(a) == one and house.room(b) == other for a, b in graph.edges)
        for one in house.ROOMS
        for other in house.ROOMS
        if one != other
    }
    lines = ["```mermaid", "flowchart TD"]
    for name in reversed(house.ROOMS):
        below = {other: counts[name, other] for other in house.ROOMS if counts.get((name, other))}
        most = sorted(below, key=lambda other: -below[other])[:NEIGHBOURS]
        lines += [f'    {name}["{name}/"]', *(f"    {name} -->|{below[other]}| {other}" for other in most)]
    return "\n".join([*lines, "```"])


def rooms() -> str:
    """A row a room, the highest floor first."""
    rows = [
        (str(level), f"[`{name}/`](#{name})", trade, ", ".join(f"`{one}/`" for one in house.knows(name)))
        for name, (level, trade) in reversed(house.ROOMS.items())
    ]
    return table(("Floor", "Room", "Trade", "Knows"), rows)


def files_of(room: str) -> str:
    """Every file of a room with the first sentence of its docstring."""
    rows = [(link(path), says(path)) for name, path in house.files().items() if house.room(name) == room and says(path)]
    return table(("File", "What it is"), rows)


def file(path: str) -> str:
    """A link to a file.

    Raises:
        ValueError: when it is not there.
    """
    if not (house.ROOT / path).is_file():
        raise ValueError(f"there is no {path}")
    return link(house.ROOT / path)


def link(path: Path) -> str:
    """A link to a file of the project, from docs/."""
    name = path.relative_to(house.ROOT).as_posix()
    return f"[`{name.removesuffix('/__init__.py')}`](../{name})"


def says(path: Path) -> str:
    """How a file's docstring begins."""
    return beginning(path.read_text("utf-8"))


@cache
def beginning(code: str) -> str:
    """How the docstring of a module begins; a bar in code would end the cell of a table."""
    text = ast.get_docstring(ast.parse(code)) or ""
    return re.sub(r"(?<!\\)\|", r"\\|", plain(text.split("\n\n")[0]))


def mechanisms() -> str:
    """Where each mechanism of the model stands."""
    rows = [
        (number, one.title.en, ", ".join(file(path) for path in dict.fromkeys(rule.path for rule in rules_of(number))))
        for number, one in SUBMODELS.items()
        if number != "start"
    ]
    return table(("", "Mechanism", "Room"), rows)
