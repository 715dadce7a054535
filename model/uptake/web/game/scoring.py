"""What a plan is worth: the score, paired differences of scores, and both in words."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from numpy.typing import ArrayLike

from uptake.study.statistics import Interval, mean_interval, paired_difference


def summary_of(scores: ArrayLike) -> dict[str, Any]:
    """Mean, its 95 % interval, the middle 90 % of the runs and their number, as shares of staff."""
    return _finite(mean_interval(scores))


def difference_of(yours: ArrayLike, other: ArrayLike) -> dict[str, Any]:
    """What another plan has more than yours, run by run with the same chance.

    Returns
    -------
    dict
        As of `summary_of`, besides ``clear`` (whether the interval leaves out nothing) and
        ``words``.
    """
    gap = paired_difference(yours, other)
    return {**_finite(gap), "clear": is_clear(gap), "words": in_words(gap)}


def is_clear(gap: Interval) -> bool:
    """Whether the interval of a mean difference lies on one side of nothing."""
    return bool(gap.low > 0.0 or gap.high < 0.0)


def in_words(gap: Interval) -> str:
    """Say a difference of shares in percentage points, as ``2.1 points more (0.9 to 3.3)``."""
    mean, low, high = (_points(value) for value in (gap.mean, gap.low, gap.high))
    if gap.low == gap.high == 0.0:
        return "no difference at all in any run"
    if not is_clear(gap):
        return f"no clear difference ({mean}; {low} to {high})"
    if gap.mean > 0.0:
        return f"{mean} points more ({low} to {high})"
    fewest, most = _points(-gap.high), _points(-gap.low)
    return f"{_points(-gap.mean)} points less ({fewest} to {most})"


def _points(share: float) -> str:
    text = f"{100.0 * share:.1f}".replace("-", "−")
    return "0.0" if text == "−0.0" else text


def _finite(interval: Interval) -> dict[str, Any]:
    return {
        key: None if isinstance(value, float) and math.isnan(value) else value
        for key, value in asdict(interval).items()
    }
