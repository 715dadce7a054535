"""Runs as a copy of the page holds them."""

from __future__ import annotations

import numpy as np

from uptake.web.choice import Choice, scenario_of
from uptake.web.controls import controls
from uptake.web.grid import STORED, grid, run_forked
from uptake.web.lessons import measures
from uptake.web.places import Places
from uptake.web.runs import SHOWN, run_once
from uptake.web.stored import EACH_RUN, MEANS, STEPS, store


def unpacked(content, weeks):
    """As stored_runs.js reads them."""
    halves = np.frombuffer(content, np.uint8).astype(np.int64)
    count = halves.size // 2
    steps = (halves[:count] | (halves[count:] << 8)).reshape(-1, weeks)
    return np.cumsum(steps, axis=1) % 2**16


def test_stored_runs_read_back_as_they_were():
    runs = [
        [np.linspace(0, 1 / (n + 1), 30 * len(SHOWN)).reshape(30, -1).astype(np.float32)] * 3
        for n in range(2)
    ]
    stored = store([Choice(weeks=30), Choice(weeks=30, seed=2)], runs)
    each = stored.content[: 2 * 2 * 3 * 30]
    most = stored.head["most"][EACH_RUN]
    read = (unpacked(each, 30) / STEPS * most).reshape(2, 3, 30)
    wanted = np.array([[run[:, SHOWN.index(EACH_RUN)] for run in one] for one in runs])
    assert np.abs(read - wanted).max() < most / STEPS
    assert len(stored.content) == 2 * 2 * 30 * (3 + len(MEANS))


def test_runs_that_share_their_past_are_those_made_one_by_one():
    organisation = Places().organisation_of("three_hundred")
    choices = [
        Choice(weeks=40, levers=levers)
        for levers in ({}, {"champion_leaves": "week 26"}, {"managers": "week 8"})
    ]
    scenarios = [scenario_of(choice) for choice in choices]
    together = run_forked(scenarios, {}, organisation, 1, 0)
    alone = [run_once(scenario, organisation, 1, 0) for scenario in scenarios]
    assert np.array_equal(together, np.stack(alone), equal_nan=True)


def test_what_lessons_measure_is_stored():
    assert set(measures()) <= {EACH_RUN, *MEANS}


def test_the_grid_holds_every_combination_of_stored_stops_once():
    points = grid()
    assert len({point.model_dump_json() for point in points}) == len(points)
    leaving = len(STORED["champion_leaves"]) - 1
    others = np.prod([len(STORED[name]) for name in ("newsletter", "welcome_packs", "managers")])
    assert len(points) == (1 + leaving * len(STORED["succession"])) * others


def test_stored_stops_are_stops_and_hold_the_default_and_both_ends():
    for name, stops in STORED.items():
        lever = controls().levers[name]
        assert set(stops) <= set(lever.values)
        assert lever.default in stops
        if name != "succession":
            assert {lever.values[0], lever.values[-1]} <= set(stops), name
