"""Landscapes whose drift and points are known in closed form, and one against long runs."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

import worlds
from uptake.scenario_files import load_organisation, read_scenario_file
from uptake.study.landscape import curve_of, points_of
from uptake.study.landscape.asked import Past, ask
from uptake.study.landscape.states import (
    _before_hold,
    _hold,
    _run_to,
    activity,
    held_states,
)

EXPERIMENT = Path(__file__).parents[2] / "experiments" / "landscape"
ALIKE = {
    "interest_spread": 0.0,
    "habit_gain": 0.0,
    "visit_habit": 0.0,
    "visit_novelty": 0.0,
    "visit_value": 0.0,
    "desk_access": 1.0,
    "posts_a_visit": 0.0,
    "purpose_floor": 1.0,
}
"""Everybody alike and without memory: activity is the whole state."""


def let_go(asked, past, organisation, replicates):
    """Levels and drifts without the programme, shape (replicates, levels)."""
    found = [held_states(asked, past, organisation, 1, number) for number in range(replicates)]
    level = np.array([one.level[-1] for one in found])
    later = np.array([one.later[-1] for one in found])
    return level, (later - level) / asked.drift_weeks, found


def test_with_independent_hazards_the_drift_is_that_of_joining():
    """Drift = (s - x) (1 - exp(-s p0 h)) / h for members who visit with chance s a week.

    Nobody influences anybody, so activity x is s times the share of members, whatever it was held
    at. Within three standard errors of the mean.
    """
    access, hazard, people = 0.5, 0.02, 6000
    world = worlds.scenario(
        200,
        champion=None,
        **worlds.UNTOUCHED,
        **{**ALIKE, "desk_access": access, "visit_level": 30.0, "resume_level": 30.0},
        join_alone=hazard,
        join_interest=0.0,
    )
    for week in (8, 40, 80):
        asked = dataclasses.replace(ask(world, people, week), levels=(0.1, 0.4))
        level, drift, _ = let_go(asked, Past("own", "own"), worlds.strangers(people), 4)
        left = 1.0 - np.exp(-access * hazard * asked.drift_weeks)
        expected = (access - level.mean()) * left / asked.drift_weeks
        error = drift.mean(axis=1).std(ddof=1) / np.sqrt(len(drift))
        # The joiners' first week is a visit for sure: a share of 1 - s of a week's joins.
        first = (1 - access) * hazard * access * 0.5 * left / asked.drift_weeks
        assert abs(drift.mean() - expected) < 3.0 * error + first


def company_map(share, level, company):
    """Activity a week later when all are members and see nothing but last week's activity."""
    return 1.0 / (1.0 + np.exp(-(level + company * share)))


def test_the_drift_and_the_points_of_a_mean_field_map_are_found():
    """x(t + 1) = L(a + b x(t)): with a = -b/2 it tips at a half, and rests to both sides of it.

    Everybody has an account, is alike, and sees only the share of staff who came last week, so the
    map is exact but for chance. The drift over four weeks stays within 0.003 of all staff a week
    (of a range of 0.03) of the map's own; the tipping point within 0.02, resting points within
    0.01.
    """
    people, company = 6000, 4.5
    world = worlds.scenario(
        60,
        champion=None,
        initial_accounts=people,
        **worlds.UNTOUCHED | {"visit_company": company, "critical_share": 1e12},
        **{**ALIKE, "visit_level": -company / 2, "resume_level": -company / 2},
    )
    levels = (0.1, 0.2, 0.3, 0.36, 0.42, 0.46, 0.5, 0.54, 0.58, 0.64, 0.7, 0.8, 0.9)
    asked = dataclasses.replace(ask(world, people, 30), levels=levels, settle_weeks=4)
    asked = dataclasses.replace(asked, drift_weeks=4)
    level, drift, _ = let_go(asked, Past("own", "own"), worlds.strangers(people), 6)

    path = [np.linspace(0.02, 0.98, 400)]
    for _ in range(8):
        path.append(company_map(path[-1], -company / 2, company))
    expected = (np.mean(path[5:], axis=0) - np.mean(path[1:5], axis=0)) / 4
    curve = curve_of(level, drift)
    known = np.interp(curve.level, np.mean(path[1:5], axis=0), expected)
    assert np.ptp(known) > 0.02
    assert np.abs(curve.drift - known).max() < 0.003

    def change(share):
        return company_map(share, -company / 2, company) - share

    low = brentq(change, 0.01, 0.4)
    resting_low, tipping, resting_high = points_of(level, drift)
    assert (resting_low.kind, tipping.kind, resting_high.kind) == ("resting", "tipping", "resting")
    assert tipping.level == pytest.approx(0.5, abs=0.02)
    assert resting_low.level == pytest.approx(low, abs=0.01)
    assert resting_high.level == pytest.approx(1.0 - low, abs=0.01)


def test_the_drift_follows_ribeiros_active_and_inactive():
    """The limit of `test_limits`: continuing by habit of time, resuming by contagion.

    Started from the level and the accounts that were measured, Ribeiro's equations give the change
    over half a year within 0.008 of all staff (0.0003 a week, of a range of 0.006).
    """
    people, contacts, rho, access = 6000, 60, 1e-4, 0.5
    level, slope, p0, q = -3.0, 5.0, 0.03, 0.05
    silent = (1.0 - access) ** 4
    beta, seen = access * silent / (1.0 - silent), access / (1.0 - silent)
    world = worlds.scenario(
        200,
        champion=None,
        **{**worlds.UNTOUCHED, "contagion": "simple"},
        **{**ALIKE, "desk_access": access, "visit_level": 200.0, "resume_level": level},
        join_alone=p0,
        join_interest=0.0,
        join_contacts=q / (rho * contacts),
        contact_strength=rho,
        visit_contacts=slope / (rho * contacts),
    )
    asked = dataclasses.replace(ask(world, people, 120), levels=(0.05, 0.12, 0.2, 0.3, 0.4))
    measured, drift, found = let_go(
        asked, Past("own", "own", hold_weeks=30), worlds.random_mixing(people, contacts), 2
    )

    def change(_, y):
        active, inactive = y
        unaware = 1.0 - active - inactive
        back = access / (1.0 + np.exp(-(level + slope * seen * active))) * inactive
        joins = access * (p0 + q * seen * active) * unaware
        return [back - beta * active + joins, beta * active - back]

    weeks = asked.settle_weeks - 2.0
    for place in range(len(asked.levels)):
        active = measured[:, place].mean() / seen
        accounts = np.mean([one.accounts[place] for one in found])
        joined = 1.0 - (1.0 - accounts) * np.exp(-access * (p0 + q * seen * active) * weeks)
        start = [active, joined - active]
        end = solve_ivp(change, (0, asked.drift_weeks), start, rtol=1e-8).y[0, -1]
        expected = seen * (end - active)
        assert abs(drift[:, place].mean() * asked.drift_weeks - expected) < 0.008
    assert np.ptp(drift.mean(axis=0)) > 0.005


@pytest.mark.slow
def test_long_runs_from_both_sides_of_a_tipping_point_end_on_their_own_side():
    """Where feedback is strong, activity tips, and which side it starts from decides its end.

    Here the company's pull grows in proportion to the share who come, which makes it tip with the
    programme too; a pull that saturates early lifts activity off from nearly nothing.
    States let go at half of the tipping point and at twice that level are followed for five years;
    at least nine of ten of them end below and above it.
    """
    strong = read_scenario_file(EXPERIMENT / "tipping.yaml").scenario
    assumptions = strong.assumptions.model_copy(
        update={"critical_share": 1e12, "visit_level": -3.7}
    )
    scenario = strong.model_copy(update={"assumptions": assumptions})
    organisation = load_organisation(scenario)
    asked = ask(scenario, 1000)
    (past,) = (one for one in asked.pasts if one.name == "own")
    found = [held_states(asked, past, organisation, 1, number) for number in range(20)]
    level = np.array([one.level[0] for one in found])
    drift = np.array([one.later[0] for one in found]) - level
    (tipping,) = (one for one in points_of(level, drift) if one.kind == "tipping")

    held = np.mean([one.held for one in found], axis=0)
    ends = {}
    for share in (0.5, 2.0):
        hold = float(np.interp(share * tipping.level, level.mean(axis=0), held))
        ends[share] = []
        for number in range(100, 112):
            before = _before_hold(asked, past, organisation, 1, number)
            freed = _hold(before, asked, past, hold).branch(asked.managed)
            _run_to(freed, asked.week + asked.long_weeks)
            ends[share].append(activity(freed, 26))
    below, above = (np.array(ends[share]) for share in (0.5, 2.0))
    assert (below < tipping.low).mean() >= 0.9
    assert (above > tipping.high).mean() >= 0.9
