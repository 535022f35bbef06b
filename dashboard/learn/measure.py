"""What was measured: the figures of a chapter from what was lived, how each stands, and what is said of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.learn.chapter import SIDES, Chapter, Figure
from dashboard.learn.rounds import Sentence, Standing
from dashboard.words import say
from experiments.numbers import per_hundred, plain, unit_words
from experiments.verdicts import how_sure
from sim.comparison import range_of_mean
from sim.outcomes import MAIN, OUTCOMES
from sim.words import Language

MARK = 10  # what a number from 0 to 1 is multiplied by to be read as a mark


@dataclass(frozen=True)
class Measured:
    """A figure as it came out, as people read it.

    Attributes:
        figure: its declaration.
        value: the mean over paired runs, of `one` minus `other`.
        low, high: 95 % range of that mean.
        one, other: the mean of each side; not a number where there is no other. Of a count, the count and of how many.
        standing: whether there is more or less of it, by what matters or by less than that, or none that can be told;
            of a count, whether it is more than half, or less.
        pairs: paired runs that have a value.
    """

    figure: Figure
    value: float
    low: float
    high: float
    one: float
    other: float
    standing: Standing
    pairs: int

    def unit(self, language: Language) -> str:
        """What it counts in."""
        return unit_of(self.figure, language)

    def shown(self, value: float, language: Language, signed: bool = False) -> str:
        """A number of it, without its unit."""
        return plain(value, self.figure.decimals, signed, language)

    def gaps(self, language: Language) -> dict[str, str]:
        """What fills the gaps of a sentence on it."""
        known = {"one": self.one, "other": self.other, "low": self.low, "high": self.high}
        return {
            "value": self.shown(self.value, language, signed=bool(self.figure.other)),
            "size": self.shown(abs(self.value), language),
            "unit": self.unit(language),
            "pairs": str(self.pairs),
            **{name: self.shown(number, language) for name, number in known.items()},
        }


def unit_of(figure: Figure, language: Language) -> str:
    """What a figure counts in."""
    if figure.mark:
        return say("learn.points", language)
    return figure.unit.to(language) if figure.unit else unit_words(OUTCOMES[figure.outcome], language)


def side_of(chapter: Chapter, values: np.ndarray, side: str, outcome: str) -> np.ndarray:
    """One side of a figure over the paired runs, shape (pairs,).

    Args:
        chapter: whose settings were lived.
        values: outcomes by setting, pair, route and outcome.
        side: ``SETTING.ROUTE``, or a setting for what the plan adds there.
        outcome: which.
    """
    setting, _, route = side.partition(".")
    both = values[list(chapter.settings).index(setting), :, :, MAIN.index(outcome)]
    return both[:, SIDES.index(route)] if route else both[:, 1] - both[:, 0]


def measure(chapter: Chapter, name: str, values: np.ndarray) -> Measured:
    """A figure of a chapter from what was lived, shape (settings, pairs, 2, outcomes)."""
    figure = chapter.figures[name]
    outcome = OUTCOMES[figure.outcome]
    if figure.among:
        return counted(chapter, figure, values)
    times = MARK if figure.mark else 100 if per_hundred(outcome) else 1
    one = times * side_of(chapter, values, figure.one, figure.outcome)
    other = times * side_of(chapter, values, figure.other, figure.outcome) if figure.other else np.zeros_like(one)
    known = np.isfinite(one) & np.isfinite(other)
    differences = (one - other)[known]
    mean = float(differences.mean()) if len(differences) else np.nan
    low, high = range_of_mean(differences)
    return Measured(
        figure,
        mean,
        low,
        high,
        float(one[known].mean()) if known.any() else np.nan,
        float(other[known].mean()) if figure.other and known.any() else np.nan,
        standing(differences, times * outcome.matters_from),
        int(known.sum()),
    )


def counted(chapter: Chapter, figure: Figure, values: np.ndarray) -> Measured:
    """In how many settings the difference that the plan makes stands as the figure says."""
    gains = [side_of(chapter, values, setting, figure.outcome) for setting in figure.among]
    matters = OUTCOMES[figure.outcome].matters_from
    stand = [standing(gain[np.isfinite(gain)], matters) in figure.stands for gain in gains]
    count, of = float(sum(stand)), float(len(stand))
    how: Standing = "more" if 2 * count > of else "less" if 2 * count < of else "close"
    return Measured(figure, count, count, count, count, of, how, values.shape[1])


def standing(differences: np.ndarray, matters_from: float) -> Standing:
    """How a difference stands, by the one rule for verdicts: likely or clear, and by what matters."""
    if not len(differences):
        return "close"
    mean, (low, high) = float(differences.mean()), range_of_mean(differences)
    share = float(((differences > 0) + (differences == 0) / 2).mean())
    if not how_sure(mean, low, high, share, len(differences)):
        return "close"
    if abs(mean) < matters_from:
        return "bit_more" if mean > 0 else "bit_less"
    return "more" if mean > 0 else "less"


def told(chapter: Chapter, sentence: Sentence, found: Measured, language: Language) -> str:
    """What is said of a figure: the chapter's own words for how it stands, else general ones."""
    words = getattr(sentence, found.standing)
    gaps = found.gaps(language)
    if words is not None:
        return str(words.to(language).format(**gaps))
    outcome = OUTCOMES[found.figure.outcome].label.to(language)
    return say(f"learn.said.{found.standing}", language, outcome=outcome, **gaps)


def reveal(chapter: Chapter, says: Sequence[Sentence], values: np.ndarray, language: Language) -> list[str]:
    """All sentences of a reveal, computed from what was lived."""
    return [told(chapter, one, measure(chapter, one.figure, values), language) for one in says]
