"""The same families with the same luck on two routes: what differs, how surely, and for whom.

Each replicate is one region's history: one burn-in, then twice the same weeks, once with parallel routes and once with
a shared plan. Replicate ``r`` of seed ``s`` is exactly ``simulate(scenario, route, seed=s + r)``.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.across_structures import AcrossStructures, other_forms
from sim.by_model import Model, lived_by
from sim.effect_size import AMONG, OF_FAMILIES, sizes_of
from sim.measures import rows_of
from sim.names import LEFT, NOT_YET_COME
from sim.outcomes import BASE, MAIN, OUTCOMES, Outcome, outcomes_of
from sim.plots import Plot
from sim.region import ROUTES
from sim.run import Between, burn_in, check_seed, live
from sim.scenario import AnyScenario, Scenario, as_scenario
from sim.shown import Shown
from sim.tables import weekly_columns
from sim.workers import cores
from sim.world import World

if TYPE_CHECKING:
    import pandas as pd

MOST_REPLICATES = 10_000
PLACE_OF = {name: number for number, name in enumerate(BASE)}  # of an outcome of the model in arrays
COVERAGE = 0.95  # of the range around a mean difference
FANS = ("severity", "trust", "direction", "overload", "alignment", "squeeze", "standing_dropped_out")
GROUPS = {
    "start_severity": ("lighter problems", "middle", "heavier problems"),
    "ability": ("less able to coordinate", "middle", "more able to coordinate"),
    "members": ("nobody around", "one person", "two people or more"),
}
GAINS = ("severity", "direction", "trust", "overload", "stories_retold", "ended_early")


@dataclass(frozen=True, repr=False)
class Comparison(Shown):
    """Two routes compared over paired replicates.

    Attributes:
        scenario: what was compared.
        seed: whose luck the first replicate had.
        outcomes: values by replicate, route and outcome, shape (replicates, 2, outcomes), in the order of ``ROUTES``
            and of the outcomes of the scenario.
        weeks: weekly values of a few outcomes, shape (replicates, 2, len(FANS), weeks).
        groups: the rows of ``gains``.
        sizes: Hedges g over the same families, shape (replicates, len(AMONG), len(OF_FAMILIES)).
        fates: families that were followed, counted by whether they broke off care on parallel routes (0 no, 1 yes) and
            with a shared plan, shape (replicates, 2, 2).
        structures: the same under rival forms of the rules, where that was asked for.
    """

    scenario: Scenario
    seed: int
    outcomes: np.ndarray = field(repr=False)
    weeks: np.ndarray = field(repr=False)
    groups: list[dict[str, Any]] = field(repr=False)
    sizes: np.ndarray = field(repr=False)
    fates: np.ndarray = field(repr=False)
    structures: "AcrossStructures[Comparison] | None" = field(default=None, repr=False)
    plot = Plot()  # its pictures, after ``import omtafel``

    @property
    def heading(self) -> str:
        """What was compared."""
        return f"{self.scenario.heading}, {len(self.outcomes):,} paired runs from seed {self.seed}"

    def rows_shown(self) -> list[dict[str, object]]:
        """The main outcomes on both routes, and the difference with its range."""
        shown = ("parallel", "shared_plan", "difference", "low", "high", "unit")
        rows = [(name, self.effect(name)) for name in MAIN]
        return [{"outcome": OUTCOMES[name].label.en, **{key: row[key] for key in shown}} for name, row in rows]

    @cached_property
    def gains(self) -> "pd.DataFrame":
        """Mean differences for families by group: a row for each ``replicate``, ``group`` and ``level``.

        Columns: how many ``families``, and each of ``GAINS``, shared plan minus parallel; over families that were
        followed and are still in the region on both routes.
        """
        import pandas as pd  # it takes long, and a comparison in the terminal needs no table

        return pd.DataFrame(self.groups)

    @cached_property
    def effect_sizes(self) -> "pd.DataFrame":
        """Tidy Hedges g, a row for each ``replicate``, ``among`` (see ``AMONG``) and ``outcome``: the ``g``.

        Above 0 the shared plan is better. It stands beside what trials of coordinated care report.
        """
        return tidy(self.sizes, ["replicate", "among", "outcome"], [AMONG, list(OF_FAMILIES)]).rename(
            columns={"value": "g"}
        )

    @cached_property
    def replicates(self) -> "pd.DataFrame":
        """Tidy outcomes, a row for each ``replicate`` (with its ``seed``), ``route`` and ``outcome``: the ``value``."""
        table = tidy(self.outcomes, ["replicate", "route", "outcome"], [ROUTES, self.scenario.outcomes])
        table.insert(1, "seed", table["replicate"] + self.seed)
        return table

    @cached_property
    def fans(self) -> "pd.DataFrame":
        """Tidy weekly values: one row for each ``replicate``, ``route``, ``outcome`` and ``week``, with ``value``."""
        return tidy(self.weeks, ["replicate", "route", "outcome", "week"], [ROUTES, FANS, range(self.scenario.weeks)])

    @cached_property
    def effects(self) -> "pd.DataFrame":
        """One row for each outcome.

        Columns: ``outcome``, means on both routes (``parallel``, ``shared_plan``), ``difference`` (shared plan minus
        parallel) with its 95 % range over replicates (``low``, ``high``; Student's t on the paired differences),
        ``shared_better_share`` (share of pairs in which the shared plan was better, ties half; empty for outcomes of
        which neither way is better), ``correlation`` that the pairing achieved, ``unit``, ``better``, ``matters_from``.
        """
        import pandas as pd

        return pd.DataFrame([self.effect(name) for name in self.scenario.outcomes])

    def effect(self, name: str) -> dict[str, Any]:
        """The row of one outcome in ``effects``."""
        if name not in self.rows:
            number = self.scenario.outcomes.index(name)
            self.rows[name] = effect_of(name, self.outcomes[:, 0, number], self.outcomes[:, 1, number], OUTCOMES[name])
        return dict(self.rows[name])

    @cached_property
    def rows(self) -> dict[str, dict[str, Any]]:
        """The rows of ``effects`` that somebody has asked for, by outcome."""
        return {}


def tidy(values: np.ndarray, names: list[str], levels: list) -> "pd.DataFrame":
    """An array as a tidy table; the first axis is the replicate, the other axes have the given levels."""
    import pandas as pd

    index = pd.MultiIndex.from_product([range(values.shape[0]), *levels], names=names)
    return pd.Series(values.reshape(-1), index=index, name="value").reset_index()


def effect_of(name: str, parallel: np.ndarray, shared: np.ndarray, declared: Outcome) -> dict[str, Any]:
    """One row of the effects table from paired values, shapes (replicates,).

    Pairs in which a route has no value (attendance where nobody was invited) count for the means of the other route
    only; without any complete pair the difference is not a number.
    """
    complete = np.isfinite(parallel) & np.isfinite(shared)
    difference = (shared - parallel)[complete]
    low, high = range_of_mean(difference)
    better_share = np.nan
    if declared.better != "neither" and len(difference):
        sign = 1.0 if declared.better == "higher" else -1.0
        better_share = float((sign * difference > 0).mean() + (difference == 0).mean() / 2)
    return {
        "outcome": name,
        "parallel": mean_of(parallel[np.isfinite(parallel)]),
        "shared_plan": mean_of(shared[np.isfinite(shared)]),
        "difference": mean_of(difference),
        "low": low,
        "high": high,
        "shared_better_share": better_share,
        "correlation": correlation_of(parallel[complete], shared[complete]),
        "unit": declared.unit,
        "better": declared.better,
        "matters_from": declared.matters_from,
    }


def mean_of(values: np.ndarray) -> float:
    """The mean, or not a number when there is nothing; twice as fast as ``values.mean()``, with the same bits."""
    return float(np.add.reduce(values) / len(values)) if len(values) else np.nan


def range_of_mean(values: np.ndarray) -> tuple[float, float]:
    """The range around a mean by Student's t; not a number for fewer than two values."""
    if len(values) <= 1:
        return np.nan, np.nan
    error = float(values.std(ddof=1)) / np.sqrt(len(values))
    half = quantile_of_t(len(values) - 1) * error
    return float(values.mean()) - half, float(values.mean()) + half


@cache
def quantile_of_t(freedom: int) -> float:
    """Student's t that leaves out as much above as below the range."""
    from scipy.special import stdtrit  # the same numbers as scipy.stats, which takes longer still to import

    return float(stdtrit(freedom, (1 + COVERAGE) / 2))


def correlation_of(one: np.ndarray, other: np.ndarray) -> float:
    """Correlation over pairs; not a number where a route never varies."""
    if len(one) <= 1 or one.std() == 0 or other.std() == 0:
        return np.nan
    return float(np.corrcoef(one, other)[0, 1])


@dataclass(frozen=True)
class Replicate:
    """What is kept of one replicate on both routes; see ``Comparison`` for what each of them is.

    Attributes:
        outcomes: shape (2, outcomes).
        weeks: shape (2, len(FANS), weeks).
        gains: rows of the table, without the number of the replicate.
        sizes: shape (len(AMONG), len(OF_FAMILIES)).
        fates: shape (2, 2).
    """

    outcomes: np.ndarray
    weeks: np.ndarray
    gains: list[dict]
    sizes: np.ndarray
    fates: np.ndarray


def both_routes(scenario: Scenario, seed: int, region: int = 0, between: Between | None = None) -> dict[str, World]:
    """One region's history, lived once up to week 0 and from there on both routes with the same luck; by route."""
    start = burn_in(scenario, seed, region, between)
    return {route: live(start, scenario, route, between=between) for route in ROUTES}


def live_replicate(
    scenario: Scenario,
    seed: int,
    between: Between | None = None,
    live_both: Callable[[Scenario, int, int, Between | None], dict[str, World]] = both_routes,
) -> Replicate:
    """Live all regions of one replicate on both routes and keep what a comparison needs.

    Args:
        scenario, seed: whose history.
        between: called now and then during a run; what it raises stops the run.
        live_both: lives a region, or takes from elsewhere what is known of it.
    """
    return summary([live_both(scenario, seed, region, between) for region in range(scenario.regions)])


def comparison_of(scenario: Scenario, seed: int, replicates: Sequence[Replicate]) -> Comparison:
    """The comparison that some replicates make, the first of which had this seed."""
    return Comparison(
        scenario=scenario,
        seed=seed,
        outcomes=np.array([one.outcomes for one in replicates]),
        weeks=np.array([one.weeks for one in replicates]),
        groups=[{"replicate": number, **row} for number, one in enumerate(replicates) for row in one.gains],
        sizes=np.array([one.sizes for one in replicates]),
        fates=np.array([one.fates for one in replicates]),
    )


def compare(
    scenario: AnyScenario,
    replicates: int = 50,
    seed: int = 0,
    workers: int | None = None,
    progress: Callable[[], None] | None = None,
    structures: bool = False,
    model: Model | None = None,
) -> Comparison:
    """Compare parallel routes with a shared plan over paired replicates.

    Args:
        scenario: the region and its settings; a name of the library or the path of a file does as well.
        replicates: pairs, 1 to 10,000.
        seed: seed of the first replicate; the others follow.
        workers: threads; by default one for each core. Any number gives the same bits.
        progress: called after each pair of a region, from any thread.
        structures: compare again under each rival form of a rule, with as many pairs of the same luck.
        model: a subclass of ``sim.CareModel`` that lives the weeks instead of the engine alone.

    Returns:
        The comparison with its tables.

    Raises:
        ValueError: for a number of replicates or workers that makes no sense.

    Source: model description, luck: paired runs share every draw.
    """
    scenario = as_scenario(scenario)
    if structures:
        usual = compare(scenario, replicates, seed, workers, progress, model=model)
        others = {
            (name, form): compare(
                scenario.replace(structures={name: form}), replicates, seed, workers, progress, model=model
            )
            for name, form in other_forms(scenario)
        }
        return replace(usual, structures=AcrossStructures(usual, others))
    check_seed(seed)
    if isinstance(replicates, bool) or not isinstance(replicates, int) or not 1 <= replicates <= MOST_REPLICATES:
        raise ValueError(f"replicates must be a whole number from 1 to {MOST_REPLICATES:,}, not {replicates!r}")

    def one_pair(replicate: int, region: int) -> dict[str, World]:
        pair = both_routes(scenario, seed + replicate, region)
        if progress:
            progress()
        return pair

    def one_of_a_model(replicate: int) -> Replicate:
        assert model is not None
        pairs = lived_by(model, scenario, seed + replicate)
        for _ in pairs:
            if progress:
                progress()
        return summary(pairs)

    with ThreadPoolExecutor(cores(workers)) as pool:
        if model is not None:
            kept = list(pool.map(one_of_a_model, range(replicates)))
        elif scenario.regions == 1:
            kept = list(pool.map(lambda one: summary([one_pair(one, 0)]), range(replicates)))
        else:
            kept = []
            for replicate in range(replicates):
                pairs = list(pool.map(lambda region, one=replicate: one_pair(one, region), range(scenario.regions)))
                kept.append(summary(pairs))
    return comparison_of(scenario, seed, kept)


def summary(pairs: list[dict[str, World]]) -> Replicate:
    """What is kept of one replicate, of which these are the regions."""
    outcomes = []
    weeks = []
    for route in ROUTES:
        worlds = [pair[route] for pair in pairs]
        outcomes.append(list(outcomes_of(worlds).values()))
        columns = weekly_columns(worlds)
        weeks.append([columns[name] for name in FANS])
    parallel, shared = families_of_both(pairs)
    return Replicate(
        np.array(outcomes), np.array(weeks), gains_of(parallel, shared), sizes_of(parallel, shared), fates_of(pairs)
    )


def fates_of(pairs: list[dict[str, World]]) -> np.ndarray:
    """Families that were followed, by whether they broke off care on parallel routes and with a plan, shape (2, 2)."""
    counts = np.zeros((2, 2), dtype=int)
    for pair in pairs:
        parallel, shared = (pair[route].family.view(np.ndarray) for route in ROUTES)
        followed = parallel["followed"] == 1
        broke_off = [(families["broke_off"][followed] > 0).astype(int) for families in (parallel, shared)]
        np.add.at(counts, tuple(broke_off), 1)
    return counts


def families_of_both(pairs: list[dict[str, World]]) -> tuple[np.ndarray, np.ndarray]:
    """The same families on both routes: those that were followed and have left the region on neither."""
    kept = []
    for pair in pairs:  # region by region, so that whole records are copied only once
        parallel, shared = (pair[route].family.view(np.ndarray) for route in ROUTES)
        both = (parallel["followed"] == 1) & is_there(parallel) & is_there(shared)
        kept.append((rows_of(parallel, both), rows_of(shared, both)))
    if len(kept) == 1:
        return kept[0]
    return np.concatenate([parallel for parallel, _ in kept]), np.concatenate([shared for _, shared in kept])


def is_there(families: np.ndarray) -> np.ndarray:
    """Which families have come and have not left the region."""
    return (families["status"] != NOT_YET_COME) & (families["status"] != LEFT)


def gains_of(parallel: np.ndarray, shared: np.ndarray) -> list[dict]:
    """Mean differences (shared plan minus parallel) of the same families, by group."""
    differences = {}
    for gain in GAINS:
        before, after = (family[gain] for family in (parallel, shared))
        if gain == "severity":
            before, after = before.mean(axis=1), after.mean(axis=1)
        differences[gain] = after - before
    rows = []
    for group, levels in GROUPS.items():
        level = level_of(parallel[group])
        for number, name in enumerate(levels):
            here = level == number
            row = {"group": group, "level": name, "families": int(here.sum())}
            for gain, difference in differences.items():
                row[gain] = mean_of(difference[here])
            rows.append(row)
    return rows


def level_of(values: np.ndarray) -> np.ndarray:
    """Three levels: thirds of a continuous trait; nobody, one, or more for counted people."""
    if values.dtype.kind == "i":
        return np.minimum(values, 2)
    return np.searchsorted(np.quantile(values, [1 / 3, 2 / 3]), values) if len(values) else np.zeros(0, dtype=int)
