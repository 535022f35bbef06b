"""A chapter played by hand: the learner's choices take the place of the rule that would have decided, week by week.

Beside it the same weeks go by with the same luck and the model's own choices. A region at week 0 is remembered, so that
a whole class begins at once; what a learner chose is lived anew from there, and kept nowhere.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile
from typing import Any, TypeVar

import numpy as np

from dashboard.learn.chapter import Chapter, Hand
from dashboard.live.following import InPictures, Question
from dashboard.live.lessons import what_it_is
from dashboard.live.wishes import Task, family_weeks
from sim.agents.need import OPEN
from sim.by_week import ByWeek
from sim.decisions import COLUMNS, DECISIONS, KEPT, NOBODY, WEEK
from sim.names import IDLE, IN_CARE, SECTORS, TASKS
from sim.run import Between
from sim.scenario import Scenario
from sim.world import World

BEST, SPARE = 10, 3  # families of the professional whose weeks are played, and how many more or fewer will do
MOST_FAMILIES = 14
MOST_REGIONS, MOST_POINTS = 8, 64  # remembered
MARKS = ("overload", "trust", "direction")
COUNTS = ("contacts", "crises", "ended_early", "placements")
FIELDS = ("status", "parents", "children", "helpers", "severity", *MARKS, *COUNTS)
SOCIAL_TEAM = SECTORS.index("social_team")
CONTACT, MISSED = TASKS.index("contact"), TASKS.index("missed_appointments")

Kept = TypeVar("Kept")
Moves = tuple[tuple[int, str], ...]  # by week: families that are seen ("3,8"), or what is done about a concern
Point = tuple[
    ByWeek, list["Concern"], int
]  # a region, the concerns that were decided, and from when on one may be asked
_at_week_0: "OrderedDict[Hashable, ByWeek]" = OrderedDict()
_models: "OrderedDict[Hashable, Reference]" = OrderedDict()
_points: "OrderedDict[Hashable, Point]" = OrderedDict()


@dataclass(frozen=True)
class Stand:
    """How one family stands: a row of its record, and what can be said of it.

    Attributes:
        family: its number.
        parents, children, helpers: how many.
        heaviest: the two life domains in which most is going on.
        overload, trust, direction, severity: 0 to 1.
        seen: appointments it had in the chapter.
        crises, ended_early, placements: since week 0.
        by_rule: whether the model would see it next week.
    """

    family: int
    parents: int
    children: int
    helpers: int
    heaviest: tuple[int, ...]
    overload: float
    trust: float
    direction: float
    severity: float
    seen: int
    crises: int
    ended_early: int
    placements: int
    by_rule: bool = False


@dataclass(frozen=True)
class Concern:
    """A concern that came up, and what was done about it.

    Attributes:
        week, family: when and about whom.
        done, by_rule: what was done, and what the model's rule would have done.
        grounded: whether there was a sign of unsafety; unknown to whoever decides.
        given: whether the learner decided.
    """

    week: int
    family: int
    done: str
    by_rule: str
    grounded: bool
    given: bool


@dataclass(frozen=True)
class Life:
    """What happened up to a week, by the learner's hand or by the model's own.

    Attributes:
        stands: of the families that are looked at.
        hours: of an appointments player, by task: the mean week.
        concerns: those that came up, in order.
    """

    stands: Mapping[int, Stand]
    hours: Mapping[str, float]
    concerns: tuple[Concern, ...]


@dataclass(frozen=True)
class Played:
    """Where a chapter that is played stands.

    Attributes:
        week: how many decisions were taken; of a professional's weeks, the number of the next.
        weeks: how many there are to take.
        post: of the professional whose week it is; -1 in a chapter on concerns.
        sector: of that professional.
        coming: the hours by task of the coming week, as the model would spend them.
        options: the families to choose from, or the one of whom somebody is concerned.
        own, model: what happened by hand and by the model's own choices, up to now.
        reference: what the model's own choices give in the end.
        at: the week of the region, where weeks without a decision go by.
    """

    week: int
    weeks: int
    post: int
    sector: str
    coming: Mapping[str, float]
    options: tuple[Stand, ...]
    own: Life
    model: Life
    reference: Life
    at: int = 0

    @property
    def over(self) -> bool:
        """Whether nothing is left to decide."""
        return self.week >= self.weeks


@dataclass(frozen=True)
class Asked(Question[Played, Played]):
    """Which chapter, on which route, with which moves."""

    scenario: Scenario = field(repr=False)
    hand: Hand
    route: str
    seed: int
    moves: Moves

    @property
    def region(self) -> tuple[Hashable, ...]:
        """What distinguishes the region from others that are played."""
        return (*what_it_is(self.scenario), self.route, self.seed, self.hand.model_dump_json())

    def tasks(self) -> list[Task[Played]]:
        """One: live the weeks up to now."""
        cost = family_weeks(self.scenario, routes=1)
        return [Task(partial(play, self), cost)]

    def found(self, there: list[Played]) -> Played:
        """Where it stands when that was lived."""
        return there[0]


ByHand = InPictures[Asked, Played]


def asked_by_hand(chapter: Chapter, which: str, seed: int, moves: Mapping[str, str]) -> Asked | None:
    """What is played in a round of a chapter, or nothing; moves stand under the number of their week."""
    if chapter.hand is None:
        return None
    chosen = tuple(sorted((int(week), choice) for week, choice in moves.items() if week.isdecimal()))
    here = chapter.rounds()[which]
    setting = here.setting or next(iter(chapter.settings))
    return Asked(chapter.scenario(setting), chapter.hand, here.route, seed, chosen if which == "first" else ())


@dataclass(frozen=True)
class Reference:
    """A region that is left to the model's own choices: the same for all learners.

    Attributes:
        families: the records of all families at the beginning of each week, shape (weeks + 1, families).
        spent: hours by task of the professional whose weeks are played, shape (weeks, tasks); empty without one.
        concerns: those that came up, in order.
    """

    families: np.ndarray
    spent: np.ndarray
    concerns: tuple[Concern, ...]


def known(kept: "OrderedDict[Hashable, Kept]", most: int, key: Hashable, make: Callable[[], Kept]) -> Kept:
    """What is remembered under a key, or is made now; the oldest is forgotten."""
    if (found := kept.get(key)) is None:
        found = kept[key] = make()
        while len(kept) > most:
            kept.popitem(last=False)
    return found


def region_at_week_0(asked: Asked) -> ByWeek:
    """The region at week 0, lived once."""
    make = lambda: ByWeek(asked.scenario, asked.route, asked.seed)  # noqa: E731
    return known(_at_week_0, MOST_REGIONS, asked.region, make).copy()


def left_to_the_model(asked: Asked, post: int, weeks: int) -> Reference:
    """The region's weeks by the model's own choices, lived once."""
    return known(
        _models, MOST_REGIONS, (*asked.region, post, weeks), lambda: live_alone(region_at_week_0(asked), post, weeks)
    )


def live_alone(life: ByWeek, post: int, weeks: int) -> Reference:
    """Live so many weeks, and write down what is shown of them."""
    families, spent, concerns = [small(life.worlds[0])], [], []
    while life.week < weeks:
        life.step()
        families.append(small(life.worlds[0]))
        concerns += concerns_in(life, life.week - 1)
        if post >= 0:
            spent.append(life.worlds[0].post["spent"][post].copy())
    return Reference(np.array(families), np.array(spent), tuple(concerns))


def small(world: World) -> np.ndarray:
    """What is shown of all families, shape (families,)."""
    whole = world.family.view(np.ndarray)
    return np.array(whole[[*FIELDS]])


def play(asked: Asked, between: Between | None = None) -> Played:
    """Live a chapter up to the next decision, beside the same weeks by the model's own choices."""
    return play_appointments(asked) if asked.hand.decision == "appointments" else play_concerns(asked)


def play_appointments(asked: Asked) -> Played:
    """One professional's weeks: whom to see."""
    start = region_at_week_0(asked)
    post = professional_of(start.worlds[0])
    families = sorted(served_families(start.worlds[0], post))[:MOST_FAMILIES]
    own, moves = start.copy(), dict(asked.moves)
    spent: list[np.ndarray] = []
    while own.week < asked.hand.weeks and own.week in moves:
        own.step(seen_rows(own, post, moves[own.week]))
        spent.append(own.worlds[0].post["spent"][post].copy())
    model = left_to_the_model(asked, post, asked.hand.weeks)
    over = own.week == asked.hand.weeks
    ahead = own.copy()
    ahead.step()
    ours = [one for one in decided_in(ahead, own.week) if (one["decision"], one["who"]) == ("appointments", post)]
    due = {one["choice"] for one in ours if one["by_rule"]}
    here = served_families(own.worlds[0], post)
    now, before = small(own.worlds[0]), model.families[0]
    options = [stand_of(now, one, before, one in due) for one in families if one in here]
    return Played(
        own.week,
        asked.hand.weeks,
        post,
        SECTORS[start.worlds[0].post["sector"][post]],
        by_task(ahead.worlds[0].post["spent"][post]),
        () if over else tuple(options),
        life_of(now, families, before, spent),
        life_of(model.families[own.week], families, before, model.spent[: own.week]),
        life_of(model.families[-1], families, before, model.spent),
    )


def served_families(world: World, post: int) -> set[int]:
    """The families in which a professional has an open case."""
    needs = world.need.view(np.ndarray)
    served = needs[needs["status"] == OPEN]
    return {int(one) for one in served["family"][world.relation["post"][served["relation"]] == post]}


def professional_of(world: World) -> int:
    """Somebody of a social team who is there, serves about ten families, and works the most of a week."""
    post = world.post
    posts = np.flatnonzero((post["away"] == 0) & (post["filled"] == 1) & (post["sector"] == SOCIAL_TEAM))
    served = {int(one): len(served_families(world, int(one))) for one in posts}
    return min(served, key=lambda one: (max(0, abs(served[one] - BEST) - SPARE), -post["fte"][one], one))


def seen_rows(life: ByWeek, post: int, chosen: str) -> list[tuple[int, str, int, object]]:
    """The rows of a week's choice; families that are no longer helped by this professional are passed over."""
    here = served_families(life.worlds[0], post)
    wanted = [int(one) for one in chosen.split(",") if one.isdecimal() and int(one) in here]
    return [(life.week, "appointments", post, one) for one in dict.fromkeys(wanted) or [NOBODY]]


def play_concerns(asked: Asked) -> Played:
    """The concerns that come up in a region, one after the other: what is done about each."""
    hand, last = asked.hand, asked.scenario.weeks - asked.hand.after
    model = left_to_the_model(asked, -1, asked.scenario.weeks)
    before = model.families[0]
    own, met, free = after_moves(asked, asked.moves)
    own, option = until_a_concern(own, free, last if len(met) < hand.weeks else own.week, before)
    if option < 0:  # all were answered: see what comes of it
        until = min(own.week + hand.after, asked.scenario.weeks)
        own = own.copy()
        while own.week < until:
            own.step()
    now = small(own.worlds[0])
    families = [one.family for one in met] + ([option] if option >= 0 else [])
    return Played(
        len(met),
        hand.weeks if option >= 0 else len(met),
        -1,
        "",
        {},
        (stand_of(now, option, before),) if option >= 0 else (),
        life_of(now, families, before, [], met),
        life_of(model.families[own.week], families, before, []),
        life_of(model.families[-1], families, before, [], model.concerns),
        own.week,
    )


def after_moves(asked: Asked, moves: Moves) -> Point:
    """The region after some decisions, from where the last but one led."""
    if not moves:
        return region_at_week_0(asked), [], 0
    return known(_points, MOST_POINTS, (*asked.region, moves), lambda: one_move_on(asked, moves))


def one_move_on(asked: Asked, moves: Moves) -> Point:
    """The region after the last of some decisions; one that fits no concern changes nothing."""
    life, met, free = after_moves(asked, moves[:-1])
    week, choice = moves[-1]
    last = asked.scenario.weeks - asked.hand.after
    life, family = until_a_concern(life, free, last, small(region_at_week_0(asked).worlds[0]))
    if family < 0 or life.week != week or choice not in DECISIONS["concern"].choices:
        return life, met, free
    life = life.copy()
    life.step([(week, "concern", family, choice)])
    done = [one for one in concerns_in(life, week) if one.family == family]
    return life, [*met, *done], week + asked.hand.apart


def until_a_concern(life: ByWeek, free: int, last: int, before: np.ndarray) -> tuple[ByWeek, int]:
    """Live on until somebody is concerned about a family that had care at week 0; which, or -1 when nobody is."""
    while life.week < last:
        ahead = life.copy()
        ahead.step()
        fresh = [one for one in concerns_in(ahead, life.week) if before["status"][one.family] == IN_CARE]
        if fresh and life.week >= free:
            return life, fresh[0].family
        life = ahead
    return life, -1


def decided_in(life: ByWeek, week: int) -> list[dict[str, Any]]:
    """The rows of what was decided in a week that was lived last, as ``sim.decisions.table_of`` has them."""
    names = (*COLUMNS, *KEPT)
    lines = takewhile(lambda line: line[WEEK] == week, reversed(life.deciding[0].lines))
    return [dict(zip(names, line, strict=True)) for line in lines]


def concerns_in(life: ByWeek, week: int) -> list[Concern]:
    """The concerns of a week that was lived last, and what was done about each."""
    world = life.worlds[0]
    found: dict[int, dict[str, object]] = {}
    for row in decided_in(life, week):
        if row["decision"] == "concern":
            one = found.setdefault(row["who"], {"given": row["given"]})
            one.update({name: row["choice"] for name in ("done", "by_rule") if row[name]})
    return [
        Concern(
            week,
            family,
            str(one.get("done", "wait")),
            str(one.get("by_rule", "wait")),
            bool(world.family["last_sign"][family] == week),
            bool(one["given"]),
        )
        for family, one in sorted(found.items())
    ]


def life_of(
    now: np.ndarray,
    families: list[int],
    before: np.ndarray,
    hours: Sequence[np.ndarray] | np.ndarray,
    concerns: Sequence[Concern] = (),
) -> Life:
    """What happened up to now, by the records of all families now and before."""
    stands = {one: stand_of(now, one, before) for one in families}
    return Life(stands, by_task(np.mean(hours, axis=0)) if len(hours) else {}, tuple(concerns))


def by_task(spent: np.ndarray) -> dict[str, float]:
    """Hours by task, those that took any."""
    return {task: float(hours) for task, hours in zip(TASKS, spent) if hours > 0 or task == "contact"}


def room(coming: Mapping[str, float]) -> float:
    """Hours of a week that can go to appointments."""
    return sum(coming.get(task, 0.0) for task in (TASKS[CONTACT], TASKS[MISSED], TASKS[IDLE]))


def stand_of(now: np.ndarray, family: int, before: np.ndarray, by_rule: bool = False) -> Stand:
    """How a family stands, and what it went through since `before`."""
    one, then = now[family], before[family]
    found: dict[str, Any] = {name: int(one[name]) for name in ("parents", "children", "helpers")}
    found |= {name: float(one[name]) for name in MARKS} | {name: int(one[name] - then[name]) for name in COUNTS}
    heaviest = np.argsort(-one["severity"], kind="stable")[:2]
    return Stand(
        family=family,
        heaviest=tuple(int(domain) for domain in heaviest),
        severity=float(one["severity"].mean()),
        seen=found.pop("contacts"),
        by_rule=by_rule,
        **found,
    )
