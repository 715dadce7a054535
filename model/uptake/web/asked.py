"""What a request says, checked."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request

from uptake.errors import InputError, Problem


async def body_of(request: Request) -> dict[str, Any]:
    """The JSON object that a request holds.

    Raises
    ------
    InputError
        If it holds something else.
    """
    try:
        body = json.loads(await request.body())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise InputError([Problem("the request", "", "is no JSON object")])
    return body


def number_in(body: dict[str, Any], key: str, default: int, most: int) -> int:
    """A whole number of a request, from 0 to `most`.

    Raises
    ------
    InputError
        If it is something else.
    """
    value = body.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        right = f"a whole number from 0 to {most:,}"
        raise InputError([Problem("the request", key, "makes no sense", str(value), right)])
    return value
