"""Patterns of who works with a family: conflict between helpers, who comes to the table, leaving and handing over."""

import numpy as np

from sim.questions import cost_of_a_departure
from sim.scenario import Scenario
from validation.bench import Bench
from validation.patterns import Sweep, pattern

COMING = ("social_team", "debt_housing", "child_protection")
STAYING_AWAY = ("youth_mental_health", "adult_mental_health", "school", "gp")
BEFORE_THE_NEXT_TABLE = 10  # weeks: later a new coordinator makes good what was lost
NO_LOSS_BY_LEAVING = {
    "retention_spoken": 1,
    "retention_notes": 1,
    "retention_document": 1,
    "cold_bond_kept": 1,
    "alignment_inherited": 1,
    "new_face_trust": 0,
    "new_face_missing": 1,
    "reading_in_hours": 0,
    "vacancy_weeks": 0,
    "plan_hours": 0,  # from here on: a new coordinator takes over at once
    "first_table_weeks": 1,
    "coordinator_caseload": 25,
}
A_MEETING_DOES_NOTHING = {
    "table_alignment": 0,
    "table_story": 0,
    "table_helps": 0,
    "table_finds": 0,
    "table_familiarity": 0,
    "table_renews_agreements": 0,
    "heard_direction": 0,
    "heard_trust": 0,
    "coordinator_call_weeks": 10_000,
    "plan_keeps_aligned": 0,
    "goals_hold_back": 0,
    "evaluation_embeds": 0,
    "message_repairs": 0,
    "plan_written": 0,
    "coordinator_keeps_current": 0,
    "family_keeps_current": 0,
}


@pattern(
    "P1",
    "On parallel routes, help undone by conflicting goals rises with the number of open routes.",
    source="vanhal2019",
    unit="share of help undone",
    off={"conflict_strength": 0},
    off_says="helpers with other goals undo nothing",
    stays_on=("alignment", "helpers_at_once"),
)
def conflict_rises_with_open_routes(bench: Bench) -> Sweep:
    points = {}
    for staffing in (0.6, 1.0, 1.5):
        helpers = bench.parallel("helpers_at_once", staffing=staffing).mean()
        points[f"{helpers:.1f} helpers"] = bench.parallel("undone_share", staffing=staffing)
    fewest, *_, most = points.values()
    return Sweep(points, most - fewest)


@pattern(
    "P2a",
    "Mental health, schools and GPs each come to the table less than social teams, debt help and child protection.",
    source="vanhal2019",
    unit="share of invitations",
    off={"embedding": 0.5, "contact_first": 0.5, "paid_attendance": 1, "table_hours": 0.01},
    off_says="every sector shares the vision alike, is paid, and has time",
    stays_on=("plan_share", "round_tables"),
)
def some_sectors_stay_away(bench: Bench) -> Sweep:
    points = {sector.replace("_", " "): bench.shared(f"attendance_{sector}") for sector in (*COMING, *STAYING_AWAY)}
    values = list(points.values())
    least, most = np.min(values[: len(COMING)], axis=0), np.max(values[len(COMING) :], axis=0)
    return Sweep(points, least - most)


@pattern(
    "P2b",
    "Attendance falls with time shortage.",
    source="vanhal2019",
    unit="share of invitations",
    off={"table_hours": 0.01, "contact_first": 0},
    off_says="a table takes no time",
    stays_on=("plan_share", "round_tables"),
)
def attendance_falls_with_time_shortage(bench: Bench) -> Sweep:
    points = {f"shortage {100 * s:.0f} %": bench.shared("attendance", time_shortage=s) for s in (0.0, 0.2, 0.4)}
    first, *_, last = points.values()
    return Sweep(points, first - last)


@pattern(
    "P10",
    "Trained teams that trust their own skill work more by the method.",
    source="samen2016, contested by pacend",
    unit="fidelity, 0 to 1",
    off={"fidelity_by_efficacy": 0},
    off_says="self-efficacy does not matter for the work",
    stays_on=("plan_share", "round_tables", "hours_training"),
    hard=False,
)
def trained_teams_work_by_the_method(bench: Bench) -> Sweep:
    points = {
        "low, untrained": bench.shared("fidelity", self_efficacy=0.3, training_share=0),
        "low, trained": bench.shared("fidelity", self_efficacy=0.3, training_share=1),
        "high, trained": bench.shared("fidelity", self_efficacy=0.8, training_share=1),
    }
    return Sweep(points, points["high, trained"] - points["low, untrained"])


@pattern(
    "P11",
    "Training the whole region aligns helpers more than training the coordinating teams alone.",
    source="samen2016 (confounded with time since the start)",
    unit="alignment, 0 to 1",
    off={"training_embedding": 0},
    off_says="training gives nobody a shared vision, so specialists gain nothing by it",
    stays_on=("plan_share", "hours_training"),
    hard=False,
)
def regional_training_is_better(bench: Bench) -> Sweep:
    points = {
        "per team": bench.shared("alignment", training_share=1, training_regional=0),
        "regional": bench.shared("alignment", training_share=1, training_regional=1),
    }
    return Sweep(points, points["regional"] - points["per team"])


@pattern(
    "P13a",
    "Losing the coordinator costs a shared plan more alignment than losing that same person costs parallel routes.",
    source="vanhal2019 (direction; no size was ever measured)",
    unit="alignment, 0 to 1",
    off=A_MEETING_DOES_NOTHING,
    off_says="tables and coordinators' calls do nothing, so that nothing hangs on the coordinator",
    stays_on=("plan_share", "round_tables", "turnover"),
)
def losing_the_coordinator_costs_more(bench: Bench) -> Sweep:
    def lost(scenario: Scenario, seed: int) -> tuple[float, float]:
        cost = cost_of_a_departure(scenario, seed, "alignment")
        with_plan = cost["shared_plan_stayed"] - cost["shared_plan_left"]
        return with_plan, cost["parallel_stayed"] - cost["parallel_left"]

    coordinator, helper = bench.each(lost, {}).T
    return Sweep({"coordinator lost": coordinator, "helper lost": helper}, coordinator - helper)


@pattern(
    "P13b",
    "A plan that is kept and read softens the loss of the coordinator.",
    source="bhabra2007, a shared document loses next to nothing",
    unit="share of alignment that is left",
    off={
        "plan_written": 0,
        "plan_keeps_aligned": 0,
        "coordinator_keeps_current": 0,
        "family_keeps_current": 0,
        "absent_reads": 0,
        "table_renews_agreements": 0,
    },
    off_says="nothing is written down, and nobody reads it",
    stays_on=("plan_share", "round_tables", "turnover"),
)
def a_kept_plan_softens_the_loss(bench: Bench) -> Sweep:
    def left(scenario: Scenario, seed: int) -> float:
        cost = cost_of_a_departure(scenario, seed, "alignment", weeks_after=BEFORE_THE_NEXT_TABLE)
        return cost["shared_plan_left"] / cost["shared_plan_stayed"]

    points = {f"kept for {100 * k:.0f} %": bench.each(left, {"plan_keeping": k}) for k in (0.3, 0.6, 1.0)}
    first, *_, last = points.values()
    return Sweep(points, last - first)


@pattern(
    "P14",
    "A warm handover gains more trust, its hours paid, the more people leave.",
    source="assumed (zimmermann2019 on transferred bonds)",
    unit="trust, 0 to 1",
    off={"warm_bond_kept": 0.3, "cold_bond_kept": 0.3, "warm_story": 0, "vacancy_weeks": 1},
    off_says="a warm handover keeps no more of bond and story than a cold one",
    stays_on=("plan_share", "turnover"),
    hard=False,
)
def warm_handover_pays_back(bench: Bench) -> Sweep:
    def gain(turnover: float) -> np.ndarray:
        warm = bench.shared("trust", warm_handover_weeks=4, turnover_rate=turnover)
        return warm - bench.shared("trust", warm_handover_weeks=0, turnover_rate=turnover)

    points = {f"turnover {100 * turnover:.0f} %": gain(turnover) for turnover in (0.05, 0.2, 0.6)}
    first, *_, last = points.values()
    return Sweep(points, last - first)


@pattern(
    "P15a",
    "A social team linked to the school brings the school to the table.",
    source="vanhal2019",
    unit="share of invitations",
    off={"school_link_brings": 0},
    off_says="the link does not bring the school",
    stays_on=("plan_share", "round_tables"),
)
def a_linked_team_brings_the_school(bench: Bench) -> Sweep:
    points = {
        f"{100 * one:.0f} % linked": bench.shared("attendance_school", school_team_link=one) for one in (0, 0.5, 1)
    }
    first, *_, last = points.values()
    return Sweep(points, last - first)


@pattern(
    "P15b",
    "Structured care at school brings the school to the table.",
    source="vanhal2019",
    unit="share of invitations",
    off={"school_structure_brings": 0},
    off_says="structured care does not bring the school",
    stays_on=("plan_share", "round_tables"),
)
def structured_care_brings_the_school(bench: Bench) -> Sweep:
    points = {
        f"structure {100 * one:.0f} %": bench.shared("attendance_school", school_care_structure=one)
        for one in (0, 0.5, 1)
    }
    first, *_, last = points.values()
    return Sweep(points, last - first)
