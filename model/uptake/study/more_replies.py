"""An experiment that no programme can make: replies to some first posts come more often."""

from __future__ import annotations

from typing import Final

import numpy as np

from uptake.adoption import AdoptionModel
from uptake.study.history import is_chosen
from uptake.week import PHASES, reply

REPLIES_RAISED_BY: Final = 1.5


def step_with_more_replies(model: AdoptionModel) -> None:
    """Simulate a week in which half of the first posts, by a coin, draw replies at a higher rate.

    The time to the first reply is exponential: a rate `REPLIES_RAISED_BY` times as high is the
    power 1 / `REPLIES_RAISED_BY` of the draw it is made from.
    """
    for phase in PHASES:
        if phase is reply:
            posts = model.posts
            raised = np.flatnonzero((posts.first == 1) & is_chosen(posts.who_draw))
            drawn = (posts.time_draw[raised] + 0.5) / 2.0**32
            posts.time_draw[raised] = drawn ** (1.0 / REPLIES_RAISED_BY) * 2.0**32
        phase(model)
    model.week += 1
