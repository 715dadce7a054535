"""Resamples for the bootstrap (Efron 1979), drawn by keyed chance: they are always the same."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from uptake.chance import chance_key, uniforms


def resamples(times: int, size: int) -> NDArray[np.int64]:
    """Which of `size` items each of some resamples takes, shape (times, size)."""
    rows, key = np.arange(times, dtype=np.uint32), chance_key(0)
    fours = range(-(-size // 4))
    drawn = np.concatenate([uniforms(key, "study.resamples", rows, week=four) for four in fours])
    return (drawn[:size].T * size).astype(np.int64)
