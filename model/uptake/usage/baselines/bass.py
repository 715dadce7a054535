"""The Bass model of diffusion: those who have joined, and a constant share of them who come.

Bass (1969), Management Science 15(5): dF/dt = (p + q F)(1 - F), where F is the share of the market
that has joined by then. The model is one of first use. For weekly visitors, which are repeat use,
a constant share of those who have joined is taken to visit in any week.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import least_squares

from uptake.usage.baselines.fit import CannotFitError, Fit, constant_deviation
from uptake.usage.baselines.series import Series, Values

FEWEST_WEEKS: Final = 6
LOWEST: Final = np.log([1e-7, 1e-7, 1.0, 1e-9])
HIGHEST: Final = np.log([2.0, 5.0, 1000.0, 1.0])
"""Of p and q a week, the market as a multiple of those seen, and the share of it at the start."""
STARTS: Final = tuple(
    (p, q, market) for p in (1e-3, 1e-2, 1e-1) for q in (1e-2, 1e-1, 0.6) for market in (1.2, 4.0)
)


def bass_share(weeks: ArrayLike, p: float, q: float, start: float = 0.0) -> Values:
    """Share of the market that has joined, some weeks after a share `start` had.

    Parameters
    ----------
    weeks : array_like
        Weeks since then.
    p, q : float
        Innovation and imitation a week; p above 0.
    start : float
        From 0 to 1.
    """
    since = np.asarray(weeks, np.float64)
    left = (1.0 - start) / (1.0 + q / p * start) * np.exp(-(p + q) * since)
    return np.asarray((1.0 - left) / (1.0 + q / p * left))


def fit_bass(series: Series) -> Fit:
    """Fit Bass's curve to those who have joined, and the share of them who visit to the values.

    Both by least squares. Where it is not known who has joined, the curve is fitted to the values
    themselves as if nobody ever left, which is the best that this model can do with them. Growth
    without a bend says nothing of the market: it then comes out as large as is allowed.

    Raises
    ------
    CannotFitError
        If fewer than six weeks are usable, or nobody joined.
    """
    known_adopters = series.adopters is not None
    adopters = series.adopters if series.adopters is not None else series.values
    known = series.usable & ~np.isnan(adopters)
    if known.sum() < FEWEST_WEEKS:
        raise CannotFitError(f"fewer than {FEWEST_WEEKS} weeks can be used")
    if not adopters[known].max() > 0:
        raise CannotFitError("nobody joined")
    first = int(series.weeks[known][0])
    scale = float(adopters[known].max())
    since = series.weeks[known] - first
    p, q, market, start = _curve(since, adopters[known] / scale)
    market *= scale

    def joined(weeks: NDArray[np.int64]) -> Values:
        return market * bass_share(np.maximum(weeks - first, 0), p, q, start)

    share = 1.0
    if known_adopters:
        shape = joined(series.weeks[known])
        share = float(shape @ series.values[known] / (shape @ shape))

    def path(weeks: NDArray[np.int64]) -> Values:
        return np.where(weeks >= first, share * joined(weeks), np.nan)

    fitted_to = (
        f"{series.adopters_are}; a constant share of them is active"
        if known_adopters
        else "active, as if it were all who joined"
    )
    parameters = {"p_a_week": p, "q_a_week": q, "market": market, "joined_at_start": market * start}
    if known_adopters:
        parameters["active_share"] = share
    deviation, freedom = constant_deviation(series, path(series.weeks), len(parameters))
    return Fit(fitted_to, parameters, int(series.weeks[-1]), path, deviation, freedom)


def _curve(since: NDArray[np.int64], adopters: Values) -> tuple[float, float, float, float]:
    """Fit p, q, market and the share at the start, from several starts, on a logarithmic scale."""

    def errors(logs: Values) -> Values:
        p, q, market, start = np.exp(logs)
        return np.asarray(market * bass_share(since, p, q, start) - adopters)

    best = None
    for p, q, market in STARTS:
        at_start = np.clip(adopters[0] / market, 1e-6, 0.99)
        begin = np.clip(np.log([p, q, market, at_start]), LOWEST + 1e-6, HIGHEST - 1e-6)
        found = least_squares(
            errors,
            begin,
            bounds=(LOWEST, HIGHEST),
            xtol=1e-12,
            ftol=1e-12,
            gtol=1e-12,
            max_nfev=200,
        )
        if best is None or found.cost < best.cost:
            best = found
    assert best is not None
    p, q, market, start = (float(one) for one in np.exp(best.x))
    return p, q, market, start
