"""A tuple of arrays is handed from rule to rule by its address, and stays Python's."""

import sys
from types import FunctionType
from typing import NamedTuple

import numba
import numpy as np
import pytest
from numba.core import errors
from numba.core.registry import cpu_target

from sim.by_address import Whole, handed_by_address, known_of
from sim.kept_parts import Shelf
from sim.within import Rule
from sim.world import World
from tests.sim.test_within import OPTIONS, made


class Place(NamedTuple):
    """What rules of this file look at."""

    numbers: np.ndarray
    table: np.ndarray


handed_by_address(Place)


def place():
    """A place with numbers 0 to 3 and an empty table."""
    return Place(np.arange(4.0), np.zeros((2, 3), np.int32))


@made
def put(place, row, number):
    """Write into both arrays."""
    place.table[row, 1] = number
    place.numbers[row] += number
    return place.numbers[row]


@made
def put_in_both(place, number):
    """Hand the place on, twice."""
    return put(place, 0, number) + put(place, 1, number)


def test_a_rule_writes_into_the_arrays_of_who_called_it():
    one = place()
    assert put_in_both(one, 7) == 7.0 + 8.0
    assert one.numbers.tolist() == [7.0, 8.0, 2.0, 3.0]
    assert one.table.tolist() == [[0, 7, 0], [0, 7, 0]]


def test_every_call_sees_the_tuple_that_it_was_given():
    one, other = place(), place()
    assert put(one, 1, 1) == 2.0
    assert put(other._replace(numbers=np.full(9, 5.0)), 1, 1) == 6.0
    assert other.numbers.tolist() == [0.0, 1.0, 2.0, 3.0]
    assert put(other, 1, 1) == 2.0


def test_what_is_handed_on_is_one_address():
    put_in_both(place(), 1)
    (part,) = put.within.overloads.values()
    assert isinstance(part.fndesc.argtypes[0], Whole)
    assert len(cpu_target.target_context.get_arg_packer(part.fndesc.argtypes).argument_types) == 3
    assert isinstance(numba.typeof(World(*([np.zeros(1)] * len(World._fields)))), Whole)


def test_tuples_of_other_arrays_are_of_another_type():
    one = numba.typeof(place())
    assert one == numba.typeof(place())
    assert one != numba.typeof(place()._replace(table=np.zeros((2, 3))))
    assert one != numba.typeof(place()._replace(table=np.zeros((3, 2), np.int32).T))


def test_a_field_that_is_not_there_is_named():
    @made
    def look(place):
        return place.letters

    with pytest.raises(errors.TypingError, match="Unknown attribute 'letters'"):
        look(place())


def test_arrays_are_let_go_also_by_who_counts_references():
    @numba.njit
    def rows(place):
        return len(place.numbers) + len(place.table)

    one = place()
    held = [sys.getrefcount(array) for array in one]
    assert [rows(one) for _ in range(3)] == [6, 6, 6]
    assert [sys.getrefcount(array) for array in one] == held


class ShortPlace(NamedTuple):
    """What rules know of a place."""

    records: np.ndarray
    numbers: np.ndarray


class LongerPlace(NamedTuple):
    """A place with more, of which the first records may be longer."""

    records: np.ndarray
    numbers: np.ndarray
    more: np.ndarray


SHORT = np.dtype([("one", "f8"), ("two", "i4")], align=True)
LONGER = np.dtype([("one", "f8"), ("two", "i4"), ("three", "f8")], align=True)
handed_by_address(LongerPlace, wider={"records": lambda: SHORT})
handed_by_address(ShortPlace, wider={"records": lambda: SHORT})


def of_records(kind, dtype=SHORT):
    """A place of some kind with three records."""
    records = np.zeros(3, dtype)
    records["one"], records["two"] = (1.5, 2.5, 3.5), (1, 2, 3)
    return kind(records.view(np.recarray), *([np.arange(3.0)] * (len(kind._fields) - 1)))


def in_short(place, row, record):
    """A rule that knows of records and numbers."""
    return place.records[row].one + place.numbers[row] + record.two


def begin_in_short(place, row):
    """A rule that hands on all it was given."""
    return in_short(place, row, place.records[row])


def test_a_rule_of_the_model_takes_of_a_longer_place_what_it_knows(tmp_path):
    inner = Rule(in_short, OPTIONS, Shelf(tmp_path))
    outer = FunctionType(begin_in_short.__code__, {**globals(), "in_short": inner})
    assert made(outer)(of_records(LongerPlace, LONGER), 2) == 3.5 + 2 + 3
    (part,) = inner.within.overloads.values()
    assert made(outer)(of_records(ShortPlace), 2) == 3.5 + 2 + 3
    assert [*inner.within.overloads.values()] == [part]  # and no other was made
    assert part.signature.args[0] == numba.typeof(of_records(ShortPlace))


def test_a_rule_that_is_not_the_models_sees_all(tmp_path):
    def in_longer(place, row):
        return place.records[row].three + place.more[row]

    longer = of_records(LongerPlace, LONGER)
    longer.records.three = 4.0
    assert Rule(in_longer, OPTIONS, Shelf(tmp_path), own=False)(longer, 1) == 4.0 + 1.0


@pytest.mark.parametrize(
    ("given", "known"),
    [
        (of_records(LongerPlace, LONGER), of_records(ShortPlace)),
        (of_records(LongerPlace), of_records(ShortPlace)),
        (of_records(ShortPlace, LONGER), of_records(ShortPlace)),
        (of_records(ShortPlace), of_records(ShortPlace)),
        (place(), place()),
        (np.zeros(3, LONGER)[0], np.zeros(3, SHORT)[0]),
        (np.zeros(3, [("two", "f8"), ("one", "f8")])[0], np.zeros(3, [("two", "f8"), ("one", "f8")])[0]),
        (np.zeros(3, [("one", "f8"), ("two", "f8")])[0], np.zeros(3, [("one", "f8"), ("two", "f8")])[0]),
        (np.zeros(3, [("one", "f8")])[0], np.zeros(3, [("one", "f8")])[0]),
        (np.zeros(3, LONGER), np.zeros(3, LONGER)),
        (1.0, 1.0),
    ],
)
def test_what_rules_know_of_an_argument_is_what_it_begins_with(given, known):
    assert known_of(numba.typeof(given)) == numba.typeof(known)


def test_fields_that_no_rule_knows_as_shorter_keep_their_records():
    of_another_kind = of_records(ShortPlace)._replace(numbers=np.zeros(3, LONGER))
    assert dict(known_of(numba.typeof(of_another_kind)).fields)["numbers"] == numba.typeof(np.zeros(3, LONGER))
