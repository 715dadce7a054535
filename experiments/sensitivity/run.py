"""Find out what drives the worth of a programme, and keep what is small of it in ``results``.

    python experiments/sensitivity/run.py

The runs go to ``uptake-results``; there an analysis that was interrupted goes on. What it asks and
finds stands in the README of this folder.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parents[2]
STORE, KEPT = ROOT / "uptake-results" / "sensitivity", ROOT / "results" / "sensitivity"
SAMPLES = 256


def main() -> None:
    """Run the analysis; copy tables and figures, and keep what it printed."""
    command = ["sensitivity", "experiments/sensitivity/study.yaml", "--samples", str(SAMPLES)]
    said = uptake(*command, "--out", "uptake-results/sensitivity")
    print(said)
    shutil.rmtree(KEPT, ignore_errors=True)
    (KEPT / "figures").mkdir(parents=True)
    for table in sorted((STORE / "export").glob("*.csv")):
        shutil.copy(table, KEPT / table.name)
    for figure in sorted((STORE / "export" / "figures").glob("*.png")):
        shutil.copy(figure, KEPT / "figures" / figure.name)
    (KEPT / "sensitivity.txt").write_text(said[: said.rindex("Report:")].rstrip() + "\n", "utf-8")
    seconds = pd.read_parquet(STORE / "runs")["seconds"]
    (KEPT / "made.txt").write_text(
        "command: python experiments/sensitivity/run.py\n"
        f"made: {datetime.now(UTC):%Y-%m-%d}, uptake {version('uptake')}\n"
        f"runs: {len(seconds):,}, which took one worker {seconds.sum() / 60:.0f} minutes in all\n",
        encoding="utf-8",
    )


def uptake(*words: str) -> str:
    """What a command prints."""
    command = [sys.executable, "-m", "uptake.cli", *words]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


if __name__ == "__main__":
    main()
