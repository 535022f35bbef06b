"""A region of one's own: a scenario from the figures that a municipality has, held against its own waiting times."""
