"""Runs as a copy of the page holds them: quantised, one array, with a head that says what is where.

Participation is kept run by run, so that the copy can pair runs and say in how many one programme
beats another; other measures are kept as means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from uptake.web.bands import Series, totals
from uptake.web.choice import Choice
from uptake.web.runs import SHOWN

EACH_RUN: Final = "participation"
MEANS: Final = (
    "participation_four_weekly",
    "account_share",
    "headcount",
    "first_posts_answered",
    "belief",
)
STEPS: Final = 65535
"""A value is kept as a whole number of so many steps from the least to the most of its measure."""


@dataclass(frozen=True, eq=False)
class StoredRuns:
    """Head (ready for JSON) and content of the runs of some choices."""

    head: dict[str, Any]
    content: bytes


def store(choices: Sequence[Choice], runs: Sequence[Sequence[Series]]) -> StoredRuns:
    """Pack the runs of choices of one horizon.

    Parameters
    ----------
    choices : sequence of Choice
        Whose runs they are.
    runs : sequence of sequence of series
        For each choice, all its runs.
    """
    weeks, count = runs[0][0].shape[0], len(runs[0])
    stacked = np.stack([np.stack(one) for one in runs])
    each = stacked[:, :, :, SHOWN.index(EACH_RUN)]
    means = np.nan_to_num(np.nanmean(stacked[..., [SHOWN.index(name) for name in MEANS]], axis=1))
    packed, most = [], {EACH_RUN: float(each.max()) or 1.0}
    packed.append(_packed(each / most[EACH_RUN]))
    for n, name in enumerate(MEANS):
        most[name] = float(means[..., n].max()) or 1.0
        packed.append(_packed(means[..., n] / most[name]))
    head = {
        "choices": [choice.model_dump(exclude_defaults=True) for choice in choices],
        "weeks": weeks,
        "runs": count,
        "each": EACH_RUN,
        "means": list(MEANS),
        "most": most,
        "totals": [{name: round(value, 5) for name, value in totals(one).items()} for one in runs],
    }
    return StoredRuns(head, b"".join(packed))


def _packed(shares: NDArray[np.floating[Any]]) -> bytes:
    """Whole numbers, as differences from week to week: these compress well."""
    steps = np.rint(shares * STEPS).astype(np.int64)
    steps[..., 1:] = np.diff(steps, axis=-1)
    wrapped = (steps % 2**16).astype("<u2")
    # All low bytes, then all high ones.
    halves = wrapped.reshape(-1, 1).view(np.uint8)
    low, high = (halves[:, n].tobytes() for n in (0, 1))
    return bytes(low + high)
