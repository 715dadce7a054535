"""An event loop for a test, in a thread of its own: Playwright may have one in this thread."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor


def awaited(work):
    """The result of a coroutine."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, work).result()
