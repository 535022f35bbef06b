"""The front door: the command ``omtafel``."""
