"""What moves an outcome, and how surely one factor stands above another: the indices of an experiment.

Of what the shared plan gains, or of the outcome itself on one of the routes. Points of the design are analysed by
themselves under each policy and each form of the rules; over parameter sets they are averaged, and how far the sets lie
apart is said beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from experiments.analysis import morris, sobol, tornado
from experiments.analysis.gains import check_gains
from experiments.analysis.places import places
from experiments.results import Results
from sim.outcomes import OUTCOMES

GAIN = "gain"  # of what: this, or the name of a route
ANALYSES = {"one_at_a_time": tornado.tornado, "morris": morris.morris, "sobol": sobol.sobol}
INDEX = {"one_at_a_time": "swing", "morris": "mu_star", "sobol": "total"}  # by which factors are put in order
BASES = {"morris": "trajectories", "sobol": "points"}  # the option that says how large a design is
FEWEST = {"morris": 4, "sobol": 8}  # below which nothing is said of convergence
MOST_BASES = 4
RANGES: dict[str, dict[str, tuple[str, str] | None]] = {  # the columns around each index; None where it has no range
    "one_at_a_time": {
        "at_base": None,
        "at_low": None,
        "at_high": None,
        "low_change": ("low_change_from", "low_change_to"),
        "high_change": ("high_change_from", "high_change_to"),
        "swing": ("swing_low", "swing_high"),
    },
    "morris": {"mu": None, "mu_star": ("mu_star_low", "mu_star_high"), "sigma": None},
    "sobol": {"first": ("first_low", "first_high"), "total": ("total_low", "total_high")},
}
OF_ALL = ("only_luck", "luck_in_means")  # of no single factor


@dataclass(frozen=True)
class Part:
    """What is analysed by itself: all points of a design under one form of the rules and one policy, by number."""

    structure: int = 0
    policy: int = 0


def parts(results: Results) -> list[Part]:
    """Every part of an experiment."""
    forms, _, policies, _ = results.cells.shape
    return [Part(structure, policy) for structure, policy in product(range(forms), range(policies))]


def subjects(results: Results) -> tuple[str, ...]:
    """Of what there are indices: the gain, where both routes were run, and each route."""
    routes = results.experiment.routes
    return (GAIN, *routes) if results.experiment.paired else routes


def values_of(results: Results, outcome: str, of: str = "", part: Part | None = None) -> np.ndarray:
    """What is analysed, in the unit of the outcome, for the replicates that are there everywhere.

    Args:
        results: of an experiment.
        outcome: which.
        of: ``gain``, above 0 where the plan is better; or a route, for the outcome on it. The first there is by itself.
        part: which; the first by itself.

    Returns:
        Shape (parameter sets, points, replicates).

    Raises:
        ValueError: in one line, for what was not run, or when values are missing in every replicate.
    """
    of, part = of or subjects(results)[0], part or Part()
    if of not in subjects(results):
        raise ValueError(f"of {of!r} nothing was run; there are {', '.join(subjects(results))}")
    if of == GAIN:
        found = results.gains(outcome)
    else:
        found = results.values(outcome)[..., results.experiment.routes.index(of)]
    found = found.reshape(*results.cells.shape, -1)[part.structure, :, part.policy]
    complete = found[..., np.isfinite(found).all(axis=(0, 1))]
    if not complete.size:
        check_gains(found.reshape(found.shape[0] * found.shape[1], -1), outcome)
    return complete


def indices(
    results: Results, outcome: str, of: str = "", part: Part | None = None, base: int | None = None
) -> pd.DataFrame:
    """A row for each factor, what moves the outcome most first: the columns of the analysis that fits the design.

    And beside them ``place_from`` and ``place_to``, the places that the factor may have as far as the ranges let tell;
    with parameter sets ``lowest_world`` and ``highest_world``, the least and the most that the index is within one.

    Args:
        results: of a design ``one_at_a_time``, ``morris`` or ``sobol``.
        outcome: which.
        of: ``gain``, or a route; the first there is by itself.
        part: which; the first by itself.
        base: only the first so many trajectories or base points.

    Raises:
        ValueError: in one line, for another design, when values are missing or nothing varies.
    """
    experiment = results.experiment
    kind = experiment.design.kind
    if kind not in ANALYSES:
        raise ValueError(f"a design of kind {kind} has no indices; {', '.join(ANALYSES)} have")
    values = values_of(results, outcome, of, part)
    rows = rows_of(results, base)
    points, values = results.cells.points[:rows], values[:, :rows]
    found = ANALYSES[kind](experiment.factors, points, values.mean(axis=0), outcome)
    if kind == "one_at_a_time":  # the swing is as unsure as the end that moves furthest
        half = np.stack([found[f"{end}_change_to"] - found[f"{end}_change_from"] for end in ("low", "high")])
        found["swing_low"] = found["swing"] - half.max(axis=0) / 2
        found["swing_high"] = found["swing"] + half.max(axis=0) / 2
    low, high = RANGES[kind][INDEX[kind]] or ("", "")
    found["place_from"], found["place_to"] = places(found[low].to_numpy(), found[high].to_numpy())
    if len(values) > 1 and base is None:
        within = pd.concat(
            [
                ANALYSES[kind](experiment.factors, points, one, outcome).set_index("factor")[INDEX[kind]]
                for one in values
            ],
            axis=1,
        ).loc[found["factor"]]
        found["lowest_world"], found["highest_world"] = within.min(axis=1).to_numpy(), within.max(axis=1).to_numpy()
    return found


def rows_of(results: Results, base: int | None) -> int:
    """How many points of the design so many trajectories or base points are; all of them without a number."""
    if base is None:
        return len(results.cells.points)
    design = results.experiment.design
    return base * len(results.cells.points) // design.options[BASES[design.kind]]


def bases(results: Results) -> list[int]:
    """The sizes of the design at which indices are looked at, from the least to all of it; none that halves no more.

    A design with half the base points is the first half of it.
    """
    design = results.experiment.design
    if design.kind not in BASES:
        return []
    found: list[int] = []
    size = design.options[BASES[design.kind]]
    while size >= FEWEST[design.kind] and len(found) < MOST_BASES:
        found.append(size)
        size //= 2
    return found[::-1]


def index_table(results: Results) -> pd.DataFrame:
    """All indices of an experiment as one tidy table; what cannot be analysed is left out.

    A row for each part, outcome, subject (``of``), factor and ``index``, and for the first subject also each smaller
    size of the design (``base``): its ``value`` with its range (``low``, ``high``); of the index by which factors are
    put in order also the places it may have, and the least and the most that it is within a parameter set; and whether
    the factor ``moves`` the outcome beyond luck.
    """
    experiment, rows = results.experiment, []
    for part, outcome, of in product(parts(results), experiment.outcomes, subjects(results)):
        if of == GAIN and OUTCOMES[outcome].better == "neither":
            continue
        smaller = bases(results)[:-1] if of == subjects(results)[0] else []  # of what the report speaks of
        for base in [*smaller, None]:
            try:
                found = indices(results, outcome, of, part, base)
            except ValueError:
                continue
            about = {"design": experiment.design.kind, "outcome": outcome, "of": of, **labels_of(results, part)}
            about["base"] = base or experiment.design.options.get(BASES.get(experiment.design.kind, ""), np.nan)
            rows += [{**about, **row} for row in tidy(experiment.design.kind, found)]
    return pd.DataFrame(rows)


def labels_of(results: Results, part: Part) -> dict[str, object]:
    """The columns that say which part it is: those that the experiment has."""
    cells = results.cells
    known = {"structure": cells.structures[part.structure], "policy": cells.policies[part.policy]}
    return {name: known[name] for name in cells.labels if name in known}


def tidy(kind: str, found: pd.DataFrame) -> Iterator[dict[str, object]]:
    """A row for each factor and index."""
    for row in found.to_dict("records"):
        for index, ends in RANGES[kind].items():
            low, high = (row[end] for end in ends) if ends else (np.nan, np.nan)
            first = index == INDEX[kind]
            yield {
                "factor": row["factor"],
                "index": index,
                "value": row[index],
                "low": low,
                "high": high,
                "place_from": row["place_from"] if first else np.nan,
                "place_to": row["place_to"] if first else np.nan,
                "lowest_world": row.get("lowest_world", np.nan) if first else np.nan,
                "highest_world": row.get("highest_world", np.nan) if first else np.nan,
                "moves": bool(row["moves"]),
            }
    for index in OF_ALL:
        if index in found:
            yield {"factor": "", "index": index, "value": float(found[index].iloc[0])}
