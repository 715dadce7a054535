"""The server of the page: on this machine only, and it asks nobody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from uptake.errors import InputError, in_one_line
from uptake.web import compare_routes, copy_routes, game_routes, own_routes, people_routes
from uptake.web.answers import REPLICATES, Answers, Asked
from uptake.web.asked import body_of, number_in
from uptake.web.choice import Choice, read_choice
from uptake.web.controls import controls
from uptake.web.export import PAGE, PLOTLY
from uptake.web.guard import Guard
from uptake.web.opened import Opened
from uptake.web.places import Places
from uptake.web.pool import Place, Pool
from uptake.web.replies import lines, problems_of, session_of
from uptake.web.runs import SHOWN, run_under
from uptake.web.setup import setup
from uptake.web.twins import Twins

MOST_REPLICATES = 100


def make_app(workers: int | None = None) -> Guard:
    """The application behind its guard; its worker processes live as long as it runs."""

    @asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        app.state.places, app.state.opened = Places(), Opened()
        app.state.pool = Pool(app.state.places, workers)
        app.state.answers = Answers(app.state.pool, app.state.places, app.state.opened)
        app.state.copy = copy_routes.Copy()
        app.state.twins = Twins(app.state.pool, app.state.answers)
        warming = asyncio.gather(*_warm(app), return_exceptions=True)
        try:
            yield
        finally:
            warming.cancel()
            app.state.pool.close()

    app = Starlette(
        routes=[
            Route("/", _page),
            Route("/plotly.min.js", _plotly),
            Mount("/page", StaticFiles(directory=PAGE)),
            Route("/api/setup", _setup),
            Route("/api/answer", _answer, methods=["POST"]),
            Route("/api/prepare", _prepare, methods=["POST"]),
            *people_routes.routes,
            *compare_routes.routes,
            *own_routes.routes,
            *game_routes.routes,
            *copy_routes.routes,
        ],
        exception_handlers={InputError: _refused, Exception: _failed},
        lifespan=life,
    )
    return Guard(app, (PAGE / "index.html").read_text(encoding="utf-8"))


def _warm(app: Starlette) -> list[asyncio.Future[Any]]:
    """Compile the model in every worker before the first lever is moved."""
    choice = Choice()
    scenario, ensemble = app.state.answers.scenario(choice), app.state.answers.ensemble(choice)
    place = Place(choice.organisation)
    return [
        app.state.pool.submit(run_under, scenario, ensemble.member(n), place, choice.seed, n)
        for n in range(app.state.pool.workers)
    ]


async def _page(request: Request) -> Response:
    return FileResponse(PAGE / "index.html")


async def _plotly(request: Request) -> Response:
    return FileResponse(
        PLOTLY,
        media_type="text/javascript",
        headers={"Cache-Control": "max-age=86400"},
    )


async def _setup(request: Request) -> Response:
    return JSONResponse(setup())


async def _answer(request: Request) -> Response:
    body = await body_of(request)
    asked = Asked(
        choice=read_choice(body.get("choice", {})),
        before=read_choice(body["before"]) if body.get("before") else None,
        baseline=read_choice(body["baseline"]) if body.get("baseline") else None,
        measures=tuple(name for name in SHOWN if name in (body.get("measures") or SHOWN)),
        count=max(1, number_in(body, "replicates", REPLICATES, MOST_REPLICATES)),
    )
    # A mistake is told before the stream begins, with its own status.
    request.app.state.places.find(asked.choice.organisation)
    request.app.state.answers.scenario(asked.choice)
    request.app.state.answers.ensemble(asked.choice)
    parts = request.app.state.answers.parts(asked, session_of(request))
    return StreamingResponse(lines(parts), media_type="application/x-ndjson")


async def _prepare(request: Request) -> Response:
    """Make runs of the other stops of a lever that is about to be moved."""
    asked = await body_of(request)
    choice = read_choice(asked.get("choice", {}))
    lever = str(asked.get("lever", ""))
    stops = controls().levers[lever].values if lever in controls().levers else ()
    near = [
        choice.model_copy(update={"levers": {**choice.levers, lever: value}}) for value in stops
    ]
    request.app.state.answers.prepare([read_choice(one.model_dump()) for one in near],
                                      session_of(request))  # fmt: skip
    return JSONResponse({})


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, InputError)
    return JSONResponse(problems_of(error), 400)


async def _failed(request: Request, error: Exception) -> Response:
    return JSONResponse({"message": f"The server failed: {in_one_line(error)}"}, 500)
