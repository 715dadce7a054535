"""Habit: it grows with every week of use and wanes without."""

from __future__ import annotations

import numpy as np

from uptake.compilation import compiled
from uptake.state import Use


@compiled
def form_habit(use: Use, gain: float, loss: float) -> None:
    """Habit h becomes h + gain (1 - h) after a visit, else h (1 - loss) (Lally et al. 2010)."""
    habit = use.habit
    for i in range(habit.size):
        h = float(habit[i])
        visited = use.visit_history[i] & np.uint32(1)
        habit[i] = h + gain * (1.0 - h) if visited else h * (1.0 - loss)
