"""Routes of the game. The server keeps nothing: a game is its company and its decisions."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from uptake.errors import InputError, Problem
from uptake.web.game.calendar import Calendar, calendar_of
from uptake.web.game.company import LARGEST_NUMBER, Company, company_of
from uptake.web.game.debrief import debrief, play_split
from uptake.web.game.playing import Job, play, score
from uptake.web.game.rows import QUARTERS, WEEKS_A_QUARTER
from uptake.web.game.state import rows_for, state_of
from uptake.web.pool import NOW, SOON, Pool
from uptake.web.replies import lines, session_of


class Workers:
    """Runs jobs in the worker processes of the server; see `game.debrief.Players`."""

    def __init__(self, pool: Pool, session: str, urgency: int) -> None:
        self._pool, self._session, self._urgency = pool, session, urgency

    async def play(self, jobs: list[Job]) -> list[NDArray[np.float32]]:
        """Run jobs and return their runs in the same order."""
        runs: list[NDArray[np.float32]] = await asyncio.gather(
            *(self._submit(play, job) for job in jobs)
        )
        return runs

    async def score(self, jobs: list[Job]) -> AsyncIterator[tuple[int, NDArray[np.float64]]]:
        """Yield number and scores of each job as it is done."""
        waiting = {self._submit(score, job): number for number, job in enumerate(jobs)}
        try:
            while waiting:
                done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                for one in done:
                    yield waiting.pop(one), one.result()
        finally:
            # A page that was closed wants no more of it.
            for one in waiting:
                one.cancel()

    def _submit(self, work: Any, job: Job) -> asyncio.Future[Any]:  # noqa: ANN401
        return self._pool.submit(work, job, session=self._session, urgency=self._urgency)


async def _rules(request: Request) -> Response:
    return JSONResponse({"rows": rows_for(0), "largest_company": LARGEST_NUMBER})


async def _state(request: Request) -> Response:
    company, calendar = await _game(request)
    runs = None
    if calendar.quarters:
        weeks = calendar.quarters * WEEKS_A_QUARTER
        job = Job(company.number, calendar, tuple(company.replicates), weeks)
        runs = await play_split(_workers(request, NOW), job)
    return JSONResponse(state_of(company, calendar, runs))


async def _debrief(request: Request) -> Response:
    company, calendar = await _game(request)
    if calendar.quarters < QUARTERS:
        found, right = f"{calendar.quarters} quarters", f"all {QUARTERS}"
        raise InputError(
            [Problem("the game", "decisions", "is not played to the end", found, right)]
        )
    parts = debrief(company, calendar, _workers(request, SOON))
    return StreamingResponse(lines(parts), media_type="application/x-ndjson")


async def _game(request: Request) -> tuple[Company, Calendar]:
    try:
        body = json.loads(await request.body())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise InputError([Problem("the game", "", "is no game", right="company and decisions")])
    return company_of(body.get("company")), calendar_of(body.get("decisions", []))


def _workers(request: Request, urgency: int) -> Workers:
    return Workers(request.app.state.pool, session_of(request), urgency)


routes = [
    Route("/api/game/rules", _rules),
    Route("/api/game/state", _state, methods=["POST"]),
    Route("/api/game/debrief", _debrief, methods=["POST"]),
]
