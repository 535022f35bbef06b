"""Charts as files to put into a paper: as SVG, PDF and PNG, with their caption, and with the numbers that are drawn.

``NAME.csv`` holds what is drawn, a row a place, the table it belongs to in front; ``NAME.txt`` the heading, what the
picture shows in words, and the table that readers see behind it.
"""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pandas as pd

from charts import still
from charts.chart import Chart
from experiments.csv_files import write_csv

FOLDER = "figures"


def figure_files(charts: Iterable[Chart]) -> dict[str, Callable[[Path], object]]:
    """What writes each file at a path, by its name within a folder of results."""
    files: dict[str, Callable[[Path], object]] = {}
    for chart in charts:
        for kind, write in WRITERS.items():
            files[f"{FOLDER}/{chart.key}.{kind}"] = partial(write, chart)
    return files


def write_picture(chart: Chart, path: Path, kind: str) -> None:
    """The picture; as SVG in light colours, and in dark ones for readers who prefer these."""
    path.write_bytes(still.FILES[kind](chart))


def write_caption(chart: Chart, path: Path) -> None:
    """The heading, what it shows, and the table behind it, with tabs between its columns."""
    lines = [chart.title, "", chart.words, *([chart.note] if chart.note else []), ""]
    path.write_text("\n".join([*lines, *("\t".join(row) for row in (chart.columns, *chart.rows))]) + "\n", "utf-8")


def write_data(chart: Chart, path: Path) -> None:
    """The numbers that are drawn."""
    tables = [pd.DataFrame(columns).assign(table=name) for name, columns in chart.data.items() if any(columns.values())]
    whole = pd.concat(tables, ignore_index=True).infer_objects()
    for name, column in whole.items():
        if column.dtype == object:  # where one table has words and another numbers, all are words
            whole[name] = column.map(str, na_action="ignore")
    write_csv(whole[["table", *(name for name in whole if name != "table")]], path)


WRITERS: dict[str, Callable[..., object]] = {
    **{kind: partial(write_picture, kind=kind) for kind in still.FILES},
    "txt": write_caption,
    "csv": write_data,
}
