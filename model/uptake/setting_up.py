"""How a run begins: the state of an organisation before its first week."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from uptake import counting, measures
from uptake.behaviour import joining, learning, managing, visiting, workforce
from uptake.chance import uniforms
from uptake.numerics import logistic, normal_quantile
from uptake.organisation import Chart, Organisation
from uptake.organisation.contacts import Contacts
from uptake.parameters import Assumptions
from uptake.scenario import Scenario
from uptake.state import (
    LONG_AGO,
    NOW,
    Company,
    Counts,
    Given,
    Leading,
    Levers,
    Room,
    Rows,
    Staffing,
    State,
    Traits,
    Use,
    zeros,
)

LONG_SERVICE_WEEKS = 260
"""Tenure of those whose hire date is unknown."""

LARGEST_TOPIC_COUNT = 65_535
LEAST_TOPIC_COUNT = 3
EXECUTIVE_LAYERS = 2
MOST_POSTS_COUNTED = 2000
EARLY_MEMBERS_SINCE = -13
EARLY_MEMBERS_HABIT = 0.3


def starting_state(
    scenario: Scenario, organisation: Organisation, key: NDArray[np.uint32]
) -> State:
    """Everyone as they are before the first week, under a key of chance."""
    chart, contacts, assumptions = organisation.chart, organisation.contacts, scenario.assumptions
    rows = chart.manager.size
    topics = topic_count(rows, assumptions.employees_a_topic)
    state = State(
        zeros(Traits, rows),
        zeros(Staffing, rows),
        zeros(Use, rows),
        zeros(Leading, rows + 1),
        zeros(Levers, rows),
        _company(chart, contacts, topics),
        _given(assumptions, key),
        _room(rows, topics),
        _counts(rows, scenario),
    )
    _fill_positions(state, chart, assumptions)
    _give_first_accounts(state, scenario.initial_accounts)
    company, given = state.company, state.given
    managing.lead(company.managers, state.staffing, state.use, state.leading, given.p)
    return state


def settle_in(state: State, rows: NDArray[np.int32]) -> None:
    """Draw the traits and first opinions of the employees in `rows`."""
    company, given = state.company, state.given
    workforce.settle_in(
        rows,
        state.traits,
        state.staffing,
        state.use,
        state.leading,
        company.employee_key,
        company.frontline,
        company.home_topic,
        state.room.supply.shape[1],
        given.key,
        given.p,
    )


def _company(chart: Chart, contacts: Contacts, topics: int) -> Company:
    rows = chart.manager.size
    tie_end: Rows = contacts.neighbour.astype(np.uint32)
    if rows < 2**16:
        tie_end = contacts.neighbour.astype(np.uint16)
    return Company(
        employee_key=chart.employee_key,
        department=chart.department,
        level=chart.level,
        role=chart.role,
        frontline=chart.frontline,
        home_topic=home_topics(chart, topics),
        # Unsigned rows spare the compiled loops a check for negative ones.
        manager=np.where(chart.manager < 0, rows, chart.manager).astype(np.uint32),
        managers=np.unique(chart.manager[chart.manager >= 0]).astype(np.int32),
        tie_start=contacts.start.astype(np.uint32),
        tie_end=tie_end,
    )


def _given(assumptions: Assumptions, key: NDArray[np.uint32]) -> Given:
    return Given(
        p=assumptions.record(),
        contact_effects=joining.contact_effects(assumptions),
        novelty=visiting.novelty_by_age(assumptions),
        openness=learning.openness_by_age(assumptions),
        key=key,
    )


def _room(rows: int, topics: int) -> Room:
    return Room(
        words=np.empty((4, rows), np.uint32),
        changed=np.empty(rows, np.int32),
        members=np.empty(rows + 1, np.uint32),
        visitors=np.empty(rows + 1, np.uint32),
        supply=np.zeros((2, topics), np.int32),
        sums=np.empty((rows + 1, 3)),
        reply_rates=np.empty(rows, np.float32),
    )


def _counts(rows: int, scenario: Scenario) -> Counts:
    assumptions = scenario.assumptions
    months = scenario.weeks // counting.WEEKS_A_MONTH + 1
    counts = Counts(
        now=np.zeros(1, NOW),
        latest=np.zeros(1, measures.LATEST),
        recent_posts=np.zeros((counting.WEEKS_OF_POSTS, rows), np.uint8),
        post_totals=np.zeros(rows, np.uint16),
        histogram=np.zeros(MOST_POSTS_COUNTED + 1, np.int32),
        retention=np.zeros((months, months, 2), np.int32),
    )
    now = counts.now[0]
    now.horizon = scenario.weeks
    now.leaving, now.leaving_first_year = weekly_separation(
        assumptions.separation_a_year, assumptions.first_year_separation_ratio
    )
    now.work_share = assumptions.belief_start
    return counts


def _fill_positions(state: State, chart: Chart, assumptions: Assumptions) -> None:
    staffing, use, leading = state.staffing, state.use, state.leading
    staffing.employed[:] = chart.staffed
    tenure = np.where(chart.tenure_weeks < 0, LONG_SERVICE_WEEKS, chart.tenure_weeks)
    staffing.hired[:] = np.where(chart.staffed, -tenure - 1, LONG_AGO)
    use.joined[:] = use.novel_since[:] = LONG_AGO
    leading.stance[-1] = 0.5
    leading.time[:] = 1.0
    leading.weight[:-1] = np.where(
        chart.level < EXECUTIVE_LAYERS, assumptions.executive_weight, 1.0
    )
    settle_in(state, np.flatnonzero(chart.staffed).astype(np.int32))


def _give_first_accounts(state: State, wanted: int) -> None:
    """Accounts that exist before the first week go to the most interested, with some chance."""
    if not wanted:
        return
    traits, staffing, use = state.traits, state.staffing, state.use
    company, latest = state.company, state.counts.latest[0]
    staff = int(staffing.employed.sum())
    drawn = uniforms(state.given.key, "initial.accounts", company.employee_key)
    eager = np.array([normal_quantile(u) for u in drawn[0]]) + traits.interest
    eager[staffing.employed == 0] = -np.inf
    rows = np.argsort(-eager, kind="stable")[: min(wanted, staff)]
    visited = drawn[1][rows] < [logistic(x) for x in traits.interest[rows]]
    use.account[rows] = 1
    use.joined[rows] = use.novel_since[rows] = EARLY_MEMBERS_SINCE
    use.habit[rows] = EARLY_MEMBERS_HABIT
    use.visit_history[rows] = visited
    count = visiting.tell_contacts(use, company.tie_start, company.tie_end, state.room.visitors)
    latest.participation = latest.participation_four_weekly = count / staff


def topic_count(employees: int, employees_a_topic: float) -> int:
    """How many topics so many employees have."""
    return min(max(int(employees / employees_a_topic), LEAST_TOPIC_COUNT), LARGEST_TOPIC_COUNT)


def home_topics(chart: Chart, topics: int) -> NDArray[np.uint16]:
    """The topic of each position's part of the organisation, shape (positions,).

    People next to each other in the tree share one; a planned position has that of its manager.
    """
    staff = int(chart.staffed.sum())
    topic = np.zeros(chart.manager.size, np.int64)
    topic[chart.staffed] = np.arange(staff) * topics // max(1, staff)
    for row in np.flatnonzero(~chart.staffed & (chart.manager >= 0)):
        topic[row] = topic[chart.manager[row]]
    return topic.astype(np.uint16)


def weekly_separation(a_year: float, first_year_ratio: float) -> tuple[float, float]:
    """Weekly chances of leaving after and in the first year, for an annual share of all staff.

    In a steady state the share of staff in their first year is about the annual share itself.
    """
    if a_year == 0.0:
        return 0.0, 0.0
    later = 1.0 / (1.0 / a_year + first_year_ratio - 1.0 + 1e-9) / workforce.WEEKS_A_YEAR
    return min(1.0, later), min(1.0, later * first_year_ratio)
