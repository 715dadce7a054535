"""Requests for the comparison of pinned programmes and for who answers whom."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

import numpy as np
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from uptake.errors import InputError, Problem, in_one_line
from uptake.study.assumed import under
from uptake.web.answering import answers_content, count_replies
from uptake.web.answers import REPLICATES
from uptake.web.asked import body_of, number_in
from uptake.web.choice import Choice, read_choice
from uptake.web.comparing import MOST_PINS, compare_pins
from uptake.web.pinned import PinnedRuns
from uptake.web.pool import SOON, Place
from uptake.web.replies import session_of

MOST_REPLICATES: Final = 100
RUNS_OF_ANSWERS: Final = 5
LONGEST_NAME: Final = 80


async def _compare(request: Request) -> Response:
    """Compare pins; a line for each that is ready, and the comparison as the last one."""
    body = await body_of(request)
    pins = _pins(body.get("pins"))
    count = max(1, number_in(body, "replicates", REPLICATES, MOST_REPLICATES))
    for _, choice in pins:
        # A mistake is told before the stream begins, with its own status.
        request.app.state.places.find(choice.organisation)
        request.app.state.answers.scenario(choice)
        request.app.state.answers.ensemble(choice)
    return StreamingResponse(_lines(request, pins, count), media_type="application/x-ndjson")


async def _lines(
    request: Request, pins: Sequence[tuple[str, Choice]], count: int
) -> AsyncIterator[str]:
    tasks = [asyncio.ensure_future(_pinned(request, *pin, count)) for pin in pins]
    try:
        for ready, done in enumerate(asyncio.as_completed(tasks), 1):
            await done
            yield _line({"kind": "ready", "ready": ready, "of": len(pins)})
        found = compare_pins([task.result() for task in tasks])
        yield _line({"kind": "compared", **found})
    except Exception as error:
        yield _line({"kind": "error", "message": f"The model failed: {in_one_line(error)}"})
    finally:
        for task in tasks:
            task.cancel()


def _line(content: dict[str, Any]) -> str:
    return json.dumps(content, separators=(",", ":"), allow_nan=False) + "\n"


async def _pinned(request: Request, name: str, choice: Choice, count: int) -> PinnedRuns:
    state, session = request.app.state, session_of(request)
    departure = state.answers.scenario(choice).departure_week
    series = await state.answers.runs(choice, session, count, SOON)
    twins = None
    if departure is not None:
        twins = np.stack(await state.twins.runs(choice, session, count)).astype(np.float64)
    return PinnedRuns(name, choice, np.stack(series).astype(np.float64), departure, twins)


async def _answers(request: Request) -> Response:
    body = await body_of(request)
    choice = read_choice(body.get("choice", {}))
    count = max(1, number_in(body, "replicates", RUNS_OF_ANSWERS, MOST_REPLICATES))
    state = request.app.state
    organisation = state.places.organisation_of(choice.organisation)
    scenario, ensemble = state.answers.scenario(choice), state.answers.ensemble(choice)
    runs = await asyncio.gather(
        *(
            state.pool.submit(
                count_replies,
                *(under(scenario, ensemble.member(number)), Place(choice.organisation)),
                *(choice.seed, number),
                session=session_of(request),
                urgency=SOON,
            )
            for number in range(count)
        )
    )
    return JSONResponse(answers_content(runs, organisation))


def _pins(given: object) -> list[tuple[str, Choice]]:
    """Check the pins of a request; names are made unique, as they tell lines apart."""
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_PINS:
        right = f"a list of one to {MOST_PINS}"
        raise InputError([Problem("the request", "pins", "cannot be compared", right=right)])
    pins: list[tuple[str, Choice]] = []
    for number, pin in enumerate(given, 1):
        asked = pin if isinstance(pin, dict) else {}
        name = str(asked.get("name") or f"Programme {number}")[:LONGEST_NAME]
        while name in (known for known, _ in pins):
            name = f"{name} ({number})"
        pins.append((name, read_choice(asked.get("choice", {}))))
    return pins


routes: Final = [
    Route("/api/compare", _compare, methods=["POST"]),
    Route("/api/compare/answers", _answers, methods=["POST"]),
]
