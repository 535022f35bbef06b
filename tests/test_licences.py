"""Everything that runs or is served has a licence that lets anybody use it, and what is listed is what there is."""

import re
from importlib import metadata
from pathlib import Path

import pytest
import solara.server

from charts.still import VEGA_LITE
from constraints import licences
from constraints.licences import is_allowed, packages, parts, read_list, scripts

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
ALLOWED = read_list()["allowed"]


def install(folder: Path, name: str, *lines: str) -> None:
    """A package that is installed in a folder, as far as its metadata goes."""
    own = folder / f"{name}-1.0.dist-info"
    own.mkdir()
    (own / "METADATA").write_text("\n".join(["Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0", *lines, ""]))


@pytest.fixture
def find(tmp_path):
    """Looks for packages in one folder only."""

    def found(name: str) -> metadata.Distribution:
        return next(iter(metadata.distributions(name=name, path=[str(tmp_path)])))

    return found


def test_what_runs_and_is_served_here_is_allowed(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["licences"])
    assert licences.main() == 0
    assert capsys.readouterr().err == ""


def test_a_licence_that_nobody_allowed_is_named_and_ends_the_check(monkeypatch, capsys):
    made_up = licences.Part("pypi", "made-up", "1.0", "Licence-of-Nobody")
    monkeypatch.setattr(licences, "parts", lambda: [*parts(), made_up])
    monkeypatch.setattr("sys.argv", ["licences"])
    assert licences.main() == 1
    assert capsys.readouterr().err == "made-up 1.0: licence 'Licence-of-Nobody' is not in licences.toml\n"


@pytest.mark.parametrize(
    ("lines", "said", "allowed"),
    [
        (["License-Expression: MIT"], "MIT", True),
        (["License-Expression: MIT AND Made-Up"], "MIT AND Made-Up", False),
        (["License-Expression: Made-Up OR MIT"], "Made-Up OR MIT", True),
        (["License: see the file", "Classifier: License :: OSI Approved :: MIT License"], "MIT", True),
        (["Classifier: License :: OSI Approved :: Made-Up License"], "Made-Up License", False),
        (["License: Apache 2.0"], "Apache-2.0", True),
        (["License: All rights reserved"], "All rights reserved", False),
        ([], "nothing", False),
    ],
)
def test_a_package_says_its_licence_in_one_of_several_ways(tmp_path, find, lines, said, allowed):
    install(tmp_path, "one", *lines)
    (part,) = packages("one", read_list()["written"], find)
    assert part.licence == said
    assert is_allowed(part.licence, ALLOWED) == allowed


def test_what_a_package_needs_to_run_counts_and_what_it_needs_elsewhere_does_not(tmp_path, find):
    install(tmp_path, "one", "Requires-Dist: two[more]", "Requires-Dist: tests; extra == 'dev'", "Provides-Extra: dev")
    install(tmp_path, "two", "Requires-Dist: three; extra == 'more'", "Requires-Dist: other; python_version < '3'")
    install(tmp_path, "three", "Requires-Dist: one")
    assert [part.name for part in packages("one", {}, find)] == ["one", "three", "two"]


def test_what_an_extra_brings_counts_when_it_is_asked_for(tmp_path, find):
    install(tmp_path, "one", "Requires-Dist: two; extra == 'more'", "Requires-Dist: one[more]; extra == 'all'")
    install(tmp_path, "two")
    assert [part.name for part in packages("one", {}, find)] == ["one"]
    assert [part.name for part in packages("one[all]", {}, find)] == ["one", "two"]


def test_scripts_say_their_own_versions_and_are_those_that_pages_ask_for():
    served = read_list()["served"]
    assert {"vue", "vuetify", "requirejs", "echarts"} <= {part.name for part in scripts(served)}
    asking = [Path(solara.server.__file__).parent / "templates" / "solara.html.j2", *ROOT.glob("dashboard/parts/*.vue")]
    text = "".join(path.read_text("utf-8") for path in asking)
    for one in served.values():
        folder = re.match(r"(@\w+/)?[\w-]+@[0-9.]+/", one["file"])
        assert folder is not None
        assert folder[0] in text


def test_scripts_that_draw_are_listed_as_they_are_held():
    held = {part.name: part for part in parts() if part.name.startswith("vega")}
    assert set(held) == {"vega", "vega-lite", "vega-embed"}
    assert held["vega-lite"].version.startswith(VEGA_LITE)
    assert all(re.match(r"\d+\.\d+", part.version) for part in held.values())


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"file": "gone.js"}, "gone.js is not served any more"),
        ({"version": "none ([0-9])"}, "does not say its version"),
    ],
)
def test_a_script_that_is_not_as_it_is_listed_is_refused(changed, said):
    served = {"echarts": {**read_list()["served"]["echarts"], **changed}}
    with pytest.raises(ValueError, match=said):
        scripts(served)
