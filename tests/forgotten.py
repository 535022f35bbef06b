"""Extensions that a test made known, forgotten, so that the next one finds the model alone."""

from sim import outcomes, parameters, structures
from sim.extensions import loading
from sim.rule_sets import SETS


def forget_extensions():
    """Take back all names and sets of rules of extensions."""
    for name in list(parameters.OWN):
        for registry in (parameters, outcomes, structures):
            registry.take_in(name, {})
        del parameters.OWN[name]
    loading.DECLARED.clear()
    SETS.clear()
