"""From the runs of a choice to what a chart shows: means, bands and totals."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from uptake.web.runs import SHOWN

Series = NDArray[np.float32]
"""The measures of one run by week, shape (weeks, measures)."""

LOW, HIGH = 0.05, 0.95
"""A band holds the middle nine tenths of the runs."""

Bands = dict[str, dict[str, list[float | None]]]
"""By measure: ``mean``, ``low`` and ``high`` by week."""

DIGITS: Final = 4
LAST_WEEKS = 26


def completed(done: Mapping[int, Series], before: Sequence[Series], count: int) -> list[Series]:
    """The runs of a choice, those that are still missing put together from an earlier choice.

    Runs of the same number share their chance. A missing run is therefore taken to be that of the
    earlier choice, moved by what the change did on average in the runs that are there: a control
    variate (Lavenberg and Welch 1981).

    Parameters
    ----------
    done : mapping of replicate to series
        At least one, unless `before` is empty.
    before : sequence of series
        All runs of the earlier choice, of the same horizon; empty if there is none.
    count : int
        Runs wanted.
    """
    if len(done) == count or not before:
        return [done[number] for number in sorted(done)]
    moved = np.mean([series - before[number] for number, series in done.items()], axis=0)
    return [
        done[number] if number in done else np.maximum(before[number] + moved, 0.0)
        for number in range(count)
    ]


def bands(runs: Sequence[Series], names: Sequence[str] = SHOWN) -> Bands:
    """Mean and band of measures by week; None where no run has a value."""
    columns = [SHOWN.index(name) for name in names]
    return band_of(np.stack(runs)[:, :, columns].astype(np.float64), names)


def differences(runs: Sequence[Series], baseline: Sequence[Series], names: Sequence[str]) -> Bands:
    """Mean and band of the paired differences from a baseline by week."""
    columns = [SHOWN.index(name) for name in names]
    paired = np.stack(runs)[:, :, columns].astype(np.float64) - np.stack(baseline)[:, :, columns]
    return band_of(paired, names)


def band_of(values: NDArray[np.float64], names: Sequence[str]) -> Bands:
    """Mean and band over the runs, from an array of shape (runs, weeks, measures)."""
    ordered = np.sort(values, axis=0)
    mean = ordered.mean(axis=0)
    low, high = (_quantile(ordered, share) for share in (LOW, HIGH))
    # Not a number sorts last and spoils a mean: only then the slow way is worth it.
    for column in np.flatnonzero(np.isnan(mean).any(axis=0)):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            mean[:, column] = np.nanmean(ordered[:, :, column], axis=0)
            ends = np.nanquantile(ordered[:, :, column], (LOW, HIGH), axis=0)
        low[:, column], high[:, column] = ends
    return {
        name: {"mean": _plain(mean[:, n]), "low": _plain(low[:, n]), "high": _plain(high[:, n])}
        for n, name in enumerate(names)
    }


def _quantile(ordered: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    at = share * (ordered.shape[0] - 1)
    under = int(at)
    over = min(under + 1, ordered.shape[0] - 1)
    found: NDArray[np.float64] = ordered[under] + (at - under) * (ordered[over] - ordered[under])
    return found


def totals(runs: Sequence[Series]) -> dict[str, Any]:
    """What the last half-year and the whole of the runs come to, on average."""
    mean = np.mean(np.nan_to_num(np.stack(runs).astype(np.float64)), axis=0)
    end = dict(zip(SHOWN, mean[-LAST_WEEKS:].mean(axis=0).tolist(), strict=True))
    whole = dict(zip(SHOWN, mean.sum(axis=0).tolist(), strict=True))
    return {
        "participation": end["participation"],
        "participation_four_weekly": end["participation_four_weekly"],
        "account_share": end["account_share"],
        "manager_stance": end["manager_stance"],
        "champion_hours": whole["champion_hours"] / mean.shape[0],
        "deputy_hours": whole["deputy_hours"] / mean.shape[0],
        "backlog_hours": end["backlog_hours"],
        "money": whole["money"],
        "hours_saved": whole["hours_saved"],
    }


def last_half_year(runs: Sequence[Series], measure: str) -> NDArray[np.float64]:
    """Mean of a measure over the last 26 weeks of each run, shape (runs,)."""
    column = SHOWN.index(measure)
    return np.array([np.nanmean(series[-LAST_WEEKS:, column]) for series in runs])


def _plain(values: NDArray[np.float64]) -> list[float | None]:
    rounded = np.round(values, DIGITS)
    return [None if np.isnan(value) else value for value in rounded.tolist()]
