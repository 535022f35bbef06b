"""What patterns look at: a function for each sweep that is more than one parameter moved from value to value."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from sim import event_kinds as kinds
from sim.comparison import range_of_mean
from sim.names import CHILD_MENTAL_HEALTH
from sim.questions import cost_of_a_departure, cost_of_concern
from sim.region import ROUTES
from sim.run import burn_in, live
from sim.scenario import Scenario
from validation.bench import Bench
from validation.estimates import auc, chance_by, partial_correlation
from validation.following import ASKED_AT, BY_THE_FAMILY, KNOWN_AT, QUARTER, YEAR, Followed

COMING = ("social_team", "debt_housing", "child_protection")
STAYING_AWAY = ("youth_mental_health", "adult_mental_health", "school", "gp")
BEFORE_THE_NEXT_TABLE = 10  # weeks: later a new coordinator makes good what was lost
LITTLE = 0.25  # less than this part of a gain is none
SMALL_TABLE, LARGE_TABLE = 5, 12
FULL_HOUSE = {"network_activation": 1, "paid_attendance": 1, "extra_capacity": 0.5, "stranger_comes": 1}
HALF_A_YEAR = 26  # weeks
SEEN_LONG = 2 * YEAR  # weeks after the start in which an early end can show
OBSERVED = ("trust", "trust_fell", "overload", "bond", "missed")  # what a helper could notice in week ASKED_AT
WORSE = 0.3  # standard deviations on arrival
RELIABILITY = 0.85  # of a questionnaire on symptoms (assumed): who is seen to get worse is partly error of measurement
NEEDED = 0.42  # severity from which a need asks for help
URGENT_FROM = 0.6  # severity from which requests go first, where the urgent are targeted
IN_PERSONS = {"notes_share": 0, "shared_record": 0, "bond_floor": 0.1, "stranger_comes": 0.2}
ON_PAPER = {"notes_share": 1, "shared_record": 1, "consent_asked": 1, "bond_floor": 0.8, "stranger_comes": 1}


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


def inside(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """How far values lie inside a band, from the border that is nearest to their mean; below 0 outside.

    Args:
        values: shape (replicates,).
        low, high: the band.
    """
    there = values[np.isfinite(values)]
    middle = there.mean() if len(there) else np.nan
    return values - low if middle - low < high - middle else high - values


def conflict_rises_with_open_routes(bench: Bench) -> Sweep:
    asked = [{"extra_capacity": more} for more in (-0.4, 0.0, 0.5)]
    helpers = [bench.parallel("helpers_at_once", **one).mean() for one in asked]
    undone = [bench.parallel("undone_share", **one) for one in asked]
    return Sweep({f"{some:.2f} helpers": one for some, one in zip(helpers, undone)}, undone[-1] - undone[0])


def some_sectors_stay_away(bench: Bench) -> Sweep:
    points = {sector.replace("_", " "): bench.shared(f"attendance_{sector}") for sector in (*COMING, *STAYING_AWAY)}
    values = list(points.values())
    pairs = [come - stay for come in values[: len(COMING)] for stay in values[len(COMING) :]]
    return Sweep(points, min(pairs, key=lambda pair: range_of_mean(pair)[0]))  # each of them less than each


def parallel_routes_win_somewhere(bench: Bench) -> Sweep:
    points = {
        "quiet": -bench.gain("severity", turnover_rate=0.1, time_shortage=0),
        "turnover 65 %, shortage 60 %": -bench.gain("severity", turnover_rate=0.65, time_shortage=0.6),
    }
    return Sweep(points, points["turnover 65 %, shortage 60 %"])


def concern_keeps_goals_apart(bench: Bench) -> Sweep:
    return what_it_costs(bench, cost_of_concern, "with a plan", "without")


def large_tables_overtax(bench: Bench) -> Sweep:
    asked = [{**FULL_HOUSE, "table_size": size} for size in (SMALL_TABLE, 8, LARGE_TABLE)]
    people = [bench.shared("table_people", **one).mean() for one in asked]  # as few at each where few families live
    direction = [bench.shared("direction", **one) for one in asked]
    return Sweep({f"{some:.1f} people": one for some, one in zip(people, direction)}, direction[0] - direction[-1])


def skilled_chairs_soften(bench: Bench) -> Sweep:
    def lost(chairing: float) -> np.ndarray:
        settings = {**FULL_HOUSE, "chairing_skill": chairing}
        small = bench.shared("direction", **settings, table_size=SMALL_TABLE)
        large = bench.shared("direction", **settings, table_size=LARGE_TABLE)
        return small - large

    points = {"skill 20 %": lost(0.2), "skill 80 %": lost(0.8)}
    return Sweep(points, points["skill 20 %"] - points["skill 80 %"])


def direction_gains_more_than_alignment(bench: Bench) -> Sweep:
    points = {outcome: bench.size(outcome) for outcome in ("direction", "alignment")}
    return Sweep(points, points["direction"] - points["alignment"])


def the_network_sits_in_few_plans(bench: Bench) -> Sweep:
    share = bench.shared("network_at_table_share")
    return Sweep({"at the table": share}, inside(share, 0.10, 0.35))


def half_tell_again_every_time(bench: Bench) -> Sweep:
    share = bench.parallel("retold_every_time_share")
    return Sweep({"every time": share}, inside(share, 0.40, 0.60))


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
    return what_it_costs(bench, cost_of_a_departure, "coordinator lost", "helper lost")


def what_it_costs(bench: Bench, cost_of: Callable[..., dict[str, float]], with_plan: str, without: str) -> Sweep:
    def lost(scenario: Scenario, seed: int) -> tuple[float, float]:
        cost = cost_of(scenario, seed, "alignment", weeks_after=BEFORE_THE_NEXT_TABLE)
        return (
            cost["shared_plan_as_was"] - cost["shared_plan_changed"],
            cost["parallel_as_was"] - cost["parallel_changed"],
        )

    planned, parallel = np.array(bench.each(lost, {})).T
    return Sweep({with_plan: planned, without: parallel}, planned - parallel)


def a_kept_plan_softens_the_loss(bench: Bench) -> Sweep:
    def left(scenario: Scenario, seed: int) -> float:
        cost = cost_of_a_departure(scenario, seed, "alignment", weeks_after=BEFORE_THE_NEXT_TABLE)
        return cost["shared_plan_changed"] / cost["shared_plan_as_was"]

    points = {f"kept for {100 * k:.0f} %": np.array(bench.each(left, {"plan_keeping": k})) for k in (0.3, 0.6, 1.0)}
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


def bond_foretells_change(bench: Bench) -> Sweep:
    return foretells_change(bench, "bond")


def goals_in_line_foretell_change(bench: Bench) -> Sweep:
    return foretells_change(bench, "fit")


def foretells_change(bench: Bench, what: str) -> Sweep:
    """How bond or fit early on goes with what has changed half a year later, given how heavy the need was then."""
    rows = [with_an_end(one.known[KNOWN_AT]) for one in bench.followed()]
    r = np.array([changes_with(one, what) for one in rows])
    return Sweep({"r": r, "dyads a run": np.array([float(len(one)) for one in rows])}, inside(r, 0.13, 0.30))


def with_an_end(known: np.ndarray) -> np.ndarray:
    """Of needs as known, those whose family was still there later."""
    later = known["later"]
    return known[np.isfinite(later)]


def changes_with(known: np.ndarray, what: str) -> float:
    """How something goes with the change that followed, given how heavy the need was."""
    severity, later = known["severity"], known["later"]
    return partial_correlation(known[what], severity - later, severity)


def domains_stay_apart(bench: Bench) -> Sweep:
    def between(which: int) -> np.ndarray:
        return np.array([mean_correlation(one.domains[which]) for one in bench.followed()])

    points = {"at week 0": between(0), "at the end": between(1)}
    return Sweep(points, np.minimum(*(inside(values, 0.2, 0.4) for values in points.values())))


def mean_correlation(domains: np.ndarray) -> float:
    """The mean correlation between life domains over families, shape (families, 8)."""
    apart = np.corrcoef(domains.T)
    return float(apart[np.triu_indices(len(apart), 1)].mean())


def newcomers_gain(bench: Bench) -> Sweep:
    points = {"treated": by_replicate(bench, treated_gain), "untreated": by_replicate(bench, untreated_gain)}
    return Sweep(points, inside(points["treated"], 0.35, 0.65))


def some_get_worse(bench: Bench) -> Sweep:
    share = by_replicate(bench, share_worse)
    return Sweep({"worse": share}, inside(share, 0.14, 0.24))


def the_untreated_gain(bench: Bench) -> Sweep:
    gain = by_replicate(bench, untreated_gain)
    return Sweep({"untreated": gain}, gain)


def by_replicate(bench: Bench, figure: Callable[[Followed], float]) -> np.ndarray:
    """A figure of usual care as followed, shape (replicates,)."""
    return np.array([figure(one) for one in bench.followed()])


def gains_of(followed: Followed) -> np.ndarray:
    """What each need of a newcomer gained in its first year, in standard deviations of its domain on arrival."""
    rows = followed.newcomers
    domain, came_with, after = rows["domain"], rows["came_with"], rows["after"]
    spread = np.array([came_with[domain == one].std() for one in range(domain.max(initial=0) + 1)])
    return (came_with - after) / spread[domain]


def treated_gain(followed: Followed) -> float:
    return float(gains_of(followed)[followed.newcomers["treated"]].mean())


def untreated_gain(followed: Followed) -> float:
    rows = followed.newcomers
    treated, came_with = rows["treated"], rows["came_with"]
    return float(gains_of(followed)[~treated & (came_with >= NEEDED)].mean())


def share_worse(followed: Followed) -> float:
    rows = followed.newcomers
    youth = rows["treated"] & (rows["domain"] == CHILD_MENTAL_HEALTH)
    seen = gains_of(followed)[youth] * math.sqrt(RELIABILITY)  # answers spread more than what they measure
    of_two_answers = math.sqrt(2.0 * (1.0 - RELIABILITY))
    return float(norm.cdf(-WORSE, seen, of_two_answers).mean())


def most_leave_early(bench: Bench) -> Sweep:
    share = by_replicate(bench, share_of_early_ends)
    return Sweep({"within a quarter": share}, share - 0.5)


def share_of_early_ends(followed: Followed) -> float:
    """Of treatments that the family ended, the share that ended within a quarter; of those that could be seen long."""
    rows = followed.treatments
    started, end, how = rows["started"], rows["ended"], rows["how"]
    lasted = end - started
    last = started.max(initial=0)
    ended = np.isin(how, BY_THE_FAMILY) & (started + SEEN_LONG <= last) & (lasted < SEEN_LONG)
    return float((lasted[ended] < QUARTER).mean())


def leaving_can_hardly_be_foreseen(bench: Bench) -> Sweep:
    seen = [what_was_seen(one) for one in bench.followed()]
    values = []
    for number, (signs, left) in enumerate(seen):
        others = [one for place, one in enumerate(seen) if place != number] or seen
        chance = chance_by(np.concatenate([one for one, _ in others]), np.concatenate([one for _, one in others]))
        values.append(auc(chance(signs), left))
    points = {"AUC": np.array(values), "left": np.array([left.mean() for _, left in seen])}
    return Sweep(points, inside(points["AUC"], 0.55, 0.70))


def what_was_seen(followed: Followed) -> tuple[np.ndarray, np.ndarray]:
    """What could be noticed some weeks after the start, and whether the family left within half a year after that.

    Returns:
        Shapes (treatments, ``OBSERVED``) and (treatments,), of treatments of which the half year was lived.
    """
    known, treatments = followed.known[ASKED_AT], followed.treatments
    number = {(int(one["need"]), int(one["started"])): place for place, one in enumerate(treatments)}
    last = treatments["started"].max(initial=0)
    pairs = [
        (row, number[int(one["need"]), int(one["started"])])
        for row, one in enumerate(known)
        if (int(one["need"]), int(one["started"])) in number and one["started"] + ASKED_AT + HALF_A_YEAR <= last
    ]
    rows, ends = np.array(pairs, dtype=int).reshape(-1, 2).T
    ended = treatments[ends]
    left = np.isin(ended["how"], BY_THE_FAMILY) & (ended["ended"] <= ended["started"] + ASKED_AT + HALF_A_YEAR)
    return np.column_stack([known[name][rows] for name in OBSERVED]), left


def shortage_lengthens_waits(bench: Bench) -> Sweep:
    points = {f"shortage {100 * short:.0f} %": mean_wait(bench, time_shortage=short) for short in (0.0, 0.4)}
    without, short = points.values()
    return Sweep(points, short / without - 1.3)


def shortage_takes_contact(bench: Bench) -> Sweep:
    points = {
        f"shortage {100 * short:.0f} %": bench.parallel("contact_hours", time_shortage=short) for short in (0.0, 0.4)
    }
    without, short = points.values()
    return Sweep(points, 1 - short / without - 0.15)


def mean_wait(bench: Bench, **settings: float) -> np.ndarray:
    """Weeks waited by who started with help that has a list and can be refused, shape (replicates,)."""
    return np.array([weeks_of(one, one.requests["turn"] == kinds.HELPER_STARTED) for one in bench.followed(**settings)])


def weeks_of(followed: Followed, which: np.ndarray) -> float:
    """Mean weeks on the list of some requests."""
    weeks = followed.requests["weeks"][which]
    return float(weeks.mean()) if len(weeks) else np.nan


def targeting_lengthens_the_others_waits(bench: Bench) -> Sweep:
    def others(urgent: float) -> np.ndarray:
        return np.array(
            [weeks_of(one, one.requests["severity"] < URGENT_FROM) for one in bench.followed(urgent_severity=urgent)]
        )

    points = {"nobody first": others(2), "the urgent first": others(URGENT_FROM)}
    return Sweep(points, points["the urgent first"] - points["nobody first"])


def targeting_shortens_the_wait_of_starters(bench: Bench) -> Sweep:
    points = {
        "nobody first": mean_wait(bench, urgent_severity=2),
        "the urgent first": mean_wait(bench, urgent_severity=URGENT_FROM),
    }
    return Sweep(points, points["nobody first"] - points["the urgent first"])


def turnover_hurts_where_knowledge_sits_in_persons(bench: Bench) -> Sweep:
    def lost(where: dict[str, float]) -> np.ndarray:
        few = bench.parallel("severity", **where, turnover_rate=0.05)
        return bench.parallel("severity", **where, turnover_rate=0.6) - few

    points = {"in persons": lost(IN_PERSONS), "on paper": lost(ON_PAPER)}
    return Sweep(points, points["in persons"] - points["on paper"])


def low_turnover_helps_where_embedding_is_good(bench: Bench) -> Sweep:
    def helped(embedding: float) -> np.ndarray:
        many = bench.shared("severity", embedding=embedding, turnover_rate=0.5)
        return many - bench.shared("severity", embedding=embedding, turnover_rate=0.1)

    points = {"embedding 20 %": helped(0.2), "embedding 80 %": helped(0.8)}
    return Sweep(points, points["embedding 80 %"] - points["embedding 20 %"])


def problem_load_moves_severity(bench: Bench) -> Sweep:
    points = {f"{load} times the load": bench.parallel("severity", problem_load=load) for load in (0.5, 1, 2)}
    half, _, twice = points.values()
    return Sweep(points, twice - half - 0.05)


def an_early_plan_gains_more(bench: Bench) -> Sweep:
    early, late = np.array(bench.each(gain_by_stage, {})).T
    return Sweep({"plan from the start of care": early, "plan after a year of care or more": late}, early - late)


def gain_by_stage(scenario: Scenario, seed: int) -> tuple[float, float]:
    """How much lighter the plan leaves problems of families that had one: who came with it, who came long before."""
    start = burn_in(scenario, seed)
    parallel, shared = (live(start, scenario, route).family for route in ROUTES)
    without, with_plan = parallel["mean_severity"], shared["mean_severity"]
    gain = without - with_plan
    had_plan = (shared["followed"] == 1) & (shared["had_plan"] == 1)
    early, late = shared["arrives"] >= 0, shared["arrives"] <= -YEAR
    return float(gain[had_plan & early].mean()), float(gain[had_plan & late].mean())
