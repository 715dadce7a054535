"""Events act on those whom chance says, as far as they say, once."""

from __future__ import annotations

import numpy as np

import worlds
from uptake.adoption import AdoptionModel
from uptake.scenario import Scenario
from uptake.web.game.happenings import BadHeadline, Reorganisation


def beside(event, organisation, weeks=8):
    """Two runs with and without an event in week 6, up to that week and with it."""
    models = []
    for programme in ({}, {"event": event}):
        scenario = Scenario(weeks=20, initial_accounts=60, programme=programme)
        model = AdoptionModel(scenario, organisation, rng=3, collect=False)
        while model.week < weeks:
            model.step()
        models.append(model)
    return models


def test_a_headline_lowers_belief_and_value_of_about_its_reach():
    event = BadHeadline(from_week=6, until_week=7, reach=0.5, doubt=0.4)
    calm, struck = beside(event, worlds.small(), weeks=7)
    lower = struck.use.belief < calm.use.belief - 0.05
    employed = calm.staffing.employed == 1
    assert 0.35 < lower[employed].mean() < 0.65
    assert not lower[~employed].any()


def test_a_reorganisation_breaks_habits_by_team_and_moves_their_managers():
    event = Reorganisation(from_week=6, until_week=7, reach=0.5, habit_lost=1.0, stance_lost=1.0)
    calm, struck = beside(event, worlds.small(), weeks=7)
    manager = worlds.small().chart.manager
    fallen = np.flatnonzero(struck.leading.stance[:-1] < calm.leading.stance[:-1] - 0.2)
    hit = set(fallen.tolist())
    assert hit
    had = np.flatnonzero(calm.use.habit > 0.2)
    lost = [row for row in had if struck.use.habit[row] < 0.5 * calm.use.habit[row]]
    assert {int(manager[row]) for row in lost} <= {int(m) for m in struck.managers}
    spared = [row for row in had if row not in lost]
    assert not {int(manager[row]) for row in lost} & {int(manager[row]) for row in spared}


def test_the_same_people_are_met_whatever_was_planned():
    event = BadHeadline(from_week=0, until_week=1, reach=0.5)
    met = []
    for programme in ({"event": event}, {"event": event, "newsletter": {}}):
        scenario = Scenario(weeks=20, programme=programme)
        model = AdoptionModel(scenario, worlds.small(), rng=3, collect=False)
        model.step()
        met.append(model.use.value < 0.75 * scenario.assumptions.value_start)
    np.testing.assert_array_equal(*met)
    assert 0.3 < met[0].mean() < 0.7
