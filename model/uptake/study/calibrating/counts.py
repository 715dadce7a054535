"""What an export would have counted in a simulated network, week by week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from uptake import measures
from uptake.adoption import AdoptionModel
from uptake.chance import chance_key, uniforms
from uptake.study.calibrating.situation import Situation
from uptake.usage.weekly_usage import WeeklyUsage

Floats = NDArray[np.float64]

NOISE: Final = "observation_noise"
ACTIVE, POSTERS, MEMBERS, NEWCOMERS = "active", "posters", "members", "newcomers"
NOISY: Final = (ACTIVE, POSTERS)
"""Counts of people in a week, which holidays, outages and habits of counting disturb."""
FEWEST_KNOWN: Final = 0.8
"""Share of the usable weeks in which a count has to be known to be compared."""


@dataclass(frozen=True, eq=False)
class Network:
    """Makes the counts of a network under some values.

    Attributes
    ----------
    situation : Situation
        Who could take part, and what happened.
    seed : int
        Of all chance.
    """

    situation: Situation
    seed: int

    def counts(self, values: Mapping[str, Any], replicate: int, weeks: int) -> dict[str, Floats]:
        """Simulate some weeks and count in them.

        Parameters
        ----------
        values : mapping
            Assumptions and all else that is fitted, by name. `NOISE` is the standard deviation of
            the logarithm of a weekly count around what was the case, independent between weeks.
        replicate : int
            Its number.
        weeks : int
            From the first week of the data.

        Returns
        -------
        dict of str to array (weeks,)
            ``active``, ``posters``, ``members`` and ``newcomers``.
        """
        scenario = self.situation.scenario(values, weeks)
        organisation = self.situation.organisation
        model = AdoptionModel(
            scenario, organisation, rng=self.seed, replicate=replicate, collect=False
        )
        model.run_model()
        found = dict(zip(measures.NAMES, model.series.T.copy(), strict=True))
        model.release()
        counts = {
            ACTIVE: found["visitors"],
            POSTERS: found["posters"],
            MEMBERS: found["accounts"],
            NEWCOMERS: found["joins"],
        }
        key, rows = chance_key(self.seed, replicate), np.arange(weeks, dtype=np.uint32)
        for place, name in enumerate(NOISY):
            drawn = ndtri(uniforms(key, "study.observing", rows, week=place)[0])
            noisy = np.round(counts[name] * np.exp(values[NOISE] * drawn))
            counts[name] = np.minimum(noisy, found["accounts"])
        return counts


def counted_in(usage: WeeklyUsage) -> tuple[str, ...]:
    """The counts that can be compared: those that are there in most usable weeks.

    Where an export knows only who wrote, or reacted, these are taken for the weekly visitors: how
    many came to read, nobody can tell from it.
    """
    usable = ~usage.masked

    def known(name: str) -> bool:
        there = ~np.isnan(getattr(usage, name)[usable])
        return bool(there.size and there.mean() >= FEWEST_KNOWN)

    names = [ACTIVE]
    if usage.meaning != "posted" and known(POSTERS):
        names.append(POSTERS)
    if known(MEMBERS):
        names.append(MEMBERS)
    elif known(NEWCOMERS):
        names.append(NEWCOMERS)
    return tuple(names)
