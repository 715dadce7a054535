"""All populations run once under one set of assumptions; importable by the workers of the fit."""

from __future__ import annotations

from functools import cache

from patterns import Finding, findings
from populations import Populations, populations

SHRINK = 10
"""Humana is simulated at one in so many of its size."""


@cache
def worker_populations() -> Populations:
    """Organisations and scenarios, made once a worker."""
    return populations(SHRINK)


def evaluate(assumptions: dict[str, float], seed: int) -> list[Finding]:
    """Run every population once and measure."""
    made = worker_populations()
    runs = {name: made.run(name, assumptions, seed) for name in made.scenarios}
    return findings(runs, 1.0 / SHRINK)
