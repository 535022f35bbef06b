"""What tests of waiting lists share: a list read out, and a list filled."""

from sim.care.waiting import (
    join_the_list,
)
from sim.names import MONEY, N_TIES


def queue(world, organisation):
    """The families on a list, urgent ones first, found by walking the chain; and the same walked backwards."""
    found = []
    for urgent in (1, 0):
        forward, spot = [], world.organisation[organisation].head[urgent]
        while spot >= 0:
            forward.append(int(spot))
            spot = world.family[spot // N_TIES].tie[spot % N_TIES].next_waiting
        backward, spot = [], world.organisation[organisation].tail[urgent]
        while spot >= 0:
            backward.append(int(spot))
            spot = world.family[spot // N_TIES].tie[spot % N_TIES].previous_waiting
        assert forward == backward[::-1]
        found += forward
    assert world.organisation[organisation].waiting == len(found)
    return [spot // N_TIES for spot in found]


def fill_list(world, families, urgent=()):
    for number in range(families):
        join_the_list(world, 0, number, MONEY, 1 if number in urgent else 0)
