"""What a sweep costs beside the runs themselves: 2,000 runs of 1,000 employees and 104 weeks.

The same runs are made in one process, one after the other, half of them before the sweep and half
after it, so that a machine that changes its speed disturbs both alike. Ideal is that time divided
by the workers. Wall time means something on a quiet machine alone; processor time, of this process
and its workers, is there for the others. Beside it Mesa's ``batch_run`` makes some of the runs with
as many processes.

    python tests/benchmarks/sweep.py [--workers 2] [--runs 2000]
"""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import tempfile
import threading
import time
from pathlib import Path

import mesa
from rich.console import Console
from rich.table import Table

from uptake.adoption import AdoptionModel
from uptake.organisation import Organisation
from uptake.simulation import simulate
from uptake.study.chunks import PlannedRun
from uptake.study.plan import Plan
from uptake.study.prepare import Prepared, prepare
from uptake.study.study_file import read_study
from uptake.study.sweep import sweep

PLAN = """\
name: Plan
weeks: 104
organisation: {synthetic: {headcount: 1000}}
programme: {newsletter: {}, welcome_pack: {}, manager_engagement: {}}
"""
STUDY = """\
scenarios: [plan.yaml]
replicates: REPLICATES
levers: {vary: {newsletter.quality: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]}}
uncertainties: {points: 20, vary: {visit_newsletter: , visit_contacts: , habit_gain: }}
"""
BATCH_RUNS = 100
MEGABYTE = 2**20


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="What does a sweep cost beside its runs?")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--runs", type=int, default=2000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "plan.yaml").write_text(PLAN)
        (folder / "study.yaml").write_text(STUDY.replace("REPLICATES", str(asked.runs // 200)))
        prepared = prepare(read_study(folder / "study.yaml"))
        runs, organisation = all_runs(prepared.plan, prepared.study.form.replicates)
        half = len(runs) // 2
        simulate(runs[0].scenario, organisation, 1, 0)
        alone, alone_busy = seconds_alone(runs[:half], organisation)
        wall, busy, memory = seconds_of_sweep(prepared, folder / "store", asked.workers)
        size = sum(file.stat().st_size for file in (folder / "store").rglob("*.parquet"))
        later, later_busy = seconds_alone(runs[half:], organisation)
        alone, alone_busy = alone + later, alone_busy + later_busy
        batch = seconds_of_batch_run(runs[0], organisation, asked.workers)
    ideal = alone / asked.workers
    table = Table(f"{len(runs):,} runs of 1,000 employees and 104 weeks", title="A sweep")
    for column in ("seconds", "ms a run", "share of the ideal"):
        table.add_column(column, justify="right")
    for what, seconds in (
        ("the runs alone, one process", alone),
        (f"ideal on {asked.workers} workers", ideal),
        (f"uptake sweep on {asked.workers} workers, all of it", wall),
        (f"mesa.batch_run on {asked.workers} processes ({BATCH_RUNS} runs)", batch * len(runs)),
    ):
        share = "" if seconds == alone else f"{ideal / seconds:.1%}"
        table.add_row(what, f"{seconds:,.1f}", f"{1e3 * seconds / len(runs):,.1f}", share)
    console = Console(width=110)
    console.print(table)
    console.print(
        f"Processor time: {alone_busy:,.1f} s alone, {busy:,.1f} s as a sweep with the start of "
        f"its workers: {alone_busy / busy:.1%}"
    )
    console.print(f"Memory at most: {memory / MEGABYTE:,.0f} MB for driver and workers together")
    values = len(runs) * 104 * len(prepared.plan.outputs.weekly)
    console.print(f"Disk: {size / 1e6:,.1f} MB, {size / values:.2f} bytes a weekly value kept")


def all_runs(plan: Plan, replicates: int) -> tuple[list[PlannedRun], Organisation]:
    """Every run of a plan in one organisation."""
    (organisation,) = plan.organisations.values()
    chunks = plan.chunks({cell: range(replicates) for cell in plan.cells}, frozenset())
    return [one for chunk in chunks for one in chunk.runs], organisation


def seconds_alone(runs: list[PlannedRun], organisation: Organisation) -> tuple[float, float]:
    """Wall and processor time of runs in this process, with nothing else."""
    begin, busy = time.perf_counter(), processor_seconds()
    for one in runs:
        simulate(one.scenario, organisation, 1, one.replicate)
    return time.perf_counter() - begin, processor_seconds() - busy


def seconds_of_sweep(prepared: Prepared, out: Path, workers: int) -> tuple[float, float, int]:
    """Wall and processor time of a sweep with its workers' start and end, and memory at most."""
    done = threading.Event()
    peak = [0]

    def watch() -> None:
        while not done.wait(0.5):
            peak[0] = max(peak[0], memory_of_family())

    watcher = threading.Thread(target=watch)
    watcher.start()
    begin, busy = time.perf_counter(), processor_seconds()
    result = sweep(prepared, out, workers=workers)
    spent = time.perf_counter() - begin
    done.set()
    watcher.join()
    assert result.done == result.planned, "some runs failed"
    return spent, processor_seconds() - busy, peak[0]


def processor_seconds() -> float:
    """Processor time of this process and of those children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def memory_of_family() -> int:
    """Bytes of this process and its children, what they share counted once (Linux)."""
    me, total = os.getpid(), 0
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            if me in (parent, int(process.name)):
                lines = (process / "smaps_rollup").read_text().splitlines()
                (pss,) = (line for line in lines if line.startswith("Pss:"))
                total += 1024 * int(pss.split()[1])
    return total


def seconds_of_batch_run(run: PlannedRun, organisation: Organisation, workers: int) -> float:
    """Wall time a run of Mesa's own way to make many."""
    begin = time.perf_counter()
    mesa.batch_run(
        AdoptionModel,
        {
            "scenario": [run.scenario],
            "organisation": [organisation],
            "rng": list(range(BATCH_RUNS)),
        },
        max_steps=run.scenario.weeks,
        number_processes=workers,
        data_collection_period=-1,
        display_progress=False,
    )
    return (time.perf_counter() - begin) / BATCH_RUNS


if __name__ == "__main__":
    main()
