"""Threads of this process: compiled rules let go of Python's lock, so that as many run at once as there are cores."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future

from experiments.running.engines import Bundle
from experiments.running.pair import Result, run_all
from sim.workers import cores

Work = tuple["Future[list[Result]]", Bundle]


class Threads:
    """Threads that live runs.

    The threads of ``concurrent.futures`` are waited for when Python ends; these are not, so that one that never comes
    back keeps nobody waiting.

    Args:
        workers: how many; by default one for each core.
        run: what a thread does with a bundle.
    """

    name = "threads"
    bundle = 1

    def __init__(self, workers: int | None = None, run: Callable[[Bundle], list[Result]] = run_all) -> None:
        self.run = run
        self.count = cores(workers)
        self.waiting: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
        self.given_up: set[Future[list[Result]]] = set()
        for _ in range(self.count):
            self.start_one()

    def workers(self) -> int:
        """How many threads there are."""
        return self.count

    def start_one(self) -> None:
        """Start another thread."""
        threading.Thread(target=self.work, daemon=True).start()

    def work(self) -> None:
        """Take bundles until there are none, or until this thread was given up."""
        while (taken := self.waiting.get()) is not None:
            future, bundle = taken
            if future.set_running_or_notify_cancel():
                try:
                    results = self.run(bundle)
                except BaseException as error:  # it belongs to whoever waits for the bundle, if anybody still does
                    future.set_exception(error)
                else:
                    future.set_result(results)
            if future in self.given_up:
                return

    def submit(self, bundle: Bundle) -> "Future[list[Result]]":
        """Put a bundle in line."""
        future: Future[list[Result]] = Future()
        self.waiting.put((future, bundle))
        return future

    def give_up(self, future: "Future[list[Result]]") -> None:
        """Start a thread in the place of the one that holds a bundle."""
        self.given_up.add(future)
        self.start_one()

    def close(self) -> None:
        """Let every thread end when its run is done."""
        for _ in range(self.count):
            self.waiting.put(None)
