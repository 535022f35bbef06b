"""Pages of reference, written when the site is built: every command, scenario, outcome, parameter and structure.

Nothing of them is kept: each is read from the one place where it is declared.
"""

import contextlib
import io

import typer

from omtafel.cli import status_of
from omtafel.commands import app
from sim.outcomes import OUTCOMES
from sim.parameters import declarations
from sim.scenario import load_scenario, scenario_names
from sim.structures import STRUCTURES
from validation.documents.facts import numbers, range_in_words
from validation.documents.markdown import figure, plain, table

CALLED = {
    "sim.scenario": ("Scenario", "load_scenario"),
    "sim.run": ("Run", "simulate"),
    "sim.comparison": ("Comparison", "compare"),
    "sim.by_channel": ("Sources", "channels"),
    "sim.model": ("CareModel",),
    "charts.accessors": ("ScenarioPlots", "RunPlots", "ComparisonPlots", "SourcesPlots"),
    "charts.chart": ("Chart",),
    "experiments.results": ("run", "open_results", "Results"),
    "experiments.specification.experiment": ("Experiment", "read_experiment"),
    "reports.accessors": ("ResultsPlots",),
}


def pages() -> dict[str, str]:
    """Every page of reference as Markdown, by its file in the site."""
    return {
        "reference/commands.md": commands(),
        "reference/scenarios.md": scenarios(),
        "reference/outcomes.md": outcomes(),
        "reference/parameters.md": parameters(),
        "reference/structures.md": structures(),
        "reference/api.md": api(),
    }


def commands() -> str:
    """What every command says of itself."""
    parts = ["# Commands", "As `omtafel COMMAND --help` says it; `-h` is the same."]
    for words in named(typer.main.get_command(app)):
        with contextlib.redirect_stdout(io.StringIO()) as said:
            status_of([*words, "--help"])
        parts.append(f"## omtafel {' '.join(words)}\n\n```text\n{said.getvalue().strip()}\n```")
    return "\n\n".join(parts)


def named(group: object, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The words of every command, those of groups after their group's."""
    found = []
    for name, one in getattr(group, "commands", {}).items():
        found += named(one, (*before, name)) or [(*before, name)]
    return found


def scenarios() -> str:
    """What each scenario is for."""
    rows = []
    for name in scenario_names():
        one = load_scenario(name)
        rows.append((f"`{name}`", *map(plain, (one.title, one.why, one.title_nl, one.why_nl))))
    heads = ("Scenario", "What it is", "What it is for", "In Dutch", "Waarvoor")
    return (
        f"# Scenarios\n\nEach is a region; `omtafel compare NAME` compares both routes in it.\n\n{table(heads, rows)}"
    )


def outcomes() -> str:
    """What is measured."""
    parts = [
        "# Outcomes",
        "Main outcomes come first; `--all` shows the others too. A difference below what matters is called small.",
    ]
    for name, one in sorted(OUTCOMES.items(), key=lambda item: not item[1].main):
        better = {"higher": "more is better", "lower": "less is better", "neither": "neither more nor less is better"}
        facts = [f"in {one.unit}", better[one.better], f"matters from {figure(one.matters_from)}"]
        title = f"## {plain(one.label.en)} {{ #{name} }}"
        dutch = f"*{plain(one.label.nl)}*: {plain(one.definition.nl)}"
        parts.append(f"{title}\n\n`{name}` · {' · '.join(facts)}\n\n{plain(one.definition.en)}\n\n{dutch}")
    return "\n\n".join(parts)


def parameters() -> str:
    """Every number that can be set; where each comes from stands on the page on evidence."""
    parts = [
        "# Parameters",
        "What `--set NAME=VALUE`, a scenario file or a factor of an experiment can set. One that holds for each sector "
        "or life domain has a name for each: `caseload_school`. Sources: [evidence](../evidence.md).",
    ]
    files: dict[str, list[tuple[str, ...]]] = {}
    for name, (file, one) in declarations().items():
        words = f"**{plain(one.label.en)}**<br>*{plain(one.label.nl)}*<br>{plain(one.explanation.en)}"
        row = (f"`{name}`", words, numbers(one, one.value), range_in_words(one), one.unit, one.kind, one.grade)
        files.setdefault(file, []).append(row)
    heads = ("Name", "What it is", "Value", "Range", "Unit", "Kind", "Grade")
    return "\n\n".join(
        [*parts, *(f"## {file.replace('_', ' ')}\n\n{table(heads, rows)}" for file, rows in files.items())]
    )


def structures() -> str:
    """Rival forms of rules."""
    parts = [
        "# Structures",
        "Where theory does not decide how a rule goes there are several forms of it. A scenario names the one that "
        "holds; `omtafel compare NAME --structures` compares under each.",
    ]
    for name, one in STRUCTURES.items():
        rows = [
            (f"`{form}`", plain(said.en), plain(said.nl), plain(said.speaks_for)) for form, said in one.forms.items()
        ]
        head = f"## {plain(one.label.en)} {{ #{name} }}"
        decides = f"`{name}` decides {plain(one.decides.en)}. The first is the usual one."
        forms = table(("Form", "What it says", "In Dutch", "What speaks for it"), rows)
        parts.append(f"{head}\n\n{decides}\n\n{forms}")
    return "\n\n".join(parts)


def api() -> str:
    """What people call from Python, read from the code."""
    parts = [
        "# From Python",
        "What people call. Import it from `sim` or `experiments`; `import omtafel` gives pictures.",
    ]
    for module, names in CALLED.items():
        parts += [f"## {module}", *(f"::: {module}.{name}" for name in names)]
    return "\n\n".join(parts)
