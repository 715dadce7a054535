"""Chunks that cost nothing: every number in them follows from the names of their runs."""

from __future__ import annotations

import itertools
import os
import random

import numpy as np
import pandas as pd

from uptake.study.chunk_files import write_chunk
from uptake.study.chunks import FailedRun, MadeChunk, digest_of

WEEKS = 6


def chunk(*names, failing=(), weekly=("visitors", "participation")):
    runs = [run_id(name) for name in names]
    return MadeChunk(
        digest_of([*runs, *map(run_id, failing)]),
        pd.DataFrame([row(run) for run in runs]),
        pd.concat([weeks(run, weekly) for run in runs]) if runs else pd.DataFrame(),
        tuple(FailedRun(run_id(name), name, 3, "ZeroDivisionError: x", "in y") for name in failing),
    )


def run_id(name):
    return digest_of([str(name)])


def row(run):
    level = share(run)
    return {
        "run": run,
        "posts_a_week_last_half_year": 100 * level,
        "half_life_weeks": (np.nan, np.inf, 9.5)[int(run, 16) % 3],
        "series_digest": digest_of([run]),
        "seconds": 0.5,
    }


def weeks(run, weekly):
    week = np.arange(WEEKS)
    columns = {
        "visitors": np.floor(1000 * share(run)) + week,
        "participation": np.where(week == 0, np.nan, share(run) + week),
        "posts": week * 2.0,
    }
    return pd.DataFrame({"run": run, "week": week} | {name: columns[name] for name in weekly})


def share(run):
    return int(run[:8], 16) / 2**32


def plan(*names, study="A"):
    return pd.DataFrame(
        {
            "study": study,
            "run": [run_id(name) for name in names],
            "organisation": "Bank",
            "programme": [number % 2 for number in range(len(names))],
            "label": [("Nothing", "Brücke")[number % 2] for number in range(len(names))],
            "baseline": [number % 2 == 0 for number in range(len(names))],
            "world": 0,
            "replicate": [number // 2 for number in range(len(names))],
            "programme.newsletter.every_weeks": 4,
            "assumptions.hours": ["none", *[4] * (len(names) - 1)],
        }
    )


def expected(names):
    runs = sorted(run_id(name) for name in names)
    return pd.DataFrame([row(run) for run in runs])


def expected_series(names, weekly=("visitors", "participation")):
    runs = sorted(run_id(name) for name in names)
    return pd.concat([weeks(run, weekly) for run in runs], ignore_index=True)


def assert_holds(store, names):
    """Assert that a store has these runs and their series, each once, and nothing else."""
    assert store.committed() == {run_id(name) for name in names}
    runs = store.runs().sort_values("run", ignore_index=True)
    pd.testing.assert_frame_equal(runs, expected(names))
    series = store.series()
    series["run"] = series["run"].astype("str")
    series = series.sort_values(["run", "week"], ignore_index=True)
    pd.testing.assert_frame_equal(series, expected_series(names), check_dtype=False)


def write_for_ever(folder, notes, seed):
    """Write chunks, most of them again and again, noting the runs of each one written."""
    chance = random.Random(seed)
    shared = [[f"{first}/{part}" for part in range(30)] for first in range(3)]
    made = [chunk(*names) for names in shared]
    with notes.open("a", encoding="utf-8") as noted:
        for number in itertools.count():
            if number % 5 == 4:
                names = [f"{seed}-{number}"]
                write_chunk(folder, chunk(*names))
            else:
                at = chance.randrange(3)
                names = shared[at]
                write_chunk(folder, made[at])
            noted.write("".join(f"{name}\n" for name in names))
            noted.flush()


def hold(store, pipe):
    with store.lock():
        pipe.send(os.getpid())
        pipe.recv()
