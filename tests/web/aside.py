"""Coroutines beside a browser: Playwright has a loop of its own on the thread of the tests."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor


def finish(work):
    """Run a coroutine to its end on another thread; returns its result."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, work).result()
