"""How far an experiment is: what is there, what is missing, what failed, what is stale."""

from dataclasses import dataclass

from experiments.schedule import groups_of
from experiments.specification.cells import Cells
from experiments.specification.experiment import Experiment
from experiments.store.folder import Folder
from experiments.store.parts import DamagedPart
from experiments.store.tables import known_pairs


@dataclass(frozen=True)
class State:
    """How far it is.

    Attributes:
        there, missing: paired runs; more may be asked for when precision asks for it.
        runs, failed: runs that are there, and those of them that failed.
        cells: in all.
        stale: runs of another version of the model.
        set_aside: parts that could not be read.
        adaptive: whether more may be asked for.
    """

    there: int
    missing: int
    runs: int
    failed: int
    cells: int
    stale: int
    set_aside: int
    adaptive: bool

    @property
    def nothing_came(self) -> bool:
        """Whether every run failed."""
        return 0 < self.runs == self.failed

    def lines(self) -> list[str]:
        """The state in words, a line each."""
        more = " (more when precision asks for it)" if self.adaptive and self.missing else ""
        lines = [
            f"{self.there:,} of {self.there + self.missing:,} paired runs are there{more}, in {self.cells:,} cells"
        ]
        failed = "every run failed" if self.nothing_came else f"{self.failed:,} runs failed"
        lines.append(failed if self.failed else "no run failed")
        if self.stale:
            lines.append(f"{self.stale:,} runs stale: another version of the model made them; they are run again")
        if self.set_aside:
            lines.append(f"{self.set_aside:,} parts could not be read: they are set aside, their runs are run again")
        lines.append("complete" if not self.missing else "not complete: omtafel experiment run goes on")
        return lines


def state_in(experiment: Experiment, folder: Folder) -> State:
    """How far an experiment is in a folder."""
    index = folder.index()
    cells = Cells(experiment)
    while True:
        groups = groups_of(range(len(cells)), experiment.replicates)
        try:
            found = [known_pairs(experiment, cells, group, index) for group in groups]
            break
        except DamagedPart as damaged:
            index.put_aside(damaged.path)
    runs = [run for one in found for _, several in one.pairs for run in several]
    return State(
        there=sum(len(one.pairs) for one in found),
        missing=sum(one.missing for one in found),
        runs=len(runs),
        failed=sum(map(index.has_failed, runs)),
        cells=len(cells),
        stale=index.stale,
        set_aside=len(index.set_aside),
        adaptive=bool(experiment.replicates.half_width),
    )
