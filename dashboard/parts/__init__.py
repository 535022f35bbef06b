"""What pages are made of: the frame around them, levers, blocks of text, charts and the moving network.

Each is a Vue file that gets plain data and says what a visitor did; what that means, the pages decide.
"""

from collections.abc import Callable
from typing import Any

import solara

Event = Callable[[dict[str, Any]], None]
Data = dict[str, Any]


@solara.component_vue("frame.vue")
def Frame(
    words: Data,
    pages: list[Data],
    page: str,
    title: str,
    address: str,
    language: str,
    languages: list[Data],
    can_undo: bool,
    can_redo: bool,
    can_reset: bool,
    downloads: list[Data],
    file: Data | None,
    largest: int,
    messages: list[str],
    banner: str,
    status: str,
    event_go: Event,
    event_act: Event,
    event_upload: Event,
) -> None:
    """Menu, undo and redo, link, files and language around every page."""


@solara.component_vue("levers.vue")
def Levers(words: Data, groups: list[Data], reset: str, event_move: Event, event_act: Event) -> None:
    """Groups of levers."""


@solara.component_vue("block.vue")
def Block(html: str, stale: bool = False, event_act: Event | None = None) -> None:
    """Text and tables, with buttons and lists that ask for something."""


@solara.component_vue("chart.vue")
def Chart(chart: Data, words: Data, stale: bool = False, event_pick: Event | None = None) -> None:
    """A chart with its table and pictures to keep."""


@solara.component_vue("network.vue")
def MovingNetwork(network: Data, words: Data, given: Data, event_act: Event | None = None) -> None:
    """Both routes' networks side by side, week by week."""
