"""The log of a learner: question, hypothesis, what was run, finding, decision. It stands in the address of the page."""

from collections.abc import Mapping

ENTRIES = ("question", "hypothesis", "run", "finding", "decision")
LONGEST_ENTRY = 400  # letters


def written(log: Mapping[str, str], chapter: str) -> dict[str, str]:
    """What was written down about a chapter, by entry; empty where nothing was."""
    return {entry: log.get(f"{chapter}.{entry}", "") for entry in ENTRIES}


def with_entry(log: Mapping[str, str], chapter: str, entry: str, text: str) -> dict[str, str]:
    """The log with one entry written anew; an empty one leaves no trace."""
    kept = {key: one for key, one in log.items() if key != f"{chapter}.{entry}"}
    text = " ".join(text.split())[:LONGEST_ENTRY]
    return {**kept, f"{chapter}.{entry}": text} if text else kept
