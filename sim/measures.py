"""How each outcome is computed from the weekly lines, the families and the sectors of a run.

A share of nothing is not a number: nought would say that something was measured, and often that it was at its best.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np

from sim.agents.person import WEEKS_PER_YEAR
from sim.names import (
    CALLS,
    CLOSED,
    CONTACT,
    EVALUATION,
    HANDOVER_WORK,
    IDLE,
    IN_CARE,
    LEFT,
    N_TASKS,
    NOT_YET_COME,
    PREPARATION,
    READING_IN,
    ROUND_TABLE,
    WAITING,
)
from sim.rings import Rings, rings_of
from sim.world import ExtendedWorld, World

LAST_WEEKS = 26  # "at the end" is the mean over the last half year
MONTHS_PER_YEAR = 12
MANY_DOMAINS = 5  # from here on problems are complex
IN_TROUBLE = 0.4  # severity from which a domain counts as in trouble in outcomes, whatever the parameters say
HEAVIEST = 0.1  # part of the families that counts as the heaviest
DEAREST = 0.01  # the dearest family is the one at this share from above: less erratic than the very dearest
COST_KINDS = ("care", "coordination", "placement", "turnover")


class Totals:
    """Everything the outcomes are computed from, added up over regions."""

    def __init__(self, worlds: list[World]) -> None:
        self.worlds = worlds
        self.weekly = added_up([world.weekly for world in worlds])
        self.sector = added_up([world.sector for world in worlds])
        rows = [followed_families(world) for world in worlds]
        self.family = rows[0] if len(rows) == 1 else np.concatenate(rows)
        extended = [world for world in worlds if isinstance(world, ExtendedWorld)]
        if extended:  # what extensions wrote down: by week, and of the same families
            self.own_week = added_up([world.own_week for world in extended])
            there = [world for world in extended if len(world.own_family)]
            own = [rows_of(world.own_family.view(np.ndarray), is_followed(world)) for world in there]
            self.own_family = np.concatenate(own) if own else np.zeros(0)
        self.waited = sum(float(world.family["weeks_waited"].sum()) for world in worlds)
        self.family_years = self.total("in_region") / WEEKS_PER_YEAR
        self.weeks = len(worlds[0].weekly)
        self.region_weeks = sum(len(world.weekly) for world in worlds)

    def total(self, name: str) -> float:
        """A weekly count, added up over all weeks."""
        return float(self.weekly[name].sum())

    def last(self, name: str) -> Any:
        """A weekly sum, added up over the last half year; shape of one week's."""
        return self.weekly[name][-LAST_WEEKS:].sum(axis=0)

    def at_end(self, name: str, over: str = "families") -> float:
        """A weekly sum over families, as a mean over the last half year."""
        return ratio(self.last(name), self.last(over))

    def standing_at_end(self, *statuses: int) -> float:
        """Share of families with one of some standings, as a mean over the last half year."""
        return ratio(
            self.weekly["standing"][-LAST_WEEKS:][:, list(statuses)].sum(), self.weekly["families"][-LAST_WEEKS:].sum()
        )

    def per_family_year(self, amount: float) -> float:
        """An amount for each family and year; not a number when there was no family."""
        return ratio(amount, self.family_years)

    def hours(self, *tasks: int) -> float:
        """Hours of all posts on some tasks, over all weeks."""
        return float(self.weekly["hours"][:, :, list(tasks)].sum())

    def share(self, holds: np.ndarray) -> float:
        """Share of families for which something holds, or mean of a count; not a number when there are none."""
        return ratio(holds.sum(), len(holds))

    def share_of(self, holds: np.ndarray, among: np.ndarray) -> float:
        """Share of some of the families for which something holds; not a number when there are none of those."""
        return self.share(holds[among])

    @cached_property
    def still_there(self) -> np.ndarray:
        """The followed families that have not left the region; whole records, so copied once."""
        return rows_of(self.family, self.family["status"] != LEFT)

    @cached_property
    def rings(self) -> Rings:
        """The rings of helpers around the followed families, after the last week."""
        return sum((rings_of(world) for world in self.worlds), Rings())


def added_up(arrays: list[np.ndarray]) -> dict[str, np.ndarray]:
    """Every field of some record arrays of one shape, added up."""
    plain = [array.view(np.ndarray) for array in arrays]
    names = plain[0].dtype.names or ()
    if len(plain) == 1:
        return {name: plain[0][name] for name in names}
    return {name: np.sum([array[name] for array in plain], axis=0) for name in names}


def followed_families(world: World) -> np.ndarray:
    """The families whose outcomes count."""
    return rows_of(world.family.view(np.ndarray), is_followed(world))


def is_followed(world: World) -> np.ndarray:
    """Of which families outcomes count, shape (families,)."""
    family = world.family.view(np.ndarray)
    return (family["status"] != NOT_YET_COME) & (family["followed"] == 1)


def rows_of(records: np.ndarray, which: np.ndarray) -> np.ndarray:
    """Some whole records, by a mask; copied as blocks of bytes, because NumPy copies records field by field."""
    return records.view(f"V{records.dtype.itemsize}")[which].view(records.dtype)


def ratio(part: float, whole: float) -> float:
    """A share, and not a number when there is nothing to share."""
    return float(part / whole) if whole > 0 else np.nan


def ratios(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Shares, and not a number where there is nothing to share; shape of ``part``, along whose end ``whole`` fits."""
    return np.divide(part, whole, out=np.full(np.shape(part), np.nan), where=np.asarray(whole) > 0)


def at_end(name: str) -> Callable[[Totals], float]:
    """Mean of a weekly state of families over the last half year."""
    return lambda t: t.at_end(name)


def per_year(name: str) -> Callable[[Totals], float]:
    """A weekly count for each family and year."""
    return lambda t: t.per_family_year(t.total(name))


def hours_per_year(*tasks: int) -> Callable[[Totals], float]:
    """Hours on some tasks for each family and year."""
    return lambda t: t.per_family_year(t.hours(*tasks))


def part_of(part: str, whole: str) -> Callable[[Totals], float]:
    """One weekly count as a share of another, over all weeks."""
    return lambda t: ratio(t.total(part), t.total(whole))


def first_to_later(t: Totals) -> float:
    """Appointments of a case in its first phase, as a multiple of those of a case that runs longer."""
    first = ratio(t.total("first_phase_contacts"), t.total("first_phase_weeks"))
    contacts = t.total("contacts") - t.total("first_phase_contacts")
    return ratio(first, ratio(contacts, t.total("case_weeks") - t.total("first_phase_weeks")))


def placed_by_closing(t: Totals, later: int) -> float:
    """Share of families with a placement by so many weeks after care was first closed, of those seen that long."""
    seen_until, placed = t.family["first_closed"] + later, t.family["first_placed"]
    return t.share_of(placed <= seen_until, seen_until < t.weeks)


def among_the_heaviest(t: Totals) -> np.ndarray:
    """Which of the families still there belong to the tenth with the heaviest problems."""
    severity = t.still_there["severity"].mean(axis=1)
    return severity >= np.quantile(severity, 1 - HEAVIEST) if len(severity) else np.zeros(0, dtype=bool)


def in_five_domains(t: Totals) -> float:
    """Share of the families still there that are in trouble in five domains or more."""
    in_trouble = t.still_there["severity"] >= IN_TROUBLE
    return t.share(in_trouble.sum(axis=1) >= MANY_DOMAINS)


def five_with_the_heaviest(t: Totals) -> float:
    """Share of the heaviest families in care that have helpers in five places or more."""
    helpers = t.still_there["open_cases"]
    return t.share_of(helpers >= MANY_DOMAINS, among_the_heaviest(t) & (helpers > 0))


def dearest(t: Totals) -> float:
    """Cost a year of the family at the dearest hundredth, of those seen for a year or longer; not a number if none."""
    status_since, arrives = t.family["status_since"], t.family["arrives"]
    until = np.where(t.family["status"] == LEFT, status_since, t.weeks)
    weeks = until - np.maximum(arrives, 0)
    seen = weeks >= WEEKS_PER_YEAR
    if not seen.any():
        return np.nan
    a_year = t.family["cost_euros"][seen] * WEEKS_PER_YEAR / weeks[seen]
    return float(np.quantile(a_year, 1 - DEAREST))


def wait_skewness(t: Totals) -> np.ndarray:
    """Skewness of the weeks waited by those who started, by sector; not a number where waits do not differ."""
    count = np.maximum(t.sector["started"], 1.0)
    mean = t.sector["weeks_waited"] / count
    square = t.sector["wait_squares"] / count
    variance = square - mean**2
    third = t.sector["wait_cubes"] / count - 3 * mean * square + 2 * mean**3
    return ratios(third, np.maximum(variance, 0.0) ** 1.5)


MEASURES: dict[str, Callable[[Totals], float]] = {
    "severity": at_end("severity"),
    "ended_early_share": lambda t: t.share(t.family["ended_early"] > 0),
    "broke_off_share": lambda t: t.share(t.family["broke_off"] > 0),
    "direction": at_end("direction"),
    "trust": at_end("trust"),
    "overload": at_end("overload"),
    "alignment": lambda t: t.at_end("alignment", "helpers"),
    "stories_retold": per_year("stories_retold"),
    "helpers_met": per_year("helpers_started"),
    "crises": per_year("crises"),
    "placements": lambda t: 100 * t.per_family_year(t.total("placements")),
    "contact_hours": hours_per_year(CONTACT),
    "coordination_hours": hours_per_year(CALLS, ROUND_TABLE, PREPARATION, EVALUATION),
    "cost_euros": lambda t: t.per_family_year(sum(t.total(f"cost_{kind}") for kind in COST_KINDS)),
    "network_in_plan_share": lambda t: t.share(t.family["network_in_plan"] == 1),
    "goals_reached": per_year("goals_reached"),
    "retold_share": part_of("stories_retold", "met_again"),
    "retold_every_time_share": part_of("told_every_time", "surveyed"),
    "helpers_at_once": part_of("helpers_there", "in_care"),
    "helpers_ever": lambda t: t.share(t.family["helpers_started"]),
    "weeks_waited": lambda t: t.per_family_year(t.waited),
    "contacts_per_month": lambda t: ratio(
        t.total("contacts") * WEEKS_PER_YEAR / MONTHS_PER_YEAR, t.total("families_helped")
    ),
    "first_phase_contacts_ratio": first_to_later,
    "missed_share": lambda t: ratio(t.total("missed"), t.total("missed") + t.total("contacts")),
    "undone_share": part_of("undone", "contacts"),
    "work_in_line_share": part_of("worked_well", "worked_hours"),
    "routes_merged": per_year("routes_merged"),
    "agreements_kept_share": part_of("agreements_kept", "agreements"),
    "faces_met": per_year("faces"),
    "in_care_share": lambda t: t.standing_at_end(WAITING, IN_CARE),
    "closed_share": lambda t: t.standing_at_end(CLOSED),
    "five_domains_share": in_five_domains,
    "open_in_five_share": lambda t: t.share(t.still_there["open_cases"] >= MANY_DOMAINS),
    "heaviest_in_five_share": five_with_the_heaviest,
    "dearest_euros": dearest,
    "plan_share": at_end("on_plan"),
    "round_tables": per_year("round_tables"),
    "table_people": part_of("table_members", "round_tables"),
    "attendance": part_of("came", "invited"),
    "unmet_needs_found": per_year("unmet_needs_found"),
    "coordinators_lost": per_year("coordinators_lost"),
    "fidelity": part_of("fidelity", "on_plan"),
    "openness": part_of("openness", "round_tables"),
    "network_at_table_share": lambda t: t.share_of(t.family["network_in_plan"] == 1, t.family["meetings"] > 0),
    "calls": per_year("calls"),
    "signs": per_year("signs"),
    "signs_noticed_share": part_of("signs_noticed", "signs"),
    "signs_acted_on_share": part_of("signs_acted_on", "signs"),
    "false_alarms": per_year("false_alarms"),
    "still_unsafe_share": part_of("still_unsafe", "looked_up_later"),
    "placed_at_closing_share": lambda t: placed_by_closing(t, 0),
    "placed_year_later_share": lambda t: placed_by_closing(t, int(WEEKS_PER_YEAR)),
    "placement_days": per_year("placement_days"),
    "turnover": lambda t: ratio(t.total("leavers") * WEEKS_PER_YEAR, t.sector["filled_weeks"].sum()),
    "vacancy_share": lambda t: ratio(t.total("vacant_posts"), t.total("vacant_posts") + t.total("held_posts")),
    "squeeze": lambda t: ratio(t.total("squeezed"), t.total("held_posts")),
    "strain": lambda t: ratio(t.total("strain"), t.total("held_posts")),
    "idle_share": lambda t: ratio(t.hours(IDLE), t.hours(*range(N_TASKS))),
    "handover_hours": hours_per_year(HANDOVER_WORK, READING_IN),
    **{f"cost_{kind}_euros": per_year(f"cost_{kind}") for kind in COST_KINDS},
    "helpers_acquainted_share": lambda t: ratio(t.rings.acquainted, t.rings.rings),
    "fragmentation": lambda t: ratio(t.rings.fragmented, t.rings.rings),
    "coordinator_brokerage": lambda t: ratio(t.rings.bridged, t.rings.gaps),
    "new_ties_share": lambda t: ratio(t.rings.new_ties, t.rings.ties),
    "colleagues_known": lambda t: ratio(t.rings.known_elsewhere, t.rings.professionals),
}

# Outcomes with a value for each sector, life domain or task, in the order of those.
EACH: dict[str, tuple[str, Callable[[Totals], np.ndarray]]] = {
    "wait_weeks": ("sector", lambda t: ratios(t.sector["weeks_waited"], t.sector["started"])),
    "attendance": ("sector", lambda t: ratios(t.sector["came"], t.sector["invited"])),
    "wait_skewness": ("sector", wait_skewness),
    "turnover": ("sector", lambda t: ratios(t.sector["leavers"] * WEEKS_PER_YEAR, t.sector["filled_weeks"])),
    "squeeze": (
        "sector",
        lambda t: np.maximum(0.0, ratios(t.sector["due_hours"] - t.sector["given_hours"], t.sector["due_hours"])),
    ),
    "severity": (
        "domain",
        lambda t: np.array([ratio(one, float(t.last("families"))) for one in t.last("severity_by_domain")]),
    ),
    "hours": ("task", lambda t: np.array([t.per_family_year(hours) for hours in t.weekly["hours"].sum(axis=(0, 1))])),
}
