"""What the page on the studies needs: their kept answers."""

from typing import Any

from validation.studies.kept import kept


def context() -> dict[str, Any]:
    """The kept studies."""
    return {"studies": kept()}
