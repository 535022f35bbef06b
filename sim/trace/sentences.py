"""What is said of each kind of event: what happened, and what decided it, in plain words.

A *scene* is what happened in one week that belongs together. Sentences stand in ``words.toml`` and name what they
need of the scene in their gaps: ``{helper}``, ``{trust}``, ``{chance}`` … Each gap has one meaning, a property of
``Scene``. Most kinds of events so need no more than their words; the others have a function.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim import event_kinds as kinds
from sim.agents.person import WEEKS_PER_YEAR
from sim.names import ALWAYS_THERE, DROPPED_OUT, HOME, MONEY, SAFETY, SECTOR_OF
from sim.trace.life import Event, Life, heaviest
from sim.trace.teller import Teller, gaps_of, has

MOST = 2  # needs that are named where a family stands
SMALL, LARGE = 1 / 3, 2 / 3  # of a size between 0 and 1
PRESSED = 0.1  # share of the work on a post that did not fit, from which the person was under pressure
HARDLY = 0.005  # a share below it would read as nought


class Said(NamedTuple):
    """What is said of a scene, without capitals and full stops.

    Attributes:
        text: what happened.
        whys: what decided it, a sentence each; none when there is nothing to say.
    """

    text: str
    whys: list[str]


@dataclass(frozen=True)
class Scene:
    """Events of one week that are told together, and who tells them."""

    life: Life
    found: list[Event]
    teller: Teller

    @property
    def first(self) -> Event:
        """The event that gives the sentence."""
        return self.found[0]

    @property
    def week(self) -> int:
        """The week of all of them."""
        return self.first.week

    @property
    def state(self) -> np.record:
        """How the family stood at the end of that week."""
        return self.life.state(self.week)

    @property
    def before(self) -> np.record:
        """How it stood when that week began."""
        return self.life.state(self.week - 1)

    @property
    def settings(self) -> np.record:
        """The parameters that held."""
        return self.life.settings(self.week)

    def domain(self, event: Event) -> int:
        """The life domain of an event's need, or safety."""
        return int(self.life.needs(0)[event.need].domain)

    def of(self, *wanted: int) -> list[Event]:
        """The events of some kinds among these."""
        return [event for event in self.found if event.kind in wanted]

    def say(self, key: str, **more: object) -> str:
        """The words of a key, with gaps filled from the scene, or as given."""
        return self.teller.say(key, **{gap: more[gap] if gap in more else GAPS[gap](self) for gap in gaps_of(key)})

    def helpers_of(self, events: list[Event]) -> list[str]:
        """Who helps where events were, each once."""
        named = (self.teller.helper(self.life, one.need, self.week, one.who) for one in events if one.need >= 0)
        return list(dict.fromkeys(named))

    def levels(self) -> list[str]:
        """How much is going on where events were; safety has no level."""
        events = (one for one in self.found if self.domain(one) != SAFETY)
        severity = {one.need: one.value for one in self.of(kinds.GOAL_REACHED)}
        return [self.teller.level(self.life, one.need, self.week, severity.get(one.need)) for one in events]

    def heaviest(self) -> list[str]:
        """Where most is going on, with how much."""
        most = heaviest(self.life.needs(self.week)["severity"][:-1], MOST)
        return [self.teller.level(self.life, need, self.week) for need in most]

    def followed(self) -> list[str]:
        """What of this week a report, protection or a placement followed from."""
        kind = {kinds.SIGN_SHARED: "the_sign", kinds.FALSE_ALARM: "the_alarm", kinds.CRISIS: "the_crisis"}
        before = self.life.in_the_week_of(self.first, *kind) or self.life.in_the_week_of(self.first, kinds.REPORT)
        return [self.teller.say(f"followed.{kind.get(one.kind, 'the_report')}") for one in before]

    def who_left(self) -> str:
        """When the one before left the post, and whether under pressure."""
        gone = self.life.departure(self.first.who, self.week)
        if gone is None:
            return self.teller.say("left_post.earlier")
        if gone.value < PRESSED:
            return self.teller.say("left_post.calm", week=gone.week)
        return self.teller.say("left_post.pressed", week=gone.week, share=self.teller.percent(gone.value))


GAPS: dict[str, Callable[[Scene], str]] = {
    "helper": lambda scene: scene.helpers_of(scene.found)[0],
    "helpers": lambda scene: scene.teller.listed(scene.helpers_of(scene.found)),
    "domain": lambda scene: scene.teller.domain(scene.domain(scene.first)),
    "need": lambda scene: scene.teller.need(scene.life, scene.first.need, scene.week),
    "needs": lambda scene: scene.teller.listed(
        scene.teller.need(scene.life, one.need, scene.week) for one in scene.found
    ),
    "levels": lambda scene: scene.teller.listed(scene.levels()),
    "heaviest": lambda scene: scene.teller.listed(scene.heaviest()),
    "trust": lambda scene: scene.teller.number(scene.state.trust),
    "overload": lambda scene: scene.teller.number(scene.state.overload),
    "bond": lambda scene: scene.teller.number(scene.life.relation(scene.first.need, scene.week).bond),
    "value": lambda scene: scene.teller.number(scene.first.value),
    "limit": lambda scene: scene.teller.number(scene.first.chance),
    "share": lambda scene: scene.teller.percent(scene.first.value),
    "waited": lambda scene: scene.teller.weeks(scene.first.value),
    "chance": lambda scene: scene.teller.chance(scene.first.chance),
    "often": lambda scene: scene.teller.of_hundred(scene.first.chance),
    "a_year": lambda scene: scene.teller.number(scene.first.chance * WEEKS_PER_YEAR, ".2g"),
    "causes": lambda scene: scene.teller.listed(scene.followed()),
    "left": lambda scene: scene.who_left(),
}


def plainly(key: str) -> Callable[[Scene], Said]:
    """What its words say and no more."""
    why = [f"{key}.why"] if has(f"{key}.why") else []
    return lambda scene: Said(scene.say(f"{key}.text"), [scene.say(one) for one in why])


def for_each(key: str) -> Callable[[Scene], Said]:
    """As ``plainly``, for one helper or for several."""

    def said(scene: Scene) -> Said:
        text = f"{key}.{'one' if len(scene.helpers_of(scene.found)) == 1 else 'more'}"
        return Said(scene.say(text), [scene.say(f"{key}.why" if scene.levels() else f"{key}.safe")])

    return said


def life_hits(scene: Scene) -> Said:
    size = scene.first.value
    how = scene.say("life.small" if size < SMALL else "life.heavy" if size >= LARGE else "life.middle")
    return Said(scene.say("life.text", how=how), [scene.say("life.why")])


def it_asks(scene: Scene) -> Said:
    imposed = [one for one in scene.found if scene.domain(one) == SAFETY]
    texts, whys = [], []
    wanted = Scene(scene.life, [one for one in scene.found if one not in imposed], scene.teller)
    if wanted.found:
        texts.append(wanted.say("asks.urgently" if any(one.value for one in wanted.found) else "asks.text"))
        at_table = scene.life.in_the_week_of(scene.first, kinds.UNMET_NEED_FOUND)
        whys.append(wanted.say("asks.at_the_table" if at_table else "asks.why"))
    if imposed:
        texts.append(scene.say("asks.protection"))
        whys.append(scene.say("asks.protection_why"))
    return Said("; ".join(texts), whys)


def it_gives_up(scene: Scene) -> Said:
    gone = 1.0 - math.exp(-scene.settings.give_up_hazard * scene.first.value)
    return Said(scene.say("gives_up.text"), [scene.say("gives_up.why", gone=scene.teller.of_hundred(gone))])


def somebody_new(scene: Scene) -> Said:
    """A helper starts, or somebody else takes a post over; the story may be told again."""
    event, again = scene.first, scene.of(kinds.STORY_RETOLD)
    if event.kind == kinds.NEW_FACE:
        text, whys = scene.say("starts.new_face"), [scene.who_left()]
        noted = event.chance < scene.settings.notes_share
        whys.append(scene.say("starts.notes" if noted else "starts.no_notes"))
    else:
        text = scene.say("starts.waited" if event.value else "starts.at_once")
        moved = scene.life.needs(scene.week - 1)[event.need].moved == 1
        imposed = scene.domain(event) == SAFETY
        why = "starts.moved" if moved else "starts.imposed" if imposed else "starts.room"
        whys = [scene.say(why)] if event.value else []
        if SECTOR_OF[scene.domain(event)] in ALWAYS_THERE:
            text, whys = scene.say("starts.always"), [scene.say("starts.always_why")]
    if again:
        text = f"{text}; {scene.say('starts.told_again')}"
        known = scene.teller.percent(again[0].value) if again[0].value >= HARDLY else scene.say("starts.nothing")
        whys.append(scene.say("starts.known", known=known))
    return Said(text, whys)


def routes_merge(scene: Scene) -> Said:
    before = scene.teller.sector(int(scene.life.world.post[int(scene.first.value)].sector))
    met = scene.life.in_the_week_of(scene.first, kinds.ROUND_TABLE_HELD)
    why = scene.say("merges.at_the_table" if met else "merges.in_a_call")
    after = scene.teller.sector(int(scene.life.world.post[scene.first.who].sector))
    return Said(scene.say("merges.colleague" if before == after else "merges.text", before=before, after=after), [why])


def a_plan_starts(scene: Scene) -> Said:
    if scene.first.who < 0:
        return Said(scene.say("plan.by_itself"), [scene.say("plan.room")])
    sector = scene.teller.sector(int(scene.life.world.post[scene.first.who].sector))
    return Said(scene.say("plan.with", sector=sector), [scene.say("plan.room")])


def it_is_handed_back(scene: Scene) -> Said:
    if scene.first.value >= scene.first.chance:
        return Said(scene.say("plan.taken_over.text"), [scene.say("plan.taken_over.why")])
    own = scene.life.watched.relations[scene.life.place(scene.week)]
    helps = bool(((own["post"] == scene.first.who) & (own["cases"] > 0)).any())
    why = scene.say("plan.handed_back.no_time" if helps else "plan.handed_back.no_helper")
    return Said(scene.say("plan.handed_back.text"), [why])


def a_table(scene: Scene) -> Said:
    held = scene.of(kinds.ROUND_TABLE_HELD)[0]
    texts = [scene.say("table.held", people=scene.teller.count(int(held.value), "person"))]
    whys = [scene.say("table.first" if scene.state.plan.tables == 1 else "table.again")]
    absent = scene.helpers_of(scene.of(kinds.MISSED_ROUND_TABLE))
    if absent:
        helpers = scene.teller.listed(absent)
        texts.append(scene.teller.one_or_more("table.absent", len(absent), helpers=helpers))
        whys.append(scene.say("table.absent_why"))
    for event in scene.of(kinds.NETWORK_JOINED):
        texts.append(scene.say("table.joined_against" if event.value < 0 else "table.joined"))
    for event in scene.of(kinds.UNMET_NEED_FOUND):
        texts.append(scene.say("table.need", need=scene.teller.need(scene.life, event.need, scene.week)))
    return Said("; ".join(texts), whys)


def a_sign(scene: Scene) -> Said:
    lost, shared = scene.of(kinds.SIGN_MISSED), scene.of(kinds.SIGN_SHARED)
    if shared and scene.of(kinds.TOLD_AFTERWARDS):
        outcome = "sign.told_afterwards"
    elif shared:
        outcome = "sign.passed_on"
    else:
        outcome = "sign.unseen" if lost[0].value >= lost[0].chance else "sign.stays"
    times = scene.teller.number(scene.first.value / scene.first.chance, ".1f")
    return Said(
        scene.say("sign.text", outcome=scene.say(outcome)),
        [scene.say("sign.risk", times=times), scene.say(f"{outcome}_why")],
    )


def a_report(scene: Scene) -> Said:
    plan = scene.before.plan  # plans begin and end later in the week than signs come
    if plan.active == 0 or plan.coordinator < 0:
        why = "report.no_coordinator"
    else:
        why = "report.no_time" if scene.first.value < scene.first.chance else "report.not_together"
    return Said(scene.say("report.text"), [scene.say("report.why"), scene.say(why)])


def a_crisis(scene: Scene) -> Said:
    """Of which kind, and whether helpers kept to the plan."""
    domain = scene.domain(scene.first)
    text = scene.say(
        "crisis.money" if domain in (MONEY, HOME) else "crisis.mind" if domain != SAFETY else "crisis.safety"
    )
    why = scene.say("crisis.after_a_sign" if domain == SAFETY else "crisis.weighs")
    if not scene.of(kinds.URGENT_ACTION):
        return Said(text, [why, scene.say("crisis.within_the_plan")])
    around = scene.say("crisis.outside_the_plan" if scene.before.plan.active == 1 else "crisis.no_plan")
    return Said(f"{text}; {scene.say('crisis.urgent')}", [why, around])


def it_comes_back(scene: Scene) -> Said:
    """After a crisis or by itself; or, after care was closed, because help is asked for again."""
    if scene.before.status != DROPPED_OUT:
        why = "comes_back.asks"
    else:
        after = scene.life.in_the_week_of(scene.first, kinds.CRISIS)
        why = "comes_back.crisis" if after else "comes_back.by_itself"
    return Said(scene.say("comes_back.text"), [scene.say(why)])


def it_leaves(scene: Scene) -> Said:
    youngest = int(max(child.born for child in scene.life.people[scene.life.last.parents :]))
    grown_up = scene.week >= youngest + int(scene.settings.leaving_age * WEEKS_PER_YEAR)
    return Said(scene.say("leaves.text"), [scene.say("leaves.grown_up" if grown_up else "leaves.moves")])


SENTENCES: dict[int, Callable[[Scene], Said]] = {
    kinds.ARRIVED: plainly("came"),
    kinds.LIFE_EVENT_HIT: life_hits,
    kinds.ASKED_FOR_HELP: it_asks,
    kinds.GAVE_UP_WAITING: it_gives_up,
    kinds.DID_NOT_START: plainly("does_not_start"),
    kinds.HELPER_STARTED: somebody_new,
    kinds.SCHOOL_ACTED_ALONE: plainly("school_alone"),
    kinds.PLAN_STARTED: a_plan_starts,
    kinds.COORDINATOR_LOST: plainly("plan.coordinator_leaves"),
    kinds.HANDED_BACK: it_is_handed_back,
    kinds.ROUND_TABLE_HELD: a_table,
    kinds.ROUTE_MERGED: routes_merge,
    kinds.SIGN: a_sign,
    kinds.JOINT_SAFETY_PLAN: plainly("together"),
    kinds.REPORT: a_report,
    kinds.FALSE_ALARM: plainly("false_alarm"),
    kinds.CRISIS: a_crisis,
    kinds.PLACEMENT: plainly("placement"),
    kinds.RETURNED_HOME: plainly("home_again"),
    kinds.GOAL_REACHED: for_each("goal"),
    kinds.HELPER_CLOSED: for_each("helper_closed"),
    kinds.ENDED_EARLY: plainly("ends_early"),
    kinds.FAMILY_DROPPED_OUT: plainly("breaks_off"),
    kinds.CAME_BACK: it_comes_back,
    kinds.FAMILY_CLOSED: plainly("closed"),
    kinds.LEFT_REGION: it_leaves,
}

# Events that are told in the sentence of another kind when they share its week.
ABOUT = {
    kinds.NEW_FACE: kinds.HELPER_STARTED,
    kinds.STORY_RETOLD: kinds.HELPER_STARTED,
    kinds.SIGN_SHARED: kinds.SIGN,
    kinds.SIGN_MISSED: kinds.SIGN,
    kinds.TOLD_AFTERWARDS: kinds.SIGN,
    kinds.URGENT_ACTION: kinds.CRISIS,
    kinds.MISSED_ROUND_TABLE: kinds.ROUND_TABLE_HELD,
    kinds.NETWORK_JOINED: kinds.ROUND_TABLE_HELD,
    kinds.UNMET_NEED_FOUND: kinds.ROUND_TABLE_HELD,
}

ROUTINE = (kinds.MISSED_APPOINTMENT, kinds.CALL)  # folded into one line, as are tables to which too few came
