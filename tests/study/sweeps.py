"""Small studies with an intervention of their own, drivers that sweep them, and what is in a store.

Each world and replicate of a study here is a chunk, of as many runs as there are programmes.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from uptake.study import sweep
from uptake.study.store import Store
from uptake.study.task import SentChunk

LONG = 60
"""Seconds after which something that should have happened has not."""

OWN = """\
import os
import time
from typing import Literal

from uptake import Intervention


class Own(Intervention):
    kind: str = "own.py:Own"
    how: Literal["rest", "raise", "kill"] = "rest"

    def act(self, now, wish, granted):
        if now.week != 5:
            return
        if self.how == "rest" or now.assumptions.visit_newsletter < 1.5:
            time.sleep(float(os.environ.get("NAP", 0)))
        elif self.how == "kill":
            os._exit(9)
        else:
            raise ZeroDivisionError("nobody left")
"""
PLAN = """\
name: Mail
weeks: 24
organisation: {synthetic: {headcount: 60, departments: 3, sites: 1}}
champion: {leaves_in_week: 12}
programme: {newsletter: {}, welcome_pack: {}, own: {kind: "own.py:Own"}}
"""
STUDY = """\
name: Mail
question: How often, and how good?
scenarios: [plan.yaml]
replicates: REPLICATES
levers:
  vary: {LEVERS}
uncertainties:
  vary: {visit_newsletter: [0.8, 1.2, 1.6]}
"""


def write_study(folder, replicates=10, levers="newsletter.every_weeks: [1, 2]"):
    """A study of 3 worlds x `replicates` chunks; own.how is harmful in the last world only."""
    folder.mkdir(exist_ok=True)
    (folder / "own.py").write_text(OWN)
    (folder / "plan.yaml").write_text(PLAN)
    path = folder / "study.yaml"
    path.write_text(STUDY.replace("REPLICATES", str(replicates)).replace("LEVERS", levers))
    return path


class Driver:
    """``uptake sweep`` as a process in a session of its own."""

    def __init__(self, study, out, *options, nap=0.0):
        self.scratch = study.parent / "scratch"
        self.scratch.mkdir(exist_ok=True)
        self.before = set(self.scratch.iterdir())
        script = Path(__file__).with_name("sweep_driver.py")
        words = ["sweep", str(study), "--out", str(out), "--workers", "2", *options]
        self.process = subprocess.Popen(
            [sys.executable, str(script), *words],
            start_new_session=True,
            env={**os.environ, "NAP": str(nap), "TMPDIR": str(self.scratch)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if living(self.process.pid):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()

    def kill(self):
        """Kill it, without any chance to do anything, and wait until its workers have gone."""
        os.kill(self.process.pid, signal.SIGKILL)
        assert self.process.wait() == -signal.SIGKILL, "it had ended by itself"
        wait_for(lambda: not living(self.process.pid))

    def left_behind(self):
        """What it made in the folder for temporary files and did not remove."""
        return [path.name for path in self.scratch.iterdir() if path not in self.before]

    def end(self):
        """Wait for its end: exit code, stdout and stderr."""
        said, complained = self.process.communicate(timeout=LONG)
        return self.process.returncode, said, complained


def living(session):
    """Processes of a session, without those that have ended and wait to be noticed."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "sess=,stat=,pid="], capture_output=True, text=True, check=True
    )
    rows = [line.split() for line in listed.stdout.splitlines()]
    return [int(row[2]) for row in rows if row[0] == str(session) and not row[1].startswith("Z")]


def workers_of(process):
    """Worker processes of a process, which is not all that it has started."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parent = (path / "stat").read_text().rpartition(")")[2].split()[1]
            words = (path / "cmdline").read_bytes()
        except OSError:
            continue
        if parent == str(process) and b"loky.backend.popen_loky" in words:
            found.append(int(path.name))
    return found


def is_deaf_to_ctrl_c(process):
    """Whether a process ignores Ctrl-C or holds it back."""
    lines = (Path("/proc") / str(process) / "status").read_text().splitlines()
    values = dict(line.split(":", 1) for line in lines)
    return any(int(values[name], 16) >> (signal.SIGINT - 1) & 1 for name in ("SigBlk", "SigIgn"))


def wait_for(what):
    """Wait until something is the case, looking all the time."""
    deadline = time.monotonic() + LONG
    while not (found := what()):
        assert time.monotonic() < deadline
        time.sleep(0.001)
    return found


def chunks_in(store_folder):
    """How many chunks are committed."""
    return len(list((store_folder / "runs").glob("*.parquet")))


def held(folder):
    """Everything in a store that has to be the same whatever happened: plan, runs and series."""
    store = Store.open(folder)
    runs = store.runs().sort_values("run", ignore_index=True).drop(columns="seconds")
    series = store.series()
    series["run"] = series["run"].astype(str)
    series = series.sort_values(["run", "week"], ignore_index=True)
    return store.plan(), runs, series


def assert_same(folder, oracle):
    """Assert that a finished store has what another has, bit for bit, and nothing besides."""
    for one, other in zip(held(folder), held(oracle), strict=True):
        assert list(one) == list(other)
        for name in one:
            assert one[name].dtype == other[name].dtype
            assert bits(one[name]) == bits(other[name]), name
    assert rows(folder) == rows(oracle)
    assert Store.open(folder).studies().keys() == Store.open(oracle).studies().keys()
    assert list((folder / "tmp").iterdir()) == []


def bits(column: pd.Series):
    values = column.to_numpy()
    return values.tolist() if values.dtype == object else np.ascontiguousarray(values).tobytes()


def rows(folder):
    """Rows in all files of each kind, whether they count or not."""
    return {
        kind: sum(pq.read_metadata(path).num_rows for path in (folder / kind).glob("*.parquet"))
        for kind in ("runs", "series", "failed")
    }


class Hidden(dict):
    """Files that are where it says for the driver, and nowhere for workers."""

    def __reduce__(self):
        return dict, (dict.fromkeys(self, "/nowhere"),)


def hide_the_driver(monkeypatch):
    """Let workers see neither store nor organisations, and tell what they are sent instead."""
    work, sent = sweep.chunk_work, []

    def hidden(*arguments):
        real = work(*arguments)
        (Path(real.folder) / real.token).unlink()
        return replace(real, organisation_files=Hidden(real.organisation_files))

    def note(chunk, organisation=None):
        if organisation is not None:
            sent.append(chunk.name)
        return SentChunk(chunk, organisation)

    monkeypatch.setattr(sweep, "chunk_work", hidden)
    monkeypatch.setattr(sweep, "SentChunk", note)
    return sent
