"""Plausible worlds: what may be true of every assumption, and the parameter sets that come with this version."""
