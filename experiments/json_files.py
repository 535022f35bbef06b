"""Results that are kept with the project as JSON, for its documents: one way to read and to write them."""

import json
from pathlib import Path
from typing import Any


class KeptJson:
    """A file that is read once, when it is first asked for, and again when it was written.

    Args:
        path: where it stands.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known: dict[str, Any] | None = None

    def __call__(self) -> dict[str, Any]:
        """What stands in it."""
        if self.known is None:
            self.known = json.loads(self.path.read_text("utf-8"))
        return self.known

    def write(self, record: dict[str, Any]) -> Path:
        """Put a record in its place; hands out the path."""
        self.path.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", "utf-8")
        self.forget()
        return self.path

    def forget(self) -> None:
        """Read it anew when it is next asked for."""
        self.known = None
