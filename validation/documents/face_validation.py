"""What the kit for face validation needs: statements, stories, and the columns of the sheet."""

from typing import Any

from validation import stories
from validation.judgements import columns, kit


def context() -> dict[str, Any]:
    """What is asked of people who know such families."""
    return {"kit": kit(), "kept": stories.kept(), "columns": columns()}
