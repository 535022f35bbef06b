"""Ctrl-C at any moment ends a command in one line.

An interrupt in the middle of an import can be swallowed, with a traceback on the screen, and the command then goes on
as if nothing had happened. So it is held back for the moment that an import takes.
"""

import signal
from types import FrameType

IMPORTS = "<frozen importlib._bootstrap>"  # the file of Python in which every import happens
AGAIN = 0.001  # seconds until an interrupt that is held back is tried again


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
    if is_importing(frame):
        signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, AGAIN)
    else:
        raise KeyboardInterrupt


def is_importing(frame: FrameType | None) -> bool:
    """Whether the way to here leads through an import."""
    while frame is not None:
        if frame.f_code.co_filename == IMPORTS:
            return True
        frame = frame.f_back
    return False
