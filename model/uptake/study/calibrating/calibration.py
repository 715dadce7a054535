"""Fit the model to usage data, forecast the weeks after the split, and judge that by them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from uptake.study.calibrating.asked import Asked
from uptake.study.calibrating.comparison import (
    ComparedRun,
    Comparison,
    Distance,
    comparison_of,
    distance_for,
)
from uptake.study.calibrating.counts import ACTIVE, Network
from uptake.study.calibrating.draws import drawn, run_draws
from uptake.study.calibrating.fitted import prior_for
from uptake.study.fitting.posterior import Posterior
from uptake.study.fitting.priors import Prior
from uptake.study.fitting.regression import LARGEST_SCORE, moved_scores
from uptake.study.fitting.smc import fit
from uptake.usage.baselines import Forecast, Judged, judge, series_of
from uptake.usage.baselines.evaluation import Errors, errors_of

Floats = NDArray[np.float64]
Tell = Callable[[int, int], None]

SMALLEST_WEIGHT: Final = 1e-12
QUANTILES: Final = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, eq=False)
class Fitted:
    """What fits: points of the unit cube with weights, and runs of draws from them.

    Attributes
    ----------
    units : array (particles, ranges)
        Points.
    weights : array (particles,)
        Their sum is 1.
    draws : tuple of mapping
        Values, structural choices among them, drawn by weight, in random order.
    counts : mapping of str to array (draws, weeks)
        What was counted in a run of each.
    off : float
        Median distance of these runs from the weeks fitted to.
    """

    units: Floats
    weights: Floats
    draws: tuple[Mapping[str, Any], ...]
    counts: Mapping[str, Floats]
    off: float


@dataclass(frozen=True, eq=False)
class Calibration:
    """What came of it.

    Attributes
    ----------
    asked : Asked
        What was asked.
    posterior : Posterior
        Of the fit, before any correction.
    plain, corrected : Fitted
        Without and with the correction by regression.
    judged : tuple of Judged
        The simple forecasts.
    """

    asked: Asked
    posterior: Posterior
    plain: Fitted
    corrected: Fitted
    judged: tuple[Judged, ...]

    @property
    def is_corrected(self) -> bool:
        """Whether the correction is taken: runs from it come nearer to the weeks fitted to."""
        return self.corrected.off < self.plain.off

    @property
    def fitted(self) -> Fitted:
        """What counts."""
        return self.corrected if self.is_corrected else self.plain

    @property
    def bands(self) -> Floats:
        """Quantiles `QUANTILES` of the active in each week, shape (5, weeks)."""
        return np.asarray(np.quantile(self.fitted.counts[ACTIVE], QUANTILES, axis=0))

    @property
    def forecast(self) -> Forecast | None:
        """Of the weeks after the split; None if there are none."""
        asked = self.asked
        low, quarter, middle, upper, high = self.bands[:, asked.place + 1 :]
        if not middle.size:
            return None
        weeks = int(asked.usage.weeks[asked.place]) + 1 + np.arange(middle.size)
        return Forecast(weeks, middle, (quarter, upper), (low, high))

    @property
    def errors(self) -> Errors | None:
        """Of the model in the weeks after the split; None if none of them is known."""
        forecast, series = self.forecast, series_of(self.asked.usage)
        if forecast is None:
            return None
        last = int(self.asked.usage.weeks[self.asked.place])
        found = errors_of(forecast, series, series.until(last))
        return found if found.weeks else None

    @property
    def variant_weights(self) -> dict[str, float]:
        """Weight of each structural variant, by name."""
        variants, weights = self.posterior.variants, self.fitted.weights
        return {
            name: float(weights[variants == place].sum())
            for place, name in enumerate(self.asked.variants)
        }


@dataclass(frozen=True, eq=False)
class Search:
    """What is sought, where, and what counts as near.

    Attributes
    ----------
    network : Network
        Makes counts.
    comparison : Comparison
        Makes statistics of them.
    observed : mapping
        Those of the data.
    distance : Distance
        Between statistics.
    prior : Prior
        What is fitted.
    """

    network: Network
    comparison: Comparison
    observed: Mapping[str, float | Floats]
    distance: Distance
    prior: Prior

    def off(self, counts: Mapping[str, Floats]) -> float:
        """Distance of some counts from the data."""
        return self.distance(self.comparison.statistics(counts), self.observed)


def search_for(asked: Asked) -> Search:
    """Lay out what is sought."""
    past = asked.past
    comparison = comparison_of(past, asked.counts)
    return Search(
        Network(asked.situation, asked.seed),
        comparison,
        comparison.statistics({name: getattr(past, name) for name in asked.counts}),
        distance_for(comparison, past),
        prior_for(asked.situation, past, asked.counts, tuple(asked.variants.values())),
    )


def calibrate(
    asked: Asked, folder: Path, *, workers: int | None = None, tell: Tell = lambda _done, _of: None
) -> Calibration:
    """Fit, correct, forecast and judge.

    Parameters
    ----------
    asked : Asked
        What is asked.
    folder : Path
        Where the fit keeps its generations.
    workers : int, optional
        Processes; all cores by default. It never changes a result.
    tell : callable
        Told how many runs are done, and of how many.

    Raises
    ------
    InputError, CandidateLostError, EngineLostError, CodeChangedError
        As `uptake.study.fitting.smc.fit`.
    """
    effort, search = asked.effort, search_for(asked)
    of = effort.most_runs + 2 * effort.draws
    posterior = fit(
        ComparedRun(search.network, search.comparison, asked.place + 1),
        search.observed, search.distance, search.prior,
        particles=effort.particles, most_runs=effort.most_runs, seed=asked.seed, folder=folder,
        fingerprint=asked.fingerprint, workers=workers, tell=lambda done, _: tell(done, of),
    )  # fmt: skip

    def fitted(units: Floats, weights: Floats, before: int) -> Fitted:
        places = drawn(weights, effort.draws, asked.seed)
        draws = [search.prior.assumptions(units[at], int(posterior.variants[at])) for at in places]
        counts = run_draws(
            search.network, draws, asked.weeks, workers=workers,
            tell=lambda done, _: tell(before + done, of),
        )  # fmt: skip
        each = [{name: one[at] for name, one in counts.items()} for at in range(len(draws))]
        off = [search.off(one) for one in each]
        return Fitted(units, weights, tuple(draws), counts, float(np.median(off)))

    plain = fitted(posterior.units, posterior.weights, effort.most_runs)
    corrected = fitted(
        *corrected_units(posterior, search.observed), effort.most_runs + effort.draws
    )
    last = int(asked.usage.weeks[asked.place])
    ahead = asked.weeks - asked.place - 1
    judged = judge(series_of(asked.usage), last, ahead) if ahead else ()
    return Calibration(asked, posterior, plain, corrected, judged)


def corrected_units(
    posterior: Posterior, observed: Mapping[str, float | Floats]
) -> tuple[Floats, Floats]:
    """Points after the correction by regression, and weights that fall with the distance.

    Returns
    -------
    units : array (particles, ranges)
        See `uptake.study.fitting.regression`.
    weights : array (particles,)
        Those of the particles, times Epanechnikov's kernel of their distances.
    """
    farthest = float(posterior.distances.max()) * (1.0 + 1e-6)
    weights = posterior.weights * (1.0 - (posterior.distances / farthest) ** 2)
    weights = np.maximum(weights, SMALLEST_WEIGHT * weights.max())
    weights = weights / weights.sum()
    scores = np.clip(ndtri(posterior.units), -LARGEST_SCORE, LARGEST_SCORE)
    moved = moved_scores(scores, weights, posterior.simulated, observed)
    return np.asarray(ndtr(moved)), weights


def weighted_quantiles(values: Floats, weights: Floats, shares: Sequence[float]) -> Floats:
    """Quantiles of weighted values, shape (shares,)."""
    order = np.argsort(values, kind="stable")
    middle = np.cumsum(weights[order]) - 0.5 * weights[order]
    return np.asarray(np.interp(shares, middle / weights.sum(), values[order]))
