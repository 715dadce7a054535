"""All populations run once under one set of assumptions; importable by the workers of the fit."""

from __future__ import annotations

from functools import cache

from patterns import Finding, findings
from populations import Populations, populations

SHRINK = 16
COMPANY = 2500
"""Humana is simulated at one in so many of its size."""


@cache
def worker_populations() -> Populations:
    """Organisations and scenarios, made once a worker."""
    return populations(SHRINK, COMPANY)


def evaluate(assumptions: dict[str, float], seed: int) -> list[Finding]:
    """Run every population once and measure."""
    made = worker_populations()
    return findings(made.run_all(assumptions, seed), 1.0 / SHRINK)
