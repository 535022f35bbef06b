"""A rule is translated once for all that call it, and made a program only for Python; the hooks for that still act."""

import gc
from types import SimpleNamespace

import numba
import numpy as np
import pytest
from llvmlite.binding import parse_bitcode
from numba.core import event, ir, types
from numba.core.types.functions import BaseFunction

from sim import compiled
from sim.compiled import OF_EVERY_RULE
from sim.within import Program, Rule, answers_kept, resting_collector, variables_listed, widened

OPTIONS = {"nopython": True, "boundscheck": None, **OF_EVERY_RULE}


def larger(one, other):
    """The larger of two numbers, as a rule that other rules call."""
    return one if one > other else other


def made(function, **more):
    """A function as a rule that is not kept on disk."""
    return Rule(function, {**OPTIONS, **more})


@pytest.mark.slow
@pytest.mark.parametrize("forceinline", [False, True])
def test_a_rule_gives_the_same_to_other_rules_and_to_python(forceinline):
    inner = made(larger, forceinline=forceinline)

    @made
    def twice(values):
        return inner(values[0], values[1]) + inner(values[1], 2.5)

    assert twice(np.array([1.0, 3.0])) == 6.0
    assert inner(1.0, 3.0) == 3.0


def test_a_rule_that_only_rules_call_is_no_program_of_its_own():
    inner = made(larger)

    @made
    def outer(one, other):
        return inner(one, other)

    assert outer(2.0, 3.0) == 3.0
    assert inner.signatures == []
    (part,) = inner.within.overloads.values()
    (whole,) = outer.overloads.values()
    assert [one.name for one in part.library.get_defined_functions()] == [part.fndesc.llvm_func_name]
    assert whole.fndesc.llvm_cpython_wrapper_name in {one.name for one in whole.library.get_defined_functions()}
    assert not part.library._codegen._engine.is_symbol_defined(part.fndesc.llvm_func_name)


def test_a_rule_is_translated_once_for_whole_numbers_of_all_widths():
    inner = made(larger)

    @made
    def outer(short, long):
        return inner(short, 1) + inner(long, short) + inner(0, long)

    assert outer(np.int8(4), 5) == 14
    assert list(inner.within.overloads) == [(types.int64, types.int64)]


@pytest.mark.slow
def test_a_program_on_disk_holds_machine_code_and_names_but_not_what_others_would_be_translated_from():
    rule = made(larger)
    rule(1.0, 3.0)
    (whole,) = rule.overloads.values()
    (_, _, (machine_code, beside)), *_ = Program(larger).reduce(whole)
    assert machine_code == whole.library.serialize_using_object_code()[2][0]
    kept = {one.name: str(one) for one in parse_bitcode(beside).functions}
    assert list(kept) == [whole.fndesc.llvm_func_name, whole.fndesc.llvm_cpython_wrapper_name]
    assert all("unreachable" in text and "fcmp" not in text for text in kept.values())


def test_counts_stay_counts_so_that_no_sum_becomes_a_float():
    assert [widened(one) for one in (types.uint8, types.uint32, types.uint64)] == [
        types.uint32,
        types.uint32,
        types.uint64,
    ]
    assert widened(types.literal(3)) == types.int64
    assert widened(types.boolean) == types.boolean
    assert widened(types.float64) == types.float64

    @made
    def place(count, step):
        return count + step

    @made
    def outer(count):
        return place(count, -1)

    assert outer(np.uint8(3)) == 2
    assert isinstance(outer(np.uint8(3)), int)


class Collector(event.Listener):
    """Notes whether Python looks for garbage while a rule is translated."""

    def __init__(self):
        self.worked = []

    def on_start(self, event):
        self.worked.append(gc.isenabled())

    def on_end(self, event):
        self.worked.append(gc.isenabled())


def test_python_looks_for_no_garbage_while_a_rule_is_translated():
    seen = Collector()
    assert gc.isenabled()
    with event.install_listener("numba:compile", seen):
        made(larger)(1, 2)
    assert seen.worked == [False, False]
    assert gc.isenabled()


def test_a_collector_that_rested_before_rests_after():
    gc.disable()
    try:
        with resting_collector():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_numba_finds_out_once_what_a_sum_of_two_numbers_is():
    asked = []

    class Counting(BaseFunction):
        key = property(id)

        def __init__(self):
            self.name, self._impl_keys = "counting", {}

    def found_out(self, context, args, kws):
        asked.append((args, kws))
        self._impl_keys[args] = f"for {args}"
        return SimpleNamespace(args=args)

    with pytest.MonkeyPatch.context() as numbas:
        numbas.setattr(BaseFunction, "get_call_type", found_out)
        one, other = Counting(), Counting()
        with answers_kept():
            assert one.get_call_type("here", ("f8", "f8"), {}).args == ("f8", "f8")
            one._impl_keys.clear()
            assert one.get_call_type("here", ("f8", "f8"), {}).args == ("f8", "f8")
            assert one._impl_keys == {("f8", "f8"): "for ('f8', 'f8')"}
            assert len(asked) == 1
            one.get_call_type("here", ("f8", "i8"), {})
            one.get_call_type("there", ("f8", "f8"), {})
            one.get_call_type("here", ("f8", "f8"), {"third": "f8"})
            other.get_call_type("here", ("f8", "f8"), {})
            assert len(asked) == 5
        assert BaseFunction.get_call_type is found_out
        with pytest.raises(KeyError), answers_kept():
            raise KeyError
        assert BaseFunction.get_call_type is found_out


def test_a_statement_has_the_variables_that_numba_finds_in_it():
    here = ir.Loc("nowhere", 1)
    one, other, third = (ir.Var(None, name, here) for name in ("one", "other", "third"))
    call = ir.Expr.call(one, (other, 3), (("by", third),), here, vararg=other)
    for statement in (
        ir.Assign(call, third, here),
        ir.Return(one, here),
        ir.Expr.build_map([(one, other)], 1, {}, {}, here),
    ):
        of_numba = statement.list_vars()
        with variables_listed():
            assert ir.Inst._rec_list_vars.__name__ == "listed"
            assert statement.list_vars() == of_numba
    assert ir.Inst._rec_list_vars.__name__ == "_rec_list_vars"


def test_with_another_numba_rules_are_translated_its_own_way(monkeypatch):
    assert compiled.TRIED
    assert type(compiled.rule(larger)) is Rule
    monkeypatch.setattr(compiled, "TRIED", False)
    assert type(compiled.weekly_rule(larger)) is type(numba.njit(larger))
