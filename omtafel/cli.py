"""The command ``omtafel``: how each of its commands ends.

Only what Python itself has loaded is imported here: the commands are, once Ctrl-C is listened for.
"""

import errno
import os
import sys

from omtafel import interrupts, pipes
from omtafel.refusal import Refusal

DONE, REFUSED, STOPPED = 0, 2, 130


def main(arguments: list[str] | None = None) -> None:
    """Run a command and leave with its status: 0 done, 1 a check failed, 2 refused, 130 stopped by Ctrl-C."""
    interrupts.listen()
    status = status_of(arguments)
    interrupts.end()
    sys.exit(status)


def status_of(arguments: list[str] | None) -> int:
    """Run a command; whatever the user can do something about becomes one line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        from omtafel import commands

        status = commands.follow(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        status = STOPPED
    except SystemExit:  # how Typer ends when nobody reads its help
        pipes.silence(sys.stdout)
        return DONE
    except Refusal as refusal:
        return refuse(str(refusal))
    except (ValueError, ImportError) as error:
        from experiments.extras import NotInstalled
        from sim.extensions.declaring import ExtensionError

        if not isinstance(error, ExtensionError | NotInstalled):
            raise
        return refuse(str(error))
    except MemoryError:
        return refuse("not enough memory for a run of this size")
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EFBIG):
            raise
        pipes.silence(sys.stdout)
        return refuse(f"cannot write: {os.strerror(error.errno).lower()}")
    if status == STOPPED:
        complain("stopped")
    return status


def refuse(message: str) -> int:
    """Say no in one line."""
    complain(" ".join(message.replace("Value error, ", "").split()))
    return REFUSED


def complain(words: str) -> None:
    """A line on standard error, for whoever reads it."""
    try:
        print(f"omtafel: {words}", file=sys.stderr, flush=True)
    except BrokenPipeError:
        pipes.silence(sys.stderr)
