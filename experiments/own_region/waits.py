"""Posts held against waiting times: how long a list would be with the hours that a region says it has.

The model pays for the hours that give usual care the waits that were measured (``sim/care/capacity.py``). Here that is
turned round. A region is lived up to week 0, which says how many hours its waits ask; the hours that were given take up
a share of what is asked, and the wait at which so many are taken up is the one that goes with them.

Source: derived, the same queue from which people leave as in the model (see ``sim.care.capacity.taken_up``).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from experiments.language import say
from experiments.own_region.making import Made
from sim.care.capacity import taken_up
from sim.names import GP, N_SECTORS, SCHOOL_STAFF, SECTORS
from sim.parameters import as_records
from sim.run import Between, burn_in
from sim.scenario import Scenario
from sim.words import Language, in_form, names

LUCKS = 12  # regions that are lived, with luck of their own
MOST_FAMILIES = 6_000  # in all of them together; larger regions differ less by luck
FEWEST = 3
MOST_WEEKS = 104.0  # beyond this a list is said to be longer
ROUNDS = 3  # in which the wait is found: it changes how often people ask
LOW, HIGH = 0.05, 0.95  # between which nine of ten lucks lie
CLOSE_WEEKS = 2.0  # waits that differ less are not told apart


@dataclass(frozen=True)
class Check:
    """One sector's posts beside its waiting list.

    Attributes:
        sector: of the model.
        hours: given, a week.
        needed: hours a week that the wait of the scenario asks.
        weeks, low, high: the wait that goes with the hours, its median and its range over nine of ten lucks; infinite
            for more than two years.
        given: the wait that was given; None when none was.
    """

    sector: str
    hours: float
    needed: float
    weeks: float
    low: float
    high: float
    given: float | None

    @property
    def apart(self) -> bool:
        """Whether posts and wait do not go together: luck does not explain it, nor are they a week or two apart."""
        if self.given is None:
            return False
        return not self.low <= self.given <= self.high and abs(self.weeks - self.given) > CLOSE_WEEKS

    def text(self, language: Language = "en") -> str:
        """The two beside each other, in a sentence."""
        sector = names("sector")[self.sector].to(language)
        given = in_form(f"{self.given:,.3g}", language) if self.given is not None else ""
        kind = "alone" if self.given is None else "apart" if self.apart else "together"
        told = {"sector": sector[0].upper() + sector[1:], "weeks": self.weeks_in_words(language), "given": given}
        if kind == "apart":
            told |= {
                "hours": in_form(f"{self.hours:,.0f}", language),
                "needed": in_form(f"{self.needed:,.0f}", language),
            }
        return say(f"own_region.check.{kind}", language, **told)

    def weeks_in_words(self, language: Language) -> str:
        """The wait that goes with the hours, with what luck leaves open."""
        weeks, low, high = (week_in_words(one, language) for one in (self.weeks, self.low, self.high))
        told = say("own_region.check.weeks", language, weeks=weeks)
        return told if low == high else say("own_region.check.by_luck", language, weeks=told, low=low, high=high)


def week_in_words(weeks: float, language: Language) -> str:
    """A number of weeks, or that it is more than can be said."""
    if weeks > MOST_WEEKS:
        return say("own_region.check.beyond", language, most=f"{MOST_WEEKS:.0f}")
    return f"{weeks:.0f}"


Luck = Callable[[Between | None], np.ndarray]  # lives a region up to week 0, and hands out the hours of its sectors
Together = Callable[[Sequence[Luck]], list[np.ndarray]]


def one_after_another(lucks: Sequence[Luck]) -> list[np.ndarray]:
    """Each luck lived when the one before it is over."""
    return [one(None) for one in lucks]


def check_waits(made: Made, seed: int = 0) -> list[Check]:
    """What ``checks_of`` says of a scenario with the hours that were given for it."""
    return checks_of(made.scenario, made.hours, {one.name for one in made.given}, seed)


def checks_of(
    own: Scenario,
    hours: Mapping[str, float],
    given: Collection[str],
    seed: int = 0,
    together: Together = one_after_another,
) -> list[Check]:
    """Every sector whose staff was given, except those that have no list in the model (schools and doctors).

    Args:
        own: the region.
        hours: of staff a week, by sector, as given.
        given: names of the settings that were given.
        seed: whose luck.
        together: lives a region several times.
    """
    asked = {sector: each for sector, each in hours.items() if SECTORS.index(sector) not in (SCHOOL_STAFF, GP)}
    if not asked:
        return []
    first = hours_needed(own, seed, together)
    waits = {sector: own.value(f"wait_measured_{sector}") for sector in asked}
    needed, scenario = first, own
    found = {sector: waits_for(sector, asked[sector], needed[sector], waits[sector], scenario) for sector in asked}
    for _ in range(ROUNDS - 1):
        tried = {sector: float(min(np.median(one), MOST_WEEKS)) for sector, one in found.items()}
        scenario = own.replace(**{f"wait_measured_{sector}": weeks for sector, weeks in tried.items()})
        needed = hours_needed(scenario, seed, together)
        found = {sector: waits_for(sector, asked[sector], needed[sector], tried[sector], scenario) for sector in asked}
    return [
        Check(
            sector,
            hours=asked[sector],
            needed=float(np.mean(first[sector])),
            weeks=float(np.median(found[sector])),
            low=float(np.quantile(found[sector], LOW, method="lower")),
            high=float(np.quantile(found[sector], HIGH, method="higher")),
            given=waits[sector] if f"wait_measured_{sector}" in given else None,
        )
        for sector in asked
    ]


def hours_needed(scenario: Scenario, seed: int, together: Together = one_after_another) -> Mapping[str, np.ndarray]:
    """Hours a week that the waits of a scenario ask, by sector: one number for each luck."""
    lucks = range(min(LUCKS, max(FEWEST, MOST_FAMILIES // scenario.families)))
    found = together([partial(hours_paid, scenario, seed + luck) for luck in lucks])
    return dict(zip(SECTORS, np.transpose(found)))


def hours_paid(scenario: Scenario, seed: int, between: Between | None = None) -> np.ndarray:
    """Hours a week that one region pays for at week 0, shape (sectors,)."""
    world = burn_in(scenario, seed, between=between)
    sector, fte = world.post["sector"], world.post["fte"]
    capacity = world.sector["capacity"][sector]
    paid = fte * capacity * world.p[0].hours[sector]
    return np.bincount(sector, paid, minlength=N_SECTORS)


def waits_for(sector: str, hours: float, needed: np.ndarray, weeks: float, scenario: Scenario) -> np.ndarray:
    """The waits at which so many hours are enough, where `needed` are for a wait of `weeks`; one for each luck."""
    p = as_records([dict(scenario.settings)])[0]
    number = SECTORS.index(sector)

    def share(wait: float) -> float:
        p.wait_measured[number] = wait
        return float(taken_up.py_func(number, p))

    usual = share(weeks)
    return np.array([wait_at(share, usual * hours / one) for one in needed])


def wait_at(share: Callable[[float], float], wanted: float) -> float:
    """The wait at which a share of what is asked is taken up: none where more would be, infinite beyond two years."""
    from scipy.optimize import brentq  # half a second, which pages need not wait for

    if wanted >= share(0.0):
        return 0.0
    if wanted <= share(MOST_WEEKS):
        return float("inf")
    return float(brentq(lambda wait: share(wait) - wanted, 0.0, MOST_WEEKS, xtol=1e-3))
