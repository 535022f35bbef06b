"""Small regions that run in milliseconds, and how to look at them bit by bit."""

import hashlib

import numpy as np
import pytest

from sim import load_scenario
from sim.region import settings_records
from sim.run import burn_in, on_route
from sim.week import run_weeks

SMALL = {"families": 30, "weeks": 60, "burn_in_weeks": 40}


@pytest.fixture
def region():
    """``region(weeks=20, turnover_rate=0.5)``: Almelo with thirty families and these sizes and settings."""

    def build(**changes):
        return load_scenario("almelo").replace(**{**SMALL, **changes})

    return build


@pytest.fixture
def lived():
    """``lived(scenario, "parallel")``: the world after the last week, or after `until` weeks; `unchecked` settings
    may lie outside their ranges."""

    def live(scenario, route, seed=0, until=None, **unchecked):
        start = burn_in(scenario, seed)
        world = on_route(start, scenario, route)
        for name, value in unchecked.items():
            world.p[name] = value
        run_weeks(world, scenario.weeks if until is None else until)
        return world

    return live


def flat(array):
    """Every number of a record array, field by field, without the unused bytes between them."""
    array = np.asarray(array)
    if array.dtype.names is None:
        return [np.ascontiguousarray(array).tobytes()]
    return [part for name in array.dtype.names for part in flat(array[name])]


@pytest.fixture
def bits():
    """``bits(world.family)`` or ``bits(world)``: a fingerprint of every number in it."""

    def fingerprint(thing):
        arrays = thing if isinstance(thing, tuple) else (thing,)
        digest = hashlib.sha256()
        for array in arrays:
            for part in flat(array):
                digest.update(part)
        return digest.hexdigest()

    return fingerprint


@pytest.fixture
def settings():
    """``settings(scenario, route)``: the parameter records of its stretches."""
    return settings_records
