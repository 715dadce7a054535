"""Where a study keeps its results: a folder that can be read at any moment and written on.

What is in it is whole at any moment, so a study that was stopped goes on where it was. Tables are
Parquet, for pandas, DuckDB and others; ``export/`` has them as CSV.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage
from typing import Any, Final, TypeVar

import numpy as np
import pandas as pd

from uptake.errors import InputError, Problem
from uptake.study.chunk_files import TMP
from uptake.study.committed import CommittedFile, committed_files, read_runs, read_series
from uptake.study.failures import failure_files, last_failures
from uptake.study.plan_files import read_plan, write_plan
from uptake.study.settling import settle, sweep
from uptake.study.store_folder import (
    EXPORT,
    FORMAT,
    MANIFEST,
    PLAN,
    Record,
    beginnings,
    make_store,
    manifest_in,
    write_json,
)
from uptake.study.store_lock import store_lock
from uptake.study.whole_files import whole_file

T = TypeVar("T")

LOOKS: Final = 5
"""So often a reader looks again if files went away under it, as another process settled them."""


@dataclass(frozen=True)
class Store:
    """A folder with the results of one study, or of several that share runs.

    Attributes
    ----------
    folder : Path
        The folder.
    """

    folder: Path

    @classmethod
    def create_or_open(cls, folder: Path, model: str) -> Store:
        """Open the store in a folder to write to it; an empty or missing folder becomes one.

        Parameters
        ----------
        folder : Path
            The folder.
        model : str
            Digest of the model's code: runs of another do not belong together with these.

        Raises
        ------
        InputError
            If it is a file, holds other files or a store of another format or model, or cannot be
            written to.
        DiskFullError
            If there is no space left.
        """
        make_store(folder, model)
        return cls(folder)

    @classmethod
    def open(cls, folder: Path) -> Store:
        """Open the store in a folder to read it.

        Raises
        ------
        InputError
            If there is none, or one of another format.
        """
        content = manifest_in(folder)
        if content is None or content.get("format") != FORMAT:
            wrong = "holds no results of a study that this version can read"
            raise InputError([Problem(str(folder), "", wrong, right="a folder made by a sweep")])
        return cls(folder)

    @property
    def model(self) -> str:
        """Digest of the code of the model that made the runs."""
        return str(self._manifest()["model"])

    def lock(self) -> AbstractContextManager[None]:
        """Hold the store as its only driver.

        The system releases the lock when the process ends, however it ends.

        Raises
        ------
        InputError
            On entering, if another process holds it; it is named.
        """
        return store_lock(self.folder)

    def clear_temporary(self) -> None:
        """Remove what killed writers left and what cannot be read, so that it is made again.

        Only whoever holds the lock may do so.
        """
        for path in beginnings(self.folder):
            path.unlink(missing_ok=True)
        sweep(self.folder)

    def committed(self) -> frozenset[str]:
        """The runs that are there, each with its whole series."""
        return self._look(lambda files: frozenset(run for file in files for run in file.runs))

    def studies(self) -> dict[str, Record]:
        """What is known of each study in the store, by its fingerprint."""
        return dict(self._manifest()["studies"])

    def save_study(self, fingerprint: str, record: Mapping[str, Any], plan: pd.DataFrame) -> None:
        """Keep the plan and the record of a study in place of former ones of the same fingerprint.

        Parameters
        ----------
        fingerprint : str
            Identity of the study.
        record : mapping
            What is known of it; JSON can hold it.
        plan : DataFrame
            One row a run: study (its name), run, organisation, programme, label, baseline, world,
            replicate, then one column a lever and uncertainty.

        Raises
        ------
        DiskFullError
            If there is no space left.
        """
        temporary = self.folder / TMP
        with whole_file(self._plan_file(fingerprint), temporary) as path:
            write_plan(plan, path)
        content = self._manifest()
        content["studies"][fingerprint] = dict(record)
        write_json(content, self.folder / MANIFEST, temporary)

    def plan(self, fingerprint: str | None = None) -> pd.DataFrame:
        """One row a planned run of a study, or of all studies if none is named.

        Columns as in `save_study`; a lever or uncertainty that another study does not vary has no
        value there.

        Raises
        ------
        KeyError
            If there is no such study.
        """
        chosen = list(self.studies()) if fingerprint is None else [fingerprint]
        if not chosen or not self.studies().keys() >= set(chosen):
            raise KeyError(fingerprint)
        plans = [read_plan(self._plan_file(one)) for one in chosen]
        return plans[0] if len(plans) == 1 else pd.concat(plans, ignore_index=True)

    def runs(self) -> pd.DataFrame:
        """One row a run that is there: run, measures of any study, series_digest, seconds.

        A measure that a run does not have, or that only another study keeps, is nan.
        """
        table = self._look(lambda files: read_runs(self.folder, files))
        if table is None:
            runs = _empty({"run": "str", "series_digest": "str", "seconds": "float64"})
        else:
            runs = table.to_pandas()
        kept = [name for record in self.studies().values() for name in record.get("measures", ())]
        return runs.assign(**{name: np.nan for name in kept if name not in runs})

    def failed(self) -> pd.DataFrame:
        """One row a run that failed and has not been made since.

        Columns: run, scenario, replicate, error, traceback, command.
        """
        found = self._look(
            lambda files: last_failures(
                failure_files(self.folder).values(), {run for file in files for run in file.runs}
            )
        )
        frame: pd.DataFrame = found.to_pandas()
        return frame

    def series(
        self, columns: Sequence[str] | None = None, runs: Collection[str] | None = None
    ) -> pd.DataFrame:
        """One row a run and week: run (categorical), week, and weekly measures.

        Parameters
        ----------
        columns : sequence of str, optional
            The columns to read, in the order wanted; all if left out. A few are read quickly.
        runs : collection of str, optional
            The runs wanted; all if left out.

        Raises
        ------
        KeyError
            If no run has one of the columns.
        """
        table = self._look(lambda files: read_series(self.folder, files, columns, runs))
        if table is None:
            types = {"run": "category", "week": "int16"}
            return _empty({name: types.get(name, "float64") for name in columns or types})
        frame: pd.DataFrame = table.to_pandas()
        return frame if columns is None else frame[list(columns)]

    def settle(self) -> None:
        """Merge small files and remove what is there twice, once a study is complete.

        Afterwards each run is in one file, so that ``SELECT ... FROM 'runs/*.parquet'`` is right
        too. Only whoever holds the lock may do so; safe against an end at any moment.

        Raises
        ------
        DiskFullError
            If there is no space left; nothing is lost.
        """
        settle(self.folder)

    def export_csv(self, fingerprint: str | None = None, folder: Path | None = None) -> list[Path]:
        """Write the results of a study as CSV files; see `uptake.study.exporting.export_csv`.

        Parameters
        ----------
        fingerprint : str, optional
            The study, by fingerprint or name; the only one if left out.
        folder : Path, optional
            Where they go: ``export/``, or a folder in it if the store holds several studies.

        Returns
        -------
        list of Path
            The files written.

        Raises
        ------
        InputError
            If no study is named and there are several or none.
        DiskFullError
            If there is no space left.
        """
        from uptake.study.exporting import export_csv

        study = only_study(self, fingerprint)
        own = self.folder / EXPORT / ("" if len(self.studies()) == 1 else study[:8])
        return export_csv(self, study, folder or own)

    def free_bytes(self) -> int:
        """Bytes that are free on the disk of the store."""
        return disk_usage(self.folder).free

    def used_bytes(self) -> int:
        """Bytes that the files of the store have."""
        total = 0
        for path in self.folder.rglob("*"):
            try:
                total += path.stat().st_size if path.is_file() else 0
            except FileNotFoundError:
                continue
        return total

    def _manifest(self) -> Record:
        content = manifest_in(self.folder)
        if content is None:
            raise InputError([Problem(str(self.folder / MANIFEST), "", "cannot be read any more")])
        return content

    def _plan_file(self, fingerprint: str) -> Path:
        return self.folder / PLAN / f"{fingerprint}.parquet"

    def _look(self, read: Callable[[list[CommittedFile]], T]) -> T:
        for _ in range(LOOKS - 1):
            try:
                return read(committed_files(self.folder))
            except FileNotFoundError:
                continue
        return read(committed_files(self.folder))


def only_study(store: Store, wanted: str | None = None) -> str:
    """Fingerprint of the study with a name or fingerprint, or of the only study of a store.

    Raises
    ------
    InputError
        If there is none of this name, or none is named and there are several; they are listed.
    """
    names = {one: str(record.get("name", one)) for one, record in store.studies().items()}
    if wanted in names:
        return str(wanted)
    fitting = [one for one, name in names.items() if wanted is None or name == wanted]
    if len(fitting) == 1:
        return fitting[0]
    listed = ", ".join(f"{names[one]} ({one})" for one in (fitting or names))
    wrong = "holds several studies" if fitting else "holds no such study" if names else "is empty"
    right = f"the name or fingerprint of one: {listed}" if listed else "results of a sweep"
    raise InputError([Problem(str(store.folder), "--study", wrong, wanted or "", right)])


def _empty(types: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in types.items()})
