"""``python -m omtafel`` is the command ``omtafel``."""

from omtafel.cli import main

main()
