"""All ties of a region as a networkx graph, with kind and weight on every edge."""

import networkx as nx

from sim.agents.acquaintance import MAX_ACQUAINTANCES, familiarity
from sim.agents.need import ON_LIST, OPEN
from sim.care.waiting import organisation_of
from sim.names import LEFT, NEED_NAMES, NOT_YET_COME, SECTORS
from sim.world import World

EDGE_KINDS = ("care", "knows", "waiting", "coordinates", "network", "belongs", "working", "employs", "school_link")


def graph_of(world: World, week: int, region: int | None = None, graph: nx.MultiGraph | None = None) -> nx.MultiGraph:
    """The ties at the end of a week.

    Nodes are tuples such as ``("family", 3)``, ``("parent", 9)``, ``("child", 10)``, ``("post", 12)``,
    ``("person", 3, 0)`` (somebody of family 3's own network) and ``("organisation", 2)``; with a region number behind
    them when there are several regions. Edges carry ``kind`` (one of ``EDGE_KINDS``), ``weight`` (0 to 1) and, for care
    and waiting, ``domain``.

    Args:
        world: the region.
        week: the week that just ended.
        region: its number, or None when there is one region.
        graph: a graph to add to; by default a new one.

    Returns:
        The graph.
    """
    graph = nx.MultiGraph() if graph is None else graph
    tail = () if region is None else (region,)
    p = world.p[world.stretch[week - world.tally[0].first_week]]
    add_staff(graph, world, week, tail, p)
    for number, family in enumerate(world.family):
        if family.status in (NOT_YET_COME, LEFT):
            continue
        node = ("family", number, *tail)
        graph.add_node(node, kind="family", severity=float(family.severity.mean()))
        for who in range(family.parents + family.children):
            row = int(family.first_person) + who
            kind = "parent" if who < family.parents else "child"
            graph.add_node((kind, row, *tail), kind=kind)
            graph.add_edge((kind, row, *tail), node, kind="belongs", weight=1.0)
        for need in world.need[family.first_need : family.first_need + family.needs]:
            whose = node
            if need.person >= 0:
                row = int(family.first_person + need.person)
                whose = ("parent" if need.person < family.parents else "child", row, *tail)
            domain = NEED_NAMES[need.domain]
            if need.status == OPEN:
                relation = world.relation[need.relation]
                graph.add_edge(
                    whose, ("post", int(relation.post), *tail), kind="care", weight=float(relation.bond), domain=domain
                )
            elif need.status == ON_LIST:
                organisation = int(organisation_of(world, family, need))
                graph.add_edge(whose, ("organisation", organisation, *tail), kind="waiting", weight=1.0, domain=domain)
        for relation in world.relation[family.first_relation : family.first_relation + family.relations]:
            if relation.always == 1 and relation.post >= 0:
                graph.add_edge(node, ("post", int(relation.post), *tail), kind="knows", weight=float(relation.bond))
        if family.plan.active == 1 and family.plan.coordinator >= 0:
            coordinator = ("post", int(family.plan.coordinator), *tail)
            graph.add_edge(node, coordinator, kind="coordinates", weight=float(family.plan.fidelity))
        for who in range(family.members):
            person = ("person", number, who, *tail)
            graph.add_node(person, kind="network_member", at_table=bool(family.member[who].at_table))
            graph.add_edge(node, person, kind="network", weight=float(family.member[who].closeness))
    return graph


def add_staff(graph: nx.MultiGraph, world: World, week: int, tail: tuple, p) -> None:
    """Organisations, posts, who works where, who knows whom, and schools with their linked team."""
    for row, organisation in enumerate(world.organisation):
        graph.add_node(("organisation", row, *tail), kind="organisation", sector=SECTORS[organisation.sector])
        if organisation.linked_team >= 0:
            team = ("organisation", int(organisation.linked_team), *tail)
            graph.add_edge(("organisation", row, *tail), team, kind="school_link", weight=1.0)
    for row, post in enumerate(world.post):
        node = ("post", row, *tail)
        graph.add_node(node, kind="professional", sector=SECTORS[post.sector], filled=bool(post.filled))
        graph.add_edge(node, ("organisation", int(post.organisation), *tail), kind="employs", weight=1.0)
        if post.filled:
            for place in range(MAX_ACQUAINTANCES):
                other = int(post.acquaintance[place].post)
                if other > row and world.post[other].filled:
                    weight = familiarity(post, other, world.post[other], week, p)
                    if weight > 0.0:
                        graph.add_edge(node, ("post", other, *tail), kind="working", weight=float(weight))
