"""What a chart is: one drawing of one kind of picture, with the numbers that are drawn this time.

A specification knows no number and is made once for each kind and language; numbers come beside it, in named tables of
columns. So a page that is looked at gets new columns only, and a report is drawn from the same specification.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, update_wrapper
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np
from markupsafe import Markup

from charts import still, theme
from charts.later import alt
from sim.words import Language

Spec = dict[str, Any]
Columns = Mapping[str, Sequence[Any] | np.ndarray]
DIGITS = 5  # more than a screen can show


@dataclass(frozen=True)
class Chart:
    """A picture with its heading, what it shows in words, and the numbers behind it.

    Attributes:
        key: unique on a page, and the name of a file.
        title: heading of the picture.
        words: text alternative: what can be read from it.
        spec: how it is drawn, in Vega-Lite, without a number; shared by all charts of its kind and language.
        data: what is drawn: tables by name, each a column of equal length by name; None where nothing was measured.
        columns: headings of the table behind it.
        rows: its cells.
        language: of its words, and of the numbers on its axes.
        note: a line below it.
        width: pixels, where it stands still.
    """

    key: str
    title: str
    words: str
    spec: Spec
    data: Mapping[str, dict[str, list[Any]]]
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    language: Language = "en"
    note: str = ""
    width: int = theme.SMALL

    @property
    def wide(self) -> bool:
        """Whether it may be wider than a telephone, so that its letters stay large enough."""
        return self.width > theme.SMALL

    @property
    def whole(self) -> Spec:
        """The specification with its numbers, as wide as the chart stands still: for notebooks and for drawing."""
        sets = {name: rows_of(columns) for name, columns in self.data.items()}
        return {**self.spec, "width": self.width, "datasets": {**self.spec.get("datasets", {}), **sets}}

    @cached_property
    def svg(self) -> Markup:
        """The still picture, as a part of a page that has the colours."""
        return still.inline(self)

    def _repr_mimebundle_(self, *_: Any, **__: Any) -> dict[str, Any]:
        """The picture as a notebook shows it."""
        return {"image/svg+xml": self.file_text, "text/plain": repr(self)}

    def __repr__(self) -> str:
        """The picture as a terminal shows it."""
        return f"{self.title}\n{self.words}"

    @property
    def file_text(self) -> str:
        """The picture as an SVG file."""
        return still.svg_file(self)

    def save(self, path: str | Path) -> Path:
        """Write the picture to a file, which may be there already.

        Args:
            path: its ending says as what: ``.svg``, ``.pdf`` or ``.png``.

        Returns:
            The path.

        Raises:
            ValueError: for another ending.
        """
        path = Path(path)
        kind = path.suffix.removeprefix(".").lower()
        if kind not in still.FILES:
            raise ValueError(f"a picture is saved as {', '.join(still.FILES)}, and {path.name} ends in none of these")
        path.write_bytes(still.FILES[kind](self))
        return path


class MadeOnce:
    """A specification for each kind, made when it is asked for first; thirty pages that ask at once wait for one."""

    def __init__(self, make: Callable[..., Spec]) -> None:
        update_wrapper(self, make)
        self.kept = cache(make)
        self.making = RLock()

    def __call__(self, *kind: Any, **named: Any) -> Spec:
        with self.making:
            return self.kept(*kind, **named)


def spec_of(picture: Any, height: int | dict[str, int], aside: int = 4) -> Spec:
    """The specification of an Altair chart in the look of all charts, as wide as the place it stands in.

    Args:
        picture: the Altair chart; its data are named.
        height: pixels, or those of a row as ``{"step": 30}``.
        aside: pixels that stay free on both sides.
    """
    spec = picture.to_dict(validate=False)
    spec.pop("$schema", None)
    padding = {"left": aside, "right": aside, "top": 4, "bottom": 4}
    return {**spec, "width": "container", "height": height, "padding": padding, "config": theme.config()}


def named(name: str) -> Any:
    """An Altair chart of the table with a name."""
    return alt.Chart(alt.NamedData(name=name))


def columns_of(**columns: Any) -> dict[str, list[Any]]:
    """Columns as a page reads them: no finer than a screen can show, and None where there is no number."""
    return {name: column_of(values) for name, values in columns.items()}


def column_of(values: Any) -> list[Any]:
    """A column of numbers, words, or both; many numbers at once where they come as an array."""
    if isinstance(values, np.ndarray) and values.dtype.kind == "f":
        rounded = np.round(values, DIGITS)
        return rounded.tolist() if np.isfinite(rounded).all() else [*map(clean, rounded.tolist())]
    return [*map(clean, values)]


def clean(value: Any) -> Any:
    """A number, or None where it is none; a word as it is."""
    if isinstance(value, (float, np.floating)):
        return round(float(value), DIGITS) if math.isfinite(value) else None
    return int(value) if isinstance(value, np.integer) else value


def rows_of(columns: Mapping[str, list[Any]]) -> list[dict[str, Any]]:
    """Columns as the rows that Vega reads."""
    return [dict(zip(columns, row)) for row in zip(*columns.values())]
