"""What the evidence taught about each theme, and what it would be worth to know the rest."""

import numpy as np
import pandas as pd
from scipy import stats

from experiments.parameter_sets.themes import themes

BY_LUCK = 0.05  # how often luck alone may name any theme as moved, over all of them together


def learned(heights: np.ndarray, worth: float) -> pd.DataFrame:
    """How far each theme lies from the prior in sets that fit, and how much of its spread is left.

    Args:
        heights: standard normal in the prior, shape (sets, themes).
        worth: how many independent sets they are worth, more than one.

    Returns:
        A row for each theme. Columns: ``theme``; ``moved``, its mean in standard deviations of the prior; ``left``, its
        standard deviation as a part of the prior's; ``surely``, whether luck in drawing the sets cannot explain one of
        both, for as many themes as there are.
    """
    moved, left = heights.mean(axis=0), heights.std(axis=0)
    level = BY_LUCK / (2 * heights.shape[1])
    far = np.abs(moved) * np.sqrt(worth) > stats.norm.isf(level / 2)
    low, high = (np.sqrt(stats.chi2.ppf(at, worth - 1) / (worth - 1)) for at in (level / 2, 1 - level / 2))
    return pd.DataFrame(
        {
            "theme": [one.name for one in themes()],
            "moved": moved,
            "left": left,
            "surely": far | (left < low) | (left > high),
        }
    )


ROUNDING = 1e-9  # of the largest gain: a sum is no more exact than that, and less is worth nothing


def worth_knowing(heights: np.ndarray, gains: np.ndarray) -> pd.Series:
    """What a choice between the routes would gain on average if one theme were known: the value of a perfect study.

    Who knows only that sets are plausible takes the route that is better on average; who knows a theme takes the one
    that is better there. What the other themes do is averaged out by a curve.

    Args:
        heights: of the themes, shape (sets, themes), each set counting as much as another.
        gains: what the shared plan gains in each set, shape (sets,).

    Returns:
        By theme, in the unit of the gains, the most first; 0 where it would change no choice.

    Source: strong2014, the value of partial perfect information by regression.
    """
    known = np.isfinite(gains)
    usual = max(float(gains[known].mean()), 0.0)
    worth = {}
    for column, theme in enumerate(themes()):
        x = np.vander(heights[known, column], 3)
        curve = x @ np.linalg.lstsq(x, gains[known], rcond=None)[0]
        gained = float(np.maximum(curve, 0.0).mean()) - usual
        worth[theme.name] = gained if gained > ROUNDING * float(np.abs(gains[known]).max()) else 0.0
    return pd.Series(worth).sort_values(ascending=False, kind="stable")
