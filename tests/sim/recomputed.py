"""Every figure of a week once more, from needs, relations, posts and the event log alone: nothing here calls a rule.

A week is looked at from its two ends: the world before it, the world after it, and the events in between.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from sim import event_kinds as kinds
from sim.agents.need import ON_LIST, OPEN
from sim.event_kinds import EVENT_KINDS
from sim.names import (
    ADMINISTRATION,
    CALLS,
    CONTACT,
    DROPPED_OUT,
    EVALUATION,
    IDLE,
    IN_CARE,
    LEFT,
    MISSED_APPOINTMENTS,
    N_DOMAINS,
    N_SECTORS,
    N_TASKS,
    NOT_YET_COME,
    PREPARATION,
    ROUND_TABLE,
    SAFETY,
    SECTOR_OF,
    STATUSES,
    TEAM_WORK,
)
from sim.world import World

COORDINATION = [CALLS, ROUND_TABLE, PREPARATION, EVALUATION]
NOT_BESIDE_THE_TARIFF = [ADMINISTRATION, TEAM_WORK, IDLE]

# Counters of a family, and the event that each of them counts.
COUNTED_BY_EVENTS = {
    "stories_retold": kinds.STORY_RETOLD,
    "meetings": kinds.ROUND_TABLE_HELD,
    "crises": kinds.CRISIS,
    "placements": kinds.PLACEMENT,
    "ended_early": kinds.ENDED_EARLY,
    "never_started": kinds.DID_NOT_START,
    "broke_off": kinds.FAMILY_DROPPED_OUT,
    "missed": kinds.MISSED_APPOINTMENT,
    "goals_reached": kinds.GOAL_REACHED,
}

# Columns of the weekly line, and the events that each of them counts.
LINE_COUNTS = {
    "stories_retold": (kinds.STORY_RETOLD,),
    "round_tables": (kinds.ROUND_TABLE_HELD,),
    "crises": (kinds.CRISIS,),
    "placements": (kinds.PLACEMENT,),
    "ended_early": (kinds.ENDED_EARLY,),
    "never_started": (kinds.DID_NOT_START,),
    "broke_off": (kinds.FAMILY_DROPPED_OUT,),
    "missed": (kinds.MISSED_APPOINTMENT,),
    "goals_reached": (kinds.GOAL_REACHED,),
    "cases_closed": (kinds.GOAL_REACHED, kinds.HELPER_CLOSED),
    "returns": (kinds.CAME_BACK,),
    "closures": (kinds.FAMILY_CLOSED,),
    "gave_up_waiting": (kinds.GAVE_UP_WAITING,),
    "calls": (kinds.CALL,),
    "signs": (kinds.SIGN,),
    "signs_missed": (kinds.SIGN_MISSED,),
    "signs_shared": (kinds.SIGN_SHARED,),
    "signs_acted_on": (kinds.SIGN_SHARED,),
    "false_alarms": (kinds.FALSE_ALARM,),
    "plans_started": (kinds.PLAN_STARTED,),
    "coordinators_lost": (kinds.COORDINATOR_LOST,),
    "network_in_plan": (kinds.NETWORK_JOINED,),
    "unmet_needs_found": (kinds.UNMET_NEED_FOUND,),
    "routes_merged": (kinds.ROUTE_MERGED,),
    "leavers": (kinds.PERSON_LEFT,),
}


@dataclass(frozen=True)
class Week:
    """One week of a region, seen from outside.

    Attributes:
        week: its number.
        p: the settings that held in it.
        before, after: the world at its two ends; the last one goes on living, so look before the next week.
    """

    week: int
    p: np.record
    before: World
    after: World

    @cached_property
    def family(self) -> np.ndarray:
        """The families after the week, as a plain array."""
        return self.after.family.view(np.ndarray)

    @cached_property
    def need(self) -> np.ndarray:
        """Their needs."""
        return self.after.need.view(np.ndarray)

    @cached_property
    def relation(self) -> np.ndarray:
        """Their relations."""
        return self.after.relation.view(np.ndarray)

    @cached_property
    def events(self) -> np.ndarray:
        """What was written to the log in this week."""
        return self.after.log.view(np.ndarray)[self.before.tally[0].events : self.after.tally[0].events]

    def happened(self, *which) -> np.ndarray:
        """Events of some kinds."""
        is_asked = np.zeros(len(EVENT_KINDS), dtype=bool)
        is_asked[list(which)] = True
        kind = self.events["kind"]
        return self.events[is_asked[kind]]

    @cached_property
    def counts(self) -> np.ndarray:
        """How often each kind of event happened to each family, shape (kinds, families)."""
        shape = len(EVENT_KINDS), len(self.family)
        of_families = self.events[self.events["family"] >= 0]  # those of posts have no family
        kind, family = of_families["kind"], of_families["family"]
        places = np.ravel_multi_index((kind, family), shape)
        return np.bincount(places, minlength=shape[0] * shape[1]).reshape(shape)

    def times(self, *which) -> np.ndarray:
        """How often it happened to each family, shape (families,)."""
        return self.counts[list(which)].sum(axis=0)

    def with_needs(self, *which) -> np.ndarray:
        """To which needs it happened, shape (needs,)."""
        found = np.zeros(len(self.need), dtype=bool)
        found[self.happened(*which)["need"]] = True
        return found

    def of_families(self, values: np.ndarray) -> np.ndarray:
        """Values of needs, added up for each family; shape (families,)."""
        family = self.need["family"]
        return np.bincount(family, weights=values, minlength=len(self.family))

    def added(self, counter: str) -> np.ndarray:
        """By how much a counter of families rose, shape (families,)."""
        before, after = self.before.family[counter], self.family[counter]
        return after - before

    @cached_property
    def open(self) -> np.ndarray:
        """Needs with an open case after the week, shape (needs,)."""
        return self.need["status"] == OPEN

    @cached_property
    def open_cases(self) -> np.ndarray:
        """How many of them each family has, shape (families,)."""
        return self.of_families(self.open)

    @cached_property
    def post_of(self) -> np.ndarray:
        """The post that serves each need, or served it last; shape (needs,)."""
        relation = self.need["relation"]
        return self.relation["post"][relation]

    @cached_property
    def severity(self) -> np.ndarray:
        """Mean severity of each domain over the people it concerns, shape (families, 8)."""
        at_home = self.need[self.need["domain"] != SAFETY]
        family, domain, severity = at_home["family"], at_home["domain"], at_home["severity"]
        places = family * N_DOMAINS + domain
        size = len(self.family) * N_DOMAINS
        total = np.bincount(places, weights=severity, minlength=size)
        return (total / np.bincount(places, minlength=size)).reshape(-1, N_DOMAINS)

    @cached_property
    def here(self) -> np.ndarray:
        """Families that have come, and had not left before this week."""
        return (self.family["status"] != NOT_YET_COME) & (self.before.family["status"] != LEFT)

    @cached_property
    def in_region(self) -> np.ndarray:
        """Families that have come and have not left."""
        return (self.family["status"] != NOT_YET_COME) & (self.family["status"] != LEFT)

    @cached_property
    def followed(self) -> np.ndarray:
        """Families whose outcomes count."""
        return (self.family["followed"] == 1) & (self.family["status"] != NOT_YET_COME)

    @cached_property
    def there(self) -> np.ndarray:
        """Of those, the ones that are in the region."""
        return self.followed & (self.family["status"] != LEFT)

    @cached_property
    def spent(self) -> np.ndarray:
        """Hours of the week by post and task, shape (posts, 13)."""
        before, after = self.before.post["hours"], self.after.post["hours"]
        return after - before

    @cached_property
    def hours(self) -> np.ndarray:
        """Hours of the week by sector and task, shape (7, 13)."""
        found = np.zeros((N_SECTORS, N_TASKS))
        sector = self.after.post["sector"]
        np.add.at(found, sector, self.spent)
        return found

    @cached_property
    def hours_if_well(self) -> np.ndarray:
        """Hours of the week that each post has when its holder is there, shape (posts,)."""
        post, sector = self.after.post, self.after.post["sector"]
        paid = self.p["hours"][sector] * post["fte"] * self.after.sector["capacity"][sector]
        return paid * (1 + self.p["extra_capacity"][sector]) * (1 - self.p["time_shortage"])

    @cached_property
    def can_hold_a_table(self) -> np.ndarray:
        """Whether the whole week of a post, less administration and team work, could hold a table; shape (posts,)."""
        hours = self.hours_if_well * (1 - self.p["administration_share"] - self.p["team_work_share"])
        needed = self.p["table_possible_from"] * (self.p["preparation_hours"] + self.p["table_hours"])
        return hours >= needed * (1 - 1e-9)

    @cached_property
    def cases(self) -> np.ndarray:
        """Open cases of each relation, shape (relations,)."""
        relation = self.need["relation"][self.open]
        return np.bincount(relation, minlength=len(self.relation))

    @cached_property
    def helpers(self) -> np.ndarray:
        """People with an open case of each family, who has several of them once; shape (families,)."""
        return self.of_relations(self.cases > 0)

    @cached_property
    def family_of(self) -> np.ndarray:
        """The family of each relation, shape (relations,)."""
        relations = self.family["relations"]
        return np.repeat(np.arange(len(self.family)), relations)

    def of_relations(self, holds: np.ndarray) -> np.ndarray:
        """How many relations of each family something holds for, shape (families,)."""
        return np.bincount(self.family_of[holds], minlength=len(self.family))

    @cached_property
    def helpers_there(self) -> np.ndarray:
        """People who help each family: with an open case, or always there; shape (families,)."""
        helps = (self.cases > 0) | (self.relation["always"] == 1)
        return self.of_relations((self.relation["post"] >= 0) & helps)

    @cached_property
    def alignment(self) -> np.ndarray:
        """How far goals are what the family wants, over the open cases of each; not a number without one."""
        position, wish = self.need["position"], self.need["wish"]
        fits = 1 - abs(position - wish) / 2
        total = self.of_families(np.where(self.open, fits, 0))
        return np.divide(total, self.open_cases, out=np.full(len(total), np.nan), where=self.open_cases > 0)

    @cached_property
    def ended_unseen(self) -> np.ndarray:
        """Families of whom cases ended in this week without an event for each: they broke off or left."""
        return self.times(kinds.FAMILY_DROPPED_OUT, kinds.LEFT_REGION) > 0

    @cached_property
    def open_at_contact(self) -> np.ndarray:
        """Needs with an open case when appointments took place: those open now, and those that ended after them."""
        return self.open | self.with_needs(kinds.GOAL_REACHED, kinds.HELPER_CLOSED, kinds.ENDED_EARLY)

    @cached_property
    def helped_at_contact(self) -> np.ndarray:
        """Families with an open case then, shape (families,)."""
        return self.of_families(self.open_at_contact) > 0

    @cached_property
    def together(self) -> np.ndarray:
        """Families that two people at least helped then, shape (families,)."""
        relation = self.need["relation"][self.open_at_contact]
        had = np.bincount(relation, minlength=len(self.relation)) > 0
        return self.of_relations(had) > 1

    @cached_property
    def in_first_phase(self) -> np.ndarray:
        """Of the cases open then, the ones in their first weeks, shape (needs,)."""
        since, in_first_phase = self.need["since"], self.p["first_phase_weeks"]
        return self.open_at_contact & (self.week - since < in_first_phase)

    @cached_property
    def guests(self) -> np.ndarray:
        """The sector of everybody who came to a table that was held in this week, the one in the chair left out."""
        held = (self.times(kinds.ROUND_TABLE_HELD) > 0)[self.family_of]
        came = held & (self.relation["seat"] == 1)
        post = self.relation["post"][came]
        return self.after.post["sector"][post]

    @cached_property
    def not_come(self) -> np.ndarray:
        """Of how many invitations of this week nothing came, by sector; shape (7,)."""
        who = self.happened(kinds.MISSED_ROUND_TABLE)["who"]
        sector = self.after.post["sector"][who]
        return np.bincount(sector, minlength=N_SECTORS)

    @cached_property
    def waited(self) -> np.ndarray:
        """Families on a list in this week, after places were filled and before anything new was asked for."""
        before = self.of_families(self.before.need["status"] == ON_LIST)
        off = self.times(kinds.HELPER_STARTED, kinds.DID_NOT_START)
        came, asked = (np.flatnonzero(self.events["kind"] == kind) for kind in (kinds.ARRIVED, kinds.ASKED_FOR_HELP))
        came_at = np.full(len(self.family), -1)
        who_came = self.events["family"][came]
        came_at[who_came] = came
        family, need = self.events["family"][asked], self.events["need"][asked]
        domain = self.need["domain"][need]
        earlier = family[(asked < came_at[family]) | (domain == SAFETY)]  # on coming, or by a sign
        return before - off + np.bincount(earlier, minlength=len(self.family)) > 0

    @cached_property
    def placed(self) -> np.ndarray:
        """Children who were out of home in this week, by family: placed before, and not all of age."""
        person = self.after.person
        born, family, placed = person["born"], person["family"], self.before.family["placed"]
        minors = (person["parent"] == 0) & ((self.week - born) / 52 < self.p["adult_age"])
        minor = np.bincount(family[minors], minlength=len(self.family)) > 0
        return np.where(minor & self.here, placed, 0)

    def line(self) -> dict[str, Any]:
        """What the week's line must say, by its field."""
        family, post = self.family, self.after.post
        mine, there = self.followed, self.there
        found = {name: len(self.happened(*which)) for name, which in LINE_COUNTS.items()}
        for name in ("overload", "direction", "trust", "concern", "risk", "support"):
            found[name] = family[name][there].sum()
        helped = there & (self.open_cases > 0)
        if not self.ended_unseen.any():
            found["families_helped"] = self.helped_at_contact.sum()
            found["case_weeks"] = self.open_at_contact.sum()
            found["first_phase_weeks"] = self.in_first_phase.sum()
        asked = self.happened(kinds.SIGN_MISSED)
        value, chance = asked["value"], asked["chance"]
        status, active, fidelity = family["status"], family["plan"]["active"], family["plan"]["fidelity"]
        fte, strain, contact_share, away = (post[name] for name in ("fte", "strain", "contact_share", "away"))
        tariff = self.p["tariff_euros"]
        on_families = np.delete(self.hours, NOT_BESIDE_THE_TARIFF, axis=1).sum(axis=1)
        coordinating = self.hours[:, COORDINATION].sum(axis=1)
        filled = post["filled"] == 1
        return found | {
            "severity": self.severity[there].mean(axis=1).sum(),
            "families": there.sum(),
            "in_region": self.in_region.sum(),
            "helpers": helped.sum(),
            "alignment": self.alignment[helped].sum(),
            "open_cases": self.open_cases.sum(),
            "in_care": (self.open_cases > 0).sum(),
            "helpers_there": self.helpers_there[self.open_cases > 0].sum(),
            "waiting_cases": (self.need["status"] == ON_LIST).sum(),
            "severity_by_domain": self.severity[there].sum(axis=0),
            "standing": np.bincount(status[mine & self.here], minlength=len(STATUSES)),
            "on_plan": active[mine].sum(),
            "fidelity": (active * fidelity)[mine].sum(),
            "contacts": self.added("contacts").sum(),
            "helpers_started": self.added("helpers_started").sum(),
            "met_again": self.added("met_again").sum(),
            "signs_noticed": found["signs_shared"] + (value < chance).sum(),
            "table_members": self.happened(kinds.ROUND_TABLE_HELD)["value"].sum(),
            "placed_children": self.placed.sum(),
            "placement_days": 7 * self.placed.sum(),
            "vacant_posts": fte[~filled].sum(),
            "held_posts": fte[filled].sum(),
            "squeezed": ((1 - contact_share) * fte * (1 - away))[filled].sum(),
            "strain": (strain * fte)[filled].sum(),
            "hours": self.hours,
            "cost_care": ((on_families - coordinating) * tariff).sum(),
            "cost_coordination": (coordinating * tariff).sum(),
            "cost_placement": self.p["placement_day_euros"] * 7 * self.placed.sum(),
            "cost_turnover": self.p["hiring_euros"] * found["leavers"],
        }

    def family_costs(self) -> float:
        """Euros that this week's appointments and days out of home cost, over all families."""
        hours = self.hours[:, [CONTACT, MISSED_APPOINTMENTS]].sum(axis=1)
        return (hours * self.p["tariff_euros"]).sum() + self.p["placement_day_euros"] * 7 * self.placed.sum()

    def sectors_of(self, events: np.ndarray) -> np.ndarray:
        """How many of some events concern each sector, shape (7,)."""
        need = events["need"]
        domain = self.need["domain"][need]
        return np.bincount(SECTOR_OF[domain], minlength=N_SECTORS)


def standings(week: Week) -> list[tuple[np.ndarray, int]]:
    """Families with the standing that this week's events gave them."""
    return [
        (week.times(kinds.FAMILY_DROPPED_OUT) > 0, DROPPED_OUT),
        (week.times(kinds.LEFT_REGION) > 0, LEFT),
        ((week.open_cases > 0) & ~np.isin(week.family["status"], (DROPPED_OUT, LEFT)), IN_CARE),
    ]
