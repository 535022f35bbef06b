"""All ties of a region as a networkx graph, with kind and weight on every edge."""

import networkx as nx
import numpy as np

from sim.agents.need import ON_LIST, OPEN
from sim.names import LEFT, NEED_NAMES, NOT_YET_COME, SCHOOL, SECTOR_OF, SECTORS
from sim.rings import acquaintances
from sim.world import World

EDGE_KINDS = ("care", "knows", "waiting", "coordinates", "network", "belongs", "working", "employs", "school_link")


def graph_of(world: World, week: int, region: int | None = None, graph: nx.MultiGraph | None = None) -> nx.MultiGraph:
    """The ties at the end of a week.

    Nodes are tuples such as ``("family", 3)``, ``("parent", 9)``, ``("child", 10)``, ``("post", 12)``,
    ``("person", 3, 0)`` (somebody of family 3's own network) and ``("organisation", 2)``; with a region number behind
    them when there are several regions. Edges carry ``kind`` (one of ``EDGE_KINDS``), ``weight`` (0 to 1) and, for care
    and waiting, ``domain``. A ``working`` tie is between two professionals who know each other, as the outcomes on
    networks count them (``sim/rings.py``).

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
    add_staff(graph, world, tail)
    add_acquaintances(graph, world, week, tail)
    add_families(graph, world, tail)
    add_help(graph, world, tail)
    return graph


def plain(array: np.ndarray, *fields: str) -> zip:
    """Some fields of records, row by row, as plain numbers: Python reads a list far faster than a record."""
    records = array.view(np.ndarray)
    columns = [records[field].tolist() for field in fields]
    return zip(*columns, strict=True)


def add_staff(graph: nx.MultiGraph, world: World, tail: tuple) -> None:
    """Organisations, posts, who works where, and schools with their linked team."""
    for row, (sector, team) in enumerate(plain(world.organisation, "sector", "linked_team")):
        graph.add_node(("organisation", row, *tail), kind="organisation", sector=SECTORS[sector])
        if team >= 0:
            ends = ("organisation", row, *tail), ("organisation", team, *tail)
            graph.add_edge(*ends, kind="school_link", weight=1.0)
    for row, (sector, filled, organisation) in enumerate(plain(world.post, "sector", "filled", "organisation")):
        node = ("post", row, *tail)
        graph.add_node(node, kind="professional", sector=SECTORS[sector], filled=bool(filled))
        graph.add_edge(node, ("organisation", organisation, *tail), kind="employs", weight=1.0)


def add_acquaintances(graph: nx.MultiGraph, world: World, week: int, tail: tuple) -> None:
    """Who knows whom; the weight is how well, by whoever knows the other least."""
    fades = float(world.p[world.stretch[week - world.tally[0].first_week]].familiarity_fades)
    for one, other, weight in zip(*(ends.tolist() for ends in acquaintances(world.post, week, fades)), strict=True):
        graph.add_edge(("post", one, *tail), ("post", other, *tail), kind="working", weight=weight)


def add_families(graph: nx.MultiGraph, world: World, tail: tuple) -> None:
    """Families that are there, who belongs to each, and who is around it; and who coordinates its plan."""
    family = world.family.view(np.ndarray)
    severity = family["severity"].mean(axis=1).tolist()
    plan = plain(family["plan"], "active", "coordinator", "fidelity")
    fields = plain(family, "first_person", "parents", "children", "members")
    closeness, at_table = family["member"]["closeness"].tolist(), family["member"]["at_table"].tolist()
    there = (family["status"] != NOT_YET_COME) & (family["status"] != LEFT)
    everybody = zip(there.tolist(), fields, plan, strict=True)
    for number, (here, (first, parents, children, members), (active, coordinator, fidelity)) in enumerate(everybody):
        if not here:
            continue
        node = ("family", number, *tail)
        graph.add_node(node, kind="family", severity=severity[number])
        for who in range(parents + children):
            kind = "parent" if who < parents else "child"
            person = (kind, first + who, *tail)
            graph.add_node(person, kind=kind)
            graph.add_edge(person, node, kind="belongs", weight=1.0)
        if active == 1 and coordinator >= 0:
            graph.add_edge(node, ("post", coordinator, *tail), kind="coordinates", weight=fidelity)
        for who in range(members):
            person = ("person", number, who, *tail)
            graph.add_node(person, kind="network_member", at_table=bool(at_table[number][who]))
            graph.add_edge(node, person, kind="network", weight=closeness[number][who])


def add_help(graph: nx.MultiGraph, world: World, tail: tuple) -> None:
    """Who helps with which need, at whose list each other need waits, and whom a family always knows."""
    family, need, relation = (array.view(np.ndarray) for array in (world.family, world.need, world.relation))
    post, bond = relation["post"].tolist(), relation["bond"].tolist()
    there = (family["status"] != NOT_YET_COME) & (family["status"] != LEFT)
    first, parents = family["first_person"].tolist(), family["parents"].tolist()
    whose_need, status = need["family"], need["status"]
    asked = need[np.isin(status, (ON_LIST, OPEN)) & there[whose_need]]
    fields = plain(asked, "family", "person", "domain", "status", "relation")
    for organisation, (number, who, domain, status, row) in zip(organisations_of(world, asked).tolist(), fields):
        whose = ("family", number, *tail)
        if who >= 0:
            whose = ("parent" if who < parents[number] else "child", first[number] + who, *tail)
        name = NEED_NAMES[domain]
        if status == OPEN:
            graph.add_edge(whose, ("post", post[row], *tail), kind="care", weight=bond[row], domain=name)
        else:
            graph.add_edge(whose, ("organisation", organisation, *tail), kind="waiting", weight=1.0, domain=name)
    always = (relation["always"] == 1) & (relation["post"] >= 0)
    known = np.flatnonzero(always)
    of = np.searchsorted(family["first_relation"], known, side="right") - 1
    for row, number in zip(known[there[of]].tolist(), of[there[of]].tolist()):
        graph.add_edge(("family", number, *tail), ("post", post[row], *tail), kind="knows", weight=bond[row])


def organisations_of(world: World, needs: np.ndarray) -> np.ndarray:
    """The organisation at which each of some needs waits: the child's own school, else the family's of that sector."""
    family, domain, person = needs["family"], needs["domain"], needs["person"]
    own = world.family["organisation"][family, SECTOR_OF[domain]]
    people = world.family["first_person"][family] + np.maximum(person, 0)
    school = world.person["school"][people]
    return np.where(domain == SCHOOL, school, own)
