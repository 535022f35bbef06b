"""What parameter sets rest on beside the rules: ranges, themes and targets that take part, in twelve letters."""

import hashlib
from collections.abc import Collection

from experiments.parameter_sets.themes import TOGETHER, themes
from sim.behaviour import LETTERS
from sim.parameters import parameters
from validation.calibration.fit import OFF
from validation.targets import of_outcomes


def basis(names: Collection[str]) -> str:
    """A fingerprint of ranges, of what moves together, and of what the targets ask and how far a model may be off.

    Wording does not count: a sentence may be bettered without making sets anew.

    Args:
        names: of the parameters whose ranges count: those that there were.

    Returns:
        Twelve hexadecimal digits.
    """
    known = [one for one in parameters().values() if one.name in names]
    fields = {one.field for one in known}
    asked: list[object] = [(one.name, one.low, one.value, one.high, one.grade, one.kind) for one in known]
    asked += [(one.name, one.members) for one in themes() if fields & {name.removeprefix("-") for name in one.members}]
    asked += [
        (one.name, one.outcome, one.on, one.low, one.high, one.hard, one.held_back, one.solid)
        for one in of_outcomes().values()
    ]
    asked += [TOGETHER, sorted(OFF.items())]
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:LETTERS]
