"""A reader who has seen enough (``omtafel … | head -1``): printing stops, everything else goes on."""

import os
from typing import IO


def silence(stream: IO[str]) -> None:
    """Nobody reads this any more: let what is still printed, Python's last flush included, go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
