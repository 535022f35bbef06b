"""A chapter played by hand: the learner's choices take the place of the rule that would have decided, week by week.

Beside it the same weeks go by with the same luck and the model's own choices. What a learner chose is lived anew from
week 0, and kept nowhere.
"""

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from dashboard.learn.chapter import Chapter, Hand
from dashboard.live.following import InPictures, Question
from dashboard.live.left_alone import Region, known
from dashboard.live.standing import Concern, Played, concerns_in, decided_in, life_of, small, spent_by_task, stand_of
from dashboard.live.wishes import Task, family_weeks
from sim.agents.need import OPEN
from sim.by_week import ByWeek
from sim.decisions import DECISIONS, NOBODY
from sim.names import IN_CARE, SECTORS
from sim.run import Between
from sim.scenario import Scenario
from sim.world import World

BEST, SPARE = 10, 3  # families of the professional whose weeks are played, and how many more or fewer will do
MOST_FAMILIES = 14
MOST_POINTS = 64  # remembered
SOCIAL_TEAM = SECTORS.index("social_team")

Moves = tuple[tuple[int, str], ...]  # by week: families that are seen ("3,8"), or what is done about a concern
Point = tuple[ByWeek, list[Concern], int]  # a region, the concerns decided, and from when on one may be asked
_points: "OrderedDict[Hashable, Point]" = OrderedDict()


@dataclass(frozen=True)
class Asked(Question[Played, Played]):
    """Which chapter, on which route, with which moves."""

    scenario: Scenario = field(repr=False)
    hand: Hand
    route: str
    seed: int
    moves: Moves

    @property
    def region(self) -> Region:
        """Where it is played."""
        return Region(self.scenario, self.route, self.seed, self.hand.model_dump_json())

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


def play(asked: Asked, between: Between | None = None) -> Played:
    """Live a chapter up to the next decision, beside the same weeks by the model's own choices."""
    return play_appointments(asked) if asked.hand.decision == "appointments" else play_concerns(asked)


def play_appointments(asked: Asked) -> Played:
    """One professional's weeks: whom to see."""
    start = asked.region.at_week_0()
    post = professional_of(start.worlds[0])
    families = sorted(served_families(start.worlds[0], post))[:MOST_FAMILIES]
    own, moves = start.copy(), dict(asked.moves)
    spent: list[np.ndarray] = []
    while own.week < asked.hand.weeks and own.week in moves:
        own.step(seen_rows(own, post, moves[own.week]))
        spent.append(own.worlds[0].post["spent"][post].copy())
    model = asked.region.left_to_the_model(post, asked.hand.weeks)
    over = own.week == asked.hand.weeks
    ahead = own.copy()
    ahead.step()
    ours = [one for one in decided_in(ahead, own.week) if (one["decision"], one["who"]) == ("appointments", post)]
    due = {one["choice"] for one in ours if one["by_rule"]}
    here = served_families(own.worlds[0], post)
    now, before = small(own.worlds[0]), model.families[0]
    options = [stand_of(now, one, before, one in due) for one in families if one in here]
    sector, hours = start.worlds[0].post["sector"][post], ahead.worlds[0].post["spent"][post]
    return Played(
        own.week,
        asked.hand.weeks,
        post,
        SECTORS[sector],
        spent_by_task(hours),
        () if over else tuple(options),
        life_of(now, families, before, spent),
        life_of(model.families[own.week], families, before, model.spent[: own.week]),
        life_of(model.families[-1], families, before, model.spent),
    )


def served_families(world: World, post: int) -> set[int]:
    """The families in which a professional has an open case."""
    needs = world.need.view(np.ndarray)
    served = needs[needs["status"] == OPEN]
    family, relation = served["family"], served["relation"]
    posts = world.relation["post"][relation]
    return {int(one) for one in family[posts == post]}


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
    model = asked.region.left_to_the_model(-1, asked.scenario.weeks)
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
        return asked.region.at_week_0(), [], 0
    return known(_points, MOST_POINTS, (*asked.region.key, moves), lambda: one_move_on(asked, moves))


def one_move_on(asked: Asked, moves: Moves) -> Point:
    """The region after the last of some decisions; one that fits no concern changes nothing."""
    life, met, free = after_moves(asked, moves[:-1])
    week, choice = moves[-1]
    last = asked.scenario.weeks - asked.hand.after
    life, family = until_a_concern(life, free, last, small(asked.region.at_week_0().worlds[0]))
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
