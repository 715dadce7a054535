"""Silence, streaks and lifetimes: how visits follow each other in a `History`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uptake.study.history import VACANT, History

UNKNOWN = -1


@dataclass(frozen=True, eq=False)
class Hazard:
    """How often something happened, by how long it was due. Arrays of shape (longest + 1,).

    Attributes
    ----------
    cases, events : arrays of int
        Person-weeks, and those in which it happened; entry k is about k weeks.
    """

    cases: NDArray[np.int64]
    events: NDArray[np.int64]

    @property
    def chance(self) -> NDArray[np.float64]:
        """Share of cases in which it happened; nan without any."""
        return np.where(self.cases > 0, self.events / np.maximum(self.cases, 1), np.nan)


def weeks_silent(history: History) -> NDArray[np.int16]:
    """Whole weeks without a visit that lie behind each member at the start of each week.

    Returns
    -------
    array of shape (weeks, positions)
        0 for those who visited the week before; -1 for non-members, for joiners in their first
        week, and as long as nobody knows since when a member has been silent.
    """
    silent = np.empty(history.visited.shape, np.int16)
    inside = history.account & ~history.newcomer
    # One more than the weeks of silence, and 0 as long as they are unknown: products do not branch.
    known = np.zeros(history.visited.shape[1], np.int16)
    for week in range(history.weeks):
        visited = history.visited[week]
        known *= inside[week]
        silent[week] = known - 1
        known += known > 0
        known *= ~visited
        known += visited
    return silent


def weeks_in_a_row(history: History) -> NDArray[np.int16]:
    """Weeks with a visit in a row that lie behind each member at the start of each week.

    Returns
    -------
    array of shape (weeks, positions)
        0 for those who did not visit the week before; -1 for non-members, for joiners in their
        first week, and as long as nobody knows since when a member has been visiting.
    """
    streak = np.empty(history.visited.shape, np.int16)
    newcomer = history.newcomer
    # Nobody knows how long those with an account before the first week had been visiting.
    now = np.where(history.account_before, UNKNOWN, 0).astype(np.int16)
    for week in range(history.weeks):
        now[newcomer[week]] = 0
        before = history.account_before if week == 0 else history.account[week - 1]
        member = history.account[week] & before & ~newcomer[week]
        streak[week] = np.where(member, now, UNKNOWN)
        now += now != UNKNOWN
        now[~history.visited[week]] = 0
    return streak


def weeks_a_member(history: History) -> NDArray[np.int16]:
    """Weeks since joining: 0 in the week of joining, -1 for non-members, shape (weeks, positions).

    Those with an account before the first week count from there.
    """
    age = np.empty(history.account.shape, np.int16)
    newcomer = history.newcomer
    now = np.where(history.account_before, 0, UNKNOWN).astype(np.int16)
    for week in range(history.weeks):
        now[newcomer[week]] = UNKNOWN
        now += np.int16(1)
        now[~history.account[week]] = UNKNOWN
        age[week] = now
    return age


def hazard_of_visits(
    history: History, due: NDArray[np.int16], longest: int, first: int = 0
) -> Hazard:
    """How often members visit, by what lies behind them.

    Parameters
    ----------
    history : History
        What everyone did.
    due : array of shape (weeks, positions)
        From `weeks_silent` or `weeks_in_a_row`.
    longest : int
        More is left out.
    first : int
        First week that counts.
    """
    cases = np.zeros(longest + 1, np.int64)
    events = np.zeros(longest + 1, np.int64)
    for week in range(max(0, first - history.first_week), history.weeks):
        counted = (due[week] >= 0) & (due[week] <= longest)
        cases += np.bincount(due[week][counted], minlength=longest + 1)
        came = counted & history.visited[week]
        events += np.bincount(due[week][came], minlength=longest + 1)
    return Hazard(cases, events)


@dataclass(frozen=True, eq=False)
class Lifetimes:
    """How long joiners went on visiting. Arrays of shape (joiners,).

    Attributes
    ----------
    weeks : array of int
        From joining to the last visit seen.
    gone : array of bool
        Whether they were then silent for long enough; the others were not seen long enough.
    """

    weeks: NDArray[np.int64]
    gone: NDArray[np.bool_]


def lifetimes(history: History, joined_by: int, silent: int) -> Lifetimes:
    """Follow everyone who joins until they leave the organisation or the record ends.

    Parameters
    ----------
    history : History
        What everyone did.
    joined_by : int
        First week whose joiners are left out.
    silent : int
        Who was silent for so many weeks, up to the end of what is seen of them, is gone.
    """
    rows = history.visited.shape[1]
    joined = np.full(rows, UNKNOWN, np.int64)
    last = np.zeros(rows, np.int64)
    weeks: list[NDArray[np.int64]] = []
    gone: list[NDArray[np.bool_]] = []

    def close(which: NDArray[np.int64], end: int) -> None:
        weeks.append(last[which] - joined[which])
        gone.append(end - last[which] >= silent)
        joined[which] = UNKNOWN

    newcomer = history.newcomer
    before = history.account_before
    for week in range(history.weeks):
        close(np.flatnonzero(newcomer[week] & (joined != UNKNOWN)), week - 1)
        fresh = history.account[week] & (newcomer[week] | ~before)
        if week + history.first_week < joined_by:
            joined[fresh] = last[fresh] = week
        last[history.visited[week]] = week
        before = history.account[week]
    close(np.flatnonzero(joined != UNKNOWN), history.weeks - 1)
    return Lifetimes(np.concatenate(weeks), np.concatenate(gone))


@dataclass(frozen=True, eq=False)
class Survival:
    """Kaplan and Meier's estimate. Arrays of shape (weeks + 1,).

    Attributes
    ----------
    surviving : array of float
        Share not gone after so many weeks; nan once nobody is watched any more.
    watched : array of int
        How many it rests on.
    """

    surviving: NDArray[np.float64]
    watched: NDArray[np.int64]


def survival(lives: Lifetimes, weeks: int) -> Survival:
    """Share of joiners who are not gone, by weeks since joining.

    Who visits for the last time d weeks after joining is gone in week d + 1; who is not seen for
    long enough is watched up to week d.
    """
    longest = max(weeks + 1, int(lives.weeks.max(initial=0)) + 2)
    events = np.bincount(lives.weeks[lives.gone] + 1, minlength=longest)
    seen = np.bincount(np.where(lives.gone, lives.weeks + 1, lives.weeks), minlength=longest)
    watched = seen[::-1].cumsum()[::-1]
    events[0] = 0
    with np.errstate(invalid="ignore"):
        surviving = np.cumprod(np.where(watched > 0, 1.0 - events / np.maximum(watched, 1), np.nan))
    return Survival(np.asarray(surviving[: weeks + 1], np.float64), watched[: weeks + 1])


def still_there(history: History, weeks: int) -> NDArray[np.bool_]:
    """Whether the same person holds the position so many weeks later; false where unknown."""
    there = np.zeros(history.person.shape, np.bool_)
    now, later = history.person[: history.weeks - weeks], history.person[weeks:]
    there[: history.weeks - weeks] = (now == later) & (now != VACANT)
    return there
