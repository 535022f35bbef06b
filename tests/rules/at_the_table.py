"""What tests of round tables share: settings that make coming easy to work out, and a family with a coordinator."""

from sim.names import PARENTING, SOCIAL_TEAM
from tests.rules.rows import need_of

INVITING = {
    "table_hours": 2,
    "unpaid_comes": 0.6,
    "paid_attendance": 0.5,
    "stranger_comes": 0.4,
    "concern_closes": 0.3,
    "school_structure_brings": 0.4,
    "family_refuses": 0,
    "coordinator_sector": SOCIAL_TEAM,
    "contact_first": 0,
}


def coordinated(world, helper, plan, *domains, **state):
    """A family with a coordinator on post 0 and helpers for these domains."""
    helper(world, 0, PARENTING)
    for domain in domains:
        helper(world, 0, domain)
    return plan(world, 0, coordinator=0, **state)


def seat_of(world, domain):
    """Where the helper for a domain was at the last table: 1 came, -1 was asked and did not come, 0 not asked."""
    return world.relation[need_of(world, 0, domain).relation].seat


def seated(world, *domains):
    """The helpers for these domains sit at the table."""
    for domain in domains:
        world.relation[need_of(world, 0, domain).relation].seat = 1
