"""Plausible worlds: parameter sets that fit what is known, what they say together, and what flips the answer."""
