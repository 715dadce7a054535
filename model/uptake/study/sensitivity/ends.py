"""One at a time: the outcome at each end of each input, with all others at their usual values."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from uptake.study.sensitivity.inputs import Input, Point, usual_point
from uptake.study.statistics import mean_interval
from uptake.study.varied import DECIMALS, Shown


def end_points(inputs: Sequence[Input]) -> list[Point]:
    """The usual point, and then each value of a list and both ends of a range of each input."""
    usual = usual_point(inputs)
    return [
        usual,
        *({**usual, one.varied.place: choice} for one in inputs for choice in one.ends()),
    ]


def ends_table(inputs: Sequence[Input], outcomes: NDArray[np.float64]) -> pd.DataFrame:
    """Sum up the outcomes at the points of `end_points`.

    Parameters
    ----------
    inputs : sequence of Input
        What was varied.
    outcomes : array (points, replicates)
        May be nan.

    Returns
    -------
    DataFrame
        One row a point, in that order: input (empty for the usual point), value (as in tables),
        outcome (mean over replicates), change, change_low and change_high (paired difference from
        the usual point, with its 95 % interval).
    """
    names = ["", *(one.name for one in inputs for _ in one.ends())]
    values = ["", *(_tidy(choice.shown) for one in inputs for choice in one.ends())]
    changes = [mean_interval(row - outcomes[0]) for row in outcomes]
    return pd.DataFrame(
        {
            "input": names,
            "value": values,
            "outcome": [mean_interval(row).mean for row in outcomes],
            "change": [one.mean for one in changes],
            "change_low": [one.low for one in changes],
            "change_high": [one.high for one in changes],
        }
    )


def _tidy(value: Shown) -> Shown:
    return round(value, DECIMALS) if isinstance(value, float) else value
