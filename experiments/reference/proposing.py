"""Points at which the emulators expect the patterns: Markov chains that are cooled down."""

from __future__ import annotations

import numpy as np
from assumed import STRUCTURES, draw_structures
from emulator import Emulator
from numpy.typing import NDArray
from targets import CONDITIONAL, FITTED, MARGIN, bands, scales

CHAINS = 400
STEPS = 8000
HOTTEST = 0.02
PARAMETERS_A_STEP = 8
FINEST = 0.05
"""Nobody knows the edge of a band better than to this share of its width."""


def propose(
    emulator: Emulator,
    points: NDArray[np.float64],
    structures: NDArray[np.int64],
    values: NDArray[np.float64],
    sampler: np.random.Generator,
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Points and structures where the patterns are expected, `CHAINS` of them.

    Metropolis steps from `points` (the best so far, as many as there are chains), on the
    plausibility before the fit times a likelihood that is flat inside the bands and falls off
    outside as half of the emulator's error tells; begun flatter and cooled to that. `values` are
    those of the runs, for the scale of a miss.
    """
    low, high = bands()
    scale = scales(values)
    with np.errstate(invalid="ignore"):
        margin = MARGIN * np.where(np.isfinite(high - low), high - low, 0.0)
    tolerance = np.sqrt((0.5 * emulator.error) ** 2 + (FINEST * scale) ** 2)

    def log_posterior(at: NDArray[np.float64], under: NDArray[np.int64]) -> NDArray[np.float64]:
        emulated = emulator(at, under)
        outside = np.maximum(low + margin - emulated, emulated - high + margin)
        miss = np.maximum(outside, 0.0) / tolerance
        followed = under[:, list(STRUCTURES).index("manager_influence")] == 0
        miss[np.ix_(~followed, CONDITIONAL)] = 0.0
        return -0.5 * (miss[:, FITTED] ** 2).sum(axis=1)

    chains, size = points.shape
    now, step = log_posterior(points, structures), 0.1
    accepted = 0.0
    for number in range(STEPS):
        heat = min(1.0, HOTTEST ** (1.0 - number / (0.6 * STEPS)))
        moved = sampler.random((chains, size)) < PARAMETERS_A_STEP / size
        if sampler.random() < 0.3:
            # Differential evolution (ter Braak 2006): steps as long as the set is wide.
            one, other = sampler.integers(0, chains, (2, chains))
            change = 0.8 * (points[one] - points[other]) + sampler.normal(0, 0.005, points.shape)
        else:
            change = sampler.normal(0.0, step, points.shape)
        proposed = _reflected(points + moved * change)
        drawn = draw_structures(sampler, chains)
        under = np.where(sampler.random((chains, 1)) < 0.1, drawn, structures)
        then = log_posterior(proposed, under)
        taken = np.log(sampler.random(chains)) < heat * (then - now)
        points[taken], structures[taken], now[taken] = proposed[taken], under[taken], then[taken]
        accepted += float(taken.mean())
        if number % 500 == 499:
            rate, accepted = accepted / 500, 0.0
            step *= 1.3 if rate > 0.3 else 0.75 if rate < 0.2 else 1.0
    return points, structures


def _reflected(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points that left the unit cube, back into it."""
    inside = np.abs(points)
    return np.clip(1.0 - np.abs(1.0 - inside), 0.0, 1.0)
