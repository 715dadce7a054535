"""Only the app's own page is answered, with limits, and every answer is guarded."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from uptake.web.guard import LARGEST_REQUEST, LARGEST_UPLOAD, Guard, script_hashes
from uptake.web.server import PAGE

OWN = "http://127.0.0.1:8642"
UPLOAD = "/api/own/organisation"


async def _echo(request: Request):
    return JSONResponse({"bytes": len(await request.body())})


async def _fail(request: Request):
    raise RuntimeError("no")


async def _hello(request: Request):
    return PlainTextResponse("hello")


async def _socket(websocket):
    await websocket.accept()


@pytest.fixture
def client():
    inner = Starlette(
        routes=[
            Route("/", _hello),
            Route("/api/answer", _echo, methods=["POST", "PUT"]),
            Route(UPLOAD, _echo, methods=["POST"]),
            Route("/api/fail", _fail),
            WebSocketRoute("/socket", _socket),
        ]
    )
    guarded = Guard(inner, '<script type="importmap">{}</script>')
    with TestClient(guarded, base_url=OWN, raise_server_exceptions=False) as opened:
        yield opened


def post(client, path="/api/answer", content=b"{}", origin=OWN, **headers):
    given = {**headers, **({"Origin": origin} if origin is not None else {})}
    return client.post(path, content=content, headers=given)


@pytest.mark.parametrize("host", ["127.0.0.1:8642", "localhost:8642", "LOCALHOST:8642"])
def test_the_app_answers_under_its_own_names(client, host):
    assert client.get("/", headers={"Host": host}).text == "hello"


@pytest.mark.parametrize(
    "host",
    [
        "rebound.example:8642",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.0.0.1:8642.example",
        "localhost.example:8642",
        "0.0.0.0:8642",
        "",
    ],
)
def test_a_name_that_was_made_to_point_here_is_refused(client, host):
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 403
    assert "under its own address" in answer.json()["message"]


def test_the_port_may_be_left_out_where_it_is_that_of_http():
    bare = Guard(Starlette(routes=[Route("/", _hello)]))
    assert TestClient(bare, base_url="http://localhost").get("/").text == "hello"


def test_the_address_of_ip_version_6_is_its_own_too():
    bare = Guard(Starlette(routes=[Route("/", _hello)]))
    assert TestClient(bare, base_url="http://[::1]:9").get("/").text == "hello"


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "https://127.0.0.1:8642",
        "http://127.0.0.1:8000",
        "http://rebound.example:8642",
        "http://localhost:8642",
        "",
    ],
)
def test_another_page_may_change_nothing(client, origin):
    answer = post(client, origin=origin)
    assert answer.status_code == 403
    assert "Only the app's own page" in answer.json()["message"]


def test_the_own_page_may(client):
    assert post(client).json() == {"bytes": 2}


def test_other_methods_are_refused_in_words(client):
    answer = client.put("/api/answer", headers={"Origin": OWN})
    assert answer.status_code == 405
    assert "GET and POST" in answer.json()["message"]


def test_a_request_that_says_it_is_too_long_is_refused_unread(client):
    answer = post(client, content=b"x", **{"Content-Length": str(LARGEST_REQUEST + 1)})
    assert answer.status_code == 413
    assert answer.json()["message"] == "That is too large: at most 1 MB are read here."


def test_a_request_that_does_not_say_its_length_is_cut_off_at_the_limit(client):
    def pieces(count):
        for _ in range(count):
            yield b"x" * (LARGEST_REQUEST // 4)

    assert post(client, content=pieces(4)).json() == {"bytes": LARGEST_REQUEST}
    assert post(client, content=pieces(5)).status_code == 413


def test_a_file_may_be_larger_but_not_without_limit(client):
    assert post(client, UPLOAD, b"x" * LARGEST_UPLOAD).json() == {"bytes": LARGEST_UPLOAD}
    assert post(client, UPLOAD, b"x" * (LARGEST_UPLOAD + 1)).status_code == 413


def test_a_length_that_is_no_number_is_refused(client):
    assert post(client, **{"Content-Length": "-5"}).status_code == 400


def test_every_answer_is_guarded_refusals_and_failures_too(client):
    failed = client.get("/api/fail")
    assert failed.status_code == 500
    for answer in (client.get("/"), post(client, origin="null"), client.get("/none"), failed):
        headers = answer.headers
        policy = headers["content-security-policy"]
        for part in (
            "default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'none'",
            "frame-ancestors 'none'", "connect-src 'self'", "img-src 'self' data: blob:",
        ):  # fmt: skip
            assert part in policy.split("; ")
        assert "unsafe" not in policy
        assert "*" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]


def test_answers_are_not_stored_by_the_browser(client):
    assert post(client).headers["cache-control"] == "no-store"
    assert "cache-control" not in client.get("/").headers


def test_a_web_socket_is_refused(client):
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/socket"):
        pass


def test_the_import_map_of_the_page_is_its_only_inline_script_and_allowed_by_its_hash():
    html = (PAGE / "index.html").read_text()
    inline = re.findall(r"<script type=\"importmap\">(.*?)</script>", html, re.DOTALL)
    digest = b64encode(hashlib.sha256(inline[0].encode()).digest()).decode()
    assert script_hashes(html) == (f"'sha256-{digest}'",)
    assert " style=" not in html
    assert not re.search(r"\son\w+=", html)


def test_no_module_of_the_page_parses_html():
    for module in PAGE.glob("*.js"):
        text = module.read_text()
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert word not in text, (module.name, word)
