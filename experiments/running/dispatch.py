"""What has been sent out and has not come back: bundles of runs, workers that die over them, runs that never end."""

import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field

from experiments.running.engines import Engine, Lost
from experiments.running.pair import ATTEMPTS, TOGETHER, Failure, Result, Task, failed, in_bundles
from experiments.schedule import Pair

AHEAD = 2  # bundles for each worker that are out at once, so that none waits for its next
GRACE_SECONDS = 30.0  # beyond the limits of its runs, before a bundle counts as never coming back
MOST_DEATHS = 3  # of workers over one pair, before it counts as failed


@dataclass(frozen=True, eq=False)
class Job:
    """One pair that is to be run, and whom its result is for."""

    pair: Pair
    task: Task
    deliver: Callable[[Pair, Result], None]


@dataclass(eq=False)
class Bundle:
    """Jobs that one worker runs one after the other.

    Attributes:
        jobs: which.
        since: when it began, as far as is known.
        deaths: how many workers died over it.
        tries: how often it did not come back in time.
    """

    jobs: list[Job]
    since: float = 0.0
    deaths: int = 0
    tries: int = 0


@dataclass
class Dispatch:
    """All that is with an engine.

    Attributes:
        engine: where runs are lived.
        limit_seconds: after which a run hangs.
        waiting: bundles that are not sent out yet.
        under_way: those that are.
    """

    engine: Engine
    limit_seconds: float
    waiting: deque[Bundle] = field(default_factory=deque)
    under_way: dict[Future[list[Result]], Bundle] = field(default_factory=dict)

    @property
    def has_room(self) -> bool:
        """Whether more could be sent out."""
        return not self.waiting and len(self.under_way) < AHEAD * self.engine.workers()

    @property
    def empty(self) -> bool:
        """Whether nothing is under way."""
        return not self.waiting and not self.under_way

    def send(self, jobs: list[Job]) -> None:
        """Send jobs out in bundles, as there is room; what is worth living together goes together."""
        bundles = in_bundles(jobs, lambda job: job.task, self.most_together(len(jobs)))
        size = self.engine.bundle
        if size > 1:  # a message holds more than one seed
            lined_up = [job for bundle in bundles for job in bundle]
            bundles = [lined_up[first : first + size] for first in range(0, len(lined_up), size)]
        self.waiting.extend(map(Bundle, bundles))
        self.fill()

    def most_together(self, jobs: int) -> int:
        """How many jobs may go together, so that every worker has something to do."""
        return max(1, min(TOGETHER, jobs // self.engine.workers()))

    def fill(self) -> None:
        """Send out waiting bundles as long as there is room."""
        while self.waiting and len(self.under_way) < AHEAD * self.engine.workers():
            bundle = self.waiting.popleft()
            bundle.since = time.monotonic()
            self.under_way[self.engine.submit([job.task for job in bundle.jobs])] = bundle

    def come_in(self, seconds: float) -> None:
        """Wait until something comes back, at most so long, and deliver it."""
        if not self.under_way:
            time.sleep(seconds)
        done, _ = wait(self.under_way, timeout=seconds, return_when=FIRST_COMPLETED)
        for future in done:
            self.take(future, self.under_way.pop(future))
        for future, bundle in list(self.under_way.items()):
            if not future.running():  # still in line, perhaps behind one that hangs: not its fault
                bundle.since = time.monotonic()
            elif time.monotonic() - bundle.since > self.patience(bundle):
                self.give_up(future, self.under_way.pop(future))
        self.fill()

    def take(self, future: Future[list[Result]], bundle: Bundle) -> None:
        """Deliver what came back; what a dead worker held is sent out again, pair by pair."""
        try:
            results = future.result()
        except Lost as lost:
            bundle.deaths += 1
            if bundle.deaths >= MOST_DEATHS and len(bundle.jobs) == 1:
                self.fail(bundle, Failure("unknown", f"{bundle.deaths} workers died over it: {lost}"))
            else:
                self.send_again(bundle)
            return
        for job, result in zip(bundle.jobs, results, strict=True):
            job.deliver(job.pair, result)

    def give_up(self, future: Future[list[Result]], bundle: Bundle) -> None:
        """Do without a bundle that does not come back; each of its pairs is tried once more by itself."""
        self.engine.give_up(future)
        bundle.tries += 1
        if bundle.tries >= ATTEMPTS and len(bundle.jobs) == 1:
            seconds = self.patience(bundle)
            self.fail(
                bundle, Failure("unknown", f"did not come back in {seconds:g} seconds, {bundle.tries} times", True)
            )
        else:
            self.send_again(bundle)

    def send_again(self, bundle: Bundle) -> None:
        """Put the pairs of a bundle in line again, each by itself, with what has happened to it."""
        for job in bundle.jobs:
            self.waiting.append(Bundle([job], deaths=bundle.deaths, tries=bundle.tries))

    def fail(self, bundle: Bundle, failure: Failure) -> None:
        """Deliver a failure for each pair of a bundle."""
        for job in bundle.jobs:
            job.deliver(job.pair, failed(job.task, failure, 0.0))

    def patience(self, bundle: Bundle) -> float:
        """How long a bundle may take: it may have to wait for another one, and each run is tried twice."""
        return AHEAD * ATTEMPTS * self.limit_seconds * max(len(bundle.jobs), self.engine.bundle) + GRACE_SECONDS

    def finish(self) -> None:
        """Send nothing more out, and deliver what is still under way."""
        self.waiting.clear()
        while self.under_way:
            for future in list(self.under_way):
                if future.cancel():
                    del self.under_way[future]
                elif future.done():
                    self.take(future, self.under_way.pop(future))
            self.waiting.clear()
            if self.under_way:
                wait(self.under_way, return_when=FIRST_COMPLETED)

    def drop(self) -> None:
        """Forget everything."""
        self.waiting.clear()
        for future in self.under_way:
            future.cancel()
        self.under_way.clear()
