"""In which order pairs are run: replicate by replicate over all cells, so that any stop leaves a balanced design.

Cells go in groups. A group goes through its replicates in blocks of some fifty pairs, which become one part on disk.
What the next blocks of a group are follows from the experiment and from the group's own results alone, so that threads,
processes and clusters all walk the same way.
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from experiments.specification.precision import Precision, next_target

PAIRS_IN_A_BLOCK = 50
MOST_PAIRS_IN_A_GROUP = 20_000  # what is held in memory at once when tables are made


@dataclass(frozen=True)
class Pair:
    """One cell's replicate."""

    cell: int
    replicate: int


@dataclass(frozen=True)
class Block:
    """Pairs that are run, claimed and written together.

    Attributes:
        group: number of their group.
        pairs: replicate by replicate.
    """

    group: int
    pairs: tuple[Pair, ...]

    @property
    def first_replicate(self) -> int:
        """The earliest replicate in it."""
        return self.pairs[0].replicate


@dataclass
class Group:
    """Some cells that go through their replicates together.

    Attributes:
        number: among the groups, from 0 on.
        cells: their numbers.
        asked: how many replicates, or how precise.
        done: replicates that every cell has behind it.
        target: replicates to go to next.
        differences: for each cell and outcome that decides, the paired differences so far, by replicate.
    """

    number: int
    cells: tuple[int, ...]
    asked: Precision
    done: dict[int, int] = field(init=False)
    target: dict[int, int] = field(init=False)
    differences: dict[int, dict[str, dict[int, float]]] = field(init=False)

    def __post_init__(self) -> None:
        self.done = dict.fromkeys(self.cells, 0)
        self.target = dict.fromkeys(self.cells, self.asked.at_least)
        self.differences = {cell: {name: {} for name in self.asked.half_width} for cell in self.cells}

    def stage(self) -> list[Block]:
        """The blocks up to the next look; none when every cell is precise enough."""
        pairs = sorted(
            (replicate, cell) for cell in self.cells for replicate in range(self.done[cell], self.target[cell])
        )
        ordered = [Pair(cell, replicate) for replicate, cell in pairs]
        return [
            Block(self.number, tuple(ordered[first : first + PAIRS_IN_A_BLOCK]))
            for first in range(0, len(ordered), PAIRS_IN_A_BLOCK)
        ]

    def take(self, pair: Pair, differences: Mapping[str, float]) -> None:
        """Note the paired differences of a pair."""
        for name in self.asked.half_width:
            self.differences[pair.cell][name][pair.replicate] = differences[name]

    def look(self) -> None:
        """With all results of a stage in, set how far each cell goes next."""
        for cell in self.cells:
            if self.done[cell] == self.target[cell]:
                continue
            self.done[cell] = self.target[cell]
            if self.done[cell] < self.asked.at_most:
                self.target[cell] = next_target(self.done[cell], self.ordered(cell), self.asked)

    def ordered(self, cell: int) -> dict[str, np.ndarray]:
        """The differences of a cell in the order of its replicates."""
        return {
            name: np.array([values[replicate] for replicate in sorted(values)])
            for name, values in self.differences[cell].items()
        }


def groups_of(cells: Sequence[int], asked: Precision) -> list[Group]:
    """All cells in groups."""
    size = max(1, min(PAIRS_IN_A_BLOCK, MOST_PAIRS_IN_A_GROUP // asked.at_most))
    return [
        Group(number, tuple(cells[first : first + size]), asked)
        for number, first in enumerate(range(0, len(cells), size))
    ]


def shard_of(cells: int, shard: tuple[int, int] | None) -> list[int]:
    """The cells that one of several shards runs; all of them without shards.

    Args:
        cells: how many there are.
        shard: which one, from 1 on, and of how many.
    """
    if shard is None:
        return list(range(cells))
    which, many = shard
    return list(range(which - 1, cells, many))


class Schedule:
    """All groups on their way: hands out the block that comes next, and learns when a block is behind.

    Args:
        groups: whose blocks.
    """

    def __init__(self, groups: Sequence[Group]) -> None:
        self.groups = groups
        self.blocks: dict[int, list[Block]] = {}
        self.under_way: dict[int, int] = {}
        self.queue: list[tuple[int, int]] = []
        for number in range(len(groups)):
            self.begin_stage(number)

    def begin_stage(self, number: int) -> None:
        """Line up the blocks of a group up to its next look."""
        self.blocks[number] = self.groups[number].stage()[::-1]
        self.under_way[number] = 0
        self.line_up(number)

    def line_up(self, number: int) -> None:
        """Put a group in the queue by the first replicate of its next block."""
        if self.blocks[number]:
            heapq.heappush(self.queue, (self.blocks[number][-1].first_replicate, number))

    def next_block(self) -> Block | None:
        """The block that comes next; None when all that is left waits for blocks under way."""
        if not self.queue:
            return None
        _, number = heapq.heappop(self.queue)
        block = self.blocks[number].pop()
        self.under_way[number] += 1
        self.line_up(number)
        return block

    def passed(self, block: Block) -> int:
        """All results of a block are in.

        Returns:
            How many more pairs this asks for than was known.
        """
        self.under_way[block.group] -= 1
        if self.blocks[block.group] or self.under_way[block.group]:
            return 0
        group = self.groups[block.group]
        group.look()
        self.begin_stage(block.group)
        return sum(len(one.pairs) for one in self.blocks[block.group])

    @property
    def at_end(self) -> bool:
        """Whether every block is behind."""
        return not self.queue and not any(self.under_way.values())
