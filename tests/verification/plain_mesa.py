"""A small region in plain Mesa: people leave their posts, families wait for help, and appointments ease problems.

An example of an ordinary Mesa model: agents are Python objects that hold each other, and all chance comes from the
model's own random generator. It is a reduced set of the rules that the engine compiles, written from their description
and sharing no code with the engine, so that both can be compared.

A week goes in this order: staffing; who is next on the lists starts; each family recovers, waits and asks; hours are
shared out; appointments; cases that are done are closed.
"""

import math
from collections import defaultdict
from dataclasses import dataclass
from statistics import mean

import mesa

WEEKS_PER_YEAR = 52


@dataclass(frozen=True)
class SectorSettings:
    """What one sector is like, and which life domains it serves."""

    domains: tuple[str, ...]
    posts: int
    caseload: int
    hours: float  # a week, for one post
    appointments_per_week: float
    appointment_hours: float
    trajectory_weeks: float


@dataclass(frozen=True)
class Settings:
    """All numbers of the model; shares are 0 to 1."""

    families: int
    sectors: dict[str, SectorSettings]
    turnover_rate: float  # share of people who leave in a year
    vacancy_weeks: int
    complex_share: float  # share of families with five problems or more
    need_severity: float
    highest_severity: float
    natural_recovery: float  # share of a problem that heals in a week
    request_chance: float
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
    cold_bond_kept: float
    missing_share: float
    missed_bond: float

    @property
    def domains(self) -> list[str]:
        return [domain for sector in self.sectors.values() for domain in sector.domains]


def chance_in_a_week(weekly_hazard: float) -> float:
    """Chance that something with a constant hazard happens within a week."""
    return 1 - math.exp(-weekly_hazard)


class Case:
    """One problem of one family that a sector is asked to help with: on its list, or open with a post."""

    def __init__(self, family: "Family", domain: str, week: int) -> None:
        self.family = family
        self.domain = domain
        self.since = week  # week of the request, then of the start
        self.post: Post | None = None
        self.bond = 0.0
        self.due = 0.0  # appointments


class Post(mesa.Agent):
    """A job that stays when the person leaves, with the cases that stay with it."""

    def __init__(self, model: "Region", sector: str) -> None:
        super().__init__(model)
        self.sector = sector
        self.settings = model.settings.sectors[sector]
        self.cases: list[Case] = []
        self.newcomer_in_week: int | None = None  # None while somebody holds the post
        self.due_hours = 0.0
        self.share_that_fits = 1.0

    @property
    def held(self) -> bool:
        return self.newcomer_in_week is None

    def staff(self) -> None:
        """The person leaves, or a newcomer begins, to whom all families of the post are new."""
        self.due_hours = 0.0
        if self.held:
            hazard = -math.log(1 - self.model.settings.turnover_rate) / WEEKS_PER_YEAR
            if self.random.random() < chance_in_a_week(hazard):
                self.newcomer_in_week = self.model.week + self.model.settings.vacancy_weeks
                self.model.count("left", self.sector)
        elif self.model.week >= self.newcomer_in_week:
            self.newcomer_in_week = None
            for case in self.cases:
                case.bond *= self.model.settings.cold_bond_kept
        self.model.count("vacant", self.sector, 0 if self.held else 1)

    def share_out_hours(self) -> None:
        """Each appointment gets the same share when not all of them fit."""
        self.share_that_fits = min(1.0, self.settings.hours / self.due_hours) if self.due_hours > 0 else 1.0
        self.model.count("due_hours", self.sector, self.due_hours)
        self.model.count("given_hours", self.sector, self.due_hours * self.share_that_fits)


class Service(mesa.Agent):
    """A sector's organisation, which keeps one list for all its posts."""

    def __init__(self, model: "Region", sector: str) -> None:
        super().__init__(model)
        self.sector = sector
        self.posts = [Post(model, sector) for _ in range(model.settings.sectors[sector].posts)]
        self.waiting: list[Case] = []

    def fill_open_places(self) -> None:
        """Who asked first is offered the first place; after a long wait not everybody starts."""
        for post in self.posts:
            while self.waiting and post.held and len(post.cases) < post.settings.caseload:
                self.offer_a_place(self.waiting.pop(0), post)

    def offer_a_place(self, case: Case, post: Post) -> None:
        settings, weeks = self.model.settings, self.model.week - case.since
        odds = settings.start_chance / (1 - settings.start_chance) * settings.start_odds_per_week**weeks
        if self.random.random() >= odds / (1 + odds):
            del case.family.cases[case.domain]
            return
        self.model.count("started", self.sector)
        self.model.count("weeks_waited", self.sector, weeks)
        case.post, case.since, case.bond = post, self.model.week, settings.bond_at_start
        post.cases.append(case)


class Family(mesa.Agent):
    """A family with problems in several life domains, and at most one case for each."""

    def __init__(self, model: "Region") -> None:
        super().__init__(model)
        self.severity: dict[str, float] = {}
        self.cases: dict[str, Case] = {}
        self.have_problems()

    def have_problems(self) -> None:
        """Five domains or more are in trouble in complex families, three or four in others."""
        settings = self.model.settings
        is_complex = self.random.random() < settings.complex_share
        troubled = self.random.randint(5, len(settings.domains)) if is_complex else self.random.randint(3, 4)
        for rank, domain in enumerate(self.random.sample(settings.domains, len(settings.domains))):
            size = self.random.random()
            above_need = settings.highest_severity - settings.need_severity
            heavy, light = settings.need_severity + above_need * size, settings.need_severity * size
            self.severity[domain] = heavy if rank < troubled else light

    def recover_wait_and_ask(self) -> None:
        for domain in self.severity:
            self.severity[domain] *= 1 - self.model.settings.natural_recovery
        for case in [case for case in self.cases.values() if case.post is None]:
            self.wait(case)
        if self.random.random() < self.model.settings.request_chance:
            self.ask()
        for case in self.cases.values():
            self.plan_appointment(case)

    def wait(self, case: Case) -> None:
        """A week on a list: the problem drifts, and patience may end."""
        severity = self.severity[case.domain]
        self.severity[case.domain] += self.model.settings.waiting_drift * severity * (1 - severity)
        if self.random.random() < chance_in_a_week(self.model.settings.give_up_hazard):
            service = self.model.service_for[case.domain]
            service.waiting.remove(case)
            del self.cases[case.domain]
            self.model.count("gave_up", service.sector)

    def ask(self) -> None:
        """Ask for help with the heaviest problem that has none and needs it."""
        unmet = {domain: severity for domain, severity in self.severity.items() if domain not in self.cases}
        heaviest = max(unmet, key=lambda domain: unmet[domain], default=None)
        if heaviest is not None and unmet[heaviest] >= self.model.settings.need_severity:
            case = self.cases[heaviest] = Case(self, heaviest, self.model.week)
            self.model.service_for[heaviest].waiting.append(case)

    def plan_appointment(self, case: Case) -> None:
        """Appointments add up week by week while somebody holds the post; a whole one is due."""
        if case.post is None or not case.post.held:
            return
        if case.due < 1:
            case.due += case.post.settings.appointments_per_week
        if case.due >= 1:
            case.post.due_hours += case.post.settings.appointment_hours

    def meet_and_close(self) -> None:
        for case in list(self.cases.values()):
            if case.post is not None:
                if case.due >= 1 and case.post.held:
                    self.meet(case, case.post)
                if self.is_done(case, case.post):
                    case.post.cases.remove(case)
                    del self.cases[case.domain]

    def meet(self, case: Case, post: Post) -> None:
        """An appointment helps by its hours and the bond; a missed one costs some of the bond."""
        settings = self.model.settings
        case.due -= 1
        if self.random.random() < settings.missing_share:
            self.model.count("missed", post.sector)
            case.bond *= 1 - settings.missed_bond
            return
        self.model.count("contacts", post.sector)
        hours = post.settings.appointment_hours * post.share_that_fits
        dose = hours * (settings.bond_floor + (1 - settings.bond_floor) * case.bond)
        self.severity[case.domain] *= 1 - settings.contact_helps * dose
        case.bond += settings.bond_grows * hours * (1 - case.bond)

    def is_done(self, case: Case, post: Post) -> bool:
        """The goal is reached, or the agreed time is over and help no longer needed; else a new time is agreed."""
        severity = self.severity[case.domain]
        if severity < self.model.settings.goal_severity:
            return True
        if case.since == self.model.week:
            return False
        is_over = self.random.random() < chance_in_a_week(1 / post.settings.trajectory_weeks)
        return is_over and severity < self.model.settings.still_needed_severity


class Region(mesa.Model):
    """Families and services, week by week; what happened is counted by sector."""

    def __init__(self, settings: Settings, seed: int) -> None:
        super().__init__(rng=seed)
        self.settings = settings
        self.week = 0
        self.counts: dict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys(settings.sectors, 0.0))
        services = [Service(self, sector) for sector in settings.sectors]
        self.service_for = {one: service for service in services for one in service.posts[0].settings.domains}
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
        for case in (case for family in self.families for case in family.cases.values()):
            sector = self.service_for[case.domain].sector
            self.count("waiting_weeks" if case.post is None else "open_weeks", sector)
            self.count("bonds", sector, case.bond)
        self.week += 1

    def mean_severity(self) -> float:
        """Mean over families and life domains."""
        return mean(severity for family in self.families for severity in family.severity.values())
