"""What must hold in every week of every region, whatever the settings: random ones, found by hypothesis.

How many are tried: 300, or ``OMTAFEL_EXAMPLES`` (``make invariants`` asks for more).
"""

import os
from collections.abc import Mapping

import numpy as np
from hypothesis import HealthCheck, given, settings

from sim import event_kinds as kinds
from sim.agents import family, need, network_member, organisation, person, professional, relation, shared_plan
from sim.agents.need import ON_LIST, OPEN
from sim.agents.views import comments_of
from sim.names import CONTACT, DOMAINS, IN_CARE, MISSED_APPOINTMENTS, STATUSES
from sim.outcomes import OUTCOMES, outcomes_of
from sim.parameters import is_share as is_share_unit
from sim.tables import weekly_columns
from tests.sim.random_scenarios import cases
from tests.sim.recomputed import COORDINATION, COUNTED_BY_EVENTS, standings
from tests.sim.recomputed_outcomes import History

EXAMPLES = int(os.environ.get("OMTAFEL_EXAMPLES", "300"))
ROUNDING = 1e-9
SHARES_BY_WEEK = (
    *("severity", "overload", "direction", "trust", "alignment", "concern", "risk", "support"),
    *("undone", "squeeze", "strain"),
)

every_case = settings(
    max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def is_share(says: str) -> bool:
    """Whether a comment says "share of …", "0 to 1" or "0 rested … 1 exhausted"."""
    return says.startswith("share of") or "0 to 1" in says or (says.startswith("0 ") and "… 1" in says)


def is_flag(says: str) -> bool:
    """Whether a comment says that the field is 1 when something holds, and else 0."""
    return says.startswith(("1 when", "1 once", "1 for a", "1 for the"))


def is_signed(says: str) -> bool:
    """Whether a comment says "-1 to 1" or "-1 against … 1 for"."""
    return "-1 to 1" in says or ("-1 " in says and "… 1 " in says)


# Where the records of a region are, and the module in which their fields are declared, each with a comment.
RECORDS = {
    "family": (family, lambda world: world.family[: world.tally[0].arrived]),
    "person": (person, lambda world: world.person),
    "need": (need, lambda world: world.need),
    "relation": (relation, lambda world: world.relation),
    "plan": (shared_plan, lambda world: world.family["plan"]),
    "member": (network_member, lambda world: world.family["member"]),
    "post": (professional, lambda world: world.post),
    "organisation": (organisation, lambda world: world.organisation),
}


AMOUNTS = ("hours_left", "contact_due", "expected", "owed_handover", "owed_reading", "owed_preparation", "load")


def fields_that(holds) -> dict[str, list[str]]:
    """By kind of record the fields whose comment says something."""
    return {
        kind: [name for name, says in comments_of(home).items() if holds(says)] for kind, (home, _) in RECORDS.items()
    }


SHARES, FLAGS, SIGNED = fields_that(is_share), fields_that(is_flag), fields_that(is_signed)


def test_bounds_are_read_from_what_is_declared():
    assert {"severity", "trust", "overload", "undone", "risk", "aligned"} <= set(SHARES["family"])
    assert {"severity", "set_point"} == set(SHARES["need"])
    assert {"bond", "ceiling", "known", "known_alone", "luck"} == set(SHARES["relation"])
    assert {"fidelity", "current", "kept", "evaluated"} == set(SHARES["plan"])
    assert {"strain", "pressure", "contact_share"} <= set(SHARES["post"])
    assert {"wish", "position", "own_position", "position_alone"} == set(SIGNED["need"])
    assert SIGNED["member"] == ["stance"]
    assert {"followed", "told"} <= set(FLAGS["family"]) and {"goal", "urgent", "moved"} <= set(FLAGS["need"])
    assert {"filled", "away"} <= set(FLAGS["post"]) and "active" in FLAGS["plan"]
    assert FLAGS["person"] == ["parent"] and {"always", "consent"} <= set(FLAGS["relation"])


def outside(world) -> list[str]:
    """The fields that are not what their comments say they are."""
    wrong: list[str] = []
    for kind, (_, rows_of) in RECORDS.items():
        rows = np.asarray(rows_of(world))
        fields: Mapping[str, tuple] = rows.dtype.fields or {}
        wrong += [
            f"{kind}.{name} is not a finite number"
            for name, (of, *_) in fields.items()
            if of.base.kind == "f" and not np.isfinite(rows[name]).all()
        ]
        wrong += [
            f"{kind}.{name} {rows[name].min():.3g} to {rows[name].max():.3g}"
            for name in SHARES[kind]
            if name in fields and not ((rows[name] >= -ROUNDING) & (rows[name] <= 1 + ROUNDING)).all()
        ]
        wrong += [
            f"{kind}.{name} {rows[name].min():.3g} to {rows[name].max():.3g}"
            for name in SIGNED[kind]
            if not (abs(rows[name]) <= 1 + ROUNDING).all()
        ]
        wrong += [
            f"{kind}.{name} is below 0" for name in AMOUNTS if name in fields and not (rows[name] >= -ROUNDING).all()
        ]
        wrong += [
            f"{kind}.{name} is neither 0 nor 1"
            for name in FLAGS[kind]
            if name in fields and not ((rows[name] == 0) | (rows[name] == 1)).all()
        ]
    weekly = world.weekly.view(np.ndarray)
    return wrong + [f"weekly.{name} is below 0" for name in weekly.dtype.names if not (weekly[name] >= -ROUNDING).all()]


def flat(line: dict, names: list[str]) -> np.ndarray:
    """Some fields of a line, one behind the other."""
    return np.concatenate([np.ravel(line[name]) for name in names]).astype(float)


def mistaken(week, mine: dict) -> list[str]:
    """The fields of the week's line that are not what needs, posts and events say."""
    line = week.after.weekly.view(np.ndarray)[week.week]
    names = [name for name in line.dtype.names if name in mine]
    if close(flat(line, names), flat(mine, names)).all():
        return []
    return [
        f"weekly.{name} is {line[name]} and should be {mine[name]}"
        for name in names
        if not close(np.asarray(line[name]), np.asarray(mine[name])).all()
    ]


def close(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Whether numbers are the same but for rounding; what is not a number is only like its kind."""
    same = abs(one - other) <= ROUNDING * (10 + abs(other))
    return same | (np.isnan(one) & np.isnan(other))


def untrue(week) -> list[str]:
    """What the records of families, relations, posts and sectors say that needs, posts and events do not."""
    family, before, post = week.family, week.before.family.view(np.ndarray), week.after.post
    need, relation, plan = week.need, week.relation, family["plan"]
    on_list = week.of_families(need["status"] == ON_LIST)
    helped = week.open_cases > 0
    led = (plan["coordinator"] >= 0) & (post["incumbent"][plan["coordinator"]] == plan["incumbent"])
    led &= post["filled"][plan["coordinator"]] == 1
    appointed = led & (plan["coordinator"] != before["plan"]["coordinator"])
    quiet = week.helped_at_contact & (week.added("contacts") == 0) & week.together & ~week.ended_unseen
    met = week.added("contacts") + week.added("missed")
    began = week.times(kinds.HELPER_STARTED) > 0  # and may have closed the same week
    long_alone = ~helped & ~began & (week.of_families(week.before.need["status"] == OPEN) == 0)
    away = (post["filled"] == 0) | (post["ill_until"] > week.week)
    sectors, line = week.after.sector, week.after.weekly.view(np.ndarray)[week.week]
    asked = week.sectors_of(week.happened(kinds.ASKED_FOR_HELP))
    came = added(week, "came")
    no_plan = plan["active"] == 0
    true = {
        "family.open_cases": family["open_cases"] == week.open_cases,
        "family.open_need": [set(row["open_need"][: row["open_cases"]]) for row in family]
        == [set(rows) for rows in np.split(np.flatnonzero(week.open), np.cumsum(week.open_cases.astype(int))[:-1])],
        "family.waiting_cases": family["waiting_cases"] == on_list,
        "family.helpers": family["helpers"] == week.helpers,
        "family.aligned": close(family["aligned"], np.nan_to_num(week.alignment))[week.in_region],
        "family.severity": close(family["severity"], week.severity)[week.in_region],
        "family.mean_severity": close(family["mean_severity"], week.severity.mean(axis=1))[week.in_region],
        "family.undone, as of the last ones": (family["undone"] == before["undone"])[quiet],
        "family.undone, without two helpers": family["undone"][~week.ended_unseen & ~week.together & week.there] == 0,
        "family.contacts and appointments missed": (met <= family["appointments"])[
            week.helped_at_contact & ~week.ended_unseen
        ],
        "family.weeks_waited": week.added("weeks_waited") == week.waited,
        "family.weeks_in_care": week.added("weeks_in_care") == (family["status"] == IN_CARE),
        "family.placement_days": week.added("placement_days") == 7 * week.placed,
        "family.network_in_plan": family["network_in_plan"] >= (week.times(kinds.NETWORK_JOINED) > 0),
        "family.had_plan": family["had_plan"] >= plan["active"],
        "family.placed": (family["placed"] == 1) >= (week.times(kinds.PLACEMENT) > week.times(kinds.RETURNED_HOME)),
        "family.cost_euros": close(week.added("cost_euros").sum(), week.family_costs()),
        "family.first_reported": first(week, "first_reported", kinds.SIGN_SHARED),
        "family.first_placed": first(week, "first_placed", kinds.PLACEMENT),
        "family.first_closed": first(week, "first_closed", kinds.FAMILY_CLOSED),
        "family.status": np.concatenate([family["status"][rows] == status for rows, status in standings(week)]),
        "need.relation is one of the family's": week.family_of[need["relation"]][week.open]
        == need["family"][week.open],
        "need.goal without a plan": need["goal"][no_plan[need["family"]]] == 0,
        "relation.cases": relation["cases"] == week.cases,
        "relation.post of an open case": week.post_of[week.open] >= 0,
        "relation.seat without a plan": relation["seat"][no_plan[week.family_of]] == 0,
        "member.at_table without a plan": family["member"]["at_table"][no_plan] == 0,
        "plan.coordinator appointed": week.can_hold_a_table[plan["coordinator"]][appointed],
        "plan.coordinator whose week can hold a table": week.can_hold_a_table[plan["coordinator"]][led & helped],
        "plan.coordinator without a plan": plan["coordinator"][no_plan] == -1,
        "plan.coordinator of a family that nobody has helped for a week": plan["coordinator"][long_alone] == -1,
        "post.caseload": post["caseload"] == np.bincount(week.post_of[week.open], minlength=len(post)),
        "post.coordinating": post["coordinating"] == np.bincount(plan["coordinator"][led], minlength=len(post)),
        "post.leavers": post["leavers"] - week.before.post["leavers"]
        == np.bincount(week.happened(kinds.PERSON_LEFT)["who"], minlength=len(post)),
        "post.away": post["away"] == away,
        "post.spent": close(week.spent.sum(axis=1), np.where(away, 0, week.hours_if_well)),
        "post.spent is not below 0": week.spent >= -ROUNDING,
        "organisation.waiting": week.after.organisation["waiting"].sum() == on_list.sum(),
        "sector.asked": (added(week, "asked") <= asked)
        & (added(week, "asked").sum() == asked.sum() - line["faces_spared"]),
        "sector.gave_up": added(week, "gave_up") == week.sectors_of(week.happened(kinds.GAVE_UP_WAITING)),
        "sector.invited": added(week, "invited") == came + week.not_come,
        "sector.came": came >= np.bincount(week.guests, minlength=len(sectors)),
        "sector.given_hours": close(
            added(week, "given_hours"), week.hours[:, [CONTACT, MISSED_APPOINTMENTS]].sum(axis=1)
        ),
        "sector.ill_weeks": added(week, "ill_weeks")
        == np.bincount(post["sector"][away & (post["filled"] == 1)], minlength=len(sectors)),
        "weekly.came and invited": (line["came"], line["invited"]) == (came.sum(), added(week, "invited").sum()),
        "weekly.first_phase_contacts": within(line["first_phase_contacts"], line["contacts"]),
        "weekly.openness": within(line["openness"], line["round_tables"]),
        "weekly.undone": within(line["undone"], line["contacts"]),
        "weekly.worked_well": within(line["worked_well"], line["worked_hours"]),
        "weekly.agreements_kept": within(line["agreements_kept"], line["agreements"]),
        "weekly.told_afterwards": within(line["told_afterwards"], line["signs_shared"]),
        "weekly.crises of the mind and of money": within(
            line["crises_psychiatric"] + line["crises_money"], line["crises"]
        ),
        "weekly.faces": within(
            line["faces"] - line["helpers_started"], len(week.happened(kinds.HELPER_STARTED, kinds.NEW_FACE))
        ),
        "weekly.coordinator_hours": within(line["coordinator_hours"], line["hours"][:, COORDINATION].sum()),
        "weeks filled and vacant": added(week, "filled_weeks") + added(week, "vacant_weeks")
        == np.bincount(post["sector"], minlength=len(sectors)),
    }
    for counter, event in COUNTED_BY_EVENTS.items():
        true[f"family.{counter}"] = family[counter] - before[counter] == week.times(event)
    return [name for name, holds in true.items() if not np.all(holds)]


def within(part: float, whole: float) -> bool:
    """Whether a part is none or more, and no more than the whole."""
    return -ROUNDING <= part <= whole + ROUNDING


def added(week, counter: str) -> np.ndarray:
    """By how much a counter of sectors rose, shape (7,)."""
    return week.after.sector[counter] - week.before.sector[counter]


def first(week, field: str, event: int) -> np.ndarray:
    """Whether the week of a first time is this one for those to whom it now happened first, else as it was."""
    was = week.before.family[field]
    return week.family[field] == np.where(week.times(event) > 0, np.minimum(was, week.week), was)


@every_case
@given(cases())
def test_every_number_is_inside_its_bounds_and_is_what_needs_posts_and_events_say(case):
    see_that_all_is_true(case)


@settings(every_case, max_examples=max(1, EXAMPLES // 6))
@given(cases(at_limits=True))
def test_so_it_is_where_parameters_stand_at_the_limits_of_what_is_possible(case):
    see_that_all_is_true(case)


def see_that_all_is_true(case):
    """Live a region and look at every number of every week."""
    history = History()
    for week in case.weeks():
        wrong = outside(week.after) + mistaken(week, history.see(week)) + untrue(week)
        assert not wrong, f"week {week.week}: " + "; ".join(wrong)
    assert not (wrong := wrong_outcomes(history)), "; ".join(wrong)


def wrong_outcomes(history) -> list[str]:
    """The outcomes and weekly columns that are outside their bounds, or not what their definition says."""
    world = history.last.after
    found = outcomes_of([world])
    wrong = [f"{name} is infinite" for name, value in found.items() if np.isinf(value)]
    for name, (part, whole) in history.wholes(world.weekly).items():
        expected = part / whole if whole > 0 else np.nan
        if not close(np.array(found[name]), np.array(expected)):
            wrong.append(f"{name} is {found[name]} and should be {part} / {whole}")
    for name, value in found.items():
        share = OUTCOMES[name].unit == "0 to 1" or is_share_unit(OUTCOMES[name].unit)
        if share and not (np.isnan(value) or -ROUNDING <= value <= 1 + ROUNDING):
            wrong.append(f"{name} is {value}")
    columns = weekly_columns([world])
    for number, status in enumerate(STATUSES[1:], start=1):
        if columns[f"standing_{status}"][-1] != (history.last.family["status"][history.last.followed] == number).sum():
            wrong.append(f"weekly column standing_{status} ends with {columns[f'standing_{status}'][-1]}")
    wholes = {
        "alignment": world.weekly["helpers"],
        "undone": world.weekly["contacts"],
        "squeeze": world.weekly["held_posts"],
        "strain": world.weekly["held_posts"],
    }
    for name in (*SHARES_BY_WEEK, *(f"severity_{domain}" for domain in DOMAINS)):
        over = wholes.get(name, columns["families"])
        inside = (columns[name] >= -ROUNDING) & (columns[name] <= 1 + ROUNDING)
        if not (inside | ((over == 0) & np.isnan(columns[name]))).all() or not np.isnan(columns[name][over == 0]).all():
            wrong.append(f"weekly column {name}: {columns[name]}")
    return wrong
