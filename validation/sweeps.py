"""What patterns look at: a function for each sweep that is more than one parameter moved from value to value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.questions import cost_of_a_departure
from sim.scenario import Scenario
from validation.bench import Bench

COMING = ("social_team", "debt_housing", "child_protection")
STAYING_AWAY = ("youth_mental_health", "adult_mental_health", "school", "gp")
BEFORE_THE_NEXT_TABLE = 10  # weeks: later a new coordinator makes good what was lost
LITTLE = 0.25  # less than this part of a gain is none
SMALL_TABLE, LARGE_TABLE = 5, 12
FULL_HOUSE = {"network_activation": 1, "paid_attendance": 1, "staffing": 1.5, "stranger_comes": 1}


@dataclass(frozen=True)
class Sweep:
    """What a pattern saw: values by replicate at each point, and the difference it is about.

    Attributes:
        points: values, shape (replicates,), by the words for the point.
        difference: shape (replicates,); the claim says its mean is above 0.
    """

    points: Mapping[str, np.ndarray]
    difference: np.ndarray


@dataclass(frozen=True)
class OneParameter:
    """The sweep of many patterns: one parameter from value to value, and what an outcome does meanwhile.

    Attributes:
        ask: what is asked of the bench: ``gain``, ``shared`` or ``parallel``.
        outcome: of which outcome.
        parameter, values: what is moved, from where to where.
        words: for a point, with ``{value}`` or ``{percent}``.
        it: ``falls`` or ``rises``, from the first value to the last.
    """

    ask: str
    outcome: str
    parameter: str
    values: Sequence[float]
    words: str
    it: str

    def __call__(self, bench: Bench) -> Sweep:
        """Look."""
        asked = getattr(bench, self.ask)
        points = {
            self.words.format(value=value, percent=f"{100 * value:.0f}"): asked(self.outcome, **{self.parameter: value})
            for value in self.values
        }
        first, *_, last = points.values()
        return Sweep(points, first - last if self.it == "falls" else last - first)


def conflict_rises_with_open_routes(bench: Bench) -> Sweep:
    points = {}
    for staffing in (0.6, 1.0, 1.5):
        helpers = bench.parallel("helpers_at_once", staffing=staffing).mean()
        points[f"{helpers:.1f} helpers"] = bench.parallel("undone_share", staffing=staffing)
    fewest, *_, most = points.values()
    return Sweep(points, most - fewest)


def some_sectors_stay_away(bench: Bench) -> Sweep:
    points = {sector.replace("_", " "): bench.shared(f"attendance_{sector}") for sector in (*COMING, *STAYING_AWAY)}
    values = list(points.values())
    least, most = np.min(values[: len(COMING)], axis=0), np.max(values[len(COMING) :], axis=0)
    return Sweep(points, least - most)


def parallel_routes_win_somewhere(bench: Bench) -> Sweep:
    points = {
        "quiet": -bench.gain("severity", turnover_rate=0.1, time_shortage=0),
        "turnover 65 %, shortage 60 %": -bench.gain("severity", turnover_rate=0.65, time_shortage=0.6),
    }
    return Sweep(points, points["turnover 65 %, shortage 60 %"])


def concern_lowers_the_gain_in_alignment(bench: Bench) -> Sweep:
    points = {}
    for rate in (0, 1, 4):  # signs bring protection in, and so more families to plan for: asked for each plan
        gain = bench.gain("alignment", safety_concern_rate=rate)
        points[f"{rate} times the signs"] = gain / bench.shared("plan_share", safety_concern_rate=rate)
    first, *_, last = points.values()
    return Sweep(points, first - last)


def large_tables_overtax(bench: Bench) -> Sweep:
    points = {}
    for size in (SMALL_TABLE, 8, LARGE_TABLE):
        settings = {**FULL_HOUSE, "table_size": size}
        people = bench.shared("table_people", **settings).mean()
        points[f"{people:.1f} people"] = bench.shared("direction", **settings)
    first, *_, last = points.values()
    return Sweep(points, first - last)


def skilled_chairs_soften(bench: Bench) -> Sweep:
    def lost(chairing: float) -> np.ndarray:
        settings = {**FULL_HOUSE, "chairing_skill": chairing}
        small = bench.shared("direction", **settings, table_size=SMALL_TABLE)
        large = bench.shared("direction", **settings, table_size=LARGE_TABLE)
        none = bench.parallel("direction", **settings, table_size=SMALL_TABLE)
        return (small - large) / (small - none)

    points = {"skill 20 %": lost(0.2), "skill 80 %": lost(0.8)}
    return Sweep(points, points["skill 20 %"] - points["skill 80 %"])


def direction_gains_more_than_alignment(bench: Bench) -> Sweep:
    def gained(outcome: str) -> np.ndarray:
        return bench.gain(outcome) / (1 - bench.parallel(outcome))

    points = {"direction": gained("direction"), "alignment": gained("alignment")}
    return Sweep(points, points["direction"] - points["alignment"])


def the_network_sits_in_few_plans(bench: Bench) -> Sweep:
    share = bench.shared("network_at_table_share")
    return Sweep({"at the table": share}, np.minimum(share - 0.10, 0.35 - share))


def half_tell_again_every_time(bench: Bench) -> Sweep:
    share = bench.parallel("retold_every_time_share")
    return Sweep({"every time": share}, np.minimum(share - 0.40, 0.60 - share))


def trained_teams_work_by_the_method(bench: Bench) -> Sweep:
    points = {
        "low, untrained": bench.shared("fidelity", self_efficacy=0.3, training_share=0),
        "low, trained": bench.shared("fidelity", self_efficacy=0.3, training_share=1),
        "high, trained": bench.shared("fidelity", self_efficacy=0.8, training_share=1),
    }
    return Sweep(points, points["high, trained"] - points["low, untrained"])


def regional_training_is_better(bench: Bench) -> Sweep:
    points = {
        "per team": bench.shared("alignment", training_share=1, training_regional=0),
        "regional": bench.shared("alignment", training_share=1, training_regional=1),
    }
    return Sweep(points, points["regional"] - points["per team"])


def a_plan_on_paper_gains_nothing(bench: Bench) -> Sweep:
    points = {f"kept for {100 * k:.0f} %": bench.gain("severity", plan_keeping=k) for k in (0, 0.35, 0.7)}
    paper, *_, kept = points.values()
    return Sweep(points, LITTLE * kept - np.maximum(paper, 0))


def a_plan_on_paper_costs_hours(bench: Bench) -> Sweep:
    points = {f"kept for {100 * k:.0f} %": bench.gain("coordination_hours", plan_keeping=k) for k in (0, 0.7)}
    return Sweep(points, points["kept for 0 %"])


def losing_the_coordinator_costs_more(bench: Bench) -> Sweep:
    def lost(scenario: Scenario, seed: int) -> tuple[float, float]:
        cost = cost_of_a_departure(scenario, seed, "alignment")
        with_plan = cost["shared_plan_stayed"] - cost["shared_plan_left"]
        return with_plan, cost["parallel_stayed"] - cost["parallel_left"]

    coordinator, helper = bench.each(lost, {}).T
    return Sweep({"coordinator lost": coordinator, "helper lost": helper}, coordinator - helper)


def a_kept_plan_softens_the_loss(bench: Bench) -> Sweep:
    def left(scenario: Scenario, seed: int) -> float:
        cost = cost_of_a_departure(scenario, seed, "alignment", weeks_after=BEFORE_THE_NEXT_TABLE)
        return cost["shared_plan_left"] / cost["shared_plan_stayed"]

    points = {f"kept for {100 * k:.0f} %": bench.each(left, {"plan_keeping": k}) for k in (0.3, 0.6, 1.0)}
    first, *_, last = points.values()
    return Sweep(points, last - first)


def warm_handover_pays_back(bench: Bench) -> Sweep:
    def gain(turnover: float) -> np.ndarray:
        warm = bench.shared("trust", warm_handover_weeks=4, turnover_rate=turnover)
        return warm - bench.shared("trust", warm_handover_weeks=0, turnover_rate=turnover)

    points = {f"turnover {100 * turnover:.0f} %": gain(turnover) for turnover in (0.05, 0.2, 0.6)}
    first, *_, last = points.values()
    return Sweep(points, last - first)


def hours_and_plan_need_each_other(bench: Bench) -> Sweep:
    before = bench.parallel("goals_reached", time_shortage=0.45)
    points = {
        "hours alone": bench.parallel("goals_reached", time_shortage=0) - before,
        "plan alone": bench.shared("goals_reached", time_shortage=0.45) - before,
        "both": bench.shared("goals_reached", time_shortage=0) - before,
    }
    return Sweep(points, points["both"] - points["hours alone"] - np.maximum(points["plan alone"], 0))
