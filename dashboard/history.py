"""What was chosen before, to undo and redo; moves of one lever shortly after each other are one step."""

import time

from dashboard.choices import Choices

TOGETHER_SECONDS = 1.5
MOST = 200


class History:
    """The steps back and forth."""

    def __init__(self) -> None:
        self.past: list[Choices] = []
        self.future: list[Choices] = []
        self.last_lever = ""
        self.last_time = 0.0

    def remember(self, before: Choices, lever: str = "") -> None:
        """Remember what was, before something changes.

        Args:
            before: the choices as they were.
            lever: what moves them, when it is one lever: while it keeps moving, only its beginning is kept.
        """
        now = time.monotonic()
        goes_on = lever and lever == self.last_lever and now - self.last_time < TOGETHER_SECONDS
        self.last_lever, self.last_time = lever, now
        self.future.clear()
        if not goes_on:
            self.past = [*self.past[-MOST:], before]

    def step(self, now: Choices, back: bool) -> Choices:
        """The choices one step back, or forth again; the same when there is none."""
        there, behind = (self.past, self.future) if back else (self.future, self.past)
        if not there:
            return now
        behind.append(now)
        self.last_lever = ""
        return there.pop()
