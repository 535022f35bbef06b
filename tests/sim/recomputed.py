"""Every figure of a week once more, from ties, posts and the event log alone: nothing here calls a rule.

A week is looked at from its two ends: the world before it, the world after it, and the events in between.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim import event_kinds as kinds
from sim.agents.care_tie import ON_LIST, OPEN
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
    N_SECTORS,
    N_TASKS,
    N_TIES,
    NOT_YET_COME,
    PREPARATION,
    ROUND_TABLE,
    SAFETY,
    SECTOR_OF_TIE,
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
    "dropouts": kinds.FAMILY_DROPPED_OUT,
    "missed": kinds.MISSED_APPOINTMENT,
    "goals_reached": kinds.GOAL_REACHED,
}

# Columns of the weekly line, and the events that each of them counts.
LINE_COUNTS = {
    "stories_retold": (kinds.STORY_RETOLD,),
    "round_tables": (kinds.ROUND_TABLE_HELD,),
    "crises": (kinds.CRISIS,),
    "placements": (kinds.PLACEMENT,),
    "dropouts": (kinds.FAMILY_DROPPED_OUT,),
    "missed": (kinds.MISSED_APPOINTMENT,),
    "goals_reached": (kinds.GOAL_REACHED,),
    "ties_closed": (kinds.GOAL_REACHED, kinds.HELPER_CLOSED),
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
    def events(self) -> np.ndarray:
        """What was written to the log in this week."""
        return self.after.log.view(np.ndarray)[self.before.tally[0].events : self.after.tally[0].events]

    def happened(self, *which) -> np.ndarray:
        """Events of some kinds."""
        is_asked = np.zeros(len(EVENT_KINDS), dtype=bool)
        is_asked[list(which)] = True
        return self.events[is_asked[self.events["kind"]]]

    @cached_property
    def counts(self) -> np.ndarray:
        """How often each kind of event happened to each family, shape (kinds, families)."""
        shape = len(EVENT_KINDS), len(self.family)
        of_families = self.events[self.events["family"] >= 0]  # those of posts have no family
        places = np.ravel_multi_index((of_families["kind"], of_families["family"]), shape)
        return np.bincount(places, minlength=shape[0] * shape[1]).reshape(shape)

    def times(self, *which) -> np.ndarray:
        """How often it happened to each family, shape (families,)."""
        return self.counts[list(which)].sum(axis=0)

    def places(self, *which) -> np.ndarray:
        """To which ties it happened, shape (families, 9)."""
        rows = self.happened(*which)
        found = np.zeros((len(self.family), N_TIES), dtype=bool)
        found[rows["family"], rows["tie"]] = True
        return found

    def added(self, counter: str) -> np.ndarray:
        """By how much a counter of families rose, shape (families,)."""
        return self.family[counter] - self.before.family.view(np.ndarray)[counter]

    @cached_property
    def open(self) -> np.ndarray:
        """Open ties after the week, shape (families, 9)."""
        return self.family["tie"]["status"] == OPEN

    @cached_property
    def followed(self) -> np.ndarray:
        """Families whose outcomes count."""
        return (self.family["followed"] == 1) & (self.family["status"] != NOT_YET_COME)

    @cached_property
    def there(self) -> np.ndarray:
        """Of those, the ones that are in the region."""
        return self.followed & (self.family["status"] != LEFT)

    @cached_property
    def recorded(self) -> np.ndarray:
        """Followed families that stand on the week's line: those there, and those that left in this week."""
        return self.followed & (self.before.family["status"] != LEFT)

    @cached_property
    def spent(self) -> np.ndarray:
        """Hours of the week by post and task, shape (posts, 13)."""
        return self.after.post["hours"] - self.before.post["hours"]

    @cached_property
    def hours(self) -> np.ndarray:
        """Hours of the week by sector and task, shape (7, 13)."""
        found = np.zeros((N_SECTORS, N_TASKS))
        np.add.at(found, self.after.post["sector"], self.spent)
        return found

    @cached_property
    def hours_there(self) -> np.ndarray:
        """Hours that each post has in this week, shape (posts,)."""
        post = self.after.post
        of_a_post = self.p["hours"][post["sector"]] * post["fte"] * (1 - self.p["absence_share"])
        return np.where(self.after.post["filled"] == 1, of_a_post * (1 - self.p["time_shortage"]), 0)

    @cached_property
    def can_hold_a_table(self) -> np.ndarray:
        """Whether the whole week of a post, less administration and team work, holds a table; shape (posts,)."""
        hours = self.hours_there * (1 - self.p["administration_share"] - self.p["team_work_share"])
        needed = self.p["table_possible_from"] * (self.p["preparation_hours"] + self.p["table_hours"])
        return hours >= needed * (1 - 1e-9)

    @cached_property
    def helpers(self) -> np.ndarray:
        """People with an open case of each family, who has two of them once; shape (families,)."""
        return different(self.family["tie"]["post"], self.open)

    @cached_property
    def alignment(self) -> np.ndarray:
        """Mean alignment over the open ties of each family; not a number without one."""
        helpers = self.open.sum(axis=1)
        total = np.where(self.open, self.family["tie"]["aligned"], 0).sum(axis=1)
        return np.divide(total, helpers, out=np.full(len(helpers), np.nan), where=helpers > 0)

    @cached_property
    def ties_ended_unseen(self) -> np.ndarray:
        """Families of whom ties ended in this week without an event for each: they broke off or left."""
        return self.times(kinds.FAMILY_DROPPED_OUT, kinds.LEFT_REGION) > 0

    @cached_property
    def open_at_contact(self) -> np.ndarray:
        """Ties open when appointments took place: those open now, and those closed after them; shape (families, 9)."""
        return self.open | self.places(kinds.GOAL_REACHED, kinds.HELPER_CLOSED)

    @cached_property
    def in_first_phase(self) -> np.ndarray:
        """Of those ties, the ones in the first weeks of their case, shape (families, 9)."""
        return self.open_at_contact & (self.week - self.family["tie"]["since"] < self.p["first_phase_weeks"])

    @cached_property
    def guests(self) -> np.ndarray:
        """Who came to which table of this week beside the coordinator: families and posts, shape (2, guests)."""
        called = self.times(kinds.ROUND_TABLE_HELD, kinds.MISSED_ROUND_TABLE) > 0
        rows, places = np.nonzero((self.family["plan"]["seat"] == 1) & called[:, None])
        return np.unique([rows, self.family["tie"]["post"][rows, places]], axis=1)

    def attendance(self) -> dict[str, np.ndarray]:
        """Professionals invited to tables of this week, and of those who came, by sector; shapes (7,)."""
        sector = self.after.post["sector"]
        came = np.bincount(sector[self.guests[1]], minlength=N_SECTORS)
        not_come = sector[self.happened(kinds.MISSED_ROUND_TABLE)["who"]]
        return {"came": came, "invited": came + np.bincount(not_come, minlength=N_SECTORS)}

    @cached_property
    def helpers_at_contact(self) -> np.ndarray:
        """People with an open case of each family when appointments took place; shape (families,)."""
        return different(self.family["tie"]["post"], self.open_at_contact)

    @cached_property
    def agenda(self) -> np.ndarray:
        """Ties with an appointment due in this week, shape (families, 9)."""
        rank = np.arange(N_TIES)
        due = (rank < self.family["appointments"][:, None]) & self.open_at_contact.any(axis=1, keepdims=True)
        found = np.zeros((len(self.family), N_TIES), dtype=bool)
        rows, ranks = np.nonzero(due)
        found[rows, self.family["agenda"][rows, ranks]] = True
        return found

    @cached_property
    def clear_agenda(self) -> np.ndarray:
        """Families whose appointments can be told from outside: no table stood in for one, no tie ended unseen."""
        return ~self.ties_ended_unseen & (self.times(kinds.ROUND_TABLE_HELD) == 0)

    @cached_property
    def kept(self) -> np.ndarray:
        """Ties whose appointment took place, shape (families, 9); of families with a clear agenda."""
        return self.agenda & ~self.places(kinds.MISSED_APPOINTMENT)

    @cached_property
    def undone(self) -> np.ndarray:
        """Share of each appointment that other professionals undid, mean over those that took place; shape (families,).

        Not a number without one, and for families without a clear agenda.
        """
        tie = self.family["tie"]
        others = self.open_at_contact[:, :, None] & self.open_at_contact[:, None, :]
        others &= tie["post"][:, :, None] != tie["post"][:, None, :]
        apart = 1 - tie["aligned"][:, :, None] * tie["aligned"][:, None, :]
        mismatch = self.p["conflict_strength"] * np.where(others, apart, 0).sum(axis=2)
        lost = np.where(self.kept, mismatch / (1 + mismatch), 0).sum(axis=1)
        contacts = self.kept.sum(axis=1)
        known = self.clear_agenda & (contacts > 0)
        return np.divide(lost, contacts, out=np.full(len(lost), np.nan), where=known)

    @cached_property
    def waited(self) -> np.ndarray:
        """Families on a list in this week, after places were filled and before anything new was asked for."""
        before = self.before.family["tie"]["status"] == ON_LIST
        off = self.times(kinds.HELPER_STARTED, kinds.DID_NOT_START)
        asked = self.happened(kinds.ASKED_FOR_HELP)
        by_a_sign = np.bincount(asked["family"][asked["tie"] == SAFETY], minlength=len(self.family))
        return before.sum(axis=1) - off + by_a_sign > 0

    @cached_property
    def placed(self) -> np.ndarray:
        """Children who were out of home in this week, by family: placed before, and not all of age."""
        born = self.family["born"]
        age = (self.week - born) / 52
        theirs = np.arange(born.shape[1]) < self.family["children"][:, None]
        minor = (theirs & (age >= 0) & (age < self.p["adult_age"])).any(axis=1)
        here = (self.family["status"] != NOT_YET_COME) & (self.before.family["status"] != LEFT)
        return np.where(minor & here, self.before.family["placed"], 0)

    def line(self) -> dict[str, np.ndarray]:
        """What the week's line must say, by its field."""
        family, post = self.family, self.after.post
        mine = self.followed
        found = {name: self.times(*which)[mine].sum() for name, which in LINE_COUNTS.items()}
        for name in ("severity", "overload", "direction", "trust", "concern", "risk", "support"):
            values = family[name].mean(axis=1) if name == "severity" else family[name]
            found[name] = values[self.there].sum()
        helped = self.there & self.open.any(axis=1)
        if not self.ties_ended_unseen.any():
            found["families_helped"] = (mine & self.open_at_contact.any(axis=1)).sum()
            found["case_weeks"] = self.open_at_contact[mine].sum()
            found["first_phase_weeks"] = self.in_first_phase[mine].sum()
        contacts = self.added("contacts")
        if not np.isnan(self.undone[contacts > 0]).any():
            found["undone"] = np.nansum(np.where(mine, self.undone * contacts, 0))
            found["first_phase_contacts"] = (self.kept & self.in_first_phase)[mine & (contacts > 0)].sum()
        found |= {name: by_sector.sum() for name, by_sector in self.attendance().items()}
        asked = self.happened(kinds.SIGN_MISSED)
        seen = asked[(asked["value"] < asked["chance"]) & mine[asked["family"]]]
        tables = self.happened(kinds.ROUND_TABLE_HELD)
        lost_by_leaving = len(self.happened(kinds.PERSON_LEFT))
        tariff = self.p["tariff_euros"]
        on_families = np.delete(self.hours, NOT_BESIDE_THE_TARIFF, axis=1).sum(axis=1)
        coordinating = self.hours[:, COORDINATION].sum(axis=1)
        return found | {
            "families": self.there.sum(),
            "helpers": helped.sum(),
            "alignment": self.alignment[helped].sum(),
            "open_ties": self.open[self.there].sum(),
            "helpers_there": self.helpers[self.there].sum(),
            "waiting_ties": (family["tie"]["status"] == ON_LIST)[self.there].sum(),
            "severity_by_domain": family["severity"][self.there].sum(axis=0),
            "standing": np.bincount(family["status"][self.recorded], minlength=len(STATUSES)),
            "on_plan": family["plan"]["active"][mine].sum(),
            "fidelity": (family["plan"]["active"] * family["plan"]["fidelity"])[mine].sum(),
            "contacts": self.added("contacts")[mine].sum(),
            "helpers_started": self.added("helpers_started")[mine].sum(),
            "met_again": self.added("met_again")[mine].sum(),
            "signs_noticed": found["signs_shared"] + len(seen),
            "table_members": tables["value"][mine[tables["family"]]].sum(),
            "placed_children": self.placed[mine].sum(),
            "placement_days": 7 * self.placed[mine].sum(),
            "leavers": lost_by_leaving,
            "vacant_posts": post["fte"][post["filled"] == 0].sum(),
            "held_posts": post["fte"][post["filled"] == 1].sum(),
            "squeezed": ((1 - post["contact_share"]) * post["fte"])[post["filled"] == 1].sum(),
            "strain": (post["strain"] * post["fte"])[post["filled"] == 1].sum(),
            "hours": self.hours,
            "cost_care": ((on_families - coordinating) * tariff).sum(),
            "cost_coordination": (coordinating * tariff).sum(),
            "cost_placement": self.p["placement_day_euros"] * 7 * self.placed[mine].sum(),
            "cost_turnover": self.p["hiring_euros"] * lost_by_leaving,
        }

    def family_costs(self) -> float:
        """Euros that this week's appointments and days out of home cost, over all families."""
        hours = self.hours[:, [CONTACT, MISSED_APPOINTMENTS]].sum(axis=1)
        return (hours * self.p["tariff_euros"]).sum() + self.p["placement_day_euros"] * 7 * self.placed.sum()


def sectors_of(events: np.ndarray) -> np.ndarray:
    """How many of some events concern each sector, shape (7,)."""
    return np.bincount(SECTOR_OF_TIE[events["tie"]], minlength=N_SECTORS)


def different(posts: np.ndarray, which: np.ndarray) -> np.ndarray:
    """How many different posts there are in each row among some places."""
    sorted_posts = np.sort(np.where(which, posts, -1), axis=1)
    return (np.diff(sorted_posts, axis=1, prepend=-1) > 0).sum(axis=1)


def standings(week: Week) -> list[tuple[np.ndarray, int]]:
    """Families with the standing that this week's events gave them."""
    return [
        (week.times(kinds.FAMILY_DROPPED_OUT) > 0, DROPPED_OUT),
        (week.times(kinds.LEFT_REGION) > 0, LEFT),
        (week.open.any(axis=1) & ~np.isin(week.family["status"], (DROPPED_OUT, LEFT)), IN_CARE),
    ]
