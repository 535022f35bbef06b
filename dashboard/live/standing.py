"""How families of a chapter that is played stand, what was done about concerns, and what happened up to a week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import numpy as np

from sim.by_week import ByWeek
from sim.decisions import COLUMNS, KEPT, WEEK
from sim.names import IDLE, TASKS
from sim.world import World

MARKS = ("overload", "trust", "direction")
COUNTS = ("contacts", "crises", "ended_early", "placements")
FIELDS = ("status", "parents", "children", "helpers", "severity", *MARKS, *COUNTS)
CONTACT, MISSED = TASKS.index("contact"), TASKS.index("missed_appointments")


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


def small(world: World) -> np.ndarray:
    """What is shown of all families, shape (families,)."""
    whole = world.family.view(np.ndarray)
    return np.array(whole[[*FIELDS]])


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
    return Life(stands, spent_by_task(np.mean(hours, axis=0)) if len(hours) else {}, tuple(concerns))


def spent_by_task(spent: np.ndarray) -> dict[str, float]:
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
