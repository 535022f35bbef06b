"""What tests of waiting lists share: a list read out, and a list filled."""

from sim.care.waiting import join_the_list
from sim.names import MONEY
from tests.rules.rows import row_of


def chain(world, start, step):
    """The rows of the needs along a chain."""
    found = []
    while start >= 0:
        found.append(int(start))
        start = world.need[start][step]
    return found


def queue(world, organisation):
    """The families on a list, urgent ones first, found by walking the chain; and the same walked backwards."""
    place = world.organisation[organisation]
    found = []
    for urgent in (1, 0):
        forward = chain(world, place.head[urgent], "next_waiting")
        assert forward == chain(world, place.tail[urgent], "previous_waiting")[::-1]
        found += forward
    assert place.waiting == len(found)
    return [world.need[row].family for row in found]


def fill_list(world, families, urgent=()):
    """So many families ask about money."""
    for number in range(families):
        join_the_list(world, number, row_of(world, number, MONEY), 1 if number in urgent else 0)
