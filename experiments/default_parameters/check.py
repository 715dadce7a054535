"""Check the default parameters against the patterns, with Humana at its real size.

    python experiments/default_parameters/check.py --replicates 5

Prints the table and writes it to ``results/default_parameters/patterns.csv``. Seeds differ from
those of the fit.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from evaluation import checked
from loky import get_reusable_executor

RESULTS = Path(__file__).parents[2] / "results" / "default_parameters"
FIRST_SEED = 1001


def main() -> None:
    """Run, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replicates", type=int, default=5)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    executor = get_reusable_executor(max_workers=options.workers, timeout=600)
    seeds = range(FIRST_SEED, FIRST_SEED + options.replicates)
    replicates = list(executor.map(checked, seeds))
    rows = []
    for found in zip(*replicates, strict=True):
        first, values = found[0], np.array([one.value for one in found])
        rows.append(
            {
                "pattern": first.pattern,
                "quantity": first.name,
                "mean": values.mean(),
                "least": values.min(),
                "most": values.max(),
                "band_low": first.low,
                "band_high": first.high,
                "holds": bool(first.low <= values.mean() <= first.high),
            }
        )
    table = pd.DataFrame(rows).sort_values("pattern", kind="stable")
    RESULTS.mkdir(parents=True, exist_ok=True)
    table.round(4).to_csv(RESULTS / "patterns.csv", index=False)
    print(table.round(3).to_string(index=False))
    by_pattern = table.groupby("pattern")["holds"].all()
    print("patterns that hold in full:", [int(n) for n in by_pattern.index[by_pattern]])
    print("patterns that miss a band:", [int(n) for n in by_pattern.index[~by_pattern]])


if __name__ == "__main__":
    main()
