"""A tuple of arrays is handed from rule to rule by its address, and stays Python's."""

import sys
from typing import NamedTuple

import numba
import numpy as np
import pytest
from numba.core import errors
from numba.core.registry import cpu_target

from sim.by_address import Whole, handed_by_address, is_also
from sim.world import World
from tests.sim.test_within import made


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


class LongerPlace(NamedTuple):
    """A place with more, of which the first records are longer."""

    records: np.ndarray
    numbers: np.ndarray
    more: np.ndarray


class ShortPlace(NamedTuple):
    """What rules know of it."""

    records: np.ndarray
    numbers: np.ndarray


handed_by_address(LongerPlace, wider=("records",))
handed_by_address(ShortPlace, wider=("records",))
SHORT = np.dtype([("one", "f8"), ("two", "i4")], align=True)
LONGER = np.dtype([("one", "f8"), ("two", "i4"), ("three", "f8")], align=True)


def of_records(kind, dtype=SHORT):
    """A place of some kind with three records."""
    records = np.zeros(3, dtype)
    records["one"], records["two"] = (1.5, 2.5, 3.5), (1, 2, 3)
    return kind(records.view(np.recarray), *([np.arange(3.0)] * (len(kind._fields) - 1)))


def test_a_rule_that_knows_less_takes_what_begins_the_same():
    @made
    def in_short(place, row, record):
        return place.records[row].one + place.numbers[row] + record.two

    @made
    def begin(place, row):
        return in_short(place, row, place.records[row])

    assert begin(of_records(ShortPlace), 2) == 3.5 + 2 + 3
    (part,) = in_short.within.overloads.values()
    assert begin(of_records(LongerPlace, LONGER), 2) == 3.5 + 2 + 3
    assert [*in_short.within.overloads.values()] == [part]  # and no other was made


@pytest.mark.parametrize(
    ("given", "asked", "also"),
    [
        (of_records(LongerPlace, LONGER), of_records(ShortPlace), True),
        (of_records(LongerPlace), of_records(ShortPlace), True),
        (of_records(ShortPlace), of_records(LongerPlace), False),
        (of_records(ShortPlace), of_records(ShortPlace, LONGER), False),
        (of_records(LongerPlace)._replace(numbers=np.zeros(3, np.float32)), of_records(ShortPlace), False),
        (place(), of_records(ShortPlace), False),
        (np.zeros(3, LONGER)[0], np.zeros(3, SHORT)[0], True),
        (np.zeros(3, SHORT)[0], np.zeros(3, LONGER)[0], False),
        (np.zeros(3, [("two", "f8"), ("one", "f8")])[0], np.zeros(3, [("one", "f8")])[0], False),
        (1.0, 1.0, True),
        (1.0, 1, False),
    ],
)
def test_what_begins_the_same_is_found_by_its_types(given, asked, also):
    assert is_also(numba.typeof(given), numba.typeof(asked)) is also


def test_records_whose_length_gives_their_place_are_not_taken_as_shorter_ones():
    fields = [("records", numba.typeof(np.zeros(3, one))) for one in (LONGER, SHORT)]
    given, asked = (Whole("Place", (one,)) for one in fields)
    assert not is_also(given, asked)
    by_strides = [Whole("Place", ((name, one.copy(layout="A")),)) for name, one in fields]
    assert is_also(*by_strides)


def test_fields_of_other_names_are_not_taken_for_each_other():
    array = numba.typeof(np.zeros(1))
    assert not is_also(Whole("Place", (("one", array),)), Whole("Place", (("other", array),)))
