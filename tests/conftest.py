"""Before any test that runs weeks the rules are compiled once, so that all test processes find them on disk; and tests
that share what their file has made for them run in one process.
"""

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parent.parent
SERVED = ("attacks", "browser")
# What these compile is compiled once, by whichever process gets them all.
COMPILING = ("sim/test_rule_sets.py", "experiments/test_with_extensions.py", "browser/test_with_an_extension.py")
settings.load_profile("ci")  # the same cases each time, and no less time for one because the machine is busy
# Tests run beside each other: threads of one that wait for a share of a sum would keep the processor from the others.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
gc.disable()  # thousands of tests that stay are no garbage: to look among them took two fifths of reading them
ALL_SLOW = "\npytestmark = pytest.mark.slow\n"
WARM_UP = """
from sim import load_scenario, simulate
simulate(load_scenario("almelo").replace(families=1, weeks=1, burn_in_weeks=0), "parallel")
"""


def pytest_collection_finish():
    """Look for garbage from here on, but not among what was read."""
    gc.freeze()
    gc.enable()


def pytest_sessionstart(session):
    """Compile in the process that starts the others; not for the rules alone, which run as plain Python."""
    is_helper_process = hasattr(session.config, "workerinput")
    only_rules = all("tests/rules" in argument for argument in session.config.args)
    if not is_helper_process and not only_rules:
        subprocess.run([sys.executable, "-c", WARM_UP], cwd=ROOT, check=False)


def pytest_ignore_collect(collection_path, config):
    """Files of which every test is slow are not even read where the quick ones are asked for."""
    if config.getoption("markexpr") == "not slow" and collection_path.suffix == ".py":
        served = collection_path.parent.name in SERVED and collection_path.parent.parent == ROOT / "tests"
        return True if served or ALL_SLOW in collection_path.read_text("utf-8") else None
    return None


def pytest_collection_modifyitems(items):
    """What speaks with a served dashboard is slow. Files in which something is slow come first, those that wait for a
    page or a process before all: others work meanwhile, and no long file is left for the end."""
    for item in items:
        if folder_of(item.nodeid) in SERVED:
            item.add_marker("slow")
    slow = {file_of(item.nodeid) for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: turn_of(item.nodeid, slow))


def turn_of(nodeid, slow):
    """By what a test comes before another: what compiles (in its order), what is served, what is slow, the rest."""
    turn = (
        0
        if place_among_compiling(nodeid)
        else 1
        if folder_of(nodeid) in SERVED
        else 2
        if file_of(nodeid) in slow
        else 3
    )
    return turn, place_among_compiling(nodeid)


def file_of(nodeid):
    """The file of a test."""
    return nodeid.split("::")[0]


def folder_of(nodeid):
    """The room of a test."""
    return nodeid.split("/")[1]


def place_among_compiling(nodeid):
    """From 1 where a test's file is one of those that compile, else 0."""
    file = file_of(nodeid).removeprefix("tests/")
    return COMPILING.index(file) + 1 if file in COMPILING else 0


class BySharing(LoadScopeScheduling):
    """Files one by one to whichever process is free, so that what its tests share is made once. A process that meets a
    file which speaks with a dashboard serves one, for that file and those that come after it."""

    def _split_scope(self, nodeid):
        return COMPILING[0] if place_among_compiling(nodeid) else file_of(nodeid)


def pytest_xdist_make_scheduler(config, log):
    """Hand out the tests in their order; the marks that xdist has for this are not heard by the newest pytest."""
    config.option.loadscopereorder = False  # else files with many tests, which are short, come first
    return BySharing(config, log)


@pytest.fixture(autouse=True, scope="session")
def nobody_pulls_the_plug():
    """What a test writes need not reach the disk itself: what is killed has written it, and waiting takes a minute."""
    with pytest.MonkeyPatch.context() as here:
        here.setattr(os, "fsync", lambda file: None)
        yield


@pytest.fixture(autouse=True)
def extensions_are_forgotten():
    """What a test makes known of extensions, in this process, is known to no other test."""
    yield
    os.environ.pop("OMTAFEL_WITH", None)
    if "sim.extensions.loading" in sys.modules:  # else nothing is known of any, and importing takes a second
        from tests.forgotten import forget_extensions

        forget_extensions()


@pytest.fixture(scope="session")
def chromium():
    """The browser; one for all tests of a process, because Playwright takes no second one."""
    from playwright.sync_api import expect, sync_playwright

    from benchmarks.serving import BROWSER_ARGUMENTS, browser_path

    path = browser_path()
    if path is None:
        words = "no Chromium on this machine: pages are not tested in a browser (apt-get install chromium)"
        if os.environ.get("OMTAFEL_NEEDS_BROWSER"):
            pytest.fail(words)
        pytest.skip(words)
    expect.set_options(timeout=120_000)  # milliseconds; a machine that does other things too may be slow
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER_ARGUMENTS)
        yield browser
        browser.close()
