"""The plan of a study on disk: one row a run, with what was varied."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

OWN: Final = {
    "study": pa.string(),
    "run": pa.string(),
    "organisation": pa.string(),
    "programme": pa.int32(),
    "label": pa.string(),
    "baseline": pa.bool_(),
    "world": pa.int32(),
    "replicate": pa.int32(),
}
"""Columns of every plan; those that follow are paths of levers and uncertainties."""


def write_plan(plan: pd.DataFrame, path: Path) -> None:
    """Write a plan: what was varied as numbers (float64) if all its values are numbers, else text.

    Raises
    ------
    KeyError
        If one of the columns of every plan is missing.
    """
    varied = [name for name in plan.columns if name not in OWN]
    columns = {name: pa.array(plan[name], kind) for name, kind in OWN.items()}
    pq.write_table(
        pa.table(columns | {name: _varied(plan[name]) for name in varied}), path, compression="zstd"
    )


def read_plan(path: Path) -> pd.DataFrame:
    """Read a plan."""
    table = pq.ParquetFile(path).read()
    plan: pd.DataFrame = table.to_pandas()
    return plan


def _varied(column: pd.Series) -> pa.Array:
    values = column.tolist()
    if all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values):
        return pa.array(values, pa.float64(), from_pandas=True)
    return pa.array([None if value is None else str(value) for value in values], pa.string())
