"""The results of a study as CSV files, for Excel and others that read no Parquet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from uptake.study.whole_files import whole_file, write_table

if TYPE_CHECKING:
    from uptake.study.store import Store

QUANTILES: Final = {"p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
GROUP: Final = ["organisation", "programme", "label"]


def export_csv(store: Store, fingerprint: str, folder: Path) -> list[Path]:
    """Write the runs of a study, their weeks, and what failed.

    Parameters
    ----------
    store : Store
        Where the study is.
    fingerprint : str
        The study.
    folder : Path
        Where the files go, made if need be. ``runs.csv`` has the plan and the measures of each run
        that was made; ``weeks.csv``, by organisation, programme and week, the mean and the 5, 25,
        50, 75 and 95 % quantiles of each weekly measure over worlds and replicates;
        ``failed.csv``, only if there are any, the runs that failed.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    DiskFullError
        If there is no space left.
    """
    plan, weekly = store.plan(fingerprint), store.studies()[fingerprint]["weekly"]
    failed = store.failed()
    failed = failed[failed["run"].isin(plan["run"])]
    tables = {"runs.csv": plan.merge(store.runs(), on="run"), "weeks.csv": fan(store, plan, weekly)}
    folder.mkdir(parents=True, exist_ok=True)
    if len(failed):
        tables["failed.csv"] = failed
    else:
        (folder / "failed.csv").unlink(missing_ok=True)
    for name, table in tables.items():
        with whole_file(folder / name, folder) as path:
            write_table(table, path)
    return [folder / name for name in tables]


def fan(store: Store, plan: pd.DataFrame, weekly: Sequence[str]) -> pd.DataFrame:
    """How weekly measures of the runs of a plan spread.

    Returns
    -------
    DataFrame
        One row an organisation, programme and week; organisation, programme, label, week, then for
        each weekly measure its mean and quantiles, such as ``visitors_mean`` and ``visitors_p05``.
        Empty if none of the runs is made, or no weekly measure is kept.
    """
    groups = plan.groupby(GROUP, sort=True)
    keys = pd.DataFrame(list(groups.groups), columns=GROUP).rename_axis("group")
    # A run may stand for several rows of a plan, and then counts in the group of each.
    places = plan[["run"]].assign(group=groups.ngroup())
    parts: list[pd.DataFrame] = []
    # Measure by measure, as all series of a large study are more than memory holds.
    for name in weekly:
        rows = store.series(["run", "week", name], runs=plan["run"].unique())
        if len(rows):
            parts.append(_spread(rows, places, name))
    if not parts:
        return keys.assign(week=0).head(0)
    together = pd.concat(parts, axis=1).reset_index("week")
    return keys.join(together, how="inner").reset_index(drop=True)


def _spread(rows: pd.DataFrame, places: pd.DataFrame, name: str) -> pd.DataFrame:
    """Mean and quantiles of a weekly measure, by group and week."""
    # As categories, of which each run has one already, texts need not be compared row by row.
    made = places[places["run"].isin(rows["run"].cat.categories)]
    made = made.assign(run=made["run"].astype(rows["run"].dtype))
    values = rows.merge(made, on="run").groupby(["group", "week"])[name]
    quantiles = values.quantile(np.array(list(QUANTILES.values()))).unstack()
    spread = pd.concat([values.mean(), quantiles], axis=1)
    return spread.set_axis([f"{name}_{label}" for label in ("mean", *QUANTILES)], axis=1)
