"""What parameter sets rest on beside the rules: ranges, targets and patterns that take part, in twelve letters."""

import hashlib
import inspect
from collections.abc import Callable, Collection

from sim.behaviour import LETTERS
from sim.parameters import parameters
from validation.bench import Bench
from validation.calibration import matching
from validation.patterns import PATTERNS
from validation.sweeps import OneParameter, Sweep
from validation.targets import of_outcomes


def basis(names: Collection[str]) -> str:
    """A fingerprint of ranges, of what the targets ask, of the patterns that take part, and of the looks.

    Wording does not count: a sentence may be bettered without making sets anew.

    Args:
        names: of the parameters whose ranges count: those that there were.

    Returns:
        Twelve hexadecimal digits.
    """
    known = [one for one in parameters().values() if one.name in names]
    asked: list[object] = [(one.name, one.low, one.value, one.high, one.grade, one.kind) for one in known]
    asked += [
        (one.name, one.outcome, one.on, one.low, one.high, one.hard, one.held_back) for one in of_outcomes().values()
    ]
    for key in (*matching.MATCHED_PATTERNS, *matching.CHECKED_PATTERNS):
        asked.append((key, code_of(PATTERNS[key].look)))
    asked += [matching.TOLERANCE, matching.USUAL_LOOKS, matching.PAIR_LOOKS, matching.LUCK_SEEDS]
    asked += [matching.PATTERN_SEED, matching.PATTERN_PAIRS, matching.MOST_KEPT]
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:LETTERS]


def code_of(look: Callable[[Bench], Sweep]) -> str:
    """What a pattern looks at, whatever its layout and its words."""
    if isinstance(look, OneParameter):
        return repr((look.ask, look.outcome, look.parameter, *look.values, look.it))
    return " ".join(inspect.getsource(look).split())
