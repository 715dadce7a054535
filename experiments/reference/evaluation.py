"""The populations of the fit, run once under one set of assumptions; importable by the workers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uptake.study.measured import measure
from uptake.study.patterns import all_quantities
from uptake.study.populations import Populations, populations

SHRINK = 10
"""For the fit, Humana is simulated at one in so many of its size,"""

COMPANY = 5000
"""and the company of constant size with so many employees."""

QUANTITIES = tuple(one for one in all_quantities() if "colleagues" not in one.populations)
"""What is measured, fitted to or not. The contact graph depends on no assumption of these."""


@cache
def worker_populations() -> Populations:
    """Organisations and scenarios, made once a worker."""
    return populations(SHRINK, COMPANY)


def evaluate(assumptions: Mapping[str, Any], seed: int) -> NDArray[np.float64]:
    """Run every small population once: the value of each of `QUANTITIES`, nan if unmeasurable."""
    names = {name for one in QUANTITIES for name in one.populations}
    values = measure(QUANTITIES, worker_populations().run(names, assumptions, seed))
    return np.array([values[one.name] for one in QUANTITIES])
