"""How the command line says no: one line that names what and where, and status 2."""

from collections.abc import Iterator
from contextlib import contextmanager


class Refusal(Exception):
    """What was asked for cannot be done; the message is one line for the user."""


@contextmanager
def refusing(what: str = "") -> Iterator[None]:
    """Turn an error about the user's input into a refusal; `what` names the place where the error does not.

    Only for reading and checking input: an error anywhere else is a fault of the program, and should look like one.
    """
    try:
        yield
    except ImportError:  # an extra that is not installed: the same line wherever it is needed
        raise
    except (ValueError, OverflowError, RecursionError) as error:
        raise Refusal(place(what, str(error))) from None
    except OSError as error:
        raise Refusal(place(what, (error.strerror or str(error)).lower())) from None


def place(what: str, message: str) -> str:
    """The message with its place before it, on one line."""
    return " ".join((f"{what}: {message}" if what else message).split())
