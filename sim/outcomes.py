"""What is measured, declared once: definition, unit, which way is better, and the smallest difference that matters.

Outcomes of families are over the families that were in the region's care at week 0 or came later, whatever became of
them (in care, closed, broken off), until they leave the region. Both routes therefore count the very same families.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.agents.care_tie import OPEN
from sim.agents.family import DOMAINS, LEFT, NOT_YET_COME, WEEKS_PER_YEAR
from sim.agents.professional import (
    CALLS,
    CONTACT,
    EVALUATION,
    HANDOVER_WORK,
    IDLE,
    PREPARATION,
    READING_IN,
    ROUND_TABLE,
    SECTORS,
    TASKS,
)
from sim.parameters import Words
from sim.world import World

LAST_WEEKS = 26  # "at the end" is the mean over the last half year
Better = Literal["higher", "lower", "neither"]


class Totals:
    """Everything the outcomes are computed from, added up over regions."""

    def __init__(self, worlds: list[World]) -> None:
        self.weekly = {name: sum(world.weekly[name] for world in worlds) for name in worlds[0].weekly.dtype.names}
        self.sector = {name: sum(world.sector[name] for world in worlds) for name in worlds[0].sector.dtype.names}
        rows = [
            world.family[(world.family["status"] != NOT_YET_COME) & (world.family["followed"] == 1)] for world in worlds
        ]
        self.family = rows[0] if len(rows) == 1 else np.concatenate(rows)
        self.family_years = max(self.total("families") / WEEKS_PER_YEAR, 1e-12)
        self.posts = sum(len(world.post) for world in worlds)
        self.filled_weeks = self.sector["filled_weeks"].sum()
        self.regions = len(worlds)
        self.weeks = len(self.weekly["families"])

    def total(self, name: str) -> float:
        """A weekly count, added up over all weeks."""
        return float(self.weekly[name].sum())

    def mean_at_end(self, name: str, over: str = "families") -> float:
        """A weekly sum over families, as a mean over the last half year."""
        last = slice(-LAST_WEEKS, None)
        return ratio(self.weekly[name][last].sum(), self.weekly[over][last].sum())

    def per_family_year(self, amount: float) -> float:
        """An amount for each family and year."""
        return amount / self.family_years

    def hours(self, *tasks: int) -> float:
        """Hours of all posts on some tasks, over all weeks."""
        return float(self.weekly["hours"][:, :, list(tasks)].sum())

    def share_of_families(self, holds: np.ndarray) -> float:
        """Share of the followed families for which something holds."""
        return float(holds.mean()) if len(holds) else 0.0


def ratio(part: float, whole: float) -> float:
    """A share, and 0 when there is nothing to share."""
    return float(part / whole) if whole > 0 else 0.0


@dataclass(frozen=True)
class Outcome:
    """One thing that is measured.

    Attributes:
        name: as in tables and in Python.
        label: in English and Dutch.
        unit: what it counts in.
        better: whether more of it is better or worse for families; ``neither`` for what is only accounted for.
        matters_from: smallest difference worth speaking of.
        definition: what exactly is measured.
        main: whether it belongs in the first table a user sees.
        measure: how it is computed.
    """

    name: str
    label: Words
    unit: str
    better: Better
    matters_from: float
    definition: str
    measure: Callable[[Totals], float]
    main: bool = False


def outcome(name, en, nl, unit, better, matters_from, definition, measure, main=False) -> Outcome:
    """Declare an outcome in one call."""
    return Outcome(name, Words(en=en, nl=nl), unit, better, matters_from, definition, measure, main)


def sector_outcomes() -> list[Outcome]:
    """The outcomes that each sector has."""
    found = []
    for row, sector in enumerate(SECTORS):
        words = sector.replace("_", " ")

        def wait(t: Totals, row: int = row) -> float:
            return ratio(t.sector["weeks_waited"][row], t.sector["started"][row])

        def attendance(t: Totals, row: int = row) -> float:
            return ratio(t.sector["came"][row], t.sector["invited"][row])

        def turnover(t: Totals, row: int = row) -> float:
            return ratio(t.sector["leavers"][row] * WEEKS_PER_YEAR, t.sector["filled_weeks"][row])

        def squeeze(t: Totals, row: int = row) -> float:
            return ratio(t.sector["due_hours"][row] - t.sector["given_hours"][row], t.sector["due_hours"][row])

        found += [
            outcome(f"wait_weeks_{sector}", f"Wait: {words}", f"Wachttijd: {NL_SECTORS[row]}", "weeks", "lower", 1.0,
                    f"Mean weeks from request to start of care with {words}, for those who started.", wait),
            outcome(f"attendance_{sector}", f"At the table: {words}", f"Aan tafel: {NL_SECTORS[row]}", "share", "higher", 0.05,
                    f"Share of invitations to a round table that was followed, {words}.", attendance),
            outcome(f"turnover_{sector}", f"Turnover: {words}", f"Verloop: {NL_SECTORS[row]}", "per year", "lower", 0.02,
                    f"People who left in a year, for each filled post, {words}.", turnover),
            outcome(f"squeeze_{sector}", f"Squeeze: {words}", f"Krapte: {NL_SECTORS[row]}", "share", "lower", 0.05,
                    f"Share of appointment hours that did not fit, {words}.", squeeze),
        ]  # fmt: skip
    return found


NL_SECTORS = (
    "sociaal team",
    "jeugd-ggz",
    "volwassenen-ggz",
    "school",
    "schuldhulp en wonen",
    "huisarts",
    "jeugdbescherming",
)
NL_DOMAINS = (
    "opvoeding",
    "psychische gezondheid kind",
    "psychische gezondheid ouder",
    "school",
    "geld",
    "wonen en dagelijks leven",
    "relaties",
    "lichamelijke gezondheid",
)
NL_TASKS = (
    "administratie",
    "teamwerk",
    "veiligheid",
    "contact",
    "gemiste afspraken",
    "rondetafel",
    "voorbereiding",
    "bellen",
    "overdracht",
    "inlezen",
    "training",
    "evaluatie",
    "vrij",
)


def domain_outcomes() -> list[Outcome]:
    """Severity by life domain."""
    found = []
    for number, domain in enumerate(DOMAINS):
        words = domain.replace("_", " ")

        def severity(t: Totals, number: int = number) -> float:
            last = slice(-LAST_WEEKS, None)
            return ratio(t.weekly["severity_by_domain"][last, number].sum(), t.weekly["families"][last].sum())

        found.append(
            outcome(f"severity_{domain}", f"Problems: {words}", f"Problemen: {NL_DOMAINS[number]}", "0 to 1", "lower", 0.02,
                    f"Mean severity of problems in {words} over families, in the last half year.", severity)
        )  # fmt: skip
    return found


def task_outcomes() -> list[Outcome]:
    """Hours by task."""
    found = []
    for number, task in enumerate(TASKS):
        words = task.replace("_", " ")

        def hours(t: Totals, number: int = number) -> float:
            return t.per_family_year(t.hours(number))

        found.append(
            outcome(f"hours_{task}", f"Hours: {words}", f"Uren: {NL_TASKS[number]}", "hours per family-year", "neither", 1.0,
                    f"Hours of professionals that went to {words}, for each family and year.", hours)
        )  # fmt: skip
    return found


def trust_measure(name: str) -> Callable[[Totals], float]:
    """Mean of a weekly state over the last half year."""
    return lambda t: t.mean_at_end(name)


def per_year(name: str) -> Callable[[Totals], float]:
    """A weekly count for each family and year."""
    return lambda t: t.per_family_year(t.total(name))


MAIN = [
    outcome("severity", "Problems", "Problemen", "0 to 1", "lower", 0.01,
            "Mean severity over eight life domains and over families, in the last half year.", trust_measure("severity"), True),
    outcome("dropout_share", "Broke off care", "Zorg afgebroken", "share of families", "lower", 0.02,
            "Share of families that broke off care at least once.", lambda t: t.share_of_families(t.family["dropouts"] > 0), True),
    outcome("direction", "In charge (direction)", "Regie", "0 to 1", "higher", 0.02,
            "Mean sense of being in charge over families, in the last half year.", trust_measure("direction"), True),
    outcome("trust", "Trust in care", "Vertrouwen in hulp", "0 to 1", "higher", 0.02,
            "Mean trust in care over families, in the last half year.", trust_measure("trust"), True),
    outcome("overload", "Overload", "Overbelasting", "0 to 1", "lower", 0.02,
            "Mean overload over families, in the last half year.", trust_measure("overload"), True),
    outcome("alignment", "Helpers aligned", "Hulp op één lijn", "0 to 1", "higher", 0.05,
            "Mean alignment of helpers' goals over families in care, in the last half year.",
            lambda t: t.mean_at_end("alignment", "helpers"), True),
    outcome("stories_retold", "Story told again", "Verhaal opnieuw verteld", "times per family-year", "lower", 0.1,
            "Times a family told its story again to a new helper.", per_year("stories_retold"), True),
    outcome("helpers_met", "New helpers met", "Nieuwe hulpverleners", "people per family-year", "lower", 0.1,
            "New faces among helpers, for each family and year.", per_year("helpers_started"), True),
    outcome("crises", "Crises", "Crises", "per family-year", "lower", 0.02,
            "Crises for each family and year.", per_year("crises"), True),
    outcome("placements", "Placements out of home", "Uithuisplaatsingen", "per 100 family-years", "lower", 0.3,
            "Children placed out of home, for each hundred families and year.", lambda t: 100 * t.per_family_year(t.total("placements")), True),
    outcome("contact_hours", "Hours of contact", "Contacturen", "hours per family-year", "higher", 2.0,
            "Hours that appointments with families took.", lambda t: t.per_family_year(t.hours(CONTACT)), True),
    outcome("coordination_hours", "Hours of coordination", "Coördinatie-uren", "hours per family-year", "neither", 1.0,
            "Hours of calls, round tables, preparation and evaluation.",
            lambda t: t.per_family_year(t.hours(CALLS, ROUND_TABLE, PREPARATION, EVALUATION)), True),
    outcome("cost_euros", "Cost", "Kosten", "euros per family-year", "lower", 200.0,
            "Cost of care, days out of home and leavers, for each family and year.",
            lambda t: t.per_family_year(sum(t.total(f"cost_{kind}") for kind in ("care", "coordination", "placement", "turnover"))), True),
    outcome("network_in_plan_share", "Own network in the plan", "Netwerk in het plan", "share of families", "higher", 0.02,
            "Share of families with somebody of their own network at a table.",
            lambda t: t.share_of_families(t.family["network_in_plan"] == 1), True),
]  # fmt: skip

OTHERS = [
    outcome("goals_reached", "Goals reached", "Doelen bereikt", "per family-year", "higher", 0.05,
            "Helpers who closed because the goal was reached.", per_year("goals_reached")),
    outcome("retold_share", "Told again to a new helper", "Opnieuw verteld aan nieuwe hulpverlener", "share", "lower", 0.03,
            "Share of new helpers to whom the family told its story again.",
            lambda t: ratio(t.total("stories_retold"), t.total("helpers_started"))),
    outcome("retold_every_time_share", "Told again every time", "Elke keer opnieuw verteld", "share of families", "lower", 0.03,
            "Share of families with two or more new helpers that told its story again to each of them.",
            lambda t: t.share_of_families(told_every_time(t.family))),
    outcome("helpers_at_once", "Helpers at once", "Hulpverleners tegelijk", "helpers", "lower", 0.2,
            "Open cases at once of a family in care.", lambda t: ratio(t.total("open_ties"), t.total("helpers"))),
    outcome("helpers_ever", "Helpers met", "Hulpverleners ontmoet", "helpers", "lower", 0.3,
            "New faces a family met over the whole time.", lambda t: float(t.family["helpers_met"].mean()) if len(t.family) else 0.0),
    outcome("weeks_waited", "Weeks on a list", "Weken op een lijst", "weeks per family-year", "lower", 0.5,
            "Weeks in which a family had at least one place on a waiting list.", lambda t: t.per_family_year(float(t.family["weeks_waited"].sum()))),
    outcome("contacts_per_month", "Appointments", "Afspraken", "per month in care", "neither", 0.2,
            "Appointments kept in a month by a family in care.", lambda t: ratio(t.total("contacts") * WEEKS_PER_YEAR / 12, t.total("helpers"))),
    outcome("missed_share", "Appointments missed", "Gemiste afspraken", "share", "lower", 0.02,
            "Share of appointments the family missed.", lambda t: ratio(t.total("missed"), t.total("missed") + t.total("contacts"))),
    outcome("undone_share", "Help undone", "Hulp tenietgedaan", "share", "lower", 0.01,
            "Share of the help of a week that helpers with other goals undid, over families.", lambda t: ratio(t.total("undone"), t.total("families"))),
    outcome("in_care_share", "In care at the end", "In zorg aan het eind", "share of families", "neither", 0.02,
            "Share of families in care or waiting in the last half year.",
            lambda t: ratio(t.weekly["standing"][-LAST_WEEKS:, 1:3].sum(), t.weekly["families"][-LAST_WEEKS:].sum())),
    outcome("closed_share", "Care closed", "Zorg afgesloten", "share of families", "higher", 0.02,
            "Share of families whose care was closed, in the last half year.",
            lambda t: ratio(t.weekly["standing"][-LAST_WEEKS:, 4].sum(), t.weekly["families"][-LAST_WEEKS:].sum())),
    outcome("five_domains_share", "Five domains in trouble", "Vijf leefgebieden in de knel", "share of families", "lower", 0.02,
            "Share of families with five life domains or more at a severity of .4 or higher at the end.",
            lambda t: t.share_of_families((t.family["severity"] >= 0.4).sum(axis=1)[t.family["status"] != LEFT] >= 5)),
    outcome("open_in_five_share", "Five helpers at once", "Vijf hulpverleners tegelijk", "share of families", "neither", 0.02,
            "Share of families with five open cases or more at the end.",
            lambda t: t.share_of_families((t.family["tie"]["status"] == OPEN).sum(axis=1)[t.family["status"] != LEFT] >= 5)),
    outcome("plan_share", "On a shared plan", "Met een gezamenlijk plan", "share of families", "neither", 0.02,
            "Share of families with a shared plan in the last half year.", lambda t: t.mean_at_end("on_plan")),
    outcome("round_tables", "Round tables", "Rondetafels", "per family-year", "neither", 0.05,
            "Round tables held.", per_year("round_tables")),
    outcome("table_people", "People at the table", "Mensen aan tafel", "people", "neither", 0.3,
            "People at a round table, the family included.", lambda t: ratio(t.total("table_members"), t.total("round_tables"))),
    outcome("attendance", "At the table", "Aan tafel", "share", "higher", 0.03,
            "Share of invitations to a round table that was followed.", lambda t: ratio(t.total("came"), t.total("invited"))),
    outcome("unmet_needs_found", "Unmet needs found", "Onvervulde behoeften gevonden", "per family-year", "higher", 0.02,
            "Needs that came up at a table.", per_year("unmet_needs_found")),
    outcome("coordinators_lost", "Coordinators lost", "Coördinator kwijt", "per family-year", "lower", 0.02,
            "Times a family lost its coordinator because the person left.", per_year("coordinators_lost")),
    outcome("calls", "Calls between helpers", "Overleg tussen hulpverleners", "per family-year", "neither", 0.2,
            "Calls between two helpers of a family.", per_year("calls")),
    outcome("signs", "Signs of unsafety", "Signalen van onveiligheid", "per family-year", "lower", 0.02,
            "Signs of unsafety, noticed or not.", per_year("signs")),
    outcome("signs_noticed_share", "Signs noticed", "Signalen opgemerkt", "share", "higher", 0.03,
            "Share of signs that some helper noticed.", lambda t: ratio(t.total("signs_noticed"), t.total("signs"))),
    outcome("signs_acted_on_share", "Signs acted on", "Signalen opgepakt", "share", "higher", 0.03,
            "Share of signs that was shared and acted on.", lambda t: ratio(t.total("signs_acted_on"), t.total("signs"))),
    outcome("false_alarms", "False alarms", "Vals alarm", "per family-year", "lower", 0.01,
            "Alarms without a sign.", per_year("false_alarms")),
    outcome("placement_days", "Days out of home", "Dagen uit huis", "days per family-year", "lower", 1.0,
            "Days that children were placed out of home.", per_year("placement_days")),
    outcome("turnover", "Turnover", "Personeelsverloop", "per year", "lower", 0.01,
            "People who left in a year, for each filled post.", lambda t: ratio(t.total("leavers") * WEEKS_PER_YEAR, t.filled_weeks)),
    outcome("vacancy_share", "Vacant posts", "Openstaande plekken", "share", "lower", 0.01,
            "Share of posts that stood open.", lambda t: ratio(t.total("vacant_posts"), t.posts * t.weeks)),
    outcome("squeeze", "Squeeze", "Krapte", "share", "lower", 0.02,
            "Share of appointment hours that did not fit, over posts.", lambda t: t.total("squeezed") / (t.weeks * t.regions)),
    outcome("strain", "Exhaustion of staff", "Uitputting van personeel", "0 to 1", "lower", 0.02,
            "Mean exhaustion over posts.", lambda t: t.total("strain") / (t.weeks * t.regions)),
    outcome("idle_share", "Idle hours", "Vrije uren", "share", "neither", 0.02,
            "Share of hours for which there was no work on families.", lambda t: ratio(t.hours(IDLE), t.hours(*range(len(TASKS))))),
    outcome("handover_hours", "Hours of handover", "Uren overdracht", "hours per family-year", "neither", 0.2,
            "Hours of warm handover and reading in.", lambda t: t.per_family_year(t.hours(HANDOVER_WORK, READING_IN))),
    outcome("cost_care_euros", "Cost of care", "Kosten van hulp", "euros per family-year", "neither", 100.0,
            "Cost of care without coordination.", per_year("cost_care")),
    outcome("cost_coordination_euros", "Cost of coordination", "Kosten van coördinatie", "euros per family-year", "neither", 50.0,
            "Cost of calls, round tables and preparation.", per_year("cost_coordination")),
    outcome("cost_placement_euros", "Cost of placements", "Kosten van uithuisplaatsing", "euros per family-year", "neither", 100.0,
            "Cost of days out of home.", per_year("cost_placement")),
    outcome("cost_turnover_euros", "Cost of turnover", "Kosten van verloop", "euros per family-year", "neither", 50.0,
            "Cost of people who leave.", per_year("cost_turnover")),
]  # fmt: skip


def told_every_time(family: np.ndarray) -> np.ndarray:
    """For each family that met two new helpers or more: whether it told its story again to every one."""
    several = family[family["helpers_started"] >= 2]
    return several["stories_retold"] == several["helpers_started"]


OUTCOMES: dict[str, Outcome] = {
    one.name: one for one in [*MAIN, *OTHERS, *sector_outcomes(), *domain_outcomes(), *task_outcomes()]
}


def outcomes_of(worlds: list[World]) -> dict[str, float]:
    """Every declared outcome of one run.

    Args:
        worlds: the regions after their last week.

    Returns:
        Numbers by outcome name.
    """
    totals = Totals(worlds)
    return {name: declared.measure(totals) for name, declared in OUTCOMES.items()}
