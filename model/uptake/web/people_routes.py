"""Requests for everyone's states and for one position's story."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from uptake.scenario import Scenario
from uptake.study.assumed import under
from uptake.web.asked import body_of, number_in
from uptake.web.choice import Choice, read_choice
from uptake.web.people import people_message
from uptake.web.pool import Place
from uptake.web.replies import session_of
from uptake.web.story import story_at

MOST_REPLICATE: Final = 9_999
MOST_PLACE: Final = 9_999_999


async def _people(request: Request) -> Response:
    body = await body_of(request)
    choice = read_choice(body.get("choice", {}))
    replicate = number_in(body, "replicate", 0, MOST_REPLICATE)
    scenario = _scenario(request, choice, replicate)
    message = await request.app.state.pool.submit(
        people_message,
        *(scenario, Place(choice.organisation), choice.seed, replicate),
        session=session_of(request),
    )
    headers = {"Content-Encoding": "gzip"}
    return Response(message, media_type="application/octet-stream", headers=headers)


async def _story(request: Request) -> Response:
    body = await body_of(request)
    choice = read_choice(body.get("choice", {}))
    replicate = number_in(body, "replicate", 0, MOST_REPLICATE)
    place = number_in(body, "place", 0, MOST_PLACE)
    scenario = _scenario(request, choice, replicate)
    story = await request.app.state.pool.submit(
        story_at,
        *(scenario, Place(choice.organisation), choice.seed, replicate, place),
        session=session_of(request),
    )
    return JSONResponse(story.content())


def _scenario(request: Request, choice: Choice, replicate: int) -> Scenario:
    """The scenario of a choice under the assumptions of a replicate; tells mistakes at once."""
    answers = request.app.state.answers
    request.app.state.places.find(choice.organisation)
    return under(answers.scenario(choice), answers.ensemble(choice).member(replicate))


routes: Final = [
    Route("/api/people", _people, methods=["POST"]),
    Route("/api/story", _story, methods=["POST"]),
]
