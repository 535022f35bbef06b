"""Every declared outcome once more, as its definition in ``outcomes.toml`` says, from weeks seen from outside.

An outcome is a part of a whole. Where there is no whole there is no outcome: it must not be a number.
"""

import numpy as np

from sim import event_kinds as kinds
from sim.names import (
    CALLS,
    CLOSED,
    CONTACT,
    DOMAINS,
    EVALUATION,
    HANDOVER_WORK,
    IDLE,
    IN_CARE,
    MISSED_APPOINTMENTS,
    N_SECTORS,
    PREPARATION,
    READING_IN,
    ROUND_TABLE,
    SECTOR_OF,
    SECTORS,
    TASKS,
    WAITING,
)
from tests.sim.recomputed import Week
from tests.sim.recomputed_rings import wholes as rings

LAST = slice(-26, None)
NOTHING = (0.0, 0.0)
WAITS = ("started", "waited", "squared", "cubed")
COUNTED = ("due", "given", "left", "held", "came", "invited")


class History:
    """What the weeks of one region add up to.

    Attributes:
        lines: by field, what each week's line must say, shape (weeks, ...).
        sectors: by name, sums over weeks, shape (7,).
    """

    def __init__(self) -> None:
        self.seen: list[dict] = []
        self.sectors = {name: np.zeros(N_SECTORS) for name in (*WAITS, *COUNTED)}
        self.ever: dict[str, np.ndarray] = {}
        self.last: Week | None = None

    def see(self, week: Week) -> dict:
        """Add a week; gives what its line must say."""
        line = week.line()
        self.seen.append(line | self.looked_at(week))
        self.wait(week)
        post, who_left = week.after.post, week.happened(kinds.PERSON_LEFT)["who"]
        sector = post["sector"]
        for name, values in (
            ("given", week.spent[:, [CONTACT, MISSED_APPOINTMENTS]].sum(axis=1)),
            ("left", np.bincount(who_left, minlength=len(post))),
            ("held", post["filled"] == 1),
        ):
            self.sectors[name] += np.bincount(sector, weights=values, minlength=N_SECTORS)
        for name, field in (("came", "came"), ("invited", "invited"), ("due", "due_hours")):
            before, after = week.before.sector[field], week.after.sector[field]
            self.sectors[name] += after - before
        for name, values in (
            ("broke_off", week.times(kinds.FAMILY_DROPPED_OUT)),
            ("ended_early", week.times(kinds.ENDED_EARLY)),
            ("with_network", week.times(kinds.NETWORK_JOINED)),
            ("tables", week.times(kinds.ROUND_TABLE_HELD)),
            ("new_faces", week.added("helpers_started")),
            ("waited", week.waited),
        ):
            self.ever[name] = self.ever.get(name, 0) + values
        self.last = week
        return self.seen[-1]

    def looked_at(self, week: Week) -> dict[str, float]:
        """Families that were asked the yearly question or looked up in this week, and what that showed."""
        before = week.before.family
        met, retold, reported = (before[name] for name in ("met_this_year", "retold_this_year", "first_reported"))
        met = met + week.added("met_again")
        retold = retold + week.added("stories_retold")
        asked = week.followed & week.here & (met > 0) & ((week.week + 1) % 52 == 0)
        later = week.followed & week.here & (week.week - reported == 78)
        return {
            "surveyed": asked.sum(),
            "told_every_time": (asked & (retold == met)).sum(),
            "looked_up_later": later.sum(),
            "still_unsafe": (later & (week.family["risk"] >= week.p["reference_risk"])).sum(),
        }

    def wait(self, week: Week) -> None:
        """Add the waits of those whose help began in this week; who only got another helper did not wait anew."""
        began = week.happened(kinds.HELPER_STARTED)
        need = began["need"]
        is_new = week.before.need["moved"][need] == 0
        domains, value = week.need["domain"][need[is_new]], began["value"][is_new]
        for power, name in enumerate(WAITS):
            self.sectors[name] += np.bincount(SECTOR_OF[domains], weights=value**power, minlength=N_SECTORS)

    def all(self, name: str) -> np.ndarray:
        """What the line says of something in each week, shape (weeks, ...)."""
        return np.array([one[name] for one in self.seen])

    def total(self, *names: str):
        """Added up over all weeks."""
        return sum(self.all(name).sum(axis=0) for name in names)

    def wholes(self, weekly: np.ndarray) -> dict[str, tuple[float, float]]:
        """Part and whole by outcome.

        Args:
            weekly: the lines of the region, for the few sums that cannot be seen from outside.
        """
        week = self.last
        assert week is not None
        family, mine, there = week.family, week.followed, week.there
        years = self.total("in_region") / 52
        hours = self.total("hours")
        posts = week.after.post["fte"].sum()
        weeks = len(self.seen)
        found: dict[str, tuple[float, float]] = rings(week)
        for name in ("severity", "direction", "trust", "overload"):
            found[name] = self.all(name)[LAST].sum(), self.all("families")[LAST].sum()
        found["alignment"] = self.all("alignment")[LAST].sum(), self.all("helpers")[LAST].sum()
        found["plan_share"] = self.all("on_plan")[LAST].sum(), self.all("families")[LAST].sum()
        for number, domain in enumerate(DOMAINS):
            found[f"severity_{domain}"] = (
                self.all("severity_by_domain")[LAST, number].sum(),
                self.all("families")[LAST].sum(),
            )
        standing = self.all("standing")[LAST].sum(axis=0)
        found["in_care_share"] = standing[[WAITING, IN_CARE]].sum(), self.all("families")[LAST].sum()
        found["closed_share"] = standing[CLOSED], self.all("families")[LAST].sum()
        for outcome, field in {
            "stories_retold": "stories_retold",
            "helpers_met": "helpers_started",
            "crises": "crises",
            "goals_reached": "goals_reached",
            "round_tables": "round_tables",
            "unmet_needs_found": "unmet_needs_found",
            "coordinators_lost": "coordinators_lost",
            "calls": "calls",
            "signs": "signs",
            "false_alarms": "false_alarms",
            "placement_days": "placement_days",
            "routes_merged": "routes_merged",
        }.items():
            found[outcome] = self.total(field), years
        found["placements"] = 100 * self.total("placements"), years
        tasks = {
            "contact_hours": [CONTACT],
            "coordination_hours": [CALLS, ROUND_TABLE, PREPARATION, EVALUATION],
            "handover_hours": [HANDOVER_WORK, READING_IN],
            **{f"hours_{task}": [number] for number, task in enumerate(TASKS)},
        }
        for outcome, these in tasks.items():
            found[outcome] = hours[:, these].sum(), years
        for kind in ("care", "coordination", "placement", "turnover"):
            found[f"cost_{kind}_euros"] = self.total(f"cost_{kind}"), years
        found["cost_euros"] = self.total("cost_care", "cost_coordination", "cost_placement", "cost_turnover"), years
        found["weeks_waited"] = self.ever["waited"].sum(), years
        found["broke_off_share"] = (self.ever["broke_off"][mine] > 0).sum(), mine.sum()
        found["ended_early_share"] = (self.ever["ended_early"][mine] > 0).sum(), mine.sum()
        found["network_in_plan_share"] = (self.ever["with_network"][mine] > 0).sum(), mine.sum()
        found["helpers_ever"] = self.ever["new_faces"][mine].sum(), mine.sum()
        with_table = mine & (self.ever["tables"] > 0)
        found["network_at_table_share"] = (self.ever["with_network"][with_table] > 0).sum(), with_table.sum()
        found["five_domains_share"] = ((week.severity[there] >= 0.4).sum(axis=1) >= 5).sum(), there.sum()
        found["open_in_five_share"] = (week.open_cases[there] >= 5).sum(), there.sum()
        for outcome, (part, whole) in {
            "retold_share": ("stories_retold", "met_again"),
            "retold_every_time_share": ("told_every_time", "surveyed"),
            "helpers_at_once": ("helpers_there", "in_care"),
            "fidelity": ("fidelity", "on_plan"),
            "table_people": ("table_members", "round_tables"),
            "signs_noticed_share": ("signs_noticed", "signs"),
            "signs_acted_on_share": ("signs_acted_on", "signs"),
            "still_unsafe_share": ("still_unsafe", "looked_up_later"),
        }.items():
            found[outcome] = self.total(part), self.total(whole)
        found["contacts_per_month"] = self.total("contacts") * 52 / 12, weekly["families_helped"].sum()
        found["undone_share"] = weekly["undone"].sum(), self.total("contacts")
        found["work_in_line_share"] = weekly["worked_well"].sum(), weekly["worked_hours"].sum()
        found["agreements_kept_share"] = weekly["agreements_kept"].sum(), weekly["agreements"].sum()
        found["faces_met"] = weekly["faces"].sum(), years
        found["missed_share"] = self.total("missed"), self.total("missed", "contacts")
        found["attendance"] = self.sectors["came"].sum(), self.sectors["invited"].sum()
        first = weekly["first_phase_contacts"].sum(), weekly["first_phase_weeks"].sum()
        later = self.total("contacts") - first[0], weekly["case_weeks"].sum() - first[1]
        found["first_phase_contacts_ratio"] = ratio(*first), ratio(*later)
        found["openness"] = weekly["openness"].sum(), self.total("round_tables")
        found["turnover"] = self.total("leavers") * 52, self.sectors["held"].sum()
        found["vacancy_share"] = self.total("vacant_posts"), posts * weeks
        found["squeeze"] = self.total("squeezed"), self.total("held_posts")
        found["strain"] = self.total("strain"), self.total("held_posts")
        found["idle_share"] = hours[:, IDLE].sum(), hours.sum()
        for number, sector in enumerate(SECTORS):
            of = {name: float(values[number]) for name, values in self.sectors.items()}
            found[f"wait_weeks_{sector}"] = of["waited"], of["started"]
            found[f"turnover_{sector}"] = of["left"] * 52, of["held"]
            found[f"attendance_{sector}"] = of["came"], of["invited"]
            found[f"squeeze_{sector}"] = max(0, of["due"] - of["given"]), of["due"]
        placed_at, closed_at = family["first_placed"], family["first_closed"].astype(int)
        closed = mine & (closed_at < weeks)
        found["placed_at_closing_share"] = (placed_at <= closed_at)[closed].sum(), closed.sum()
        year_ago = mine & (closed_at < weeks - 52)
        within_a_year = placed_at <= closed_at + 52
        found["placed_year_later_share"] = within_a_year[year_ago].sum(), year_ago.sum()
        return found


def ratio(part: float, whole: float) -> float:
    """A part of a whole; not a number of nothing."""
    return part / whole if whole > 0 else np.nan
