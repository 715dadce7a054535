"""The populations of the fit run once under one set of assumptions; importable by the workers."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from uptake.study.measured import measure
from uptake.study.patterns import Quantity, all_quantities
from uptake.study.populations import Populations, populations

SHRINK = 10
"""For the fit, Humana is simulated at one in so many of its size,"""

COMPANY = 5000
"""and the company of constant size with so many employees."""

FITTED = tuple(
    one for one in all_quantities() if one.fitted and "colleagues" not in one.populations
)
"""What the assumptions are fitted to. The contact graph was fitted on its own."""


class Finding(NamedTuple):
    """A quantity and the value it took in one run."""

    quantity: Quantity
    value: float


@cache
def worker_populations() -> Populations:
    """Organisations and scenarios, made once a worker."""
    return populations(SHRINK, COMPANY)


def evaluate(assumptions: dict[str, float], seed: int) -> list[Finding]:
    """Run every small population once and measure."""
    names = {name for one in FITTED for name in one.populations}
    values = measure(FITTED, worker_populations().run(names, assumptions, seed))
    return [Finding(one, values[one.name]) for one in FITTED]
