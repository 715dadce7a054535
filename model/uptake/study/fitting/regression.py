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

PENALTIES: Final = np.logspace(-3.0, 3.0, 19)
"""In the variance of a statistic."""
MOST_TAKEN: Final = 0.9
LARGEST_SCORE: Final = 4.0
"""Beyond this lies a thirty-thousandth of the prior: the regression does not reach so far."""
SMALLEST_SPREAD: Final = 1e-9


def moved_scores(
    scores: Floats, weights: Floats, simulated: Mapping[str, Any], observed: Mapping[str, Any]
) -> Floats:
    """Scores after the correction, shape (particles, scores).

    Each is the regression's value for what was observed, plus what the particle is off the
    regression that is fitted to all others: off one that it helped to fit it would be by less,
    much less where there are about as many statistics as particles, and intervals too narrow.

    Parameters
    ----------
    scores : array (particles, scores)
        Normal quantiles of the places of the particles' values in their ranges.
    weights : array (particles,)
        Their sum is 1.
    simulated : mapping of str to array (particles, ...)
        What each gave.
    observed : mapping of str to float or array
        What was observed, by the same names.
    """
    off = np.concatenate(
        [
            (np.asarray(simulated[name], np.float64) - np.asarray(value)).reshape(len(weights), -1)
            for name, value in observed.items()
        ],
        axis=1,
    )
    mean = weights @ off
    spread = np.sqrt(weights @ (off - mean) ** 2)
    kept = spread > SMALLEST_SPREAD
    if not kept.any():
        return scores
    scaled, target = (off - mean)[:, kept] / spread[kept], -mean[kept] / spread[kept]
    root = np.sqrt(weights)[:, None]
    left, sizes, right = np.linalg.svd(root * scaled, full_matrices=False)
    middle = weights @ scores
    centred = root * (scores - middle)
    moved = np.empty_like(scores)
    for place in range(scores.shape[1]):
        # Each number has a penalty of its own: of some the data say much, of others nothing.
        best = np.inf
        for penalty in PENALTIES:
            shrunk = sizes**2 / (sizes**2 + penalty)
            # The mean was fitted as well: it takes a particle's own weight.
            taken = np.minimum((left**2) @ shrunk + weights, MOST_TAKEN)
            residual = (centred[:, place] - left @ (shrunk * (left.T @ centred[:, place]))) / (
                1.0 - taken
            )
            error = float(residual @ residual)
            if error < best:
                best = error
                slope = right.T @ (shrunk / sizes * (left.T @ centred[:, place]))
                alone = residual / root[:, 0]
        moved[:, place] = middle[place] + target @ slope + alone
    return np.clip(moved, -LARGEST_SCORE, LARGEST_SCORE)
