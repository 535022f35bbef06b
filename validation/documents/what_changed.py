"""What the page on old model against new needs: the kept editions, and what each says otherwise than the one before."""

from functools import partial
from typing import Any

from experiments.language import say
from validation import editions
from validation.documents.markdown import table
from validation.since import edition_called, steps


def context() -> dict[str, Any]:
    """The editions as a table, and the steps between them."""
    kept = editions.kept()
    rows = [(edition_called(one, "en"), one["whence"]) for one in kept["editions"]]
    return {
        "kept": kept,
        "editions": table(("edition", "its figures come from"), rows),
        "steps": steps("en"),
        "say": partial(say, language="en"),
    }
