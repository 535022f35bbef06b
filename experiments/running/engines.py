"""Where runs are lived: one interface for threads of this process and for workers of a cluster."""

from collections.abc import Sequence
from concurrent.futures import Future
from typing import Protocol

from experiments.running.pair import Result, Task

Bundle = Sequence[Task]


class Lost(Exception):
    """A worker died, or had to be ended, while it held a bundle."""


class EngineGone(Exception):
    """The engine has nobody left to live runs; the message is one line."""


class Engine(Protocol):
    """Something that takes bundles of tasks and hands back their results.

    Attributes:
        name: in words.
        bundle: how many tasks go out together.
    """

    name: str
    bundle: int

    def workers(self) -> int:
        """How many bundles can be under way at once."""

    def submit(self, bundle: Bundle) -> "Future[list[Result]]":
        """Send a bundle out; the future raises ``Lost`` when its worker died."""

    def give_up(self, future: "Future[list[Result]]") -> None:
        """Go on without a bundle that does not come back; a worker that cannot be ended is replaced."""

    def close(self) -> None:
        """Send nothing out any more, and wait for nothing."""
