"""Parents support each other: a tie between two families, which the model does not have.

Families that want to are brought together two by two, and stay so until one of them leaves the region. Each is support
to the other, the more the calmer it is itself. How much that is, is assumed; nothing here was measured.

    omtafel --with examples/peer_support.py compare almelo --replicates 20 --set peer_share=0.3
"""

import sim
from sim.chance import four
from sim.names import IN_CARE, LEFT, WAITING
from sim.world import own_line

NOBODY = -1

sim.extension.parameter(
    "peer_share",
    value=0.0,
    low=0.0,
    high=1.0,
    label={"en": "Families that want to meet another", "nl": "Gezinnen die een ander gezin willen ontmoeten"},
    explanation={
        "en": "Share of the families waiting or in care that are brought together with another one.",
        "nl": "Deel van de gezinnen die wachten of hulp krijgen dat met een ander gezin in contact wordt gebracht.",
    },
)
sim.extension.parameter(
    "peer_support",
    value=0.15,
    low=0.0,
    high=0.5,
    kind="assumption",
    label={"en": "Support from another family", "nl": "Steun van een ander gezin"},
    explanation={
        "en": "Share of the support that is missing which another family gives when it is calm itself.",
        "nl": "Deel van de steun die ontbreekt dat een ander gezin geeft als het zelf rust heeft.",
    },
    source="assumed: no study was looked for",
)
sim.extension.state("family", peer=NOBODY)  # the row of the other family
sim.extension.state("week", with_a_peer=0.0)
WANTS_TO = sim.extension.luck("peer_support")


@sim.extension.outcome(
    "with_a_peer",
    unit="share",
    better="neither",
    matters_from=0.05,
    label={"en": "Families with another family beside them", "nl": "Gezinnen met een ander gezin naast zich"},
    definition={
        "en": "Share of the weeks of families in the region in which another family supports them.",
        "nl": "Deel van de weken van gezinnen in de regio waarin een ander gezin hen steunt.",
    },
)
def with_a_peer(totals):
    return totals.own_week["with_a_peer"].sum() / totals.total("in_region")


def looks_for_another(world, number, p):
    status = world.family[number].status
    alone = world.own_family[number].peer == NOBODY
    here = status in (WAITING, IN_CARE)
    return alone and here and four(world.luck[0], WANTS_TO, number, 0, 0)[0] < p.peer_share


@sim.extension(after="arrivals")
def bring_together(world, week, p):
    """Source: assumed: who wants to is brought together at once, in the order of coming."""
    first = NOBODY
    for number in range(world.tally[0].arrived):
        own = world.own_family[number]
        if own.peer != NOBODY and world.family[own.peer].status == LEFT:
            own.peer = NOBODY
        if looks_for_another(world, number, p):
            if first == NOBODY:
                first = number
            else:
                own.peer = first
                world.own_family[first].peer = number
                first = NOBODY


@sim.extension(after="support")
def support_each_other(world, week, number, family, p):
    """Source: assumed: support as that of a family's own people."""
    peer = world.own_family[number].peer
    if peer != NOBODY:
        family.support += p.peer_support * (1.0 - world.family[peer].overload) * (1.0 - family.support)
        own_line(world, week).with_a_peer += 1.0
