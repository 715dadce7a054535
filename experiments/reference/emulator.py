"""Emulators: what a run would give, from quadratic regressions on the runs made so far."""

from __future__ import annotations

import numpy as np
from assumed import STRUCTURES
from numpy.typing import NDArray
from sklearn.linear_model import RidgeCV
from sklearn.preprocessing import StandardScaler

CROSSED = 24
"""So many parameters, those of most effect, are multiplied with each other."""
PENALTIES = np.logspace(0.5, 3.5, 7)


class Emulator:
    """One ridge regression a quantity: linear and squared terms, products of the strongest ones.

    Structures enter as columns of their own and multiplied with the strongest parameters.

    Attributes
    ----------
    error : array of shape (quantities,)
        Root mean square of what it is wrong by in runs left out one by one; the chance of single
        runs is part of it.
    explained : array of shape (quantities,)
        Share of the variance of runs that it explains in runs left out.
    """

    def __init__(
        self,
        points: NDArray[np.float64],
        structures: NDArray[np.int64],
        values: NDArray[np.float64],
        weights: NDArray[np.float64],
    ) -> None:
        self._strongest = _strongest(points, values, weights)
        features = self._features(points, structures)
        scaler = StandardScaler().fit(features)
        scaled = scaler.transform(features)
        fits = [_fit(scaled, column, weights) for column in values.T]
        coefficients, constants, error, explained = (
            np.array(part) for part in zip(*fits, strict=True)
        )
        self._coefficients = (coefficients / scaler.scale_).T
        self._constants = constants - scaler.mean_ @ self._coefficients
        self.error, self.explained = error, explained

    def __call__(
        self, points: NDArray[np.float64], structures: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """Values at some points, shape (points, quantities)."""
        return self._features(points, structures) @ self._coefficients + self._constants

    def _features(
        self, points: NDArray[np.float64], structures: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        z, dummies = points - 0.5, _dummies(structures)
        strongest = z[:, self._strongest]
        first, second = np.triu_indices(CROSSED, 1)
        products = strongest[:, first] * strongest[:, second]
        by_structure = (strongest[:, :, None] * dummies[:, None, :]).reshape(len(points), -1)
        return np.hstack([z, z**2, dummies, products, by_structure])


def _strongest(
    points: NDArray[np.float64], values: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Parameters of the largest linear effects, all quantities counting alike."""
    effects = np.zeros(points.shape[1])
    for column in values.T:
        known = np.isfinite(column)
        spread = float(np.std(column[known]))
        if spread > 0.0:
            fit = RidgeCV(PENALTIES).fit(points[known], column[known], weights[known])
            effects += (fit.coef_ / spread) ** 2
    return np.argsort(-effects)[:CROSSED]


def _fit(
    features: NDArray[np.float64], column: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float, float, float]:
    """Coefficients, constant, error and share explained for one quantity."""
    known = np.isfinite(column)
    weight = weights[known]
    values = np.clip(column[known], *np.quantile(column[known], [0.01, 0.99]))
    ridge = RidgeCV(PENALTIES, store_cv_results=True).fit(features[known], values, weight)
    place = int(np.argmin(np.abs(PENALTIES - ridge.alpha_)))
    # The squares that scikit-learn keeps are weighted already.
    square = float(ridge.cv_results_[:, place].sum() / weight.sum())
    mean = np.average(values, weights=weight)
    variance = float(np.average((values - mean) ** 2, weights=weight))
    explained = 1.0 - square / variance if variance > 0.0 else 1.0
    return ridge.coef_, float(ridge.intercept_), float(np.sqrt(square)), explained


def _dummies(structures: NDArray[np.int64]) -> NDArray[np.float64]:
    """A column for each structure but the first of each choice."""
    columns = [
        structures[:, at] == place
        for at, options in enumerate(STRUCTURES.values())
        for place in range(1, len(options))
    ]
    return np.stack(columns, axis=1).astype(np.float64)
