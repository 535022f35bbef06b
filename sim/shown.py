"""How what the model hands out shows itself in a notebook: a heading and a small table, as HTML."""

from collections.abc import Iterable, Mapping
from html import escape

LARGE = 1000.0  # from here on nobody reads decimals


class Shown:
    """Something that shows itself; a class says how it is headed and what stands in its table."""

    def __repr__(self) -> str:
        """In one line."""
        return f"<{type(self).__name__}: {self.heading}>"

    def _repr_html_(self) -> str:
        return table_of(str(self.heading), self.rows_shown())

    @property
    def heading(self) -> str:
        """What it is, in a line."""
        raise NotImplementedError

    def rows_shown(self) -> Iterable[Mapping[str, object]]:
        """The rows of its table, by column."""
        raise NotImplementedError


def table_of(heading: str, rows: Iterable[Mapping[str, object]]) -> str:
    """A heading above a table.

    Args:
        heading: in words.
        rows: what stands in each, by column; numbers are shortened, what is not a number is left empty.
    """
    import pandas as pd

    table = pd.DataFrame(list(rows))
    shown = table.to_html(index=False, na_rep="", float_format=figure, border=0) if len(table) else ""
    return f"<p><strong>{escape(heading)}</strong></p>{shown}"


def figure(value: float) -> str:
    """A number as short as it can be read."""
    return f"{value:,.0f}" if abs(value) >= LARGE else f"{value:.3g}"
