"""From one replicate to what it says: hold at each level, let go, and look again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from uptake.adoption import AdoptionModel
from uptake.measures import NAMES
from uptake.organisation import Organisation
from uptake.scenario import Scenario
from uptake.study.landscape.asked import (
    OWN,
    WINDOW_WEEKS,
    Asked,
    Past,
)
from uptake.study.landscape.holding import HOLD, Hold, push_remembered

Values = NDArray[np.float64]
ENDS = 2
HALF_YEAR_WEEKS = 26


@dataclass(frozen=True, eq=False)
class Held:
    """One replicate of the states of one past.

    Attributes
    ----------
    held, accounts, push : arrays of shape (levels,)
        Activity in the last weeks of the hold, the share of staff with an account at its end, and
        the logits of visiting that it took to hold the level.
    level, later : arrays of shape (regimes, levels)
        Activity when the end of the push has shown, and when there was time to drift.
    """

    held: Values
    accounts: Values
    push: Values
    level: Values
    later: Values


@dataclass(frozen=True, eq=False)
class LeftAlone:
    """One replicate of the organisation itself, and of long runs from both ends of the levels.

    Attributes
    ----------
    activity : array of shape (weeks,)
        Activity of the scenario as it is, before each of the weeks asked for.
    start, end, accounts : arrays of shape (regimes, 2)
        From the lowest and the highest level: activity when let go and in the last half-year of
        five years, and the accounts at their end.
    """

    activity: Values
    start: Values
    end: Values
    accounts: Values


def held_states(
    asked: Asked, past: Past, organisation: Organisation, seed: int, replicate: int
) -> Held:
    """Hold one replicate at every level, and let it go into every regime.

    All levels share the run up to the hold, and all regimes the run up to the letting go, so that
    they differ by nothing else.
    """
    before = _before_hold(asked, past, organisation, seed, replicate)
    states = []
    moves = np.empty((2, len(asked.regimes), len(asked.levels)))
    for place, level in enumerate(asked.levels):
        held = _hold(before, asked, past, level)
        accounts = _latest(held, "account_share")
        states.append((activity(held), accounts, push_remembered(held.memories)))
        for row, scenario in enumerate(asked.regimes.values()):
            freed = held.branch(scenario)
            _run_to(freed, asked.week + asked.settle_weeks)
            moves[0, row, place] = activity(freed)
            _run_to(freed, asked.week + asked.settle_weeks + asked.drift_weeks)
            moves[1, row, place] = activity(freed)
            freed.release()
        held.release()
    before.release()
    return Held(*np.array(states).T, *moves)


def left_alone(asked: Asked, organisation: Organisation, seed: int, replicate: int) -> LeftAlone:
    """Run one replicate as it is, and for years from the lowest and the highest level."""
    model = AdoptionModel(asked.actual, organisation, rng=seed, replicate=replicate, collect=False)
    seen = []
    for week in asked.weeks:
        _run_to(model, week)
        seen.append(activity(model))
    model.release()
    before = _before_hold(asked, OWN, organisation, seed, replicate)
    found = np.empty((len(asked.regimes), ENDS, 3))
    for end, level in enumerate((asked.levels[0], asked.levels[-1])):
        held = _hold(before, asked, OWN, level)
        for row, scenario in enumerate(asked.regimes.values()):
            freed = held.branch(scenario)
            _run_to(freed, asked.week + asked.long_weeks)
            last = activity(freed, HALF_YEAR_WEEKS)
            found[row, end] = activity(held), last, _latest(freed, "account_share")
            freed.release()
        held.release()
    before.release()
    return LeftAlone(np.array(seen), found[..., 0], found[..., 1], found[..., 2])


def activity(model: AdoptionModel, weeks: int = WINDOW_WEEKS) -> float:
    """Mean share of staff who visited in a week, over the latest weeks."""
    column = NAMES.index("participation")
    return float(model.series[max(0, model.week - weeks) : model.week, column].mean())


def _before_hold(
    asked: Asked, past: Past, organisation: Organisation, seed: int, replicate: int
) -> AdoptionModel:
    scenario = asked.managed if past.managed else asked.unmanaged
    model = AdoptionModel(scenario, organisation, rng=seed, replicate=replicate, collect=False)
    _run_to(model, max(0, asked.week - past.hold_weeks))
    return model


def _hold(before: AdoptionModel, asked: Asked, past: Past, level: float) -> AdoptionModel:
    """A copy of a run that goes on to the week of letting go, held at a level."""
    held = before.branch(_holding(before.scenario, Hold(level=level, accounts=past.accounts)))
    _run_to(held, asked.week)
    return held


def _holding(scenario: Scenario, hold: Hold) -> Scenario:
    return scenario.model_copy(update={"programme": {**scenario.programme, HOLD: hold}})


def _run_to(model: AdoptionModel, week: int) -> None:
    while model.week < week:
        model.step()


def _latest(model: AdoptionModel, measure: str) -> float:
    return float(model.latest[measure])
