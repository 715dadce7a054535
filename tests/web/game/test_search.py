"""Successive halving spends its runs on the better plans and does not depend on their order."""

from __future__ import annotations

import numpy as np
from loops import awaited

from uptake.web.game.calendar import calendar_of, idle
from uptake.web.game.company import SEARCH_OFFSET, company_of
from uptake.web.game.search import FIRST_RUNS, HALVINGS, TRIED, search

COMPANY = company_of(7)
KEEN = calendar_of([{"newsletter": "weekly", "managers": "some"}] * 8)


def worth(job):
    """A score that grows with the newsletter; noise that follows from plan and run."""
    weekly = sum(
        stop.hours / stop.every for stop in job.calendar.stops("newsletter") if stop.amount
    )
    luck = [0.01 * ((hash(job.calendar) + 31 * run) % 7 - 3) for run in job.replicates]
    return 0.01 * weekly + np.array(luck)


def searched(yours, *, backwards=False):
    jobs_seen = []

    async def run(jobs):
        numbers = range(len(jobs))
        for number in reversed(numbers) if backwards else numbers:
            jobs_seen.append(jobs[number])
            yield number, worth(jobs[number])

    async def whole():
        async for state in search(COMPANY, yours, run):
            last = state
        return last

    return awaited(whole()), jobs_seen


def test_it_tries_at_most_what_it_declares_and_finds_a_good_one():
    state, jobs = searched(idle())
    assert 50 <= state.tried <= TRIED
    assert state.runs == sum(len(job.replicates) for job in jobs)
    best = state.best(1)[0]
    assert best.numbers("newsletter") == [3] * 8
    assert state.scores[best].size == FIRST_RUNS + sum(runs for _, runs in HALVINGS)


def test_it_is_the_same_whichever_run_ends_first():
    one, other = searched(idle())[0], searched(idle(), backwards=True)[0]
    assert one.best(3) == other.best(3)
    assert one.order == other.order


def test_the_teams_plan_is_among_those_tried():
    state, _ = searched(KEEN)
    assert state.order[0] == KEEN


def test_it_never_looks_at_the_runs_of_the_score():
    _, jobs = searched(idle())
    used = {replicate for job in jobs for replicate in job.replicates}
    assert not used & set(COMPANY.replicates)
    assert {run % 64 for run in used} <= {(140 + n) % 64 for n in range(24)}
    assert min(used) >= SEARCH_OFFSET
