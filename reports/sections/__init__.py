"""The sections of a report, a kind of analysis a file, found by itself.

Each has ``sections(results, language)``, which gives the sections that make sense for an experiment, often none, and
``PLACE``, where on the page they come.
"""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from experiments.results import Results
from reports.section import Section
from sim.words import Language


def all_sections(results: Results, language: Language = "en") -> Iterator[Section]:
    """Every section that makes sense, in the order of a page."""
    kinds = [import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__)]
    for kind in sorted(kinds, key=lambda kind: kind.PLACE):
        yield from kind.sections(results, language)
