"""Results that are kept with the project as JSON, for its documents: one way to read and to write them."""

import json
import re
from pathlib import Path
from typing import Any

NUMBERS = re.compile(r"\[\n[\d\s,.e+-]+\]")


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
        """Put a record in its place, a list of numbers on one line; hands out the path."""
        text = json.dumps(record, indent=1, ensure_ascii=False)
        self.path.write_text(NUMBERS.sub(lambda found: " ".join(found[0].split()), text) + "\n", "utf-8")
        self.forget()
        return self.path

    def forget(self) -> None:
        """Read it anew when it is next asked for."""
        self.known = None
