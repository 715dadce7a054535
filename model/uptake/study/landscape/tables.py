"""A landscape as tables: states, points, distances and hysteresis, shares of staff throughout."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pandas as pd

from uptake.organisation import Organisation
from uptake.scenario import Scenario
from uptake.study.landscape.landscape import Landscape
from uptake.study.landscape.points import Point
from uptake.study.landscape.reading import distances, hysteresis
from uptake.study.landscape.words import KINDS
from uptake.study.statistics import mean_interval


def state_table(landscape: Landscape) -> pd.DataFrame:
    """One row a side, past and level held: means over replicates.

    Columns: ``regime``, ``past``, ``held`` (activity before letting go), ``push`` (logits of
    visiting it took), ``accounts``, ``level`` (activity two months later), ``drift`` (a week) with
    the 95 % interval ``low`` to ``high`` and the spread of replicates.
    """
    rows = []
    for side in landscape.sides:
        for states in (side.own, *side.others):
            for place in range(states.level.shape[1]):
                drift = mean_interval(states.drift[:, place])
                row = {"regime": side.regime, "past": states.past.name}
                means = {
                    name: float(getattr(states, name)[:, place].mean())
                    for name in ("held", "push", "accounts", "level")
                }
                rows.append({**row, **means, "drift": drift.mean, **_ends(drift)})
    return pd.DataFrame(rows)


def point_table(landscape: Landscape) -> pd.DataFrame:
    """One row a side, past and point, with the 95 % interval over replicates."""
    columns = ["regime", "past", "kind", "level", "low", "high"]
    rows = [
        (side.regime, states.past.name, *_place(point))
        for side in landscape.sides
        for states in (side.own, *side.others)
        for point in states.points
    ]
    return pd.DataFrame(rows, columns=columns)


def distance_table(landscape: Landscape) -> pd.DataFrame:
    """One row a week, side and kind of point: where the organisation is, and how far that is."""
    columns = ["week", "activity", "regime", "kind", "point", "distance", "low", "high"]
    rows = [
        (
            one.week,
            one.level.mean,
            one.regime,
            one.point.kind,
            one.point.level,
            one.distance,
            one.low,
            one.high,
        )
        for kind in KINDS
        for one in distances(landscape, kind)
    ]
    return pd.DataFrame(rows, columns=columns)


def hysteresis_table(landscape: Landscape) -> pd.DataFrame:
    """One row a side and other past; see `uptake.study.landscape.reading.Hysteresis`."""
    columns = ["regime", "past", "from_level", "to_level", "gap", "share"]
    rows = [
        (side.regime, one.past, one.low, one.high, one.gap, one.share)
        for side in landscape.sides
        for one in hysteresis(side)
    ]
    return pd.DataFrame(rows, columns=columns)


def long_table(landscape: Landscape) -> pd.DataFrame:
    """One row a side, end and replicate: long runs from the lowest and the highest level."""
    rows = [
        {
            "regime": side.regime,
            "from": ("lowest", "highest")[end],
            "replicate": number,
            "start": side.start[row, end],
            "end": side.end[row, end],
            "accounts": side.accounts[row, end],
        }
        for side in landscape.sides
        for end in (0, 1)
        for row, number in enumerate(landscape.replicates)
    ]
    return pd.DataFrame(rows)


def landscape_fingerprint(
    scenario: Scenario, organisation: Organisation, seed: int, replicates: range, week: int
) -> str:
    """Digest of all that decides a landscape."""
    content = ["landscape", scenario.fingerprint, organisation.fingerprint, seed, week]
    canonical = json.dumps([*content, list(replicates)])
    return hashlib.blake2b(canonical.encode(), digest_size=12).hexdigest()


def _ends(interval: object) -> dict[str, float]:
    names = ("low", "high", "spread_low", "spread_high")
    return {name: float(getattr(interval, name, np.nan)) for name in names}


def _place(point: Point) -> tuple[str, float, float, float]:
    return point.kind, point.level, point.low, point.high
