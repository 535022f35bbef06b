"""Where the needs of a family stand in a world made by hand."""


def row_of(world, number, domain, which=0):
    """The row of a need of a family; ``which`` counts those of one domain, one for each parent or child."""
    family = world.family[number]
    rows = range(family.first_need, family.first_need + family.needs)
    return [row for row in rows if world.need[row].domain == domain][which]


def need_of(world, number, domain, which=0):
    """That need itself."""
    return world.need[row_of(world, number, domain, which)]
