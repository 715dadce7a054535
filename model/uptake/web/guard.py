"""What stands in front of the app: who may ask, how much they may send, what the page may load.

The app listens on this machine only, but any page that is open in the same browser can send
requests to it. So a request must name the app as its host (a page whose name was made to point
here, DNS rebinding, names itself), and whatever changes something must come from the app's own
page. The content security policy keeps the page from loading, sending or running anything that
the app did not serve.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MEGABYTE: Final = 1_000_000
LARGEST_REQUEST: Final = 1 * MEGABYTE
"""Bytes of a request that asks for runs and the like."""
LARGEST_UPLOAD: Final = 20 * MEGABYTE
"""Bytes of a file that is opened in the page, with what is said about it."""
LIMITS: Final[Mapping[str, int]] = {
    "/api/own/organisation": LARGEST_UPLOAD,
    "/api/own/ensemble": LARGEST_UPLOAD,
}
"""Paths that may take more than other requests."""
HOSTS: Final = ("127.0.0.1", "localhost", "[::1]")
METHODS: Final = ("GET", "HEAD", "POST")
FEATURES: Final = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media",
    "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment",
    "publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
"""What browsers can give a page, and this one does without."""
ALWAYS: Final[Mapping[str, str]] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
    "X-Frame-Options": "DENY",
}


class Guard:
    """ASGI middleware that refuses what does not come from the app's own page.

    Parameters
    ----------
    app : ASGI application
        What is guarded.
    page : str
        The HTML of the page; its inline scripts (the import map) are allowed by their hash.
    """

    def __init__(self, app: ASGIApp, page: str = "") -> None:
        self.app = app
        self.policy = content_policy(script_hashes(page))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it in words."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._http(scope, receive, self._with_headers(scope, send))

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = refused(scope)
        if refusal is not None:
            await _say(send, *refusal)
            return
        if scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        limit = LIMITS.get(scope["path"], LARGEST_REQUEST)
        body = await _body(receive, limit)
        if body is None:
            await _say(send, 413, too_large(limit))
        else:
            await self.app(scope, _replayed(body, receive), send)

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers[name] = value
                headers["Content-Security-Policy"] = self.policy
                if scope["path"].startswith("/api/"):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        return sending


def refused(scope: Scope) -> tuple[int, str] | None:
    """Status and words if a request may not be answered; None if it may.

    Parameters
    ----------
    scope : ASGI scope
        Of type ``http``; its ``server`` is the address that the request came in at.
    """
    headers = Headers(scope=scope)
    port = scope["server"][1] if scope.get("server") else None
    hosts = headers.getlist("host")
    if len(hosts) != 1 or hosts[0].lower() not in own_hosts(port):
        return 403, (
            f"This app answers only under its own address, http://{HOSTS[0]}:{port}. Open it there."
        )
    if scope["method"] not in METHODS:
        return 405, "This app answers GET and POST only."
    if scope["method"] != "POST":
        return None
    origins = headers.getlist("origin")
    if origins != [f"http://{hosts[0].lower()}"]:
        return 403, "Only the app's own page may ask for this: reload it, and try again."
    length = headers.get("content-length")
    if length is not None and not (length.isascii() and length.isdigit()):
        return 400, "The request does not say properly how long it is."
    limit = LIMITS.get(scope["path"], LARGEST_REQUEST)
    if length is not None and int(length) > limit:
        return 413, too_large(limit)
    return None


def own_hosts(port: int | None) -> tuple[str, ...]:
    """What a browser on this machine calls the app; the port of HTTP itself may be left out."""
    with_port = tuple(f"{host}:{port}" for host in HOSTS)
    return (*with_port, *HOSTS) if port == 80 else with_port


def too_large(limit: int) -> str:
    """Say that a request was longer than it may be."""
    return f"That is too large: at most {limit // MEGABYTE} MB are read here."


def script_hashes(page: str) -> tuple[str, ...]:
    """Sources that allow the inline scripts of a page, as a content security policy names them."""
    found = _InlineScripts()
    found.feed(page.replace("\r\n", "\n"))
    return tuple(
        f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in found.texts
    )


def content_policy(hashes: Sequence[str]) -> str:
    """The content security policy: all from the app itself, nothing inline but `hashes`.

    Styles need no exception: plotly.js writes its rules into the sheet of a ``link`` with the id
    ``plotly.js-style-global``, which the page has, and through ``element.style``.
    """
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self'", *hashes)),
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "connect-src 'self'",
            "worker-src 'none'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


class _InlineScripts(HTMLParser):
    """Collects the text of scripts without a source."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and "src" not in dict(attrs)
        if self._inside:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data


async def _body(receive: Receive, limit: int) -> bytes | None:
    """Read a whole body; None as soon as it is longer than allowed, whatever it said before."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            return None
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Give the body that was read, then whatever comes after it (that the browser has gone)."""
    given = False

    async def receiving() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receiving


async def _say(send: Send, status: int, words: str) -> None:
    content = json.dumps({"message": words}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(content)).encode()),
        (b"connection", b"close"),
    ]
    if status == 405:
        headers.append((b"allow", ", ".join(METHODS).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
