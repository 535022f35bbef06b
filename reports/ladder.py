"""A ladder of sensitivity analyses: one at a time, then Morris over all factors, then Sobol over those that matter.

Each rung costs more and says more. All of them are experiments like any other, kept below each other in one folder.
"""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from experiments.designs import DESIGNS
from experiments.results import Results
from experiments.sensitivity import indices, parts
from experiments.specification.experiment import Experiment
from experiments.specification.precision import Precision

RUNGS = ("one_at_a_time", "morris", "sobol")
MOST = 8  # factors that go on to the last rung
FOLDER = "sensitivity"
Run = Callable[[Experiment, Path], Results]


@dataclass(frozen=True)
class Ladder:
    """What was found on the way up.

    Attributes:
        outcome: by which factors were chosen for the last rung.
        steps: results by rung.
    """

    outcome: str
    steps: dict[str, Results]

    @property
    def results(self) -> list[Results]:
        """The results in the order of the rungs."""
        return list(self.steps.values())


def climb(
    experiment: Experiment, root: Path, run: Run, outcome: str, rungs: Sequence[str] = RUNGS, most: int = MOST
) -> Ladder:
    """Go up the rungs that are asked for.

    Args:
        experiment: with the ranges of its factors; a rung of its own kind of design takes its options.
        root: the folder; each rung has one of its own in it, in ``sensitivity`` or, for one route, beside it.
        run: runs an experiment into a folder.
        outcome: by which factors are chosen for Sobol: those that Morris, else one at a time, finds to move it most.
        rungs: which, from ``RUNGS``.
        most: how many factors go on to Sobol.

    Raises:
        ValueError: when nothing can be analysed.
    """
    steps: dict[str, Results] = {}
    for rung in RUNGS:
        if rung in rungs:
            step = on_rung(experiment, rung)
            if rung == "sobol" and len(step.factors) > most and steps:
                chosen = set(ranked(list(steps.values())[-1], outcome)[:most])
                step = dataclasses.replace(step, factors=tuple(one for one in step.factors if one.name in chosen))
            steps[rung] = run(step, root / name_of(step) / rung)
    return Ladder(outcome, steps)


def name_of(experiment: Experiment) -> str:
    """Where the rungs stand, and without its ending the page about them: apart for each route by itself."""
    return FOLDER if experiment.paired else f"{FOLDER}-{experiment.routes[0]}"


def ranked(results: Results, outcome: str) -> list[str]:
    """The factors by name, what moves the outcome most first: by its best place under any policy or form of rules."""
    orders = [indices(results, outcome, part=part)["factor"].tolist() for part in parts(results)]
    return sorted(orders[0], key=lambda name: (min(one.index(name) for one in orders), orders[0].index(name)))


def on_rung(experiment: Experiment, rung: str) -> Experiment:
    """The experiment of a rung: the same ranges, as many replicates at every point.

    Raises:
        ValueError: when a factor has no range, or there is none.
    """
    for one in experiment.factors:
        if one.low == one.high:
            raise ValueError(f"{one.name} has no range to move over")
    if not experiment.factors:
        raise ValueError("there are no factors to move")
    usual = {name: option[0] for name, option in DESIGNS[rung].options.items()}
    options = experiment.design.own_options if experiment.design.kind == rung else usual
    count = experiment.replicates.at_least
    factors = tuple(dataclasses.replace(one, values=()) for one in experiment.factors)
    step = dataclasses.replace(experiment, factors=factors, replicates=Precision(count, count, {}))
    return step.with_design(rung, **options)
