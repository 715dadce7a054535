"""From the stored weekly frame to arrays, bands and intervals that a figure draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from uptake.study.statistics import half_width
from uptake.study.units import over

HALF_YEAR_WEEKS = 26
MEASURE_TITLES = {
    "participation": "Weekly visitors, share of staff",
    "participation_four_weekly": "Visitors within four weeks, share of staff",
    "account_share": "Employees with an account, share of staff",
}
MEASURE_NOUNS = {
    "participation": "weekly visitors",
    "participation_four_weekly": "four-weekly visitors",
    "account_share": "accounts",
}


@dataclass(frozen=True)
class Bands:
    """Quantiles over replicates: median, 50 % and 90 % bands; arrays of one length."""

    median: NDArray[np.float64]
    half: tuple[NDArray[np.float64], NDArray[np.float64]]
    most: tuple[NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True)
class MeanInterval:
    """A mean over replicates with its 95 % interval (nan for one replicate) and 90 % of runs."""

    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    spread_low: NDArray[np.float64]
    spread_high: NDArray[np.float64]


@dataclass(frozen=True)
class Gain:
    """One row of a comparison: a scenario's paired difference from the baseline in one measure.

    Attributes
    ----------
    baseline_mean, mean, difference : float
        Means over the sets of assumptions or, under one set, over the runs.
    low, high : float
        95 % interval of the mean difference; nan for one of them.
    spread_low, spread_high : float
        The middle 90 % of their differences.
    replicates : int
        Pairs of runs.
    members : int
        Sets of assumptions.
    helps_share : float
        Share of the sets, or runs, in which the difference is on the better side of nought.
    """

    baseline_mean: float
    mean: float
    difference: float
    low: float
    high: float
    spread_low: float
    spread_high: float
    replicates: int
    members: int
    helps_share: float

    @property
    def clear(self) -> bool:
        """Whether the interval of the mean leaves out nought."""
        return self.low > 0 or self.high < 0


def gains(comparison: pd.DataFrame, measure: str) -> dict[str, Gain]:
    """Read the rows of one measure from a comparison frame, by scenario."""
    rows = comparison[comparison["measure"] == measure] if len(comparison) else comparison
    return {
        str(record["scenario"]): Gain(
            baseline_mean=float(record["baseline_mean"]),
            mean=float(record["mean"]),
            difference=float(record["difference"]),
            low=float(record["low"]),
            high=float(record["high"]),
            spread_low=float(record["spread_low"]),
            spread_high=float(record["spread_high"]),
            replicates=int(record["replicates"]),
            members=int(record["members"]),
            helps_share=float(record["helps_share"]),
        )
        for record in rows.to_dict("records")
    }


def replicate_paths(weekly: pd.DataFrame, scenario: str, measure: str) -> NDArray[np.float64]:
    """Return one measure of one scenario as an array (replicates, weeks), both ascending.

    Raises
    ------
    KeyError
        If the frame has no such scenario or measure.
    """
    rows = weekly[weekly["scenario"] == scenario]
    if rows.empty:
        raise KeyError(scenario)
    table = rows.pivot(index="replicate", columns="week", values=measure).sort_index()
    return table.sort_index(axis="columns").to_numpy(dtype=np.float64)


def unit_paths(weekly: pd.DataFrame, scenario: str, measure: str) -> NDArray[np.float64]:
    """Return one measure of one scenario as an array (units, weeks); see `uptake.study.units`.

    Raises
    ------
    KeyError
        If the frame has no such scenario or measure.
    """
    paths = replicate_paths(weekly, scenario, measure)
    if not over(weekly).several:
        return paths
    runs = weekly[["replicate", "member"]].drop_duplicates("replicate").sort_values("replicate")
    members = runs["member"].to_numpy()
    return np.stack([paths[members == one].mean(axis=0) for one in np.unique(members)])


def bands(paths: NDArray[np.float64]) -> Bands:
    """Return median and bands over replicates; weeks where no run has a value stay nan."""
    quantiles = _quantiles(paths, (0.05, 0.25, 0.5, 0.75, 0.95))
    return Bands(quantiles[2], (quantiles[1], quantiles[3]), (quantiles[0], quantiles[4]))


def mean_interval(values: NDArray[np.float64]) -> MeanInterval:
    """Return mean, Student's 95 % interval of the mean and the middle 90 % of runs.

    Parameters
    ----------
    values : array (replicates, ...)
        One row a replicate; for a paired comparison the differences of two scenarios.
    """
    mean = values.mean(axis=0)
    half = half_width(values) if len(values) > 1 else np.full_like(mean, np.nan)
    low, high = _quantiles(values, (0.05, 0.95))
    return MeanInterval(mean, mean - half, mean + half, low, high)


def last_half_year(paths: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean of the last 26 weeks (all weeks if there are fewer) of each replicate."""
    return np.asarray(paths[:, -HALF_YEAR_WEEKS:].mean(axis=1))


def _quantiles(values: NDArray[np.float64], shares: tuple[float, ...]) -> NDArray[np.float64]:
    """Quantiles over the first axis, leaving nan where every replicate is nan."""
    empty = np.isnan(values).all(axis=0)
    filled = np.where(empty, 0.0, values)
    found = np.asarray(np.nanquantile(filled, shares, axis=0), dtype=np.float64)
    found[:, empty] = np.nan
    return found
