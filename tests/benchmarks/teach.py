"""How long from a lever to the chart, measured in a browser as somebody at the projector sees it.

A lever is moved by an event of its slider; the clock runs until the frame in which the chart shows
the answer. "First" is the first answer of few runs, "all" the one with all of them.

    python tests/benchmarks/teach.py [--organisations thousand humana] [--moves 12]
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
from typing import Any

from playwright.sync_api import Page, sync_playwright
from rich.console import Console
from rich.table import Table

MOVES = (
    ("newsletter", 3),
    ("managers", 5),
    ("champion_hours", 4),
    ("deputies", 2),
    ("evidence", 1),
    ("moderation", 1),
    ("launch", 2),
    ("desk_drops", 1),
    ("welcome_packs", 0),
    ("champion_leaves", 2),
    ("managers", 0),
    ("newsletter", 1),
)
"""Lever and stop, one after the other: each is a choice that nobody has asked for before."""

SECONDS_OF_HOVERING = 2.5
"""Between pointing at a lever and moving it, in the rows that say so."""

CLOCK = """([lever, stop]) => new Promise((done, fail) => {
  setTimeout(() => fail(new Error(`no answer to ${lever} at ${stop}`)), 60000);
  const slider = document.querySelector(`input[data-lever=${lever}]`);
  const chart = document.querySelector(".explore .chart");
  const took = {};
  slider.value = String(stop);
  const start = performance.now();
  const watch = new MutationObserver(() => {
    const complete = chart.dataset.complete === "true";
    requestAnimationFrame(() => {
      const now = performance.now() - start;
      took.first ??= { after: now, runs: Number(chart.dataset.runs) };
      if (complete) { watch.disconnect(); done({ ...took, all: now }); }
    });
  });
  watch.observe(chart, { attributes: true, attributeFilter: ["data-drawn"] });
  slider.dispatchEvent(new Event("input", { bubbles: true }));
})"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="How long from a lever to the chart?")
    parser.add_argument("--organisations", nargs="+", default=["thousand", "humana"])
    parser.add_argument("--moves", type=int, default=len(MOVES))
    asked = parser.parse_args()
    table = Table(
        "organisation", "lever", "first answer, ms", "at most", "of runs", "all 20 runs, ms",
        "at most", title="From a lever to the chart: 156 weeks, 20 runs, median of the moves",
    )  # fmt: skip
    server = subprocess.Popen(
        [sys.executable, "-m", "uptake.cli", "teach", "--no-browser", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert server.stdout is not None
        address = re.search(r"http://\S+", server.stdout.readline())
        assert address is not None
        with sync_playwright() as driver:
            chromium = driver.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            for organisation in asked.organisations:
                for hovering in (False, True):
                    page = chromium.new_page(viewport={"width": 1280, "height": 720})
                    found = measure(page, address[0], organisation, hovering, asked.moves)
                    table.add_row(
                        organisation, "pointed at first" if hovering else "at once", *found
                    )
                    page.close()
            chromium.close()
    finally:
        server.terminate()
        server.wait()
    Console(width=120).print(table)


def measure(page: Page, address: str, organisation: str, hovering: bool, moves: int) -> list[str]:
    """One row: the moves one after the other, each when the last is answered."""
    seed = 2 if hovering else 3
    page.goto(f"{address}#explore?organisation={organisation}&seed={seed}")
    page.wait_for_selector(".explore .chart[data-complete=true]", timeout=600_000)
    page.wait_for_timeout(3_000)
    took: list[dict[str, Any]] = []
    for lever, stop in MOVES[:moves]:
        if hovering:
            page.locator(f"input[data-lever={lever}]").dispatch_event("pointerenter")
            page.wait_for_timeout(1000 * SECONDS_OF_HOVERING)
        took.append(page.evaluate(CLOCK, [lever, stop]))
        page.wait_for_timeout(300)
    first = [one["first"]["after"] for one in took]
    runs = [one["first"]["runs"] for one in took]
    whole = [one["all"] for one in took]
    return [
        f"{statistics.median(first):.0f}",
        f"{max(first):.0f}",
        f"{min(runs)} to {max(runs)}",
        f"{statistics.median(whole):.0f}",
        f"{max(whole):.0f}",
    ]


if __name__ == "__main__":
    main()
