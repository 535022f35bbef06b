"""``make usual``: usual care in the default region, printed as somebody who studies youth care would want to see it.

What is counted stands beside what is known (``validation/targets.toml``); nothing here judges.
"""

import sys
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from sim import event_kinds as kinds
from sim.names import (
    ADMINISTRATION,
    CLOSED,
    CONTACT,
    DROPPED_OUT,
    IDLE,
    IN_CARE,
    LEFT,
    MISSED_APPOINTMENTS,
    N_SECTORS,
    SECTOR_OF,
    SECTORS,
    TASKS,
    TEAM_WORK,
    WAITING,
)
from sim.run import burn_in, live
from sim.scenario import load_scenario
from sim.world import World
from validation.following import QUARTER, each_of, events_of

WEEKS_PER_YEAR = 52
WIDE = 150  # columns, where it is not printed on a screen
command = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@command.command()
def main(
    scenario: Annotated[str, typer.Argument(help="Name or file.")] = "almelo",
    seeds: Annotated[int, typer.Option(min=1, help="Regions that are lived.")] = 10,
    route: Annotated[str, typer.Option(help="parallel or shared_plan")] = "parallel",
) -> None:
    """Print usual care."""
    asked = load_scenario(scenario)
    starts = [burn_in(asked, seed) for seed in range(seeds)]
    worlds = [live(start, asked, route, events=True) for start in starts]
    console = Console(width=None if sys.stdout.isatty() else WIDE)
    for table in (at_week_0(starts), staff(worlds), waits(worlds), families(worlds), cases(worlds), outcomes(worlds)):
        console.print(table)


def table_of(title: str, *columns: str) -> Table:
    """An empty table."""
    table = Table(title=title, title_justify="left")
    for number, name in enumerate(columns):
        table.add_column(name, justify="left" if number == 0 else "right")
    return table


def rows_with(field: str, value: int, tables: list[np.ndarray]) -> np.ndarray:
    """The records of all regions in which a field has a value."""
    which = [table[field] == value for table in tables]
    return np.concatenate([table[these] for table, these in zip(tables, which, strict=True)])


def followed(worlds: list[World]) -> np.ndarray:
    """The families of all regions that count."""
    return rows_with("followed", 1, [world.family for world in worlds])


def at_week_0(worlds: list[World]) -> Table:
    """Who is in care or waits at week 0."""
    table = table_of("Families waiting or in care at week 0", "what", "value")
    family = followed(worlds)
    severity = family["severity"]
    apart = np.corrcoef(severity.T)
    pairs = apart[np.triu_indices(len(apart), 1)]
    table.add_row("families a region", f"{len(family) / len(worlds):.0f}")
    table.add_row("five domains or more at .4", f"{((severity >= 0.4).sum(axis=1) >= 5).mean():.2f}")
    table.add_row("correlation between domains, mean", f"{pairs.mean():.2f}")
    for name in ("mean_severity", "trust", "direction", "overload", "support", "risk"):
        table.add_row(name, spread(family[name]))
    for status in (WAITING, IN_CARE, DROPPED_OUT):
        table.add_row(
            {WAITING: "waiting", IN_CARE: "in care", DROPPED_OUT: "broke off"}[status],
            f"{(family['status'] == status).mean():.2f}",
        )
    return table


def spread(values: np.ndarray) -> str:
    """Mean, and the middle 80 of 100."""
    low, high = np.quantile(values, [0.1, 0.9])
    return f"{values.mean():.2f} ({low:.2f} to {high:.2f})"


def staff(worlds: list[World]) -> Table:
    """Hours, caseloads and people by sector."""
    table = table_of(
        "Staff", "sector", "posts", "fte", "capacity", "caseload", "appointments a week", "contact", "missed",
        "meetings", "admin", "idle", "idle, list", "turnover", "vacant", "ill",
    )  # fmt: skip
    for number in range(N_SECTORS):
        posts = rows_with("sector", number, [world.post for world in worlds])
        hours = sum(world.weekly["hours"][:, number].sum(axis=0) for world in worlds)
        sector = [world.sector[number] for world in worlds]
        weeks = sum(len(world.weekly) for world in worlds)
        whole = max(1e-9, float(hours.sum()))
        own = {ADMINISTRATION, TEAM_WORK, CONTACT, MISSED_APPOINTMENTS, IDLE}
        meetings = sum(hours[task] for task in range(len(TASKS)) if task not in own)
        filled = sum(float(one["filled_weeks"]) for one in sector)
        pace = appointments(worlds, number) / max(1.0, filled)
        table.add_row(
            SECTORS[number],
            f"{len(posts) / len(worlds):.0f}",
            f"{posts['fte'].sum() / len(worlds):.1f}",
            f"{np.mean([one['capacity'] for one in sector]):.2f}",
            f"{posts['caseload'].mean():.1f}",
            f"{pace:.1f}",
            *(f"{100 * hours[task] / whole:.0f} %" for task in (CONTACT, MISSED_APPOINTMENTS)),
            f"{100 * meetings / whole:.0f} %",
            f"{100 * (hours[ADMINISTRATION] + hours[TEAM_WORK]) / whole:.0f} %",
            f"{100 * hours[IDLE] / whole:.0f} %",
            f"{100 * idle_with_list(sector):.0f} %",
            f"{100 * WEEKS_PER_YEAR * posts['leavers'].sum() / max(1.0, filled):.0f} %",
            f"{100 * sum(one['vacant_weeks'] for one in sector) / (len(posts) / len(worlds) * weeks):.1f} %",
            f"{100 * sum(one['ill_weeks'] for one in sector) / max(1.0, filled):.1f} %",
        )
    return table


def idle_with_list(sectors: list[np.record]) -> float:
    """Share of the hours of posts whose list was not empty that was left over."""
    return sum(one["idle_with_list"] for one in sectors) / max(1e-9, sum(one["hours_with_list"] for one in sectors))


def appointments(worlds: list[World], sector: int) -> float:
    """Hours of contact of a sector, as appointments."""
    hours = sum(float(world.weekly["hours"][:, sector, CONTACT].sum()) for world in worlds)
    return hours / float(worlds[0].p[-1].appointment_hours[sector])


def waits(worlds: list[World]) -> Table:
    """How long those who started had waited, and how long those on a list have."""
    table = table_of(
        "Waits, in weeks",
        "sector",
        "started",
        "mean",
        "median",
        "90 %",
        "on the list",
        "mean so far",
        "gave up",
        "never started",
    )
    for number in range(N_SECTORS):
        started, listed = [], []
        for world in worlds:
            rows = events_of(world, kinds.HELPER_STARTED)
            who = rows["who"]
            of_sector = world.post["sector"][who] == number
            started.append(rows["value"][of_sector])
            is_waiting = world.need["status"] == 1
            needs = world.need[is_waiting]
            domain = needs["domain"]
            here = needs[SECTOR_OF[domain] == number]
            listed.append(len(world.weekly) - here["since"])
        done, still = np.concatenate(started), np.concatenate(listed)
        gave_up = sum(float(world.sector[number]["gave_up"]) for world in worlds)
        asked = max(1.0, sum(float(world.sector[number]["asked"]) for world in worlds))
        begun = sum(float(world.sector[number]["started"]) for world in worlds)
        table.add_row(
            SECTORS[number],
            f"{len(done) / len(worlds):.0f}",
            *(f"{value:.1f}" for value in (done.mean(), *np.quantile(done, [0.5, 0.9]))) if len(done) else ("-",) * 3,
            f"{len(still) / len(worlds):.0f}",
            f"{still.mean():.1f}" if len(still) else "-",
            f"{100 * gave_up / asked:.0f} %",
            f"{100 * max(0.0, 1 - (begun + gave_up) / asked):.0f} %",
        )
    return table


def families(worlds: list[World]) -> Table:
    """Helpers, contact, faces and what a year brings."""
    table = table_of("Families", "what", "value")
    years = sum(float(world.weekly["families"].sum()) for world in worlds) / WEEKS_PER_YEAR
    family = followed(worlds)
    in_care = family[family["open_cases"] > 0]
    total = {
        name: sum(float(world.weekly[name].sum()) for world in worlds)
        for name in worlds[0].weekly.dtype.names or ()
        if worlds[0].weekly.dtype[name].shape == ()
    }
    table.add_row(
        "helpers at once, doctor and school included", f"{total['helpers_there'] / max(1.0, total['helpers']):.1f}"
    )
    table.add_row(
        "helpers with an open case", spread(in_care["helpers"].astype(float)) + f", most {in_care['helpers'].max()}"
    )
    table.add_row(
        "appointments a month of a family in care",
        f"{total['contacts'] * 52 / 12 / max(1.0, total['families_helped']):.1f}",
    )
    table.add_row(
        "appointments a month of a case", f"{total['contacts'] * 52 / 12 / max(1.0, total['case_weeks']):.1f}"
    )
    table.add_row("missed", f"{100 * total['missed'] / max(1.0, total['missed'] + total['contacts']):.0f} %")
    table.add_row("work in line and not undone (E)", f"{total['worked_well'] / max(1.0, total['worked_hours']):.2f}")
    for name in (
        "stories_retold",
        "helpers_started",
        "faces",
        "signs",
        "signs_noticed",
        "signs_acted_on",
        "false_alarms",
        "crises",
        "crises_psychiatric",
        "crises_money",
        "placements",
        "ended_early",
        "broke_off",
        "goals_reached",
        "routes_merged",
        "calls",
    ):
        table.add_row(f"{name} a family-year", f"{total[name] / years:.2f}")
    return table


def cases(worlds: list[World]) -> Table:
    """How cases end, and how long they last."""
    table = table_of(
        "Cases that began since week 0",
        "sector",
        "begun",
        "26",
        "52",
        "104",
        "156 weeks",
        "goal",
        "closed",
        "ended early",
        "of those in 13 weeks",
    )
    for number in range(N_SECTORS):
        begun, lasted, ended, why = [], [], [], []
        for world in worlds:
            rows = events_of(world, kinds.HELPER_STARTED)
            who = rows["who"]
            of_sector = rows[world.post["sector"][who] == number]
            begun += [(world, int(need), int(week)) for need, week in of_sector[["need", "week"]].tolist()]
        for world, need, week in begun:
            ends = [one for one in ends_of(world, need) if one[0] >= week]
            last = len(world.weekly)
            lasted.append((ends[0][0] if ends else last) - week)
            ended.append(bool(ends))
            why.append(ends[0][1] if ends else -1)
        long = np.array(lasted, dtype=float)
        over = np.array(ended)
        reason = np.array(why)
        early = long[reason == kinds.ENDED_EARLY]
        table.add_row(
            SECTORS[number],
            f"{len(begun) / len(worlds):.0f}",
            *(f"{still_open(long, over, weeks):.2f}" for weeks in (26, 52, 104, 156)),
            *(
                f"{(reason == kind).mean():.2f}" if len(reason) else "-"
                for kind in (kinds.GOAL_REACHED, kinds.HELPER_CLOSED, kinds.ENDED_EARLY)
            ),
            f"{(early < QUARTER).mean():.2f}" if len(early) else "-",
        )
    return table


ENDS = (kinds.GOAL_REACHED, kinds.HELPER_CLOSED, kinds.ENDED_EARLY, kinds.ROUTE_MERGED)
KNOWN: dict[int, dict[int, list[tuple[int, int]]]] = {}


def ends_of(world: World, need: int) -> list[tuple[int, int]]:
    """Weeks in which the case of a need ended, with how."""
    if id(world) not in KNOWN:
        found: dict[int, list[tuple[int, int]]] = {}
        for _, kind, week, need_ended, _ in each_of(world, *ENDS):
            found.setdefault(need_ended, []).append((week, kind))
        KNOWN[id(world)] = found
    return KNOWN[id(world)].get(need, [])


def still_open(lasted: np.ndarray, over: np.ndarray, weeks: int) -> float:
    """Share of cases still open after some weeks, of which some are seen less long (Kaplan and Meier)."""
    left = 1.0
    for week in range(weeks):
        at_risk = (lasted >= week).sum()
        if at_risk:
            left *= 1.0 - ((lasted == week) & over).sum() / at_risk
    return left


def outcomes(worlds: list[World]) -> Table:
    """Where families stand after the last week."""
    table = table_of("After the last week", "what", "value")
    family = followed(worlds)
    for name, status in (
        ("waiting", WAITING),
        ("in care", IN_CARE),
        ("broke off", DROPPED_OUT),
        ("closed", CLOSED),
        ("left", LEFT),
    ):
        table.add_row(name, f"{(family['status'] == status).mean():.2f}")
    there = family[family["status"] != LEFT]
    for name in ("mean_severity", "trust", "direction", "overload"):
        table.add_row(name, spread(there[name]))
    return table


if __name__ == "__main__":
    command()
