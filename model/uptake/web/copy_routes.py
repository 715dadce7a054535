"""Requests for a copy of the page to take home: made once, kept while the server runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from uptake.web.copying import Runs, choices_with_people, make_runs, stored_choices
from uptake.web.export import copy_of_page
from uptake.web.replies import lines, session_of

NAME: Final = "uptake.html"


class Copy:
    """The copy, once it has been made; one at a time is."""

    def __init__(self) -> None:
        self.content = b""
        self.making = asyncio.Lock()


async def _make(request: Request) -> Response:
    return StreamingResponse(lines(_progress(request)), media_type="application/x-ndjson")


async def _progress(request: Request) -> AsyncIterator[dict[str, Any]]:
    state = request.app.state
    copy: Copy = state.copy
    async with copy.making:
        if not copy.content:
            made = Runs()
            whole = (stored_choices(), choices_with_people())
            asked = (state.pool, state.answers, session_of(request), made)
            async for done, of in make_runs(*asked, *whole):
                yield {"kind": "progress", "done": done, "of": of}
            copy.content = (await asyncio.to_thread(copy_of_page, made)).encode()
    yield {"kind": "done", "name": NAME, "bytes": len(copy.content)}


async def _fetch(request: Request) -> Response:
    copy: Copy = request.app.state.copy
    if not copy.content:
        return JSONResponse({"message": "The copy has not been made yet."}, 404)
    headers = {"Content-Disposition": f'attachment; filename="{NAME}"'}
    return Response(copy.content, media_type="text/html", headers=headers)


routes: Final = [Route("/api/copy", _make, methods=["POST"]), Route("/api/copy", _fetch)]
