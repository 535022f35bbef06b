"""What is done with the model: experiments, comparisons, checks, and saying in words and pictures what was found.

``run`` answers an experiment file, ``open`` gives back what was found earlier; both hand out ``Results``. ``indices``
says what moves an outcome in them.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.results import Results, run
    from experiments.results import open_results as open
    from experiments.sensitivity import indices
    from experiments.specification.experiment import Experiment, read_experiment
    from experiments.specification.problems import ExperimentError

__all__ = ["Experiment", "ExperimentError", "Results", "indices", "open", "read_experiment", "run"]

_ROOMS = {
    "Experiment": ("experiments.specification.experiment", "Experiment"),
    "ExperimentError": ("experiments.specification.problems", "ExperimentError"),
    "Results": ("experiments.results", "Results"),
    "indices": ("experiments.sensitivity", "indices"),
    "open": ("experiments.results", "open_results"),
    "read_experiment": ("experiments.specification.experiment", "read_experiment"),
    "run": ("experiments.results", "run"),
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for, so that the command line starts fast."""
    if name not in _ROOMS:
        raise AttributeError(f"module 'experiments' has no attribute {name!r}")
    from importlib import import_module

    room, thing = _ROOMS[name]
    return getattr(import_module(room), thing)
