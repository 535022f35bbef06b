"""What is left of an answer when only what was measured or published is taken for certain.

Every other number lies anywhere in its range: it is drawn from its prior, as calibration draws it. What a scenario sets
itself stays, and so do levers: these are choices. Who does better over all draws is said by the one rule
(``verdicts``), a draw in the place of a paired run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.findings import Finding
from experiments.language import joined, say
from experiments.parameter_sets.draws import sample
from experiments.parameter_sets.kept import with_parameter_set
from experiments.parameter_sets.priors import settings_of
from experiments.verdicts import Verdict, verdict_of_pairs
from sim.parameters import parameters
from sim.scenario import Scenario
from sim.words import Language

CERTAIN = ("measured", "literature")  # grades of what was measured, or stands in a publication


@dataclass(frozen=True)
class Left:
    """What is left of one finding.

    Attributes:
        finding: with every number as it is set.
        verdict: over the draws of all that is not certain.
        agree, among: in how many draws the same route is ahead, of how many.
    """

    finding: Finding
    verdict: Verdict
    agree: int
    among: int

    @property
    def stays(self) -> bool:
        """Whether the route that does better still does."""
        return self.verdict.better == self.finding.verdict.better

    @property
    def words(self) -> str:
        """What the finding is about, and in how many draws it stays."""
        label = self.finding.label[:1].lower() + self.finding.label[1:]
        return say("published.one", self.finding.language, label=label, agree=self.agree, among=self.among)


def in_draws(scenario: Scenario, draws: int, seed: int = 0) -> list[Scenario]:
    """A scenario with all that is not certain drawn anew, as often as asked; a power of two spreads best."""
    known = parameters()
    found = []
    for values in sample(draws, seed).values:
        drawn = {name: value for name, value in settings_of(values).items() if known[name].grade not in CERTAIN}
        found.append(with_parameter_set(scenario, drawn))
    return found


def left_of(found: Sequence[Finding], gains: Mapping[str, np.ndarray]) -> list[Left]:
    """What is left of the findings in which a route does better.

    Args:
        found: findings with every number as it is set.
        gains: by outcome what the shared plan gains in each draw, shape (draws, pairs).
    """
    left = []
    for one in (one for one in found if one.verdict.better):
        lived = gains[one.outcome.name]
        means = lived[np.isfinite(lived).all(axis=1)].mean(axis=1)
        ahead = means > 0 if one.verdict.better == "shared_plan" else means < 0
        verdict = verdict_of_pairs(means, one.outcome.matters_from)
        left.append(Left(one, verdict, int(ahead.sum()), len(means)))
    return left


def sentence(left: Sequence[Left], language: Language) -> str:
    """How many of the figures stay, and which do not."""
    if not left:
        return say("published.nothing", language)
    said = [say("published.count", language, count=len(left), stays=sum(one.stays for one in left))]
    for key, stays in (("kept", True), ("lost", False)):
        if names := [one.words for one in left if one.stays == stays]:
            said.append(say(f"published.{key}", language, names=joined(names, language)))
    return " ".join(said)
