"""How long it takes to make an organisation, or to read one from an HR export.

python tests/benchmarks/organisation.py [STAFF.csv ...]
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from uptake.organisation import Chart, connect, read_chart, synthetic_chart

HEADCOUNTS = (1_000, 26_000, 200_000)
LARGEST_GRAPH = 50_000
"""A NetworkX graph of more people is left out: nobody needs it, and it takes half a minute."""


def main() -> None:
    """Print the table."""
    connect(synthetic_chart(100))
    table = Table("organisation", "people", title="seconds to make or read an organisation")
    for column in ("chart", "contacts", "NetworkX graph", "ties"):
        table.add_column(column, justify="right")
    with tempfile.TemporaryDirectory() as folder:
        written = []
        for headcount in HEADCOUNTS:
            begin = time.perf_counter()
            chart = synthetic_chart(headcount)
            table.add_row("made up", *timed(chart, time.perf_counter() - begin))
            written.append(write(chart, Path(folder) / f"{headcount}.csv"))
        for path in (*written, *map(Path, sys.argv[1:])):
            begin = time.perf_counter()
            chart = read_chart(path).chart
            table.add_row(f"read from {path.name}", *timed(chart, time.perf_counter() - begin))
    console = Console(width=110)
    console.print(table)
    # In kilobytes on Linux, in bytes on macOS.
    unit = 1e9 if sys.platform == "darwin" else 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    console.print(f"Most memory used by all of this: {peak:.2f} GB")


def timed(chart: Chart, seconds: float) -> list[str]:
    """The cells of one organisation."""
    begin = time.perf_counter()
    organisation = connect(chart)
    connected = time.perf_counter()
    graph_seconds = ""
    if len(chart) <= LARGEST_GRAPH:
        organisation.graph  # noqa: B018
        graph_seconds = f"{time.perf_counter() - connected:.2f}"
    return [
        f"{len(chart):,}",
        f"{seconds:.2f}",
        f"{connected - begin:.2f}",
        graph_seconds,
        f"{organisation.contacts.neighbour.size // 2:,}",
    ]


def write(chart: Chart, path: Path) -> Path:
    """Write a chart as an HR export; returns the path."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write("PersonId,ManagerId,Organization\n")
        for row, employee in enumerate(chart.employee_ids):
            manager = int(chart.manager[row])
            above = chart.employee_ids[manager] if manager >= 0 else ""
            department = chart.department_names[chart.department[row]]
            stream.write(f"{employee},{above},{department}\n")
    return path


if __name__ == "__main__":
    main()
