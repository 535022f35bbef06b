"""All declared patterns in the order of their numbers; importing the modules that declare them collects them."""

import re

from validation import of_helpers, of_the_plan, patterns

MODULES = (of_helpers, of_the_plan)


def place(key: str) -> tuple[int, str]:
    """Where a pattern stands in the list: P2a before P2b before P10."""
    number = re.search(r"\d+", key)
    return (int(number[0]) if number else 0, key)


PATTERNS: dict[str, patterns.Pattern] = {key: patterns.PATTERNS[key] for key in sorted(patterns.PATTERNS, key=place)}
