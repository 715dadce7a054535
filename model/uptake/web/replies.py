"""How the server answers: lines of JSON as they are known, and mistakes in words."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request

from uptake.errors import InputError, in_one_line


def session_of(request: Request) -> str:
    """Which page asks: sessions take turns."""
    return request.headers.get("x-session", "")[:64]


async def lines(parts: AsyncIterator[dict[str, Any]]) -> AsyncIterator[str]:
    """Each part as a line of JSON; what goes wrong on the way is a part in words."""
    try:
        async for part in parts:
            yield json.dumps(part, separators=(",", ":"), allow_nan=False) + "\n"
    except InputError as error:
        yield json.dumps({"kind": "error", **problems_of(error)}) + "\n"
    except Exception as error:
        told = f"The model failed: {in_one_line(error)}"
        yield json.dumps({"kind": "error", "message": told}) + "\n"


def problems_of(error: InputError) -> dict[str, Any]:
    """What is wrong with a request, for the page: in one text, and one by one."""
    return {
        "message": str(error),
        "problems": [
            {name: getattr(one, name) for name in ("where", "key", "wrong", "found", "right")}
            for one in error.problems
        ],
    }
