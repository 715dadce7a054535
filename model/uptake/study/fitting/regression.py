"""Where particles would be had they come all the way: a regression on what they simulated.

Beaumont, Zhang & Balding 2002 (Genetics 162:2025): each number is regressed on what was simulated,
near what was observed, and moved along the regression to the observation. Here on the normal
scores of the places in the ranges, so that no number leaves its range, and with ridge penalties
chosen by leaving one out, as there may be more statistics than a few hundred particles can bear.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PENALTIES: Final = np.logspace(-1.0, 5.0, 25)
LARGEST_SCORE: Final = 4.0
"""Beyond this lies a thirty-thousandth of the prior: the regression does not reach so far."""
SMALLEST_SPREAD: Final = 1e-9


def moved_scores(
    scores: Floats, weights: Floats, simulated: Mapping[str, Any], observed: Mapping[str, Any]
) -> Floats:
    """Scores after the correction, shape (particles, scores).

    Parameters
    ----------
    scores : array (particles, scores)
        Normal quantiles of the places of the particles' values in their ranges.
    weights : array (particles,)
        Their sum is 1.
    simulated : mapping of str to array (particles, ...)
        What each gave; rows that are not finite have no say.
    observed : mapping of str to float or array
        What was observed, by the same names.
    """
    from sklearn.linear_model import RidgeCV

    off = np.concatenate(
        [
            (np.asarray(simulated[name], np.float64) - np.asarray(value)).reshape(len(weights), -1)
            for name, value in observed.items()
        ],
        axis=1,
    )
    sound = np.isfinite(off).all(axis=1)
    off, trust = np.where(sound[:, None], off, 0.0), np.where(sound, weights, 0.0)
    if not trust.any():
        return scores
    trust = trust / trust.sum()
    mean = trust @ off
    spread = np.sqrt(trust @ (off - mean) ** 2)
    kept = spread > SMALLEST_SPREAD
    if not kept.any():
        return scores
    scaled = off[:, kept] / spread[kept]
    moved = np.empty_like(scores)
    for place, score in enumerate(scores.T):
        # Each number has a penalty of its own: of some the data say much, of others nothing.
        ridge = RidgeCV(PENALTIES).fit(scaled, score, sample_weight=trust * len(trust))
        moved[:, place] = score - scaled @ ridge.coef_
    return np.clip(moved, -LARGEST_SCORE, LARGEST_SCORE)
