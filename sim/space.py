"""The ties of a week as a Mesa network, to be drawn by ``mesa.visualization`` or looked around in.

A cell for each family, professional and organisation, with the agent of that name in it, and a coordinator in the cell
of the post. Cells are joined where the graph of that week has a tie; ties of people of a family are those of its cell.
"""

import inspect
from collections.abc import Iterable
from typing import Any

import networkx as nx
from mesa.discrete_space import Network

from sim.agents.views import Coordinator, Family, Organisation, Professional, View

CELLS = ("family", "professional", "organisation")  # kinds of nodes that have one
IN_CELLS = (Family, Professional, Coordinator, Organisation)


def network_of(graph: nx.MultiGraph, views: Iterable[View], regions: int, random: Any) -> Network:
    """A Mesa network of ties, with the agents in its cells.

    Args:
        graph: of a week (``sim.network.graph_of``).
        views: the agents of that week.
        regions: how many there are; nodes of several carry the number of theirs.
        random: the model's.

    Returns:
        The network; its ``G`` has whole numbers as nodes, with ``node`` (as in the graph) and ``kind``, and ``kinds``
        of ties on every edge.
    """
    shown = [node for node, kind in graph.nodes(data="kind") if kind in CELLS]
    number = {node: place for place, node in enumerate(shown)}
    ties = nx.Graph()
    for node, place in number.items():
        ties.add_node(place, node=node, **graph.nodes[node])
    for one, other, kind in graph.edges(data="kind"):
        ends = [number[home] for home in (home_of(graph, one), home_of(graph, other))]
        if ends[0] != ends[1]:
            kinds = {kind} | ties.edges[ends].get("kinds", set()) if ties.has_edge(*ends) else {kind}
            ties.add_edge(*ends, kinds=kinds)
    no_layout = {"layout": None} if "layout" in inspect.signature(Network).parameters else {}  # it is costly, from 3.5
    network = Network(ties, random=random, **no_layout)
    for view in views:
        if isinstance(view, IN_CELLS):
            network[number[node_of(view, regions)]].add_agent(view)
    return network


def home_of(graph: nx.MultiGraph, node: tuple) -> tuple:
    """The node whose cell a node is in: its own, or that of the family it belongs to."""
    if graph.nodes[node]["kind"] in CELLS:
        return node
    return next(other for other in graph[node] if other[0] == "family")


def node_of(view: View, regions: int) -> tuple:
    """The node of an agent that is in a cell."""
    tail = (view.region,) if regions > 1 else ()
    kind = "post" if isinstance(view, Professional | Coordinator) else type(view).rows
    return (kind, view.row, *tail)
