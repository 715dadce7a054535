"""The momentum landscape: where activity drifts, rests and tips.

*Activity* is the mean share of staff who visit in a week, over four weeks. It is not the state: the
same activity comes with many or few accounts, old or young habits, won or hostile managers. The
landscape of an organisation in a week is therefore that of a family of states, which are its own:
the organisation under its programme, whose activity has been held at another level for a year and a
half by whatever push that takes (`uptake.study.landscape.holding`), so that habit, value, managers
and contacts fit the level. Then it is let go, once with the programme and once without, with the
same chance. What the end of the push does shows within two months; the *level* is the activity
then, and the *drift* the change over the next half-year, a week. Levels that do not last two months
without a push are not part of the landscape.

How much one dimension leaves out is measured, not assumed: the same levels are reached by other
pasts (held for half a year only, with an account for everybody, never managed), and the difference
that makes to the drift is the *hysteresis*. The landscape itself moves as accounts come and go over
years; long runs from both ends show where that leads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from uptake.organisation import Organisation
from uptake.scenario import Scenario
from uptake.study.landscape.asked import Asked, Past, ask
from uptake.study.landscape.making import Piece, Progress, make_pieces
from uptake.study.landscape.points import Curve, Point, curve_of, points_of
from uptake.study.landscape.states import Held, LeftAlone

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class States:
    """All replicates of the states of one past, let go into one regime.

    Attributes
    ----------
    past : Past
        How the levels were reached.
    held, accounts, push, level, drift : arrays of shape (replicates, levels)
        See `uptake.study.landscape.states.Held`; the drift is a share of staff a week.
    """

    past: Past
    held: Values
    accounts: Values
    push: Values
    level: Values
    drift: Values

    @cached_property
    def curve(self) -> Curve:
        """Mean drift at each level."""
        return curve_of(self.level, self.drift)

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Resting and tipping points, from the lowest on."""
        return points_of(self.level, self.drift)


@dataclass(frozen=True, eq=False)
class Side:
    """One side of a landscape: with the programme, or without.

    Attributes
    ----------
    regime : {"programme", "unmanaged"}
        What the organisation is let go into.
    own : States
        Those of its own past.
    others : tuple of States
        Those of other pasts, to tell how much the past matters.
    start, end, accounts : arrays of shape (replicates, 2)
        Long runs, see `uptake.study.landscape.states.LeftAlone`.
    """

    regime: str
    own: States
    others: tuple[States, ...]
    start: Values
    end: Values
    accounts: Values


@dataclass(frozen=True, eq=False)
class Landscape:
    """The momentum landscape of an organisation in a week.

    Attributes
    ----------
    asked : Asked
        What was measured.
    seed : int
        Seed of all runs.
    replicates : tuple of int
        Numbers of the replicates.
    sides : tuple of Side
        With the programme (if there is any) and without.
    activity : array of shape (replicates, weeks)
        Of the scenario as it is, before each week of `asked.weeks`.
    """

    asked: Asked
    seed: int
    replicates: tuple[int, ...]
    sides: tuple[Side, ...]
    activity: Values

    def activity_in(self, week: int) -> Values:
        """Activity of the scenario as it is before a week, shape (replicates,)."""
        return self.activity[:, self.asked.weeks.index(week)]


def measure_landscape(
    scenario: Scenario,
    organisation: Organisation,
    seed: int = 1,
    replicates: Sequence[int] = tuple(range(20)),
    *,
    week: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Landscape:
    """Measure the momentum landscape of an organisation.

    Parameters
    ----------
    scenario : Scenario
        Its programme; a champion who leaves in it stays in the landscape.
    organisation : Organisation
        Who works there.
    seed, replicates
        Of the runs; the same chance on both sides.
    week : int, optional
        The organisation of which week; see `uptake.study.landscape.asked.ask`.
    workers : int, optional
        Processes; all cores by default. It never changes a bit.
    progress : callable, optional
        Told how much is done.

    Raises
    ------
    ReplicateLostError, EngineLostError, CodeChangedError
        If workers were lost, or the package changed meanwhile.
    """
    asked = ask(scenario, int(organisation.chart.staffed.sum()), week)
    return measure(asked, organisation, seed, replicates, workers, progress)


def measure(
    asked: Asked,
    organisation: Organisation,
    seed: int,
    replicates: Sequence[int],
    workers: int | None = None,
    progress: Progress | None = None,
) -> Landscape:
    """Measure what was asked for; see `measure_landscape`."""
    numbers = tuple(replicates)
    made = make_pieces(asked, organisation, seed, numbers, workers, progress)
    alone = [made[Piece(number, None)] for number in numbers]
    held = {past: [made[Piece(number, past)] for number in numbers] for past in asked.pasts}
    left = [one for one in alone if isinstance(one, LeftAlone)]
    sides = []
    for row, regime in enumerate(asked.regimes):
        own, *others = (_states(asked, past, held[past], row) for past in asked.pasts)
        long = (np.array([getattr(one, name)[row] for one in left]) for name in LONG)
        sides.append(Side(regime, own, tuple(others), *long))
    return Landscape(asked, seed, numbers, tuple(sides), np.array([one.activity for one in left]))


LONG: Final = ("start", "end", "accounts")
STATE: Final = ("held", "accounts", "push")
MOVES: Final = ("level", "later")


def _states(asked: Asked, past: Past, made: Sequence[Held | LeftAlone], regime: int) -> States:
    held = [one for one in made if isinstance(one, Held)]
    level, later = (np.array([getattr(one, name)[regime] for one in held]) for name in MOVES)
    now = {name: np.array([getattr(one, name) for one in held]) for name in STATE}
    return States(past, **now, level=level, drift=(later - level) / asked.drift_weeks)
