"""The server's log: one line for each thing that went wrong, so that nobody can fill it with what they send."""

import logging
import traceback
from types import TracebackType

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class OneLine(logging.Formatter):
    """A formatter that says what went wrong and where, in one line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return " ".join(super().format(record).split())

    def formatException(self, ei: Raised) -> str:
        """What was raised, and in which line."""
        kind, error, trace = ei
        where = traceback.extract_tb(trace)
        place = f" (line {where[-1].lineno} of {where[-1].name})" if where else ""
        return f"{kind.__name__ if kind else 'unknown'}: {error}"[:300] + place


def one_line_each() -> None:
    """Let everything that is written to the log be one line."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine("%(levelname)s: %(message)s"))
    # A socket that is refused is answered with a status; uvicorn takes that for a fault of ours.
    logging.getLogger("uvicorn.error").addFilter(lambda one: "without completing handshake" not in one.getMessage())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
