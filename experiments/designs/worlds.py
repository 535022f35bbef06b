"""Plausible worlds: a grid of factors in each of so many parameter sets that what is known does not contradict."""

from experiments.designs import grid
from experiments.designs.design import Design

# The points are the same grid in every set; the cells of an experiment are these times the sets.
DESIGN = Design(
    lambda factors, options, seed: grid.points(factors, {}, seed),
    grid.count,
    {"worlds": (10, 1, 1_000)},
    needs_ranges=False,
)
