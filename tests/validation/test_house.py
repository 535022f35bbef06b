"""The house: every import points down, nothing goes round in a circle, and every room has its place in the drawing."""

import ast
import tomllib

import networkx as nx
import pytest

from validation import house


@pytest.mark.slow
def test_no_import_climbs():
    assert house.climbs(house.imports()) == []


def test_no_circle():
    assert house.circles(house.imports()) == []


def test_every_package_of_the_project_is_a_room_and_every_module_of_the_model_stands_on_the_stairs():
    known = {*house.ROOMS, "constraints", "docs", "scenarios", "tests"}
    assert {path.parent.name for path in house.ROOT.glob("*/__init__.py")} <= known
    inside = {name.split(".")[1] for name in house.files() if name.startswith("sim.")}
    assert inside == set(house.STEPS) - {""}


def test_every_package_that_is_shipped_says_that_it_is_typed():
    setup = tomllib.loads((house.ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    assert "py.typed" in setup["package-data"]["*"]
    shipped = {name.split(".")[0] for name in setup["packages"]["find"]["include"]}
    with_code = {name for name in shipped if (house.ROOT / name / "__init__.py").exists()}
    assert with_code == set(house.ROOMS) - {"benchmarks"}
    assert {path.parent.name for path in house.ROOT.glob("*/py.typed")} == with_code


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import sim.run", {"sim.run"}),
        ("from sim.run import simulate, Run", {"sim.run"}),
        ("from sim import run, names", {"sim.run", "sim.names"}),
        ("from sim import load_scenario, run", {"sim", "sim.run"}),
        ("def later():\n    from sim.week import run_weeks", {"sim.week"}),
        ("import numpy", set()),
    ],
)
def test_what_a_line_imports(code, found):
    own = house.files()
    assert {one for node in ast.walk(ast.parse(code)) for one in house.named_in(node, own)} == found


def test_what_climbs_and_what_goes_round_is_found():
    graph = nx.DiGraph([("charts.fans", "reports.page"), ("reports.page", "charts.fans"), ("sim.names", "sim.week")])
    assert house.climbs(graph) == [
        house.Climb("charts.fans", "reports.page"),
        house.Climb("sim.names", "sim.week"),
    ]
    assert house.circles(graph) == [["charts.fans", "reports.page"]]


def test_the_house_is_printed(capsys):
    house.main()
    printed = capsys.readouterr().out
    assert all(f"{room}/" in printed for room in house.ROOMS)
    assert "8 rooms, 0 circles, 0 climbs" in printed
