"""Tasks of sessions in worker processes."""

from __future__ import annotations

import asyncio
import os
import time

import pytest
from aside import finish

from uptake.errors import InputError
from uptake.web.places import Places
from uptake.web.pool import AHEAD, NOW, Place, Pool


def square(number):
    return number * number


def slow_square(number):
    time.sleep(0.05)
    return number * number


def headcount(organisation):
    return int(organisation.chart.staffed.sum())


def fail():
    raise ZeroDivisionError("nothing to divide")


def die():
    os._exit(3)


@pytest.fixture(scope="module")
def pool():
    """One pool for all: a worker process takes seconds to start."""
    made = Pool(Places(), 1)
    yield made
    made.close()


@pytest.fixture
def run(pool):
    return lambda scenario: finish(scenario(pool))


def test_results_come_back_to_who_asked(run):
    async def scenario(pool):
        return await asyncio.gather(*(pool.submit(square, n) for n in range(8)))

    assert run(scenario) == [n * n for n in range(8)]


def test_a_place_becomes_its_organisation(run):
    async def scenario(pool):
        return await pool.submit(headcount, Place("three_hundred"))

    assert run(scenario) == 300


def test_an_unknown_place_is_refused_in_words(run):
    async def scenario(pool):
        await pool.submit(headcount, Place("opened-gone"))

    with pytest.raises(InputError, match="is not open here"):
        run(scenario)


def test_an_error_of_a_task_is_told_and_the_next_task_works(run):
    async def scenario(pool):
        with pytest.raises(ZeroDivisionError):
            await pool.submit(fail)
        return await pool.submit(square, 3)

    assert run(scenario) == 9


def test_the_pool_goes_on_when_a_worker_dies(run):
    async def scenario(pool):
        with pytest.raises(Exception, match="abruptly"):
            await pool.submit(die)
        return await pool.submit(square, 4)

    assert run(scenario) == 16


def order_of(run, asked):
    """The order in which tasks end that were asked for while the only worker was busy."""

    async def scenario(pool):
        ended = []
        first = pool.submit(slow_square, 0)
        futures = []
        for name, session, urgency in asked:
            future = pool.submit(slow_square, 1, session=session, urgency=urgency)
            future.add_done_callback(lambda _, name=name: ended.append(name))
            futures.append(future)
        await asyncio.gather(first, *futures)
        return ended

    return run(scenario)


def test_sessions_take_turns(run):
    many = [(f"a{n}", "a", NOW) for n in range(4)]
    assert order_of(run, [*many, ("b0", "b", NOW), ("b1", "b", NOW)])[:4] == [
        "a0",
        "b0",
        "a1",
        "b1",
    ]


def test_what_a_page_waits_for_goes_before_what_nobody_asked_for(run):
    assert order_of(run, [("later", "a", AHEAD), ("now", "b", NOW)]) == ["now", "later"]


def test_a_task_can_be_hurried(run):
    async def scenario(pool):
        ended = []
        first = pool.submit(slow_square, 0)
        futures = {}
        for name in ("one", "two", "three"):
            futures[name] = pool.submit(slow_square, 1, urgency=AHEAD)
            futures[name].add_done_callback(lambda _, name=name: ended.append(name))
        pool.hurry(futures["three"], NOW)
        await asyncio.gather(first, *futures.values())
        return ended

    assert run(scenario) == ["three", "one", "two"]


def test_a_task_that_nobody_waits_for_is_not_done(run):
    async def scenario(pool):
        started = time.monotonic()
        running = pool.submit(slow_square, 2)
        for waiting in [pool.submit(slow_square, n) for n in range(40)]:
            waiting.cancel()
        await running
        await pool.submit(square, 1)
        return time.monotonic() - started

    assert run(scenario) < 40 * 0.05
