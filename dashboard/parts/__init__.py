"""What pages are made of: the frame around them, levers, blocks of text, charts and the moving network.

Each is a Vue file that gets plain data and says what a visitor did; what that means, the pages decide.
"""

from collections import UserDict, UserList
from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any

import solara

from charts.chart import Chart as Drawing
from dashboard.parts.hearing import Act, Go, Kept, Move, Pick, Said, Upload, heard
from dashboard.words import part_words

Event = Callable[[dict[str, Any]], None]
Data = dict[str, Any]


def part(file: str, **forms: type[Said]) -> Callable[[Callable[..., None]], Callable[..., solara.Element]]:
    """A Vue file as a component, of which each event is heard in its form only."""

    def component_of(shape: Callable[..., None]) -> Callable[..., solara.Element]:
        if {name for name in signature(shape).parameters if name.startswith("event_")} != {
            f"event_{name}" for name in forms
        }:
            raise TypeError(f"{file}: every event needs a form")
        data = dict.fromkeys(signature(shape).parameters, opened)
        component = solara.component_vue(file, to_json=data)(shape)

        @wraps(shape)
        def element(**given: Any) -> solara.Element:
            for name, form in forms.items():
                if then := given.get(f"event_{name}"):
                    given[f"event_{name}"] = heard(form, then)
            return component(**{name: closed(value) for name, value in given.items()})

        return element

    return component_of


def closed(value: object) -> object:
    """Data in which nobody looks for parts: else every number of every chart is looked at whenever a page is drawn."""
    return UserDict(value) if isinstance(value, dict) else UserList(value) if isinstance(value, list) else value


def opened(value: object, widget: object) -> object:
    """The data again, as they are sent to the page."""
    return value.data if isinstance(value, UserDict | UserList) else value


@part("frame.vue", go=Go, act=Act, upload=Upload)
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


@part("levers.vue", move=Move, act=Act)
def Levers(words: Data, groups: list[Data], reset: str, event_move: Event, event_act: Event) -> None:
    """Groups of levers."""


@part("block.vue", act=Act)
def Block(html: str, stale: bool = False, event_act: Event | None = None) -> None:
    """Text and tables, with buttons and lists that ask for something."""


@part("chart.vue", pick=Pick)
def Drawn(
    chart: Data, spec: Data, columns: Data, words: Data, stale: bool = False, event_pick: Event | None = None
) -> None:
    """A chart with its table and pictures to keep."""


def Chart(chart: Drawing, stale: bool = False, event_pick: Event | None = None) -> solara.Element:
    """A chart of ``charts/``: what is said of it, how it is drawn, and its numbers; a page gets what changes."""
    said = {name: getattr(chart, name) for name in ("key", "title", "words", "columns", "rows", "note", "language")}
    words = part_words("chart", chart.language)
    return Drawn(chart=said, spec=chart.spec, columns=chart.data, words=words, stale=stale, event_pick=event_pick)


@part("network.vue", act=Act)
def MovingNetwork(network: Data, words: Data, given: Data, event_act: Event | None = None) -> None:
    """Both routes' networks side by side, week by week."""


@part("keeper.vue", found=Kept)
def Keeper(text: str, event_found: Event | None = None) -> None:
    """What the browser's tab keeps: it gets a text whenever that changes, and brings it back when a page is opened."""
