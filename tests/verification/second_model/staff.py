"""Posts, the professionals on them, and the organisations that they belong to (M1, M3, acquaintance of M9)."""

import math
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import mesa
import numpy as np

from tests.verification.second_model.settings import YEAR, around

LOOKING_BACK_WEEKS = 8
KNOWN_AT_MOST = 12
PAID_OFF_AT_MOST = 0.12  # of a week, for each kind of promised work


class Organisation(mesa.Agent):
    """A team, service, school or practice: posts and a waiting list."""

    def __init__(self, region: Any, sector: str, care_structure: float) -> None:
        super().__init__(region)
        self.sector = sector
        self.care_structure = care_structure
        self.posts: list[Post] = []
        self.urgent: list[Any] = []  # needs, by date
        self.others: list[Any] = []

    def places(self, urgent: bool) -> list[Any]:
        return self.urgent if urgent else self.others

    def first_on_list(self) -> Any | None:
        return next(iter(self.urgent or self.others), None)


class Professional(mesa.Agent):
    """The person who holds a post now."""

    def __init__(self, region: Any, since: float, draw: Callable[[], float], sector: str) -> None:
        super().__init__(region)
        p = region.p
        self.since = since
        self.self_efficacy = around(p.self_efficacy, p.family_spread, draw())
        self.embedding = around(p.embedding[sector], p.family_spread, draw())
        self.chairing = around(p.chairing_skill, p.family_spread, draw())
        self.strain = p.family_spread * draw()
        self.pressure = 0.0
        self.coordinating = 0
        self.knows: dict[Professional, tuple[float, int]] = {}  # familiarity, and the week they last met

    def skill(self, week: int) -> float:
        p = self.model.p
        return 1 - p.newcomer_lacks * math.exp(-(week - self.since) / p.new_weeks)

    def familiarity(self, other: "Professional", week: int) -> float:
        known, last = self.knows.get(other, (0.0, week))
        return known / (1 + self.model.p.familiarity_fades * (week - last))

    def meet(self, other: "Professional", hours: float, week: int) -> None:
        known = self.familiarity(other, week)
        known += min(1, self.model.p.acquainted_per_hour * hours) * (1 - known)
        if other not in self.knows and len(self.knows) == KNOWN_AT_MOST:
            del self.knows[min(self.knows, key=lambda one: self.familiarity(one, week))]
        self.knows[other] = known, week


class Post:
    """A job, with the hours of this week; the person in it comes and goes."""

    def __init__(self, region: Any, number: int, organisation: Organisation, fte: float) -> None:
        self.region = region
        self.organisation = organisation
        self.sector = organisation.sector
        self.fte = fte
        self.weekly = region.luck("week of a post", number)
        self.traits = region.luck("newcomers", number).random
        since = region.week - self.traits() * region.p.first_tenure_weeks
        self.person = self.first = Professional(region, since, self.traits, self.sector)  # a leaver until a newcomer
        self.filled = True
        self.away = False  # this week: nobody there, or ill
        self.vacant_until = 0
        self.ill_until = -math.inf
        self.caseload = 0
        self.expected = 0.0  # hours a week that cases, meetings and promises ask, as a running mean
        self.owed = {"reading": 0.0, "preparation": 0.0}
        self.left = 0.0  # hours of this week
        self.wanted = 0.0  # hours that were asked for meetings and promises, fitting or not
        self.contact_due = self.contact_early = 0.0
        self.contact_share = self.early_share = 1.0
        self.contact_taken = 0.0
        self.contact_expected = 0.0  # hours that were due last week, or that appointments took

    @property
    def p(self) -> SimpleNamespace:
        return self.region.p

    def staff(self, week: int) -> None:
        """The person leaves, falls ill or stays; a newcomer begins on an open post."""
        p = self.p
        leaves, falls_ill, how_long = self.weekly.random(3).tolist()
        if not self.filled:
            if week >= self.vacant_until:
                self.person.remove()
                self.person, self.filled = Professional(self.region, week, self.traits, self.sector), True
                self.owed = dict.fromkeys(self.owed, 0.0)
            return
        rate = min(p.turnover_rate * p.turnover_ratio[self.sector], 0.95)
        hazard = -math.log(1 - rate) / YEAR * (1 + p.pressure_drives_out * self.person.pressure)
        if week - self.person.since < p.new_weeks:
            hazard *= p.new_leave_ratio * (1 - p.induction)
        if leaves < 1 - math.exp(-hazard):
            self.filled = False
            self.vacant_until = week + max(1, int(p.vacancy_weeks))
            self.ill_until = -math.inf
        elif week >= self.ill_until and falls_ill < p.absence_share / (p.illness_weeks * (1 - p.absence_share)):
            self.ill_until = week - math.log(1 - how_long) * p.illness_weeks

    def there(self) -> float:
        """Hours of a week of somebody who is well."""
        p = self.p
        paid = p.hours[self.sector] * self.fte * self.region.capacity[self.sector]
        return paid * (1 + p.extra_capacity[self.sector]) * (1 - p.time_shortage)

    def for_families(self) -> float:
        """Hours of a week that administration and team work leave."""
        there = self.there()
        administration = min(
            there, self.p.administration_share * there + self.p.administration_per_case * self.caseload
        )
        return max(0.0, there - administration - self.p.team_work_share * there)

    def start_the_week(self, week: int) -> None:
        self.contact_expected = max(self.contact_due, self.contact_taken)
        if self.filled and not self.away:
            self.expected += (self.contact_expected + self.wanted - self.expected) / LOOKING_BACK_WEEKS
        self.away = not self.filled or week < self.ill_until
        self.wanted = self.contact_due = self.contact_early = self.contact_taken = 0.0
        self.left = 0.0 if self.away else self.for_families()
        for kind, hours in self.owed.items():
            if not self.away:
                self.owed[kind] = hours - self.spend(min(hours, PAID_OFF_AT_MOST * self.there()))

    def spend(self, hours: float) -> float:
        """Hours for meetings, reading and what is promised; gives those that fitted."""
        fitted = min(hours, self.left)
        self.wanted += hours
        self.left -= fitted
        return fitted

    def room(self) -> float:
        """Hours for meetings, after appointments as far as this sector puts them first."""
        return self.left - self.p.contact_first[self.sector] * self.contact_expected

    def hours_of_a_case(self) -> float:
        return self.p.appointments_per_week[self.sector] * self.p.appointment_hours[self.sector]

    def has_room(self) -> bool:
        """Whether the hours of one case more are expected to fit."""
        short = self.p.time_shortage / (1 - self.p.time_shortage)
        return self.expected + self.hours_of_a_case() <= self.for_families() * (1 + self.p.shortage_shortens * short)

    def share_out_hours(self) -> None:
        self.contact_share = min(1, self.left / self.contact_due) if self.contact_due else 1.0
        rest = max(0.0, self.left - self.contact_due)
        self.early_share = min(1, rest / self.contact_early) if self.contact_early else 1.0

    def close_the_week(self) -> None:
        if self.away:
            return
        person, p = self.person, self.p
        person.pressure += p.pressure_memory * (1 - self.contact_share - person.pressure)
        person.strain += p.strain_rise * person.pressure * (1 - person.strain) - p.strain_rest * person.strain


def posts_of_a_sector(region: Any, sector: str, families: int) -> list[tuple[Organisation, float]]:
    """For each post its organisation and its full weeks of work; organisations differ, the sector has what it needs."""
    p = region.p
    draw: np.random.Generator = region.luck("organisations", sorted(p.caseload).index(sector))
    weeks = max(1.0, families * p.cases_per_family[sector]) / p.caseload[sector]
    posts = math.ceil(weeks)
    count = max(1, round(posts / p.posts_per_organisation[sector]))
    structure = [around(p.school_care_structure, p.family_spread, u) for u in draw.random(count).tolist()]
    richness = [math.exp(p.organisations_differ * (2 * u - 1)) for u in draw.random(count).tolist()]
    organisations = [Organisation(region, sector, structure[one]) for one in range(count)]
    places = [(organisations[at * count // posts], richness[at * count // posts]) for at in range(posts)]
    mean = sum(rich for _, rich in places) / posts
    return [(organisation, weeks / posts * rich / mean) for organisation, rich in places]
