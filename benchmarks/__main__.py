"""``make bench``: the speed and memory of the engine on this machine, each figure beside what is asked of it.

This is not a test: machines differ and are noisy. Ratios are taken within one run.
"""

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numba
import numpy as np
from rich.console import Console
from rich.table import Table

import sim
from sim.names import LEFT
from sim.region import ROUTES
from sim.rule_sets import run_weeks
from sim.run import burn_in, on_route
from sim.scenario import Scenario
from sim.workers import cores
from sim.world import World

REPEATS = 5
FLAT_FAMILIES = (1_000, 10_000, 100_000, 1_000_000)
FAMILIES_PER_REGION = 1_000
FLAT_WEEKS = 26
EXTENSION = str(Path(__file__).parent.parent / "examples" / "waiting_list_buddy.py")
STARTS = (
    ("nothing compiled", "≤ 40 s"),
    ("compiled before", "≤ 2 s"),
    ("a new extension", "≤ 20 s"),
    ("an extension compiled before", "≤ 2 s"),
    ("an extension uncompiled", "at once"),
)


def machine() -> str:
    """One line on what this was measured on."""
    model = platform.processor() or platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), model)
    return (
        f"{model}, {cores()} cores, Python {platform.python_version()}, NumPy {np.__version__}, "
        f"Numba {numba.__version__}, {platform.system()}"
    )


def family_weeks(world: World, weeks: int) -> int:
    """Family-weeks lived from week 0: families that have come and have not left, summed over weeks."""
    arrives, status_since = world.family["arrives"], world.family["status_since"]
    came = np.maximum(arrives, 0)
    gone = np.where(world.family["status"] == LEFT, np.maximum(status_since, 0), weeks)
    return int(np.clip(np.minimum(gone, weeks) - came, 0, None).sum())


def best_time(prepare: Callable[[], World], work: Callable[[World], object], repeats: int = REPEATS) -> float:
    """Shortest time of some work in seconds of this core, its preparation not counted."""
    times = []
    for _ in range(repeats):
        prepared = prepare()
        began = time.process_time()
        work(prepared)
        times.append(time.process_time() - began)
    return min(times)


def speed(scenario: Scenario, route: str) -> float:
    """Family-weeks a second on one core."""
    start = burn_in(scenario, seed=1)
    lived = on_route(start, scenario, route)
    run_weeks(lived, scenario.weeks)
    seconds = best_time(lambda: on_route(start, scenario, route), lambda world: run_weeks(world, scenario.weeks))
    return family_weeks(lived, scenario.weeks) / seconds


def bytes_per_family(scenario: Scenario) -> float:
    """Bytes of a world for each family that ever comes, posts and weekly lines included."""
    world = burn_in(scenario, seed=1)
    return sum(array.nbytes for array in world) / len(world.family)


def time_per_family_week(families: int) -> float:
    """Nanoseconds a family-week, regions of a thousand families one after the other on one core."""
    regions = families // FAMILIES_PER_REGION
    scenario = sim.load_scenario("youth_region").replace(
        families=families, regions=regions, weeks=FLAT_WEEKS, burn_in_weeks=FLAT_WEEKS
    )
    spent = 0.0
    weeks = 0
    for region in range(regions):
        world = on_route(burn_in(scenario, 1, region), scenario, "shared_plan")
        began = time.process_time()
        run_weeks(world, scenario.weeks)
        spent += time.process_time() - began
        weeks += family_weeks(world, scenario.weeks)
    return spent / weeks * 1e9


def plain_python_speed() -> float:
    """Family-weeks a second of the very same rules without compiling."""
    code = (
        "import time, sim\n"
        "from sim.run import burn_in, on_route\n"
        "from sim.rule_sets import run_weeks\n"
        "from benchmarks.__main__ import family_weeks\n"
        "s = sim.load_scenario('almelo').replace(families=60, weeks=4, burn_in_weeks=8)\n"
        "w = on_route(burn_in(s, 1), s, 'shared_plan')\n"
        "t = time.process_time()\n"
        "run_weeks(w, 4)\n"
        "print(family_weeks(w, 4) / (time.process_time() - t))\n"
    )
    return float(run_python(code, {"NUMBA_DISABLE_JIT": "1"}))


def start_times() -> list[float]:
    """Seconds until a small first run is done, each in a process of its own, in the order of ``STARTS``."""
    code = (
        "import sys, time\nbegan = time.perf_counter()\nimport sim\n"
        "almelo = sim.load_scenario('almelo', sys.argv[1:]).replace(families=20, weeks=4, burn_in_weeks=4)\n"
        "sim.simulate(almelo, 'shared_plan')\n"
        "print(time.perf_counter() - began)\n"
    )
    with tempfile.TemporaryDirectory() as cache:
        here = {"OMTAFEL_CACHE_DIR": cache}
        found = [run_python(code, here, *mine) for mine in ([], [], [EXTENSION], [EXTENSION])]
        found.append(run_python(code, {**here, "NUMBA_DISABLE_JIT": "1"}, EXTENSION))
    return [float(one) for one in found]


def run_python(code: str, extra: dict[str, str], *arguments: str) -> str:
    """What a fresh interpreter prints."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, env={**os.environ, **extra}, capture_output=True, text=True, check=True)
    return done.stdout


def seconds_of(work: Callable[[], object]) -> float:
    """Wall-clock seconds of some work."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def two_threads_gain(scenario: Scenario) -> float:
    """How much faster two threads are than one on the same paired replicates."""
    one = seconds_of(lambda: sim.compare(scenario, 40, workers=1))
    two = seconds_of(lambda: sim.compare(scenario, 40, workers=2))
    return one / two


def live_alone(families: int) -> float:
    """Family-weeks a second when all families are in one single region."""
    return speed(sim.load_scenario("almelo").replace(families=families, weeks=52, burn_in_weeks=52), "shared_plan")


def main() -> None:
    """Measure everything and print one table."""
    console = Console()
    console.print(machine())
    table = Table("what", "measured", "asked", title="Omtafel, speed and memory")
    for (what, asked), seconds in zip(STARTS, start_times(), strict=True):
        table.add_row(f"first run, {what}", f"{seconds:.1f} s", asked)
    big = sim.load_scenario("almelo").replace(families=2_000)
    speeds = {route: speed(big, route) for route in ROUTES}
    for route, found in speeds.items():
        table.add_row(
            f"2,000 families, {route}", f"{found / 1e6:.2f} million family-weeks a second and core", "≥ 5 million"
        )
    plain = plain_python_speed()
    table.add_row("the same rules uncompiled", f"{speeds['shared_plan'] / plain:,.0f} times slower", "hundreds")
    table.add_row("memory", f"{bytes_per_family(big):,.0f} bytes a family", "≤ 3,000")
    almelo = sim.load_scenario("almelo")
    sim.compare(almelo, 2)
    table.add_row(
        "compare almelo, 100 pairs", f"{seconds_of(lambda: sim.compare(almelo, 100)):.2f} s", "< 3 s on two cores"
    )
    table.add_row("two threads beside one", f"{two_threads_gain(almelo):.2f} times", "≥ 1.8")
    netherlands = sim.load_scenario("netherlands")
    table.add_row(
        "netherlands, both routes", f"{seconds_of(lambda: sim.compare(netherlands, 1)):.1f} s", "< 10 s on two cores"
    )
    for families in FLAT_FAMILIES:
        table.add_row(f"{families:,} families", f"{time_per_family_week(families):.0f} ns a family-week", "flat")
    table.add_row("20,000 families in one region", f"{live_alone(20_000) / 1e6:.2f} million a second and core", "-")
    console.print(table)


if __name__ == "__main__":
    main()
