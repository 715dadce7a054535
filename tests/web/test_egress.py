"""Nothing leaves this machine: the server asks nobody, and the page asks only the server."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

from uptake.study.ensemble import ensemble_text, reference
from uptake.web.own_routes import routes as own_routes
from uptake.web.server import make_app

WATCHING = """
import os, sys

LOCAL = ("127.", "::1", "localhost")
TELLS = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
         "socket.gethostbyname", "socket.gethostbyaddr")


def watch(event, given):
    if event not in TELLS:
        return
    asked = given[0] if event.startswith("socket.get") else given[1]
    host = asked[0] if isinstance(asked, tuple) else asked
    if isinstance(asked, tuple) or event.startswith("socket.get"):
        if isinstance(host, bytes):
            host = host.decode()
        if host is None or not str(host).startswith(LOCAL):
            os.write(2, f"EGRESS {event} {host}\\n".encode())


sys.addaudithook(watch)
os.write(2, b"WATCHED\\n")
"""
STAFF = "employee id,manager id,department\n" + "".join(
    f"{n},{n // 5 if n else ''},D{n % 2}\n" for n in range(30)
)


@pytest.fixture
def watched(tmp_path, start):
    """A server whose every process, those it starts included, tells whom it asks."""
    (tmp_path / "sitecustomize.py").write_text(WATCHING)
    path = os.pathsep.join([str(tmp_path), *os.environ.get("PYTHONPATH", "").split(os.pathsep)])
    return start("--workers", "1", environment={"PYTHONPATH": path})


def upload(text, **said):
    return (json.dumps({"name": "file", **said}) + "\n" + text).encode()


CHOICE = {"choice": {"weeks": 26}, "replicates": 2}
BODIES = {
    "/api/own/organisation": upload(STAFF, name="staff.csv"),
    "/api/own/scenario": upload("programme: {newsletter: {}}", name="plan.yaml"),
    "/api/own/ensemble": upload(ensemble_text(reference().members[:2]), name="mine.csv"),
    "/api/own/forget": b'{"key": "opened-none"}',
}


def test_the_server_asks_nobody(watched):
    asked = set()
    with watched.client() as client:
        for path in ("/", "/plotly.min.js", "/page/app.js", "/favicon.ico"):
            client.get(path)
        for route in make_app(1).app.routes:
            path = re.sub(r"\{\w+(:\w+)?\}", "x", route.path)
            methods = getattr(route, "methods", None) or {"GET"}
            if "GET" in methods:
                asked.add(client.get(path).status_code)
            if "POST" in methods:
                body = BODIES.get(path) or json.dumps(CHOICE).encode()
                with client.stream("POST", path, content=body) as answer:
                    asked.add(answer.status_code)
                    # Long answers are heard out up to their first words only.
                    next(answer.iter_raw(), b"")
                    assert path not in BODIES or answer.status_code == 200, path
    assert 200 in asked
    watched.stop()
    told = watched.process.stderr.read()
    assert told.count("WATCHED") >= 2, "the server and its worker"
    assert "EGRESS" not in told


def test_the_watch_sees_a_server_that_would_ask(tmp_path):
    """Without this the test above could pass because nothing is seen."""
    asking = "import socket\ntry: socket.getaddrinfo('example.invalid', 80)\nexcept OSError: pass"
    done = subprocess.run(
        [sys.executable, "-c", f"{WATCHING}\n{asking}"], capture_output=True, text=True, check=True
    )
    assert "EGRESS socket.getaddrinfo example.invalid" in done.stderr


def test_the_page_asks_only_its_server(page, address):
    asked, blocked = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.on("console", lambda message: blocked.append(message.text) if refused(message) else None)
    page.goto(address)
    page.wait_for_selector(".chart[data-complete=true]")
    for part in page.eval_on_selector_all("#tabs a", "tabs => tabs.map((t) => t.dataset.part)"):
        page.click(f"#tabs a[data-part={part}]")
        page.wait_for_selector(f"#tabs a[data-part={part}][aria-current]")
        page.wait_for_timeout(300)
    assert len(asked) > 10
    strangers = [url for url in asked if not url.startswith((address, "data:", "blob:"))]
    assert strangers == []
    assert blocked == []


def refused(message):
    """Whether the content policy refused something, but for the map style nobody needs.

    plotly.js carries a library for maps that adds a style element when it is loaded; the app draws
    no maps.
    """
    return "Content Security Policy" in message.text and "sha256-ji27" not in message.text


def test_routes_of_opened_files_are_all_tried():
    posts = {route.path for route in own_routes if "POST" in (route.methods or ())}
    assert posts == set(BODIES)
