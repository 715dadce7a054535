"""Employees are Mesa agents that read the model's arrays."""

from __future__ import annotations

import math

import mesa
import numpy as np
import pytest

import worlds


@pytest.fixture
def model(small):
    return worlds.run(worlds.busy(12), small)


def test_there_is_one_agent_for_each_person_employed(model):
    rows = sorted(employee.row for employee in model.agents)
    assert rows == np.flatnonzero(model.staffing.employed).tolist()
    assert all(isinstance(employee, mesa.Agent) for employee in model.agents)
    ids = [employee.unique_id for employee in model.agents]
    assert len(set(ids)) == len(ids)


def test_agents_read_what_the_arrays_hold(model):
    use, chart = model.use, model.organisation.chart
    for employee in model.agents:
        row = employee.row
        assert employee.has_account == bool(use.account[row])
        assert employee.visited == bool(use.visit_history[row] & 1)
        assert employee.visited_in_four_weeks == bool(use.visit_history[row] & 15)
        assert employee.posts == use.posts[row]
        for name in ("habit", "value", "belief"):
            assert getattr(employee, name) == getattr(use, name)[row]
        assert employee.interest == model.traits.interest[row]
        assert employee.department == chart.department_names[chart.department[row]]
        assert employee.site == chart.site_names[chart.site[row]]
        assert employee.level == chart.level[row]
        assert employee.weeks_employed == model.week - model.staffing.hired[row]


def test_managers_and_contacts_are_employees_of_the_same_model(model):
    chart, contacts = model.organisation.chart, model.organisation.contacts
    for employee in model.agents:
        above = chart.manager[employee.row]
        if above >= 0 and model.staffing.employed[above]:
            assert employee.manager.row == above
        else:
            assert employee.manager is None
        near = contacts.neighbour[contacts.start[employee.row] : contacts.start[employee.row + 1]]
        here = [row for row in near.tolist() if model.staffing.employed[row]]
        assert [contact.row for contact in employee.contacts] == here
        assert all(employee in contact.contacts for contact in employee.contacts)


def test_only_managers_have_a_stance(model):
    for employee in model.agents:
        assert employee.is_manager == (employee.row in model.managers)
        assert math.isnan(employee.stance) != employee.is_manager


def test_agents_can_be_selected_aggregated_and_grouped(model):
    visiting = model.agents.select(lambda employee: employee.visited)
    assert len(visiting) == model.latest["visitors"]
    assert model.agents.agg("has_account", sum) == model.latest["accounts"]
    posts = model.agents.get("posts")
    assert sum(posts) == model.latest["posts"]
    sizes = model.agents.groupby("department").count()
    assert sum(sizes.values()) == model.latest["headcount"]
    assert len(sizes) > 3


def test_agents_follow_hiring_and_leaving(small):
    model = worlds.model(worlds.busy(30, separation_a_year=0.8, vacancy_weeks=2.0), small)
    first = {(employee.row, employee.hire): employee for employee in model.agents}
    while model.week < 30:
        model.step()
        now = {(employee.row, employee.hire) for employee in model.agents}
        rows = np.flatnonzero(model.staffing.employed)
        assert now == set(zip(rows.tolist(), model.staffing.hire[rows].tolist(), strict=True))
    gone = [employee for who, employee in first.items() if not employee.employed]
    stayed = [employee for employee in first.values() if employee.employed]
    assert len(gone) > 20
    assert all(employee in model.agents for employee in stayed)
    assert all(employee not in model.agents for employee in gone)


def test_somebody_who_left_has_no_state_any_more(small):
    model = worlds.model(worlds.busy(30, separation_a_year=0.8, vacancy_weeks=1.0), small)
    everyone = list(model.agents)
    model.run_model()
    left = next(e for e in everyone if not e.employed and model.staffing.employed[e.row])
    for name in ("has_account", "visited", "posts", "habit", "value", "interest", "stance"):
        with pytest.raises(LookupError, match="has left"):
            getattr(left, name)
    assert model.employee(left.row) is not left
    assert model.employee(left.row).hire > left.hire


def test_there_is_nobody_in_a_vacant_position_or_above_the_top(model):
    vacant = int(np.flatnonzero(model.staffing.employed == 0)[0])
    assert model.employee(vacant) is None
    assert model.employee(-1) is None


def test_agents_cannot_be_replaced(model):
    with pytest.raises(AttributeError):
        model.agents = []
