"""How sure an answer is, apart by what it may hang on: luck, numbers that nobody knows, and what theory leaves open."""

from dataclasses import dataclass

import numpy as np

from experiments.analysis.effects import gain_sign
from experiments.language import say
from sim.words import Language


@dataclass(frozen=True)
class Agreement:
    """How many of some repetitions have the same route ahead as the answer.

    Attributes:
        kind: ``luck``, ``numbers`` or ``theories``: what differs between them.
        agree, among: how many of how many.
        language: of the words.
    """

    kind: str
    agree: int
    among: int
    language: Language

    @property
    def name(self) -> str:
        """What differs."""
        return say(f"sure.{self.kind}", self.language)

    @property
    def words(self) -> str:
        """How many of how many."""
        return say("sure.count", self.language, agree=self.agree, among=self.among)


def agreements(
    differences: np.ndarray, over_numbers: np.ndarray, over_theories: np.ndarray, outcome: str, language: Language
) -> list[Agreement]:
    """Luck, numbers and theories, each by itself; none where neither route is ahead at all.

    Args:
        differences: shared plan minus parallel routes, shape (pairs,).
        over_numbers: the same in plausible worlds, shape (worlds, pairs).
        over_theories: the same under rival forms of rules, one at a time, shape (forms, pairs).
        outcome: in which.
        language: of the words.
    """
    gains = gain_sign(outcome) * differences
    ahead = np.sign(np.nanmean(gains)) if np.isfinite(gains).any() else 0.0
    if not ahead:
        return []
    means = {
        "luck": gains[np.isfinite(gains)],
        "numbers": means_of(gain_sign(outcome) * over_numbers),
        "theories": means_of(gain_sign(outcome) * over_theories),
    }
    return [Agreement(kind, int((np.sign(one) == ahead).sum()), len(one), language) for kind, one in means.items()]


def means_of(gains: np.ndarray) -> np.ndarray:
    """The mean of each row that has one; shape (rows,) from (rows, pairs)."""
    known = gains[np.isfinite(gains).all(axis=1)]
    return known.mean(axis=1)


def sentence(found: list[Agreement], ahead: str, outcome: str, language: Language) -> str:
    """The three of them in one sentence, from ``agreements``."""
    counts = {one.kind: one.words for one in found}
    leads = say(f"verdict.ahead.{ahead}", language)
    return say("sure.sentence", language, outcome=outcome, ahead=leads, **counts)
