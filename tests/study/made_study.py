"""Small studies made by hand, with results that can be worked out on paper."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from uptake.study.chunk_files import write_chunk
from uptake.study.chunks import FailedRun, MadeChunk
from uptake.study.store import Store
from uptake.study.table import StudyTable

SHARE = "participation_last_half_year"
LABELS = {0: "Nothing", 1: "Newsletter", 2: "Packs", 3: "Newsletter + packs"}
LEVERS = {
    0: ("none", 0.0),
    1: ("weekly", 0.0),
    2: ("none", 1.0),
    3: ("weekly", 1.0),
}


def made_table(value, organisations=("Acme",), programmes=4, worlds=3, replicates=2, **more):
    """A study in which `value(organisation, programme, world, replicate)` gives the measures."""
    rows = []
    for organisation, programme, world, replicate in itertools.product(
        organisations, range(programmes), range(worlds), range(replicates)
    ):
        letter, packs = LEVERS[programme]
        rows.append(
            {
                "run": f"{organisation}-{programme}-{world}-{replicate}",
                "organisation": organisation,
                "programme": programme,
                "world": world,
                "replicate": replicate,
                "programme.newsletter": letter,
                "programme.packs": packs,
                **uncertain(world),
                **value(organisation, programme, world, replicate),
            }
        )
    runs = pd.DataFrame(rows)
    settings = {
        "name": "Made by hand",
        "question": "Which programme?",
        "levers": ("programme.newsletter", "programme.packs"),
        "uncertainties": ("assumptions.habit_gain", "assumptions.contagion"),
        "measures": tuple(value(organisations[0], 0, 0, 0)),
        "baseline": 0,
        "labels": {number: LABELS[number] for number in range(programmes)},
        "weeks": 104,
        "seed": 1,
    }
    return StudyTable(runs=runs, **{**settings, **more})


def uncertain(world):
    random = np.random.default_rng(world)
    return {
        "assumptions.habit_gain": float(random.random()),
        "assumptions.contagion": ("simple", "reinforced")[world % 2],
    }


def write_store(
    folder, table, *, failed=(), left_out=(), name=None, fingerprint="0123456789abcdef"
):
    """Write a study into a store; runs in `failed` and `left_out` have no result."""
    store = Store.create_or_open(folder, "model")
    plan = table.runs.drop(columns=list(table.measures))
    plan = plan.assign(
        study=name or table.name,
        label=plan["programme"].map(table.labels),
        baseline=plan["programme"] == table.baseline,
    )
    record = {
        "name": name or table.name,
        "question": table.question,
        "command": "uptake sweep study.yaml --out results",
        "started": "2031-05-04T10:00:00+00:00",
        "levers": list(table.levers),
        "varied": {"levers": {"design": table.design}},
        "uncertainties": list(table.uncertainties),
        "measures": list(table.measures),
        "weekly": ["visitors"],
        "baseline": table.baseline,
        "weeks": table.weeks,
        "seed": table.seed,
        "replicates": int(table.runs["replicate"].nunique()),
        "organisations": [
            {"label": label, "counts": {"fingerprint": "f", "employees": 1234, "departments": 5}}
            for label in table.runs["organisation"].unique()
        ],
        "versions": {"uptake": "0.1.0"},
    }
    store.save_study(fingerprint, record, plan)
    lost = [*failed, *left_out]
    made = table.runs[~table.runs["run"].isin(lost)].drop_duplicates("run")
    runs = made[["run", *table.measures]].assign(series_digest="d", seconds=0.1)
    series = pd.DataFrame({"run": runs["run"], "week": 0, "visitors": 1})
    failures = tuple(FailedRun(run, "Newsletter", 1, "ZeroDivisionError: x", "") for run in failed)
    chunk = MadeChunk(f"chunk{fingerprint}", runs, series, failures)
    write_chunk(store.folder, chunk, "uptake rerun results 1")
    return store
