"""Landscapes of one-dimensional systems whose resting and tipping points are known."""

from __future__ import annotations

import numpy as np

from uptake.scenario import Scenario
from uptake.study.landscape import Landscape, Side, States
from uptake.study.landscape.asked import OTHERS, OWN, ask

RESTS, TIPS, RESTS_AGAIN = 0.08, 0.2, 0.38
SPEED = 3.0


def bistable(x):
    """Drift a week that rests at .08 and .38 and tips at .2."""
    return -SPEED * (x - RESTS) * (x - TIPS) * (x - RESTS_AGAIN)


def monostable(x):
    """Drift a week that rests at .15."""
    return -0.03 * (x - 0.15)


def idle(x):
    """No drift at all."""
    return 0.0 * x


def moved(drift, start, weeks, noise, generator):
    """Every week of a system that drifts and is shaken; the last axis is the week."""
    path = [start]
    for _ in range(weeks):
        shaken = noise * generator.standard_normal(start.shape)
        path.append(np.clip(path[-1] + drift(path[-1]) + shaken, 0.0, 1.0))
    return np.stack(path, axis=-1)


def measured(drift, *, replicates=20, levels=16, noise=0.004, seed=0, weeks=13):
    """Levels and drifts, shape (replicates, levels), of a system let go at many levels."""
    generator = np.random.default_rng(seed)
    start = np.tile(np.linspace(0.05, 0.7, levels) ** 2, (replicates, 1))
    path = moved(drift, start, 8 + weeks, noise, generator)
    level, later = path[..., 5:9].mean(axis=-1), path[..., -4:].mean(axis=-1)
    return level, (later - level) / weeks


def states(past, drift, seed, **options):
    """States of one past."""
    level, speed = measured(drift, seed=seed, **options)
    return States(past, level, np.full(level.shape, 0.7), level - 0.2, level, speed)


def landscape(programme=bistable, unmanaged=monostable, *, other=None, replicates=20, weeks=208):
    """A whole landscape with the programme given and without it; two weeks where it is itself."""
    scenario = Scenario.model_validate({"weeks": weeks, "programme": {"newsletter": {}}})
    sides = []
    for place, (regime, drift) in enumerate((("programme", programme), ("unmanaged", unmanaged))):
        own = states(OWN, drift, place, replicates=replicates)
        others = (states(OTHERS[0], other or drift, place + 5, replicates=replicates),)
        ends = own.level[:, [0, -1]]
        for _ in range(400):
            ends = ends + drift(ends)
        start, accounts = own.level[:, [0, -1]], np.full((replicates, 2), 0.6)
        sides.append(Side(regime, own, others, start, ends, accounts))
    asked = ask(scenario, 1000)
    spread = np.linspace(-0.01, 0.01, replicates)[:, None]
    activity = 0.25 + spread + np.zeros((replicates, len(asked.weeks)))
    return Landscape(asked, 1, tuple(range(replicates)), tuple(sides), activity)
