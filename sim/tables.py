"""The state of the world as tidy pandas tables: one row a week, a family, a post, an event.

Pandas takes long to import and most runs need no table, so whoever makes one imports it.
"""

from typing import TYPE_CHECKING

import numpy as np

from sim.event_kinds import EVENT_KINDS
from sim.measures import added_up, ratios
from sim.names import DOMAINS, NEED_NAMES, NOT_YET_COME, SECTORS, STATUSES, TASKS
from sim.scenario import Scenario
from sim.world import WEEKLY_COUNTS, WEEKLY_MEANS, World

if TYPE_CHECKING:
    import pandas as pd


def weekly_table(worlds: list[World]) -> "pd.DataFrame":
    """One row a week.

    Columns: ``families`` (followed and in the region), means over them (``severity`` …, 0 to 1; ``alignment`` over
    those in care; ``undone`` is the share of an appointment undone, over those kept, not a number where none were),
    counts of the week (``crises`` …), families by standing
    (``standing_in_care`` …), ``severity_<domain>``, hours by task (``hours_<task>``), squeeze and strain (0 to 1,
    over posts that somebody holds).
    """
    import pandas as pd

    return pd.DataFrame(weekly_columns(worlds)).rename_axis(index="week")


def weekly_columns(worlds: list[World]) -> dict[str, np.ndarray]:
    """The columns of the weekly table, each of shape (weeks,); means over nobody are not a number."""
    sums = added_up([world.weekly for world in worlds])
    families = sums["families"]
    columns = {"families": families}
    for name in WEEKLY_MEANS:
        if name == "alignment":
            columns[name] = ratios(sums[name], sums["helpers"])
        elif name != "helpers":
            columns[name] = ratios(sums[name], families)
    columns["undone"] = ratios(sums["undone"], sums["contacts"])
    for number, domain in enumerate(DOMAINS):
        columns[f"severity_{domain}"] = ratios(sums["severity_by_domain"][:, number], families)
    for name in WEEKLY_COUNTS:
        columns[name] = sums[name]
    for number, status in enumerate(STATUSES[1:], start=1):
        columns[f"standing_{status}"] = sums["standing"][:, number]
    columns["standing_left"] = np.cumsum(columns["standing_left"])  # written down in the week of leaving alone
    for number, task in enumerate(TASKS):
        columns[f"hours_{task}"] = sums["hours"][:, :, number].sum(axis=1)
    columns["squeeze"] = ratios(sums["squeezed"], sums["held_posts"])
    columns["strain"] = ratios(sums["strain"], sums["held_posts"])
    return columns


def family_table(worlds: list[World], scenario: Scenario) -> "pd.DataFrame":
    """One row for each family that came, with its region and number.

    Columns: who it is (parents, children, members, ability), ``standing``, ``followed`` (its outcomes count), state at
    the end (severity and ``severity_<domain>``, overload, direction, trust: 0 to 1), and counts since week 0.
    """
    import pandas as pd

    frames = []
    for region, world in enumerate(worlds):
        came = np.flatnonzero(world.family["status"] != NOT_YET_COME)
        rows = world.family[came]
        standing = rows["status"]
        columns: dict[str, np.ndarray] = {
            "region": np.full(len(rows), region),
            "family": came,
            "standing": np.array(STATUSES)[standing],
            "came_in_week": rows["arrives"],
            "standing_since": rows["status_since"],
            "followed": rows["followed"] == 1,
        }
        for name in ("parents", "children", "members", "ability", "start_severity"):
            columns[name] = rows[name]
        columns["severity"] = rows["severity"].mean(axis=1)
        for number, domain in enumerate(DOMAINS):
            columns[f"severity_{domain}"] = rows["severity"][:, number]
        for name in ("overload", "direction", "trust", "support", "risk", "concern"):
            columns[name] = rows[name]
        columns["open_cases"] = rows["open_cases"]
        columns["waiting_cases"] = rows["waiting_cases"]
        columns["on_plan"] = rows["plan"]["active"] == 1
        columns["has_coordinator"] = rows["plan"]["coordinator"] >= 0
        for name in (
            "stories_retold",
            "helpers_started",
            "meetings",
            "crises",
            "placements",
            "placement_days",
            "ended_early",
            "broke_off",
            "weeks_waited",
            "weeks_in_care",
            "contacts",
            "missed",
            "goals_reached",
        ):
            columns[name] = rows[name]
        columns["network_in_plan"] = rows["network_in_plan"] == 1
        frames.append(pd.DataFrame(columns))
    return pd.concat(frames, ignore_index=True)


def staff_table(worlds: list[World]) -> "pd.DataFrame":
    """One row for each post; hours are totals since week 0, skills are those of the person there at the end."""
    import pandas as pd

    frames = []
    for region, world in enumerate(worlds):
        rows = world.post
        sector = rows["sector"]
        columns: dict[str, np.ndarray] = {
            "region": np.full(len(rows), region),
            "post": np.arange(len(rows)),
            "sector": np.array(SECTORS)[sector],
            "organisation": rows["organisation"],
            "filled": rows["filled"] == 1,
            "person": rows["incumbent"],
        }
        for name in (
            "fte",
            "caseload",
            "coordinating",
            "leavers",
            "self_efficacy",
            "embedding",
            "chairing",
            "pressure",
            "strain",
        ):
            columns[name] = rows[name]
        for number, task in enumerate(TASKS):
            columns[f"hours_{task}"] = rows["hours"][:, number]
        frames.append(pd.DataFrame(columns))
    return pd.concat(frames, ignore_index=True)


def event_table(worlds: list[World]) -> "pd.DataFrame":
    """One row for each event: region, week, kind, family, tie, who, and the values that decided."""
    import pandas as pd

    frames = []
    for region, world in enumerate(worlds):
        count = min(int(world.tally[0].events), len(world.log))
        rows = world.log[:count]
        kind, need = rows["kind"], rows["need"]
        kinds = np.array(EVENT_KINDS)[kind]
        domains = world.need["domain"][need]
        domain = np.where(need >= 0, np.array(NEED_NAMES)[domains], "")
        columns = {
            "region": np.full(count, region),
            "week": rows["week"],
            "kind": pd.Categorical(kinds, categories=list(EVENT_KINDS)),
            "family": rows["family"],
            "need": domain,
            "who": rows["who"],
            "value": rows["value"],
            "against": rows["chance"],
        }
        frames.append(pd.DataFrame(columns))
    return pd.concat(frames, ignore_index=True)
