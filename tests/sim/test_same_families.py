"""The same families on both routes, over several regions, in numbers made by hand."""

import numpy as np
import pytest

from sim.agents.family import family_type
from sim.comparison import families_of_both, fates_of, gains_of
from sim.names import CLOSED, DROPPED_OUT, IN_CARE, LEFT, NOT_YET_COME
from sim.region import ROUTES
from tests.records import records


class Region:
    """A world of which only families are looked at."""

    def __init__(self, **fields):
        self.family = records(family_type, len(next(iter(fields.values()))), **{"followed": 1, **fields})


def pair(parallel, shared):
    return dict(zip(ROUTES, (Region(**parallel), Region(**shared)), strict=True))


@pytest.fixture
def regions():
    """Two regions; who is there and counts on both routes is told by ``crises``: 10 and 14 here, 20 and 22 there."""
    here = [IN_CARE, LEFT, IN_CARE, IN_CARE, DROPPED_OUT, NOT_YET_COME]
    also = [CLOSED, IN_CARE, LEFT, IN_CARE, DROPPED_OUT, NOT_YET_COME]
    first = pair(
        {"status": here, "followed": [1, 1, 1, 0, 1, 0], "crises": np.arange(10, 16)},
        {"status": also, "followed": [1, 1, 1, 0, 1, 0], "crises": np.arange(110, 116)},
    )
    second = pair(
        {"status": [IN_CARE, LEFT, IN_CARE], "crises": [20, 21, 22]},
        {"status": [IN_CARE, LEFT, IN_CARE], "crises": [120, 121, 122]},
    )
    return [first, second]


def test_of_several_regions_the_same_families_stand_in_the_same_rows_on_both_routes(regions):
    parallel, shared = families_of_both(regions)
    assert parallel["crises"].tolist() == [10, 14, 20, 22]
    assert shared["crises"].tolist() == [110, 114, 120, 122]


@pytest.mark.parametrize("number", [0, 1])
def test_one_region_is_taken_by_itself(regions, number):
    parallel, shared = families_of_both(regions[number : number + 1])
    assert parallel["crises"].tolist() == [[10, 14], [20, 22]][number]
    assert shared["crises"].tolist() == [[110, 114], [120, 122]][number]


def test_every_followed_family_has_one_fate_in_the_counts_of_all_regions():
    # Three followed families here, four there: both stay, only parallel breaks off (twice), only the plan, both.
    here = pair(
        {"broke_off": [0, 2, 1, 5], "followed": [1, 1, 1, 0]}, {"broke_off": [0, 0, 0, 5], "followed": [1, 1, 1, 0]}
    )
    there = pair({"broke_off": [0, 1, 0, 0]}, {"broke_off": [1, 3, 0, 0]})
    assert fates_of([here]).tolist() == [[1, 0], [2, 0]]
    assert fates_of([there]).tolist() == [[2, 1], [0, 1]]
    assert fates_of([here, there]).tolist() == [[3, 1], [2, 1]]


def test_a_family_that_left_keeps_its_fate():
    gone = [LEFT, LEFT]
    found = fates_of([pair({"status": gone, "broke_off": [1, 0]}, {"status": gone, "broke_off": [0, 0]})])
    assert found.tolist() == [[1, 0], [1, 0]]


def test_gains_by_group_are_shared_plan_minus_parallel_over_the_families_of_a_level():
    parallel = records(family_type, 4, members=[0, 1, 4, 2], trust=0.5)
    shared = records(family_type, 4, trust=[0.6, 0.4, 0.9, 0.7])
    parallel["severity"][2], shared["severity"][2] = 0.8, 0.4
    rows = {row["level"]: row for row in gains_of(parallel, shared) if row["group"] == "members"}
    assert [row["families"] for row in rows.values()] == [1, 1, 2]
    assert [row["trust"] for row in rows.values()] == pytest.approx([0.1, -0.1, 0.3])
    assert rows["two people or more"]["severity"] == pytest.approx(-0.2)
