"""What each value of a lever does: paired differences over the programmes that have it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from uptake.study.better import Better, better_of, gain
from uptake.study.centres import Statistic, centre_of, statistic_of
from uptake.study.pairs import pairs_of, selections, summed_by, unit_of
from uptake.study.table import StudyTable

MOST_VALUES: Final = 12
"""A lever with more numbers than that is told by ranges that hold as many programmes each."""
RANGES: Final = 5

COLUMNS: Final = (
    "organisation",
    "lever",
    "value",
    "measure",
    "better",
    "statistic",
    "difference",
    "low",
    "high",
    "spread_low",
    "spread_high",
    "helps_share",
    "programmes",
    "units",
    "unit_count",
)


def compare_levers(table: StudyTable, better: Mapping[str, Better] | None = None) -> pd.DataFrame:
    """Compare the values of every lever: main effects.

    The programmes with a value are averaged within each unit (world, or replicate in a single
    world), so that the interval tells how well the mean over just these programmes is known. Values
    of a lever can be compared with each other where each stands with the same values of the other
    levers, as in a full design. The baseline counts as one of its programmes, unless it stands
    outside of it: with several levers, if it alone has one of its values.

    Parameters
    ----------
    table, better
        As for `uptake.study.programmes.compare_programmes`.

    Returns
    -------
    DataFrame
        One row an organisation, lever, value and measure: statistic, difference from the baseline,
        low, high, spread_low, spread_high and helps_share as there; programmes that have the value;
        units, and how many there were.
    """
    rows: list[dict[str, object]] = []
    values = [(lever, values_of(table, lever)) for lever in table.levers_apart]
    for organisation, runs in selections(table):
        unit, keys = unit_of(table, runs)
        for measure in table.measures:
            direction = (better or {}).get(measure) or better_of(measure)
            statistic = statistic_of(measure)
            pairs = pairs_of(table, runs, measure)
            cells = summed_by(pairs, ["programme", *keys], ["difference"], statistic)
            about = {
                "organisation": organisation,
                "measure": measure,
                "better": direction,
                "statistic": statistic,
                "units": unit,
            }
            for lever, by_value in values:
                for value, programmes in by_value.items():
                    chosen = cells[cells["programme"].isin(programmes)]
                    units = summed_by(chosen, keys, ["difference"], statistic)["difference"]
                    row = {"lever": lever, "value": value, "programmes": len(programmes)}
                    rows.append(about | row | _effect(units, direction, statistic))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _effect(
    differences: pd.Series[float], better: Better, statistic: Statistic
) -> dict[str, object]:
    found = centre_of(differences, statistic)
    helped = gain(differences, better) > 0.0
    return {
        "difference": found.centre,
        "low": found.low,
        "high": found.high,
        "spread_low": found.spread_low,
        "spread_high": found.spread_high,
        "helps_share": float(helped.mean()) if found.count else np.nan,
        "unit_count": found.count,
    }


def values_of(table: StudyTable, lever: str) -> dict[str, list[int]]:
    """Programmes by their value of a lever, said in a word; numbers ascending, texts as they come.

    A lever with more than `MOST_VALUES` numbers is cut into ranges. A baseline outside of the
    design is left out, as `compare_levers` does.
    """
    by_programme = _in_the_design(table)[lever]
    if pd.api.types.is_numeric_dtype(by_programme):
        by_programme = by_programme.sort_values()
        if by_programme.nunique() > MOST_VALUES:
            by_programme = _ranges(by_programme)
    found: dict[str, list[int]] = {}
    for programme, value in by_programme.items():
        found.setdefault(value_said(value), []).append(int(str(programme)))
    return found


def _in_the_design(table: StudyTable) -> pd.DataFrame:
    """Levers by programme, without a baseline that would weigh on one value of a lever alone."""
    levers = list(table.levers)
    settings = table.runs.drop_duplicates("programme").set_index("programme")[levers].sort_index()
    others = settings.drop(index=table.baseline, errors="ignore")
    if len(levers) == 1 or len(others) in (0, len(settings)):
        return settings
    own = settings.loc[table.baseline]
    return settings if all((others[one] == own[one]).any() for one in levers) else others


def value_said(value: object) -> str:
    """Write a value of a lever or an uncertainty: numbers without needless digits."""
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return "none"
    if isinstance(value, int | float | np.number):
        return f"{float(value):.6g}"
    return str(value)


def _ranges(values: pd.Series[float]) -> pd.Series[str]:
    """Replace numbers by the range in which they lie, from its lowest to its highest number."""
    group = pd.qcut(values, RANGES, labels=False, duplicates="drop")
    ends = values.groupby(group).agg(["min", "max"])
    said = {
        number: f"{value_said(low)} to {value_said(high)}"
        for number, low, high in zip(ends.index, ends["min"], ends["max"], strict=True)
    }
    return group.map(said)
