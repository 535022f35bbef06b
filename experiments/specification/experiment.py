"""An experiment: a question, what is expected, and which runs are to answer it; read from one TOML file.

Everything in the file is checked before anything runs, and every problem is named with its line.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from experiments.designs import DESIGNS
from experiments.designs.factors import Factor
from experiments.parameter_sets import kept
from experiments.specification.moving import read_factors
from experiments.specification.precision import Precision
from experiments.specification.problems import ExperimentError, Problems
from experiments.specification.reading import Reading
from sim.outcomes import OUTCOMES
from sim.parameters import nearest, parameters
from sim.region import ROUTES
from sim.scenario import SIZES, Scenario, ScenarioError
from sim.user_file import tables_of, text_of

KEYS = (
    "question",
    "expected",
    "scenario",
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
    """Which combinations of factors are run: a kind of design and its options."""

    kind: str
    options: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Experiment:
    """A question with the runs that are to answer it.

    Attributes:
        name: name of the file without its ending.
        question, expected: in words, written before the run.
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
        """The same question with other combinations."""
        return dataclasses.replace(self, design=Design(kind, options))


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
    text: str, name: str, file: str = "experiment", folder: Path | None = None, scenario: Scenario | None = None
) -> Experiment:
    """An experiment from the text of a file.

    Args:
        text: TOML.
        name: what the experiment is called.
        file: how the file is called in messages.
        folder: where scenario files named in it are looked for.
        scenario: taken instead of the one that the file names.

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
    design = Design(*reading.design())
    experiment = Experiment(
        name=name,
        question=question,
        expected=expected,
        scenario=moved_from,
        routes=reading.names("routes", ROUTES, ROUTES),
        replicates=reading.replicates(),
        seed=reading.seed(),
        outcomes=reading.names("outcomes", tuple(OUTCOMES), main_outcomes()),
        factors=read_factors(table.get("factors", {}), moved_from, design.kind, problems),
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
    for policy, settings in experiment.policies.items():
        for name in sorted(moved & set(settings)):
            found.append((f"{name} is a factor, and policy {policy} sets it too", ("policies", policy, name)))
    if experiment.policies and experiment.design.kind in ("morris", "sobol", "one_at_a_time"):
        found.append((f"a design of kind {experiment.design.kind} takes no policies", ("policies",)))
    found += [(message, ("factors",)) for message in impossible_sizes(experiment)]
    cells = cells_asked(experiment)
    if cells * (1 + len(moved)) > MOST_NUMBERS:
        most = MOST_NUMBERS // (1 + len(moved))
        found.append((f"{cells:,} cells are too many: with {len(moved)} factors at most {most:,}", ("factors",)))
    if experiment.design.options.get("worlds", 0) > len(kept.parameter_sets()):
        found.append((f"worlds: there are {len(kept.parameter_sets())} plausible worlds", ("design", "worlds")))
    for outcome in experiment.replicates.half_width:
        if outcome not in OUTCOMES:
            place = ("replicates", "half_width", outcome)
            found.append((f"half_width: unknown outcome {outcome!r}{nearest(outcome, list(OUTCOMES))}", place))
    return found


def cells_asked(experiment: Experiment) -> int:
    """How many cells an experiment has, without making them."""
    design = experiment.design
    points = DESIGNS[design.kind].count(experiment.factors, design.options)
    return points * max(1, len(experiment.policies)) * design.options.get("worlds", 1)


def impossible_sizes(experiment: Experiment) -> list[str]:
    """What is wrong with the sizes of some cells: each may lie in its range, and all of them not go together."""
    ends = [[(one.name, end) for end in sorted({one.low, one.high})] for one in experiment.factors if one.name in SIZES]
    found: dict[str, None] = {}
    if not ends:
        return []
    for settings in experiment.policies.values() or [{}]:
        chosen = {name: value for name, value in settings.items() if name in SIZES}
        for corner in product(*ends):
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
        "design": {"kind": experiment.design.kind, **experiment.design.options},
    }
