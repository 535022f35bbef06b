"""Sets of rules: the model's own week, or that week with the rules of extensions put into it.

A set with extensions is a copy of just those rules from which one of its places or replaced rules is reached; all
others are shared. So sets live side by side in one process, and the model's own is what it is without any. Each set is
compiled once for its text and kept in a folder of its own.
"""

import builtins
import dis
import hashlib
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import numpy as np
from numba.core.errors import NumbaError

from sim import compiled, outcomes, parameters, places, rules_cache, week
from sim.compiled import OF_A_SET, OPTIONS, RULES_VERSION
from sim.extensions.declaring import KINDS, ExtensionError, OwnRule, starting
from sim.extensions.loading import Extension, told
from sim.world import NO_SET, ExtendedWorld, World, rule_set_of

LETTERS = 16
NUMBER_BYTES = 7  # of the number of a set, so that it fits into a whole number
PLACED = {name: f"after_{name}" for name in places.PLACES}
ROWS = {"family": "family", "person": "person", "tie": "relation", "post": "post", "week": "weekly"}  # beside which
IN_FILE = re.compile(r'File "(?P<file>[^"]+)", line (?P<line>\d+)')
SAYS = ("Unknown attribute", "NameError", "is not defined", "No implementation", "Cannot unify", "Use of", "Failed")


def plain(thing: Any) -> Any:
    """The Python function of a rule; None for what is no rule."""
    function = getattr(thing, "py_func", thing)
    return function if isinstance(function, FunctionType) and hasattr(function, OPTIONS) else None


def named_in(function: FunctionType) -> dict[str, Any]:
    """What a function finds among the names of its module; attributes of the same name are none of these."""
    names = globals_of(function.__code__)
    return {name: function.__globals__[name] for name in names if name in function.__globals__}


@cache
def globals_of(code: CodeType) -> tuple[str, ...]:
    """The names that some code looks up outside of itself."""
    return tuple(dict.fromkeys(one.argval for one in dis.get_instructions(code) if one.opname == "LOAD_GLOBAL"))


@dataclass(frozen=True)
class RuleSet:
    """The week with the rules of some extensions.

    Attributes:
        number: by which a world knows its set.
        extensions: in the order of their names.
    """

    number: int
    extensions: tuple[Extension, ...]

    @cached_property
    def version(self) -> str:
        """What tells its compiled rules from others."""
        text = f"{RULES_VERSION} {' '.join(one.digest for one in self.extensions)}"
        return hashlib.sha256(text.encode()).hexdigest()[:LETTERS]

    @property
    def folder(self) -> Path:
        """Where its compiled rules are kept."""
        return rules_cache.rules_folder(self.version)

    @cached_property
    def declared_record(self) -> np.ndarray:
        """The declared values of model and extensions as one record, shape (1,)."""
        own = [one for extension in self.extensions for one in extension.own_parameters]
        declared = {name: one for name, (_, one) in parameters.base_declarations().items()}
        structures = parameters.forms_of("")
        for extension in self.extensions:
            declared.update(extension.declared.parameters)
            structures += list(extension.declared.structures)
        base = [one for one in parameters.parameters().values() if not one.extension]
        return parameters.filled(parameters.record_of(declared, structures), [*base, *own])

    @cached_property
    def state(self) -> dict[str, dict[str, tuple[str, float]]]:
        """The fields that extensions keep, by kind."""
        found: dict[str, dict[str, tuple[str, float]]] = {kind: {} for kind in KINDS}
        for extension in self.extensions:
            for kind, fields in extension.declared.state.items():
                for name, one in fields.items():
                    if name in found[kind]:
                        raise ExtensionError(
                            f"{extension.file}: state {name} of a {kind} is another extension's already"
                        )
                    found[kind][name] = one
        return found

    def own_array(self, kind: str, rows: int) -> np.ndarray:
        """The state of one kind, every field with the value it begins with."""
        return starting(self.state[kind], rows)

    def extended(self, world: World) -> Any:
        """A region that lives by these rules from now on."""
        own = {f"own_{kind}": self.own_array(kind, len(getattr(world, beside))) for kind, beside in ROWS.items()}
        return ExtendedWorld(*world, **own, rule_set=np.array([self.number]))  # type: ignore[call-arg]

    @cached_property
    def run_weeks(self) -> Callable[[World, int], None]:
        """The rule that lives weeks, with the rules of the extensions in their places."""
        return SetMaker(self).made(week.run_weeks)

    def check(self) -> None:
        """Look whether rules, state and numbers of the extensions can stand together; nothing is compiled.

        Raises:
            ExtensionError: one line that names file and line.
        """
        SetMaker(self)
        starting(self.state["family"], 0)

    def live(self, world: World, until: int) -> None:
        """Live every week from the next one up to, not including, `until`.

        Raises:
            ExtensionError: one line that names file and line, where a rule of an extension cannot be followed.
        """
        with ONE_AT_A_TIME:
            run_weeks = self.run_weeks
        try:
            run_weeks(world, until)
        except NumbaError as error:
            raise ExtensionError(self.explained(str(error))) from error
        except ExtensionError:
            raise
        except Exception as error:  # of a rule that is followed as plain Python, or of a field that is not there
            for extension in self.extensions:
                if isinstance(error, KeyError) and (line := extension.line_with(f".{error.args[0]}")):
                    raise ExtensionError(f"{extension.file}, line {line}: there is no {error.args[0]!r}") from error
                words = told(error, extension.file)
                if words.startswith(f"{extension.file}, line"):
                    raise ExtensionError(words) from error
            raise

    def explained(self, message: str) -> str:
        """What the compiler says, in one line with the place it is about."""
        files = {Path(one.file).name: one.file for one in self.extensions}  # the compiler shortens the way there
        found = [match for match in IN_FILE.finditer(message) if Path(match["file"]).name in files]
        where = f"{files[Path(found[0]['file']).name]}, line {found[0]['line']}" if found else ", ".join(files.values())
        lines = [line.strip() for line in message.splitlines()]
        lines = [line for line in lines if line and not line.startswith(("File ", "Failed in nopython", "During", "<"))]
        words = next((line for says in SAYS for line in lines if says in line), lines[0] if lines else message)
        return f"{where}: cannot be compiled: {words}"


class SetMaker:
    """Makes the rules of a set: of each that leads to a place or a replaced rule a copy, in which these stand."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self.copies: dict[FunctionType, Any] = {}  # by the function that was copied
        self.reaches: dict[FunctionType, bool] = {}
        self.replaced: dict[FunctionType, list[OwnRule]] = {}
        self.known = {function.__name__: function for function in reached(plain(week.run_weeks))}
        for extension in rules.extensions:
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
        made = [self.own_rule(own, {function: rule}) for own in self.replaced[function]]
        both = plain(both_of_a_family if function.__code__.co_argcount == len(places.OF_A_FAMILY) else both_of_a_region)
        assert both is not None
        whole = made[0]
        for one in made[1:]:
            whole = self.copied(both, {"first": whole, "second": one})
        return whole

    def own_rule(self, own: OwnRule, kept: dict[FunctionType, Any]) -> Any:
        """A rule of an extension, with the plain functions of its file that it calls.

        Args:
            own: the rule.
            kept: rules that stay the model's own in it: the one that it replaces.
        """
        return self.of_extension(own.function, kept, {})

    def of_extension(self, function: FunctionType, kept: dict[FunctionType, Any], seen: dict[FunctionType, Any]) -> Any:
        """A function of an extension as a rule."""
        if function in seen:
            if seen[function] is None:
                file, line = function.__code__.co_filename, function.__code__.co_firstlineno
                raise ExtensionError(f"{file}, line {line}: {function.__name__} calls itself")
            return seen[function]
        seen[function] = None
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
            inside = [found for found in map(plain, named_in(function).values()) if found is not None]
            self.reaches[function] = function in self.replaced or any([self.leads_to_others(one) for one in inside])
        return self.reaches[function]

    def copied(self, function: FunctionType, others: dict[str, Any]) -> Any:
        """A function that finds other rules under some names, as a rule of this set."""
        names = {**function.__globals__, "__builtins__": builtins, **others}
        twin = FunctionType(function.__code__, names, function.__name__, function.__defaults__, function.__closure__)
        twin.__module__, twin.__qualname__, twin.__doc__ = function.__module__, function.__qualname__, function.__doc__
        setattr(twin, OF_A_SET, self.rules.version)
        return compiled.translated(twin, getattr(function, OPTIONS, compiled.OF_EVERY_RULE))


def reached(function: FunctionType | None) -> list[FunctionType]:
    """A rule and all rules that it calls, and these call."""
    found: dict[FunctionType, None] = {}
    waiting = [function] if function is not None else []
    while waiting:
        one = waiting.pop()
        if one not in found:
            found[one] = None
            waiting += [inside for inside in map(plain, named_in(one).values()) if inside is not None]
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


SETS: dict[int, RuleSet] = {}  # by number
ONE_AT_A_TIME = threading.RLock()


def rules_of(extensions: Sequence[Extension]) -> RuleSet:
    """The set of rules with some extensions."""
    digest = hashlib.sha256(" ".join(one.digest for one in extensions).encode()).digest()
    number = NO_SET + 1 + int.from_bytes(digest[:NUMBER_BYTES], "little")
    with ONE_AT_A_TIME:
        if number not in SETS:
            outcomes.OWN_MEASURES[number] = {
                name: measure for one in extensions for name, (_, measure) in one.declared.outcomes.items()
            }
            SETS[number] = RuleSet(number, tuple(extensions))
        return SETS[number]


def run_weeks(world: World, until: int) -> None:
    """Live every week from the next one up to, not including, `until`, by the rules of this region."""
    number = rule_set_of(world)
    if number == NO_SET:
        week.run_weeks(world, until)
    else:
        SETS[number].live(world, until)


def empty_weeks(world: Any, weeks: int) -> Any:
    """A region whose weeks from now on are written down on new lines."""
    if not isinstance(world, ExtendedWorld):
        return world
    return world._replace(own_week=SETS[rule_set_of(world)].own_array("week", weeks))
