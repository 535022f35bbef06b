"""The example of Mesa's own page: every cell has its place, every agent its look, and the page steps."""

import runpy
from pathlib import Path

import numpy as np
import pytest
import solara
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from mesa.visualization import draw_space

from sim.agents.views import Coordinator, Family, Professional

APP = runpy.run_path(str(Path(__file__).parents[2] / "examples" / "mesa_app.py"))


@pytest.fixture(scope="module")
def model():
    model = APP["model_of"](families=20, burn_in_weeks=10)
    for _ in range(8):
        model.step()
    return model


def test_every_cell_has_a_place_of_its_own_in_the_order_of_the_graph(model):
    graph = model.space.G
    found = APP["places"](graph)
    assert list(found) == list(graph)
    assert len(set(found.values())) == len(found)
    for node, kind in graph.nodes(data="kind"):
        x, y = found[node]
        assert (x**2 + y**2 > 1.1) == (kind == "organisation"), "organisations outside the circle"


def test_a_picture_of_the_space_shows_families_with_and_without_a_plan(model):
    axes = Figure().add_subplot()
    draw_space(model.space, APP["looks"], ax=axes, layout_alg=APP["places"], layout_kwargs={})
    APP["lighten"](axes)
    drawn = sum(np.shape(one.get_offsets())[0] for one in axes.collections if isinstance(one, PathCollection))
    assert drawn == len(model.space.agents)
    colours = {APP["looks"](family).color for family in model.agents_by_type[Family]}
    assert colours == {"tab:orange", "tab:blue"}
    assert APP["looks"](next(iter(model.agents_by_type[Coordinator]))).color == "tab:orange"
    assert {APP["looks"](post).marker for post in model.agents_by_type[Professional]} == {"^"}


def widgets_of(box):
    """Every part of a page."""
    waiting = [box]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += [child for child in getattr(one, "children", ()) if not isinstance(child, str)]


def weeks_shown(box) -> float:
    """What the page says of how far it is; versions of Mesa call it otherwise."""
    texts = [text for one in widgets_of(box) for text in getattr(one, "children", ()) if isinstance(text, str)]
    return next(float(text.split(": ")[1]) for text in texts if text.startswith(("Step: ", "Time: ")))


@pytest.mark.slow
def test_the_page_is_drawn_and_a_step_is_a_week():
    box, context = solara.render(solara.AppLayout(children=[APP["Page"]()]), handle_error=False)
    try:
        labels = {getattr(one, "label", None) for one in widgets_of(box)}
        assert {"Route", "Seed: whose luck", "Time shortage"} <= labels
        assert weeks_shown(box) == 0
        next(one for one in widgets_of(box) if getattr(one, "children", None) == ["Step"]).click()
        assert weeks_shown(box) == 1
    finally:
        context.close()
