"""Hand-made histories with known answers."""

from __future__ import annotations

import numpy as np

from uptake.study.history import FirstPosts, History
from uptake.study.populations import PopulationRun


def first_posts(rows=()):
    """First posts from (week, row, answered, chosen)."""
    week, row, answered, chosen = zip(*rows, strict=True) if rows else ((), (), (), ())
    return FirstPosts(
        np.array(week, np.int64),
        np.array(row, np.int64),
        np.array(answered, np.bool_),
        np.array(chosen, np.bool_),
    )


def history(visited, **given):
    """A history from visits, shape (weeks, positions); everyone is a member throughout."""
    visited = np.asarray(visited, bool)
    weeks, rows = visited.shape
    parts = {
        "first_week": 0,
        "person": np.zeros((weeks, rows), np.int16),
        "account": np.ones((weeks, rows), bool),
        "visited": visited,
        "posted": np.zeros((weeks, rows), bool),
        "contacts": np.zeros((weeks, rows), np.uint8),
        "account_before": np.ones(rows, bool),
        "manager": np.full(rows, -1, np.int32),
        "level": np.zeros(rows, np.int16),
        "first_posts": first_posts(),
        **given,
    }
    return History(**parts)


def joiners(visits, weeks):
    """A history of people who join in week 0 and visit in given weeks (0 is not needed)."""
    visited = np.zeros((weeks, len(visits)), bool)
    visited[0] = True
    for row, when in enumerate(visits):
        visited[list(when), row] = True
    return history(visited, account_before=np.zeros(len(visits), bool))


def run_of(made):
    return PopulationRun(history=made)
