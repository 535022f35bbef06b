"""Options of a design: how many points, trajectories or levels, with what is usual where nothing is said."""

from collections.abc import Mapping

Range = tuple[int, int, int]  # usual, lowest and highest value


def settled(options: Mapping[str, int], known: Mapping[str, Range]) -> dict[str, int]:
    """All options of a design, those that are not given at their usual value.

    Args:
        options: what was asked for.
        known: the options that there are.

    Raises:
        ValueError: in one line, for an option that the design does not have, or outside its range.
    """
    for name, value in options.items():
        if name not in known:
            raise ValueError(f"the design has no option {name!r}; it has {', '.join(known) or 'none'}")
        _, lowest, highest = known[name]
        if not lowest <= value <= highest:
            raise ValueError(f"{name} must be a whole number from {lowest:,} to {highest:,}, not {value!r}")
    return {name: options.get(name, usual) for name, (usual, _, _) in known.items()}
