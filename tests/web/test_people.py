"""Everyone's states by week, as the page gets them, against the arrays of the model."""

import gzip
import json

import numpy as np
import pytest

from uptake.adoption import AdoptionModel
from uptake.organisation import connect, synthetic_chart
from uptake.organisation.chart import Labels, build_chart
from uptake.organisation.departments import departments_of
from uptake.organisation.growth import grow
from uptake.scenario import Scenario
from uptake.web.people import lay_out, pack, people_by_week, people_message

SCENARIO = Scenario.model_validate(
    {
        "weeks": 60,
        "champion": {"leaves_in_week": 40},
        "programme": {
            "newsletter": {"kind": "newsletter"},
            "launch": {"kind": "launch_campaign"},
            "welcome_pack": {"kind": "welcome_pack"},
        },
    }
)


@pytest.fixture(scope="module")
def organisation():
    return connect(grow(synthetic_chart(headcount=200), 30))


@pytest.fixture(scope="module")
def run(organisation):
    return people_by_week(SCENARIO, organisation, 1, 3)


def test_every_position_has_one_place(organisation):
    layout = lay_out(organisation.chart)
    assert sorted(layout.order.tolist()) == list(range(230))
    assert layout.department_start[-1] == layout.team_start[-1] == 230
    assert set(layout.department_start) <= set(layout.team_start)


def test_a_department_lies_together_and_no_team_crosses_one(organisation):
    layout = lay_out(organisation.chart)
    code = layout.departments.codes[layout.order]
    for number, (first, last) in enumerate(
        zip(layout.department_start[:-1], layout.department_start[1:], strict=True)
    ):
        assert set(code[first:last]) == {number}


def test_a_team_is_who_reports_to_one_manager_with_planned_positions(organisation):
    layout, chart = lay_out(organisation.chart), organisation.chart
    for first, last in zip(layout.team_start[:-1], layout.team_start[1:], strict=True):
        rows = layout.order[first:last]
        lead = rows[0] if np.any(chart.manager[rows[1:]] == rows[0]) else -2
        managers = set(chart.manager[rows[rows != lead]].tolist()) - {lead}
        assert len(managers) <= 1
        assert lead == -2 or not managers


def test_departments_under_five_people_are_joined_whatever_is_planned():
    names = ["Big"] * 9 + ["Tiny"] * 3 + ["Small"] * 4
    chart = build_chart(
        "toy",
        [f"{i:02d}" for i in range(16)],
        np.array([-1] + [0] * 15, np.int32),
        department=Labels.of(names),
    )
    planned = grow(chart, 40)
    assert departments_of(chart).names == ("Big", "Other")
    assert departments_of(planned).names == ("Big", "Other")
    assert np.bincount(departments_of(chart).codes).tolist() == [9, 7]


def test_a_lone_small_department_joins_the_smallest_of_the_others():
    chart = build_chart(
        "toy",
        [f"{i:02d}" for i in range(14)],
        np.array([-1] + [0] * 13, np.int32),
        department=Labels.of(["A"] * 7 + ["B"] * 5 + ["C"] * 2),
    )
    assert departments_of(chart).names == ("A", "B and other")


def test_states_are_those_of_the_model_s_arrays(organisation, run):
    model = AdoptionModel(SCENARIO, organisation, rng=1, replicate=3, collect=False)
    visits, posts = [], []
    since = np.full(230, -1)
    for week in range(SCENARIO.weeks):
        hire = model.staffing.hire.copy()
        model.step()
        since[model.staffing.hire != hire] = week
        visits.append((model.use.visit_history & 1) == 1)
        posts.append(model.use.posts > 0)
        weeks = range(max(0, week - 3), week + 1)
        mine = [(w >= since) & (model.staffing.employed == 1) for w in weeks]
        visited = np.any([visits[w] & m for w, m in zip(weeks, mine, strict=True)], axis=0)
        posted = np.any([posts[w] & m for w, m in zip(weeks, mine, strict=True)], axis=0)
        expected = np.where(posted, 3, np.where(visited, 2, model.use.account))
        assert run.states[week].tolist() == expected[run.layout.order].tolist()
        assert run.employed[week].sum() == model.staffing.employed.sum()


def test_shares_of_states_are_the_weekly_measures(organisation, run):
    model = AdoptionModel(SCENARIO, organisation, rng=1, replicate=3, collect=False)
    model.run_model()
    weekly = model.weekly
    assert ((run.states > 0).sum(axis=1) == weekly["accounts"]).all()
    assert ((run.states > 1).sum(axis=1) == weekly["visitors_four_weekly"]).all()
    assert (run.employed.sum(axis=1) == weekly["headcount"]).all()


def test_packing_loses_nothing():
    states = (np.arange(7 * 13).reshape(7, 13) % 4).astype(np.uint8)
    packed = pack(states)
    assert packed.shape == (7, 4)
    unpacked = (packed[:, :, None] >> np.array([0, 2, 4, 6])) & 3
    assert (unpacked.reshape(7, -1)[:, :13] == states).all()


def test_the_message_holds_a_head_and_two_bits_a_person_week(organisation, run):
    content = gzip.decompress(people_message(SCENARIO, organisation, 1, 3))
    length = int.from_bytes(content[:4], "little")
    head = json.loads(content[4 : 4 + length])
    assert head["weeks"] == 60 and head["positions"] == 230
    assert sum(head["sizes"]) == sum(head["teams"]) == 230
    assert head["departure_week"] == 40
    assert content[4 + length :] == pack(run.states).tobytes()


def test_the_message_of_a_run_is_always_the_same(organisation):
    first = people_message(SCENARIO, organisation, 1, 0)
    assert first == people_message(SCENARIO, organisation, 1, 0)
    assert first != people_message(SCENARIO, organisation, 1, 1)
