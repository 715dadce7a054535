"""Morris's screening: what each input does on average when it alone changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from uptake.study.sensitivity.chance import RESAMPLES, SEED
from uptake.study.sensitivity.inputs import Input
from uptake.study.sensitivity.sampling import LEVELS, problem_of
from uptake.study.statistics import CONFIDENCE

NEGLIGIBLE: Final = 0.05
"""An input is left out if its effect is clearly below this share of the largest."""

STEP: Final = LEVELS / (2.0 * (LEVELS - 1))
"""How far an input goes at a time, as a share of its range."""


def screen(
    inputs: Sequence[Input], sample: NDArray[np.float64], outcomes: NDArray[np.float64]
) -> pd.DataFrame:
    """Find the elementary effects of each input: per whole range, or per change of a list's value.

    Parameters
    ----------
    inputs : sequence of Input
        The columns of the sample.
    sample : array (points, inputs)
        From `morris_sample`.
    outcomes : array (points, replicates)
        Nothing in whole trajectories may be missing.

    Returns
    -------
    DataFrame
        One row an input, in their order: input, then

        mu, mu_star, sigma
            Mean effect, mean size of the effect, and their standard deviation, in the unit of the
            outcome. A sigma as large as mu_star says that the effect depends on other inputs.
        mu_star_low, mu_star_high
            95 % interval of mu_star (bootstrap over trajectories).
        mu_star_chance
            What mu_star would be about if the input did nothing, from chance alone: the mean size
            of a normal error of the effects' standard error; nan with one replicate.
    """
    from SALib.analyze.morris import analyze

    found = analyze(
        problem_of(inputs),
        sample,
        outcomes.mean(axis=1),
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        num_levels=LEVELS,
        seed=SEED,
    )
    # SALib scales each step up to a whole range, of which the values of a list have none.
    scale = np.array([STEP if one.varied.choices else 1.0 for one in inputs])
    mean, size, error, spread = (
        scale * np.asarray(found[key], float) for key in ("mu", "mu_star", "mu_star_conf", "sigma")
    )
    return pd.DataFrame(
        {
            "input": [one.name for one in inputs],
            "mu": mean,
            "mu_star": size,
            "mu_star_low": np.maximum(size - error, 0.0),
            "mu_star_high": size + error,
            "sigma": spread,
            "mu_star_chance": scale * _chance(sample, outcomes),
        }
    )


def left_by(screened: pd.DataFrame, keep: int) -> list[str]:
    """Names of the inputs that are not clearly negligible, at most so many; in their order."""
    largest = screened["mu_star"].max()
    ranked = screened.sort_values("mu_star", ascending=False, kind="stable")
    matter = ranked[(ranked["mu_star_high"] >= NEGLIGIBLE * largest) & (ranked["mu_star"] > 0.0)]
    kept = set(matter["input"].head(keep))
    return [name for name in screened["input"] if name in kept]


def _chance(sample: NDArray[np.float64], outcomes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean size of what chance adds to the effect of each input."""
    inputs, replicates = sample.shape[1], outcomes.shape[1]
    if replicates < 2:
        return np.full(inputs, np.nan)
    shape = (-1, inputs + 1)
    moved = np.abs(np.diff(sample.reshape(*shape, inputs), axis=1)).argmax(axis=2)
    steps = np.diff(outcomes.reshape(*shape, replicates), axis=1)
    variance = steps.var(axis=2, ddof=1) / replicates
    errors = np.sqrt([variance[moved == one].mean() for one in range(inputs)])
    return np.asarray(np.sqrt(2.0 / np.pi) * errors / STEP)
