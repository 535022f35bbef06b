"""``python -m omtafel`` is the command ``omtafel``."""

from omtafel.start import main

main()
