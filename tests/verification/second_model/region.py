"""The region as a Mesa model: it is built, its weeks are lived in order, and its outcomes are counted."""

from collections import defaultdict
from collections.abc import Mapping
from copy import deepcopy
from statistics import fmean
from typing import Any

import mesa
import numpy as np

from tests.verification.second_model.contact import ask_for_hours, keep_appointments, plan_appointments
from tests.verification.second_model.coordination import call_each_other, coordinate_yourself
from tests.verification.second_model.family import Family
from tests.verification.second_model.handover import (
    LOOKS_EVERY_WEEKS,
    know_doctor_and_mentors,
    meet_new_faces,
    read_what_is_written,
)
from tests.verification.second_model.leaving import close_what_is_done, end_or_go_on
from tests.verification.second_model.plan import coordinate_with_a_plan
from tests.verification.second_model.round_table import hold_round_table
from tests.verification.second_model.settings import SECTORS, YEAR, settings
from tests.verification.second_model.staff import Organisation, Post, posts_of_a_sector
from tests.verification.second_model.waiting import (
    LISTS,
    ask,
    ask_for_help,
    fill_open_places,
    heaviest_unmet_need,
    taken_up,
    wait,
)

KINDS = (
    "organisations",
    "week of a post",
    "newcomers",
    "who a family is",
    "week of a family",
    "what befalls a family",
    "arrivals",
)
COUNT_FROM, LOOK_AT, USUAL_UNTIL = 52, (78, 104), 104  # weeks of the burn-in
CASES_OF_CAUTION = 2  # added on both sides, so that chance in small regions does not swing capacity
LAST_WEEKS = 26
MONTHS = 12


class Region(mesa.Model):
    """One region in usual care; the same seed gives the same luck. `on_route` lives on from week 0."""

    def __init__(self, seed: int, families: int, weeks: int, burn_in_weeks: int, **changes: float) -> None:
        super().__init__(rng=seed)
        self.changes = changes
        self.p = settings(changes, usual=True)
        self.number = seed
        self.week, self.weeks, self.first = -burn_in_weeks, weeks, -burn_in_weeks
        self.shared_plan_share = 0.0
        self.capacity = dict.fromkeys(SECTORS, 1.0)
        self.counts: defaultdict[tuple[str, str], float] = defaultdict(float)
        self.waits: list[int] = []
        self.last_weeks: defaultdict[str, list[float]] = defaultdict(list)
        self.organisations: list[Organisation] = []
        self.posts: list[Post] = []
        for sector in SECTORS:
            for organisation, fte in posts_of_a_sector(self, sector, families):
                post = Post(self, len(self.posts), organisation, fte)
                organisation.posts.append(post)
                self.posts.append(post)
                if organisation not in self.organisations:
                    self.organisations.append(organisation)
        self.families: list[Family] = []
        self.coming = self.luck("arrivals", 0).poisson(families * self.p.inflow_rate / YEAR, burn_in_weeks + weeks)
        self.coming[0] += families

    def luck(self, kind: str, number: int) -> np.random.Generator:
        """A generator of its own for each kind of luck and who it befalls, so that routes share what they can."""
        return np.random.default_rng([self.number, KINDS.index(kind), number])

    def organisation_for(self, sector: str, u: float) -> Organisation:
        """One of a sector, as likely as it has posts."""
        posts = [post for post in self.posts if post.sector == sector]
        return posts[int(u * len(posts))].organisation

    def count(self, sector: str, what: str, amount: float = 1.0) -> None:
        self.counts[sector, what] += amount

    def count_start(self, sector: str, weeks: int) -> None:
        if sector == "social_team" and self.week >= 0:
            self.waits.append(weeks)

    def live_until(self, week: int) -> "Region":
        while self.week < week:
            self.step()
        return self

    def in_other_weather(self, changes: Mapping[str, float]) -> "Region":
        """A copy of this region with other turnover, shortage or illness, from the end of the usual weeks on."""
        region = deepcopy(self.live_until(self.first + USUAL_UNTIL))
        region.changes = {**self.changes, **changes}
        assert settings(region.changes, usual=True) == self.p, "only what is not used in the usual weeks"
        return region

    def on_route(self, shared_plan: bool) -> dict[str, float]:
        """Live all weeks on a route; gives outcomes by name. To live on the other one too, copy the region first."""
        self.live_until(0).begin_to_count()
        self.shared_plan_share = self.p.shared_plan_share if shared_plan else 0.0
        return self.live_until(self.weeks).outcomes()

    def step(self) -> None:
        """A week, in the order of the description."""
        week = self.week
        lived = week - self.first
        if lived == COUNT_FROM:
            self.counts.clear()
        if lived in LOOK_AT:
            self.look_at_capacity()
        if lived == USUAL_UNTIL:
            self.p = settings(self.changes)
        for post in self.posts:
            post.staff(week)
            post.start_the_week(week)
        for _ in range(int(self.coming[week - self.first])):
            self.welcome(Family(self, len(self.families)))
        fill_open_places(self, week)
        present = [family for family in self.families if not family.left]
        for family in present:
            self.live_and_coordinate(family, week)
        for family in present:
            ask_for_hours(family)
        for post in self.posts:
            post.share_out_hours()
        for family in present:
            keep_appointments(family, week)
            family.take_the_week()
            close_what_is_done(family, week)
            end_or_go_on(family, week)
            family.take_stock()
            self.write_down(family)
        for post in self.posts:
            self.count_hours_of_the_post(post)
            post.close_the_week()
        self.week += 1

    def welcome(self, family: Family) -> None:
        """A family that comes asks at once for what is heaviest."""
        self.families.append(family)
        family.followed = self.week >= 0
        if need := heaviest_unmet_need(family, self.week, hidden_too=True):
            ask(family, need, self.week)

    def live_and_coordinate(self, family: Family, week: int) -> None:
        family.draw_the_week()
        family.meet_life()
        family.get_support()
        family.let_needs_move()
        if (week + family.number) % LOOKS_EVERY_WEEKS == 0:
            know_doctor_and_mentors(family, week)
        wait(family, week)
        ask_for_help(family, week)
        if family.open:
            meet_new_faces(family, week)
            plan_appointments(family, week)
            call_each_other(family, week)
            coordinate_yourself(family)
            read_what_is_written(family)
        if family.open or family.plan.active:
            coordinate_with_a_plan(family, week)
        if family.open:
            hold_round_table(family, week)

    def count_hours_of_the_post(self, post: Post) -> None:
        """Hours asked besides appointments, and hours that a post as caseloads ask would have for families."""
        if not post.away:
            self.count(post.sector, "hours_asked", post.wanted)
            self.count(post.sector, "hours_planned", post.for_families() / self.capacity[post.sector])

    def look_at_capacity(self) -> None:
        """Hours are set to what the measured wait asks: requests taken up times the hours of a case in all its time."""
        for sector in LISTS:
            of_a_case = self.counts[sector, "hours_asked"] / (self.counts[sector, "ended"] + CASES_OF_CAUTION)
            wanted = (self.counts[sector, "asked"] * taken_up(self.p, sector) + CASES_OF_CAUTION) * of_a_case
            self.capacity[sector] = wanted / self.counts[sector, "hours_planned"]

    def begin_to_count(self) -> None:
        """Week 0: families that have come count, but those whose care is closed or who have left."""
        for family in self.families:
            closed = not family.open and not family.waiting and not family.broke_off
            family.followed = not family.left and not closed
            family.books = type(family.books)()

    def write_down(self, family: Family) -> None:
        if family.left:
            return
        books = family.books
        books.weeks += 1
        if family.open:
            books.weeks_in_care += 1
            books.helper_weeks += family.people_who_help()
        if family.followed and self.week >= self.weeks - LAST_WEEKS:
            self.last_weeks["severity"].append(family.mean_severity)
            self.last_weeks["trust"].append(family.trust)
            self.last_weeks["direction"].append(family.direction)
            if family.open:
                self.last_weeks["alignment"].append(family.aligned())

    def outcomes(self) -> dict[str, float]:
        """Outcomes by the names that the engine has for them."""

        def total(what: str) -> Any:
            return sum(getattr(family.books, what) for family in self.families)

        years = total("weeks") / YEAR
        return {name: fmean(values) for name, values in self.last_weeks.items()} | {
            "helpers_at_once": total("helper_weeks") / total("weeks_in_care"),
            "contacts_per_month": total("contacts") / total("weeks_helped") * YEAR / MONTHS,
            "wait_weeks_social_team": fmean(self.waits),
            "ended_early_share": fmean(family.books.ended_early > 0 for family in self.families if family.followed),
            "contact_hours": total("contact_hours") / years,
            "stories_retold": total("stories_retold") / years,
        }
