"""Runs that share their past: scenarios that agree up to a week are simulated once up to there.

What a programme does in a week follows from the interventions in force, the champion's presence and
the weeks before. Scenarios in which these are the same up to a week therefore have the same bits up
to it, and the run of each continues from a copy.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uptake.adoption import AdoptionModel
from uptake.organisation import Organisation
from uptake.programme import KINDS, Champion, Intervention
from uptake.scenario import Scenario

DEPARTURE = frozenset({"hours_a_week", "diligence", "leaves_in_week", "notice_weeks"})
SUCCESSION = frozenset({"playbook", "successor"})
"""Levers of the champion that act through presence alone."""
OF_THE_PROGRAMME = frozenset({"name", "description", "organisation", "champion", "programme"})
"""Fields of a scenario in which scenarios may differ and still share their first weeks."""


@dataclass(frozen=True)
class Fork:
    """Scenarios that share every week before one, and how they part there.

    Attributes
    ----------
    members : tuple of int
        Which scenarios.
    week : int
        First week in which they differ; the horizon if they never do.
    branches : tuple of Fork
        Those who go on together from there, the largest group last; empty at the horizon.
    """

    members: tuple[int, ...]
    week: int
    branches: tuple[Fork, ...] = ()

    def weeks_simulated(self, since: int = 0) -> int:
        """Weeks to simulate in all, from week `since` on."""
        return self.week - since + sum(one.weeks_simulated(self.week) for one in self.branches)


def same_setting(one: Scenario, other: Scenario) -> bool:
    """Whether two scenarios differ in nothing but champion and programme."""
    return all(
        getattr(one, field) == getattr(other, field)
        for field in Scenario.model_fields
        if field not in OF_THE_PROGRAMME
    )


def fork(scenarios: Sequence[Scenario]) -> Fork:
    """Find out which scenarios of one setting share how many weeks."""
    pasts = _pasts(scenarios)
    return _forked(tuple(range(len(scenarios))), pasts)


def simulate_forked(
    scenarios: Sequence[Scenario],
    organisation: Organisation,
    seed: int,
    replicate: int,
    plan: Fork | None = None,
) -> Iterator[tuple[tuple[int, ...], AdoptionModel | Exception]]:
    """Run scenarios of one setting, sharing what they have in common; the bits are those of each.

    Parameters
    ----------
    scenarios : sequence of Scenario
        See `same_setting`.
    organisation, seed, replicate
        As in `uptake.simulation.simulate`.
    plan : Fork, optional
        From `fork`, if it is known already.

    Yields
    ------
    members : tuple of int
        Which scenarios have run: more than one if they are the same.
    model : AdoptionModel or Exception
        At the horizon, or what went wrong in the weeks that they share. A model is emptied when
        the next is asked for.
    """
    plan = plan or fork(scenarios)
    try:
        model = AdoptionModel(
            scenarios[plan.members[0]],
            organisation,
            rng=seed,
            replicate=replicate,
            collect=False,
        )
    except Exception as error:
        yield plan.members, error
        return
    yield from _run(model, plan, scenarios)


def _run(
    model: AdoptionModel, plan: Fork, scenarios: Sequence[Scenario]
) -> Iterator[tuple[tuple[int, ...], AdoptionModel | Exception]]:
    while True:
        model.scenario = scenarios[plan.members[0]]
        try:
            while model.week < plan.week:
                model.step()
        except Exception as error:
            yield plan.members, error
            return
        if not plan.branches:
            yield plan.members, model
            model.release()
            return
        for branch in plan.branches[:-1]:
            yield from _run(model.branch(scenarios[branch.members[0]]), branch, scenarios)
        plan = plan.branches[-1]


def _forked(members: tuple[int, ...], pasts: NDArray[np.int64]) -> Fork:
    horizon = pasts.shape[1]
    mine = pasts[list(members)]
    parted = np.flatnonzero((mine != mine[0]).any(axis=0))
    if not parted.size:
        return Fork(members, horizon)
    week = int(parted[0])
    groups: dict[int, list[int]] = {}
    for member, past in zip(members, mine[:, week].tolist(), strict=True):
        groups.setdefault(past, []).append(member)
    # The largest goes on with the model itself: so few copies of it wait at any time.
    ordered = sorted(groups.values(), key=len)
    return Fork(members, week, tuple(_forked(tuple(group), pasts) for group in ordered))


def _pasts(scenarios: Sequence[Scenario]) -> NDArray[np.int64]:
    """Number of the past of each scenario up to and with each week, shape (scenarios, weeks).

    Two scenarios have the same number exactly if they do the same in that week and all before.
    """
    numbers: dict[Hashable, int] = {}

    def number(thing: Hashable) -> int:
        return numbers.setdefault(thing, len(numbers))

    pasts = np.empty((len(scenarios), scenarios[0].weeks), np.int64)
    for row, scenario in enumerate(scenarios):
        champion = scenario.champion
        manner = number(_manner(champion))
        entries = [
            (one, number((name, type(one), _content(one))))
            for name, one in sorted(scenario.programme.items())
        ]
        past = -1
        for week in range(scenario.weeks):
            acting = tuple(known for one, known in entries if one.in_force(week))
            presence = champion.presence(week) if champion else None
            past = number((past, manner, presence, acting))
            pasts[row, week] = past
    return pasts


def _manner(champion: Champion | None) -> str:
    """What a champion does other than being there."""
    return champion.model_dump_json(exclude=set(DEPARTURE | SUCCESSION)) if champion else ""


def _content(intervention: Intervention) -> str:
    """What an intervention does while in force; of a user's own, everything it knows."""
    known = type(intervention) in KINDS.values()
    return intervention.model_dump_json(exclude={"until_week"} if known else None)
