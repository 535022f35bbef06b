"""One visitor's visit: what is chosen, what was chosen before, and the runs that are awaited. Nobody else sees it."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from types import MappingProxyType
from typing import Any, TypeVar

import solara

from dashboard import address, policies, scheduling, town, typed, uploads
from dashboard.choices import LETTERS, LOOKED_AT, Choices
from dashboard.history import History
from dashboard.learn.learning import Learning
from dashboard.live.cells import Cells
from dashboard.live.comparing import Comparing
from dashboard.live.holding import Holding
from dashboard.live.meeting import Meeting
from dashboard.live.sourcing import Sourcing
from dashboard.live.turning import Turning
from dashboard.live.watching import Watching
from dashboard.live.wishes import Account
from dashboard.memory import give_back_soon
from dashboard.parts.hearing import leave_out
from dashboard.words import say
from sim.parameters import parameters
from sim.scenario import SIZES
from sim.structures import STRUCTURES

Thing = TypeVar("Thing")


class Visit:
    """The state of one open page.

    Args:
        query: what stands behind the question mark of its address.
        account: of the session that it belongs to; by default one of its own.

    Attributes:
        choices: what is chosen now.
        messages: sentences about what could not be done, until the next move.
        offered: a file, or a text to copy, for the browser.
        comparing, baseline: the comparison of the settings of now, and of what they are held against.
        map, four, aside: settings lived beside each other: the break-even map, the same with only world or only policy
            moved, and what was put aside under letters.
        policies, regrets: policies beside each other, as they are and in plausible worlds.
        sure, left, turning: how sure the answer is, what is left of it when only what was measured or published is
            certain, and what would change it.
        sourcing, sourced: where the gain comes from, and where that of the baseline does.
        holding: a municipality's posts held against its waits.
        meeting: one family on both routes.
        watching: a region's ties on both routes.
        learning: the chapters to learn from.
        go_to: brings the visitor to another page.
        drawing: the page is drawn once for all that changes within it.
        asks: what the page that is shown asks of new choices, before it is drawn for them.
    """

    def __init__(self, query: str | None, account: Account | None = None) -> None:
        choices, problems = address.read(query)
        self.choices = solara.Reactive(choices)
        self.messages: solara.Reactive[list[str]] = solara.Reactive(problems)
        self.offered: solara.Reactive[dict[str, object] | None] = solara.Reactive(None)
        self.handed = 0
        self.history = History()
        account = account or Account()
        self.comparing, self.baseline = Comparing(account), Comparing(account)
        self.map, self.four, self.aside = Cells(account), Cells(account), Cells(account)
        self.policies, self.regrets = Cells(account), Cells(account)
        self.sure, self.left = Cells(account), Cells(account)
        self.turning = Turning(account)
        self.sourcing, self.sourced = Sourcing(account), Sourcing(account)
        self.holding = Holding(account)
        self.meeting = Meeting(account)
        self.watching = Watching(account)
        self.learning = Learning(account)
        self.query = query
        self.drawing: AbstractContextManager[Any] = nullcontext()
        self.turn_to()
        self.go_to: Callable[[str], None] = lambda page: None

    def arrive(self, query: str | None) -> None:
        """Take over an address that somebody typed, or went back to."""
        if query == self.query:
            return
        self.query = query
        choices, problems = address.read(query)
        self.messages.set(problems)
        if choices != self.choices.peek():
            self.history.remember(self.choices.peek())
            self.choices.set(choices)

    def choose(self, choices: Choices, lever: str = "") -> None:
        """Choose something else."""
        now = self.choices.peek()
        if choices == now:
            return
        if late := choices.here.too_late:
            self.messages.set([say("problem.too_early", now.language, week=late[0].week)])
            return
        if len(address.query(choices)) > address.LONGEST:
            self.messages.set([say("problem.full", now.language)])
            return
        if remembered(choices) != remembered(now):
            self.history.remember(now, lever)
        with self.drawing:
            self.asks(choices)
            self.messages.set([])
            self.choices.set(choices)

    def turn_to(self, asks: Callable[[Choices], None] = lambda choices: None) -> Callable[[], object]:
        """Show a page that asks this of new choices; most ask when they are drawn. What it gives turns away again."""
        self.asks = asks
        return self.turn_to

    def move(self, moves: Mapping[str, float | str]) -> None:
        """Set parameters or sizes, each to a number or to what was typed, in the unit shown; all of them or none."""
        chosen = now = self.choices.peek()
        unknown = [name for name in moves if name not in parameters() and name not in SIZES]
        if unknown:
            leave_out("not on offer", unknown)
            return
        try:
            for name, said in moves.items():
                chosen = chosen.moved(name, typed.taken(name, said, now.language))
        except typed.Refused as refused:
            self.messages.set([str(refused)])
            return
        self.choose(chosen, lever=next(iter(moves)))

    def take_form(self, structure: str, form: str) -> None:
        """Choose one of the rival forms of a rule."""
        if structure not in STRUCTURES or form not in STRUCTURES[structure].forms:
            leave_out("not on offer", f"{structure}={form}")
            return
        self.choose(self.choices.peek().with_form(structure, form))

    def schedule(self, name: str, value: str, first: str, last: str) -> None:
        """Set a lever from one month to another, as a form says it."""
        if name not in {one.name for one in scheduling.levers()}:
            leave_out("not on offer", name)
            return
        try:
            chosen = scheduling.for_a_time(self.choices.peek(), name, value, first, last)
        except typed.Refused as refused:
            self.messages.set([str(refused)])
            return
        self.choose(chosen)

    def unschedule(self) -> None:
        """Let nothing change on the way."""
        now = self.choices.peek()
        self.choose(now.but(changes=() if now.base.changes else None))

    def fill_in(self, said: Mapping[str, str]) -> None:
        """Take over what somebody filled in of a municipality."""
        now = self.choices.peek()
        name = address.plain_name(said.get("name", ""))
        if not name:
            self.messages.set([say("town.nothing", now.language)])
            return
        try:
            chosen = town.filled_in(now, name, said)
            self.settle_in(chosen, town.in_words(chosen))
        except typed.Refused as refused:
            self.messages.set([str(refused)])

    def settle_in(self, chosen: Choices, told: list[str]) -> None:
        """Choose what somebody brought, and say what that is, where it could be chosen."""
        self.choose(chosen)
        if self.choices.peek() == chosen:
            self.messages.set(told)

    def forget_town(self) -> None:
        """Go on without the municipality: everything that it may know of itself is as declared again."""
        now = self.choices.peek()
        known = {one.name for one in town.as_declared(now.language)}
        values = {name: value for name, value in now.values.items() if name not in known}
        self.choose(now.but(values=values, town=""))

    def set(self, name: str, value: str) -> None:
        """Set what is looked at, or whose luck, as a form says it."""
        now = self.choices.peek()
        if name in LOOKED_AT:
            try:
                self.choose(now.but(**{name: int(typed.taken(name, value, now.language))}))
            except typed.Refused as refused:
                self.messages.set([str(refused)])
            return
        reader = address.Reader(now.language)
        found = reader.own({name: value, **{axis: getattr(now, axis) for axis in ("across", "up") if axis != name}})
        if reader.problems:
            self.messages.set(reader.problems)
            return
        self.choose(now.but(**{name: found[name]}))

    def meet(self, family: str) -> None:
        """Go and see one family."""
        self.set("family", family)
        self.go_to("family")

    def look_into(self, name: str) -> None:
        """Go and see the rules that use a lever, a declaration or a channel."""
        known = parameters()
        self.set("rules_of", known[name].field if name in known else name)
        self.go_to("model")

    def hand_over(self, name: str, text: str, mime: str = "text/plain;charset=utf-8") -> None:
        """Hand the browser a file, or a text to copy."""
        self.handed += 1
        self.offered.set({"name": name, "text": text, "mime": mime, "serial": self.handed, "copy": name == "copy"})

    def step(self, back: bool) -> None:
        """One step back, or forth again; the language stays."""
        now = self.choices.peek()
        self.choices.set(self.history.step(now, back).but(language=now.language))

    def reset(self, *kinds: str) -> None:
        """Put the levers, or the assumptions, back; all settings when no kinds are named."""
        now = self.choices.peek()
        if kinds:
            chosen = now.without(*kinds)
            self.choose(chosen if town.own_and_assumed(chosen)[0] else chosen.but(town=""))
        else:
            self.choose(now.but(**Choices().here._asdict(), town=""))

    def put_aside(self, letter: str) -> None:
        """Keep the settings of now under a letter."""
        now = self.choices.peek()
        if letter in LETTERS:
            saved = MappingProxyType({**now.saved, letter: now.here})
            self.choose(now.but(saved=saved, named=without(now.named, letter)))

    def name(self, letter: str, name: str) -> None:
        """Call what is kept under a letter something; nothing takes its name away."""
        now = self.choices.peek()
        if letter in now.saved:
            given = {letter: plain} if (plain := address.plain_name(name)) else {}
            self.choose(now.but(named=MappingProxyType({**without(now.named, letter), **given})))

    def let_go(self, letter: str) -> None:
        """Keep nothing under a letter any more."""
        now = self.choices.peek()
        self.choose(now.but(saved=without(now.saved, letter), named=without(now.named, letter)))

    def turn(self, name: str) -> None:
        """Set what would change the answer to where it does."""
        shown = self.turning.shown.now
        for one in shown.found if shown else ():
            if one.name == name and one.point:
                chosen = self.choices.peek()
                for member, value in one.point.then.items():
                    chosen = chosen.moved(member, value)
                self.choose(chosen)

    def pin(self, pinned: bool) -> None:
        """Hold what comes against the settings of now; or against the first scenario again."""
        now = self.choices.peek()
        self.choose(now.but(pinned=now.here if pinned else None))

    def add_preset(self, name: str) -> None:
        """Put a policy of the debate beside the others."""
        self.choose(policies.with_preset(self.choices.peek(), name))

    def take_up(self, letter: str) -> None:
        """Go on from what was put aside."""
        now = self.choices.peek()
        if letter in now.saved:
            self.choose(now.but(**now.saved[letter]._asdict()))

    def take_in(self, name: str, text: str, size: int) -> None:
        """Take over a file of the visitor's; what is wrong with it is said in one sentence."""
        try:
            self.settle_in(*uploads.taken_in(self.choices.peek(), name, text, size))
        except typed.Refused as refused:
            self.messages.set([str(refused)])

    def leave(self) -> None:
        """The page is closed: nobody waits for its runs any more."""
        settings = (self.map, self.four, self.aside, self.policies, self.regrets, self.sure, self.left)
        searches = (self.turning, self.sourcing, self.sourced, self.holding)
        others = (self.comparing, self.baseline, *searches, self.meeting, self.watching)
        for live in (*settings, *others):
            live.withdraw()
        self.learning.leave()
        self.drawing = nullcontext()
        give_back_soon()


def remembered(choices: Choices) -> tuple[object, ...]:
    """What a step back brings back: everything that decides numbers, and what is kept."""
    return choices.here, choices.saved, choices.named, choices.pinned, choices.seed, choices.town


def without(kept: Mapping[str, Thing], letter: str) -> Mapping[str, Thing]:
    """What is kept under all other letters."""
    return MappingProxyType({one: thing for one, thing in kept.items() if one != letter})
