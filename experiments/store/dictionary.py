"""What every column of the tables means, from the declarations of parameters and outcomes."""

import pandas as pd

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
    "policy": ("runs, effects, cells, failures", "name of the policy"),
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
    "outcome": ("effects", "which outcome; its unit and meaning stand in the row of that name"),
    "parallel": ("effects", "mean on parallel routes"),
    "shared_plan": ("effects", "mean with a shared plan"),
    "difference": ("effects", "mean of shared plan minus parallel over paired runs"),
    "mean": ("effects", "mean over runs"),
    "low": ("effects", "lower end of the 95 % range around that mean"),
    "high": ("effects", "upper end of the 95 % range around that mean"),
    "luck": ("effects", "standard deviation of one paired run's difference (of one run, with one route)"),
    "shared_better_share": ("effects", "share of paired runs in which the shared plan is better, ties half"),
    "correlation": ("effects", "correlation between the routes that pairing achieved"),
    "pairs": ("effects", "paired runs with a value on both routes"),
    "runs": ("effects", "runs with a value"),
}


def dictionary(experiment: Experiment, cells: Cells) -> pd.DataFrame:
    """A row for each column of the tables."""
    known = parameters()
    rows: list[dict[str, object]] = []
    moved = {one.name: one for one in experiment.factors}
    for name in cells.labels:
        if name in moved:
            meaning = f"factor: {known[name].explanation.en}" if name in known else "factor: a size of the scenario"
            row = {"label": moved[name].label, "unit": moved[name].unit, "meaning": meaning}
            rows.append({"column": name, "tables": OF_ROWS["cell"][0], **row})
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
