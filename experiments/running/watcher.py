"""Somebody who is told how a run goes, such as a terminal."""

from collections.abc import Callable
from pathlib import Path

from experiments.running.estimates import Estimate
from experiments.running.pair import Failure


class Watcher:
    """Is told how a run goes. This one looks away; others take what they want to know."""

    def asked(self, pairs: int) -> None:
        """So many pairs are asked for in all, as far as is known by now."""

    def there(self, pairs: int) -> None:
        """So many pairs are there by now, found or run."""

    def learned(self, estimates: Callable[[], list[Estimate]]) -> None:
        """What is known by now can be asked for."""

    def failed(self, cell: int, failure: Failure, replay: Path) -> None:
        """A pair failed; the file holds its scenario."""

    def note(self, words: str) -> None:
        """Something that should be known."""
