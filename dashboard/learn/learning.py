"""One visit's chapters: what is lived for them, how far the learner is, and what he or she does next."""

import solara

from dashboard.learn import hand_numbers, measure, place, progress
from dashboard.learn.bets import SURE, Guess
from dashboard.learn.chapter import Chapter
from dashboard.learn.classroom import Attending
from dashboard.learn.progress import Progress
from dashboard.learn.rounds import Bet
from dashboard.live.by_hand import ByHand
from dashboard.live.cells import Cells
from dashboard.live.following import Shown
from dashboard.live.lessons import axis, map_of_places
from dashboard.live.wishes import Account

ROUND_OF = {"bet": "first", "reveal": "first", "elsewhere": "elsewhere", "elsewhere_reveal": "elsewhere"}


class Learning:
    """What one open page knows of its learner; gone when the page is.

    Args:
        account: of the visitor.

    Attributes:
        runs: the settings of the chapter.
        map: the places of its map.
        hands: what is played by hand.
        attending: the class, if the page is in one.
        progress: how far somebody is, which the browser keeps.
    """

    def __init__(self, account: Account) -> None:
        self.runs, self.map = Cells(account), Cells(account)
        self.hands = ByHand(account)
        self.attending = Attending()
        self.progress: solara.Reactive[Progress] = solara.Reactive(Progress())

    def bring_back(self, text: str) -> None:
        """Take over what the browser kept from before the page was loaded anew."""
        found = progress.read(text)
        if found is not None and self.progress.peek() == Progress():
            self.progress.set(found)

    def go(self, chapter: str, by: int) -> None:
        """One step on, or back."""
        now = self.progress.peek()
        step = min(max(now.steps.index(now.at(chapter)) + by, 0), len(now.steps) - 1)
        self.progress.set(now.with_in("step", chapter, step))

    def begin_again(self, chapter: str) -> None:
        """Forget a chapter: its step, its bets and its moves."""
        now = self.progress.peek()
        tables = ("step", "guesses", "tried", "moves")
        kept = {
            table: {key: one for key, one in getattr(now, table).items() if key.partition(".")[0] != chapter}
            for table in tables
        }
        self.progress.set(now.but(**kept))

    def guess(self, chapter: Chapter, which: str) -> Guess:
        """The bet of a round; before there is one, the middle of what can be bet."""
        kept = self.progress.peek().guesses.get(f"{chapter.name}.{which}")
        return kept or Guess(value=middle_of(chapter.rounds()[which].bet))

    def change(self, chapter: Chapter, which: str, **changed: object) -> None:
        """Change a bet that is not placed yet; what cannot be bet is left out."""
        bet, now = chapter.rounds()[which].bet, self.guess(chapter, which)
        if now.placed:
            return
        found = now.model_copy(update=changed)
        if can_be(bet, found):
            self.progress.set(self.progress.peek().with_in("guesses", f"{chapter.name}.{which}", found))

    def bet_on_place(self, chapter: Chapter, which: str, coordinate: int, number: float | None, now: Guess) -> None:
        """Set one coordinate of a place; without it the bet is "nowhere", and the other begins in the middle."""
        place = chapter.rounds()[which].bet.place
        if number is None or place is None:
            self.change(chapter, which, value=())
            return
        middle = [float(axis(name, place.steps)[place.steps // 2]) for name in (place.across, place.up)]
        value = list(now.value or middle)
        value[coordinate] = number
        self.change(chapter, which, value=tuple(value))

    def place(self, chapter: Chapter, which: str) -> None:
        """Place a bet: from here on it stays as it is."""
        self.change(chapter, which, placed=True)

    def settle(self, chapter: Chapter, which: str, shown: Shown | None) -> None:
        """Write beside a placed bet what came out, once everything was lived."""
        now = self.progress.peek().guesses.get(f"{chapter.name}.{which}")
        if now is None or not now.placed or now.right is not None or shown is None or not shown.whole:
            return
        settled = settle(chapter, chapter.rounds()[which].bet, now, shown)
        self.progress.set(self.progress.peek().with_in("guesses", f"{chapter.name}.{which}", settled))

    def leave_runs(self) -> None:
        """Nobody waits any more."""
        self.runs.withdraw()
        self.map.withdraw()
        self.hands.withdraw()

    def leave(self) -> None:
        """The page is gone, and nothing of it is kept."""
        self.leave_runs()
        self.attending.leave()
        self.progress = solara.Reactive(Progress())


def middle_of(bet: Bet) -> tuple[float, ...]:
    """Where a bet begins: in the middle of what can be bet, or nowhere on the map."""
    steps = round((bet.high - bet.low) / bet.step)
    return () if bet.place else (round(bet.low + (steps // 2) * bet.step, 6),)


def can_be(bet: Bet, guess: Guess) -> bool:
    """Whether somebody can bet that."""
    if guess.sure not in SURE:
        return False
    if bet.place:
        ends = [axis(name, bet.place.steps) for name in (bet.place.across, bet.place.up)]
        return all(one in known for one, known in zip(guess.value, ends)) and len(guess.value) in (0, 2)
    return len(guess.value) == 1 and bet.low <= guess.value[0] <= bet.high


def settle(chapter: Chapter, bet: Bet, guess: Guess, shown: Shown) -> Guess:
    """A bet with what came out."""
    if bet.hand:
        came = hand_numbers.BETS[bet.hand](shown.found)
        return guess.model_copy(update={"right": bool(abs(came - guess.value[0]) <= bet.near), "result": (came,)})
    if bet.place:
        found = map_of_places(shown.asked, shown.found, bet.place)
        right = place.is_right(found, guess.value)
        return guess.model_copy(update={"right": right, "result": ()})
    measured = measure.measure(chapter, bet.figure, shown.found)
    right = abs(measured.value - guess.value[0]) <= bet.near
    return guess.model_copy(update={"right": bool(right), "result": (measured.value,)})
