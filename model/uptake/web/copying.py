"""The runs of a copy of the page: made in worker processes, packed into one block of bytes."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from uptake.study.assumed import under
from uptake.web.answers import REPLICATES, Answers
from uptake.web.choice import Choice
from uptake.web.controls import controls
from uptake.web.grid import STORED, grid, run_forked
from uptake.web.lessons import choices as lesson_choices
from uptake.web.people import people_message
from uptake.web.pool import AHEAD, Place, Pool
from uptake.web.stored import store

PIECE: Final = 48
"""Choices that a worker runs at once: they share their first weeks."""

PEOPLE_AT: Final = {
    "champion_leaves": ("never", "week 104", "week 52"),
    "succession": ("nobody",),
    "newsletter": ("none", "weekly"),
    "welcome_packs": ("none", "for everyone"),
    "managers": ("never", "week 78", "week 8"),
}
"""Stops at which the people of the grid's first run are kept: they take more room than lines."""


@dataclass
class Runs:
    """Everything that a copy holds of runs.

    Attributes
    ----------
    content : bytearray
        All of it, one after the other.
    sets : list of dict
        Heads of stored runs, each with where its bytes begin.
    people : list of dict
        Choices whose people are there, with where their bytes begin and end.
    """

    content: bytearray = field(default_factory=bytearray)
    sets: list[dict[str, Any]] = field(default_factory=list)
    people: list[dict[str, Any]] = field(default_factory=list)

    def head(self) -> dict[str, Any]:
        """What is where, ready for JSON."""
        return {"sets": self.sets, "people": self.people, "grid": STORED}


def stored_choices() -> list[Choice]:
    """The choices whose runs a copy holds: the grid, and what lessons need besides."""
    return _without_twins([*grid(), *lesson_choices()])


def choices_with_people() -> list[Choice]:
    """The choices whose people a copy holds."""
    return _without_twins([*filter(_has_people, grid()), *lesson_choices()])


async def make_runs(
    pool: Pool,
    answers: Answers,
    session: str,
    made: Runs,
    choices: Sequence[Choice],
    with_people: Sequence[Choice],
) -> AsyncIterator[tuple[int, int]]:
    """Make runs for a copy and add them to `made`; tells how much is done, of how much.

    Parameters
    ----------
    pool, answers, session
        Who makes them, and on whose behalf.
    made : Runs
        Complete when the iterator ends.
    choices, with_people : sequence of Choice
        Whose runs, and whose people of the first run.
    """
    groups = _of_one_setting(choices)
    pieces = [
        (group, start, replicate)
        for group in groups
        for start in range(0, len(group), PIECE)
        for replicate in range(REPLICATES)
    ]
    asked: list[asyncio.Future[Any]] = [
        _ask_runs(pool, answers, group[start : start + PIECE], replicate, session)
        for group, start, replicate in pieces
    ]
    asked += [_ask_people(pool, answers, choice, session) for choice in with_people]
    try:
        for done, one in enumerate(asked):
            await one
            yield done + 1, len(asked)
    finally:
        for one in asked:
            one.cancel()
    found = {
        (id(group), start, replicate): one.result()
        for (group, start, replicate), one in zip(pieces, asked, strict=False)
    }
    for group in groups:
        starts = range(0, len(group), PIECE)
        by_replicate = [
            np.concatenate([found[id(group), start, replicate] for start in starts])
            for replicate in range(REPLICATES)
        ]
        _add_set(made, group, [[one[n] for one in by_replicate] for n in range(len(group))])
    for choice, one in zip(with_people, asked[len(pieces) :], strict=True):
        _add_people(made, choice, gzip.decompress(one.result()))


def _without_twins(choices: Sequence[Choice]) -> list[Choice]:
    return list({one.model_dump_json(): one for one in choices}.values())


def _of_one_setting(choices: Sequence[Choice]) -> list[list[Choice]]:
    """Choices of one organisation, horizon, seed and set of assumptions together."""
    groups: dict[str, list[Choice]] = {}
    for choice in choices:
        groups.setdefault(choice.model_dump_json(exclude={"levers"}), []).append(choice)
    return list(groups.values())


def _has_people(choice: Choice) -> bool:

    levers = controls().levers
    return all(
        choice.levers.get(name, levers[name].default) in stops for name, stops in PEOPLE_AT.items()
    )


def _ask_runs(
    pool: Pool, answers: Answers, choices: Sequence[Choice], replicate: int, session: str
) -> asyncio.Future[Any]:
    scenarios = [answers.scenario(choice) for choice in choices]
    first = choices[0]
    member = dict(answers.ensemble(first).member(replicate))
    place = Place(first.organisation)
    return pool.submit(
        run_forked,
        *(scenarios, member, place, first.seed, replicate),
        session=session,
        urgency=AHEAD,
    )


def _ask_people(pool: Pool, answers: Answers, choice: Choice, session: str) -> asyncio.Future[Any]:
    scenario = under(answers.scenario(choice), answers.ensemble(choice).member(0))
    place = Place(choice.organisation)
    return pool.submit(
        people_message, *(scenario, place, choice.seed, 0), session=session, urgency=AHEAD
    )


def _add_set(made: Runs, group: Sequence[Choice], runs: Sequence[Sequence[Any]]) -> None:
    stored = store(group, runs)
    made.sets.append({**stored.head, "start": len(made.content), "length": len(stored.content)})
    made.content += stored.content


def _add_people(made: Runs, choice: Choice, message: bytes) -> None:
    start = len(made.content)
    made.content += message
    made.people.append(
        {
            "choice": choice.model_dump(exclude_defaults=True),
            "start": start,
            "length": len(message),
        }
    )
