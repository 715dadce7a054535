"""Run a study of this folder and keep what is small of it in ``results``.

    python experiments/study.py newsletter
    python experiments/study.py            # all of them, about half an hour on two cores

The runs go to ``uptake-results``; there a study that was interrupted goes on. What each study asks
and finds stands in the README of its folder.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[1]
STUDIES = ("newsletter", "welcome_packs", "managers", "departure", "deputies", "organisations")
KEPT = ("programmes.csv", "levers.csv", "failures.csv")


def main() -> None:
    """Run the studies named, or all."""
    for name in sys.argv[1:] or STUDIES:
        run(name)


def run(name: str) -> None:
    """Sweep, compare, and copy tables and figures."""
    store, kept = ROOT / "uptake-results" / name, ROOT / "results" / name
    begin = time.monotonic()
    said = uptake("sweep", f"experiments/{name}/study.yaml", "--out", f"uptake-results/{name}")
    seconds = time.monotonic() - begin
    compared = uptake("compare", f"uptake-results/{name}")
    print(said, compared, sep="\n")
    shutil.rmtree(kept, ignore_errors=True)
    (kept / "figures").mkdir(parents=True)
    for table in KEPT:
        shutil.copy(store / "export" / table, kept / table)
    for figure in sorted((store / "export" / "figures").glob("*.png")):
        shutil.copy(figure, kept / "figures" / figure.name)
    (kept / "comparison.txt").write_text(compared, encoding="utf-8")
    (kept / "made.txt").write_text(
        f"command: python experiments/study.py {name}\n"
        f"made: {datetime.now(UTC):%Y-%m-%d}, uptake {version('uptake')}\n"
        f"runs: {said.splitlines()[0]}\n"
        f"run time: {seconds / 60:.1f} minutes\n",
        encoding="utf-8",
    )


def uptake(*words: str) -> str:
    """What a command prints."""
    command = [sys.executable, "-m", "uptake.cli", *words]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


if __name__ == "__main__":
    main()
