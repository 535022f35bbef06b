"""The sections of a report, a kind of analysis a file.

Each has ``sections(results)``, which gives the sections that make sense for an experiment, often none.
"""

from collections.abc import Iterator

from experiments.results import Results
from reports.section import Section
from reports.sections import break_even, curves, discovery, policies, single_route, spreads, variance, winners

KINDS = (break_even, curves, policies, variance, discovery, winners, single_route, spreads)


def all_sections(results: Results) -> Iterator[Section]:
    """Every section that makes sense, in the order of a page."""
    for kind in KINDS:
        yield from kind.sections(results)
