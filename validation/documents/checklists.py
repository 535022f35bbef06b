"""What the page of checklists needs: figures of the declarations, and the region that is taken by default."""

from typing import Any

from experiments.provenance import grades
from sim.outcomes import OUTCOMES
from sim.parameters import parameters
from sim.scenario import load_scenario, scenario_names
from sim.sources import sources
from sim.structures import STRUCTURES
from validation.documents.metadata import project
from validation.patterns import PATTERNS
from validation.studies.kept import STUDIES
from validation.targets import targets


def context() -> dict[str, Any]:
    """What the items are filled with."""
    return {
        "grades": grades(),
        "outcomes": len(OUTCOMES),
        "main_outcomes": sum(one.main for one in OUTCOMES.values()),
        "parameters": len(parameters()),
        "scenarios": len(scenario_names()),
        "default": load_scenario("almelo"),
        "sources": len(sources()),
        "structures": len(STRUCTURES),
        "patterns": len(PATTERNS),
        "figures": sum(one.judged for one in targets().values()),
        "studies": len(STUDIES),
        "project": project(),
    }
