"""Sets of rules: the model's own week, or that week with the rules of extensions put into it.

A set with extensions is a copy of just those rules from which one of its places or replaced rules is reached; all
others are shared. So sets live side by side in one process, and the model's own is what it is without any. Each set is
compiled once for its text and kept in a folder of its own.
"""

import hashlib
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numba.core.errors import NumbaError

from sim import compiled, outcomes, parameters, places, rules_cache, week
from sim.compiled import RULES_VERSION
from sim.extensions.declaring import KINDS, ExtensionError, starting
from sim.extensions.loading import Extension, told
from sim.extensions.making import SetMaker
from sim.world import NO_SET, ExtendedWorld, World, rule_set_of

LETTERS = 16
NUMBER_BYTES = 7  # of the number of a set, so that it fits into a whole number
ROWS = {"family": "family", "person": "person", "tie": "relation", "post": "post", "week": "weekly"}  # beside which
IN_FILE = re.compile(r'File "(?P<file>[^"]+)", line (?P<line>\d+)')
SAYS = ("Unknown attribute", "NameError", "is not defined", "No implementation", "Cannot unify", "Use of", "Failed")


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
        declared = {name: one for extension in self.extensions for name, one in extension.declared.parameters.items()}
        structures = [name for extension in self.extensions for name in extension.declared.structures]
        base = [one for one in parameters.parameters().values() if not one.extension]
        return parameters.filled(parameters.record_with(declared, structures), [*base, *own])

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
        return ExtendedWorld(*world, **own, rule_set=np.array([self.number]))

    @cached_property
    def maker(self) -> SetMaker:
        """What makes its rules."""
        return SetMaker(self.extensions, self.version)

    @cached_property
    def run_weeks(self) -> Callable[[World, int], None]:
        """The rule that lives weeks, with the rules of the extensions in their places."""
        return self.maker.made(week.run_weeks)

    def translate_after_steps(self, world: World) -> None:
        """Translate what stands after a step before all else: what is wrong in it is said within seconds.

        Raises:
            NumbaError: when it cannot be translated.
        """
        if not compiled.compiled_before(self.folder):
            examples = {"world": world, "week": 0, "number": 0, "family": world.family[0], "p": world.p[0]}
            for rule, step in self.maker.after:
                if hasattr(rule, "translate"):  # as it has with the Numba that was tried
                    rule.translate(*(examples[name] for name in places.PLACES[step]))
        self.maker.after.clear()

    def check(self) -> None:
        """Look whether rules, state and numbers of the extensions can stand together; nothing is compiled.

        Raises:
            ExtensionError: one line that names file and line.
        """
        self.maker.made(week.run_weeks)
        starting(self.state["family"], 0)

    def live(self, world: World, until: int) -> None:
        """Live every week from the next one up to, not including, `until`.

        Raises:
            ExtensionError: one line that names file and line, where a rule of an extension cannot be followed.
        """
        try:
            with ONE_AT_A_TIME:
                run_weeks = self.run_weeks
                if self.maker.after:
                    self.translate_after_steps(world)
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
        of_what = next((line for line in lines if line.startswith(">>>")), "") if words.endswith(":") else ""
        return f"{where}: cannot be compiled: {words}{of_what.replace('>>>', '')}"


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
    """Live every week from the next one up to, not including, `until`, by the rules of this region.

    Raises:
        ValueError: when the region has fewer weeks; compiled rules would write behind its last line.
    """
    if until > len(world.weekly):
        raise ValueError(f"weeks must be {until} or more to live that long, not {len(world.weekly)}")
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
