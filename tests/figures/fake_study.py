"""A small study made up for the tests of figures and report: shaped like the real one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from uptake.figures import lineup, source_line

NAMES = (
    "Nothing",
    "Newsletter",
    "Newsletter + welcome packs",
    "Packs + managers late",
    "Packs + managers early",
    "Managers early, champion leaves, nobody follows",
    "Managers early, champion leaves, successor",
)
LEVELS = (0.012, 0.045, 0.083, 0.101, 0.124, 0.124, 0.124)
FLOORS = (1, 1, 1, 1, 1, 0.45, 0.86)
COST = (0, 9_000, 21_000, 48_000, 43_000, 26_000, 41_000)
WEEKS, DEPARTURE = 208, 104


@dataclass(frozen=True, eq=False)
class FakePeople:
    employed: np.ndarray
    account: np.ndarray
    visits_26_weeks: np.ndarray
    department: np.ndarray
    manager: np.ndarray
    level: np.ndarray


def fake_lineup(count=7, replicates=12):
    names = NAMES[:count]
    return lineup(
        names,
        source_line("Invented company, 1,000 staff", 1, replicates, "0.1.0"),
        departure_weeks={name: DEPARTURE for name in NAMES[5:] if name in names},
        counterparts={name: NAMES[4] for name in NAMES[5:] if name in names},
        successors={NAMES[6]} & set(names),
    )


def fake_weekly(count=7, replicates=12, weeks=WEEKS):
    random = np.random.default_rng(7)
    shared = random.normal(size=(replicates, weeks)).cumsum(axis=1) * 0.0006
    week = np.arange(weeks)
    frames = []
    for name, level, floor in zip(NAMES[:count], LEVELS, FLOORS, strict=False):
        burst = 0.05 * np.exp(-week / 7) + level * (1 - np.exp(-week / 40))
        if floor < 1:
            after = np.clip(week - DEPARTURE, 0, None)
            burst = burst * (floor + (1 - floor) * np.exp(-after / 22))
        own = random.normal(size=(replicates, weeks)) * 0.003
        tilt = 1 + 0.12 * random.normal(size=(replicates, 1))
        visiting = np.clip(burst * tilt + shared * level * 12 + own, 0.0005, 1)
        accounts = np.clip(0.9 * (1 - np.exp(-week / 90)) * (0.4 + level * 4), 0, 0.95)
        run = visiting.ravel()
        frames.append(
            pd.DataFrame(
                {
                    "scenario": name,
                    "replicate": np.repeat(np.arange(replicates), weeks),
                    "member": 0,
                    "week": np.tile(week, replicates),
                    "participation": run,
                    "participation_four_weekly": np.clip(run * 2.2, 0, 1),
                    "account_share": np.tile(accounts, replicates),
                    "posts": run * 700,
                    "visitors": run * 1000,
                    "headcount": 1000.0,
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def fake_summary(weekly, count=7):
    random = np.random.default_rng(3)
    rows = []
    for (name, replicate), run in weekly.groupby(["scenario", "replicate"], sort=False):
        place = NAMES.index(name)
        half_life = {5: 25 + 6 * random.normal(), 6: np.inf}.get(place, np.nan)
        rows.append(
            {
                "scenario": name,
                "replicate": replicate,
                "member": 0,
                "variant": "simple/middle_managers_lead",
                "participation_last_half_year": run["participation"].to_numpy()[-26:].mean(),
                "accounts_end": 1000 * run["account_share"].iloc[-1],
                "posts_a_week_last_half_year": run["posts"].to_numpy()[-26:].mean(),
                "money_total": COST[place] * 4 * (1 + 0.02 * random.normal()),
                "champion_hours_total": (0, 6, 14, 30, 28, 15, 27)[place] * 208.0,
                "half_life_weeks": half_life,
                "self_sustaining": {5: 0.0, 6: 1.0}.get(place, np.nan),
            }
        )
    return pd.DataFrame(rows)


def fake_comparison(summary):
    measure = "participation_last_half_year"
    table = summary.pivot(index="replicate", columns="scenario", values=measure)
    base = table[NAMES[0]]
    rows = []
    for name in summary["scenario"].unique()[1:]:
        difference = table[name] - base
        error = difference.std() / np.sqrt(len(difference))
        rows.append(
            {
                "scenario": name,
                "measure": measure,
                "baseline_mean": base.mean(),
                "mean": table[name].mean(),
                "difference": difference.mean(),
                "low": difference.mean() - 2.1 * error,
                "high": difference.mean() + 2.1 * error,
                "spread_low": difference.quantile(0.05),
                "spread_high": difference.quantile(0.95),
                "helps_share": (difference > 0).mean(),
                "members": 1,
                "replicates": len(difference),
            }
        )
    return pd.DataFrame(rows)


def fake_retention(floor, months=52, joiners=60):
    random = np.random.default_rng(11)
    counts = np.zeros((months, months, 2), dtype=np.int32)
    for cohort in range(months):
        members = joiners + 200 * (cohort == 0)
        for age in range(months - cohort):
            members = random.binomial(members, 0.985) if age else members
            chance = floor + (0.85 - floor) * np.exp(-age / 1.6)
            counts[cohort, age] = members, random.binomial(members, chance)
    return counts


def fake_people(positions, departments=14, seed=5, share=0.5):
    random = np.random.default_rng(seed)
    sizes = random.dirichlet(np.linspace(0.4, 4, departments))
    department = np.sort(random.choice(departments, size=positions, p=sizes)).astype(np.int32)
    team = np.arange(positions) // 9
    warmth = random.normal(size=team.max() + 1)[team] + random.normal(size=departments)[department]
    account = random.random(positions) < 1 / (1 + np.exp(-(warmth + 2 * share)))
    chance = 1 / (1 + np.exp(-(1.3 * warmth - 3 + 3 * random.normal(size=positions))))
    visits = np.where(account, random.binomial(26, chance), 0).astype(np.uint8)
    return FakePeople(
        employed=random.random(positions) < 0.96,
        account=account,
        visits_26_weeks=visits,
        department=department,
        manager=np.full(positions, -1, dtype=np.int32),
        level=np.zeros(positions, dtype=np.int16),
    )


def department_names(count):
    words = ("Operations", "Claims", "Nursing", "Sales", "IT", "Finance", "Legal", "Pharmacy")
    areas = ("North", "South", "West", "Central", "Homes & communities")
    return tuple(f"{words[i % 8]} {areas[(i // 8) % 5]}" + str(i // 40 or "") for i in range(count))


def no_variants():
    """What is compared by structural variant where nothing is."""
    return pd.DataFrame(columns=["scenario", "measure", "variant", "members", "difference"])
