"""A comparison that grows while somebody looks: a first picture from a few paired runs, then refined in place."""

from dataclasses import dataclass, field

from dashboard.choices import Choices
from dashboard.live.following import InPictures
from dashboard.live.seen import News, Seen
from dashboard.live.wishes import Account, Task, asking, family_weeks
from sim.comparison import Comparison, Replicate, comparison_of, live_replicate
from sim.scenario import Scenario

AT_ONCE = 4  # paired runs of the first picture
GROWTH = 5  # each picture after that has so many times as many


@dataclass(frozen=True)
class Asked:
    """Which comparison somebody waits for.

    Attributes:
        scenario, pairs, seed: what is compared.
        choices: what was chosen for it, to say it in words.
    """

    scenario: Scenario
    pairs: int
    seed: int
    choices: Choices = field(compare=False, repr=False)


@dataclass(frozen=True)
class Shown:
    """A comparison as far as it has come.

    Attributes:
        asked: what was asked for.
        comparison: of the paired runs so far.
        pairs: how many these are.
    """

    asked: Asked
    comparison: Comparison = field(repr=False)
    pairs: int

    @property
    def whole(self) -> bool:
        """Whether all paired runs are in it."""
        return self.pairs == self.asked.pairs


class Comparing(InPictures[Asked, Shown, Replicate]):
    """One visitor's comparison.

    Attributes:
        before: the picture before the last move, as a line to compare with; None without one.
    """

    def __init__(self, account: Account) -> None:
        super().__init__(account)
        self.before: Seen[Shown | None] = Seen(None)

    def tasks(self, asked: Asked) -> list[Task[Replicate]]:
        """The task of living each pair."""
        return [pair_of(asked.scenario, asked.seed + number) for number in range(asked.pairs)]

    def milestones(self, asked: Asked) -> list[int]:
        """Few paired runs at first, then ever more at a time."""
        return milestones(asked.pairs)

    def picture(self, asked: Asked, there: list[Replicate]) -> Shown:
        """The comparison of the paired runs so far."""
        return Shown(asked, comparison_of(asked.scenario, asked.seed, there), len(there))

    def at_asking(self, asked: Asked) -> list[News]:
        """The picture of now, when it is whole, is the one before."""
        shown = self.shown.peek()
        return [(self.before, shown)] if shown and shown.whole and shown.asked != asked else []


def asked_for(choices: Choices) -> Asked:
    """The comparison of what is chosen."""
    return Asked(choices.scenario_now(), choices.pairs, choices.seed, choices)


def pair_of(scenario: Scenario, seed: int) -> Task[Replicate]:
    """The task of living one pair."""
    return Task(lambda between: live_replicate(scenario, seed, asking(scenario, between)), family_weeks(scenario))


def milestones(pairs: int) -> list[int]:
    """After how many paired runs there is a new picture: few at first, then ever more at a time."""
    counts = [min(AT_ONCE, pairs)]
    while counts[-1] < pairs:
        counts.append(min(GROWTH * counts[-1], pairs))
    return counts
