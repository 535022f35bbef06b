"""A region in Mesa's own page: who helps whom, week by week, with three levers.

    pip install "omtafel[mesa]"
    solara run examples/mesa_app.py

Professionals stand in a circle, sector by sector, with their organisations outside it; a family stands among those who
help it, so that one in the middle has helpers on many sides. One run says nothing about what a shared plan does:
``sim.compare`` runs both routes with the same luck, many times.
"""

import math

import networkx as nx
import solara
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from mesa.visualization import Slider, SolaraViz, make_plot_component, make_space_component
from mesa.visualization.components import AgentPortrayalStyle

from sim import CareModel
from sim.agents.views import Coordinator, Family, Organisation, Professional

GOLDEN = math.pi * (3 - math.sqrt(5))  # radians: points that turn by it never lie on one another
OUTSIDE, CROWD = 1.25, 0.08

SETTINGS = {
    "scenario": "almelo",
    "families": 60,
    "burn_in_weeks": 78,
    "route": {"type": "Select", "value": "shared_plan", "values": ["parallel", "shared_plan"], "label": "Route"},
    "seed": Slider("Seed: whose luck", 1, 0, 50, 1),
    "turnover_rate": Slider("Staff turnover (a year)", 0.2, 0.0, 0.9, 0.05),
    "time_shortage": Slider("Time shortage", 0.0, 0.0, 0.6, 0.05),
}


def places(graph: nx.Graph) -> dict[int, tuple[float, float]]:
    """Where each cell is drawn: professionals in a circle, organisations outside, families among their helpers."""
    kinds = graph.nodes(data="kind")
    posts = sorted((graph.nodes[node]["sector"], node) for node, kind in kinds if kind == "professional")
    found = {
        node: (math.cos(turn), math.sin(turn))
        for place, (_, node) in enumerate(posts)
        for turn in [2 * math.pi * place / len(posts)]
    }
    circle = dict(found)
    for node, kind in kinds:
        if kind == "professional":
            continue
        around = [circle[other] for other in graph[node] if other in circle] or [(0.0, 0.0)]
        x, y = (sum(one[axis] for one in around) / len(around) for axis in (0, 1))
        if kind == "organisation":
            length = math.hypot(x, y) or 1.0
            found[node] = OUTSIDE * x / length, OUTSIDE * y / length
        else:
            found[node] = x + CROWD * math.cos(GOLDEN * node), y + CROWD * math.sin(GOLDEN * node)
    return {node: found[node] for node in graph}  # Mesa draws by order, not by name


def looks(agent: object) -> AgentPortrayalStyle:
    """How an agent is drawn: round families and triangles of professionals, orange where there is a shared plan."""
    if isinstance(agent, Family):
        return AgentPortrayalStyle(color="tab:orange" if agent.has_plan else "tab:blue")
    if isinstance(agent, Organisation):
        return AgentPortrayalStyle(color="gray", marker="s")
    if isinstance(agent, Professional) and not agent.filled:
        return AgentPortrayalStyle(color="lightgray", marker="^")
    return AgentPortrayalStyle(color="tab:orange" if isinstance(agent, Coordinator) else "black", marker="^")


def lighten(axes: Axes) -> None:
    """Draw ties so thin that one sees where they are many."""
    for lines in axes.collections:
        if isinstance(lines, LineCollection):
            lines.set(alpha=0.12, linestyle="-", linewidth=0.6)


def model_of(**settings: object) -> CareModel:
    """A model with the settings that the page begins with, but for those that are given."""
    values = {name: getattr(one, "value", one) for name, one in SETTINGS.items()}
    values = {name: one["value"] if isinstance(one, dict) else one for name, one in values.items()}
    return CareModel(**{**values, **settings})


@solara.component
def Page() -> None:
    """The page that ``solara run`` serves."""
    SolaraViz(
        solara.use_memo(model_of, []),
        components=[
            make_space_component(looks, post_process=lighten, layout_alg=places, layout_kwargs={}),
            make_plot_component(["trust", "direction"]),
        ],
        model_params=SETTINGS,
        name="Omtafel",
    )
