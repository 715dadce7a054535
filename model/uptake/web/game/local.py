"""Play in this process: for tests, notebooks and the command line."""

from __future__ import annotations

from collections.abc import AsyncIterator

import numpy as np
from numpy.typing import NDArray

from uptake.web.game.playing import Job, play, score


class Here:
    """Runs jobs one after the other; see `debrief.Players`."""

    async def play(self, jobs: list[Job]) -> list[NDArray[np.float32]]:
        """Run jobs and return their runs in the same order."""
        return [play(job) for job in jobs]

    async def score(self, jobs: list[Job]) -> AsyncIterator[tuple[int, NDArray[np.float64]]]:
        """Yield number and scores of each job as it is done."""
        for number, job in enumerate(jobs):
            yield number, score(job)
