"""Plausible worlds: a grid of factors in each of so many parameter sets that what is known does not contradict."""

from experiments.designs import grid
from experiments.designs.design import Design, Range

WORLDS: Range = (10, 1, 1_000)  # an option that other kinds of design take too

# The points are the same grid in every set; the cells of an experiment are these times the sets.
DESIGN = Design(
    lambda factors, options, seed: grid.points(factors, {}, seed),
    grid.count,
    {"worlds": WORLDS},
    needs_ranges=False,
)
