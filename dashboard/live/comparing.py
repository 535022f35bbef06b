"""A comparison that grows while somebody looks: a first picture from a few paired runs, then refined in place."""

from dataclasses import dataclass, field
from functools import partial

from dashboard.choices import Choices
from dashboard.live.following import InPictures, Question, Shown
from dashboard.live.once import Once
from dashboard.live.seen import News, Seen
from dashboard.live.wishes import Account, Task, family_weeks, task_of
from sim.comparison import Comparison, Replicate, both_routes, comparison_of, live_replicate
from sim.scenario import Scenario

AT_ONCE = 2  # paired runs of the first picture
# Of the last first pictures, of all visitors: whoever moves a lever of the plan, or puts back one of the world, waits
# for the route with a plan alone. Two megabytes each; of larger regions nothing is kept.
LIVED = Once(kept=32)
LARGEST_KEPT = 120_000  # family-weeks of a route
GROWTH = 5  # each picture after that has so many times as many


@dataclass(frozen=True)
class Asked(Question[Replicate, Comparison]):
    """Which comparison somebody waits for; what is known of it is the comparison of the paired runs so far.

    Attributes:
        scenario, pairs, seed: what is compared.
        choices: what was chosen for it, to say it in words.
    """

    scenario: Scenario
    pairs: int
    seed: int
    choices: Choices = field(compare=False, repr=False)

    def tasks(self) -> list[Task[Replicate]]:
        """The task of living each pair."""
        return [self.pair(number) for number in range(self.pairs)]

    def pair(self, number: int) -> Task[Replicate]:
        """The task of living one pair; for a first picture, but for what was lived for an earlier one."""
        known = number < AT_ONCE and family_weeks(self.scenario, routes=1) < LARGEST_KEPT
        live_both = LIVED.both_routes if known else both_routes
        return task_of(self.scenario, partial(live_replicate, self.scenario, self.seed + number, live_both=live_both))

    def milestones(self) -> list[int]:
        """After how many paired runs there is a new picture: few at first, then ever more at a time."""
        counts = [min(AT_ONCE, self.pairs)]
        while counts[-1] < self.pairs:
            counts.append(min(GROWTH * counts[-1], self.pairs))
        return counts

    def found(self, there: list[Replicate]) -> Comparison:
        """The comparison of the paired runs so far."""
        return comparison_of(self.scenario, self.seed, there)


@dataclass(frozen=True)
class Unhurried(Asked):
    """A comparison that goes before nobody's first picture."""

    def at_once(self) -> int:
        """None of its paired runs are in a hurry."""
        return 0


Compared = Shown[Asked, Comparison]


class Comparing(InPictures[Asked, Comparison]):
    """One visitor's comparison.

    Attributes:
        before: the picture before the last move, as a line to compare with; None without one.
    """

    def __init__(self, account: Account) -> None:
        super().__init__(account)
        self.before: Seen[Compared | None] = Seen(None)

    def at_asking(self, asked: Asked) -> list[News]:
        """The picture of now, when it is whole, is the one before."""
        shown = self.shown.now
        return [(self.before, shown)] if shown and shown.whole and shown.asked != asked else []


def unhurried(choices: Choices) -> Unhurried:
    """The comparison of what the settings of now are held against."""
    baseline = choices.but(**choices.baseline._asdict())
    return Unhurried(baseline.scenario_now(), choices.pairs, choices.seed, baseline)


def asked_for(choices: Choices) -> Asked:
    """The comparison of what is chosen."""
    return Asked(choices.scenario_now(), choices.pairs, choices.seed, choices)
