"""A room of thirty: everybody gets the answer to their own question, and soon."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time

import httpx
import numpy as np
from aside import finish

from uptake.web.choice import read_choice, scenario_of
from uptake.web.opened import Opened
from uptake.web.places import Places
from uptake.web.runs import SHOWN, run_under

PEOPLE = 30
RUNS = int(os.environ.get("UPTAKE_ROOM_RUNS", "4"))
"""Runs of each answer; the page asks for 20."""
NEWSLETTERS = ("none", "weekly")


def choice(person):
    """No two of these are the same: the horizon alone tells them apart."""
    return {
        "organisation": "three_hundred",
        "levers": {"newsletter": NEWSLETTERS[person % 2]},
        "weeks": 52 + person,
    }


async def ask(client, person):
    begin = time.perf_counter()
    first = None
    body = {"choice": choice(person), "replicates": RUNS, "measures": ["participation"]}
    async with client.stream(
        "POST", "/api/answer", json=body, headers={"X-Session": f"person {person}"}
    ) as answer:
        async for line in answer.aiter_lines():
            first = first or time.perf_counter() - begin
            part = json.loads(line)
    return part, first, time.perf_counter() - begin


async def ask_all(address):
    limits = httpx.Limits(max_connections=PEOPLE)
    headers = {"Origin": address}
    async with httpx.AsyncClient(
        base_url=address, headers=headers, timeout=120, limits=limits
    ) as client:
        await ask(client, PEOPLE)  # The model is compiled before the clock runs.
        return await asyncio.gather(*(ask(client, person) for person in range(PEOPLE)))


def alone(person):
    """Mean participation by week of the same runs, made here without any server."""
    asked = read_choice(choice(person))
    organisation = Places().organisation_of(asked.organisation)
    ensemble = Opened().ensemble(asked.basis)
    runs = [
        run_under(scenario_of(asked), ensemble.member(n), organisation, asked.seed, n)
        for n in range(RUNS)
    ]
    return np.mean([run[:, SHOWN.index("participation")] for run in runs], axis=0)


def test_thirty_people_at_once_each_get_their_own_answer(address, capsys):
    answers = finish(ask_all(address))
    lengths = [len(part["measures"]["participation"]["mean"]) for part, _, _ in answers]
    assert lengths == [lengths[0] + person for person in range(PEOPLE)]
    assert all(part["complete"] for part, _, _ in answers)
    for person in (0, PEOPLE - 1):
        said = answers[person][0]["measures"]["participation"]["mean"]
        np.testing.assert_allclose(said, alone(person), atol=2e-4)
    firsts, ends = (sorted(times) for times in zip(*(one[1:] for one in answers), strict=True))
    with capsys.disabled():
        sys.stdout.write(
            f"\n{PEOPLE} people, {RUNS} runs each: first part after "
            f"{firsts[PEOPLE // 2]:.2f} s (median), {firsts[-1]:.2f} s (last); "
            f"all runs after {ends[-1]:.2f} s\n"
        )
