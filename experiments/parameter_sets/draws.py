"""Parameter sets drawn from the prior: a height for each theme, and what each parameter has of its own.

Every column is found by its name and the seed of the draw, so that whatever else is declared moves none of its numbers;
more sets begin with the same ones.
"""

import hashlib
from dataclasses import dataclass, field

import numpy as np
from scipy.special import ndtr, ndtri

from experiments.parameter_sets.priors import at, uncertain
from experiments.parameter_sets.themes import moved_by, own_parts, themes


@dataclass(frozen=True)
class Draws:
    """Some parameter sets.

    Attributes:
        heights: of the themes, standard normal in the prior, shape (sets, themes).
        own: what is each parameter's own, standard normal, shape (sets, parameters).
    """

    heights: np.ndarray = field(repr=False)
    own: np.ndarray = field(repr=False)

    def __len__(self) -> int:
        return len(self.heights)

    def __getitem__(self, which: np.ndarray | slice) -> "Draws":
        return Draws(self.heights[which], self.own[which])

    def __add__(self, other: "Draws") -> "Draws":
        return Draws(np.concatenate([self.heights, other.heights]), np.concatenate([self.own, other.own]))

    @property
    def inputs(self) -> np.ndarray:
        """All that a guess can go by, shape (sets, themes + parameters that have something of their own).

        The heights, and how far each parameter is moved by what is its own.
        """
        has = own_parts() > 0
        return np.column_stack([self.heights, self.own[:, has] * own_parts()[has]])

    @property
    def values(self) -> np.ndarray:
        """Shape (sets, parameters), in the order of ``uncertain()``."""
        return at(ndtr(moved_by(self.heights, self.own)))


def sample(sets: int, seed: int = 0) -> Draws:
    """Parameter sets spread evenly over each theme; a power of two spreads best."""
    heights = [ndtri(spread(sets, luck_of(f"theme {theme.name}", seed))) for theme in themes()]
    own = [ndtri(spread(sets, luck_of(one.name, seed))) for one in uncertain()]
    return Draws(np.column_stack(heights), np.column_stack(own))


def at_random(sets: int, seed: int, page: int) -> Draws:
    """Parameter sets drawn one by one, without evenness: another page is another draw."""
    heights = [luck_of(f"theme {theme.name} {page}", seed).standard_normal(sets) for theme in themes()]
    own = [luck_of(f"{one.name} {page}", seed).standard_normal(sets) for one in uncertain()]
    return Draws(np.column_stack(heights), np.column_stack(own))


def luck_of(name: str, seed: int) -> np.random.Generator:
    """The chance of one theme or parameter, found by its name and the seed of the draw."""
    address = hashlib.sha256(f"{seed} {name}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(address, "big")))


def spread(sets: int, luck: np.random.Generator) -> np.ndarray:
    """Shares between 0 and 1, of which the first 2, 4, 8 … lie one in each half, quarter, eighth …

    Each doubling fills the places that are empty, in an order of its own.

    Returns:
        Shape (sets,).
    """
    shares = luck.random(1)
    while len(shares) < sets:
        places = 2 * len(shares)
        empty = np.floor(shares * places).astype(int) ^ 1
        order = np.argsort(luck.random(len(empty)))
        shares = np.concatenate([shares, (empty[order] + luck.random(len(empty))) / places])
    return shares[:sets]
