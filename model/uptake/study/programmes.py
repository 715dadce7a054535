"""Every programme of a study against its baseline, in worlds and replicates of the same chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from uptake.study.better import Better, better_of, gain, gap, known_values
from uptake.study.centres import Statistic, centre_of, statistic_of
from uptake.study.pairs import REPLICATES, WORLD, pairs_of, selections, summed_by, unit_of
from uptake.study.table import StudyTable

COLUMNS: Final = (
    "organisation",
    "programme",
    "label",
    "baseline",
    "measure",
    "better",
    "statistic",
    "baseline_value",
    "value",
    "difference",
    "low",
    "high",
    "spread_low",
    "spread_high",
    "helps_share",
    "regret",
    "regret_largest",
    "baseline_never_share",
    "never_share",
    "units",
    "worlds",
    "replicates",
)


def compare_programmes(
    table: StudyTable, better: Mapping[str, Better] | None = None
) -> pd.DataFrame:
    """Compare every programme of a study with the baseline, in every measure.

    Parameters
    ----------
    table : StudyTable
        The study.
    better : mapping of measure to {"more", "less"}, optional
        Which way is better, where it is not as `uptake.study.better.better_of` has it.

    Returns
    -------
    DataFrame
        One row an organisation, programme and measure, the baseline's among them; with several
        organisations also rows of all of them (`uptake.study.pairs.ALL`). Columns:

        organisation, programme, label, baseline (whether it is), measure, better;
        statistic
            mean or, for weeks until something that may never happen, median: of ``value``,
            ``baseline_value`` and ``difference`` over the units.
        low, high
            95 % interval of the mean (or median) difference.
        spread_low, spread_high
            The middle 90 % of the units' differences.
        helps_share
            Share of units in which the difference is on the better side of nought.
        regret, regret_largest
            How much better the best programme of the study does in the same world: mean (or
            median) and largest over the worlds; nought or more.
        never_share, baseline_never_share
            Share of runs in which what the measure waits for never happens; nan for others.
        units
            What an observation is: worlds, sets of assumptions or, in a single world, replicates.
        worlds, replicates
            Worlds (of all the organisations) and replicates with pairs.

        Pairs without two known values are left out; without any pair the values are those of each
        programme's own runs, and the differences nan.
    """
    rows: list[dict[str, object]] = []
    for organisation, runs in selections(table):
        for measure in table.measures:
            direction = (better or {}).get(measure) or better_of(measure)
            about = {"organisation": organisation, "measure": measure, "better": direction}
            rows += [about | row for row in _rows(table, runs, measure, direction)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _rows(
    table: StudyTable, runs: pd.DataFrame, measure: str, better: Better
) -> list[dict[str, object]]:
    statistic = statistic_of(measure)
    pairs = pairs_of(table, runs, measure)
    unit, keys = unit_of(table, runs)
    values = ["value", "baseline_value", "difference"]
    units = _by_programme(summed_by(pairs, ["programme", *keys], values, statistic))
    regrets = _regrets(pairs, better, statistic)
    own = _own_values(runs, measure, keys, statistic)
    rows: dict[int, dict[str, object]] = {}
    for programme, value in own.items():
        base = own.get(table.baseline, np.nan)
        rows[programme] = {"baseline_value": base, "value": value, "worlds": 0, "replicates": 0}
    for programme, paired in _by_programme(pairs).items():
        regret = regrets[programme]
        rows[programme] = _differences(units[programme], better, statistic) | {
            "regret": centre_of(regret, statistic).centre,
            "regret_largest": float(regret.max()),
            "baseline_never_share": _never_share(paired["baseline_value"], statistic),
            "never_share": _never_share(paired["value"], statistic),
            "worlds": len(units[programme]) if unit != REPLICATES else 1,
            "replicates": paired["replicate"].nunique(),
        }
    return [
        {
            "programme": programme,
            "label": table.labels[programme],
            "baseline": programme == table.baseline,
            "statistic": statistic,
            "units": unit,
            **rows[programme],
        }
        for programme in sorted(rows)
    ]


def _differences(units: pd.DataFrame, better: Better, statistic: Statistic) -> dict[str, object]:
    found = centre_of(units["difference"], statistic)
    return {
        "baseline_value": centre_of(units["baseline_value"], statistic).centre,
        "value": centre_of(units["value"], statistic).centre,
        "difference": found.centre,
        "low": found.low,
        "high": found.high,
        "spread_low": found.spread_low,
        "spread_high": found.spread_high,
        "helps_share": float((gain(units["difference"], better) > 0.0).mean()),
    }


def _own_values(
    runs: pd.DataFrame, measure: str, keys: Sequence[str], statistic: Statistic
) -> dict[int, float]:
    """Centre of each programme's own runs, paired or not."""
    known = runs[["programme", *keys]].assign(value=known_values(measure, runs[measure]))
    units = summed_by(known, ["programme", *keys], ["value"], statistic)
    return {
        number: centre_of(own["value"], statistic).centre
        for number, own in _by_programme(units).items()
    }


def _regrets(
    pairs: pd.DataFrame, better: Better, statistic: Statistic
) -> dict[int, NDArray[np.float64]]:
    """By programme and world, how much more the best programme of that world gains."""
    # Differences of means stay paired where runs are missing; those of medians do not add up.
    column = "difference" if statistic == "mean" else "value"
    worlds = summed_by(pairs, ["programme", *WORLD], [column], statistic)
    worlds["gain"] = gain(worlds[column], better)
    best = worlds.groupby(WORLD)["gain"].transform("max")
    worlds["regret"] = gap(best, worlds["gain"])
    return {
        programme: rows["regret"].to_numpy(np.float64)
        for programme, rows in _by_programme(worlds).items()
    }


def _by_programme(frame: pd.DataFrame) -> dict[int, pd.DataFrame]:
    return {int(str(number)): rows for number, rows in frame.groupby("programme")}


def _never_share(values: pd.Series[float], statistic: Statistic) -> float:
    return float(np.isinf(values).mean()) if statistic == "median" else np.nan
