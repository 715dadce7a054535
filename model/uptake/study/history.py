"""What each person did, week by week: read from a model between its steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from uptake.adoption import AdoptionModel

VACANT = -1
MOST_CONTACTS_KEPT = 255


@dataclass(frozen=True, eq=False)
class FirstPosts:
    """First posts of their authors. Arrays of shape (first posts,), in order of time.

    Attributes
    ----------
    week : array of int
        When.
    row : array of int
        The author's row.
    answered : array of bool
        Whether there was a reply within a week.
    chosen : array of bool
        A fair coin that falls alike in all runs with the same seed and replicate.
    """

    week: NDArray[np.int64]
    row: NDArray[np.int64]
    answered: NDArray[np.bool_]
    chosen: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class History:
    """What everyone did. Arrays of shape (weeks, positions), unless told otherwise.

    Attributes
    ----------
    first_week : int
        Week of the model that row 0 of the arrays shows.
    person : array of int
        Who holds the position: number of the hire; -1 if it is vacant.
    account, visited, posted : arrays of bool
        Has an account at the end of the week; visited, and posted, in it.
    contacts : array of int
        Contacts who visited in the week, up to 255.
    account_before : array of bool, shape (positions,)
        Had an account before the first week recorded.
    manager : array of int, shape (positions,)
        Row of the manager; -1 for none.
    level : array of int, shape (positions,)
        Steps below the head.
    first_posts : FirstPosts
        With weeks counted as in the model.
    """

    first_week: int
    person: NDArray[np.int16]
    account: NDArray[np.bool_]
    visited: NDArray[np.bool_]
    posted: NDArray[np.bool_]
    contacts: NDArray[np.uint8]
    account_before: NDArray[np.bool_]
    manager: NDArray[np.int32]
    level: NDArray[np.int16]
    first_posts: FirstPosts

    @property
    def weeks(self) -> int:
        """Number of weeks recorded."""
        return len(self.visited)

    @cached_property
    def newcomer(self) -> NDArray[np.bool_]:
        """Whether somebody else, or nobody, held the position the week before; false at first."""
        new = np.zeros(self.person.shape, np.bool_)
        new[1:] = self.person[1:] != self.person[:-1]
        return new


def record(
    model: AdoptionModel,
    until: int,
    step: Callable[[AdoptionModel], None] = AdoptionModel.step,
) -> History:
    """Run a model up to a week and record everyone.

    Parameters
    ----------
    model : AdoptionModel
        Stands at week `until` afterwards.
    until : int
        Week, later than that of the model.
    step : callable
        Simulates one week.
    """
    chart = model.organisation.chart
    first, rows = model.week, chart.manager.size
    shape = (until - first, rows)
    person = np.empty(shape, np.int16)
    account, visited, posted = (np.empty(shape, np.bool_) for _ in range(3))
    contacts = np.empty(shape, np.uint8)
    account_before = model.use.account.astype(bool)
    posts: list[FirstPosts] = []
    while model.week < until:
        step(model)
        at, use = model.week - 1 - first, model.use
        person[at] = np.where(model.staffing.employed, model.staffing.hire, VACANT)
        account[at] = use.account
        visited[at] = use.visit_history & np.uint32(1)
        np.greater(use.posts, 0, out=posted[at])
        np.minimum(use.contacts_active, MOST_CONTACTS_KEPT, out=contacts[at], casting="unsafe")
        posts.append(_first_posts(model))
    together = [np.concatenate(column) for column in zip(*map(_columns, posts), strict=True)]
    return History(
        first,
        person,
        account,
        visited,
        posted,
        contacts,
        account_before,
        chart.manager,
        chart.level,
        FirstPosts(*together),
    )


def _first_posts(model: AdoptionModel) -> FirstPosts:
    posts = model.posts
    which = np.flatnonzero(posts.first[: model.post_count])
    return FirstPosts(
        week=np.full(which.size, model.week - 1),
        row=posts.author[which].astype(np.int64),
        answered=np.isfinite(posts.hours[which]),
        chosen=is_chosen(posts.who_draw[which]),
    )


def is_chosen(who_draw: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """A coin for each post: the last bit of the draw of who answers, which moves nothing else."""
    return np.asarray((who_draw & np.uint32(1)) == 1)


def _columns(posts: FirstPosts) -> tuple[NDArray[np.generic], ...]:
    return posts.week, posts.row, posts.answered, posts.chosen
