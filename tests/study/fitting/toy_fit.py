"""Fits whose posterior is known, and a driver that a test kills."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

from uptake.chance import chance_key, uniforms
from uptake.study.fitting.priors import Prior, Range

VARIANTS = tuple({"contagion": name} for name in ("simple", "reinforced", "none"))
PRIOR = Prior((Range("level", -2.0, 2.0), Range("rate", 0.01, 1.0)), VARIANTS)
OBSERVED = {"mean": 0.5, "rates": np.array([0.1, 0.1])}


def normals(replicate, count):
    """Standard normal draws of a replicate, by Box and Muller (1958)."""
    u = uniforms(chance_key(9, replicate), "week", np.arange(count, dtype=np.uint32))
    return np.sqrt(-2.0 * np.log(u[0])) * np.cos(2.0 * np.pi * u[1])


def simulate(assumptions, replicate):
    """A noisy look at both numbers; the variant "none" is always far off."""
    noise = normals(replicate, 3)
    far = 5.0 if assumptions["contagion"] == "none" else 0.0
    return {
        "mean": assumptions["level"] + 0.3 * noise[0] + far,
        "rates": np.array([assumptions["rate"]] * 2) * np.exp(0.1 * noise[1:]),
    }


def distance(simulated, observed):
    rates = np.log(np.asarray(simulated["rates"]) / observed["rates"])
    return float(np.hypot(simulated["mean"] - observed["mean"], np.sqrt((rates**2).sum())))


def fit_toy(folder, **options):
    from uptake.study.fitting.smc import fit

    settings = {
        "particles": 60, "most_runs": 700, "seed": 5, "workers": 1, "fingerprint": "toy",
        **options,
    }  # fmt: skip
    chosen = settings.pop("simulate", simulate)
    return fit(chosen, OBSERVED, distance, PRIOR, folder=Path(folder), **settings)


def slowly(assumptions, replicate):
    time.sleep(0.002)
    return simulate(assumptions, replicate)


if __name__ == "__main__":
    fit_toy(sys.argv[1], simulate=slowly)
