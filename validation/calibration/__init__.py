"""Which parameter sets fit what is known, what they say together, and what flips the answer."""
