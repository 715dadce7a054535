"""Answers in parts, shared by pages, against the same runs made one by one."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest
from aside import finish

from uptake.study.assumed import under
from uptake.study.ensemble import reference
from uptake.web.answers import Answers, Asked
from uptake.web.choice import Choice, scenario_of
from uptake.web.opened import Opened
from uptake.web.places import Places
from uptake.web.pool import Pool
from uptake.web.runs import SHOWN, run_once

SMALL = Choice(organisation="three_hundred", weeks=30)
OTHER = SMALL.model_copy(update={"levers": {"newsletter": "none"}})
COUNT = 4


class Counting(Pool):
    """A pool that knows how many runs it was asked for."""

    asked = 0

    def submit(self, *arguments, **options):
        self.asked += 1
        return super().submit(*arguments, **options)


@pytest.fixture(scope="module")
def pool():
    """One pool for all: a worker process takes seconds to start."""
    made = Counting(Places(), 1)
    yield made
    made.close()


@pytest.fixture
def run(pool):
    """Run a scenario with fresh answers."""

    def whole(scenario):
        pool.asked = 0
        return finish(scenario(Answers(pool, pool._places, Opened()), pool))

    return whole


async def parts_of(answers, asked):
    return [part async for part in answers.parts(asked, "a page")]


def test_the_last_part_holds_the_runs_of_the_model(run):
    async def scenario(answers, _):
        return (await parts_of(answers, Asked(SMALL, count=COUNT)))[-1]

    part = run(scenario)
    organisation = Places().organisation_of("three_hundred")
    made = [
        run_once(under(scenario_of(SMALL), reference().member(n)), organisation, 1, n)
        for n in range(COUNT)
    ]
    expected = np.mean(made, axis=0)[:, SHOWN.index("participation")]
    assert np.allclose(part["measures"]["participation"]["mean"], expected, atol=1e-4)
    assert (part["runs"], part["of"], part["complete"]) == (COUNT, COUNT, True)


def test_parts_become_sharper_and_only_the_last_is_complete(run):
    async def scenario(answers, _):
        return await parts_of(answers, Asked(SMALL, count=COUNT))

    parts = run(scenario)
    assert [part["complete"] for part in parts] == [False] * (len(parts) - 1) + [True]
    assert [part["runs"] for part in parts] == sorted(part["runs"] for part in parts)


def test_pages_that_choose_the_same_share_its_runs(run):
    async def scenario(answers, pool):
        asked = Asked(SMALL, count=COUNT)
        both = await asyncio.gather(parts_of(answers, asked), parts_of(answers, asked))
        await parts_of(answers, asked)
        return both, pool.asked

    (one, other), asked = run(scenario)
    assert one[-1] == other[-1]
    assert asked == COUNT


def test_a_page_that_turns_away_does_not_take_runs_from_another(run):
    async def scenario(answers, _):
        asked = Asked(SMALL, count=COUNT)
        leaving = asyncio.ensure_future(parts_of(answers, asked))
        staying = asyncio.ensure_future(parts_of(answers, asked))
        await asyncio.sleep(0.05)
        leaving.cancel()
        return (await staying)[-1]["complete"]

    assert run(scenario)


def test_the_difference_from_a_baseline_is_paired(run):
    async def scenario(answers, _):
        before = (await parts_of(answers, Asked(SMALL, count=COUNT)))[-1]
        asked = Asked(OTHER, before=SMALL, baseline=SMALL, count=COUNT)
        return before, (await parts_of(answers, asked))[-1]

    before, after = run(scenario)
    difference = np.subtract(
        after["measures"]["participation"]["mean"], before["measures"]["participation"]["mean"]
    )
    assert np.allclose(after["difference"]["participation"]["mean"], difference, atol=2e-4)
    assert 0 <= after["helps"] <= COUNT
    assert after["gain"][1] <= after["gain"][0] <= after["gain"][2]


def test_a_baseline_is_not_differenced_with_itself(run):
    async def scenario(answers, _):
        await parts_of(answers, Asked(SMALL, count=COUNT))
        return (await parts_of(answers, Asked(SMALL, baseline=SMALL, count=COUNT)))[-1]

    assert run(scenario)["gain"] == pytest.approx([0.0, 0.0, 0.0])


def test_runs_prepared_ahead_are_there_when_asked_for(run):
    async def scenario(answers, pool):
        answers.prepare([SMALL], "a page")
        await answers.runs(SMALL, "a page")
        before = pool.asked
        await answers.runs(SMALL, "a page")
        return before, pool.asked

    before, after = run(scenario)
    assert (before, after) == (20, 20)
