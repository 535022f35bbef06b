"""``python -m dashboard.apart experiment run …``: a command beside the server, for as long as that lives.

It ends as after Ctrl-C when the other end of its standard input is shut, as it is when the server ends in whatever way:
what is under way is finished and kept.
"""

import os
import runpy
import signal
import threading

PATIENCE_SECONDS = 20.0  # for what is under way; then it is left unfinished, and lived again when somebody goes on


def end_with_server() -> None:
    """Wait until standard input is shut, and end this process."""
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(PATIENCE_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    threading.Thread(target=end_with_server, daemon=True).start()
    runpy.run_module("omtafel", run_name="__main__", alter_sys=True)
