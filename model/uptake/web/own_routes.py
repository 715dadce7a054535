"""Routes of what is opened in the page: read, keep in memory, forget."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from uptake.errors import InputError
from uptake.study.ensemble import Ensemble
from uptake.web.method import method
from uptake.web.own import (
    connected,
    controls_said,
    ensemble_said,
    opened_scenario,
    organisation_said,
    problems_said,
    scenario_said,
)
from uptake.web.parcels import unpacked
from uptake.web.uploads import Readers, UnreadableError, divided


async def _controls(request: Request) -> Response:
    return JSONResponse(controls_said())


async def _organisation(request: Request) -> Response:
    """Open an HR export; the answer has no key if something is wrong with it."""
    handed, content = divided(await request.body())
    try:
        reading = await _readers(request).read("organisation", handed, content)
    except UnreadableError as error:
        return _unreadable(error, columns=error.columns)
    chart = unpacked(reading.content)
    session = request.headers.get("x-session", "")[:64]
    organisation, measures = await request.app.state.pool.submit(connected, chart, session=session)
    key = request.app.state.places.open(organisation, reading.said["name"])
    return JSONResponse({"key": key, **organisation_said(reading.said, measures)})


async def _scenario(request: Request) -> Response:
    handed, content = divided(await request.body())
    try:
        reading = await _readers(request).read("scenario", handed, content)
    except UnreadableError as error:
        return _unreadable(error)
    scenario = opened_scenario(reading.said)
    chosen = request.app.state.places.organisation_of(handed.organisation)
    key = request.app.state.opened.open_scenario(scenario)
    return JSONResponse({"key": key, **scenario_said(scenario, reading.said, chosen)})


async def _ensemble(request: Request) -> Response:
    handed, content = divided(await request.body())
    try:
        reading = await _readers(request).read("ensemble", handed, content)
    except UnreadableError as error:
        return _unreadable(error)
    ensemble = Ensemble(handed.name, tuple(reading.said["members"]))
    key = request.app.state.opened.open_ensemble(ensemble)
    return JSONResponse({"key": key, **ensemble_said(ensemble)})


async def _forget(request: Request) -> Response:
    """Forget what stands under a key, whatever it is."""
    asked = await request.json()
    key = str(asked.get("key", "")) if isinstance(asked, dict) else ""
    request.app.state.places.close(key)
    request.app.state.opened.close(key)
    return JSONResponse({})


async def _method(request: Request) -> Response:
    return JSONResponse(method())


def _readers(request: Request) -> Readers:
    """The app's readers, made when the first file comes: they belong to its event loop."""
    state = request.app.state
    if not hasattr(state, "readers"):
        state.readers = Readers()
    readers: Readers = state.readers
    return readers


def _unreadable(error: InputError, **more: Any) -> Response:  # noqa: ANN401 (any JSON)
    problems = problems_said(error.problems)
    some = "1 problem" if len(error.problems) == 1 else f"{len(error.problems):,} problems"
    message = f"It was not opened: {some}."
    return JSONResponse({"message": message, "problems": problems, **more}, 400)


routes = [
    Route("/api/own/controls", _controls),
    Route("/api/own/organisation", _organisation, methods=["POST"]),
    Route("/api/own/scenario", _scenario, methods=["POST"]),
    Route("/api/own/ensemble", _ensemble, methods=["POST"]),
    Route("/api/own/forget", _forget, methods=["POST"]),
    Route("/api/method", _method),
]
