"""What the page on old model against new needs: the kept editions, and what each says otherwise than the one before."""

from functools import partial
from typing import Any

from experiments.language import say
from experiments.numbers import plain
from validation import editions
from validation.documents.markdown import table
from validation.since import edition_called, pairs_of, steps


def context() -> dict[str, Any]:
    """The editions as a table, and the steps between them."""
    kept = editions.kept()
    rows = [
        (edition_called(one, "en"), one["whence"], str(pairs_of(one)), plain(one["studied"], 0))
        for one in kept["editions"]
    ]
    return {
        "kept": kept,
        "editions": table(
            (
                "edition",
                "its figures come from",
                "paired runs of each region",
                "runs of the study of where the answer turns",
            ),
            rows,
        ),
        "steps": steps("en"),
        "say": partial(say, language="en"),
    }
