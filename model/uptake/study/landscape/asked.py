"""What a landscape is asked for: the week, the levels, and the pasts that lead to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from uptake.scenario import Scenario

HOLD_WEEKS: Final = 78
"""Long enough for habit (halves in 12 weeks) and managers (halfway back in 35) to follow."""
BRIEF_HOLD_WEEKS: Final = 26
SETTLE_WEEKS: Final = 8
"""After letting go the end of the push shows at once; what comes later is the drift."""
DRIFT_WEEKS: Final = 26
WINDOW_WEEKS: Final = 4
"""Activity is the mean of four weeks, as everywhere, so that a newsletter is no movement."""
LONG_WEEKS: Final = 260
LEVELS: Final = 16
LOWEST, HIGHEST = 0.003, 0.6
FEWEST_HELD: Final = 2.0
"""Weekly visitors below which a level cannot be held."""
USUAL_WEEK: Final = 104


@dataclass(frozen=True)
class Past:
    """How a level was reached: two pasts of one level are two states of the same activity.

    Attributes
    ----------
    name : str
        In tables.
    words : str
        What it is, to go on with "states ...".
    managed : bool
        Whether the programme was in force until then.
    hold_weeks : int
        Weeks for which the level was held.
    accounts : bool
        Whether everybody was given an account when the hold began.
    """

    name: str
    words: str
    managed: bool = True
    hold_weeks: int = HOLD_WEEKS
    accounts: bool = False


OWN: Final = Past("own", "held there for a year and a half")
OTHERS: Final = (
    Past("half a year", "held there for half a year only", hold_weeks=BRIEF_HOLD_WEEKS),
    Past("accounts for all", "with an account for everybody", accounts=True),
    Past("never managed", "never managed before", managed=False),
)


@dataclass(frozen=True)
class Asked:
    """One landscape.

    Attributes
    ----------
    managed, unmanaged : Scenario
        The organisation with its programme, the champion staying, and with neither.
    actual : Scenario
        As given; where the organisation is in `weeks`.
    week : int
        In which the organisation is let go: all states are of this age.
    weeks : tuple of int
        Weeks after which the organisation itself is looked at.
    levels : tuple of float
        Levels to hold, rising, shares of staff.
    settle_weeks, drift_weeks : int
        Weeks from letting go to where the level is taken, and from there to the end of the drift.
    long_weeks : int
        Weeks of the long runs after letting go.
    """

    managed: Scenario
    unmanaged: Scenario
    actual: Scenario
    week: int
    weeks: tuple[int, ...]
    levels: tuple[float, ...]
    settle_weeks: int = SETTLE_WEEKS
    drift_weeks: int = DRIFT_WEEKS
    long_weeks: int = LONG_WEEKS

    @property
    def regimes(self) -> dict[str, Scenario]:
        """What the organisation is let go into, by name; one if nothing is managed at all."""
        if self.managed.fingerprint == self.unmanaged.fingerprint:
            return {"unmanaged": self.unmanaged}
        return {"programme": self.managed, "unmanaged": self.unmanaged}

    @property
    def pasts(self) -> tuple[Past, ...]:
        """The organisation's own past first, then others to tell how much it matters."""
        distinct = len(self.regimes) > 1
        return (OWN, *(past for past in OTHERS if past.managed or distinct))


def ask(scenario: Scenario, staff: int, week: int | None = None) -> Asked:
    """Work out what to measure for a scenario.

    Parameters
    ----------
    scenario : Scenario
        A champion who leaves in it stays in the landscape, whose programme is that of `week`.
    staff : int
        Employees at the start.
    week : int, optional
        When the organisation is let go; by default when the champion leaves, or after two years,
        or at the horizon if that is sooner.
    """
    departure = scenario.departure_week
    at = week or departure or min(USUAL_WEEK, scenario.weeks)
    champion = scenario.champion
    if champion is not None:
        champion = champion.model_copy(update={"leaves_in_week": None, "successor": None})
    lasting = {"champion": champion, "weeks": at + LONG_WEEKS}
    managed = scenario.model_copy(update=lasting)
    years = range(52, scenario.weeks + 1, 52)
    weeks = {26, *years, at, *([departure] if departure else [])}
    lowest = min(0.1, max(LOWEST, FEWEST_HELD / staff))
    levels = np.linspace(lowest**0.5, HIGHEST**0.5, LEVELS) ** 2
    return Asked(
        managed=managed,
        unmanaged=managed.unmanaged(),
        actual=scenario,
        week=at,
        weeks=tuple(sorted(one for one in weeks if WINDOW_WEEKS <= one <= scenario.weeks)),
        levels=tuple(float(level) for level in levels),
        long_weeks=LONG_WEEKS,
    )
