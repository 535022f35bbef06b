"""Break-even: where between two factors the shared plan stops, or begins, to do better than parallel routes."""

from dataclasses import dataclass, field

import numpy as np
from scipy.special import ndtri, stdtrit

from experiments.analysis.unfit import Unfit
from experiments.verdicts import STANDINGS, verdict
from sim.comparison import COVERAGE

REACH = 2.5  # steps of the grid from which on a cell no longer counts for the smoothed gain of another


@dataclass(frozen=True)
class Crossing:
    """Where along the second factor the smoothed mean gain first crosses 0 one way, for each value of the first.

    A band is open (``-inf`` or ``inf``) towards a side on which the crossing may lie outside the grid; both its ends
    are outside where the gain surely does not cross within it.

    Attributes:
        at: the second factor, shape (nx,); not a number where the gain does not cross within the grid.
        luck: band that luck alone leaves, low and high, shape (2, nx).
        band: band that luck and the choice of parameter sets leave, shape (2, nx); the same as ``luck`` without sets.
        in_sets: the crossing in each parameter set by itself, with its luck, shape (sets, nx); one set without sets.
        crossing_share: share of draws, over luck and sets, that cross within the grid, shape (nx,); not a number
            after one replicate.
    """

    at: np.ndarray
    luck: np.ndarray
    band: np.ndarray
    in_sets: np.ndarray = field(repr=False)
    crossing_share: np.ndarray


@dataclass(frozen=True)
class BreakEven:
    """What the shared plan gains over a grid of two factors, and where that turns.

    Cells are judged one by one, by the rule of ``experiments/verdicts.py``; pairs of all sets count together.

    Attributes:
        x, y: values of both factors, shapes (nx,) and (ny,).
        mean: mean gain, shape (nx, ny), as all that follow; above 0 the plan is better.
        low, high: 95 % range of the mean, from both spreads below.
        luck_half: half of the range that luck alone leaves (Student's t over replicates).
        sets_half: half of the range that the choice of sets leaves (Student's t over sets); 0 without sets.
        share_better: share of pairs, in all sets, in which the plan is better; ties half.
        verdicts: a ``Verdict`` for each cell, shape (nx, ny).
        smoothed: mean gain after smoothing, whose crossings are the boundary.
        stops, begins: where the plan stops to be better, and where it begins to be.
        left_out: replicates left out because a pair somewhere has no value.
    """

    x: np.ndarray
    y: np.ndarray
    mean: np.ndarray = field(repr=False)
    low: np.ndarray = field(repr=False)
    high: np.ndarray = field(repr=False)
    luck_half: np.ndarray = field(repr=False)
    sets_half: np.ndarray = field(repr=False)
    share_better: np.ndarray = field(repr=False)
    verdicts: np.ndarray = field(repr=False)
    smoothed: np.ndarray = field(repr=False)
    stops: Crossing
    begins: Crossing
    left_out: int

    @property
    def falling(self) -> bool:
        """Whether the plan stops to be better along the second factor, more often or sooner than it begins to be."""
        stops, begins = np.isfinite(self.stops.at), np.isfinite(self.begins.at)
        if stops.sum() != begins.sum():
            return bool(stops.sum() > begins.sum())
        both = stops & begins
        return bool((self.stops.at[both] <= self.begins.at[both]).mean() >= 0.5) if both.any() else True

    @property
    def boundary(self) -> Crossing:
        """The crossing to speak of first: see ``falling``."""
        return self.stops if self.falling else self.begins

    @property
    def area(self) -> dict[str, float]:
        """Share of the area between the ends of both factors, by standing."""
        share = np.outer(widths(self.x), widths(self.y)).ravel()
        standings = [one.standing for one in self.verdicts.flat]
        return {
            name: float(sum(part for part, standing in zip(share, standings) if standing == name)) for name in STANDINGS
        }


def break_even(
    x: np.ndarray, y: np.ndarray, gains: np.ndarray, *, matters_from: float, draws: int = 1000, seed: int = 0
) -> BreakEven:
    """Find where the gain of the shared plan turns, and how surely.

    The boundary is read where lines between neighbouring cells of a lightly smoothed mean cross 0. Smoothing fits a
    quadratic surface around each cell, to cells up to two steps of the grid away (Epanechnikov weights), and reads it
    in the middle. In trials with planted boundaries and 4 to 50 replicates, 93 to 95 of 100 bands held the truth, also
    where the gain bends, and they were a quarter narrower than without smoothing. Planes around each cell, or a mean
    of neighbours, pull a bent boundary aside (of the bands of 50 replicates only 80 of 100 held it); one quadratic
    surface for the whole grid asks for a shape that nobody knows. What bends within a step of the grid is not seen:
    there a finer grid is needed.

    Bands resample replicates for all cells (and sets) at once, because these share their seeds, and sets at once
    for all cells. Both deviations are added, so that they can be told apart, and stretched as Student's t is to the
    normal: a plain percentile band of few replicates is too narrow. Draws that do not cross count as beyond the end
    that they point to, for a band of crossing draws alone would be too narrow as well.

    Args:
        x, y: values of both factors, rising, shapes (nx,) and (ny,), ny at least 2.
        gains: what the plan gains in one outcome, above 0 when better, shape (nx, ny, replicates) or
            (sets, nx, ny, replicates); the same replicate has the same seed everywhere. One set is as none.
        matters_from: the smallest gain that matters.
        draws: of the bootstrap.
        seed: of the bootstrap; the same gives the same bands.

    Raises:
        ValueError: when shapes do not fit, a factor does not rise, or no replicate is complete.
    """
    x, y, sets, left_out = checked(x, y, gains)
    rng = np.random.default_rng(seed)
    size = len(x), len(y)
    by_set, by_replicate = sets.mean(axis=3), np.moveaxis(sets.mean(axis=0), 2, 0)
    mean = by_set.mean(axis=0)
    luck_half = half_range(by_replicate)
    sets_half = half_range(by_set) if len(sets) > 1 else np.zeros(size)
    half = np.hypot(luck_half, sets_half)
    share = ((sets > 0) + (sets == 0) / 2).mean(axis=(0, 3))
    pairs = sets.shape[0] * sets.shape[3]
    smooth = smoother(x, y)

    def smoothed(surfaces: np.ndarray) -> np.ndarray:
        return (surfaces.reshape(-1, mean.size) @ smooth.T).reshape(-1, *size)

    centre = smoothed(mean)[0]
    by_luck = centre + smoothed(deviations(by_replicate, draws, rng))
    by_both = by_luck + smoothed(deviations(by_set, draws, rng)) if len(sets) > 1 else by_luck

    def crossing(falling: bool) -> Crossing:
        both = crossings(by_both, y, falling)
        within = crossings(smoothed(by_set), y, falling)
        at = crossings(centre, y, falling)
        return Crossing(
            at=np.where(np.isfinite(at), at, np.nan),
            luck=band(crossings(by_luck, y, falling)),
            band=band(both),
            in_sets=np.where(np.isfinite(within), within, np.nan),
            crossing_share=np.isfinite(both).mean(axis=0) if len(by_replicate) > 1 else np.full(len(x), np.nan),
        )

    return BreakEven(
        x=x,
        y=y,
        mean=mean,
        low=mean - half,
        high=mean + half,
        luck_half=luck_half,
        sets_half=sets_half,
        share_better=share,
        verdicts=judged(mean, half, share, pairs, matters_from),
        smoothed=centre,
        stops=crossing(falling=True),
        begins=crossing(falling=False),
        left_out=left_out,
    )


def judged(mean: np.ndarray, half: np.ndarray, share: np.ndarray, pairs: int, matters_from: float) -> np.ndarray:
    """The verdict on each cell, by its mean gain, half of its range and the share of its pairs; shape as the mean."""
    found = np.empty(mean.shape, dtype=object)
    for cell in np.ndindex(mean.shape):
        gain, reach = float(mean[cell]), float(half[cell])
        found[cell] = verdict(gain, gain - reach, gain + reach, float(share[cell]), pairs, matters_from)
    return found


def checked(x: np.ndarray, y: np.ndarray, gains: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Both factors, complete gains with an axis of sets, and how many replicates were left out; or a ValueError."""
    x, y, gains = (np.asarray(values, dtype=float) for values in (x, y, gains))
    sets = gains[None] if gains.ndim == 3 else gains
    if sets.ndim != 4 or sets.shape[1:3] != (x.size, y.size) or sets.size == 0:
        raise ValueError(f"gains of shape {gains.shape} do not fit {x.size} by {y.size} values of two factors")
    if y.size < 2 or not (np.diff(x) > 0).all() or not (np.diff(y) > 0).all():
        raise ValueError("break-even needs two or more values of the second factor, and values of both that rise")
    complete = np.isfinite(sets).all(axis=(0, 1, 2))
    if not complete.any():
        raise Unfit("incomplete")
    return x, y, sets[..., complete], int((~complete).sum())


def half_range(values: np.ndarray) -> np.ndarray:
    """Half of the range around the mean over the first axis, by Student's t; not a number for a single value."""
    count = len(values)
    if count == 1:
        return np.full(values.shape[1:], np.nan)
    return stdtrit(count - 1, (1 + COVERAGE) / 2) * values.std(axis=0, ddof=1) / np.sqrt(count)


def deviations(values: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    """How far means over the first axis move when it is resampled, stretched as Student's t is to the normal.

    Returns:
        Shape (draws, ...); not a number for a single value.
    """
    count = len(values)
    if count == 1:
        return np.full((draws, *values.shape[1:]), np.nan)
    counted = rng.multinomial(count, np.full(count, 1 / count), size=draws)
    upper = (1 + COVERAGE) / 2
    stretch = stdtrit(count - 1, upper) / ndtri(upper) * np.sqrt(count / (count - 1))
    return stretch * np.tensordot((counted - 1) / count, values, axes=1)


def smoother(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """What each cell counts for the smoothed gain of each, by quadratic surfaces around it; shape (cells, cells)."""
    steps = np.indices((len(x), len(y))).reshape(2, -1).T
    # In mean steps of the grid, so that squares are neither huge nor tiny.
    places = np.column_stack([x[steps[:, 0]] / mean_step(x), y[steps[:, 1]] / mean_step(y)])
    weights = np.zeros((len(steps), len(steps)))
    for cell in range(len(steps)):
        kernel = 1 - ((steps - steps[cell]) ** 2).sum(axis=1) / REACH**2
        near = kernel > 0
        root = np.sqrt(kernel[near])[:, None]
        away = places[near] - places[cell]
        surface = np.column_stack([np.ones(len(away)), away, away**2, away.prod(axis=1)])
        # The pseudo-inverse also serves factors of one or two values, for which some terms say the same.
        weights[cell, near] = np.linalg.pinv(root * surface)[0] * root[:, 0]
    return weights


def mean_step(values: np.ndarray) -> float:
    """The mean step between values; 1 for a single value."""
    return float(np.ptp(values)) / (len(values) - 1) if len(values) > 1 else 1.0


def crossings(surfaces: np.ndarray, y: np.ndarray, falling: bool) -> np.ndarray:
    """Where along the last axis, at y, surfaces first cross 0 downwards (``falling``) or upwards.

    Returns:
        Shape (...) without the last axis: ``inf`` when the crossing is still to come at the last y, ``-inf`` when it
        was before the first, not a number when the last value is 0 and says neither.
    """
    heights = surfaces if falling else -surfaces
    turns = (heights[..., :-1] > 0) & (heights[..., 1:] <= 0)
    first = turns.argmax(axis=-1)
    before = np.take_along_axis(heights, first[..., None], axis=-1)[..., 0]
    after = np.take_along_axis(heights, first[..., None] + 1, axis=-1)[..., 0]
    share = np.divide(before, before - after, out=np.zeros(before.shape), where=turns.any(axis=-1))
    last = heights[..., -1]
    outside = np.select([last > 0, last < 0], [np.inf, -np.inf], np.nan)
    return np.where(turns.any(axis=-1), y[first] + share * (y[first + 1] - y[first]), outside)


def band(places: np.ndarray) -> np.ndarray:
    """Low and high end of the 95 % band of crossings, shape (draws, nx), open to both sides of what says neither."""
    spare = round(len(places) * (1 - COVERAGE) / 2)
    low = np.sort(np.nan_to_num(places, nan=-np.inf, posinf=np.inf, neginf=-np.inf), axis=0)[spare]
    high = np.sort(np.nan_to_num(places, nan=np.inf, posinf=np.inf, neginf=-np.inf), axis=0)[-1 - spare]
    return np.stack([low, high])


def widths(values: np.ndarray) -> np.ndarray:
    """The share of the range between the ends that each value stands for, halfway to its neighbours; 1 for one."""
    if len(values) == 1:
        return np.ones(1)
    edges = np.concatenate([values[:1], (values[1:] + values[:-1]) / 2, values[-1:]])
    return np.diff(edges) / np.ptp(values)
