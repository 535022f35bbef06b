"""Omtafel's model: families with several problems, on parallel routes or with one shared plan.

``load_scenario`` reads a region, ``simulate`` runs one route, ``compare`` both with the same luck, ``channels``
splits what a plan gains by where that comes from, ``CareModel`` is the same engine as a Mesa model, ``ByWeek`` a run in
which somebody decides from week to week.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.by_channel import Sources, channels
    from sim.by_week import ByWeek
    from sim.comparison import Comparison, compare
    from sim.compiled import rule
    from sim.extensions.declaring import ExtensionError, extension
    from sim.model import CareModel
    from sim.run import Run, simulate
    from sim.scenario import Scenario, ScenarioError, load_scenario

__all__ = [
    "ByWeek",
    "CareModel",
    "Comparison",
    "ExtensionError",
    "Run",
    "Scenario",
    "ScenarioError",
    "Sources",
    "channels",
    "compare",
    "extension",
    "load_scenario",
    "rule",
    "simulate",
]

_ROOMS = {
    "load_scenario": "sim.scenario",
    "Scenario": "sim.scenario",
    "ScenarioError": "sim.scenario",
    "simulate": "sim.run",
    "Run": "sim.run",
    "compare": "sim.comparison",
    "Comparison": "sim.comparison",
    "channels": "sim.by_channel",
    "Sources": "sim.by_channel",
    "CareModel": "sim.model",
    "ByWeek": "sim.by_week",
    "extension": "sim.extensions.declaring",
    "ExtensionError": "sim.extensions.declaring",
    "rule": "sim.compiled",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for, so that the command line starts fast."""
    if name not in _ROOMS:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_ROOMS[name]), name)
