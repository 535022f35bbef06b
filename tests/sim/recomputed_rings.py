"""The outcomes on networks once more: every ring as a networkx graph, from needs, relations and acquaintances alone."""

import networkx as nx
import numpy as np

from tests.sim.recomputed import Week


def acquaintances(week: Week) -> nx.Graph:
    """Who knows whom: the people on posts, joined when each has the other among the acquaintances."""
    post = week.after.post.view(np.ndarray)
    knows = nx.DiGraph()
    for one in np.flatnonzero(post["filled"] == 1).tolist():
        knows.add_node(one)
        for held in post["acquaintance"][one]:
            other = int(held["post"])
            if other >= 0 and post["filled"][other] == 1 and post["incumbent"][other] == held["incumbent"]:
                knows.add_edge(one, other)
    return knows.to_undirected(reciprocal=True)


def rings(week: Week, people: nx.Graph) -> dict[int, nx.Graph]:
    """By family that is followed and there, its helpers and who of them know each other."""
    found: dict[int, set[int]] = {}
    for number, post in zip(week.need["family"][week.open].tolist(), week.post_of[week.open].tolist()):
        if week.there[number] and post in people:
            found.setdefault(number, set()).add(post)
    return {number: people.subgraph(helpers) for number, helpers in found.items()}


def out_of_reach(ring: nx.Graph) -> float:
    """Share of pairs whom no chain connects."""
    pairs = len(ring) * (len(ring) - 1)
    return 1 - sum(len(part) * (len(part) - 1) for part in nx.connected_components(ring)) / pairs


def wholes(week: Week) -> dict[str, tuple[float, float]]:
    """Part and whole by outcome."""
    people = acquaintances(week)
    found = rings(week, people)
    several = [ring for ring in found.values() if len(ring) > 1]
    gaps = bridged = new = 0
    for number, ring in found.items():
        plan = week.family["plan"][number]
        led_by = int(plan["coordinator"]) if plan["active"] else -1
        for pair in nx.non_edges(ring):
            if led_by >= 0 and led_by not in pair:
                gaps += 1
                bridged += led_by in people and set(pair) <= set(people[led_by])
        for post in ring:
            relation = next(one for one in week.relation[week.family_of == number] if one["post"] == post)
            new += max(relation["since"], relation["face_since"]) > week.week - 26
    organisation = week.after.post["organisation"]
    elsewhere = sum(organisation[one] != organisation[other] for one, other in people.edges)
    return {
        "helpers_acquainted_share": (sum(map(nx.density, several)), len(several)),
        "fragmentation": (sum(map(out_of_reach, several)), len(several)),
        "coordinator_brokerage": (bridged, gaps),
        "new_ties_share": (new, sum(map(len, found.values()))),
        "colleagues_known": (2 * elsewhere, len(people)),
    }
