"""Ctrl-C at any moment ends a command in one line.

An interrupt in the middle of an import can be swallowed, with a traceback on the screen, and the command then goes on
as if nothing had happened. So it is held back for the moment that an import takes. And libraries in C may clear what is
raised while they ask an object what it has; so an interrupt that nobody deals with comes again.
"""

import signal
import sys
from types import FrameType

IMPORTS = "<frozen importlib._bootstrap>"  # the file of Python in which every import happens
AGAIN = 0.001  # seconds until an interrupt that is held back is tried again
UNHEARD = 0.05  # seconds after which one that nobody deals with comes again


def listen() -> None:
    """Hear Ctrl-C, unless whoever started this wants it to be deaf."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, stop)


def end() -> None:
    """Let Ctrl-C end what Python still does at its end, where nothing is left to be tidied up."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    if signal.getsignal(signal.SIGINT) is stop:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def stop(number: int, frame: FrameType | None) -> None:
    """Stop what is under way, or what comes after the import that is."""
    importing = is_importing(frame)
    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, AGAIN if importing else UNHEARD)
    if not importing and not (number == signal.SIGALRM and is_dealt_with()):
        raise KeyboardInterrupt


def is_dealt_with() -> bool:
    """Whether what is under way tidies up after an interrupt."""
    error = sys.exc_info()[1]
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__context__
    return False


def is_importing(frame: FrameType | None) -> bool:
    """Whether the way to here leads through an import."""
    while frame is not None:
        if frame.f_code.co_filename == IMPORTS:
            return True
        frame = frame.f_back
    return False
