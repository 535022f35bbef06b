"""A buddy keeps in touch with families that wait for help: a policy that the model does not have.

Each week a buddy, a volunteer, calls some of the families that are on a list. A call takes away part of what they
cannot take, and part of their distrust. Whether that is so, and how much, is assumed; nothing here was measured.

    omtafel --with examples/waiting_list_buddy.py compare almelo --replicates 20 --set buddy_share=0.5
"""

import sim
from sim.chance import four
from sim.world import own_line

sim.extension.parameter(
    "buddy_share",
    value=0.0,
    low=0.0,
    high=1.0,
    label={"en": "Waiting families with a buddy", "nl": "Wachtende gezinnen met een maatje"},
    explanation={
        "en": "Share of the families on a waiting list whom a volunteer calls every week.",
        "nl": "Deel van de gezinnen op een wachtlijst dat elke week door een vrijwilliger wordt gebeld.",
    },
)
sim.extension.parameter(
    "buddy_calms",
    value=0.05,
    low=0.0,
    high=0.2,
    kind="assumption",
    label={"en": "What a call of a buddy takes away", "nl": "Wat een telefoontje van een maatje wegneemt"},
    explanation={
        "en": "Share of overload, and of what is missing of trust, that one call takes away.",
        "nl": "Deel van de overbelasting, en van wat er aan vertrouwen ontbreekt, dat één telefoontje wegneemt.",
    },
    source="assumed: no study was looked for",
)
sim.extension.state("family", buddy_calls=0)
sim.extension.state("week", buddy_calls=0.0)
WHO_HAS_A_BUDDY = sim.extension.luck("waiting_list_buddy")


@sim.extension.outcome(
    "buddy_calls",
    unit="calls per family-year",
    better="neither",
    matters_from=0.1,
    label={"en": "Calls of a buddy", "nl": "Telefoontjes van een maatje"},
    definition={
        "en": "Calls of buddies, per family and year.",
        "nl": "Telefoontjes van maatjes, per gezin en jaar.",
    },
)
def buddy_calls(totals):
    return totals.per_family_year(totals.own_week["buddy_calls"].sum())


def has_a_buddy(world, number, p):
    return four(world.luck[0], WHO_HAS_A_BUDDY, number, 0, 0)[0] < p.buddy_share


@sim.extension(after="waiting")
def call_who_waits(world, week, number, family, p):
    """Source: assumed: a friendly voice calms."""
    if family.waiting_cases > 0 and has_a_buddy(world, number, p):
        family.overload -= p.buddy_calms * family.overload
        family.trust += p.buddy_calms * (1.0 - family.trust)
        world.own_family[number].buddy_calls += 1
        own_line(world, week).buddy_calls += 1.0
