"""One replicate of one scenario, from the first week to the horizon."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from uptake.adoption import AdoptionModel
from uptake.organisation import Organisation
from uptake.scenario import Scenario
from uptake.state import HALF_YEAR


@dataclass(frozen=True, eq=False)
class People:
    """Everyone at the end of a run; arrays of shape (positions,) in the order of the chart.

    Attributes
    ----------
    employed, account : arrays of bool
        Whether the position is filled, and by someone with an account.
    visits_26_weeks : array of uint8
        Weeks with a visit among the last 26.
    department, manager, level : arrays of int
        As in the chart.
    """

    employed: NDArray[np.bool_]
    account: NDArray[np.bool_]
    visits_26_weeks: NDArray[np.uint8]
    department: NDArray[np.int32]
    manager: NDArray[np.int32]
    level: NDArray[np.int16]


@dataclass(frozen=True, eq=False)
class Run:
    """What one replicate of one scenario gave.

    Attributes
    ----------
    weekly : DataFrame
        One row a week, the columns of `uptake.measures.WEEKLY`.
    retention : array of shape (months, months, 2)
        By month of joining and months since: members still there, and those of them visiting.
    people : People
        Everyone at the end.
    """

    weekly: pd.DataFrame
    retention: NDArray[np.int32]
    people: People


def simulate(scenario: Scenario, organisation: Organisation, seed: int, replicate: int) -> Run:
    """Run one replicate; the same arguments give the same bits on every machine."""
    model = AdoptionModel(scenario, organisation, rng=seed, replicate=replicate, collect=False)
    model.run_model()
    run = Run(model.weekly, model.retention, people_of(model))
    model.release()
    return run


def people_of(model: AdoptionModel) -> People:
    """Everyone as they are now."""
    chart = model.organisation.chart
    history = model.use.visit_history & HALF_YEAR
    return People(
        employed=model.staffing.employed.astype(bool),
        account=model.use.account.astype(bool),
        visits_26_weeks=np.bitwise_count(history).astype(np.uint8),
        department=chart.department,
        manager=chart.manager,
        level=chart.level,
    )
