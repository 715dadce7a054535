"""Odds ratios between people who differ in one thing and are alike in others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def count_cases(
    exposed: NDArray[np.bool_],
    happened: NDArray[np.bool_],
    stratum: NDArray[np.integer],
    strata: int,
) -> NDArray[np.int64]:
    """Count cases by stratum, by whether they are exposed, and by whether the event happened.

    Parameters
    ----------
    exposed, happened, stratum : arrays of shape (cases,)
        Strata are numbered from 0.
    strata : int
        How many there are.

    Returns
    -------
    array of shape (strata, 2, 2)
        ``[s, 1, 1]`` counts the exposed of stratum s with the event.
    """
    cell = (stratum.astype(np.int64) * 2 + exposed) * 2 + happened
    counts = np.zeros((strata, 2, 2), np.int64)
    counts.flat[:] = np.bincount(cell, minlength=4 * strata)
    return counts


def common_odds_ratio(counts: NDArray[np.integer]) -> float:
    """Odds ratio of an event between exposed and other cases, common to all strata.

    The estimator of Mantel & Haenszel (1959), *Journal of the National Cancer Institute* 22:719.

    Parameters
    ----------
    counts : array of shape (strata, 2, 2)
        From `count_cases`.

    Returns
    -------
    float
        nan if there is nothing to compare, infinity if nobody but the exposed has the event.
    """
    cases = counts.sum(axis=(1, 2)).astype(np.float64)
    table, cases = counts[cases > 0].astype(np.float64), cases[cases > 0]
    concordant = float(np.sum(table[:, 1, 1] * table[:, 0, 0] / cases))
    discordant = float(np.sum(table[:, 1, 0] * table[:, 0, 1] / cases))
    if discordant == 0.0:
        return float("inf") if concordant > 0.0 else float("nan")
    return concordant / discordant


def banded(
    values: NDArray[np.integer] | NDArray[np.floating], edges: tuple[float, ...]
) -> NDArray[np.int64]:
    """Band of each value: 0 below the first edge, 1 from there on, and so forth."""
    return np.asarray(np.digitize(values, edges), np.int64)
