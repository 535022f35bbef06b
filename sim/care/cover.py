"""Cover: while a post is empty or its holder is ill, a colleague of the same organisation sees to part of the cases."""

from sim.agents.professional import skill_now, spend
from sim.care.talk import treat
from sim.compiled import rule
from sim.names import CONTACT, MISSED_APPOINTMENTS, SECTOR_OF
from sim.world import line_of

COLLEAGUES_ASKED = 3  # more are not looked for in a week


@rule
def colleague_of(world, row, hours):
    """The row of a colleague of the same organisation who is there and has so many hours to spare, -1 without.

    Source: assumed: who sits nearest is asked first.
    """
    post = world.post[row]
    organisation = world.organisation[post.organisation]
    for step in range(1, min(COLLEAGUES_ASKED + 1, organisation.posts)):
        other = organisation.first_post + (row - organisation.first_post + step) % organisation.posts
        if world.post[other].away == 0 and hours_to_spare(world.post[other]) >= hours:
            return other
    return -1


@rule
def hours_to_spare(post):
    """Hours of this week that neither are spent nor will be needed for somebody's own appointments.

    Source: assumed: own appointments go first.
    """
    still_due = post.contact_share * post.contact_due - post.spent[CONTACT] - post.spent[MISSED_APPOINTMENTS]
    return post.hours_left - max(0.0, still_due)


@rule
def stand_in(world, week, number, family, need, relation, p):
    """A colleague keeps part of the appointment that was due: help without a bond, from what the file says.

    Source: assumed: igj2024, children without a permanent worker are seen now and then.
    """
    need.due -= 1.0
    hours = p.cover_share * p.appointment_hours[SECTOR_OF[need.domain]]
    row = colleague_of(world, relation.post, hours)
    if row < 0 or hours <= 0.0:
        return
    colleague = world.post[row]
    spend(colleague, CONTACT, hours)
    colleague.contact_due += hours
    line = line_of(world, week)
    line.contacts += 1.0
    family.contacts += 1
    family.load += p.appointment_effort + hours
    family.cost_euros += p.tariff_euros[colleague.sector] * hours
    bond = relation.bond
    relation.bond = 0.0  # of a stranger
    treat(world, family, need, relation, skill_now(colleague, week, p), hours, 0.0, 0.0, p)
    relation.bond = bond
