"""What a worker of a cluster does: say what it has installed, load the rules, and live a bundle."""

import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any

from experiments.running.engines import Bundle
from experiments.running.pair import Result
from experiments.store import identity

LOADING = threading.Lock()
Run = Callable[[Bundle], list[Result]]
Versions = dict[str, str]


def installed() -> Versions:
    """The versions that decide the bits of a result, of this process."""
    import numba
    import numpy as np

    return {
        "Python": f"{sys.version_info.major}.{sys.version_info.minor}",  # first: the others hang on it
        "model version": identity.model_version(),
        "numpy": np.__version__,
        "numba": numba.__version__,
    }


class Call:
    """A function that is called by whoever unpickles this, with what it is to be called with."""

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self.function = function
        self.arguments = arguments

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self.function, self.arguments


def packed(function: Callable[..., Any], *arguments: Any) -> bytes:
    """A call as bytes: the scheduler never looks into them, and needs no Omtafel."""
    from distributed.protocol.pickle import dumps

    return dumps(Call(function, *arguments))


def live_here(wanted: Versions, run: Run, bundle: Bundle) -> tuple[Versions, list[Result]]:
    """What a worker does with a bundle: nothing when its versions are other ones.

    Returns:
        Its versions, and the results.
    """
    with LOADING:  # Python 3.11 cannot read sources in two threads at once, and once is enough
        versions = installed()
        if versions != wanted:
            return versions, []
        load_rules()
    return versions, run(bundle)


@cache
def load_rules() -> None:
    """Load the compiled rules; where they are to be compiled first, one worker of a machine does so and others wait.

    Two that write into Numba's cache at once can give one name to two different functions; and neither compiling nor
    loading must count as the time of a run.
    """
    from filelock import FileLock

    from sim import rules_cache
    from sim.compiled import RULES_FOLDER, compiled_before
    from sim.run import simulate
    from sim.scenario import Scenario

    if compiled_before():
        waiting: AbstractContextManager[object] = nullcontext()
    else:
        rules_cache.make(RULES_FOLDER)
        waiting = FileLock(RULES_FOLDER / "compiling.lock")
    with waiting:
        simulate(Scenario("loading", families=4, weeks=2, burn_in_weeks=2), "shared_plan")
