"""What every column of the tables means, from the declarations of parameters and outcomes."""

import pandas as pd

from experiments.designs.factors import Factor
from experiments.specification.cells import Cells
from experiments.specification.experiment import Experiment
from experiments.store.parts import GROUPS
from sim.effect_size import OF_FAMILIES
from sim.outcomes import OUTCOMES
from sim.parameters import parameters

COLUMNS = ("column", "tables", "label", "unit", "better", "matters_from", "meaning")
OF_ROWS = {
    "cell": ("runs, effects, cells, failures", "number of the combination of factors, policy and world"),
    "world": (
        "runs, effects, cells, failures",
        "number of the plausible world: a parameter set that fits what is known",
    ),
    "policy": ("runs, effects, cells, failures, indices, boxes, break_even", "name of the policy"),
    "structure": (
        "runs, effects, cells, failures, indices, boxes, break_even",
        "form of the rules: usual, or the rule and the form that was put in its place",
    ),
    "replicate": (
        "runs, failures",
        "number of the paired run in its cell; the same number has the same luck everywhere",
    ),
    "replicates": ("cells", "paired runs that are there"),
    "failed_runs": ("cells", "runs of the cell that failed"),
    "route": ("runs, failures", "parallel: parallel care routes; shared_plan: one shared plan"),
    "seed": ("runs, failures", "seed of the run: whose luck"),
    "status": ("runs", "done or failed"),
    "stage": ("runs, failures", "where a run failed"),
    "message": ("runs, failures", "why a run failed"),
    "command": ("failures", "lives the run again; give it from within this folder"),
    "run": ("runs", "identity of the run: a fingerprint of rules, settings, route and seed"),
    "outcome": (
        "effects, indices, boxes, break_even",
        "which outcome; its unit and meaning stand in the row of that name",
    ),
    "parallel": ("effects", "mean on parallel routes"),
    "shared_plan": ("effects", "mean with a shared plan"),
    "difference": ("effects", "mean of shared plan minus parallel over paired runs"),
    "mean": ("effects", "mean over runs"),
    "low": ("effects, indices, break_even", "lower end of the 95 % range around that number"),
    "high": ("effects, indices, break_even", "upper end of the 95 % range around that number"),
    "luck": ("effects", "standard deviation of one paired run's difference (of one run, with one route)"),
    "shared_better_share": ("effects", "share of paired runs in which the shared plan is better, ties half"),
    "correlation": ("effects", "correlation between the routes that pairing achieved"),
    "pairs": ("effects", "paired runs with a value on both routes"),
    "runs": ("effects", "runs with a value"),
    "design": ("indices", "kind of design"),
    "of": (
        "indices",
        "of what: gain (what the shared plan gains, above 0 is better), or the route that the outcome is on",
    ),
    "base": ("indices", "how many base points or trajectories of the design, from the first on"),
    "factor": ("indices, boxes", "which factor; empty for what is of no single one"),
    "index": (
        "indices",
        "sobol: first, total (shares of the variance by itself and with others), only_luck, luck_in_means; morris: mu, "
        "mu_star, sigma; one_at_a_time: at_base, at_low, at_high, low_change, high_change, swing (in its unit)",
    ),
    "value": ("indices", "the index"),
    "place_from": ("indices", "first place that the factor may have, as far as ranges let tell"),
    "place_to": ("indices", "last place that the factor may have; the same as the first where the place is sure"),
    "lowest_world": ("indices", "the least that the index is within one plausible world"),
    "highest_world": ("indices", "the most that the index is within one plausible world"),
    "moves": ("indices", "whether the factor moves the outcome by more than luck does"),
    "box": ("boxes", "number of the box in which parallel routes mostly do better; all its rows hold together"),
    "above": ("boxes", "the factor is above this; empty where there is no such end"),
    "at_most": ("boxes", "the factor is at most this; empty where there is no such end"),
    "coverage": ("boxes", "share of all losses that lie in the box, among points kept aside"),
    "density": ("boxes", "share of the points in the box that are losses, among points kept aside"),
    "points": ("boxes", "points kept aside that lie in the box"),
    "losing": ("boxes", "those of them that are losses"),
    "along": ("break_even", "the factor along which the gain turns; the columns of other factors say where they stand"),
    "turn": ("break_even", "stops: from there on the shared plan is no longer better; begins: from there on it is"),
    "at": ("break_even", "the value of the factor at which it turns; empty where it does not"),
    "luck_low": ("break_even", "lower end of the range that luck alone leaves; empty where it is open"),
    "luck_high": ("break_even", "upper end of the range that luck alone leaves; empty where it is open"),
    "crossing_share": ("break_even", "share of resamples in which it turns at all"),
}


def meaning_of(factor: Factor) -> str:
    """What a factor is."""
    known = parameters()
    if factor.members:
        by = (
            "by times so much" if factor.unit == "times" else "by shares of their ranges: 0 as it is, 1 at the high end"
        )
        names = ", ".join(f"{'-' if way < 0 else ''}{name}" for name, way in factor.members)
        return f"moves {names} together, {by}"
    return known[factor.name].explanation.en if factor.name in known else "a size of the scenario"


def dictionary(experiment: Experiment, cells: Cells) -> pd.DataFrame:
    """A row for each column of the tables."""
    rows: list[dict[str, object]] = []
    moved = {one.name: one for one in experiment.factors}
    for name in cells.labels:
        if name in moved:
            meaning = f"factor: {meaning_of(moved[name])}"
            row = {"label": moved[name].label, "unit": moved[name].unit, "meaning": meaning}
            rows.append({"column": name, "tables": f"{OF_ROWS['cell'][0]}, break_even", **row})
    for name, (tables, meaning) in OF_ROWS.items():
        rows.append({"column": name, "tables": tables, "meaning": meaning})
    for name, one in OUTCOMES.items():
        row = {"label": one.label.en, "unit": one.unit, "better": one.better, "meaning": one.definition.en}
        rows.append({"column": name, "tables": "runs", "matters_from": one.matters_from, **row})
    for group, among in GROUPS.items():
        for name in OF_FAMILIES:
            meaning = (
                f"Hedges g of {OUTCOMES[name].label.en.lower()} among {among}, of the pair (in its shared_plan row)"
            )
            row = {"unit": "standard deviations", "better": "higher", "meaning": meaning}
            rows.append({"column": f"g_{name}_{group}", "tables": "runs", **row})
    return pd.DataFrame(rows, columns=list(COLUMNS))
