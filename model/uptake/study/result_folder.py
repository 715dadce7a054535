"""The folder of a study's results: written whole or not at all, and never over another study's.

Tables are UTF-8 with a byte-order mark, so that Excel shows every letter right; numbers are written
with all their digits, so that equal results are equal files.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from uptake.study.study import StudyResult
from uptake.study.whole_files import check_can_be_made, refuse_folder, to_disk, write_table

MANIFEST = "manifest.json"
ASSUMPTIONS = "assumptions.csv"
"""The sets of assumptions, as `uptake.study.ensemble.read_ensemble` reads them."""


def check_folder(out: Path, fingerprint: str) -> None:
    """Make sure that results can go to a folder.

    Raises
    ------
    InputError
        If it is a file, holds anything but results of the study with this fingerprint, or its
        surroundings cannot be written to.
    """
    check_can_be_made(out, out.absolute().parent)
    if out.is_dir() and any(out.iterdir()) and _study_in(out) != fingerprint:
        held = "the results of another study" if _study_in(out) else "other files"
        refuse_folder(out, f"holds {held}", "a new or empty folder, or that of the same study")


@contextmanager
def result_folder(out: Path, fingerprint: str) -> Iterator[Path]:
    """Give a folder to write into, which becomes `out` once everything has been written.

    If the block raises anything, whatever was at `out` before is still there, and nothing else.

    Raises
    ------
    InputError
        As `check_folder`.
    """
    check_folder(out, fingerprint)
    target = out.absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{target.name}-", suffix=".part", dir=target.parent))
    try:
        yield partial
        partial.chmod(0o777 & ~_umask())
        for path in sorted(partial.rglob("*")):
            to_disk(path)
        to_disk(partial)
        _put_in_place(partial, target)
        to_disk(target.parent)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def write_results(result: StudyResult, manifest: Mapping[str, object], folder: Path) -> None:
    """Write the tables of a study and its manifest into a folder."""
    write_table(result.summary, folder / "summary.csv")
    if len(result.comparison):
        write_table(result.comparison, folder / "comparison.csv")
        write_table(result.variants, folder / "variants.csv")
    if any(result.ensemble.members):
        write_table(pd.DataFrame(list(result.ensemble.members)), folder / ASSUMPTIONS)
    result.weekly.to_parquet(folder / "weekly.parquet", compression="zstd", index=False)
    retention = pd.concat(
        [
            retention_rows(name, number, counts)
            for name, runs in result.retention.items()
            for number, counts in zip(result.replicates, runs, strict=True)
        ],
        ignore_index=True,
    )
    retention.to_parquet(folder / "retention.parquet", compression="zstd", index=False)
    text = json.dumps({"study": result.fingerprint, **manifest}, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def retention_rows(scenario: str, replicate: int, counts: NDArray[np.int32]) -> pd.DataFrame:
    """Retention of one run as a table: a row a month of joining and month since, while it ran."""
    months = counts.shape[0]
    cohort, age = (index.ravel() for index in np.indices((months, months), np.int32))
    seen = cohort + age < months
    return pd.DataFrame(
        {
            "scenario": scenario,
            "replicate": replicate,
            "joined_month": cohort[seen],
            "months_since": age[seen],
            "members": counts[..., 0].ravel()[seen],
            "visiting": counts[..., 1].ravel()[seen],
        }
    )


def _study_in(folder: Path) -> str | None:
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return str(content["study"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _put_in_place(partial: Path, target: Path) -> None:
    if not target.exists():
        partial.rename(target)
        return
    former = Path(tempfile.mkdtemp(prefix=f".{target.name}-", suffix=".old", dir=target.parent))
    target.rename(former / target.name)
    try:
        partial.rename(target)
    except BaseException:
        (former / target.name).rename(target)
        raise
    finally:
        shutil.rmtree(former, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
