"""Planned growth: positions that are vacant at the start."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from uptake.chance import chance_key, uniforms
from uptake.errors import InputError, Problem
from uptake.organisation.chart import Chart, employee_keys


def grow(chart: Chart, positions: int, seed: int = 0) -> Chart:
    """Add vacant positions to a chart; the rows of everybody else stay as they are.

    Each new position is like that of a person without reports, drawn by chance: same manager,
    department, site, job title, grade and place of work. Teams grow in proportion to their size;
    no new managers arise. The first positions do not depend on how many follow.

    Parameters
    ----------
    chart : Chart
        Staff today.
    positions : int
        Vacant positions to add, at least 0.
    seed : int
        Seed of the draw, 0 to 2^63 - 1.

    Raises
    ------
    InputError
        If there are fewer than 0 positions to add, or nobody to work with them.
    """
    if positions < 0 or (positions > 0 and not chart.staffed.any()):
        wrong = "positions to add must not be negative, and somebody must work here already"
        raise InputError([Problem(chart.name, "positions", wrong, str(positions))])
    if positions == 0:
        return chart
    like = _examples(chart, positions, seed)
    vacant_before = int(np.sum(~chart.staffed))
    ids = _vacant_ids(chart, positions, vacant_before)
    keys = employee_keys(ids, taken=set(chart.employee_key.tolist()))
    return replace(
        chart,
        employee_ids=chart.employee_ids + ids,
        employee_key=np.append(chart.employee_key, keys),
        manager=np.append(chart.manager, chart.manager[like]),
        department=np.append(chart.department, chart.department[like]),
        site=np.append(chart.site, chart.site[like]),
        role=np.append(chart.role, chart.role[like]),
        level=np.append(chart.level, chart.level[like]),
        grade=np.append(chart.grade, chart.grade[like]),
        tenure_weeks=np.append(chart.tenure_weeks, np.full(positions, -1, np.int32)),
        frontline=np.append(chart.frontline, chart.frontline[like]),
        staffed=np.append(chart.staffed, np.zeros(positions, np.bool_)),
    )


def _examples(chart: Chart, positions: int, seed: int) -> NDArray[np.intp]:
    candidates = np.flatnonzero(chart.staffed & (chart.span == 0))
    in_teams = candidates[chart.manager[candidates] >= 0]
    candidates = in_teams if in_teams.size else candidates
    before = int(np.sum(~chart.staffed))
    number = np.arange(before, before + positions, dtype=np.uint32)
    drawn = uniforms(chance_key(seed), "organisation.growth", number)[0]
    chosen: NDArray[np.intp] = candidates[np.floor(drawn * candidates.size).astype(np.intp)]
    return chosen


def _vacant_ids(chart: Chart, positions: int, before: int) -> tuple[str, ...]:
    prefix = "vacant"
    while any(name.startswith(f"{prefix}-") for name in _staffed_ids(chart)):
        prefix += "-position"
    return tuple(f"{prefix}-{before + i:07d}" for i in range(positions))


def _staffed_ids(chart: Chart) -> tuple[str, ...]:
    rows = np.flatnonzero(chart.staffed).tolist()
    return tuple(chart.employee_ids[i] for i in rows)
