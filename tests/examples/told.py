"""A rule in the place of the model's: more of what is known is told."""

import sim
from sim.care.safety import share_chance

sim.extension.parameter("told_more", value=0.0, low=0.0, high=1.0)


@sim.extension(replaces="share_chance")
def more_is_told(world, family, p):
    usual = share_chance(world, family, p)
    return usual + p.told_more * (1.0 - usual)
