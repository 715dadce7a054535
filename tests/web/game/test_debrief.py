"""The debrief computes what it says."""

from __future__ import annotations

import json

import numpy as np
import pytest
from loops import awaited

from uptake.web.game import debrief as module
from uptake.web.game.calendar import calendar_of, idle
from uptake.web.game.company import company_of
from uptake.web.game.local import Here
from uptake.web.game.playing import Job, play, score
from uptake.web.game.search import Search

COMPANY = company_of(7)
NEWSLETTER = calendar_of([{"newsletter": "weekly"}] * 8)
BALANCED = calendar_of(
    [{"newsletter": "weekly", "packs": "forty", "managers": "some", "campaign": "small"}]
    + [{"newsletter": "weekly", "packs": "forty", "managers": "some"}] * 2
    + [{"newsletter": "weekly", "managers": "some", "succession": "both"}]
    + [{"newsletter": "weekly", "managers": "some"}] * 2
    + [{"newsletter": "weekly", "managers": "some", "deputies": "twenty"}] * 2
)


@pytest.fixture
def no_search(monkeypatch):
    """A search that tries the team's own plan and nothing else."""

    async def one(company, yours, run):
        state = Search(company, {yours: np.array([0.1])}, [yours], 1)
        yield state

    monkeypatch.setattr(module, "search", one)


@pytest.fixture
def few_runs(monkeypatch):
    """Companies with three runs instead of twenty."""
    monkeypatch.setattr("uptake.web.game.company.REPLICATES", 3)


def lines(calendar):
    async def all_of_it():
        return [line async for line in module.debrief(COMPANY, calendar, Here())]

    return awaited(all_of_it())


def test_it_tells_score_what_ifs_and_the_best_plan_with_numbers_that_are_computed(
    no_search, few_runs
):
    told = lines(NEWSLETTER)
    json.dumps(told, allow_nan=False)
    yours, *ifs, best, done = told
    scores = score(Job(7, NEWSLETTER, tuple(COMPANY.replicates)))
    assert yours["score"]["mean"] == scores.mean()
    assert yours["own"] == scores[0]
    assert yours["rank"] == 1 + sum(scores > scores[0])
    assert [one["kind"] for one in ifs] == ["counterfactual"] * len(ifs)
    nothing = next(one for one in ifs if one["name"] == "nothing")
    without = score(Job(7, idle(), tuple(COMPANY.replicates)))
    assert nothing["difference"]["mean"] == pytest.approx((without - scores).mean())
    assert nothing["difference"]["words"] in nothing["sentence"]
    assert best["is_yours"]
    assert best["difference"]["words"] == "no difference at all in any run"
    assert done == {"kind": "done"}


def test_parts_side_by_side_give_the_bits_of_the_whole():
    job = Job(7, NEWSLETTER, tuple(COMPANY.replicates[:6]), 26)
    split = awaited(module.play_split(Here(), job))
    np.testing.assert_array_equal(split, play(job))


@pytest.mark.slow
def test_doing_more_and_doing_it_together_scores_higher():
    runs = tuple(COMPANY.replicates)
    lazy, newsletter, balanced = (
        score(Job(7, plan, runs)).mean() for plan in (idle(), NEWSLETTER, BALANCED)
    )
    assert lazy < 0.05
    assert newsletter > lazy + 0.02
    assert balanced > newsletter + 0.04
