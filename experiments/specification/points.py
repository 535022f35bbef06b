"""Reading the factors of a design from a table: a column a parameter or size, a row a point."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from experiments.csv_reading import number_in, read_table
from experiments.designs.factors import Factor
from experiments.specification.moving import factor_of_values
from experiments.specification.problems import Problems
from experiments.specification.reading import checked
from sim.parameters import nearest, parameters
from sim.scenario import SIZES, Scenario, ScenarioError

KIND = "table"  # of the design
LARGEST_FILE = 10_000_000  # bytes
MOST_NUMBERS = 50_000  # in a table: they stand in every part, so that a part says what was asked
MOST_SAID = 20  # problems of one table


def read_points(path: Path, scenario: Scenario, problems: Problems) -> tuple[Factor, ...]:
    """The columns of a table as factors, each with its value in every row.

    Args:
        path: of the table.
        scenario: what is moved from.
        problems: where to note what is wrong, with line and column.
    """
    try:
        if path.exists() and not path.is_file():
            raise ValueError("is not a file")
        if path.stat().st_size > LARGEST_FILE:
            raise ValueError(f"larger than {LARGEST_FILE:,} bytes")
        table = read_table(path.read_bytes())
    except OSError as error:
        problems.add(f"{path}: {(error.strerror or str(error)).lower()}", "design")
        return ()
    except ValueError as error:
        problems.add_elsewhere(str(path), str(error))
        return ()
    if not table.rows:
        problems.add_elsewhere(str(path), "there are columns, but no points below them")
    if len(table.rows) * len(table.columns) > MOST_NUMBERS:
        problems.add_elsewhere(str(path), f"more than {MOST_NUMBERS:,} numbers; make it several experiments")
        return ()
    known, said = [*parameters(), *SIZES], 0
    for name in table.columns:
        if name not in known:
            problems.add_elsewhere(str(path), f"1: column {name!r} is no parameter or size{nearest(name, known)}")
            said += 1
    columns: dict[str, list[float]] = {name: [] for name in table.columns}
    for line, row in zip(table.lines, table.rows, strict=True):
        for name, text in zip(table.columns, row, strict=True):
            if name not in known or said > MOST_SAID:
                continue
            try:
                columns[name].append(float(checked(name, number_in(text), f"{line}")))
            except ScenarioError as error:
                problems.add_elsewhere(str(path), str(error))
                said += 1
            except ValueError as error:
                problems.add_elsewhere(str(path), f"{line}: {name} {error}")
                said += 1
    return () if said or not table.rows else from_columns(columns, scenario)


def from_columns(columns: Mapping[str, Sequence[float]], scenario: Scenario) -> tuple[Factor, ...]:
    """Checked columns as factors."""
    return tuple(
        factor_of_values(name, tuple(values), min(values), max(values), scenario) for name, values in columns.items()
    )
