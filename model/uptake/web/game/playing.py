"""Run a calendar: what worker processes do. The arguments are plain numbers and travel anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from uptake.adoption import AdoptionModel
from uptake.measures import NAMES
from uptake.web.game.calendar import Calendar
from uptake.web.game.company import SEED, EventKind, company_of, organisation_of
from uptake.web.game.rows import HORIZON
from uptake.web.game.scenarios import scenario_of

KEPT: Final = (
    "participation",
    "visitors",
    "accounts",
    "headcount",
    "champion_hours",
    "deputy_hours",
    "backlog_hours",
    "manager_stance",
    "packs_sent",
)
"""Weekly measures that the game shows."""

WEEKS_SCORED: Final = 13


@dataclass(frozen=True)
class Job:
    """A calendar to be run.

    Attributes
    ----------
    company : int
        Number of the company.
    calendar : Calendar
        What is done.
    replicates : tuple of int
        Which runs.
    weeks : int
        How far; the whole three years for a score.
    without : tuple of str
        Kinds of event that do not happen.
    """

    company: int
    calendar: Calendar
    replicates: tuple[int, ...]
    weeks: int = HORIZON
    without: tuple[EventKind, ...] = ()


def play(job: Job) -> NDArray[np.float32]:
    """Run a job; the same job gives the same bits.

    Returns
    -------
    array of shape (replicates, weeks, measures)
        In the order of `KEPT`.
    """
    company = company_of(job.company)
    organisation = organisation_of(job.company)
    events = tuple(one for one in company.events if one.kind not in job.without)
    columns = [NAMES.index(name) for name in KEPT]
    runs = np.empty((len(job.replicates), job.weeks, len(KEPT)), np.float32)
    for row, replicate in enumerate(job.replicates):
        scenario = scenario_of(company, job.calendar, replicate, events=events)
        model = AdoptionModel(scenario, organisation, rng=SEED, replicate=replicate, collect=False)
        while model.week < job.weeks:
            model.step()
        runs[row] = model.series[: job.weeks, columns]
        model.release()
    return runs


def score(job: Job) -> NDArray[np.float64]:
    """What lasts: mean participation in the last quarter of the third year, one value a run."""
    return scores_of(play(job))


def scores_of(runs: NDArray[np.float32]) -> NDArray[np.float64]:
    """Scores of runs over the whole three years, shape (replicates,), as shares of staff."""
    return np.asarray(runs[:, -WEEKS_SCORED:, KEPT.index("participation")].mean(1, np.float64))
