"""What the compiling of rules asks of Numba beyond what Numba promises still acts in the version that is installed."""

import re
from pathlib import Path

import numba
import numpy as np
import pytest

from sim.agents.cases import open_a_case
from sim.compiled import OF_EVERY_RULE, RULES_FOLDER, record
from sim.within import Programs


def total(values):
    """A sum over a list of arrays, for which Numba counts references unless it is told not to."""
    kept = values
    several = (kept, values[1:])
    return several[0].sum() + several[1].sum()


def test_records_have_short_names_that_tell_layouts_apart():
    one, same, other = (
        numba.from_dtype(record([("severity", "f8", (8,)), (name, "f8")])) for name in ("trust", "trust", "direction")
    )
    assert re.fullmatch(r"Record\([0-9a-f]{12}\)", one.name)
    assert one.name == same.name != other.name


@pytest.mark.slow
def test_rules_do_not_count_references():
    counting = numba.njit(total)
    rule = numba.njit(**OF_EVERY_RULE)(total)
    values = np.arange(3.0)
    assert counting(values) == rule(values) == 6.0
    (counted,), (not_counted,) = counting.inspect_llvm().values(), rule.inspect_llvm().values()
    assert "NRT_incref" in counted or "NRT_decref" in counted
    assert "NRT_incref" not in not_counted
    assert "NRT_decref" not in not_counted


def test_rules_are_kept_in_their_own_folder():
    assert Path(Programs(open_a_case.py_func).cache_path).parent == RULES_FOLDER
