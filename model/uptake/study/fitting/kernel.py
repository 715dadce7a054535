"""Where candidates come from: the prior and, later, the last generation, perturbed.

Numbers are fitted as standard normal scores: the score of a value is the normal quantile of its
place in the unit cube. The prior is then standard normal and has no edge over which a perturbation
could fall; in 40 dimensions almost every one would fall over some edge of the cube itself.

A structural variant is one more number that jumps, in the same kernel as the rest, and no model of
its own. With a population for each model, two hundred particles would leave some twenty to each of
nine variants: too few for a kernel in more than a few dimensions, and a variant whose last particle
goes can never come back. Here all particles share one kernel, and a jump can lead to any variant.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pyabc import DistributionBase, Parameter
from pyabc.transition import Transition
from scipy.special import ndtri

from uptake.chance import numpy_uniforms

VARIANT: Final = "variant"
PRIOR_SHARE: Final = 0.1
"""Of the candidates; no weight can then be more than ten times another (Hesterberg 1995)."""
CLEARLY: Final = 2.5
CLEARLY_OF_MANY: Final = 3.5
"""Standard errors that chance seldom makes, in one number and in the largest of many."""
SMALLEST_SPREAD: Final = 1e-9
EFFECTIVE_SHARE: Final = 0.5
"""Of the particles that candidates are drawn from, at least."""
STAYING: Final = 0.7
"""Chance of a candidate to keep the variant of the particle it comes from."""

Floats = NDArray[np.float64]


class ScorePrior(DistributionBase):  # type: ignore[misc]
    """Independent standard normal scores, and a variant drawn evenly.

    Parameters
    ----------
    names : tuple of str
        Of the scores.
    variants : int
        How many there are.
    """

    def __init__(self, names: tuple[str, ...], variants: int) -> None:
        self.names, self.variants = names, variants

    def rvs(self, *_args: object, **_options: object) -> Parameter:
        """As `draw`; pyABC's name for it."""
        return self.draw()

    def draw(self) -> Parameter:
        """Draw one."""
        drawn = numpy_uniforms(len(self.names) + 1)
        variant = float(int(drawn[-1] * self.variants))
        return _parameter(self.names, ndtri(drawn[:-1]), variant)

    def pdf(self, x: Parameter) -> float:
        """Density of the scores, times the chance of the variant."""
        return self.density(np.array([x[name] for name in self.names]))

    def density(self, scores: Floats) -> float:
        """The same of an array (scores,)."""
        return normal_density(scores) / self.variants


class ShrunkKernel(Transition):  # type: ignore[misc]
    """Normal steps from particles that were moved towards their mean; a share from the prior.

    The steps alone would widen each generation, by most of its width in many dimensions, and leave
    few weights of any size. Moving the particles towards their mean by as much undoes it: scores
    keep the mean and covariance of the generation (West 1993, Journal of the Royal Statistical
    Society B 55:409; Liu & West 2001). Correlations, of which a few hundred particles tell little,
    are shrunk towards none (Ledoit & Wolf 2004, Journal of Multivariate Analysis 88:365).

    Numbers of which the generation says no more than the prior are drawn from the prior, whatever
    its particles happen to be: otherwise they would drift from generation to generation, each a
    little, and many of them together would leave no weight of any size.

    Parameters
    ----------
    prior : ScorePrior
        What is drawn from at times.
    """

    def __init__(self, prior: ScorePrior) -> None:
        self.prior = prior

    def fit(self, X: Any, w: Floats) -> None:  # noqa: ANN401, N803 (pyABC's names; a DataFrame)
        """Learn from a generation; `X` has a row a particle, `w` their weights."""
        from sklearn.covariance import ledoit_wolf

        w = flattened(np.asarray(w, np.float64), EFFECTIVE_SHARE)
        self.weight = w
        self.variant = X[VARIANT].to_numpy(np.int64)
        scores = X[list(self.prior.names)].to_numpy(np.float64)
        self.told = told(scores, w)
        scores = scores[:, self.told]
        count, dimensions = scores.shape
        if not dimensions:
            return
        mean = w @ scores
        off = scores - mean
        spread = np.maximum(np.sqrt(w @ off**2), SMALLEST_SPREAD)
        weighted = off / spread * np.sqrt(count * w)[:, None]
        correlations, _ = ledoit_wolf(weighted, assume_centered=True)
        # Centres are then about sqrt(2 log(effective)) widths apart: their kernels still overlap.
        width = np.sqrt(dimensions / (dimensions + np.log(effective(w))))
        self.centres = mean + np.sqrt(1.0 - width**2) * off
        self.root = width * spread[:, None] * np.linalg.cholesky(correlations)
        self.inverse = np.linalg.inv(self.root)
        volume = float(np.prod(np.diagonal(self.root)))
        self.scale = 1.0 / ((2.0 * np.pi) ** (dimensions / 2.0) * volume)

    def rvs_single(self) -> Parameter:
        """Draw a candidate; pyABC's name for it."""
        drawn = numpy_uniforms(4 + len(self.prior.names))
        which, jump, where, particle = drawn[:4].tolist()
        if which < PRIOR_SHARE:
            return self.prior.draw()
        above = int(np.searchsorted(np.cumsum(self.weight), particle))
        place = min(above, self.weight.size - 1)
        variant = int(self.variant[place])
        if jump >= STAYING and self.prior.variants > 1:
            variant = (variant + 1 + int(where * (self.prior.variants - 1))) % self.prior.variants
        scores = ndtri(drawn[4:])
        if self.told.any():
            scores[self.told] = self.centres[place] + self.root @ scores[self.told]
        return _parameter(self.prior.names, scores, float(variant))

    def pdf(self, x: Any) -> float | Floats:  # noqa: ANN401 (a Parameter, Series or DataFrame)
        """Density of a candidate, or of each row of a DataFrame."""
        scores = np.asarray([x[name] for name in self.prior.names], np.float64).T
        variant = np.asarray(x[VARIANT], np.int64)
        if scores.ndim == 1:
            return self._density(scores, int(variant))
        return np.array([self._density(*one) for one in zip(scores, variant.tolist(), strict=True)])

    def _density(self, scores: Floats, variant: int) -> float:
        others = self.prior.variants - 1
        going = (1.0 - STAYING) / others if others else 0.0
        jumps = np.where(self.variant == variant, STAYING if others else 1.0, going)
        normal = np.ones(self.weight.size)
        if self.told.any():
            steps = (scores[self.told] - self.centres) @ self.inverse.T
            normal = self.scale * np.exp(-0.5 * (steps**2).sum(axis=1))
        kernel = float(self.weight @ (jumps * normal)) * normal_density(scores[~self.told])
        return PRIOR_SHARE * self.prior.density(scores) + (1.0 - PRIOR_SHARE) * kernel


def told(scores: Floats, weights: Floats) -> NDArray[np.bool_]:
    """Of which numbers a generation says more than the prior, shape (scores,).

    Of those whose mean, spread or correlation with another is off by more than chance makes it in
    so many effective particles of independent standard normal scores.
    """
    count = effective(weights)
    mean = weights @ scores
    off = scores - mean
    spread = np.maximum(np.sqrt(weights @ off**2), SMALLEST_SPREAD)
    together = (off / spread * weights[:, None]).T @ (off / spread)
    np.fill_diagonal(together, 0.0)
    signs = (
        np.abs(mean) * np.sqrt(count) > CLEARLY,
        np.abs(np.log(spread)) * np.sqrt(2.0 * count) > CLEARLY,
        np.abs(together).max(axis=0) * np.sqrt(count) > CLEARLY_OF_MANY,
    )
    return np.asarray(np.any(signs, axis=0))


def effective(weights: Floats) -> float:
    """Effective number of particles with these weights, whose sum is 1 (Kish 1965)."""
    return 1.0 / float(weights @ weights)


def normal_density(scores: Floats) -> float:
    """Density of independent standard normal scores."""
    return float(np.exp(-0.5 * float(scores @ scores)) / (2.0 * np.pi) ** (scores.size / 2.0))


def flattened(weights: Floats, share: float) -> Floats:
    """Weights raised to the power, 1 or less, at which a share of the particles is effective.

    What candidates are drawn from may be anything, and their weights make up for it. Drawn from the
    few particles of large weight that are left where many numbers are fitted, they would be few
    again, and soon one.
    """
    logs = np.log(np.maximum(weights, np.finfo(np.float64).tiny)) - np.log(weights.max())

    def raised(power: float) -> Floats:
        found = np.exp(power * logs)
        return np.asarray(found / found.sum())

    low, high = 0.0, 1.0
    if effective(raised(high)) >= share * weights.size:
        return raised(high)
    for _ in range(30):
        middle = 0.5 * (low + high)
        enough = effective(raised(middle)) >= share * weights.size
        low, high = (middle, high) if enough else (low, middle)
    return raised(low)


def _parameter(names: tuple[str, ...], scores: Floats, variant: float) -> Parameter:
    return Parameter({**dict(zip(names, scores.tolist(), strict=True)), VARIANT: variant})
