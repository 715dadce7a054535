"""The state of everyone in every week of one replicate, packed so that a page can play it.

What is sent is one binary message, compressed: four bytes with the length of a head (little
endian), the head as JSON, and two bits a person-week. People stand in the order in which the page
draws them, their *place*: by department, inside it by team, the lead first where the lead is of the
same department. Planned positions stand with their team.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from uptake.adoption import AdoptionModel
from uptake.counting import WEEKS_OF_POSTS
from uptake.organisation import Chart, Organisation
from uptake.organisation.departments import Departments, departments_of
from uptake.scenario import Scenario
from uptake.state import FOUR_WEEKS

NO_ACCOUNT, SILENT, VISITED, POSTED = range(4)
STATES: Final = (
    "no account, or nobody in the position",
    "account, no visit in the last four weeks",
    "visited in the last four weeks",
    "posted in the last four weeks",
)
"""What the two bits of a person-week say."""

RECENT_WEEKS: Final = 4
PEOPLE_A_BYTE: Final = 4
COMPRESSION: Final = 1
"""Level of gzip: the least takes a tenth of the time of the usual one and a few per cent more."""


@dataclass(frozen=True, eq=False)
class Layout:
    """In which order people stand, and where departments and teams begin.

    Attributes
    ----------
    departments : Departments
        Those shown, by position.
    order : int32 array of shape (positions,)
        Row of the chart at each place.
    department_start : int64 array of shape (departments + 1,)
        Places where departments begin; the last one is the number of positions.
    team_start : int64 array of shape (teams + 1,)
        Places where teams begin, likewise. Each department begins with a team.
    """

    departments: Departments
    order: NDArray[np.int32]
    department_start: NDArray[np.int64]
    team_start: NDArray[np.int64]


def lay_out(chart: Chart) -> Layout:
    """Put positions in the order in which they are drawn.

    A team is all who report to the same manager within a department. Someone with reports whose own
    manager is in another department stands with those reports.
    """
    departments = departments_of(chart)
    rows = np.arange(len(chart))
    code = departments.codes
    managed = chart.manager >= 0
    boss_elsewhere = ~managed | (code[chart.manager] != code)
    team = np.where(managed & ~(boss_elsewhere & (chart.span > 0)), chart.manager, rows)
    lead = (team == rows) & (chart.span > 0)
    order = np.lexsort((rows, ~lead, team, code)).astype(np.int32)
    by_department = code[order]
    by_team = team[order]
    new_department = np.diff(by_department, prepend=-1) != 0
    new_team = new_department | (np.diff(by_team, prepend=-1) != 0)
    end = [len(chart)]
    return Layout(
        departments,
        order,
        np.append(np.flatnonzero(new_department), end),
        np.append(np.flatnonzero(new_team), end),
    )


@dataclass(frozen=True, eq=False)
class PeopleRun:
    """Everyone in every week of one replicate.

    Attributes
    ----------
    layout : Layout
        Who stands where.
    states : uint8 array of shape (weeks, positions)
        Places in `STATES`, in the order of the layout.
    employed : int32 array of shape (weeks, departments)
        People in post in each department.
    """

    layout: Layout
    states: NDArray[np.uint8]
    employed: NDArray[np.int32]


def people_by_week(
    scenario: Scenario, organisation: Organisation, seed: int, replicate: int
) -> PeopleRun:
    """Run one replicate and keep everyone's state after each week."""
    model = AdoptionModel(scenario, organisation, rng=seed, replicate=replicate, collect=False)
    layout = lay_out(organisation.chart)
    code, count = layout.departments.codes, len(layout.departments.names)
    states = np.empty((scenario.weeks, code.size), np.uint8)
    employed = np.empty((scenario.weeks, count), np.int32)
    for week in range(scenario.weeks):
        model.step()
        states[week] = states_of(model)[layout.order]
        employed[week] = np.bincount(code[model.staffing.employed == 1], minlength=count)
    model.release()
    return PeopleRun(layout, states, employed)


def states_of(model: AdoptionModel) -> NDArray[np.uint8]:
    """Places in `STATES` after the latest week, shape (positions,), in the order of the chart."""
    account = model.use.account == 1
    visited = account & ((model.use.visit_history & FOUR_WEEKS) != 0)
    weeks = (model.week - 1 - np.arange(RECENT_WEEKS)) % WEEKS_OF_POSTS
    posted = visited & model.recent_posts[weeks].any(axis=0)
    return np.asarray(account.astype(np.uint8) + visited + posted, np.uint8)


def pack(states: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Four people a byte, the first in the lowest bits; each week begins with a new byte.

    Parameters
    ----------
    states : uint8 array of shape (weeks, positions)
        Each 0 to 3.

    Returns
    -------
    uint8 array of shape (weeks, positions / 4, rounded up)
        The rest of a week's last byte is 0.
    """
    weeks, positions = states.shape
    padded = np.zeros((weeks, -(-positions // PEOPLE_A_BYTE), PEOPLE_A_BYTE), np.uint8)
    padded.reshape(weeks, -1)[:, :positions] = states
    packed: NDArray[np.uint8] = (
        padded[..., 0] | padded[..., 1] << 2 | padded[..., 2] << 4 | padded[..., 3] << 6
    )
    return packed


def people_head(run: PeopleRun, departure_week: int | None) -> dict[str, Any]:
    """What a page has to know to draw the states."""
    layout = run.layout
    return {
        "weeks": run.states.shape[0],
        "positions": run.states.shape[1],
        "states": list(STATES),
        "departments": list(layout.departments.names),
        "sizes": np.diff(layout.department_start).tolist(),
        "teams": np.diff(layout.team_start).tolist(),
        "employed": run.employed.tolist(),
        "departure_week": departure_week,
    }


def people_message(
    scenario: Scenario, organisation: Organisation, seed: int, replicate: int
) -> bytes:
    """One replicate as the compressed message that the page reads; see the module."""
    run = people_by_week(scenario, organisation, seed, replicate)
    text = json.dumps(people_head(run, scenario.departure_week), separators=(",", ":"))
    head = text.encode()
    content = len(head).to_bytes(4, "little") + head + pack(run.states).tobytes()
    # Without the time of day, so that the same run is the same message.
    return gzip.compress(content, COMPRESSION, mtime=0)
