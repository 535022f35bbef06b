"""Where the command ``omtafel`` begins: it loads the commands, and takes Ctrl-C from the first moment on."""

import sys

STOPPED = 130


def main() -> None:
    """Load the commands and run the one that is asked for."""
    try:
        from omtafel.cli import main as run

        run()
    except KeyboardInterrupt:  # while they are being loaded; later each command ends in its own way
        print("omtafel: stopped", file=sys.stderr)
        sys.exit(STOPPED)
