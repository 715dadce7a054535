"""One run for the page: what a worker process does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from uptake import measures
from uptake.adoption import AdoptionModel
from uptake.organisation import Organisation
from uptake.scenario import Scenario
from uptake.study.assumed import under

SHOWN: Final = (
    "participation",
    "participation_four_weekly",
    "account_share",
    "headcount",
    "accounts",
    "visitors_four_weekly",
    "posts",
    "work_share",
    "first_posts",
    "first_posts_answered",
    "answers",
    "answers_cross_department",
    "manager_stance",
    "managers_visiting",
    "value",
    "belief",
    "champion_hours",
    "deputy_hours",
    "manager_hours",
    "backlog_hours",
    "money",
    "hours_saved",
)
"""The weekly measures that the page can show."""

COLUMNS: Final = np.array([measures.NAMES.index(name) for name in SHOWN])


def run_once(
    scenario: Scenario, organisation: Organisation, seed: int, replicate: int
) -> NDArray[np.float32]:
    """Run one replicate; returns the measures of `SHOWN` by week, shape (weeks, measures)."""
    model = AdoptionModel(scenario, organisation, rng=seed, replicate=replicate, collect=False)
    model.run_model()
    series = model.series[:, COLUMNS].astype(np.float32)
    model.release()
    return series


def run_under(
    scenario: Scenario,
    member: Mapping[str, Any],
    organisation: Organisation,
    seed: int,
    replicate: int,
) -> NDArray[np.float32]:
    """Run one replicate of a scenario under a set of assumptions; see `run_once`."""
    return run_once(under(scenario, member), organisation, seed, replicate)
