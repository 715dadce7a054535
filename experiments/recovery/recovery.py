"""Made-up usage data whose numbers are known, and whether a calibration finds them again."""

from __future__ import annotations

import dataclasses
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from uptake.chance import chance_key, uniforms
from uptake.study.calibrating.asked import Asked, Effort, ask
from uptake.study.calibrating.calibration import (
    Calibration,
    Fitted,
    calibrate,
    search_for,
    weighted_quantiles,
)
from uptake.study.calibrating.events import Events
from uptake.study.variants import variants
from uptake.usage.weekly_usage import WeeklyUsage

PEOPLE, WEEKS, LAUNCH, MEMBERS = 300, 60, 4, 12
EFFORT = Effort(particles=150, most_runs=1200, draws=40)
MOST = 0.9
LEAST, MOST_ALLOWED = 0.80, 0.97
SEED = 77


@dataclass(frozen=True)
class Setting:
    """One set of data to make and to fit."""

    number: int
    effort: Effort = EFFORT

    def split(self) -> tuple[Setting, ...]:
        """It cannot be divided."""
        return (self,)


def recover(setting: Setting) -> pd.DataFrame:
    """Draw numbers from the prior, make data under them, and fit.

    Returns
    -------
    DataFrame
        A row for each number fitted: ``set``, ``number``, ``truth`` and the ends ``low`` and
        ``high`` of its 90 % interval as places in its range, ``inside``; the same without
        correction (``plain_low``, ``plain_high``, ``plain_inside``); ``corrected``, whether the
        correction was taken; ``effective`` particles; ``active``, the mean number of active people.
    """
    usage, truth = made(setting.number)
    asked = asked_of(usage, setting)
    with tempfile.TemporaryDirectory() as folder:
        found = calibrate(asked, Path(folder) / "fit", workers=1)
    rows = _rows(found, truth)
    return rows.assign(
        set=setting.number,
        corrected=found.is_corrected,
        effective=found.posterior.generations[-1].effective,
        active=float(usage.active.mean()),
    )


def made(number: int) -> tuple[WeeklyUsage, np.ndarray]:
    """Data of one set, and the places of its numbers in their ranges."""
    blank = _usage({name: np.full(WEEKS, 10.0) for name in ("active", "posters", "members")})
    asked = asked_of(blank, Setting(number))
    search = search_for(asked)
    rows = np.arange(len(search.prior.ranges) + 1, dtype=np.uint32)
    truth = uniforms(chance_key(SEED, number), "study.observing", rows, week=3)[0]
    variant = int(truth[-1] * len(asked.variants))
    known = dataclasses.replace(asked.situation, accounts=MEMBERS)
    network = dataclasses.replace(search.network, situation=known, seed=SEED)
    counts = network.counts(search.prior.assumptions(truth[:-1], variant), number, WEEKS)
    return _usage(counts), truth[:-1]


def asked_of(usage: WeeklyUsage, setting: Setting) -> Asked:
    """What is asked of a set: all weeks are fitted to."""
    return ask(
        usage,
        Events(launch=LAUNCH),
        variants(),
        people=PEOPLE,
        split=str(WEEKS - 1),
        seed=1000 + setting.number,
        effort=setting.effort,
    )


def summary(found: pd.DataFrame) -> pd.DataFrame:
    """Share of truths inside, by number and over all, and how wide intervals are.

    Returns
    -------
    DataFrame
        ``number`` (``all`` last), ``sets``, ``inside`` and ``plain_inside`` (shares), ``width`` and
        ``plain_width`` (mean widths, in the range), ``low`` and ``high`` (where the share inside
        lies with 95 % confidence if sets are independent; Wilson 1927).
    """
    found = found.assign(
        width=found["high"] - found["low"], plain_width=found["plain_high"] - found["plain_low"]
    )
    columns = ["inside", "plain_inside", "width", "plain_width"]
    by_number = found.groupby("number")[columns].mean().reset_index()
    every = pd.DataFrame([{"number": "all", **found[columns].mean()}])
    table = pd.concat([by_number.sort_values("inside"), every], ignore_index=True)
    sets = found["set"].nunique()
    table.insert(1, "sets", sets)
    ends = [wilson(share, sets) for share in table["inside"]]
    return table.assign(low=[low for low, _ in ends], high=[high for _, high in ends])


def wilson(share: float, count: int, z: float = 1.96) -> tuple[float, float]:
    """Interval of a share of `count` independent cases (Wilson 1927)."""
    middle = (share + z**2 / (2 * count)) / (1 + z**2 / count)
    half = z * np.sqrt(share * (1 - share) / count + z**2 / (4 * count**2)) / (1 + z**2 / count)
    return middle - half, middle + half


def _usage(counts: dict[str, np.ndarray]) -> WeeklyUsage:
    unknown = np.full(WEEKS, np.nan)
    return WeeklyUsage(
        source="made up",
        kind="table of usage",
        meaning="visited",
        weeks=np.arange(WEEKS),
        first_monday=None,
        active=counts["active"],
        posters=counts["posters"],
        messages=unknown,
        members=counts["members"],
        newcomers=unknown,
        reasons=("",) * WEEKS,
        headers={},
        notes=(),
    )


def _rows(found: Calibration, truth: np.ndarray) -> pd.DataFrame:
    edge = 0.5 * (1.0 - MOST)

    def ends(fitted: Fitted, place: int) -> np.ndarray:
        return weighted_quantiles(fitted.units[:, place], fitted.weights, (edge, 1.0 - edge))

    rows = []
    for place, name in enumerate(found.posterior.prior.names):
        low, high = ends(found.fitted, place)
        plain_low, plain_high = ends(found.plain, place)
        at = float(truth[place])
        rows.append(
            {
                "number": name,
                "truth": at,
                "low": low,
                "high": high,
                "inside": low <= at <= high,
                "plain_low": plain_low,
                "plain_high": plain_high,
                "plain_inside": plain_low <= at <= plain_high,
            }
        )
    return pd.DataFrame(rows)
