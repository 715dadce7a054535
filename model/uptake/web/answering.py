"""Who answers whom: first replies between departments over the last year of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from uptake.adoption import AdoptionModel
from uptake.behaviour.replying import CHAMPION, NOBODY
from uptake.organisation import Organisation
from uptake.organisation.departments import Departments, departments_of
from uptake.scenario import Scenario
from uptake.web.comparing_words import crossing_sentence

LAST_WEEKS: Final = 52
MOST_DEPARTMENTS: Final = 14
"""More are too many to read: the smaller ones are then put together."""

FEWEST_REPLIES: Final = 10
"""Below so many replies to a department's posts, shares of them say nothing."""


@dataclass(frozen=True, eq=False)
class Replies:
    """First replies of one run's last year.

    Attributes
    ----------
    between : int array of shape (departments, departments)
        By department of the author (rows) and of who replied (columns), as `heat_departments`
        names them.
    crossing : float
        Share of them that cross departments as the chart has them; nan without any.
    by_champion, unanswered : int
        Posts answered first by the champion or a deputy, and by nobody within a week.
    """

    between: NDArray[np.int64]
    crossing: float
    by_champion: int
    unanswered: int


def heat_departments(shown: Departments) -> Departments:
    """At most `MOST_DEPARTMENTS` departments, the smaller ones put together."""
    names = shown.names
    if len(names) <= MOST_DEPARTMENTS:
        return shown
    last = MOST_DEPARTMENTS - 1
    rest = f"{len(names) - last} smaller ones"
    return Departments(np.minimum(shown.codes, last).astype(np.int32), (*names[:last], rest))


def count_replies(
    scenario: Scenario, organisation: Organisation, seed: int, replicate: int
) -> Replies:
    """Run one replicate and count the first replies of its last year by department."""
    model = AdoptionModel(scenario, organisation, rng=seed, replicate=replicate, collect=False)
    shown = heat_departments(departments_of(organisation.chart))
    count, code = len(shown.names), shown.codes
    real = organisation.chart.department
    between = np.zeros(count * count, np.int64)
    replies = crossing = by_champion = unanswered = 0
    for week in range(scenario.weeks):
        model.step()
        if week < scenario.weeks - LAST_WEEKS:
            continue
        author = model.posts.author[: model.post_count]
        replier = model.posts.replier[: model.post_count]
        by_champion += int((replier == CHAMPION).sum())
        unanswered += int((replier == NOBODY).sum())
        answered = replier >= 0
        author, replier = author[answered], replier[answered]
        between += np.bincount(code[author] * count + code[replier], minlength=count * count)
        replies += author.size
        crossing += int((real[author] != real[replier]).sum())
    model.release()
    share = crossing / replies if replies else float("nan")
    return Replies(between.reshape(count, count), share, by_champion, unanswered)


def answers_content(runs: Sequence[Replies], organisation: Organisation) -> dict[str, Any]:
    """Who answers whom in several runs together, for a page.

    Returns
    -------
    dict
        ``departments``, ``replies`` (by department of the author, of who replied), ``shares`` (of
        the replies to each department's posts; null where those are too few), ``says``.
    """
    names = heat_departments(departments_of(organisation.chart)).names
    between = np.sum([run.between for run in runs], axis=0)
    to_each = between.sum(axis=1)
    shares = [
        [value / total for value in row] if total >= FEWEST_REPLIES else None
        for row, total in zip(between.tolist(), to_each.tolist(), strict=True)
    ]
    crossing = np.array([run.crossing for run in runs])
    champion, nobody = (
        sum(getattr(run, name) for run in runs) for name in ("by_champion", "unanswered")
    )
    posts = int(between.sum()) + champion + nobody
    says = [crossing_sentence(crossing, int(between.sum()))]
    if posts:
        says.append(
            f"Of {posts:,} posts, {nobody:,} got no reply within a week, and {champion:,} a first "
            "reply from the champion or a deputy."
        )
    return {
        "departments": list(names),
        "replies": between.tolist(),
        "shares": shares,
        "runs": len(runs),
        "says": says,
    }
