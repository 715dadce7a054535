"""Ribeiro's model of the growth and death of membership sites, fitted to who is active.

B. Ribeiro, "Modeling and predicting the growth and death of membership-based websites", WWW 2014:
of a population, a share A is active, I has been and is not, U has never been:

    dA/dt = alpha A I - beta A + gamma A U + lambda U
    dI/dt = beta A - alpha A I
    dU/dt = -gamma A U - lambda U

It lives if alpha > beta, and then comes to rest at A = 1 - beta / alpha.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.integrate import odeint
from scipy.optimize import least_squares

from uptake.usage.baselines.fit import CannotFitError, Fit, constant_deviation
from uptake.usage.baselines.series import Series, Values

FEWEST_WEEKS: Final = 8
LOWEST: Final = np.log([1e-5, 1e-5, 1e-7, 1e-8, 1.0, 1e-7])
HIGHEST: Final = np.log([50.0, 10.0, 50.0, 5.0, 1000.0, 1.0])
"""Of the four rates a week, the population in peaks, and the share active at the start."""
STARTS: Final = tuple(
    product(
        ((0.3, 0.1), (0.2, 0.3), (1.5, 1.0), (0.05, 0.6)),
        (0.05, 0.5, 2.0),
        (0.001, 0.05),
        (1.3, 3.0, 12.0),
    )
)
"""(alpha, beta), gamma, lambda, population; the closest of them are improved a little, and the best
of these as far as it goes."""
IMPROVED: Final = 5
A_LITTLE: Final = 25
AS_FAR: Final = 200
"""Evaluations of the path, not counting those for its slopes."""


@dataclass(frozen=True)
class Rates:
    """Rates a week: inactive come back, active leave, unaware are drawn in, unaware find it."""

    alpha: float
    beta: float
    gamma: float
    lambda_: float

    @property
    def resting_point(self) -> float:
        """Share of the population that is active in the end."""
        return max(1.0 - self.beta / self.alpha, 0.0)


def active_share(weeks: ArrayLike, rates: Rates, active: float, inactive: float = 0.0) -> Values:
    """Share of the population that is active, some weeks after the start.

    Parameters
    ----------
    weeks : array_like
        Ascending weeks since the start, the first of them not negative.
    rates : Rates
        The four rates.
    active, inactive : float
        Shares at the start; the others have never been there.
    """
    since = np.asarray(weeks, np.float64)
    times = since if since[0] == 0 else np.concatenate([[0.0], since])

    def change(state: Values, _time: float) -> tuple[float, float]:
        here, unaware = state
        drawn = (rates.gamma * here + rates.lambda_) * unaware
        back = rates.alpha * here * (1.0 - here - unaware)
        return back - rates.beta * here + drawn, -drawn

    begin = (active, 1.0 - active - inactive)
    states = odeint(change, begin, times, rtol=1e-8, atol=1e-10, mxstep=5000)
    return np.asarray(states[len(times) - len(since) :, 0], np.float64)


def fit_ribeiro(series: Series) -> Fit:
    """Fit rates, population and the share active at the start, by least squares.

    The first usable week is taken as the beginning, before which nobody had come and gone. The
    search starts from the closest few of 72 settings, which are always the same. Rates and
    population make up for each other: the path and its resting point are known far better than
    any of them alone.

    Raises
    ------
    CannotFitError
        If fewer than eight weeks are usable, or nobody was active.
    """
    known = series.usable
    if known.sum() < FEWEST_WEEKS:
        raise CannotFitError(f"fewer than {FEWEST_WEEKS} weeks can be used")
    if not series.values[known].max() > 0:
        raise CannotFitError("nobody was active")
    first, scale = int(series.weeks[known][0]), series.scale
    logs = _search((series.weeks[known] - first).astype(np.float64), series.values[known] / scale)
    alpha, beta, gamma, lambda_, population, active = (float(one) for one in np.exp(logs))
    rates = Rates(alpha, beta, gamma, lambda_)
    population *= scale

    def path(weeks: NDArray[np.int64]) -> Values:
        later = np.maximum(weeks - first, 0)
        distinct, places = np.unique(later, return_inverse=True)
        values = population * active_share(distinct, rates, active)[places]
        return np.where(weeks >= first, values, np.nan)

    deviation, freedom = constant_deviation(series, path(series.weeks), 6)
    return Fit(
        fitted_to="active; nobody had come and gone before the first week",
        parameters={
            "alpha_a_week": alpha,
            "beta_a_week": beta,
            "gamma_a_week": gamma,
            "lambda_a_week": lambda_,
            "population": population,
            "active_at_start": population * active,
            "resting_point": population * rates.resting_point,
        },
        last_week=int(series.weeks[-1]),
        path=path,
        deviation=deviation,
        freedom=freedom,
    )


def _search(since: Values, values: Values) -> Values:
    """Logarithms of the four rates, the population and the share active at the start."""

    def errors(logs: Values) -> Values:
        rates = Rates(*(float(one) for one in np.exp(logs[:4])))
        return float(np.exp(logs[4])) * active_share(since, rates, float(np.exp(logs[5]))) - values

    begins = []
    for (alpha, beta), gamma, lambda_, population in STARTS:
        active = max(values[0] / population, 1e-6)
        begin = np.log([alpha, beta, gamma, lambda_, population, active])
        begins.append(np.clip(begin, LOWEST + 1e-6, HIGHEST - 1e-6))
    begins.sort(key=lambda begin: float((errors(begin) ** 2).sum()))

    def improved(begin: Values, evaluations: int) -> Any:  # noqa: ANN401 (a result of SciPy's)
        return least_squares(
            errors, begin, bounds=(LOWEST, HIGHEST), x_scale="jac", max_nfev=evaluations
        )

    found = [improved(begin, A_LITTLE) for begin in begins[:IMPROVED]]
    return np.asarray(improved(min(found, key=lambda one: float(one.cost)).x, AS_FAR).x)
