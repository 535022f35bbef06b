"""The rows of a part: one for each run of a pair, with what was moved, how it ended, and what came out."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from experiments.running.pair import Result
from experiments.store.identity import PAIR_ROUTE
from experiments.store.parts import DONE, FAILED, SIZES, measures, schema_of


def rows_of(
    runs: Sequence[str], routes: Sequence[str], seed: int, labels: Mapping[str, object], result: Result
) -> list[dict[str, object]]:
    """The rows of one pair.

    Args:
        runs: identity of the run on each route.
        routes: the routes.
        seed: of the replicate.
        labels: parameter set, policy and factor values of the cell.
        result: what came out.
    """
    failure = result.failure
    rows = []
    for number, (run, route) in enumerate(zip(runs, routes, strict=True)):
        sizes = result.sizes.reshape(-1) if route == PAIR_ROUTE else np.full(len(SIZES), np.nan)
        rows.append(
            {
                "run": run,
                **labels,
                "route": route,
                "seed": seed,
                "status": FAILED if failure else DONE,
                "stage": failure.stage if failure else "",
                "message": failure.message if failure else "",
                "seconds": result.seconds / len(routes),
                "values": np.concatenate([result.outcomes[number], sizes]),
            }
        )
    return rows


def table_of(rows: Sequence[Mapping[str, object]], labels: Sequence[str]) -> pa.Table:
    """Rows as a table of a part."""
    schema = schema_of(labels)
    column = {name: number for number, name in enumerate(measures())}
    values = np.array([row["values"] for row in rows])
    columns = [
        pa.array(values[:, column[name]]) if name in column else pa.array([row[name] for row in rows], kind)
        for name, kind in zip(schema.names, schema.types, strict=True)
    ]
    return pa.table(columns, schema=schema)
