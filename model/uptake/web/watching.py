"""One position, watched through one replicate: what its holder did and met in each week."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from uptake.adoption import AdoptionModel
from uptake.errors import InputError, Problem
from uptake.organisation import Organisation
from uptake.scenario import Scenario
from uptake.web.pulls import Gifts, pulls_to_join, pulls_to_visit, watched_programme
from uptake.week import PHASES, carry_out_programme, join


@dataclass(frozen=True)
class Post:
    """A post and its first reply.

    Attributes
    ----------
    author : int
        Row of the position.
    kind : int
        QUESTION, WORK or SOCIAL of `behaviour.contributing`.
    first : bool
        The author's first post ever.
    hours : float
        Until the first reply; infinite without one within a week.
    replier : int
        Row of the position; NOBODY or CHAMPION of `behaviour.replying`.
    """

    author: int
    kind: int
    first: bool
    hours: float
    replier: int


@dataclass(frozen=True)
class WatchedWeek:
    """A position in one week, as it is at the end of it unless said otherwise.

    Attributes
    ----------
    week : int
        Number of the week.
    hire : int
        Number of the hire on the position: another number, another person.
    employed, account, visited : bool
        Whether someone is in post, has an account, visited this week.
    joined : bool
        Whether they joined this week, which was a visit.
    account_from : tuple of str
        Kinds of interventions that created their account this week.
    habit, stance : float
        0 to 1; the stance is of use for managers only.
    manager_support : float
        Their manager's visible support as they met it this week; 0 without one who takes part.
    contacts_active : int
        Contacts who visited the week before.
    pulls_join : dict of str to float
        See `pulls_to_join`; empty for those with an account and for nobody.
    pulls_visit : dict of str to float
        See `pulls_to_visit`; empty for those without an account.
    opened : bool
        Whether they opened a newsletter this week.
    packs : tuple of str
        Kinds of interventions that gave them a welcome pack.
    briefed, manager_briefed : bool
        Whether the champion spoke with them, as managers, or with their manager.
    posts : tuple of Post
        Theirs of this week.
    answered : tuple of Post
        Those of others to which theirs was the first reply.
    """

    week: int
    hire: int
    employed: bool
    account: bool
    visited: bool
    joined: bool
    account_from: tuple[str, ...]
    habit: float
    stance: float
    manager_support: float
    contacts_active: int
    pulls_join: dict[str, float]
    pulls_visit: dict[str, float]
    opened: bool
    packs: tuple[str, ...]
    briefed: bool
    manager_briefed: bool
    posts: tuple[Post, ...]
    answered: tuple[Post, ...]


@dataclass(frozen=True)
class Beginning:
    """A position before the first week.

    Attributes
    ----------
    employed, account : bool
        Whether someone is in post, and has an account.
    """

    employed: bool
    account: bool


@dataclass(frozen=True)
class WatchedPosition:
    """A position through one replicate."""

    row: int
    beginning: Beginning
    weeks: tuple[WatchedWeek, ...]


def watch(
    scenario: Scenario, organisation: Organisation, seed: int, replicate: int, row: int
) -> WatchedPosition:
    """Simulate one replicate and write down what one position does and meets.

    The run is that of `uptake.simulation.simulate`, to the bit.

    Parameters
    ----------
    scenario, organisation, seed, replicate
        As for `simulate`.
    row : int
        Of the position in the chart.

    Raises
    ------
    InputError
        If there is no such position.
    """
    positions = len(organisation.chart)
    if not 0 <= row < positions:
        right = f"0 to {positions - 1:,}"
        raise InputError([Problem("the story", "position", "does not exist", str(row), right)])
    model = AdoptionModel(scenario, organisation, rng=seed, replicate=replicate, collect=False)
    beginning = Beginning(bool(model.staffing.employed[row]), bool(model.use.account[row]))
    gifts = Gifts()
    watched = watched_programme(scenario.programme, row, gifts)
    model.scenario = scenario.model_copy(update={"programme": watched})
    weeks = tuple(_watch_week(model, row, gifts) for _ in range(scenario.weeks))
    model.release()
    return WatchedPosition(row, beginning, weeks)


def _watch_week(model: AdoptionModel, row: int, gifts: Gifts) -> WatchedWeek:
    """Simulate one week, phase by phase, looking in between."""
    gifts.clear()
    had_account = False
    met: dict[str, float] = {}
    pulls_join: dict[str, float] = {}
    pulls_visit: dict[str, float] = {}
    joined = False
    for phase in PHASES:
        phase(model)
        if phase is carry_out_programme:
            had_account = bool(model.use.account[row])
            met["contacts"] = float(model.use.contacts_active[row])
            met["support"] = float(model.leading.support[model.manager[row]])
            if model.staffing.employed[row] and not had_account:
                pulls_join = pulls_to_join(model, row, gifts)
        elif phase is join:
            got_account = bool(model.use.account[row]) and not had_account
            joined = got_account and bool(model.use.visit_history[row] & np.uint32(1))
            if model.use.account[row] and not joined:
                pulls_visit = pulls_to_visit(model, row, gifts)
    week = model.week
    model.week += 1
    manager = int(model.manager[row])
    mine, theirs = _posts(model, row)
    has_account = bool(model.use.account[row])
    return WatchedWeek(
        week=week,
        hire=int(model.staffing.hire[row]),
        employed=bool(model.staffing.employed[row]),
        account=has_account,
        visited=bool(model.use.visit_history[row] & np.uint32(1)),
        joined=joined,
        account_from=() if had_account or joined else tuple(sorted(gifts.account)),
        habit=float(model.use.habit[row]),
        stance=float(model.leading.stance[row]),
        manager_support=met["support"],
        contacts_active=int(met["contacts"]),
        pulls_join=pulls_join,
        pulls_visit=pulls_visit,
        opened=gifts.opened,
        packs=tuple(sorted(gifts.pack)),
        briefed=bool(model.levers.outreach[row] > 0.0),
        manager_briefed=manager < len(model.organisation.chart)
        and bool(model.levers.outreach[manager] > 0.0),
        posts=mine,
        answered=theirs,
    )


def _posts(model: AdoptionModel, row: int) -> tuple[tuple[Post, ...], tuple[Post, ...]]:
    """Posts of a position this week, and those of others that it was the first to answer."""
    posts, count = model.posts, model.post_count
    author, replier = posts.author[:count], posts.replier[:count]

    def post(n: int) -> Post:
        return Post(
            int(author[n]),
            int(posts.kind[n]),
            bool(posts.first[n]),
            float(posts.hours[n]),
            int(replier[n]),
        )

    mine = tuple(post(n) for n in np.flatnonzero(author == row).tolist())
    return mine, tuple(post(n) for n in np.flatnonzero(replier == row).tolist())
