"""An experiment: a question, what is expected, and which runs are to answer it; read from one TOML file.

Everything in the file is checked before anything runs, and every problem is named with its line.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from experiments.designs import DESIGNS
from experiments.designs.factors import Factor
from experiments.parameter_sets import kept
from experiments.specification.forms import AS_USUAL, with_form
from experiments.specification.moving import read_factors
from experiments.specification.points import from_columns, read_points
from experiments.specification.precision import Precision
from experiments.specification.problems import ExperimentError, Problems
from experiments.specification.reading import Reading
from experiments.specification.together import outside
from sim.outcomes import OUTCOMES
from sim.parameters import nearest, parameters
from sim.region import ROUTES
from sim.scenario import SIZES, Scenario, ScenarioError
from sim.user_file import tables_of, text_of

KEYS = (
    "question",
    "expected",
    "scenario",
    "extensions",
    "routes",
    "replicates",
    "seed",
    "outcomes",
    "time_limit_seconds",
    "set",
    "factors",
    "policies",
    "design",
)
LARGEST_FILE = 1_000_000  # characters
TIME_LIMIT_SECONDS = 600.0
REPLICATES = 20
MOST_NUMBERS = 50_000_000  # that say what is moved in which cell; 400 MB


@dataclass(frozen=True)
class Design:
    """Which combinations of factors are run, and under what.

    Attributes:
        kind: of the design.
        options: its own, and ``worlds``: in how many parameter sets its points are run.
        structures: the usual forms of the rules and those put in their place; empty when there are no others.
    """

    kind: str
    options: Mapping[str, int] = field(default_factory=dict)
    structures: tuple[str, ...] = ()

    @property
    def own_options(self) -> dict[str, int]:
        """The options of the kind of design."""
        return {name: value for name, value in self.options.items() if name in DESIGNS[self.kind].options}

    @property
    def as_plain_data(self) -> dict[str, Any]:
        """A design as plain data; what it has not is left out."""
        return {
            "kind": self.kind,
            **self.options,
            **({"structures": list(self.structures)} if self.structures else {}),
        }


def design_from(data: Mapping[str, Any]) -> Design:
    """A design from plain data."""
    options = {name: value for name, value in data.items() if name not in ("kind", "structures")}
    return Design(data["kind"], options, tuple(data.get("structures", ())))


@dataclass(frozen=True)
class Experiment:
    """A question with the runs that are to answer it.

    Attributes:
        name: name of the file without its ending.
        question: in words.
        expected: the answer that is expected, in words, written before the run.
        scenario: where everything else stays, with the settings of ``[set]``.
        routes: one route, or both for paired runs.
        replicates: how many, or how precise.
        seed: seed of the first replicate in every cell.
        outcomes: which outcomes a report shows, in order.
        factors: what is moved.
        policies: named sets of settings to choose from; empty when there are none.
        design: which combinations.
        time_limit_seconds: after which a run counts as hanging.
        text: the file as it was written.
        based_on: the scenario without the settings of ``[set]``.
        file: where the file stands; empty when there is none.
        model: the model of one's own that lives the runs, with what it does; empty for the engine.
    """

    name: str
    question: str
    expected: str
    scenario: Scenario
    routes: tuple[str, ...] = ROUTES
    replicates: Precision = field(default_factory=lambda: Precision(REPLICATES, REPLICATES, {}))
    seed: int = 0
    outcomes: tuple[str, ...] = ()
    factors: tuple[Factor, ...] = ()
    policies: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    design: Design = Design("grid")
    time_limit_seconds: float = TIME_LIMIT_SECONDS
    text: str = field(default="", repr=False)
    based_on: Scenario | None = field(default=None, repr=False)
    file: str = field(default="", repr=False, compare=False)
    model: str = ""

    @property
    def paired(self) -> bool:
        """Whether both routes are run, so that they can be compared."""
        return len(self.routes) > 1

    def all_settings(self) -> list[tuple[str, float]]:
        """Every parameter that is set or moved, with each value or end: of the scenario, of factors and of policies."""
        moved = [(one.name, value) for one in self.factors for value in one.values or (one.low, one.high)]
        chosen = [pair for settings in self.policies.values() for pair in settings.items()]
        return [*self.scenario.all_settings(), *moved, *chosen]

    def with_design(self, kind: str, **options: int) -> "Experiment":
        """The same question with other combinations, under the same forms of rules and in as many parameter sets."""
        kept = {name: value for name, value in self.design.options.items() if name == "worlds"}
        return dataclasses.replace(self, design=Design(kind, {**options, **kept}, self.design.structures))


def read_experiment(path: str | Path) -> Experiment:
    """Read and check an experiment file.

    Args:
        path: a TOML file.

    Raises:
        ExperimentError: with every problem, a line each.
    """
    path = Path(path)
    try:
        text = text_of(path.read_bytes())
    except OSError as error:
        raise ExperimentError([f"{path}: {(error.strerror or str(error)).lower()}"]) from None
    except ValueError as error:
        raise ExperimentError([f"{path}: {error}"]) from None
    experiment = parse_experiment(text, path.stem, str(path), path.parent)
    return dataclasses.replace(experiment, file=str(path.resolve()))


def parse_experiment(
    text: str,
    name: str,
    file: str = "experiment",
    folder: Path | None = None,
    scenario: Scenario | None = None,
    points: Mapping[str, Sequence[float]] | None = None,
) -> Experiment:
    """An experiment from the text of a file.

    Args:
        text: TOML.
        name: what the experiment is called.
        file: how the file is called in messages.
        folder: where scenario files and tables named in it are looked for.
        scenario: taken instead of the one that the file names.
        points: taken instead of the table of points that the file names, if it names one: values by column.

    Raises:
        ExperimentError: with every problem, a line each.
    """
    problems = Problems(file, text)
    if len(text) > LARGEST_FILE:
        raise ExperimentError([f"{file}: longer than {LARGEST_FILE:,} characters"])
    try:
        table = tables_of(text)
    except ValueError as error:
        raise ExperimentError([f"{file}: {error}"]) from None
    for key in table:
        if key not in KEYS:
            problems.add(f"unknown key {key!r}{misplaced(key) or nearest(key, list(KEYS))}", key)
    reading = Reading(table, problems, folder or Path())
    question, expected = reading.text("question"), reading.text("expected", required=False)
    based_on = scenario or reading.scenario()
    moved_from = reading.with_settings(based_on)
    kind, options = reading.design()
    design = Design(kind, options, reading.structures(moved_from))
    rows = reading.table_of_points()
    if rows is None:
        factors = read_factors(table.get("factors", {}), moved_from, design.kind, problems)
    else:
        factors = read_points(rows, moved_from, problems) if points is None else from_columns(points, moved_from)
        if "factors" in table:
            problems.add(f"{rows.name} says what is moved: there are no [factors] beside it", "factors")
    experiment = Experiment(
        name=name,
        question=question,
        expected=expected,
        scenario=moved_from,
        routes=reading.names("routes", ROUTES, ROUTES),
        replicates=reading.replicates(),
        seed=reading.seed(),
        outcomes=reading.names("outcomes", tuple(OUTCOMES), main_outcomes()),
        factors=factors,
        policies=reading.policies(moved_from),
        design=design,
        time_limit_seconds=reading.seconds("time_limit_seconds", TIME_LIMIT_SECONDS),
        text=text,
        based_on=based_on,
    )
    for message, path in conflicts(experiment):
        problems.add(message, *path)
    problems.stop_if_any()
    return experiment


def main_outcomes() -> tuple[str, ...]:
    """The outcomes that stand in the first table a user sees."""
    return tuple(name for name, one in OUTCOMES.items() if one.main)


def misplaced(key: str) -> str:
    """A hint where a parameter or a size belongs that stands at the top."""
    what = "parameter" if key in parameters() else "size" if key in SIZES else ""
    return f" (a {what}: write it under [set] or [factors])" if what else ""


def conflicts(experiment: Experiment) -> list[tuple[str, tuple[str, ...]]]:
    """What does not go together, each with the place of one of the two."""
    found: list[tuple[str, tuple[str, ...]]] = []
    moved = {one.name for one in experiment.factors}
    movers: dict[str, list[str]] = {}  # by what is moved
    for one in experiment.factors:
        for name in [member for member, _ in one.members] or [one.name]:
            movers.setdefault(name, []).append(one.name)
    for name, several in movers.items():
        if len(several) > 1:
            found.append((f"{name} is moved by {several[0]} and by {several[1]}", ("factors", several[1])))
    for policy, settings in experiment.policies.items():
        for name in sorted(set(movers) & set(settings)):
            what = "is a factor" if name in moved else f"is moved by {movers[name][0]}"
            found.append((f"{name} {what}, and policy {policy} sets it too", ("policies", policy, name)))
    found += [(message, ("factors",)) for message in impossible_sizes(experiment)]
    cells = cells_asked(experiment)
    if cells * (1 + len(moved)) > MOST_NUMBERS:
        most = MOST_NUMBERS // (1 + len(moved))
        found.append((f"{cells:,} cells are too many: with {len(moved)} factors at most {most:,}", ("factors",)))
    for form in experiment.design.structures or ("",):
        scenario = with_form(experiment.scenario, form) if form else experiment.scenario
        sets = kept.some_parameter_sets(None, scenario=scenario)
        asked = experiment.design.options.get("worlds", 0)
        if asked > len(sets):
            under = f" under {form}" if form and form != AS_USUAL else ""
            found.append((f"worlds: there are {len(sets)} plausible worlds{under}", ("design", "worlds")))
        lived = [kept.with_parameter_set(scenario, one) for one in sets[:asked]] or [scenario]
        for one in experiment.factors:
            if told := next(filter(None, (outside(one, world) for world in lived)), ""):
                found.append((told, ("factors", one.name)))
    for outcome in experiment.replicates.half_width:
        if outcome not in OUTCOMES:
            place = ("replicates", "half_width", outcome)
            found.append((f"half_width: unknown outcome {outcome!r}{nearest(outcome, list(OUTCOMES))}", place))
    return found


def cells_asked(experiment: Experiment) -> int:
    """How many cells an experiment has, without making them."""
    design = experiment.design
    points = DESIGNS[design.kind].count(experiment.factors, design.options)
    forms, policies = max(1, len(design.structures)), max(1, len(experiment.policies))
    return points * forms * policies * design.options.get("worlds", 1)


def impossible_sizes(experiment: Experiment) -> list[str]:
    """What is wrong with the sizes of some cells: each may lie in its range, and all of them not go together."""
    sizes = [one for one in experiment.factors if one.name in SIZES]
    found: dict[str, None] = {}
    if not sizes:
        return []
    if experiment.design.kind == "table":
        rows = {*zip(*(one.values for one in sizes), strict=True)}
        corners = [[*zip((one.name for one in sizes), row, strict=True)] for row in sorted(rows)]
    else:
        corners = [[*one] for one in product(*([(one.name, one.low), (one.name, one.high)] for one in sizes))]
    for settings in experiment.policies.values() or [{}]:
        chosen = {name: value for name, value in settings.items() if name in SIZES}
        for corner in corners:
            try:
                experiment.scenario.replace(**{**dict(corner), **chosen})
            except ScenarioError as error:
                found[str(error)] = None
    return list(found)


def as_plain_data(experiment: Experiment) -> dict[str, Any]:
    """An experiment as plain data, for the files that tell where results come from."""
    from experiments.provenance import settings_record

    return {
        "name": experiment.name,
        "question": experiment.question,
        "expected": experiment.expected,
        "scenario": settings_record(experiment.scenario),
        "routes": list(experiment.routes),
        "replicates": {
            "at_least": experiment.replicates.at_least,
            "at_most": experiment.replicates.at_most,
            "half_width": dict(experiment.replicates.half_width),
        },
        "seed": experiment.seed,
        "outcomes": list(experiment.outcomes),
        "factors": {one.name: list(one.values) or [one.low, one.high] for one in experiment.factors},
        "policies": {name: dict(settings) for name, settings in experiment.policies.items()},
        "design": experiment.design.as_plain_data,
        **({"model": experiment.model} if experiment.model else {}),
    }
