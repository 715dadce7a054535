"""Small studies made by hand, with results that can be worked out on paper."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

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
