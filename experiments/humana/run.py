"""Run the Humana case and keep what is small: the table, the comparison and the figures.

    python experiments/humana/run.py --replicates 12

Writes into ``results/humana``. What the case asks and finds stands in the README of that folder.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

RESULTS = Path(__file__).parents[2] / "results" / "humana"
KEPT = ("summary.csv", "comparison.csv", "variants.csv")


def main() -> None:
    """Run the demo into a temporary folder and copy from there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replicates", type=int, default=12)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "humana"
        command = [sys.executable, "-m", "uptake.cli", "demo"]
        asked = ["--replicates", str(options.replicates), "--out", str(out)]
        said = subprocess.run([*command, *asked], check=True, capture_output=True, text=True).stdout
        table = said[: said.index("Report:")].rstrip() + "\n"
        print(table)
        figures = RESULTS / "figures"
        shutil.rmtree(figures, ignore_errors=True)
        figures.mkdir(parents=True)
        (RESULTS / "table.txt").write_text(table, encoding="utf-8")
        for name in KEPT:
            shutil.copy(out / name, RESULTS / name)
        for figure in sorted((out / "figures").glob("*.png")):
            shutil.copy(figure, figures / figure.name)


if __name__ == "__main__":
    main()
