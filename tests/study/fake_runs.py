"""A simulator that costs nothing: its visitors follow from seed, replicate and scenario."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd

from uptake.measures import NAMES
from uptake.simulation import People, Run


def fake_run(scenario, organisation, seed, replicate):
    chart = organisation.chart
    staff = float(chart.staffed.sum())
    level = 0.05 + 0.2 * len(scenario.programme) + 0.01 * replicate + 0.001 * (seed % 7)
    weekly = pd.DataFrame({name: np.zeros(scenario.weeks) for name in NAMES})
    weekly["headcount"] = staff
    weekly["visitors"] = staff * level
    weekly["participation"] = level
    weekly["participation_four_weekly"] = level
    weekly["accounts"] = staff / 2
    weekly["account_share"] = 0.5
    weekly["posts"] = 10.0
    weekly["questions"] = 4.0
    weekly["questions_answered_day"] = 1.0
    weekly["money"] = 100.0 * len(scenario.programme)
    weekly["hours_saved"] = 1.0
    months = -(-scenario.weeks // 4)
    empty = np.zeros(chart.manager.size, bool)
    people = People(
        chart.staffed, empty, empty.astype(np.uint8), chart.department, chart.manager, chart.level
    )
    return Run(weekly, np.zeros((months, months, 2), np.int32), people)


def failing_in_replicate_two(scenario, organisation, seed, replicate):
    if replicate == 2 and scenario.programme:
        raise ZeroDivisionError("nobody left")
    return fake_run(scenario, organisation, seed, replicate)


def killed_in_replicate_one(scenario, organisation, seed, replicate):
    if replicate == 1 and scenario.weeks > 1:
        os._exit(9)
    return fake_run(scenario, organisation, seed, replicate)


def killed_once(scenario, organisation, seed, replicate):
    mark = Path(os.environ["UPTAKE_TEST_MARK"])
    if scenario.weeks > 1 and not mark.exists():
        mark.touch()
        os._exit(9)
    return fake_run(scenario, organisation, seed, replicate)


def tell_assumptions(scenario, organisation, seed, replicate):
    """Posts are the gain of habit that the run was made with."""
    run = fake_run(scenario, organisation, seed, replicate)
    run.weekly["posts"] = scenario.assumptions.habit_gain
    return run
