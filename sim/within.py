"""How a rule is translated inside other rules: once for each kind of argument, and into the whole alone.

Numba makes of every function, for every width of the whole numbers it is called with, machine code of its own, with two
wrappers, and again a part of each function that calls it. But Python calls few rules. So a rule stands twice: as Python
calls it, whole, and as other rules call it, as a part that never becomes a program nor is kept by itself.

All this leans on what Numba does not promise, so it is used with versions for which it was tried (``sim.compiled``).
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from llvmlite.binding import parse_assembly
from numba import typeof
from numba.core import ir, types
from numba.core.caching import CompileResultCacheImpl, FunctionCache
from numba.core.compiler import Compiler, Flags, compile_extra
from numba.core.compiler_lock import global_compiler_lock
from numba.core.dispatcher import _FunctionCompiler
from numba.core.registry import CPUDispatcher
from numba.core.sigutils import normalize_signature
from numba.core.targetconfig import ConfigStack
from numba.core.types.functions import BaseFunction
from numba.core.typing.templates import make_concrete_template

from sim.by_address import known_of
from sim.kept_parts import Code, Shelf

NO_VARIABLE = {str, int, bool, type(None), ir.Loc}


class PartCompiler(_FunctionCompiler):
    """Translates a rule as a part."""

    def _compile_core(self, args: tuple[Any, ...], return_type: Any) -> Any:
        flags = Flags()
        self.targetdescr.options.parse_as_flags(flags, self.targetoptions)
        flags.no_compile = flags.no_cpython_wrapper = flags.no_cfunc_wrapper = True
        context = self.targetdescr.target_context
        part = Code(context.codegen(), self.py_func.__qualname__)
        made = compile_extra(
            self.targetdescr.typing_context,
            context,
            self.py_func,
            args=args,
            return_type=return_type,
            flags=flags,
            locals=self.locals,
            library=part,
            pipeline_class=self.pipeline_class,
        )
        return made._replace(entry_point=object())


class Within(CPUDispatcher):
    """A rule as other rules call it.

    Args:
        function: the rule.
        options: of its translation.
        shelf: where its parts are kept; None where they are not.
    """

    def __init__(self, function: Callable[..., Any], options: dict[str, Any], shelf: Shelf | None = None) -> None:
        super().__init__(function, targetoptions=options)
        self._compiler = PartCompiler(function, self.targetdescr, options, {}, Compiler)
        self.shelf = shelf
        self.where = function.__module__, function.__qualname__

    def get_call_template(self, args: tuple[Any, ...], kws: dict[str, Any]) -> tuple[Any, ...]:
        """What a call with arguments of these types gives; the rule is translated when it was not."""
        signature, args = self._compiler.fold_argument_types(args, kws)
        part, name = self.part(tuple(map(widened, args))), self.py_func.__name__
        return make_concrete_template(name, name, [part.signature]), signature, part.signature.args, {}

    def part(self, arguments: tuple[Any, ...]) -> Any:
        """The part for arguments of these types: one that is there, kept, or translated now."""
        known = tuple(map(known_of, arguments)) if self.shelf else arguments
        if known in self.overloads:
            return self.overloads[known]
        context = self.targetdescr.target_context
        part: Any = self.shelf.find(self.where, known, context.codegen()) if self.shelf else None
        if part is None:
            part = self._compiler.compile(known, None)
            if self.shelf:
                self.shelf.fresh.append((self.where, part))
        context.insert_user_function(part.entry_point, part.fndesc, [part.library])
        self.overloads[part.signature.args] = part
        return part


class Program(CompileResultCacheImpl):
    """How a program is kept: beside it only the names of what Python calls, for nobody makes it a part of another.

    Numba keeps it a second time there, as that from which others are translated, and reading that took longer than
    the program itself.
    """

    def reduce(self, made: Any) -> tuple[Any, ...]:
        """What goes to disk."""
        (name, kind, (machine_code, _)), *rest = super().reduce(made)
        called = made.fndesc.llvm_func_name, made.fndesc.llvm_cpython_wrapper_name
        names = "".join(f'define void @"{one}"() {{ unreachable }}\n' for one in called)
        return (name, kind, (machine_code, parse_assembly(names).as_bitcode())), *rest


class Programs(FunctionCache):
    """The programs of a rule on disk.

    Numba reads all that it can translate, and SciPy for the sake of a question, before it looks whether there is one:
    half a second. A compiler that begins sees to that by itself.
    """

    _impl_class = Program

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The program for arguments of these types; None when there is none."""
        return self._load_overload(sig, target_context)


class Rule(CPUDispatcher):
    """A rule as Python calls it: one program with all the rules that it calls.

    Args:
        function: the rule.
        options: of its translation.
        shelf: where the parts of the model's rules are kept; None where they are not.
        own: whether it is one of these, and knows nothing of what extensions declare.
    """

    def __init__(
        self, function: Callable[..., Any], options: dict[str, Any], shelf: Shelf | None = None, own: bool = True
    ) -> None:
        super().__init__(function, targetoptions=options)
        self.shelf, self.own = shelf, own
        self.to_be_kept = False

    def enable_caching(self) -> None:
        """Keep programs on disk; where, is found out for the few rules that Python calls."""
        self.to_be_kept = True

    @cached_property
    def within(self) -> Within:
        """The rule as other rules call it; nobody asks for it where the programs are there."""
        return Within(self.py_func, self.targetoptions, self.shelf if self.own else None)

    @property
    def _numba_type_(self) -> Any:
        return self.within._type  # what other rules find under the rule's name

    def translate(self, *examples: Any) -> None:
        """Translate the rule as other rules call it, for arguments such as these."""
        with translating():
            self.within.get_call_template(tuple(map(typeof, examples)), {})

    def compile(self, sig: Any) -> Any:
        """Find the rule for arguments of these types on disk, or translate it; the parts of the model's are kept."""
        with translating():
            if self.to_be_kept:
                self._cache, self.to_be_kept = Programs(self.py_func), False
            made = super().compile(sig)
            if self.shelf:
                self.shelf.keep(self.py_func.__name__, normalize_signature(sig)[0])
            return made


def widened(one: Any) -> Any:
    """The type as which a part takes an argument: whole numbers of all widths are one, and so are counts.

    Counts stay unsigned, which spares the question whether they are negative, and stay short: of a signed and an
    unsigned number of 64 bits Numba makes a float.
    """
    one = types.unliteral(one)
    if not isinstance(one, types.Integer) or one == types.uint64:
        return one
    return types.int64 if one.signed else types.uint32


@contextmanager
def translating() -> Iterator[None]:
    """Let nobody else translate meanwhile, and this one without what takes time and changes nothing."""
    with global_compiler_lock, resting_collector(), answers_kept(), variables_listed():
        yield


@contextmanager
def resting_collector() -> Iterator[None]:
    """Keep Python from looking for garbage meanwhile: a compiler makes millions of things that stay."""
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()


@contextmanager
def answers_kept() -> Iterator[None]:
    """Let Numba find out once what a function of its own gives for arguments of these types.

    It tries dozens of ways to read each `+` and `[]`, at each place where one stands and in each look at the rule, and
    twenty-four of twenty-five times the answer was found before.
    """
    of_numba, answers = BaseFunction.get_call_type, {}

    def answered(self: Any, context: Any, args: Any, kws: Any) -> Any:
        flags = ConfigStack.top_or_none()
        asked = self, context, args, tuple(kws.items()), flags and flags.summary()
        if asked not in answers:
            signature = of_numba(self, context, args, kws)
            answers[asked] = signature, self._impl_keys[signature.args]
        signature, self._impl_keys[signature.args] = answers[asked]
        return signature

    with put_in(BaseFunction, "get_call_type", answered):
        yield


@contextmanager
def variables_listed() -> Iterator[None]:
    """List the variables of a statement without asking of each text and place in it whether it is one."""
    of_numba = ir.Inst._rec_list_vars

    def listed(self: Any, what: Any) -> list[Any]:
        parts = what.values() if isinstance(what, dict) else what if isinstance(what, list | tuple) else [what]
        found: list[Any] = []
        for one in parts:
            if type(one) is ir.Var:
                found.append(one)
            elif type(one) not in NO_VARIABLE:
                found += of_numba(self, one)
        return found

    with put_in(ir.Inst, "_rec_list_vars", listed):
        yield


@contextmanager
def put_in(owner: Any, name: str, ours: Callable[..., Any]) -> Iterator[None]:
    """Have a function of our own in place of one of Numba's."""
    of_numba = getattr(owner, name)
    setattr(owner, name, ours)
    try:
        yield
    finally:
        setattr(owner, name, of_numba)
