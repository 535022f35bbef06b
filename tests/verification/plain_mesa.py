"""A small region in plain Mesa: people leave their posts, families wait for help, and appointments ease problems.

An example of an ordinary Mesa model: agents are Python objects that hold each other, and all chance comes from the
model's own random generator. It is a reduced set of the rules that the engine compiles, written from their description
and sharing no code with the engine, so that both can be compared.

A week goes in this order: staffing; who is next on the lists starts; each family recovers, waits, asks and meets new
faces; hours are shared out; appointments; cases that are done are closed; a family may end the help of one helper.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean

import mesa

WEEKS_PER_YEAR = 52
MOST_CHILDREN = 4
MOST_DUE = 2  # appointments that can be made up later
EARLY = 0.5  # from here on an appointment that is not due yet can be brought forward
LOOKING_BACK_WEEKS = 8  # to know what hours next week asks


@dataclass(frozen=True)
class SectorSettings:
    """What one sector is like, and which life domains it serves."""

    domains: tuple[str, ...]
    posts: int
    hours: float  # a week, for one post
    appointments_per_week: float
    appointment_hours: float
    trajectory_weeks: float


@dataclass(frozen=True)
class Settings:
    """All numbers of the model; shares are 0 to 1."""

    families: int
    sectors: dict[str, SectorSettings]
    of_each: dict[str, str]  # "parent" or "child" for domains that each of those has; others are of the household
    turnover_rate: float  # share of people who leave in a year
    vacancy_weeks: int
    administration_per_case: float  # hours a week
    single_parent_share: float
    one_child_share: float  # and of the others as many have two, and so on
    trouble_level: float  # of an ordinary set-point, on the logistic scale
    trouble_spread: float
    needs_go_together: float  # correlation of the needs of a family, on that scale
    peak: float  # by how much a family comes above its set-points, on average
    natural_recovery: float  # share of the way to the set-point in a week
    set_point_follows: float  # share of the way to the problem in a week
    need_severity: float
    hidden_weeks: float  # mean, until a family asks for more than the heaviest with which it comes
    request_chance: float
    asks_again_weeks: int  # after a place that was given up or not taken, or help that ended
    give_up_hazard: float
    start_chance: float
    start_odds_per_week: float
    waiting_drift: float
    goal_severity: float
    still_needed_severity: float
    contact_helps: float  # share of a problem that an ideal hour eases
    bond_floor: float
    bond_at_start: float
    bond_grows: float
    bond_ceiling: float
    bond_spread: float
    cold_bond_kept: float
    missing_share: float
    new_face_missing: float  # times as much in the first phase of a new face
    missed_bond: float
    leaving_base: float  # hazard a week of ending the help of one helper
    early_leaving: float  # times as much more at the start of it
    first_phase_weeks: float
    leaving_bond: float
    leaving_missed: float
    leaving_spread: float

    @property
    def domains(self) -> list[str]:
        return [domain for sector in self.sectors.values() for domain in sector.domains]


def chance_in_a_week(weekly_hazard: float) -> float:
    """Chance that something with a constant hazard happens within a week."""
    return 1 - math.exp(-weekly_hazard)


class Need:
    """One problem of one person or of a household, and the help for it: none, on a list, or with a helper."""

    def __init__(self, family: "Family", domain: str, set_point: float, severity: float) -> None:
        self.family = family
        self.domain = domain
        self.set_point = set_point
        self.severity = severity
        self.waits = False
        self.helper: Relation | None = None
        self.since = 0  # week of the request, then of the start
        self.asks_from = 1 + math.floor(family.random.expovariate(1 / family.model.settings.hidden_weeks))
        self.due = 0.0  # appointments


class Relation:
    """A family and a post, with the person on it whom the family knows; it serves one need or several."""

    def __init__(self, post: "Post") -> None:
        self.post = post
        self.person = 0
        self.needs: list[Need] = []
        self.since = 0  # week in which the first of them began
        self.face_since = 0
        self.bond = self.ceiling = self.restlessness = 0.0
        self.missed_in_a_row = 0

    def be_new(self, bond: float) -> None:
        """A new face: what these two can come to have, and how soon the family would leave, is theirs alone."""
        model = self.post.model
        self.person = self.post.person
        self.face_since = model.week
        self.bond = bond
        middle = model.settings.bond_ceiling
        half_width = model.settings.bond_spread * min(middle, 1 - middle)
        self.ceiling = model.random.uniform(middle - half_width, middle + half_width)
        self.restlessness = model.random.uniform(-1, 1)

    def leaving_hazard(self) -> float:
        settings = self.post.model.settings
        weeks = self.post.model.week - self.since
        early = 1 + settings.early_leaving * math.exp(-weeks / settings.first_phase_weeks)
        pull = settings.leaving_bond * (0.5 - self.bond) + settings.leaving_missed * self.missed_in_a_row
        return settings.leaving_base * early * math.exp(pull + settings.leaving_spread * self.restlessness)


class Post(mesa.Agent):
    """A job that stays when the person leaves, with the cases that stay with it."""

    def __init__(self, model: "Region", sector: str) -> None:
        super().__init__(model)
        self.sector = sector
        self.settings = model.settings.sectors[sector]
        self.cases: list[Need] = []
        self.person = 1
        self.newcomer_in_week: int | None = None  # None while somebody holds the post
        self.expected_hours = 0.0
        self.due_hours = 0.0  # of appointments that are due
        self.early_hours = 0.0  # of those that can be brought forward
        self.hours = 0.0
        self.given_hours = 0.0
        self.due_that_fit = self.early_that_fit = 0.0

    @property
    def held(self) -> bool:
        return self.newcomer_in_week is None

    @property
    def hours_for_families(self) -> float:
        return max(0.0, self.settings.hours - self.model.settings.administration_per_case * len(self.cases))

    @property
    def hours_of_a_case(self) -> float:
        return self.settings.appointments_per_week * self.settings.appointment_hours

    def staff(self) -> None:
        """The person leaves, or a newcomer begins; whoever stays looks back at what was asked."""
        was_there = self.held
        if self.held:
            hazard = -math.log(1 - self.model.settings.turnover_rate) / WEEKS_PER_YEAR
            if self.random.random() < chance_in_a_week(hazard):
                self.newcomer_in_week = self.model.week + self.model.settings.vacancy_weeks
                self.model.count("left", self.sector)
        elif self.model.week >= self.newcomer_in_week:
            self.newcomer_in_week = None
            self.person += 1
        self.model.count("vacant", self.sector, 0 if self.held else 1)
        if was_there and self.held:
            asked = max(self.due_hours, self.given_hours)
            self.expected_hours += (asked - self.expected_hours) / LOOKING_BACK_WEEKS
        self.due_hours = self.early_hours = self.given_hours = 0.0
        self.hours = self.hours_for_families

    def has_room(self) -> bool:
        return self.held and self.expected_hours + self.hours_of_a_case <= self.hours_for_families

    def take_on(self, need: Need) -> None:
        self.cases.append(need)
        self.expected_hours += self.hours_of_a_case

    def let_go(self, need: Need) -> None:
        self.cases.remove(need)
        self.expected_hours = max(0.0, self.expected_hours - self.hours_of_a_case)

    def share_out_hours(self) -> None:
        """When not all appointments fit, luck says which are put off; in quiet weeks some are brought forward."""
        self.due_that_fit = self.hours / self.due_hours if self.due_hours > 0 else 1.0
        self.early_that_fit = (self.hours - self.due_hours) / self.early_hours if self.early_hours > 0 else 0.0

    def spend(self, hours: float) -> None:
        self.hours -= hours
        self.given_hours += hours
        self.model.count("given_hours", self.sector, hours)


class Service(mesa.Agent):
    """A sector's organisation, which keeps one list for all its posts."""

    def __init__(self, model: "Region", sector: str) -> None:
        super().__init__(model)
        self.sector = sector
        self.settings = model.settings.sectors[sector]
        self.posts = [Post(model, sector) for _ in range(self.settings.posts)]
        self.waiting: list[Need] = []

    def fill_open_places(self) -> None:
        """Who asked first is offered the first place, by whoever has the hours that a case asks."""
        for post in self.posts:
            while self.waiting and post.has_room():
                self.offer_a_place(self.waiting.pop(0), post)

    def offer_a_place(self, need: Need, post: Post) -> None:
        """After a long wait not everybody starts."""
        settings, weeks = self.model.settings, self.model.week - need.since
        odds = settings.start_chance / (1 - settings.start_chance) * settings.start_odds_per_week**weeks
        need.waits = False
        if self.random.random() >= odds / (1 + odds):
            need.asks_from = self.model.week + settings.asks_again_weeks
            return
        self.model.count("started", self.sector)
        self.model.count("weeks_waited", self.sector, weeks)
        need.family.begin_with(need, post)


class Person(mesa.Agent):
    """A parent or a child, with problems of his or her own."""

    def __init__(self, family: "Family", role: str) -> None:
        super().__init__(family.model)
        self.role = role
        each = family.model.settings.of_each
        self.needs = [family.new_need(domain) for domain in each if each[domain] == role]


class Family(mesa.Agent):
    """People with problems of their own and together, and the helpers whom they know."""

    def __init__(self, model: "Region") -> None:
        super().__init__(model)
        settings = model.settings
        self.heaviness = self.random.gauss(0, 1)
        self.people = [Person(self, "parent")]
        if self.random.random() >= settings.single_parent_share:
            self.people.append(Person(self, "parent"))
        children = 1
        while children < MOST_CHILDREN and self.random.random() >= settings.one_child_share:
            children += 1
        self.people += [Person(self, "child") for _ in range(children)]
        self.of_household = [self.new_need(domain) for domain in settings.domains if domain not in settings.of_each]
        self.helpers: dict[Post, Relation] = {}
        self.ask_for_the_heaviest(list(self.needs()))

    def new_need(self, domain: str) -> Need:
        """A vulnerability, in part that of the family; help is asked for at a peak above it."""
        settings = self.model.settings
        together = settings.needs_go_together
        own = math.sqrt(together) * self.heaviness + math.sqrt(1 - together) * self.random.gauss(0, 1)
        set_point = 1 / (1 + math.exp(-settings.trouble_level - settings.trouble_spread * own))
        return Need(self, domain, set_point, min(1.0, set_point + self.random.expovariate(1 / settings.peak)))

    def needs(self) -> Iterator[Need]:
        yield from self.of_household
        for person in self.people:
            yield from person.needs

    def severity(self) -> float:
        """Mean over life domains of the mean over the people whom each concerns."""
        by_domain = defaultdict(list)
        for need in self.needs():
            by_domain[need.domain].append(need.severity)
        return mean(mean(severities) for severities in by_domain.values())

    def begin_with(self, need: Need, post: Post) -> None:
        """Somebody known goes on with the bond there was; a new face begins anew."""
        relation = self.helpers.setdefault(post, Relation(post))
        if not relation.needs:
            relation.since = self.model.week
            relation.missed_in_a_row = 0
        if relation.person != post.person:
            relation.be_new(self.model.settings.bond_at_start)
        relation.needs.append(need)
        post.take_on(need)
        need.helper, need.since, need.due = relation, self.model.week, 0.0

    def end(self, need: Need) -> None:
        assert need.helper is not None
        need.helper.post.let_go(need)
        need.helper.needs.remove(need)
        need.helper = None
        need.asks_from = self.model.week + self.model.settings.asks_again_weeks

    def recover_wait_and_ask(self) -> None:
        settings = self.model.settings
        for need in self.needs():
            before = need.severity
            need.severity += settings.natural_recovery * (need.set_point - before)
            need.set_point += settings.set_point_follows * (before - need.set_point)
            if need.waits:
                self.wait(need)
        if self.random.random() < settings.request_chance:
            self.ask_for_the_heaviest([need for need in self.needs() if self.model.week >= need.asks_from])
        for relation in self.helpers.values():
            if relation.needs and relation.post.held and relation.person != relation.post.person:
                relation.be_new(relation.bond * settings.cold_bond_kept)
                relation.missed_in_a_row = 0
            for need in relation.needs:
                self.plan_appointment(need, relation.post)

    def wait(self, need: Need) -> None:
        """A week on a list: the problem drifts, and patience may end."""
        need.severity += self.model.settings.waiting_drift * need.severity * (1 - need.severity)
        has_waited = self.model.week > need.since
        if has_waited and self.random.random() < chance_in_a_week(self.model.settings.give_up_hazard):
            service = self.model.service_for[need.domain]
            service.waiting.remove(need)
            need.waits = False
            need.asks_from = self.model.week + self.model.settings.asks_again_weeks
            self.model.count("gave_up", service.sector)

    def ask_for_the_heaviest(self, needs: list[Need]) -> None:
        """Ask for help with the heaviest of some problems that has none and needs it."""
        unmet = [need for need in needs if not need.waits and need.helper is None]
        heaviest = max(unmet, key=lambda need: need.severity, default=None)
        if heaviest is not None and heaviest.severity >= self.model.settings.need_severity:
            heaviest.waits, heaviest.since = True, self.model.week
            self.model.service_for[heaviest.domain].waiting.append(heaviest)

    def plan_appointment(self, need: Need, post: Post) -> None:
        """Appointments add up week by week while somebody holds the post; a whole one is due."""
        if not post.held:
            return
        self.model.count("asked_hours", post.sector, post.hours_of_a_case)
        if need.due < MOST_DUE:
            need.due += post.settings.appointments_per_week
        if need.due >= 1:
            post.due_hours += post.settings.appointment_hours
        elif need.due >= EARLY:
            post.early_hours += post.settings.appointment_hours

    def meet_and_close(self) -> None:
        for need in self.needs():
            if need.helper is not None and need.due >= EARLY and need.helper.post.held:
                post = need.helper.post
                fits = self.random.random() < (post.due_that_fit if need.due >= 1 else post.early_that_fit)
                if fits and post.hours > 0:
                    self.meet(need, need.helper)
        for need in self.needs():
            if need.helper is not None and self.is_done(need, need.helper.post):
                self.end(need)
        self.end_the_help_of_one()

    def meet(self, need: Need, relation: Relation) -> None:
        """An appointment helps by its hours and the bond; a missed one costs some of the bond."""
        settings, post = self.model.settings, relation.post
        hours = min(post.settings.appointment_hours, post.hours)
        need.due -= hours / post.settings.appointment_hours
        post.spend(hours)
        missing = settings.missing_share
        if relation.face_since > relation.since and self.model.week - relation.face_since < settings.first_phase_weeks:
            missing *= settings.new_face_missing
        if self.random.random() < missing:
            self.model.count("missed", post.sector)
            relation.missed_in_a_row += 1
            relation.bond *= 1 - settings.missed_bond
            return
        self.model.count("contacts", post.sector)
        relation.missed_in_a_row = 0
        dose = hours * (settings.bond_floor + (1 - settings.bond_floor) * relation.bond)
        need.severity *= 1 - settings.contact_helps * dose
        relation.bond += settings.bond_grows * hours * (relation.ceiling - relation.bond)

    def is_done(self, need: Need, post: Post) -> bool:
        """The goal is reached, or the agreed time is over and help no longer needed; else a new time is agreed."""
        if need.severity < self.model.settings.goal_severity:
            return True
        if need.since == self.model.week:
            return False
        is_over = self.random.random() < chance_in_a_week(1 / post.settings.trajectory_weeks)
        return is_over and need.severity < self.model.settings.still_needed_severity

    def end_the_help_of_one(self) -> None:
        """In some weeks the family ends the help of one helper, with everything that it was about."""
        luck = self.random.random()
        for relation in self.helpers.values():
            if relation.needs:
                luck -= chance_in_a_week(relation.leaving_hazard())
                if luck < 0:
                    for need in list(relation.needs):
                        self.model.count("ended_early", relation.post.sector)
                        self.end(need)
                    return


class Region(mesa.Model):
    """Families and services, week by week; what happened is counted by sector."""

    def __init__(self, settings: Settings, seed: int) -> None:
        super().__init__(rng=seed)
        self.settings = settings
        self.week = 0
        self.counts: dict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys(settings.sectors, 0.0))
        services = [Service(self, sector) for sector in settings.sectors]
        self.service_for = {domain: service for service in services for domain in service.settings.domains}
        self.families = [Family(self) for _ in range(settings.families)]

    def count(self, what: str, sector: str, amount: float = 1) -> None:
        self.counts[what][sector] += amount

    def step(self) -> None:
        """Live one week."""
        self.agents_by_type[Post].do("staff")
        self.agents_by_type[Service].do("fill_open_places")
        self.agents_by_type[Family].do("recover_wait_and_ask")
        self.agents_by_type[Post].do("share_out_hours")
        self.agents_by_type[Family].do("meet_and_close")
        for need in (need for family in self.families for need in family.needs()):
            sector = self.service_for[need.domain].sector
            self.count("waiting_weeks", sector, need.waits)
            if need.helper is not None:
                self.count("open_weeks", sector)
                self.count("bonds", sector, need.helper.bond)
        self.week += 1
