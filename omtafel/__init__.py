"""The front door: the command ``omtafel``; and in Python, ``import omtafel`` gives what was found its pictures.

Then a ``Scenario``, a ``Run``, a ``Comparison``, ``Sources`` and the ``Results`` of an experiment have ``plot``:
``comparison.plot()`` draws the answer, ``comparison.plot.over_time("trust")`` one line.
"""

from typing import Any

from sim.plots import DRAWN_BY

DRAWN_BY.update(  # as words: what draws takes a second to import, which the command line need not wait for
    Scenario="charts.accessors:ScenarioPlots",
    Run="charts.accessors:RunPlots",
    Comparison="charts.accessors:ComparisonPlots",
    Sources="charts.accessors:SourcesPlots",
    Results="reports.accessors:ResultsPlots",
)


def __getattr__(name: str) -> Any:
    """``omtafel.__version__``, looked up when somebody asks."""
    if name != "__version__":
        raise AttributeError(f"module 'omtafel' has no attribute {name!r}")
    from experiments.provenance import model_version

    return model_version()
