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
        Where the files go. ``runs.csv`` has the plan and the measures of each run that was made;
        ``weeks.csv``, by organisation, programme and week, the mean and the 5, 25, 50, 75 and 95 %
        quantiles of each weekly measure over worlds and replicates; ``failed.csv``, only if there
        are any, the runs that failed.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    DiskFullError
        If there is no space left.
    """
    plan = store.plan(fingerprint)
    weekly = store.studies()[fingerprint]["weekly"]
    failed = store.failed()
    failed = failed[failed["run"].isin(plan["run"])]
    tables = {"runs.csv": plan.merge(store.runs(), on="run"), "weeks.csv": fan(store, plan, weekly)}
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
    """
    chosen = plan.drop_duplicates("run").set_index("run")
    groups = chosen.groupby(GROUP, sort=True)
    group_of_run = groups.ngroup()
    parts: list[pd.DataFrame] = []
    # Measure by measure, as all series of a large study are more than memory holds.
    for name in weekly:
        rows = store.series(["run", "week", name], runs=chosen.index)
        if rows.empty:
            continue
        group = rows["run"].map(group_of_run).astype("int64").rename("group")
        grouped = rows[name].groupby([group, rows["week"]])
        parts.append(grouped.mean().rename(f"{name}_mean").to_frame())
        spread = grouped.quantile(np.array(list(QUANTILES.values()))).unstack()
        parts.append(spread.set_axis([f"{name}_{label}" for label in QUANTILES], axis=1))
    keys = pd.DataFrame(list(groups.groups), columns=GROUP)
    if not parts:
        return keys.head(0)
    together = pd.concat(parts, axis=1).reset_index()
    return keys.join(together.set_index("group"), how="inner").reset_index(drop=True)
