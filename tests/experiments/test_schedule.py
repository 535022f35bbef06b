"""In which order pairs are run."""

from collections import Counter

import numpy as np
import pytest

from experiments import schedule as schedule
from experiments.schedule import Block, Schedule, groups_of, shard_of
from experiments.specification.precision import Precision

OUTCOME = "trust"


def fixed(pairs):
    """So many replicates in every cell."""
    return Precision(pairs, pairs, {})


def until(half, at_least=5, at_most=60):
    """As many replicates as it takes."""
    return Precision(at_least, at_most, {OUTCOME: half})


def difference(pair):
    """What a pair says, always the same; the spread of a cell grows with its number."""
    return float(np.random.default_rng([pair.cell, pair.replicate]).normal(scale=1 + pair.cell))


def walk(cells, asked, under_way=1, seed=0):
    """Every block, in the order in which they are behind, with so many under way at once that end in any order."""
    chance = np.random.default_rng(seed)
    on_their_way = Schedule(groups_of(cells, asked))
    behind: list[Block] = []
    out: list[Block] = []
    while not on_their_way.at_end:
        while len(out) < under_way and (block := on_their_way.next_block()) is not None:
            out.append(block)
        block = out.pop(chance.integers(len(out)))
        for pair in block.pairs:
            on_their_way.groups[block.group].take(pair, {OUTCOME: difference(pair)})
        on_their_way.passed(block)
        behind.append(block)
    return behind


def pairs_in(blocks):
    """The pairs of some blocks, in order."""
    return [(pair.cell, pair.replicate) for block in blocks for pair in block.pairs]


@pytest.mark.parametrize("cells", [1, 7, 50, 120])
def test_every_cell_gets_each_of_its_replicates_once(cells):
    assert sorted(pairs_in(walk(range(cells), fixed(9)))) == [(cell, one) for cell in range(cells) for one in range(9)]


def test_no_cell_begins_a_replicate_before_all_have_had_the_one_before():
    pairs = pairs_in(walk(range(150), fixed(6)))
    assert [replicate for _, replicate in pairs] == sorted(replicate for _, replicate in pairs)


@pytest.mark.parametrize("cells", [3, 20, 50, 120, 333])
def test_whenever_it_stops_no_cell_is_more_than_the_replicates_of_a_block_ahead(cells):
    done = Counter(dict.fromkeys(range(cells), 0))
    for block in walk(range(cells), fixed(12)):
        done.update(pair.cell for pair in block.pairs)
        assert max(done.values()) - min(done.values()) <= -(-schedule.PAIRS_IN_A_BLOCK // min(cells, 20))


def test_a_block_holds_no_more_pairs_than_it_may():
    sizes = [len(block.pairs) for block in walk(range(120), fixed(9))]
    assert max(sizes) == schedule.PAIRS_IN_A_BLOCK
    assert sum(sizes) == 120 * 9


def test_a_group_holds_no_more_pairs_than_fit_in_memory():
    groups = groups_of(range(100), until(0.1, at_most=5_000))
    assert [len(group.cells) for group in groups] == [4] * 25
    assert schedule.MOST_PAIRS_IN_A_GROUP == 4 * 5_000


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_blocks_are_the_same_in_whatever_order_they_end(seed):
    alone = walk(range(70), until(0.8))
    together = walk(range(70), until(0.8), under_way=4, seed=seed)
    assert together != alone
    assert set(together) == set(alone)


def test_a_cell_goes_on_until_it_is_precise_and_no_further():
    ends = Counter(cell for cell, _ in pairs_in(walk(range(3), until(0.8))))
    assert 5 < ends[0] < ends[1] < ends[2] == 60


def test_a_cell_goes_as_far_by_itself_as_among_others():
    among = Counter(cell for cell, _ in pairs_in(walk(range(60), until(0.8))))
    for cell in (0, 1, 49, 55):
        assert len(pairs_in(walk([cell], until(0.8)))) == among[cell]


def test_a_cell_without_any_difference_ends_at_the_least(monkeypatch):
    monkeypatch.setitem(globals(), "difference", lambda pair: 0.0)
    assert len(pairs_in(walk(range(4), until(0.1)))) == 4 * 5


def test_what_more_is_asked_for_is_told_when_a_stage_is_behind():
    on_their_way = Schedule(groups_of(range(2), until(0.8)))
    block, nothing = on_their_way.next_block(), on_their_way.next_block()
    assert block is not None
    assert nothing is None
    assert not on_their_way.at_end
    for pair in block.pairs:
        on_their_way.groups[0].take(pair, {OUTCOME: difference(pair)})
    more = on_their_way.passed(block)
    following = on_their_way.next_block()
    assert following is not None
    assert more == len(following.pairs)


@pytest.mark.parametrize(("cells", "many"), [(10, 3), (3, 5), (100, 1), (64, 8)])
def test_shards_share_the_cells_among_them(cells, many):
    shards = [shard_of(cells, (which, many)) for which in range(1, many + 1)]
    assert sorted(cell for shard in shards for cell in shard) == list(range(cells))
    assert max(map(len, shards)) - min(map(len, shards)) <= 1


def test_without_shards_all_cells_are_run():
    assert shard_of(5, None) == [0, 1, 2, 3, 4]
