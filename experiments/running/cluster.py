"""Workers of a Dask cluster: processes on any number of machines; tasks go out to them, numbers come back.

A thread of a worker gets one bundle at a time, and the others wait here: so it is known what a worker held when it
died, and a run that never ends holds up no other one. Where several threads of one worker held bundles, nobody can say
which of them ended it; then each of these gets a worker for itself, until the one that ends workers is found.
"""

import asyncio
import pickle
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from experiments.running import scheduler
from experiments.running.at_worker import Run, installed, live_here, packed
from experiments.running.engines import Bundle, EngineGone, Lost
from experiments.running.pair import Result, run_all
from experiments.running.scheduler import Answer, answer_of, connect, end_worker, what_differs

PAIRS_IN_A_BUNDLE = 8  # what a message costs is shared by so many
LOOK_SECONDS = 1.0  # between two looks at which workers there are
WORKER_SECONDS = 60.0  # that a worker gets to load the rules
WORKERLESS_SECONDS = 600.0  # before a cluster without any worker counts as gone
SILENT_SECONDS = 3.0  # before the user is told what is waited for


class ClusterGone(EngineGone):
    """There is no scheduler or no worker any more; the message is one line."""


@dataclass(eq=False)
class Sent:
    """A bundle on its way.

    Attributes:
        future: who waits for it.
        bundle: what it is.
        worker: the address of the worker that holds it; empty while it waits here.
        threads: how many threads of that worker it keeps.
        remote: Dask's own future, which tells one sending from the next.
    """

    future: "Future[list[Result]]"
    bundle: Bundle
    worker: str = ""
    threads: int = 0
    remote: Any = None


class Cluster:
    """Workers of a Dask cluster that live runs.

    Every worker must have the versions of this process. One that is there at the start and has others is refused; one
    that joins later is named and passed over. A worker counts as soon as it has loaded the rules.

    Without workers everything waits. That is said, and after ``WORKERLESS_SECONDS`` whoever waits is told to stop.

    Args:
        address: of the scheduler, such as ``tcp://10.0.0.1:8786``.
        say: is told, in a line, what the user should know; by default the terminal.
        run: what a worker does with a bundle.
        bundle: how many tasks go out together.

    Raises:
        ValueError: when nothing answers at the address, or a worker has other versions; in one line.
    """

    name = "cluster"

    def __init__(
        self,
        address: str,
        say: Callable[[str], None] | None = None,
        run: Run = run_all,
        bundle: int = PAIRS_IN_A_BUNDLE,
    ) -> None:
        self.address = address
        self.say = say or say_in_terminal
        self.run = run
        self.bundle = bundle
        self.versions = installed()
        self.line: deque[Sent] = deque()
        self.held: set[Sent] = set()
        self.suspects: set[int] = set()  # which tasks get a worker for themselves, by ``id``
        self.running: dict[str, int] = {}  # threads of each worker that was there at the last look
        self.joining: dict[str, Any] = {}  # those that are loading the rules, with Dask's future of that
        self.ready: set[str] = set()  # those that have loaded them
        self.ending: set[str] = set()  # those that are being ended
        self.passed_over: dict[str, str] = {}  # those that cannot be used, and why
        self.told: set[str] = set()  # those of which the user knows that, and the address when workers are missed
        self.threads: dict[str, int] = {}  # of each worker that can be given something; never changed, always replaced
        self.gone = ""  # why, when it is
        self.client = connect(address)
        try:
            self.client.sync(self.meet_all)
        except BaseException:
            self.close()
            raise
        self.client.loop.add_callback(self.keep_looking)

    def workers(self) -> int:
        """How many threads all workers have, at least 1; as of the last look.

        Raises:
            ClusterGone: when there is nothing left to wait for.
        """
        self.raise_if_gone()
        return max(1, sum(self.threads.values()))

    def submit(self, bundle: Bundle) -> "Future[list[Result]]":
        """Put a bundle in line; it counts as running from when a worker has it.

        Its future raises ``Lost`` when a worker died over it, and ``ClusterGone`` when nobody can live it any more.

        Raises:
            ClusterGone: when that is known already.
        """
        self.raise_if_gone()
        sent = Sent(Future(), bundle)
        self.client.loop.add_callback(self.put_in_line, [sent])
        return sent.future

    def give_up(self, future: "Future[list[Result]]") -> None:
        """Forget a bundle; the worker that holds it is ended, and what else that one held goes to another.

        Its nanny starts it anew; a worker without one is missed from then on.
        """
        if not future.cancel():
            self.client.loop.add_callback(self.let_go, future)

    def close(self) -> None:
        """Let go of the cluster, which goes on without this process."""
        if self.client.status == "running":
            self.client.sync(self.wait_for_ending)
        self.gone = self.gone or f"the cluster at {self.address} was let go of"
        self.client.close(timeout=scheduler.CONNECT_SECONDS)

    def raise_if_gone(self) -> None:
        """Raise ``ClusterGone`` when it is."""
        if self.gone:
            raise ClusterGone(self.gone)

    # From here on everything happens in the one thread of Dask's client, so that nothing has to be locked.

    def put_in_line(self, several: Iterable[Sent]) -> None:
        """Let bundles wait for a worker: before all others if they had one before."""
        for sent in several:
            if sent.future.running():
                self.line.appendleft(sent)
            else:
                self.line.append(sent)
        self.hand_out()

    def hand_out(self) -> None:
        """Give out bundles as long as the first in line finds a worker."""
        while self.line and self.client.status == "running" and (worker := self.worker_for(self.line[0])):
            sent = self.line.popleft()
            if not sent.future.running() and not sent.future.set_running_or_notify_cancel():
                continue
            sent.worker = worker
            sent.threads = self.threads[worker] if self.is_suspect(sent) else 1
            sent.remote = self.send_to(worker, sent.bundle)
            self.held.add(sent)
            self.client.loop.add_callback(self.follow, sent, sent.remote)

    def send_to(self, worker: str, bundle: Bundle) -> Any:
        """Send a bundle to a worker and no other; hands out Dask's future."""
        call = packed(live_here, self.versions, self.run, bundle)
        return self.client.submit(pickle.loads, call, workers=[worker], pure=False)

    def worker_for(self, sent: Sent) -> str:
        """The worker with most threads free; for a suspect one that does nothing else. Empty when there is none."""
        taken: Counter[str] = Counter()
        for other in self.held:
            taken[other.worker] += other.threads
        if self.is_suspect(sent):
            return next((worker for worker in self.threads if not taken[worker]), "")
        free = {worker: threads - taken[worker] for worker, threads in self.threads.items()}
        worker = max(free, key=free.__getitem__, default="")
        return worker if worker and free[worker] > 0 else ""

    def is_suspect(self, sent: Sent) -> bool:
        """Whether a worker has died while it held one of these tasks."""
        return any(id(task) in self.suspects for task in sent.bundle)

    async def follow(self, sent: Sent, remote: Any) -> None:
        """Wait for what a worker makes of a bundle."""
        answer = await answer_of(remote)
        if sent.remote is not remote:  # it was taken back in the meantime
            return
        if answer.died:
            self.has_died(sent.worker)
            return
        self.take_back(sent)
        if answer.dropped:
            self.put_in_line([sent])
        elif answer.error is not None:
            sent.future.set_exception(answer.error)
        elif answer.versions != self.versions:  # another process has taken the address of the one that was met
            self.pass_over(sent.worker, answer)
            self.put_in_line([sent])
        else:
            self.suspects.difference_update(map(id, sent.bundle))
            sent.future.set_result(answer.results)
        self.hand_out()

    def take_back(self, sent: Sent) -> None:
        """A worker no longer holds a bundle, or need not go on with it."""
        self.held.discard(sent)
        sent.remote.release()
        sent.remote = None

    def has_died(self, worker: str) -> None:
        """A worker is no more: the one bundle that it held is lost, of several each is tried by itself."""
        self.ready.discard(worker)
        self.count_threads()
        over = [sent for sent in self.held if sent.worker == worker]
        for sent in over:
            self.take_back(sent)
            self.suspects.update(map(id, sent.bundle))
        if len(over) == 1:
            over[0].future.set_exception(Lost(f"the last was {worker}"))
        else:
            self.put_in_line(over)

    async def let_go(self, future: "Future[list[Result]]") -> None:
        """End the worker that holds what is given up."""
        self.line = deque(sent for sent in self.line if sent.future is not future)
        worker = next((sent.worker for sent in self.held if sent.future is future), "")
        if not worker:
            return
        self.ready.discard(worker)
        self.ending.add(worker)
        self.count_threads()
        of_it = [sent for sent in self.held if sent.worker == worker]
        for sent in of_it:
            self.take_back(sent)
        self.put_in_line(sent for sent in of_it if sent.future is not future)
        await end_worker(self.client, worker)
        self.ending.discard(worker)

    async def wait_for_ending(self) -> None:
        """Wait for workers that are being ended, so that none goes on for ever; but not too long."""
        until = time.monotonic() + scheduler.CONNECT_SECONDS
        while self.ending and time.monotonic() < until:
            await asyncio.sleep(LOOK_SECONDS / 20)

    async def look(self) -> None:
        """See which workers there are, and meet those that are new."""
        there = set(await self.client.scheduler.ncores())
        self.running = await self.client.scheduler.ncores_running()  # the others are out of memory for now
        self.ready &= there
        self.passed_over = {worker: why for worker, why in self.passed_over.items() if worker in there}
        for worker in set(self.joining) - there:
            self.joining.pop(worker).release()
        for worker in {sent.worker for sent in self.held} - there:
            self.has_died(worker)
        for worker in set(self.running) - self.ready - self.ending - set(self.joining) - set(self.passed_over):
            self.joining[worker] = self.send_to(worker, [])
            self.client.loop.add_callback(self.meet, worker, self.joining[worker])
        self.count_threads()

    async def meet(self, worker: str, remote: Any) -> None:
        """Wait until a worker has loaded the rules, and see what it has installed."""
        answer = await answer_of(remote)
        if self.joining.get(worker) is not remote:
            return
        del self.joining[worker]
        if answer.died or answer.dropped:  # if it is there at the next look it is met again
            return
        if answer.error is not None or answer.versions != self.versions:
            self.pass_over(worker, answer)
        else:
            self.ready.add(worker)
            self.count_threads()
            self.hand_out()

    def pass_over(self, worker: str, answer: Answer) -> None:
        """Give a worker nothing any more."""
        self.ready.discard(worker)
        self.count_threads()
        self.passed_over[worker] = f"worker {worker} {what_differs(answer, self.versions)}"

    def count_threads(self) -> None:
        """Count the threads that can be given something."""
        self.threads = {worker: threads for worker, threads in self.running.items() if worker in self.ready}

    async def meet_all(self) -> None:
        """Wait for the workers that are there at the start.

        Raises:
            ValueError: naming one that cannot be used.
        """
        await self.look()
        began, said = time.monotonic(), False
        while self.joining and (waited := time.monotonic() - began) < WORKER_SECONDS:
            if not said and waited > SILENT_SECONDS:
                self.say(f"Waiting for workers at {self.address} to load the rules: {len(self.joining)}…")
                said = True
            await asyncio.sleep(LOOK_SECONDS / 20)
        if self.joining:
            self.say(
                f"Going on without workers that are not ready, or busy with other work: {len(self.joining)} so far"
            )
        if self.passed_over:
            raise ValueError(min(self.passed_over.values()))

    async def keep_looking(self) -> None:
        """Look at the workers again and again, until the cluster is gone."""
        answered = had_worker = time.monotonic()
        while not self.gone:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await asyncio.wait_for(self.look(), scheduler.CONNECT_SECONDS)
            except Exception:  # whatever keeps it from answering
                if time.monotonic() - answered > scheduler.CONNECT_SECONDS or self.client.status == "closed":
                    self.end_all(f"the scheduler at {self.address} answers no more")
                continue
            answered = time.monotonic()
            if self.threads:
                had_worker = answered
            self.tell(answered - had_worker)
            self.hand_out()

    def tell(self, workerless_seconds: float) -> None:
        """Say, once, which workers are passed over and that none is left; stop when that lasts."""
        for worker in set(self.passed_over) - self.told:
            self.say(f"{self.passed_over[worker]}: it is passed over")
            self.told.add(worker)
        if self.threads:
            self.told.discard(self.address)
        elif workerless_seconds > WORKERLESS_SECONDS:
            self.end_all(f"no worker at {self.address} in {WORKERLESS_SECONDS:g} seconds")
        elif workerless_seconds > SILENT_SECONDS and self.address not in self.told:
            self.say(f"Waiting for a worker at {self.address}…")
            self.told.add(self.address)

    def end_all(self, why: str) -> None:
        """Nobody will live what is on its way."""
        self.gone = f"{why}: what is written is kept, run again to go on"
        for sent in [*self.line, *self.held]:
            sent.remote = None
            if sent.future.running() or sent.future.set_running_or_notify_cancel():
                sent.future.set_exception(ClusterGone(self.gone))
        self.line.clear()
        self.held.clear()


def say_in_terminal(words: str) -> None:
    """Say a line where progress is said."""
    print(words, file=sys.stderr)
