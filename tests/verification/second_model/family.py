"""A family: its people, its needs, who helps it, and what a week does to it (M5, M8)."""

import math
from dataclasses import dataclass
from typing import Any

import mesa

from tests.verification.second_model.settings import (
    DOMAINS,
    OF_CHILDREN,
    OF_PARENTS,
    SERVED_BY,
    YEAR,
    around,
    grow,
    mean,
    shrink,
)
from tests.verification.second_model.staff import Organisation, Post, Professional

MOST_CHILDREN = 4
MOST_MEMBERS = 4
EVENT, EVENT_DOMAIN, EVENT_NEED, EVENT_SIZE, ASKS, BREAKS_OFF, COMES_BACK, NOISE = range(8)  # places in a week's luck


class Person(mesa.Agent):
    """A parent, or a child with a birth week and a school."""

    def __init__(self, region: Any, born: float | None, school: Organisation | None) -> None:
        super().__init__(region)
        self.born = born
        self.school = school
        self.mentor: Post | None = None  # as last looked up

    def age(self, week: int) -> float:
        assert self.born is not None
        return (week - self.born) / YEAR

    def at_school(self, week: int) -> bool:
        return self.model.p.school_from_age <= self.age(week) < self.model.p.school_to_age

    def is_child(self, week: int) -> bool:
        return bool(self.age(week) < self.model.p.adult_age)


@dataclass(slots=True, eq=False)
class Tie:
    """One family and one professional, who may help with several of its needs."""

    post: Post
    person: Professional
    bond: float
    known: float  # share of the family's story
    ceiling: float  # the bond that these two can come to have
    luck: float  # what makes the family end this help sooner or later
    consent: bool = False
    always: bool = False
    cases: int = 0
    since: float = -math.inf
    closed: float = -math.inf
    successor_since: float = -math.inf
    streak: int = 0
    sat_at_table: bool = False

    @property
    def there(self) -> bool:
        """Whether the person whom the family knows is on the post and well."""
        return not self.post.away and self.post.person is self.person


@dataclass(slots=True, eq=False)
class Need:
    family: "Family"
    domain: str
    person: Person | None  # None for the household
    severity: float
    set_point: float
    wish: float
    asks_from: float
    status: str = "none"  # none, waiting, open
    since: int = 0
    until: float = 0.0
    urgent: bool = False
    tie: Tie | None = None
    due: float = 0.0
    position: float = 0.0
    own_position: float = 0.0
    goal: bool = False

    @property
    def sector(self) -> str:
        return SERVED_BY[self.domain]

    @property
    def organisation(self) -> Organisation:
        """Whose list it is on: the child's own school, else the family's own of that sector."""
        if self.domain == "school":
            assert self.person is not None and self.person.school is not None
            return self.person.school
        return self.family.home[self.sector]

    @property
    def helper(self) -> Tie:
        """Who helps with an open need."""
        assert self.tie is not None
        return self.tie

    def fit(self) -> float:
        return 1 - abs(self.position - self.wish) / 2


@dataclass(slots=True)
class Member:
    """Somebody of the family's own network."""

    closeness: float
    gives: float
    strain: float


@dataclass(slots=True)
class Plan:
    active: bool = False
    coordinator: Tie | None = None
    person: Professional | None = None  # who coordinates
    next_table: float = math.inf
    tables: int = 0
    fidelity: float = 0.0
    current: float = 0.0


@dataclass(slots=True)
class Books:
    """What is counted of a family from week 0 on."""

    weeks: int = 0
    weeks_helped: int = 0  # appointments found it with an open case
    weeks_in_care: int = 0
    helper_weeks: int = 0
    contacts: int = 0
    contact_hours: float = 0.0  # missed ones apart
    stories_retold: int = 0
    ended_early: int = 0


class Family(mesa.Agent):
    """A household with problems in several life domains."""

    def __init__(self, region: Any, number: int) -> None:
        super().__init__(region)
        p, week = region.p, region.week
        self.number = number
        self.weekly = region.luck("week of a family", number)
        self.chance = region.luck("what befalls a family", number)
        draw = region.luck("who a family is", number)
        u = draw.random
        self.parents = [Person(region, None, None) for _ in range(1 if u() < p.single_parent_share else 2)]
        children = 1
        while children < MOST_CHILDREN and u() >= p.one_child_share:
            children += 1
        self.children = [
            Person(region, week - u() * p.adult_age * YEAR, region.organisation_for("school", u()))
            for _ in range(children)
        ]
        self.home = {s: region.organisation_for(s, u()) for s in sorted(set(SERVED_BY.values()) - {"school"})}
        self.ability = around(p.ability, p.family_spread, u())
        self.trust = self.trust_before = around(p.first_trust, p.family_spread, u())
        self.overload = around(p.first_overload, p.family_spread, u())
        self.direction = self.ability
        self.resilience = 1 + p.family_spread * (2 * u() - 1)
        self.asked = u() < p.consent_asked
        self.plan_luck = u()
        grown_up = (p.leaving_age - min(child.age(week) for child in self.children)) * YEAR
        self.moves_away = week + min(draw.exponential(YEAR / p.moving_rate), grown_up)
        of_family = draw.standard_normal()
        self.needs = [
            self.be_a_need(domain, person, of_family, draw, week) for domain in DOMAINS for person in self.whom(domain)
        ]
        self.in_domain = {d: [need for need in self.needs if need.domain == d] for d in DOMAINS}
        members = min(MOST_MEMBERS, int(u() * (2 * p.network_size + 1)))
        self.members = [Member(u(), p.member_gives * u(), p.first_strain * u()) for _ in range(members)]
        practice = self.home["gp"].posts
        self.doctor: Post = practice[number % len(practice)]
        ceiling = around(p.bond_ceiling, p.bond_spread, u())
        self.ties = {self.doctor: Tie(self.doctor, self.doctor.first, p.first_bond, 0.0, ceiling, u(), always=True)}
        self.open: list[Need] = []
        self.waiting: list[Need] = []
        self.plan = Plan()
        self.books = Books()
        self.support = self.load = self.undone = 0.0
        self.told = self.broke_off = self.left = self.followed = False
        self.luck: list[float] = []
        self.take_stock()

    def whom(self, domain: str) -> list[Person] | list[None]:
        if domain in OF_PARENTS:
            return self.parents
        return self.children if domain in OF_CHILDREN else [None]

    def be_a_need(self, domain: str, person: Person | None, of_family: float, draw: Any, week: int) -> Need:
        p = self.model.p
        own = math.sqrt(p.needs_go_together) * of_family + math.sqrt(1 - p.needs_go_together) * draw.standard_normal()
        level = p.trouble_level + p.trouble_weight[domain] + math.log(p.problem_load) + p.trouble_spread * own
        set_point = 1 / (1 + math.exp(-level))
        severity = min(1, set_point - p.peak * math.log(1 - draw.random()))
        wish = p.own_goals_spread * (2 * draw.random() - 1)
        return Need(self, domain, person, severity, set_point, wish, week + draw.exponential(p.hidden_weeks))

    def draw_the_week(self) -> None:
        self.luck = self.weekly.random(NOISE + len(self.needs)).tolist()

    def take_stock(self) -> None:
        self.severity = {d: mean([need.severity for need in needs]) for d, needs in self.in_domain.items()}
        self.mean_severity = mean(list(self.severity.values()))

    def helpers(self) -> list[Tie]:
        """Who holds its open cases, each once."""
        return list(dict.fromkeys(need.helper for need in self.open))

    def aligned(self) -> float:
        return mean([need.fit() for need in self.open]) if self.open else 0.0

    def people_who_help(self) -> int:
        """Who has an open case, the doctor, and the mentors of children at school."""
        posts = {tie.post for tie in self.helpers()} | {child.mentor for child in self.children if child.mentor}
        return len(posts | {self.doctor})

    def able(self) -> float:
        """Ability to coordinate its own care, as overload leaves it."""
        return self.ability * (1 - self.model.p.overload_takes_ability * self.overload)

    def document(self) -> float:
        """Share of what is known that stands on paper and is read: the shared record is not used here."""
        return self.plan.current * self.model.p.plan_keeping if self.plan.active else 0.0

    def meet_life(self) -> None:
        p, luck = self.model.p, self.luck
        if luck[EVENT] >= p.life_event_rate / YEAR:
            return
        at = luck[EVENT_DOMAIN] * sum(p.life_event_share.values())
        for domain in DOMAINS:
            at -= p.life_event_share[domain]
            if at < 0:
                break
        need = self.in_domain[domain][int(luck[EVENT_NEED] * len(self.in_domain[domain]))]
        need.severity = grow(need.severity, p.life_event_size * luck[EVENT_SIZE])
        self.overload = grow(self.overload, p.life_event_overload * luck[EVENT_SIZE])

    def get_support(self) -> None:
        p = self.model.p
        without = 1.0
        for member in self.members:
            without *= 1 - member.closeness * member.gives * (1 - member.strain)
            member.strain += p.support_wear * self.mean_severity * (1 - member.strain) - p.support_rest * member.strain
        self.support = 1 - without
        self.overload = shrink(self.overload, p.support_calms * self.support)

    def let_needs_move(self) -> None:
        """Needs move towards their set-points; what is off them pushes what it feeds; set-points follow."""
        p = self.model.p
        off = {d: mean([need.severity - need.set_point for need in needs]) for d, needs in self.in_domain.items()}
        push = dict.fromkeys(DOMAINS, 0.0)
        for one, other, weight in p.feeds:
            push[other] += p.spillover_strength * weight * off[one]
        strength = self.resilience * (1 + p.direction_heals * self.direction)
        for need, u in zip(self.needs, self.luck[NOISE:], strict=True):
            s = need.severity
            moved = (
                s
                + push[need.domain] * (1 - s)
                + p.natural_recovery[need.domain] * strength * (need.set_point - s)
                - p.support_helps * self.support * s
                + p.noise * (2 * u - 1) * s * (1 - s)
            )
            need.severity = min(1.0, max(0.0, moved))
            need.set_point += p.set_point_follows * (s - need.set_point)

    def take_the_week(self) -> None:
        """What the week's load does to calm, and what is left of trust and direction."""
        p = self.model.p
        helpers = len(self.helpers())
        self.load += p.to_and_fro_load * helpers * (1 - self.aligned())
        self.load += p.contradiction_load * self.undone * helpers + p.problem_load_hours * self.mean_severity
        carried = p.carrying_hours * (1 + self.able()) * (1 + p.support_carries * self.support)
        self.overload += p.overload_rate * (self.load / (self.load + carried) - self.overload)
        self.load = 0.0
        self.trust_before += p.trust_memory * (self.trust - self.trust_before)
        self.direction += p.direction_drift * (self.able() - self.direction)
        self.trust = shrink(self.trust, p.conflict_trust * self.undone)
