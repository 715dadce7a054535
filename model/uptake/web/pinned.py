"""The runs of a pinned programme, and what each of them comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from uptake.study.summary import HALF_YEAR, half_life_weeks, trailing_mean
from uptake.web.choice import Choice
from uptake.web.controls import controls
from uptake.web.runs import SHOWN

WEEKS_A_YEAR: Final = 52


@dataclass(frozen=True)
class Outcome:
    """Something that programmes are compared in.

    Attributes
    ----------
    name : str
        Key.
    words : str
        What it is.
    less : str
        The opposite of "more": "less" or "fewer".
    scale : float
        What a value is multiplied by to be said.
    unit : str
        What is counted, singular; empty if the words say it.
    """

    name: str
    words: str
    less: str = "less"
    scale: float = 1.0
    unit: str = ""


OUTCOMES: Final = (
    Outcome("participation", "weekly visitors in the last half-year", "fewer", 100.0, "point"),
    Outcome("accounts", "accounts at the end", "fewer"),
    Outcome("hours", "hours a week of champion, deputies and managers", "fewer", 1.0, "hour"),
    Outcome("money", "money a year"),
)


@dataclass(frozen=True, eq=False)
class PinnedRuns:
    """A pinned programme and its runs.

    Attributes
    ----------
    name : str
        What its owner calls it.
    choice : Choice
        What it is.
    series : float array of shape (runs, weeks, measures)
        The measures of `runs.SHOWN`.
    departure_week : int or None
        First week without the champion.
    twin : float array of the same shape, or None
        The runs with the same chance but no champion and no programme; only needed with a
        departure.
    """

    name: str
    choice: Choice
    series: NDArray[np.float64]
    departure_week: int | None = None
    twin: NDArray[np.float64] | None = None

    @property
    def runs(self) -> int:
        """How many there are."""
        return int(self.series.shape[0])

    @property
    def weeks(self) -> int:
        """Horizon."""
        return int(self.series.shape[1])

    def weekly(self, measure: str) -> NDArray[np.float64]:
        """One measure, shape (runs, weeks)."""
        return np.asarray(self.series[:, :, SHOWN.index(measure)])

    def outcome(self, name: str) -> NDArray[np.float64]:
        """One value a run of one of `OUTCOMES`, shape (runs,)."""
        if name == "participation":
            return np.asarray(self.weekly("participation")[:, -HALF_YEAR:].mean(axis=1))
        if name == "accounts":
            return self.weekly("accounts")[:, -1]
        if name == "money":
            return np.asarray(self.weekly("money").sum(axis=1) * WEEKS_A_YEAR / self.weeks)
        spent = [self.weekly(who) for who in ("champion_hours", "deputy_hours", "manager_hours")]
        return np.asarray(sum(spent).mean(axis=1))  # type: ignore[union-attr]

    def half_lives(self) -> NDArray[np.float64]:
        """Momentum half-life of each run, shape (runs,); see `study.summary.half_life_weeks`."""
        if self.twin is None or self.departure_week is None:
            return np.full(self.runs, np.nan)
        own, alone = visitors(self.series), visitors(self.twin)
        return np.array(
            [
                half_life_weeks(trailing_mean(mine) - trailing_mean(other), self.departure_week)
                for mine, other in zip(own, alone, strict=True)
            ]
        )


def visitors(series: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weekly visitors, shape (runs, weeks): whole numbers, as the runs had them."""
    share, staff = (series[:, :, SHOWN.index(name)] for name in ("participation", "headcount"))
    return np.asarray(np.rint(share * staff))


def cannot_be_paired(pin: Choice, baseline: Choice) -> str:
    """Why runs of two choices make no pairs, in words; empty if they do."""
    if pin.organisation != baseline.organisation:
        return "is about another organisation"
    if pin.weeks != baseline.weeks:
        return "covers another number of weeks"
    if pin.seed != baseline.seed:
        return "has another seed, and so other chance"
    return ""


def change_words(pin: Choice, baseline: Choice) -> str:
    """What a pin decides otherwise than the baseline, in a lever's words; empty unless one."""
    levers = controls().levers
    changed = [
        (lever.words, lever.stop(_value(pin, name)).words, lever.stop(_value(baseline, name)).words)
        for name, lever in levers.items()
        if _value(pin, name) != _value(baseline, name)
    ]
    if pin.scenario or baseline.scenario or len(changed) != 1:
        return ""
    words, new, old = changed[0]
    return f"{words}: {new} instead of {old}"


def other_assumptions(pin: Choice, baseline: Choice) -> bool:
    """Whether two choices assume different things."""
    return pin.assumptions != baseline.assumptions


def _value(choice: Choice, lever: str) -> str:
    return choice.levers.get(lever, controls().levers[lever].default)
