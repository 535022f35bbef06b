"""What an experiment asks for, in words."""

from experiments.designs.factors import Factor
from experiments.findings import ROUTE_WORDS
from experiments.in_words import amount, implausible_in_words, label
from experiments.numbers import precise, unit_words
from experiments.specification.cells import Cells
from experiments.specification.experiment import Experiment
from reports.without_effect import what_cannot_act
from sim.outcomes import OUTCOMES
from sim.parameters import parameters

MOST_VALUES = 12  # that are named one by one
MOST_FACTORS = 12
KINDS = {
    "grid": "every combination of values",
    "worlds": "every combination of values in each of {worlds} plausible worlds",
    "latin_hypercube": "{points} points spread evenly over the ranges (Latin hypercube)",
    "sobol": "a Sobol design of base {points} over the ranges",
    "morris": "{trajectories} Morris trajectories over the ranges",
    "one_at_a_time": "one factor at a time, to both ends of its range",
}


def asked_in_words(experiment: Experiment) -> list[str]:
    """Cells, factors, policies, replicates and what of that cannot act, a line each."""
    cells = Cells(experiment)
    kind = KINDS[experiment.design.kind].format(**experiment.design.options)
    routes = " and ".join(ROUTE_WORDS[route] for route in experiment.routes)
    lines = [f"{counted(len(cells), 'cell')}: {kind}; on {routes}"]
    lines += [f"Moved: {moved_in_words(one)}" for one in experiment.factors[:MOST_FACTORS]]
    if len(experiment.factors) > MOST_FACTORS:
        lines.append(f"and {len(experiment.factors) - MOST_FACTORS} more factors")
    lines += [f"Policy {name}: {policy_in_words(experiment, name)}" for name in experiment.policies]
    notes = [f"Note: {line}" for line in implausible_in_words(experiment.all_settings())]
    return [*lines, replicates_in_words(experiment), *notes, *what_cannot_act(experiment)]


def counted(count: int, what: str) -> str:
    """A number of things."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def moved_in_words(one: Factor) -> str:
    """A factor with its values or its range."""
    if not one.values:
        return f"{one.label} from {valued(one, one.low)} to {valued(one, one.high)}"
    if len(one.values) > MOST_VALUES:
        return f"{one.label}, {len(one.values)} values from {valued(one, one.low)} to {valued(one, one.high)}"
    return f"{one.label}: {', '.join(valued(one, value) for value in one.values)}"


def valued(one: Factor, value: float) -> str:
    """A value of a factor as people read it."""
    known = parameters()
    return amount(float(f"{value:.6g}"), known[one.name]) if one.name in known else f"{value:,.0f}"


def policy_in_words(experiment: Experiment, name: str) -> str:
    """What a policy sets."""
    known = parameters()
    settings = experiment.policies[name]
    told = [
        f"{label(known[one])} {amount(value, known[one])}" if one in known else f"{one} {value:g}"
        for one, value in settings.items()
    ]
    return "; ".join(told) or "everything as it is"


def replicates_in_words(experiment: Experiment) -> str:
    """How many replicates, or how precise."""
    asked = experiment.replicates
    if not asked.half_width:
        return f"{counted(asked.at_least, 'replicate')} in each cell, from seed {experiment.seed}"
    enough = ", ".join(
        f"{OUTCOMES[name].label.en} ± {precise(half, OUTCOMES[name])} ({unit_words(OUTCOMES[name])})"
        for name, half in asked.half_width.items()
    )
    span = f"{asked.at_least:,} to {asked.at_most:,} replicates in each cell, from seed {experiment.seed}"
    return f"{span}, until this precise: {enough}"
