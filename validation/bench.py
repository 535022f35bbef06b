"""A bench for questions of the form "what if": one scenario, other settings, always the same luck."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Any

import numpy as np

from experiments.analysis.effects import gain_sign
from experiments.running.several import Answers, Lived, Runs
from sim.comparison import families_of_both
from sim.effect_size import AMONG, OF_FAMILIES, sizes_of
from sim.names import CHANNELS
from sim.outcomes import OUTCOMES, outcomes_of
from sim.parameters import nearest, parameters
from sim.region import ROUTES
from sim.run import burn_in, live
from sim.scenario import Scenario
from sim.workers import cores
from validation.following import Followed, follow

Settings = Mapping[str, float | str]
Step = Callable[[], None]
Progress = Callable[[str, int], Step]  # given words and a number of steps, hands out what is called after each step

COLUMN = {name: number for number, name in enumerate(OUTCOMES)}


def unseen(words: str, steps: int) -> Step:
    """Progress that nobody watches."""
    return lambda: None


def with_settings(scenario: Scenario, settings: Settings) -> Scenario:
    """The scenario with other settings, also outside their range: a mechanism that is switched off is not plausible.

    Args:
        scenario: what to change.
        settings: values by parameter name; the name of a declaration with several members sets them all. A word, under
            the name of a structure (``sim/structures.toml``), chooses one of its forms.

    Raises:
        KeyError: an unknown name, with the nearest one.
        ScenarioError: an unknown form.
    """
    known = parameters()
    changed = dict(scenario.settings)
    forms = {name: form for name, form in settings.items() if isinstance(form, str)}
    for name, value in settings.items():
        if not isinstance(value, str):
            members = [one.name for one in known.values() if name in (one.name, one.field)]
            if not members:
                raise KeyError(f"unknown parameter {name!r}{nearest(name, list(known))}")
            changed.update(dict.fromkeys(members, float(value)))
    return dataclasses.replace(scenario.replace(structures=forms), settings=changed)


@dataclasses.dataclass(frozen=True)
class LivedWithoutChannels:
    """Runs that are lived now, with some ways shut along which meetings can gain or cost something, on both routes.

    Only outcomes heed it; who asks a question of his own, or follows a region, is asked with every way open.

    Attributes:
        shut: names of ways (``sim.names.CHANNELS``).
        workers: threads; by default one for each core.
    """

    shut: tuple[str, ...]
    workers: int | None = None

    def __post_init__(self) -> None:
        for name in self.shut:
            if name not in CHANNELS:
                raise KeyError(f"unknown channel {name!r}{nearest(name, list(CHANNELS))}")

    def ask(
        self, scenarios: Sequence[Scenario], seeds: range, routes: Sequence[str] = ROUTES, step: Step | None = None
    ) -> Answers:
        """See ``experiments.running.several.Runs``."""
        with ThreadPoolExecutor(cores(self.workers)) as pool:
            pairs = list(pool.map(lambda task: self.pair(task[0], task[1], routes), product(scenarios, seeds)))
        shape = (len(scenarios), len(seeds))
        outcomes = np.array([one for one, _ in pairs]).reshape(*shape, len(routes), len(OUTCOMES))
        return outcomes, np.array([one for _, one in pairs]).reshape(*shape, len(AMONG), len(OF_FAMILIES))

    def pair(self, scenario: Scenario, seed: int, routes: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Outcomes by route and effect sizes of one seed, as ``ask`` hands them out."""
        opened = [float(name not in self.shut) for name in CHANNELS]
        starts = [burn_in(scenario, seed, region) for region in range(scenario.regions)]
        regions = [{route: live(start, scenario, route, channels=opened) for route in routes} for start in starts]
        both = set(routes) == set(ROUTES)
        sizes = sizes_of(*families_of_both(regions)) if both else np.full((len(AMONG), len(OF_FAMILIES)), np.nan)
        outcomes = [list(outcomes_of([region[route] for region in regions]).values()) for route in routes]
        return np.array(outcomes), sizes


class Bench:
    """Runs a scenario under asked settings, each once, and hands out outcomes by replicate.

    Args:
        scenario: what everything starts from.
        replicates: paired runs for each settings.
        seed: seed of the first pair.
        workers: threads.
        runs: where runs come from; by default they are lived now.

    Attributes:
        asked: the settings under which anything was asked so far, each once.
    """

    def __init__(
        self,
        scenario: Scenario,
        replicates: int,
        seed: int = 0,
        workers: int | None = None,
        runs: Runs | None = None,
    ) -> None:
        self.scenario = scenario
        self.replicates = replicates
        self.seed = seed
        self.workers = workers
        self.runs = runs or Lived(workers)
        self.known: dict[tuple, Answers] = {}
        self.seen: dict[tuple, list[Followed]] = {}
        self.asked: dict[tuple, Settings] = {}

    def switched_off(self, settings: Settings, shut: Sequence[str] = ()) -> "Bench":
        """The same bench with settings under everything that is asked of it, and with some ways of meetings shut."""
        scenario = with_settings(self.scenario, settings)
        runs = LivedWithoutChannels(tuple(shut), self.workers) if shut else self.runs
        return Bench(scenario, self.replicates, self.seed, self.workers, runs)

    def each(self, question: Callable[[Scenario, int], Any], settings: Settings) -> list[Any]:
        """The answers to a question of one's own, by replicate."""
        self.ask(settings)
        scenario = with_settings(self.scenario, settings)
        with ThreadPoolExecutor(cores(self.workers)) as pool:
            seeds = range(self.seed, self.seed + self.replicates)
            return list(pool.map(lambda seed: question(scenario, seed), seeds))

    def followed(self, **settings: float | str) -> list[Followed]:
        """Usual care followed week by week, by replicate."""
        key = self.ask(settings)
        if key not in self.seen:
            self.seen[key] = self.each(follow, settings)
        return self.seen[key]

    def answers(self, settings: Settings) -> Answers:
        """Outcomes, shape (replicates, 2 routes, outcomes); effect sizes, (replicates, ``AMONG``, ``OF_FAMILIES``)."""
        key = self.ask(settings)
        if key not in self.known:
            seeds = range(self.seed, self.seed + self.replicates)
            outcomes, sizes = self.runs.ask([with_settings(self.scenario, settings)], seeds)
            self.known[key] = outcomes[0], sizes[0]
        return self.known[key]

    def outcomes(self, settings: Settings) -> np.ndarray:
        """All outcomes under some settings, shape (replicates, 2 routes, outcomes)."""
        return self.answers(settings)[0]

    def ask(self, settings: Settings) -> tuple:
        """Note settings that are asked about, and give what tells them from others."""
        key = tuple(sorted(settings.items()))
        self.asked.setdefault(key, dict(settings))
        return key

    def parallel(self, outcome: str, **settings: float | str) -> np.ndarray:
        """An outcome on parallel routes, shape (replicates,)."""
        return self.outcomes(settings)[:, 0, COLUMN[outcome]]

    def shared(self, outcome: str, **settings: float | str) -> np.ndarray:
        """An outcome with a shared plan, shape (replicates,)."""
        return self.outcomes(settings)[:, 1, COLUMN[outcome]]

    def gain(self, outcome: str, **settings: float | str) -> np.ndarray:
        """What the shared plan gains in an outcome, above 0 when it is better; shape (replicates,)."""
        return gain_sign(outcome) * (self.shared(outcome, **settings) - self.parallel(outcome, **settings))

    def size(self, outcome: str, **settings: float | str) -> np.ndarray:
        """What the shared plan gains beside how much families differ (Hedges g, all families), shape (replicates,)."""
        return self.answers(settings)[1][:, AMONG.index("all families"), list(OF_FAMILIES).index(outcome)]
