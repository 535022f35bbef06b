"""Patterns of the shared plan: where it gains, where it loses, what tables do to families."""

import numpy as np

from validation.bench import Bench
from validation.of_helpers import A_MEETING_DOES_NOTHING, NO_LOSS_BY_LEAVING
from validation.patterns import Sweep, pattern

MEETINGS_COST_NOTHING = {
    "table_hours": 0.01,
    "preparation_hours": 0.01,
    "plan_hours": 0,
    "coordinator_call_hours": 0,
    "call_hours": 0,
    "evaluation_hours": 0.01,
    "contact_first": 0,
    "fidelity_loses_by_pressure": 0,
    "haste_drifts": 0,
}
CONCERN_DOES_NOTHING = {
    "concern_closes": 0,
    "concern_keeps_away": 0,
    "urgent_misaligns": 0,
    "urgent_outdates_plan": 0,
    "urgent_trust": 0,
    "report_trust": 0,
    "report_breaks_bond": 0,
    "crisis_after_sign": 0,
    "protection_after_report": 0,
    "report_hours": 0,
    "safety_plan_hours": 0,
    "crisis_hours": 0,
}
LITTLE = 0.25  # less than this part of a gain is none
SMALL_TABLE, LARGE_TABLE = 5, 12
FULL_HOUSE = {"network_activation": 1, "paid_attendance": 1, "staffing": 1.5, "stranger_comes": 1}


@pattern(
    "P3a",
    "What a shared plan gains in severity falls with turnover.",
    source="vanhal2019",
    unit="severity, 0 to 1",
    off=NO_LOSS_BY_LEAVING,
    off_says="leavers take nothing with them, posts are filled at once, and another coordinator takes over at once",
    stays_on=("plan_share", "round_tables", "turnover"),
)
def gain_falls_with_turnover(bench: Bench) -> Sweep:
    points = {f"turnover {100 * t:.0f} %": bench.gain("severity", turnover_rate=t) for t in (0.05, 0.2, 0.4, 0.6)}
    first, *_, last = points.values()
    return Sweep(points, first - last)


@pattern(
    "P3b",
    "What a shared plan gains in severity falls with time shortage.",
    source="vanhal2019",
    unit="severity, 0 to 1",
    off=MEETINGS_COST_NOTHING,
    off_says="plans, tables and calls take no hours, and haste spoils no method",
    stays_on=("plan_share", "round_tables", "calls"),
)
def gain_falls_with_time_shortage(bench: Bench) -> Sweep:
    points = {f"shortage {100 * s:.0f} %": bench.gain("severity", time_shortage=s) for s in (0.0, 0.15, 0.3, 0.45)}
    first, *_, last = points.values()
    return Sweep(points, first - last)


@pattern(
    "P4",
    "Where many leave and time is short, parallel routes end with lighter problems than a shared plan.",
    source="glisson1998, bruns2014: coordination can cost more than it gives",
    unit="severity, 0 to 1",
    off=MEETINGS_COST_NOTHING,
    off_says="plans, tables and calls take no hours, and haste spoils no method",
    stays_on=("plan_share", "round_tables", "calls"),
)
def parallel_routes_win_somewhere(bench: Bench) -> Sweep:
    points = {
        "quiet": -bench.gain("severity", turnover_rate=0.1, time_shortage=0),
        "turnover 65 %, shortage 60 %": -bench.gain("severity", turnover_rate=0.65, time_shortage=0.6),
    }
    return Sweep(points, points["turnover 65 %, shortage 60 %"])


@pattern(
    "P5a",
    "People are less open at the table where safety is a concern.",
    source="vanhal2019",
    unit="openness, 0 to 1",
    off=CONCERN_DOES_NOTHING,
    off_says="a sign of unsafety closes no mouth, harms no bond, brings nobody in and takes no hours",
    stays_on=("plan_share", "round_tables", "signs"),
)
def concern_closes_mouths(bench: Bench) -> Sweep:
    points = {f"{rate} times the signs": bench.shared("openness", safety_concern_rate=rate) for rate in (0, 1, 3)}
    first, *_, last = points.values()
    return Sweep(points, first - last)


@pattern(
    "P5b",
    "A shared plan aligns helpers less where safety is a concern.",
    source="vanhal2019",
    unit="alignment, 0 to 1, for each family with a plan",
    off=CONCERN_DOES_NOTHING,
    off_says="a sign of unsafety closes no mouth, harms no bond, brings nobody in and takes no hours",
    stays_on=("plan_share", "round_tables", "signs"),
)
def concern_lowers_the_gain_in_alignment(bench: Bench) -> Sweep:
    points = {}
    for rate in (0, 1, 4):  # signs bring protection in, and so more families to plan for: asked for each plan
        gain = bench.gain("alignment", safety_concern_rate=rate)
        points[f"{rate} times the signs"] = gain / bench.shared("plan_share", safety_concern_rate=rate)
    first, *_, last = points.values()
    return Sweep(points, first - last)


@pattern(
    "P6a",
    "Large tables take direction from families.",
    source="vanhal2019; fay2000, large groups talk in monologues",
    unit="direction, 0 to 1",
    off={"crowd_load": 0, "crowd_direction": 0, "crowd_spoils": 0},
    off_says="a crowd tires nobody and spoils no climate",
    stays_on=("plan_share", "table_people"),
)
def large_tables_overtax(bench: Bench) -> Sweep:
    points = {}
    for size in (SMALL_TABLE, 8, LARGE_TABLE):
        settings = {**FULL_HOUSE, "table_size": size}
        people = bench.shared("table_people", **settings).mean()
        points[f"{people:.1f} people"] = bench.shared("direction", **settings)
    first, *_, last = points.values()
    return Sweep(points, first - last)


@pattern(
    "P6b",
    "A skilled chair softens what a large table does.",
    source="vanhal2019",
    unit="share of the gain in direction that a large table takes",
    off={"chairing_softens": 0, "climate_floor": 1},
    off_says="the chair's skill neither softens a crowd nor makes the table safe",
    stays_on=("plan_share", "table_people"),
)
def skilled_chairs_soften(bench: Bench) -> Sweep:
    def lost(chairing: float) -> np.ndarray:
        settings = {**FULL_HOUSE, "chairing_skill": chairing}
        small = bench.shared("direction", **settings, table_size=SMALL_TABLE)
        large = bench.shared("direction", **settings, table_size=LARGE_TABLE)
        none = bench.parallel("direction", **settings, table_size=SMALL_TABLE)
        return (small - large) / (small - none)

    points = {"skill 20 %": lost(0.2), "skill 80 %": lost(0.8)}
    return Sweep(points, points["skill 20 %"] - points["skill 80 %"])


@pattern(
    "P7",
    "Of what there was left to gain, families gain more direction than helpers gain alignment.",
    source="zonmw2018, the aim for the family succeeds better than the aim for cooperation",
    unit="share of what was left",
    off={"heard_direction": 0},
    off_says="being heard at the table gives no direction",
    stays_on=("plan_share", "round_tables", "openness"),
)
def direction_gains_more_than_alignment(bench: Bench) -> Sweep:
    def gained(outcome: str) -> np.ndarray:
        return bench.gain(outcome) / (1 - bench.parallel(outcome))

    points = {"direction": gained("direction"), "alignment": gained("alignment")}
    return Sweep(points, points["direction"] - points["alignment"])


@pattern(
    "P8",
    "Somebody of the own network sits at the table of a small part of families: 10 to 35 of 100.",
    source="vanhal2019 (a small part; the numbers are a reading)",
    unit="share, distance to the nearest border",
    off={"network_asked": 0, "network_activation": 0},
    off_says="nobody of the network is asked",
    stays_on=("plan_share", "round_tables"),
)
def the_network_sits_in_few_plans(bench: Bench) -> Sweep:
    share = bench.shared("network_at_table_share")
    return Sweep({"at the table": share}, np.minimum(share - 0.10, 0.35 - share))


@pattern(
    "P9a",
    "In usual care about half of the parents tell their story again to every new helper: 40 to 60 of 100.",
    source="samen2016",
    unit="share, distance to the nearest border",
    off={"consent_asked": 1, "notes_share": 1},
    off_says="every family is asked, and letters and notes are always there and read",
    stays_on=("helpers_met",),
)
def half_tell_again_every_time(bench: Bench) -> Sweep:
    share = bench.parallel("retold_every_time_share")
    return Sweep({"every time": share}, np.minimum(share - 0.40, 0.60 - share))


@pattern(
    "P9b",
    "A shared record with consent lowers how often the story is told again.",
    source="samen2016, bhabra2007",
    unit="share of new helpers",
    off={"consent_asked": 0},
    off_says="no family is asked, so that the record stays shut",
    stays_on=("helpers_met",),
)
def a_shared_record_spares_retelling(bench: Bench) -> Sweep:
    points = {f"record {100 * one:.0f} %": bench.parallel("retold_share", shared_record=one) for one in (0, 0.5, 1)}
    first, *_, last = points.values()
    return Sweep(points, first - last)


@pattern(
    "P12a",
    "A plan that stays on paper gains less than a quarter of what a kept plan gains in severity.",
    source="bruns2014, poor fidelity and no difference",
    unit="severity, 0 to 1",
    off=A_MEETING_DOES_NOTHING,
    off_says="tables and coordinators' calls do nothing, kept or not",
    stays_on=("plan_share", "round_tables"),
)
def a_plan_on_paper_gains_nothing(bench: Bench) -> Sweep:
    points = {f"kept for {100 * k:.0f} %": bench.gain("severity", plan_keeping=k) for k in (0, 0.35, 0.7)}
    paper, *_, kept = points.values()
    return Sweep(points, LITTLE * kept - np.maximum(paper, 0))


@pattern(
    "P12b",
    "A plan that stays on paper costs hours all the same.",
    source="bruns2014",
    unit="hours per family-year",
    off=MEETINGS_COST_NOTHING,
    off_says="plans, tables and calls take no hours",
    stays_on=("plan_share", "round_tables", "calls"),
)
def a_plan_on_paper_costs_hours(bench: Bench) -> Sweep:
    points = {f"kept for {100 * k:.0f} %": bench.gain("coordination_hours", plan_keeping=k) for k in (0, 0.7)}
    return Sweep(points, points["kept for 0 %"])


@pattern(
    "P16",
    "Hours without a plan and a plan without hours both disappoint: together they reach more goals than their sum.",
    source="vanhal2019, coordination yields much and costs much time",
    unit="goals reached a family-year",
    off=MEETINGS_COST_NOTHING,
    off_says="plans, tables and calls take no hours, and haste spoils no method",
    stays_on=("plan_share", "round_tables", "calls"),
)
def hours_and_plan_need_each_other(bench: Bench) -> Sweep:
    before = bench.parallel("goals_reached", time_shortage=0.45)
    points = {
        "hours alone": bench.parallel("goals_reached", time_shortage=0) - before,
        "plan alone": bench.shared("goals_reached", time_shortage=0.45) - before,
        "both": bench.shared("goals_reached", time_shortage=0) - before,
    }
    return Sweep(points, points["both"] - points["hours alone"] - np.maximum(points["plan alone"], 0))
