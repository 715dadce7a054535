"""Make data whose numbers are known, fit them all, and count how often intervals hold the truth.

    python experiments/recovery/run.py [SETS] [WORKERS]

Each set is kept in ``uptake-results/recovery`` as it is done; the same command goes on from there.
What it asks and finds stands in the README of this folder.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes

sys.path.append(str(Path(__file__).parent))

from recovery import (
    EFFORT,
    LEAST,
    MOST,
    MOST_ALLOWED,
    PEOPLE,
    WEEKS,
    Setting,
    recover,
    summary,
)
from uptake.compilation import code_digest
from uptake.figures.style import INK, QUIET, new_figure, percent_axis, save, styled
from uptake.study.dispatch import dispatch
from uptake.study.engines import loky_engine, serial_engine
from uptake.study.whole_files import whole_file, write_table

ROOT = Path(__file__).parents[2]
DONE, KEPT = ROOT / "uptake-results" / "recovery", ROOT / "results" / "recovery"
SETS, WORKERS = 50, 2
RAW, CORRECTED = "#9a9a9a", "#0072b2"


def main() -> None:
    """Fit the sets that are not there yet, and write what came of all."""
    sets, workers = (int(word) for word in [*sys.argv[1:], SETS, WORKERS][:2])
    if len(sys.argv) == 2:
        workers = WORKERS
    folder = DONE / code_digest()
    folder.mkdir(parents=True, exist_ok=True)
    missing = [Setting(number) for number in range(sets) if not _file(folder, number).exists()]

    def done(setting: Setting, found: pd.DataFrame) -> None:
        with whole_file(_file(folder, setting.number), folder) as partial:
            found.to_csv(partial, index=False)
        inside = found["inside"].mean()
        print(f"set {setting.number}: {inside:.0%} of {len(found)} numbers inside", flush=True)

    def lost(setting: Setting) -> None:
        raise MemoryError(f"set {setting.number} killed its worker three times")

    recover(Setting(0, EFFORT.__class__(50, 200, 10)))  # Compiles everything.
    with tempfile.TemporaryDirectory() as scratch:
        engine = loky_engine(workers, scratch) if workers > 1 else serial_engine()
        dispatch(missing, timed, engine, done=done, lost=lost, admit=lambda: True)
    write(pd.concat([pd.read_csv(_file(folder, number)) for number in range(sets)]))


def timed(setting: Setting) -> pd.DataFrame:
    """Recover a set, with the processor time that it took."""
    begin = time.process_time()
    found = recover(setting)
    return found.assign(seconds=time.process_time() - begin)


def write(found: pd.DataFrame) -> None:
    """Write tables, figure and record."""
    KEPT.mkdir(parents=True, exist_ok=True)
    sums = summary(found)
    write_table(found.drop(columns="seconds").round(5), KEPT / "sets.csv")
    write_table(sums.round(4), KEPT / "recovery.csv")
    save(coverage_figure(sums, found["set"].nunique()), KEPT, "recovery")
    (KEPT / "recovery.svg").unlink()
    seconds = found.groupby("set")["seconds"].first().sum()
    (KEPT / "made.txt").write_text(
        "command: python experiments/recovery/run.py\n"
        f"made: {datetime.now(UTC):%Y-%m-%d}, uptake {version('uptake')}, model {code_digest()}\n"
        f"sets: {found['set'].nunique()} of {PEOPLE} people over {WEEKS} weeks, {asdict(EFFORT)}\n"
        f"run time: {seconds / 60:.0f} minutes of one core\n",
        encoding="utf-8",
    )
    print(sums.to_string(index=False))


@styled
def coverage_figure(sums: pd.DataFrame, sets: int) -> object:
    """Draw how often the truth was inside, a row a number."""
    share = float(sums["inside"].iloc[-1])
    said = f"The truth lies in {share:.0%} of the intervals that should hold {MOST:.0%}"
    subtitle = (
        f"{sets} sets of made-up data, each from numbers drawn from the ranges, {PEOPLE} people, "
        f"{WEEKS} weeks. Dots and lines: share inside, 95 % interval; circles: without correction; "
        f"grey: {LEAST:.0%} to {MOST_ALLOWED:.0%}"
    )
    height = 2.4 + 0.3 * len(sums)
    figure, top = new_figure(said, subtitle, "Source: experiments/recovery", height=height)
    axes: Axes = figure.add_axes((0.25, 0.9 / height, 0.7, top - 1.0 / height))
    axes.axvspan(LEAST, MOST_ALLOWED, color="#e9eef2", lw=0, zorder=0)
    axes.axvline(MOST, color=QUIET, lw=1.2, ls=(0, (4, 3)), zorder=1)
    for at, row in enumerate(sums.itertuples()):
        axes.plot([row.low, row.high], [at, at], color=CORRECTED, lw=2.0)
        axes.plot(row.inside, at, "o", ms=8, color=CORRECTED)
        axes.plot(row.plain_inside, at, "o", ms=8, mfc="none", mec=RAW, mew=1.6)
    names = [str(name).replace("_", " ") for name in sums["number"]]
    axes.set_yticks(range(len(sums)), names, fontsize=12, color=INK)
    axes.set_ylim(len(sums) - 0.4, -0.6)
    axes.set_xlim(min(0.6, float(sums["low"].min()) - 0.02), 1.0)
    percent_axis(axes, which="x")
    return figure


def _file(folder: Path, number: int) -> Path:
    return folder / f"set-{number}.csv"


if __name__ == "__main__":
    main()
