"""A test of each of many things fails when one of them does, and names all that do."""

import re

import pytest

from tests.of_each import of_each


def test_what_is_as_it_should_be_passes_and_everything_else_is_named_with_what_is_said_of_it():
    seen = []

    def is_small(number):
        """Less than three."""
        seen.append(number)
        assert number < 3, f"{number} is too large"

    of_each([1, 2])(is_small)()
    with pytest.raises(AssertionError, match=re.escape("3: 3 is too large\nassert 3 < 3\n5: 5 is too large")):
        of_each([3, 1, 5])(is_small)()
    assert seen == [1, 2, 3, 1, 5]
    assert of_each([1])(is_small).__name__ == "is_small"


def test_a_refusal_that_did_not_come_is_a_fault_and_another_error_is_none():
    def refuses(error):
        with pytest.raises(ValueError, match="here"):
            if error is not None:
                raise error

    of_each([ValueError("here")])(refuses)()
    with pytest.raises(AssertionError, match="None: DID NOT RAISE"):
        of_each([None])(refuses)()
    with pytest.raises(KeyError):
        of_each([KeyError("here")])(refuses)()


def test_of_nothing_there_is_no_test():
    with pytest.raises(AssertionError, match="nothing to look at"):
        of_each([])
