"""A region followed week by week: every treatment, everybody who came, every request; and what is counted of them.

Outcomes say how a region does; here are the pairs of family and helper, and the single needs, that evidence is about.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim import event_kinds as kinds
from sim.agents.need import OPEN
from sim.agents.person import WEEKS_PER_YEAR
from sim.measures import IN_TROUBLE, MANY_DOMAINS, ratio
from sim.names import (
    ADULT_MENTAL_HEALTH,
    ALWAYS_THERE,
    IN_CARE,
    LEFT,
    SAFETY,
    SECTOR_OF,
    WAITING,
    YOUTH_MENTAL_HEALTH,
)
from sim.rule_sets import run_weeks
from sim.run import burn_in, live, on_route
from sim.scenario import Scenario
from sim.world import World

YEAR = int(WEEKS_PER_YEAR)
ASKED_AT, KNOWN_AT = 4, 6  # weeks after the start in which somebody looks whether it will last, and at bond and goals
LATER = 32  # weeks after the start in which change is looked at
QUARTER = 13  # weeks
HEAVY_TAIL = 0.99  # of the families in care, by how many help
BY_THE_FAMILY = (kinds.ENDED_EARLY, kinds.FAMILY_DROPPED_OUT)
ENDS = (*BY_THE_FAMILY, kinds.GOAL_REACHED, kinds.HELPER_CLOSED, kinds.ROUTE_MERGED, kinds.LEFT_REGION)
OF_A_FAMILY = (kinds.FAMILY_DROPPED_OUT, kinds.LEFT_REGION)  # these end all that is open, and name no need
TURNS = (kinds.HELPER_STARTED, kinds.GAVE_UP_WAITING, kinds.DID_NOT_START)
NOT_YET = -1
CHOSEN = ~np.isin(SECTOR_OF, ALWAYS_THERE)  # by domain
CHOSEN[SAFETY] = False

# One row for each treatment that began after week 0: a need with helpers, one after the other when somebody left.
treatment_type = np.dtype(
    [
        ("need", "i4"),  # row of the need
        ("sector", "i4"),
        ("started", "i4"),  # week
        ("waited", "f8"),  # weeks before
        ("ended", "i4"),  # week, NOT_YET while it goes on
        ("how", "i4"),  # one of ENDS, NOT_YET while it goes on
    ]
)

# One row for each treatment that still goes on so many weeks after its start: what could be known of it then.
known_type = np.dtype(
    [
        ("need", "i4"),  # row of the need
        ("started", "i4"),  # week
        ("trust", "f8"),  # of the family, 0 to 1
        ("trust_fell", "f8"),  # below what it was, on a slow average
        ("overload", "f8"),  # 0 to 1
        ("bond", "f8"),  # 0 to 1
        ("fit", "f8"),  # how far the helper works at what the family wants, 0 to 1
        ("missed", "f8"),  # appointments missed one after the other
        ("severity", "f8"),  # of the need then
        ("later", "f8"),  # and LATER weeks after the start; not a number when the family has left or the run has ended
    ]
)

# One row for each need of a family that came after week 0, a year later.
newcomer_type = np.dtype(
    [
        ("domain", "i4"),
        ("came_with", "f8"),  # severity on coming
        ("after", "f8"),  # severity a year later
        ("treated", "?"),  # whether somebody helped with it in that year
    ]
)

# One row for each request of help that can be refused and has a list.
request_type = np.dtype(
    [
        ("sector", "i4"),
        ("severity", "f8"),  # of the need when it was asked for
        ("weeks", "f8"),  # on the list
        ("turn", "i4"),  # one of TURNS, NOT_YET while it is still on the list or the family left it altogether
    ]
)


@dataclass(frozen=True)
class Followed:
    """What was seen of a region. Only treatments and requests of a family's own choice, of helpers who come and go.

    Attributes:
        treatments: records of ``treatment_type``.
        known: records of ``known_type``, by weeks after the start (``ASKED_AT`` and ``KNOWN_AT``).
        newcomers: records of ``newcomer_type``.
        requests: records of ``request_type``.
        domains: severity by family and life domain at week 0 and after the last week, each of shape (families, 8).
        counted: figures by name, see ``counted_of``.
    """

    treatments: np.ndarray
    known: dict[int, np.ndarray]
    newcomers: np.ndarray
    requests: np.ndarray
    domains: tuple[np.ndarray, np.ndarray]
    counted: dict[str, float]


def follow(scenario: Scenario, seed: int, route: str = "parallel") -> Followed:
    """Live a region (the first of a scenario) and look at it after each week.

    Args:
        scenario: where.
        seed: whose luck.
        route: ``parallel`` or ``shared_plan``.
    """
    start = burn_in(scenario, seed)
    world = on_route(start, scenario, route, events=True)
    chosen = own_choice(world)
    severity = np.empty((scenario.weeks + 1, len(world.need)))
    opened = np.zeros((scenario.weeks, len(world.need)), dtype=bool)
    known: dict[int, list[np.ndarray]] = {ASKED_AT: [], KNOWN_AT: []}
    helping: list[tuple[np.ndarray, np.ndarray]] = []
    severity[0] = world.need["severity"]
    for week in range(scenario.weeks):
        run_weeks(world, week + 1)
        severity[week + 1] = world.need["severity"]
        opened[week] = world.need["status"] == OPEN
        for weeks, rows in known.items():
            rows.append(what_is_known(world, chosen, week - weeks))
        if week % QUARTER == 0:
            helping.append(helpers_of_families(world))
    if world.tally[0].events > len(world.log):
        world = live(start, scenario, route, events=True)  # which makes the log as long as it must be
    left = leaves_in(world, scenario.weeks)
    treatments = treatments_of(world)
    requests = requests_of(world, severity, scenario.weeks)
    both = [np.concatenate(rows) for rows in known.values()]
    for joined in both:
        see_later(joined, severity, left)
    return Followed(
        treatments,
        dict(zip(known, both, strict=True)),
        newcomers_of(world, severity, opened, left),
        requests,
        (domains_of(start), domains_of(world)),
        counted_of(start, world, treatments, requests, helping, scenario.weeks),
    )


def own_choice(world: World) -> np.ndarray:
    """Which needs are helped by somebody who comes and goes and whom the family may leave, shape (needs,)."""
    domain = world.need.view(np.ndarray)["domain"]
    return CHOSEN[domain]


def sectors_of(world: World) -> np.ndarray:
    """The sector that helps with each need, shape (needs,)."""
    domain = world.need.view(np.ndarray)["domain"]
    return SECTOR_OF[domain]


def what_is_known(world: World, chosen: np.ndarray, started: int) -> np.ndarray:
    """What can be known now of the treatments that began in a week and go on; what comes later is still to be seen."""
    need = world.need.view(np.ndarray)
    rows = np.flatnonzero(chosen & (need["status"] == OPEN) & (need["since"] == started) & (started >= 0))
    families, relations = need["family"][rows], need["relation"][rows]
    family = world.family.view(np.ndarray)[families]
    relation = world.relation.view(np.ndarray)[relations]
    found = np.zeros(len(rows), dtype=known_type)
    found["need"], found["started"] = rows, started
    trust, trust_before = family["trust"], family["trust_before"]
    found["trust"], found["trust_fell"] = trust, trust_before - trust
    found["overload"] = family["overload"]
    found["bond"], found["missed"] = relation["bond"], relation["streak"]
    position, wish, severity = need["position"][rows], need["wish"][rows], need["severity"][rows]
    found["fit"] = 1 - np.abs(position - wish) / 2
    found["severity"] = severity
    return found


def see_later(known: np.ndarray, severity: np.ndarray, left: np.ndarray) -> None:
    """Fill in how severe each need was ``LATER`` weeks after the start.

    Args:
        known: records of ``known_type``, changed in place.
        severity: shape (weeks + 1, needs): before each week, and after the last.
        left: week in which the family of each need left, shape (needs,).
    """
    need, when = known["need"], known["started"] + LATER + 1
    there = (when < len(severity)) & (left[need] >= when)
    then = severity[np.minimum(when, len(severity) - 1), need]
    later = np.where(there, then, np.nan)
    known["later"] = later


def leaves_in(world: World, weeks: int) -> np.ndarray:
    """The week in which the family of each need left, ``weeks`` + 1 when it is still there; shape (needs,)."""
    family = world.family.view(np.ndarray)
    status_since, families = family["status_since"], world.need["family"]
    left = np.where(family["status"] == LEFT, status_since, weeks + 1)
    return left[families]


def events_of(world: World, *wanted: int) -> np.ndarray:
    """Events of some kinds since week 0."""
    rows = world.log[: min(int(world.tally[0].events), len(world.log))].view(np.ndarray)
    return rows[np.isin(rows["kind"], wanted)]


def each_of(world: World, *wanted: int) -> Iterator[tuple[int, int, int, int, float]]:
    """Events of some kinds since week 0, one by one: family, kind, week, need and value."""
    rows = events_of(world, *wanted)
    return zip(*(rows[name].tolist() for name in ("family", "kind", "week", "need", "value")), strict=True)


def treatments_of(world: World) -> np.ndarray:
    """Every treatment that began since week 0, from the log; a colleague who takes it over goes on with it."""
    found: list[tuple[int, ...]] = []
    open_now: dict[int, int] = {}  # needs that are treated, and the number of the treatment
    of_family: dict[int, set[int]] = {}
    chosen, sectors = own_choice(world), sectors_of(world)
    for family, kind, week, need, waited in each_of(world, kinds.HELPER_STARTED, *ENDS):
        if kind == kinds.HELPER_STARTED:
            if need not in open_now and chosen[need]:
                open_now[need] = len(found)
                of_family.setdefault(family, set()).add(need)
                found.append((need, sectors[need], week, int(waited), NOT_YET, NOT_YET))
            continue
        ending = of_family.get(family, set()) if kind in OF_A_FAMILY else {need}
        for one in sorted(ending & open_now.keys()):
            number = open_now.pop(one)
            of_family[family].discard(one)
            found[number] = (*found[number][:4], week, kind)
    return np.array(found, dtype=treatment_type)


def requests_of(world: World, severity: np.ndarray, weeks: int) -> np.ndarray:
    """Every request since week 0 for help that can be refused and has a list, and what became of it."""
    found: list[tuple[float, ...]] = []
    waiting: dict[int, tuple[float, int]] = {}  # needs on a list: how severe, since when
    of_family: dict[int, set[int]] = {}
    chosen, sectors = own_choice(world), sectors_of(world)

    def done(need: int, week: int, turn: int) -> None:
        heavy, since = waiting.pop(need)
        found.append((sectors[need], heavy, week - since, turn))

    for family, kind, week, need, _ in each_of(world, kinds.ASKED_FOR_HELP, *TURNS, *OF_A_FAMILY):
        if kind == kinds.ASKED_FOR_HELP:
            if chosen[need]:
                waiting[need] = (float(severity[week, need]), week)
                of_family.setdefault(family, set()).add(need)
        elif kind in OF_A_FAMILY:
            for one in sorted(of_family.pop(family, set()) & waiting.keys()):
                done(one, week, NOT_YET)
        elif need in waiting:
            done(need, week, kind)
    for need in list(waiting):
        done(need, weeks, NOT_YET)
    return np.array(found, dtype=request_type)


def newcomers_of(world: World, severity: np.ndarray, opened: np.ndarray, left: np.ndarray) -> np.ndarray:
    """The needs of families that came since week 0 and were there a year later."""
    need = world.need.view(np.ndarray)
    families = need["family"]
    came = world.family["arrives"][families]
    weeks = len(opened)
    rows = np.flatnonzero((came >= 0) & (came + YEAR <= weeks) & (left >= came + YEAR) & (need["domain"] != SAFETY))
    found = np.zeros(len(rows), dtype=newcomer_type)
    found["domain"] = need["domain"][rows]
    first, last = came[rows], came[rows] + YEAR
    came_with, after = severity[first, rows], severity[last, rows]  # nobody lives before coming
    found["came_with"], found["after"] = came_with, after
    until_now = np.vstack([np.zeros(opened.shape[1], dtype=int), np.cumsum(opened, axis=0)])
    treated = until_now[last, rows] > until_now[first, rows]
    found["treated"] = treated
    return found


def domains_of(world: World) -> np.ndarray:
    """Severity by life domain of the families whose outcomes count and who are there, shape (families, 8)."""
    family = world.family.view(np.ndarray)
    arrives = family["arrives"]
    there = (family["followed"] == 1) & (family["status"] != LEFT) & (arrives < world.tally[0].next_week)
    return family["severity"][there]


def helpers_of_families(world: World) -> tuple[np.ndarray, np.ndarray]:
    """How many people help each family in care: who comes and goes, and all, doctor and schools included.

    Returns:
        Two arrays of whole numbers, shape (families with an open case,).
    """
    relation = world.relation.view(np.ndarray)
    family = world.family.view(np.ndarray)
    relations, somebody = family["relations"], relation["post"] >= 0
    of_family = np.repeat(np.arange(len(family)), relations)
    helps = somebody & (relation["cases"] > 0)
    always = somebody & (relation["always"] == 1)
    in_care = (family["followed"] == 1) & (family["open_cases"] > 0)
    counts = [np.bincount(of_family[who], minlength=len(family))[in_care] for who in (helps & ~always, helps | always)]
    return counts[0], counts[1]


def counted_of(
    start: World,
    world: World,
    treatments: np.ndarray,
    requests: np.ndarray,
    helping: list[tuple[np.ndarray, np.ndarray]],
    weeks: int,
) -> dict[str, float]:
    """Figures that no outcome gives; what each is stands beside it in ``targets.toml``. Not a number without cases."""
    family = start.family.view(np.ndarray)
    status = family["status"]
    at_first = family[(family["followed"] == 1) & np.isin(status, (WAITING, IN_CARE))]
    sectors = world.sector.view(np.ndarray)[
        [number for number in range(len(world.sector)) if number not in ALWAYS_THERE]
    ]
    come_and_go, there = (np.concatenate(counts) for counts in zip(*helping, strict=True))
    of_mind = (YOUTH_MENTAL_HEALTH, ADULT_MENTAL_HEALTH)
    treated, started, ended, how = (treatments[name] for name in ("sector", "started", "ended", "how"))
    asked, turn = requests["sector"], requests["turn"]
    mind = np.isin(treated, of_mind) & (started + YEAR <= weeks)
    early = np.isin(how, BY_THE_FAMILY) & (ended - started < YEAR)
    answered = np.isin(asked, of_mind) & (turn != NOT_YET)
    years = float(world.weekly["families"].sum()) / WEEKS_PER_YEAR
    crises = {kind: float(world.weekly[kind].sum()) for kind in ("crises", "crises_psychiatric", "crises_money")}
    in_trouble = (at_first["severity"] >= IN_TROUBLE).sum(axis=1)
    return {
        "helpers_who_come_and_go": mean_of(come_and_go),
        "helpers_in_the_tail": float(np.quantile(there, HEAVY_TAIL)) if len(there) else np.nan,
        "five_domains_at_week_0": mean_of(in_trouble >= MANY_DOMAINS),
        "idle_with_a_list": ratio(sectors["idle_with_list"].sum(), sectors["hours_with_list"].sum()),
        "mental_health_ended_early": mean_of(early[mind]),
        "mental_health_never_started": mean_of(turn[answered] != kinds.HELPER_STARTED),
        "crises_of_safety": ratio(crises["crises"] - crises["crises_psychiatric"] - crises["crises_money"], years),
        "crises_of_mind": ratio(crises["crises_psychiatric"], years),
        "crises_of_money": ratio(crises["crises_money"], years),
    }


COUNTED = (
    "helpers_who_come_and_go",
    "helpers_in_the_tail",
    "five_domains_at_week_0",
    "idle_with_a_list",
    "mental_health_ended_early",
    "mental_health_never_started",
    "crises_of_safety",
    "crises_of_mind",
    "crises_of_money",
)


def mean_of(values: np.ndarray) -> float:
    """Their mean, or not a number when there is none."""
    return float(np.mean(values)) if len(values) else np.nan
