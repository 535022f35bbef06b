"""The rules of a set: those of the week from which a place or a replaced rule of extensions is reached, copied.

All others are shared with the model's own week, which stays what it is.
"""

import builtins
import dis
from collections.abc import Sequence
from functools import cache
from types import CodeType, FunctionType
from typing import Any

from sim import compiled, parameters, places, week
from sim.compiled import OF_A_SET, OPTIONS
from sim.extensions.declaring import ExtensionError, OwnRule
from sim.extensions.loading import Extension

PLACED = {name: f"after_{name}" for name in places.PLACES}


def plain(thing: Any) -> Any:
    """The Python function of a rule; None for what is no rule."""
    function = getattr(thing, "py_func", thing)
    return function if isinstance(function, FunctionType) and hasattr(function, OPTIONS) else None


def named_in(function: FunctionType) -> dict[str, Any]:
    """What a function finds among the names of its module; attributes of the same name are none of these."""
    names = globals_of(function.__code__)
    return {name: function.__globals__[name] for name in names if name in function.__globals__}


def may_call(function: FunctionType) -> list[FunctionType]:
    """The rules whose names a function mentions, an attribute of the same name included.

    To read which are meant, of all rules of the model, takes a tenth of a second of every start.
    """
    named = (plain(function.__globals__.get(name)) for name in function.__code__.co_names)
    return [one for one in named if one is not None]


@cache
def globals_of(code: CodeType) -> dict[str, int | None]:
    """The names that some code looks up outside of itself, each with a line where it does."""
    found = [one for one in dis.get_instructions(code) if one.opname == "LOAD_GLOBAL"]
    return {str(one.argval): one.positions.lineno if one.positions else None for one in reversed(found)}


class SetMaker:
    """Makes the rules of a set: of each that leads to a place or a replaced rule a copy, in which these stand."""

    def __init__(self, extensions: Sequence[Extension], version: str) -> None:
        self.version = version
        self.copies: dict[FunctionType, Any] = {}  # by the function that was copied
        self.reaches: dict[FunctionType, bool] = {}
        self.replaced: dict[FunctionType, list[OwnRule]] = {}
        self.after: list[tuple[Any, str]] = []  # rules of extensions, each with the step that it follows
        self.known = {function.__name__: function for function in reached(plain(week.run_weeks))}
        for extension in extensions:
            for own in extension.declared.rules:
                self.put(own)

    def put(self, own: OwnRule) -> None:
        """Note where a rule of an extension goes.

        Raises:
            ExtensionError: when there is no such rule, it takes other arguments, or two replace the same.
        """
        name = PLACED[own.after] if own.after is not None else str(own.replaces).rpartition(".")[2]
        if name not in self.known:
            raise ExtensionError(
                f"{own.where}: no rule {name!r} in the week{parameters.nearest(name, list(self.known))}"
            )
        target = self.known[name]
        if own.replaces is not None:
            takes = target.__code__.co_varnames[: target.__code__.co_argcount]
            if own.function.__code__.co_argcount != len(takes):
                raise ExtensionError(f"{own.where}: {own.function.__name__} replaces {name}({', '.join(takes)})")
            if target in self.replaced:
                raise ExtensionError(f"{own.where}: {name} is replaced already ({self.replaced[target][0].where})")
        self.replaced.setdefault(target, []).append(own)

    def made(self, rule: Any) -> Any:
        """The rule as it is in this set."""
        function = plain(rule)
        if function is None or not self.leads_to_others(function):
            return rule
        if function not in self.copies:
            if function in self.replaced:
                self.copies[function] = self.stands_for(function, rule)
            else:
                others = {name: self.made(one) for name, one in named_in(function).items() if plain(one)}
                self.copies[function] = self.copied(function, others)
        return self.copies[function]

    def stands_for(self, function: FunctionType, rule: Any) -> Any:
        """What the extensions have in the place of a rule, one after the other."""
        made = [self.of_extension(own.function, {function: rule}, {}) for own in self.replaced[function]]
        self.after += [
            (one, own.after) for one, own in zip(made, self.replaced[function], strict=True) if own.after is not None
        ]
        both = plain(both_of_a_family if function.__code__.co_argcount == len(places.OF_A_FAMILY) else both_of_a_region)
        assert both is not None
        whole = made[0]
        for one in made[1:]:
            whole = self.copied(both, {"first": whole, "second": one})
        return whole

    def of_extension(self, function: FunctionType, kept: dict[FunctionType, Any], seen: dict[FunctionType, Any]) -> Any:
        """A function of an extension as a rule, with the functions of its file that it calls.

        Args:
            function: in its file.
            kept: rules that stay the model's own in it: the one that it replaces.
            seen: functions that were met on the way here; those that are not made yet are None.

        Raises:
            ExtensionError: when it calls itself, or names what is not there.
        """
        code = function.__code__
        if function in seen:
            if seen[function] is None:
                where = f"{code.co_filename}, line {code.co_firstlineno}"
                raise ExtensionError(f"{where}: {function.__name__} calls itself")
            return seen[function]
        seen[function] = None
        for name, line in globals_of(code).items():
            if name not in function.__globals__ and not hasattr(builtins, name):
                raise ExtensionError(f"{code.co_filename}, line {line}: there is no {name!r}")
        others: dict[str, Any] = {}
        for name, one in named_in(function).items():
            inside = plain(one)
            if inside in kept:
                others[name] = kept[inside]
            elif inside is not None and inside.__globals__ is not function.__globals__:
                others[name] = self.made(one)
            elif inside is not None or (isinstance(one, FunctionType) and one.__globals__ is function.__globals__):
                others[name] = self.of_extension(inside or one, kept, seen)
        seen[function] = self.copied(function, others)
        return seen[function]

    def leads_to_others(self, function: FunctionType) -> bool:
        """Whether a rule is replaced in this set, or calls one that leads there."""
        if function not in self.reaches:
            self.reaches[function] = function in self.replaced
            self.reaches[function] |= any([self.leads_to_others(one) for one in may_call(function)])
        return self.reaches[function]

    def copied(self, function: FunctionType, others: dict[str, Any]) -> Any:
        """A function that finds other rules under some names, as a rule of this set."""
        names = {**function.__globals__, "__builtins__": builtins, **others}
        twin = FunctionType(function.__code__, names, function.__name__, function.__defaults__, function.__closure__)
        twin.__module__, twin.__qualname__, twin.__doc__ = function.__module__, function.__qualname__, function.__doc__
        setattr(twin, OF_A_SET, self.version)
        return compiled.translated(twin, getattr(function, OPTIONS, compiled.OF_EVERY_RULE))


def reached(function: FunctionType | None) -> list[FunctionType]:
    """A rule and all rules that it calls, and these call."""
    found: dict[FunctionType, None] = {}
    waiting = [function] if function is not None else []
    while waiting:
        one = waiting.pop()
        if one not in found:
            found[one] = None
            waiting += may_call(one)
    return list(found)


@compiled.weekly_rule
def first(*arguments):
    """What comes first; a name to be filled.

    Source: assumed: bookkeeping.
    """


@compiled.weekly_rule
def second(*arguments):
    """What comes second; a name to be filled.

    Source: assumed: bookkeeping.
    """


@compiled.weekly_rule
def both_of_a_family(world, week, number, family, p):
    """Two rules in one place.

    Source: assumed: bookkeeping.
    """
    first(world, week, number, family, p)
    second(world, week, number, family, p)


@compiled.weekly_rule
def both_of_a_region(world, week, p):
    """Two rules in one place.

    Source: assumed: bookkeeping.
    """
    first(world, week, p)
    second(world, week, p)
