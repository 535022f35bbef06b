"""The house as its imports draw it: which room knows which, what climbs, what goes in a circle, how large it is.

``make house`` prints it. A room is a package of the top level; every import points down, also one inside a function.
"""

import ast
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import networkx as nx
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[1]
# Each room with its floor and its trade, from the ground up.
ROOMS = {
    "sim": (1, "the model: parameters, chance, agents, care, region, the week, a run, a comparison, the trace"),
    "experiments": (2, "an experiment from question to tables: specification, designs, schedule, running, analysis"),
    "charts": (3, "one drawing of each kind of picture"),
    "reports": (4, "pages to keep: of a comparison, of an experiment; sections one a file"),
    "validation": (5, "what the model is held against: patterns, figures, calibration, studies, documents"),
    "dashboard": (6, "pages, visits, live runs; no science of its own"),
    "omtafel": (7, "the front door: the command line"),
    "benchmarks": (7, "speed and memory, measured"),
}
# The stairs within sim/, from the ground up; modules on one line may know each other.
SIM = (
    (
        "words",
        "by_address",
        "user_file",
        "names",
        "event_kinds",
        "kept_parts",
        "plots",
        "rules_cache",
        "shown",
        "structures",
        "version",
        "within",
        "workers",
    ),
    ("compiled",),
    ("parameters", "chance"),
    ("agents", "sources"),
    ("world",),
    ("care", "rings", "places"),
    ("measures",),
    ("outcomes", "week"),
    ("extensions",),
    ("scenario", "rule_sets"),
    ("region", "network", "tables", "decisions"),
    ("run", "by_week", "space", "effect_size", "across_structures", "histories", "by_model"),
    ("model",),
    ("comparison", "by_channel", "trace", "behaviour", "questions", "ties", "records"),
    ("rules",),
    ("submodels",),
    ("",),  # sim itself: what it offers
)
STEPS = {one: number for number, line in enumerate(SIM) for one in line}
KINDS = (".py", ".vue", ".html", ".jinja", ".js", ".css")


@dataclass(frozen=True)
class Climb:
    """An import that does not point down."""

    importer: str
    imported: str


def files(root: Path = ROOT) -> dict[str, Path]:
    """Every Python file of the rooms, by the name under which it is imported."""
    found = (path for room in ROOMS for path in sorted((root / room).rglob("*.py")))
    return {".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path for path in found}


@cache
def imports(root: Path = ROOT) -> nx.DiGraph:
    """Who imports whom, as a directed graph of modules; imports inside functions count, a name is its module's."""
    own = files(root)
    graph = nx.DiGraph()
    graph.add_nodes_from(own)
    for name, path in own.items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            graph.add_edges_from((name, one) for one in named_in(node, own) if one != name)
    return graph


def named_in(node: ast.AST, own: dict[str, Path]) -> set[str]:
    """The modules of the house that one piece of code imports."""
    if isinstance(node, ast.Import):
        return {one.name for one in node.names if one.name in own}
    if isinstance(node, ast.ImportFrom) and node.module:
        several = {f"{node.module}.{one.name}" for one in node.names}
        return (several & set(own)) | ({node.module} & set(own) if several - set(own) else set())
    return set()


def room(module: str) -> str:
    """The room of a module."""
    return module.partition(".")[0]


def floor(module: str) -> tuple[int, int]:
    """On which floor a module is, and within ``sim/`` on which step of the stairs."""
    name, _, inside = module.partition(".")
    return ROOMS[name][0], STEPS[inside.partition(".")[0]] if name == "sim" else 0


def climbs(graph: nx.DiGraph) -> list[Climb]:
    """Imports of what stands higher."""
    return [Climb(one, other) for one, other in graph.edges if floor(other) > floor(one)]


def circles(graph: nx.DiGraph) -> list[list[str]]:
    """Modules that import each other, the long way round too."""
    return [sorted(one) for one in nx.strongly_connected_components(graph) if len(one) > 1]


def lines(root: Path = ROOT) -> Counter[str]:
    """Lines of code, templates and styles of each room; words and numbers, which stand in TOML, are not counted."""
    count: Counter[str] = Counter()
    for one in ROOMS:
        for path in (root / one).rglob("*"):
            if path.suffix in KINDS:
                count[one] += path.read_text("utf-8").count("\n")
    return count


def knows(name: str) -> list[str]:
    """The other rooms that a room imports from, the lowest first."""
    known = {room(other) for one, other in imports().edges if room(one) == name}
    return [one for one in ROOMS if one in known and one != name]


def main() -> None:
    """Print the house."""
    graph, size = imports(), lines()
    table = Table("floor", "room", "files", "lines", "knows", box=None)
    for name, (level, _) in reversed(ROOMS.items()):
        modules = [one for one in graph if room(one) == name]
        table.add_row(str(level), f"{name}/", str(len(modules)), f"{size[name]:,}", ", ".join(knows(name)))
    up, round_about = climbs(graph), circles(graph)
    console = Console()
    console.print(table)
    for climb in up:
        console.print(f"climbs: {climb.importer} imports {climb.imported}")
    for circle in round_about:
        console.print(f"circle: {', '.join(circle)}")
    total = f"{len(graph)} files, {sum(size.values()):,} lines, {graph.number_of_edges():,} imports"
    console.print(f"{len(ROOMS)} rooms, {len(round_about)} circles, {len(up)} climbs; {total}")


if __name__ == "__main__":
    main()
