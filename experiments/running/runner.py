"""Running an experiment: what is on disk is used, what is missing is run, what fails is written down.

One loop keeps the engine busy. It opens a block when the engine has room, notes results as they come in, and writes a
part when all pairs of a block are there. Only this loop writes, only blocks under way are held in memory, and whatever
is decided on the way is decided from what is on disk.
"""

import math
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from experiments.running.dispatch import Dispatch, Job
from experiments.running.engines import Engine, EngineGone
from experiments.running.estimates import Estimates
from experiments.running.pair import Result, Task
from experiments.running.rows import rows_of, table_of
from experiments.running.watcher import Watcher
from experiments.schedule import Block, Pair, Schedule, groups_of, shard_of
from experiments.specification.cells import Combinations
from experiments.specification.experiment import Experiment
from experiments.store.folder import Place
from experiments.store.identity import Identities
from experiments.store.parts import DamagedPart, name_of, write_part
from experiments.store.replay import write_replay

MOST_IDENTITIES = 10_000  # of cells, that are remembered at once
AT_ONCE = 5  # blocks that are taken in while runs are under way
SAY_AFTER = 5.0  # seconds in which there is nothing to do but wait for another process, before that is said
LOOK_AGAIN = 0.5  # seconds between two looks at what other processes and slow workers are doing


class Stopped(Exception):
    """Results cannot be written; the message says why, and what is kept."""


@contextmanager
def writing_in(where: Path) -> Iterator[None]:
    """Say in one line why nothing can be written in a folder, such as a full disk."""
    try:
        yield
    except OSError as error:
        why = " ".join((error.strerror or str(error)).split()).lower()
        raise Stopped(f"cannot write in {where}: {why}; what is there is kept: make room and run again") from None


@dataclass(eq=False)
class Open:
    """A block that is under way.

    Attributes:
        block: which.
        claim: under which name it is claimed.
        runs: identities of the runs of each pair that is missing.
        results: of those that are there.
    """

    block: Block
    claim: str
    runs: dict[Pair, tuple[str, ...]]
    results: dict[Pair, Result] = field(default_factory=dict)


@dataclass
class Summary:
    """What running an experiment came to.

    Attributes:
        pairs: that the experiment, or this shard of it, asks for.
        ran: pairs that were run now; the others were on disk.
        failed: of those, pairs that failed.
    """

    pairs: int = 0
    ran: int = 0
    failed: int = 0


class Runner:
    """Runs one experiment into one folder.

    Args:
        experiment: what is asked.
        cells: its combinations.
        place: where runs are kept.
        engine: where runs are lived.
        watcher: is told how it goes.
        shard: run only this one of so many shards of the cells.
        again: whether runs that failed earlier are tried again.
    """

    def __init__(
        self,
        experiment: Experiment,
        cells: Combinations,
        place: Place,
        engine: Engine,
        watcher: Watcher,
        shard: tuple[int, int] | None = None,
        again: bool = False,
    ) -> None:
        self.experiment = experiment
        self.cells = cells
        self.folder = place.folder
        self.index = place.index
        self.locks = place.locks
        self.about = place.about
        self.dispatch = Dispatch(engine, experiment.time_limit_seconds)
        self.watcher = watcher
        self.schedule = Schedule(groups_of(shard_of(len(cells), shard), experiment.replicates))
        self.estimates = Estimates(len(cells), experiment.outcomes if experiment.paired else ())
        self.columns = list(dict.fromkeys([*experiment.replicates.half_width, *self.estimates.outcomes]))
        self.identities: dict[int, Identities] = {}
        self.under_way: list[Open] = []
        self.elsewhere: dict[Block, str] = {}  # with the name under which another process claims each
        self.waiting_since = math.inf
        self.waited_for: set[str] = set()
        self.backlog: list[Block] = []
        self.to_repeat = set(self.index.failed) if again else set()
        self.summary = Summary()
        self.there = 0

    def run(self) -> Summary:
        """Run what is missing.

        Raises:
            Stopped: when results cannot be written.
            EngineGone: after what came back has been written.
            KeyboardInterrupt: after what was under way has been finished and written.
        """
        self.tell_what_was_found()
        self.ask_for(sum(len(one.pairs) for blocks in self.schedule.blocks.values() for one in blocks))
        try:
            while not self.schedule.at_end:
                self.fill()
                self.close_what_is_complete()
                if self.under_way or self.elsewhere:
                    self.catch_up()
                    self.dispatch.come_in(LOOK_AGAIN)
                    self.locks.beat()
                    self.close_what_is_complete()
                    self.look_elsewhere()
            while self.summary.ran and self.backlog:
                self.catch_up()
        except EngineGone:
            for opened in self.under_way:
                self.write(opened)
            raise
        except KeyboardInterrupt:
            self.watcher.note("Stopping: finishing and keeping what is under way (again Ctrl-C: at once)")
            try:
                self.dispatch.finish()
            finally:
                for opened in self.under_way:
                    self.write(opened)
            raise
        finally:
            self.dispatch.drop()
            self.locks.release_all()
        return self.summary

    def tell_what_was_found(self) -> None:
        """Say what is in the folder that cannot be used."""
        if self.index.stale:
            self.watcher.note(f"{self.index.stale:,} runs are stale: another version of the model made them")
        for path in self.index.set_aside:
            self.watcher.note(f"{path} could not be read and is set aside: its runs are run again")

    def ask_for(self, pairs: int) -> None:
        """Count pairs that are asked for."""
        self.summary.pairs += pairs
        self.watcher.asked(self.summary.pairs)

    def fill(self) -> None:
        """Open blocks as long as there is room for more runs."""
        while self.dispatch.has_room and (block := self.schedule.next_block()) is not None:
            self.open(block)

    def open(self, block: Block) -> None:
        """Send out what is missing of a block, unless another process is at it."""
        runs = {pair: self.runs_of(pair) for pair in block.pairs}
        if all(map(self.is_known, runs.values())):
            self.pass_by(block)
            return
        claim = name_of(run for several in runs.values() for run in several)
        with writing_in(self.folder.root):
            taken = self.locks.take(claim)
        if not taken:
            self.elsewhere[block] = claim
            return
        if self.locks.taken_over:
            holder = self.locks.taken_over.pop()
            self.watcher.note(f"{holder} is silent, as if it was stopped: what it holds is run here")
        self.index.refresh()  # another process may have written it just before it let go
        missing = {several: pair for pair, several in runs.items() if not self.is_known(several)}
        opened = Open(block, claim, {pair: several for several, pair in missing.items()})
        self.under_way.append(opened)
        self.dispatch.send([Job(pair, self.task_of(pair), opened.results.__setitem__) for pair in opened.runs])

    def look_elsewhere(self) -> None:
        """Look again at the blocks that other processes had claimed."""
        blocks, self.elsewhere = self.elsewhere, {}
        if blocks:
            self.index.refresh()
        for block in blocks:
            self.open(block)
        self.tell_who_is_waited_for()

    def tell_who_is_waited_for(self) -> None:
        """Say, once of each, which processes hold what is left, when there has been nothing else to do for a while."""
        if self.under_way or not self.elsewhere:
            self.waiting_since = math.inf
            return
        self.waiting_since = min(self.waiting_since, time.monotonic())
        if time.monotonic() - self.waiting_since < SAY_AFTER:
            return
        for holder in {self.locks.holder(claim) for claim in self.elsewhere.values()} - self.waited_for:
            self.waited_for.add(holder)
            self.watcher.note(f"Waiting for {holder}, which holds what is left to run")

    def runs_of(self, pair: Pair) -> tuple[str, ...]:
        """The identities of a pair's runs."""
        if pair.cell not in self.identities:
            if len(self.identities) >= MOST_IDENTITIES:
                self.identities.clear()
            scenario = self.cells.scenario(pair.cell)
            self.identities[pair.cell] = Identities(scenario, self.experiment.routes, self.experiment.model)
        return self.identities[pair.cell].of(self.experiment.seed + pair.replicate)

    def is_known(self, runs: tuple[str, ...]) -> bool:
        """Whether all runs of a pair are there, and none is to be repeated."""
        return all(self.index.has(run) and bytes.fromhex(run) not in self.to_repeat for run in runs)

    def task_of(self, pair: Pair) -> Task:
        """What a worker is to do for a pair."""
        seed = self.experiment.seed + pair.replicate
        scenario = self.cells.scenario(pair.cell)
        return Task(scenario, seed, self.experiment.routes, self.experiment.time_limit_seconds)

    def close_what_is_complete(self) -> None:
        """Write the blocks of which every result is there, and pass them by."""
        for opened in [one for one in self.under_way if len(one.results) == len(one.runs)]:
            self.write(opened)
            self.under_way.remove(opened)  # not earlier: Ctrl-C while writing must not lose it
            self.open(opened.block)

    def write(self, opened: Open) -> None:
        """Write the results of a block as a part, and let go of it."""
        rows = []
        replays: dict[Pair, Path] = {}
        with writing_in(self.folder.root):
            for pair, result in opened.results.items():
                runs, seed = opened.runs[pair], self.experiment.seed + pair.replicate
                rows += rows_of(runs, self.experiment.routes, seed, self.cells.row(pair.cell), result)
                if result.failure:
                    scenario = self.cells.scenario(pair.cell)
                    for run in runs:
                        replays[pair] = write_replay(self.folder.failed, run, scenario)
            if rows:
                self.index.add(write_part(self.folder.parts, table_of(rows, self.cells.labels), self.about))
        self.locks.release(opened.claim)
        self.count(opened, replays)

    def count(self, opened: Open, replays: Mapping[Pair, Path]) -> None:
        """Count what was written, and tell of failures."""
        for pair, result in opened.results.items():
            self.to_repeat -= {bytes.fromhex(run) for run in opened.runs[pair]}
            self.summary.ran += 1
            if result.failure:
                self.summary.failed += 1
                self.watcher.failed(pair.cell, result.failure, replays[pair])

    def pass_by(self, block: Block) -> None:
        """Take what a block says from disk, and go on.

        Where nothing is decided from it, that waits until there is time: a large experiment goes on at once.
        """
        try:
            if self.experiment.replicates.half_width:
                self.learn_from(block)
            else:
                self.backlog.append(block)
        except DamagedPart as damaged:
            self.index.put_aside(damaged.path)
            self.watcher.note(f"{damaged} and is set aside: its runs are run again")
            self.open(block)
            return
        self.there += len(block.pairs)
        self.watcher.there(self.there)
        self.ask_for(self.schedule.passed(block))

    def catch_up(self) -> None:
        """Take in a few blocks that wait for that; one that cannot be read is found when tables are made."""
        for block in self.backlog[-AT_ONCE:]:
            with suppress(DamagedPart):
                self.learn_from(block)
        del self.backlog[-AT_ONCE:]

    def learn_from(self, block: Block) -> None:
        """Note the results of a block for the looks that follow, and for the estimates."""
        if not self.columns:
            return
        runs = [run for pair in block.pairs for run in self.runs_of(pair)]
        values = self.index.rows(runs, self.columns).reshape(len(block.pairs), len(self.experiment.routes), -1)
        answers = values[:, 1] - values[:, 0] if self.experiment.paired else values[:, 0]
        group = self.schedule.groups[block.group]
        shown = [self.columns.index(name) for name in self.estimates.outcomes]
        for pair, answer in zip(block.pairs, answers, strict=True):
            group.take(pair, dict(zip(self.columns, map(float, answer), strict=True)))
            self.estimates.add(pair.cell, answer[shown])
        self.watcher.learned(self.estimates.now)
