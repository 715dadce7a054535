"""What patterns are measured by, where individuals have to be followed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uptake.study.history import MOST_CONTACTS_KEPT, VACANT, History
from uptake.study.odds import banded, common_odds_ratio, count_cases
from uptake.study.populations import PopulationRun
from uptake.study.spells import (
    hazard_of_visits,
    lifetimes,
    still_there,
    survival,
    weeks_a_member,
    weeks_in_a_row,
    weeks_silent,
)

TENURE_BANDS = (4, 13, 52)
SILENCE_BANDS = (4, 8, 16, 32)
CONTACT_BANDS = (1, 2, 3, 5, 9)
LATELY_WEEKS = 8
VISIT_BANDS = (2, 3, 5)
SHARE_BANDS = 4
EXECUTIVE_LAYERS = 2
RECENT_WEEKS = 4
HALF_YEAR_WEEKS = 26
FEWEST_WATCHED = 20
"""A share of fewer joiners than this says nothing about the shape of a curve."""


def posting_again_with_a_reply(run: PopulationRun, *, first: int, last: int, within: int) -> float:
    """Share who post again after a first post with a reply, less that without one."""
    again, answered, _ = _after_first_posts(_history(run), first, last, within)
    return float(again[answered].mean() - again[~answered].mean())


def posting_again_with_more_replies(
    run: PopulationRun, raised: PopulationRun, *, first: int, last: int, within: int
) -> float:
    """Change of the share who post again, of those whose replies were raised, as part of it."""
    shares = []
    for one in (run, raised):
        again, _, chosen = _after_first_posts(_history(one), first, last, within)
        shares.append(float(again[chosen].mean()))
    return shares[1] / shares[0] - 1.0


def stopping_with_one_contact(run: PopulationRun, *, silent: int) -> float:
    """Odds of stopping with one active contact to those with none."""
    return _stopping_by_contacts(_visits(_history(run), silent), (0, 0), (1, 1))


def further_contact_to_first(run: PopulationRun, *, silent: int) -> float:
    """Odds ratio of stopping for each contact from the second on, to that for the first."""
    visits = _visits(_history(run), silent)
    several = visits.contacts >= 2
    if not several.any():
        return float("nan")
    further = float(visits.contacts[several].mean()) - 1.0
    most = int(visits.contacts.max())
    of_several = _stopping_by_contacts(visits, (1, 1), (2, most))
    of_first = _stopping_by_contacts(visits, (0, 0), (1, 1))
    return float(of_several ** (1.0 / further) / of_first)


def stopping_with_an_active_company(run: PopulationRun, *, silent: int) -> float:
    """Odds of stopping in weeks with a larger share of visitors to those in other weeks."""
    visits = _visits(_history(run), silent)
    active = visits.share > np.median(visits.share)
    return _stopping(visits, active, banded(visits.contacts, CONTACT_BANDS))


def gone_for_good(
    run: PopulationRun, *, first: int, last: int, joined_by: int, silent: int
) -> float:
    """Share of joiners gone for good, mean over some weeks since joining."""
    curve = survival(lifetimes(_history(run), joined_by, silent), last)
    return 1.0 - float(curve.surviving[first:].mean())


def straightness_of_survival(
    run: PopulationRun, *, first: int, last: int, joined_by: int, silent: int
) -> float:
    """R squared of the straight line through the logarithm of survival, by weeks since joining."""
    curve = survival(lifetimes(_history(run), joined_by, silent), last)
    weeks = np.arange(last + 1)
    known = (weeks >= first) & (curve.watched >= FEWEST_WATCHED) & (curve.surviving > 0.0)
    if known.sum() < 3:
        return float("nan")
    logs = np.log(curve.surviving[known])
    if np.ptp(logs) == 0.0:
        return float("nan")
    return float(np.corrcoef(weeks[known], logs)[0, 1] ** 2)


def odds_with_an_active_manager(
    run: PopulationRun, *, first: int, where_managers_lead: bool = False
) -> float:
    """Odds of joining, or of coming back after four weeks, with a manager who visits.

    With `where_managers_lead`, nan in variants of the model in which nobody follows their manager.
    """
    if where_managers_lead and not run.managers_lead:
        return float("nan")
    return common_odds_ratio(_starting(_history(run), first).reshape(-1, 2, 2))


def middle_managers_to_executives(run: PopulationRun, *, first: int) -> float:
    """The same odds ratio of middle managers to that of executives; nan where nobody follows."""
    if not run.managers_lead:
        return float("nan")
    counts = _starting(_history(run), first)
    executives, middle = (common_odds_ratio(counts[layer]) for layer in (0, 1))
    return middle / executives if executives > 0.0 else float("nan")


def slope_of_coming_back(run: PopulationRun, *, weeks: int) -> float:
    """Slope of the log of the chance of coming back in the log of the weeks of silence.

    Weeks count by how many came back: that is how well the log of a chance is known.
    """
    history = _history(run)
    hazard = hazard_of_visits(history, weeks_silent(history), weeks)
    silence = np.arange(1, weeks + 1)
    came = hazard.events[1:]
    if (came > 0).sum() < 2:
        return float("nan")
    known = came > 0
    x, y = np.log(silence[known]), np.log(hazard.chance[1:][known])
    return float(np.polyfit(x, y, 1, w=np.sqrt(came[known]))[0])


def going_on(run: PopulationRun, *, least: int, most: int, first: int = 0) -> float:
    """Chance to visit again after so many weeks with a visit in a row."""
    history = _history(run)
    hazard = hazard_of_visits(history, weeks_in_a_row(history), most, first)
    cases, events = hazard.cases[least:].sum(), hazard.events[least:].sum()
    return float(events / cases) if cases else float("nan")


def _history(run: PopulationRun) -> History:
    assert run.history is not None
    return run.history


def _after_first_posts(
    history: History, first: int, last: int, within: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether authors of first posts post again, had a reply, and are chosen by the coin.

    Those who leave the organisation meanwhile are left out.

    Raises
    ------
    ValueError
        If the history ends before the last of them were seen for long enough.
    """
    posts = history.first_posts
    if last + within >= history.first_week + history.weeks:
        raise ValueError(f"first posts up to week {last} are not seen for {within} weeks after")
    at = posts.week - history.first_week
    counted = (posts.week >= first) & (posts.week <= last)
    counted[counted] = still_there(history, within)[at[counted], posts.row[counted]]
    at, row = at[counted], posts.row[counted]
    again = np.zeros(at.size, np.bool_)
    for later in range(1, within + 1):
        again |= history.posted[at + later, row]
    return again, posts.answered[counted], posts.chosen[counted]


@dataclass(frozen=True, eq=False)
class _Visits:
    """Person-weeks with a visit whose sequel is known; arrays of shape (cases,).

    Attributes
    ----------
    stopped : array of bool
        Whether no visit followed.
    contacts : array of int
        Contacts who visited in the same week.
    share : array of float
        Share of staff who did.
    alike : array of int
        Number of the stratum by weeks since joining and own visits of late.
    """

    stopped: NDArray[np.bool_]
    contacts: NDArray[np.int64]
    share: NDArray[np.float64]
    alike: NDArray[np.int64]


def _visits(history: History, silent: int) -> _Visits:
    weeks = history.weeks - silent
    visited, rows = history.visited, history.visited.shape[1]
    comes = np.zeros((weeks, rows), np.bool_)
    for later in range(1, silent + 1):
        comes |= visited[later : later + weeks]
    lately = np.zeros((weeks, rows), np.int64)
    for earlier in range(min(LATELY_WEEKS, weeks)):
        lately[earlier:] += visited[: weeks - earlier]
    week, row = np.nonzero(visited[:weeks] & still_there(history, silent)[:weeks])
    share = visited.sum(axis=1) / np.maximum((history.person != VACANT).sum(axis=1), 1)
    age = banded(weeks_a_member(history)[week, row], TENURE_BANDS)
    return _Visits(
        ~comes[week, row],
        history.contacts[week, row].astype(np.int64),
        share[week],
        age * (len(VISIT_BANDS) + 1) + banded(lately[week, row], VISIT_BANDS),
    )


def _stopping_by_contacts(visits: _Visits, fewer: tuple[int, int], more: tuple[int, int]) -> float:
    """Odds of stopping between two ranges of active contacts."""
    edges = np.quantile(visits.share, np.arange(1, SHARE_BANDS) / SHARE_BANDS)
    few, many = (
        (visits.contacts >= low) & (visits.contacts <= high) for low, high in (fewer, more)
    )
    counted = few | many
    kept = _Visits(*(column[counted] for column in _columns(visits)))
    return _stopping(kept, many[counted], banded(kept.share, tuple(edges)))


def _stopping(visits: _Visits, exposed: NDArray[np.bool_], also: NDArray[np.int64]) -> float:
    """Odds of stopping of the exposed to those of others who are alike, also in a further label."""
    stratum = visits.alike * (int(also.max(initial=0)) + 1) + also
    counts = count_cases(exposed, visits.stopped, stratum, int(stratum.max(initial=0)) + 1)
    return common_odds_ratio(counts)


def _columns(visits: _Visits) -> tuple[NDArray[Any], ...]:
    return visits.stopped, visits.contacts, visits.share, visits.alike


@lru_cache(maxsize=1)
def _starting(history: History, first: int) -> NDArray[np.int64]:
    """Count who starts or resumes, by whether the manager visited in the last four weeks.

    The latest answer is kept, since two quantities are made of it.

    Returns
    -------
    array of shape (2, strata, 2, 2)
        First for reports of executives, then for those of other managers. Cases of a stratum are
        alike in weeks of silence (or have no account), in the number of active contacts besides
        the manager, and lie in the same half-year.
    """
    silent, newcomer, visited = weeks_silent(history), history.newcomer, history.visited
    # Whoever has no manager is looked up as a report of the first row, and left out below.
    managed = history.manager >= 0
    manager = np.where(managed, history.manager, 0)
    layer = (history.level[manager] >= EXECUTIVE_LAYERS).astype(np.int16)
    silence_bands, contact_bands = len(SILENCE_BANDS) + 1, len(CONTACT_BANDS) + 1
    strata = silence_bands * contact_bands
    # The bands as tables, which are faster to look things up in than edges are.
    silence_band = banded(np.arange(history.weeks + 1), SILENCE_BANDS).astype(np.int16)
    contact_band = banded(np.arange(MOST_CONTACTS_KEPT + 1), CONTACT_BANDS).astype(np.int16)
    halves = -(-history.weeks // HALF_YEAR_WEEKS)
    counts = np.zeros((halves, 2 * strata, 2, 2), np.int64)
    for week in range(max(RECENT_WEEKS, first - history.first_week), history.weeks):
        outside = ~history.account[week - 1]
        at_risk = outside | (silent[week] >= RECENT_WEEKS)
        at_risk &= (history.person[week] != VACANT) & ~newcomer[week] & managed
        at_risk &= (history.person[week - 1] != VACANT)[manager]
        row = np.flatnonzero(at_risk)
        boss, starts = manager[row], outside[row]
        seen = np.asarray(visited[week - RECENT_WEEKS : week].any(axis=0))
        happened = np.where(starts, history.account[week, row], visited[week, row])
        silence = np.where(starts, 0, silence_band[silent[week, row]])
        others = history.contacts[week - 1, row].astype(np.int16) - visited[week - 1, boss]
        stratum = (
            layer[row] * strata + silence * contact_bands + contact_band[np.maximum(others, 0)]
        )
        counts[week // HALF_YEAR_WEEKS] += count_cases(seen[boss], happened, stratum, 2 * strata)
    by_layer = counts.reshape(halves, 2, strata, 2, 2).swapaxes(0, 1)
    return by_layer.reshape(2, halves * strata, 2, 2)
