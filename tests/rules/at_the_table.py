"""What tests of round tables share: settings that make coming easy to work out, and a family with a coordinator."""

from sim.names import PARENTING, SOCIAL_TEAM

INVITING = {
    "table_hours": 2,
    "unpaid_comes": 0.6,
    "paid_attendance": 0.5,
    "stranger_comes": 0.4,
    "concern_keeps_away": 0.3,
    "school_structure_brings": 0.4,
    "school_link_brings": 0.5,
    "coordinator_sector": SOCIAL_TEAM,
    "contact_first": 0,
}


def coordinated(world, helper, plan, *places, **state):
    """A family with a coordinator on post 0 and helpers in these places."""
    helper(world, 0, PARENTING)
    for place in places:
        helper(world, 0, place)
    return plan(world, 0, coordinator=0, **state)
