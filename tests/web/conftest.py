"""A running server and a browser for the tests of the page."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys

import httpx
import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LONG = 120.0
"""Seconds after which something that should come will not: the model may have to be compiled."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Tests that drive a browser take long together and have a command of their own."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


class Server:
    """``uptake teach`` in a process of its own."""

    def __init__(self, *options, environment=None):
        command = [sys.executable, "-m", "uptake.cli", "teach", "--no-browser", "--port", "0"]
        self.process = subprocess.Popen(
            [*command, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})},
        )
        self.address = ""
        for line in self.process.stdout:
            found = re.search(r"http://127\.0\.0\.1:\d+", line)
            if found:
                self.address = found[0]
                break
        assert self.address, self.process.stderr.read()

    def client(self, session="a test"):
        """A client that asks as the page does."""
        headers = {"X-Session": session, "Origin": self.address}
        return httpx.Client(base_url=self.address, headers=headers, timeout=LONG)

    def stop(self):
        """End it as a system does; returns its exit code."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(10)
        finally:
            self.process.kill()


@pytest.fixture(scope="session")
def server():
    """One server for all tests of a test process."""
    started = Server()
    yield started
    started.stop()


@pytest.fixture
def start():
    """Start servers of one's own: takes what `Server` takes; they are gone after the test."""
    started = []

    def make(*options, **more):
        started.append(Server(*options, **more))
        return started[-1]

    yield make
    for one in started:
        one.process.kill()
        one.process.communicate()


@pytest.fixture(scope="session")
def address(server):
    """Where the page is."""
    return server.address


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, driven by Playwright."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no chromium on the PATH")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def window(browser):
    """One window for all tests: what it has loaded and compiled once, it has."""
    opened = browser.new_context(viewport={"width": 1280, "height": 720})
    opened.set_default_timeout(LONG * 1000)
    yield opened
    opened.close()


@pytest.fixture
def page(window):
    """A page of 1280 x 720 that has seen nothing yet; a script error fails the test."""
    opened = window.new_page()
    opened.set_viewport_size({"width": 1280, "height": 720})
    errors = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    if opened.url.startswith("http"):
        opened.evaluate("localStorage.clear()")
    opened.close()
    window.set_offline(False)
    window.clear_permissions()
    assert errors == []
