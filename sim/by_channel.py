"""Where a gain of the shared plan comes from: the same weeks lived again with ways shut along which meetings help.

A way (``sim.names.CHANNELS``) is shut on both routes at once, by one switch at the one rule that reads it; nothing else
changes. What is gained less when a way is shut, what is gained when it alone is open, and the way's fair share, which
adds up over all of them (Shapley's value: its mean addition, whatever was opened before).
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sim.chance import ORDER_OF_CHANNELS, luck_of, one
from sim.comparison import quantile_of_t
from sim.names import CHANNELS, N_CHANNELS
from sim.outcomes import MAIN, main_outcomes_of
from sim.plots import Plot
from sim.region import ROUTES
from sim.run import Between, burn_in, check_seed, live
from sim.scenario import Scenario
from sim.workers import cores

if TYPE_CHECKING:
    import pandas as pd

ALL_OPEN = 2**N_CHANNELS - 1  # a set of open ways is a number: a binary place for each
NONE_OPEN = 0


@dataclass(frozen=True)
class Sources:
    """Where the gain comes from, over paired replicates.

    Attributes:
        scenario: whose gain.
        seed: whose luck the first replicate had.
        gains: shared plan minus parallel, by set of open ways; each of shape (replicates, main outcomes).
        orders: orders in which ways are opened one by one, shape (orders, ways).
    """

    scenario: Scenario
    seed: int
    gains: dict[int, np.ndarray] = field(repr=False)
    orders: np.ndarray = field(repr=False)
    plot = Plot()  # its picture, after ``import omtafel``

    @property
    def replicates(self) -> int:
        """Over how many paired replicates."""
        return len(self.gains[ALL_OPEN])

    def total(self, outcome: str) -> np.ndarray:
        """The gain of each replicate with every way open, shape (replicates,)."""
        return self.gain(ALL_OPEN, outcome)

    def rest(self, outcome: str) -> np.ndarray:
        """The gain of each replicate that none of the ways explains, shape (replicates,)."""
        return self.gain(NONE_OPEN, outcome)

    def gain(self, opened: int, outcome: str) -> np.ndarray:
        """The gain of each replicate with a set of ways open, shape (replicates,)."""
        return self.gains[opened][:, MAIN.index(outcome)]

    def share(self, channel: str, outcome: str) -> np.ndarray:
        """A way's fair share of the gain, shape (replicates,)."""
        added = []
        for order in self.orders:
            place = int(np.flatnonzero(order == CHANNELS.index(channel))[0])
            before = sum(1 << int(one) for one in order[:place])
            added.append(self.gain(before | bit(channel), outcome) - self.gain(before, outcome))
        return np.mean(added, axis=0)

    def table(self, outcome: str = "severity") -> "pd.DataFrame":
        """A row for each way, then ``rest`` and ``total``.

        Columns: ``channel``; ``shut`` (how much less is gained when it alone is shut), ``alone`` (how much more than
        the rest is gained when it alone is open), ``share`` with its 95 % range over replicates (``low``, ``high``).
        All are shared plan minus parallel.

        Raises:
            ValueError: for an outcome that is not among the main ones.
        """
        import pandas as pd

        if outcome not in MAIN:
            raise ValueError(f"unknown outcome {outcome!r} (there are {', '.join(MAIN)})")
        total, rest = self.total(outcome), self.rest(outcome)
        rows = [
            {
                "channel": channel,
                "shut": float((total - self.gain(ALL_OPEN & ~bit(channel), outcome)).mean()),
                "alone": float((self.gain(bit(channel), outcome) - rest).mean()),
                **with_range(self.share(channel, outcome)),
            }
            for channel in CHANNELS
        ]
        rows += [{"channel": name, **with_range(values)} for name, values in (("rest", rest), ("total", total))]
        return pd.DataFrame(rows)


def bit(channel: str) -> int:
    """The set that holds one way only."""
    return 1 << CHANNELS.index(channel)


def with_range(values: np.ndarray) -> dict[str, float]:
    """A mean over replicates, with its 95 % range."""
    half = (
        quantile_of_t(len(values) - 1) * float(values.std(ddof=1)) / np.sqrt(len(values)) if len(values) > 1 else np.nan
    )
    mean = float(values.mean())
    return {"share": mean, "low": mean - half, "high": mean + half}


def orders_of(count: int) -> np.ndarray:
    """Orders in which ways are opened, each followed by its reverse, shape (count, ways)."""
    found: list[np.ndarray] = []
    luck = luck_of(0)[0]
    for number in range((count + 1) // 2):
        order = np.argsort([one(luck, ORDER_OF_CHANNELS, way, number, 0) for way in range(N_CHANNELS)])
        found += [order, order[::-1]]
    return np.array(found[:count])


def sets_of(orders: np.ndarray) -> list[int]:
    """Every set of open ways that is needed, each once."""
    found = {ALL_OPEN, NONE_OPEN}
    found |= {bit(channel) for channel in CHANNELS} | {ALL_OPEN & ~bit(channel) for channel in CHANNELS}
    for order in orders:
        opened = NONE_OPEN
        for way in order:
            opened |= 1 << int(way)
            found.add(opened)
    return sorted(found)


def channels(
    scenario: Scenario,
    replicates: int = 20,
    seed: int = 0,
    orders: int = 24,
    workers: int | None = None,
    progress: Callable[[], None] | None = None,
) -> Sources:
    """Live each replicate with every set of open ways that is needed, on both routes, from one burn-in.

    Args:
        scenario: the region and its settings.
        replicates: paired replicates, from 1.
        seed: seed of the first replicate; the others follow.
        orders: orders for the fair shares, half of them the reverse of the others.
        workers: threads; by default one for each core. Any number gives the same bits.
        progress: called after each replicate.

    Raises:
        ValueError: for a number of replicates or orders that makes no sense.

    Source: shapley1953, the mean addition over all orders; by antithetic sampling of them.
    """
    check_seed(seed)
    for name, number in (("replicates", replicates), ("orders", orders)):
        if isinstance(number, bool) or not isinstance(number, int) or number < 1:
            raise ValueError(f"{name} must be a whole number from 1, not {number!r}")
    sets = sets_of(orders_of(orders))

    def one_replicate(number: int) -> np.ndarray:
        found = gains_of(scenario, seed + number, sets)
        if progress:
            progress()
        return found

    with ThreadPoolExecutor(cores(workers)) as pool:
        kept = list(pool.map(one_replicate, range(replicates)))
    return sources_of(scenario, seed, orders, kept)


def gains_of(scenario: Scenario, seed: int, sets: Sequence[int], between: Between | None = None) -> np.ndarray:
    """Shared plan minus parallel of one replicate with each set of open ways, shape (sets, main outcomes).

    Args:
        scenario, seed: whose history, burnt in once.
        sets: numbers of sets of open ways.
        between: called now and then during a run; what it raises stops the run.
    """
    starts = [burn_in(scenario, seed, region, between) for region in range(scenario.regions)]
    found = []
    for opened in sets:
        ways = tuple(float(opened >> way & 1) for way in range(N_CHANNELS))
        parallel, shared = (
            np.array(main_outcomes_of([live(one, scenario, route, between=between, channels=ways) for one in starts]))
            for route in ROUTES
        )
        found.append(shared - parallel)
    return np.array(found)


def sources_of(scenario: Scenario, seed: int, orders: int, replicates: Sequence[np.ndarray]) -> Sources:
    """Where the gain comes from, by what ``gains_of`` found for the sets of so many orders in some replicates."""
    chosen = orders_of(orders)
    kept = np.array(replicates)  # (replicates, sets, main outcomes)
    return Sources(scenario, seed, {opened: kept[:, place] for place, opened in enumerate(sets_of(chosen))}, chosen)
