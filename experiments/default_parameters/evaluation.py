"""All populations run once under one set of assumptions; importable by the workers."""

from __future__ import annotations

from functools import cache

from patterns import Finding, findings
from populations import Populations, populations

SHRINK = 10
"""For the fit, Humana is simulated at one in so many of its size,"""

COMPANY = 5000
"""and the company of constant size with so many employees;"""

REAL_COMPANY = 10_000
"""for the check, Humana at its real size and the other company with so many."""


@cache
def worker_populations(shrink: int, company: int) -> Populations:
    """Organisations and scenarios, made once a worker."""
    return populations(shrink, company)


def evaluate(assumptions: dict[str, float], seed: int) -> list[Finding]:
    """Run every small population once and measure."""
    runs = worker_populations(SHRINK, COMPANY).run_all(assumptions, seed)
    return findings(runs, 1.0 / SHRINK)


def checked(seed: int) -> list[Finding]:
    """Run every population at its real size once, with the default assumptions, and measure."""
    return findings(worker_populations(1, REAL_COMPANY).run_all({}, seed), 1.0)
