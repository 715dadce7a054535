"""Studies made up for the tests of figures: the shape of real ones, with plausible numbers."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd

from uptake.study.table import StudyTable

SHARE = "participation_last_half_year"
HALF_LIFE = "half_life_weeks"
EVERY = "programme.newsletter.every_weeks"
HOURS = "programme.manager_engagement.hours_a_week"
LEAVES = "champion.leaves_in_week"
QUALITY = "programme.newsletter.quality"
ANSWERING = "champion.answering_hours"
LETTER = "programme.newsletter"

HABIT = "assumptions.habit_loss"
LEVEL = "assumptions.visit_level"
CONTAGION = "assumptions.contagion"
MANAGERS = "assumptions.frowning_managers"
UNCERTAIN = (HABIT, LEVEL, CONTAGION, MANAGERS)

VALUES = {
    EVERY: (1.0, 2.0, 4.0, 6.0, 8.0, 10.0, 13.0, 16.0, 20.0, 26.0, 30.0, 39.0, 52.0),
    HOURS: (0.0, 1.0, 2.0, 4.0, 8.0, 12.0, 16.0, 20.0, 24.0, 28.0, 32.0, 36.0, 40.0, 44.0, 48.0),
    LEAVES: ("none", "52.0", "78.0", "104.0", "130.0", "156.0"),
    QUALITY: (0.2, 0.45, 0.7, 0.85, 1.0),
    ANSWERING: (0.0, 6.0, 12.0),
    LETTER: ("off", "on"),
}


def fake_table(
    sizes=None,
    *,
    worlds=6,
    replicates=2,
    organisations=("",),
    baseline=None,
    effect=1.0,
    sampled=0,
    uncertain=UNCERTAIN,
    labels=None,
    missing=0,
):
    """A study of levers with so many values each.

    `sizes` is lever -> number of values; `baseline` lever values of the baseline, one of the grid
    if left out; `effect` scales what levers do, 0 for nothing, below 0 for harm; `sampled` > 0
    takes so many programmes at random places instead of a grid.
    """
    sizes = sizes or {EVERY: 5, HOURS: 5}
    levers = tuple(sizes)
    values = {lever: VALUES[lever][: sizes[lever]] for lever in levers}
    programmes = list(
        sampled_programmes(levers, sampled)
        if sampled
        else (dict(zip(levers, one, strict=True)) for one in itertools.product(*values.values()))
    )
    if baseline is None:
        middle = {lever: values[lever][len(values[lever]) // 2] for lever in levers}
        baseline = programmes[-1] if sampled else middle
    programmes = [baseline] + [one for one in programmes if one != baseline]
    rows = [
        row
        for place, organisation in enumerate(organisations)
        for number, programme in enumerate(programmes)
        for row in rows_of(place, organisation, number, programme, worlds, replicates, effect)
    ]
    runs = pd.DataFrame(rows)
    for path in [*levers, *UNCERTAIN]:
        if not pd.api.types.is_numeric_dtype(runs[path]):
            runs[path] = runs[path].astype(str)
    names = {number: label_of(one) for number, one in enumerate(programmes)}
    return StudyTable(
        name="Which letters, how many managers?",
        question="What should we do more of?",
        levers=levers,
        uncertainties=tuple(uncertain),
        measures=(SHARE, "money_total", "posts_a_week_last_half_year", HALF_LIFE),
        baseline=0,
        labels={**names, 0: "Today", **(labels or {})},
        runs=runs,
        weeks=208,
        seed=1,
        missing=missing,
    )


def sampled_programmes(levers, count):
    random = np.random.default_rng(5)
    for _ in range(count):
        yield {
            lever: float(np.round(random.uniform(VALUES[lever][0], VALUES[lever][-1]), 3))
            if isinstance(VALUES[lever][0], float)
            else str(random.choice(VALUES[lever]))
            for lever in levers
        }


def rows_of(place, organisation, number, programme, worlds, replicates, effect):
    for world, replicate in itertools.product(range(worlds), range(replicates)):
        nature = world_of(world)
        random = np.random.default_rng([place, world, replicate])
        luck = random.normal() * 0.004
        own = np.random.default_rng([place, number, world, replicate]).normal() * 0.0015
        base = 0.02 + 0.5 / (1 + math.exp(-nature[LEVEL] - 1)) * (1 - 2 * nature[HABIT])
        level = base * (1 + 0.15 * place) + luck
        gained = effect * gain_of(programme, nature)
        share = max(level + gained * (0.8 + 0.1 * place) + own, 0.0005)
        lasting = 40 * share / 0.1 * (1.6 if programme.get(LEAVES) == "156.0" else 1)
        yield {
            "run": f"{place}-{number}-{world}-{replicate}",
            "organisation": organisation,
            "programme": number,
            "world": world,
            "replicate": replicate,
            **programme,
            **nature,
            SHARE: share,
            "money_total": 8000.0 + cost_of(programme) + 50 * random.random(),
            "posts_a_week_last_half_year": 600 * share,
            HALF_LIFE: math.inf if share > 0.17 else float(round(lasting)),
        }


def world_of(world):
    random = np.random.default_rng([77, world])
    return {
        HABIT: float(random.uniform(0.03, 0.3)),
        LEVEL: float(random.uniform(-4.5, -2.0)),
        CONTAGION: ("simple", "reinforced", "none")[world % 3],
        MANAGERS: float(random.uniform(0.3, 0.6)),
    }


def gain_of(programme, nature):
    letters = 0.07 / programme.get(EVERY, 2.0) ** 0.5 * programme.get(QUALITY, 0.7)
    if programme.get(LETTER) == "off":
        letters = 0.0
    hours = programme.get(HOURS, 4.0)
    managers = 0.05 * hours / (hours + 8) * (1.6 if nature[CONTAGION] == "reinforced" else 0.7)
    answers = 0.004 * programme.get(ANSWERING, 6.0) / 6.0
    leaves = programme.get(LEAVES, "none")
    gone = 0.0 if leaves == "none" else 0.03 * (1 - float(leaves) / 260)
    return letters + managers + answers - gone


def cost_of(programme):
    return 150_000 / programme.get(EVERY, 2.0) + 6_000 * programme.get(HOURS, 4.0)


def label_of(programme):
    return ", ".join(
        f"{path.split('.')[-1].replace('_', ' ')} {value:g}"
        if isinstance(value, float)
        else f"{path.split('.')[-1].replace('_', ' ')} {value}"
        for path, value in programme.items()
    )
