"""What pages see: values that are set under a lock, and of which pages are told without it."""

from collections.abc import Sequence
from itertools import count
from typing import Any, Generic, TypeVar

import solara

Value = TypeVar("Value")


class Seen(Generic[Value]):
    """A value that pages show; `now` is read once, without being told of changes.

    It is set under the lock of whoever it belongs to. Pages are told of it afterwards, without that lock: they are
    drawn at once, and what is drawn may ask something new.
    """

    def __init__(self, value: Value) -> None:
        self.now = value
        self.numbers = count(1)
        self.news = solara.Reactive(0)

    @property
    def value(self) -> Value:
        """The value; a page that reads it is drawn again whenever it changes."""
        _ = self.news.value
        return self.now

    def tell(self) -> None:
        """Tell the pages that it changed."""
        self.news.set(next(self.numbers))


News = tuple[Seen, Any]  # a value that is seen, and what it is from now on


def put(news: Sequence[News]) -> list[Seen]:
    """Set values that are seen, the last of each; under the lock of whose they are. Which of them changed."""
    changed = [(seen, value) for seen, value in dict(news).items() if seen.now is not value]
    for seen, value in changed:
        seen.now = value
    return [seen for seen, _ in changed]


def tell(changed: Sequence[Seen]) -> None:
    """Tell the pages what changed; without the lock."""
    for seen in changed:
        seen.tell()
