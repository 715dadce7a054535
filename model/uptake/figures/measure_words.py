"""What the measures of a run are called, and how their values and differences are said."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from uptake.study.better import Better
from uptake.study.wording import MINUS, NO_BREAK, UNKNOWN, money, number, percent, weeks

Kind = Literal["share", "count", "money", "hours", "weeks"]


class Degrees(NamedTuple):
    """The adjectives with which a noun is compared."""

    most: str
    more: str
    least: str
    less: str


AMOUNT: Final = Degrees("most", "more", "least", "less")
NUMBER: Final = Degrees("most", "more", "fewest", "fewer")
LENGTH: Final = Degrees("longest", "longer", "shortest", "shorter")


@dataclass(frozen=True)
class MeasureWords:
    """How a measure is spoken of.

    Attributes
    ----------
    noun : str
        As in a sentence.
    when : str
        Of which part of the run, in words; may be empty.
    kind : {"share", "count", "money", "hours", "weeks"}
        How its values are written.
    unit : str
        What a share is a share of (``of staff``), or what is counted (``posts a week``).
    degrees : Degrees
        How it is compared.
    """

    noun: str
    when: str
    kind: Kind
    unit: str = ""
    degrees: Degrees = AMOUNT

    def most(self, better: Better) -> str:
        """How the best is spoken of: ``most weekly visitors``, ``least money spent``."""
        return f"{self.degrees.most if better == 'more' else self.degrees.least} {self.noun}"

    def more(self, better: Better) -> str:
        """How what is better is spoken of: ``more weekly visitors``, ``less money spent``."""
        return f"{self.degrees.more if better == 'more' else self.degrees.less} {self.noun}"

    @property
    def title(self) -> str:
        """What an axis shows: ``weekly visitors, last half-year, share of staff``."""
        unit = {"share": f"share {self.unit}", "money": "money", "hours": "hours", "weeks": "weeks"}
        said = unit.get(self.kind, self.unit)
        parts = (self.noun, self.when, "" if said in self.noun else said)
        return ", ".join(part for part in parts if part)

    @property
    def difference_unit(self) -> str:
        """In what differences are written."""
        return {
            "share": f"percentage points {self.unit}",
            "money": "money",
            "hours": "hours",
            "weeks": "weeks",
        }.get(self.kind, self.unit or self.noun)

    @property
    def difference_title(self) -> str:
        """What an axis of differences shows, without what they are from."""
        unit = f"percentage points {self.unit}" if self.kind == "share" else ""
        parts = (f"change in {self.noun}", self.when, unit)
        return ", ".join(part for part in parts if part)


LATE = "last half-year"
MEASURE_WORDS: Final[Mapping[str, MeasureWords]] = MappingProxyType(
    {
        "participation_last_half_year": MeasureWords(
            "weekly visitors", LATE, "share", "of staff", NUMBER
        ),
        "visitors_four_weekly_last_half_year": MeasureWords(
            "four-weekly visitors", LATE, "share", "of staff", NUMBER
        ),
        "unmanaged_participation_last_half_year": MeasureWords(
            "weekly visitors without any programme", LATE, "share", "of staff", NUMBER
        ),
        "accounts_end": MeasureWords("accounts", "end of the run", "count", "accounts", NUMBER),
        "account_share_end": MeasureWords(
            "accounts", "end of the run", "share", "of staff", NUMBER
        ),
        "posts_a_week_last_half_year": MeasureWords("posts", LATE, "count", "posts a week", NUMBER),
        "work_share_last_half_year": MeasureWords(
            "posts about work", LATE, "share", "of posts", NUMBER
        ),
        "questions_answered_day_share_last_half_year": MeasureWords(
            "questions answered within a day", LATE, "share", "of questions", NUMBER
        ),
        "first_posts_answered_share_last_half_year": MeasureWords(
            "first posts answered within a week", LATE, "share", "of first posts", NUMBER
        ),
        "money_total": MeasureWords("money spent", "whole run", "money"),
        "champion_hours_total": MeasureWords(
            "hours of the champion", "whole run", "hours", "", NUMBER
        ),
        "hours_saved_total": MeasureWords(
            "hours saved by answers", "whole run", "hours", "", NUMBER
        ),
        "break_even_week": MeasureWords(
            "weeks until it has paid for itself", "", "weeks", "", NUMBER
        ),
        "half_life_weeks": MeasureWords("momentum half-life", "", "weeks", "", LENGTH),
        "weeks_after_departure": MeasureWords(
            "weeks without the champion", "", "weeks", "", NUMBER
        ),
        "self_sustaining": MeasureWords(
            "runs that sustain themselves", "", "share", "of runs", NUMBER
        ),
    }
)


def measure_words(measure: str) -> MeasureWords:
    """How a measure is spoken of; one without words of its own is spelled out."""
    known = MEASURE_WORDS.get(measure)
    return known or MeasureWords(measure.replace("_", " "), "", "count")


def value_said(measure: str, value: float) -> str:
    """Say a value with its unit: ``9.8 % of staff``, ``$26,400``, ``31 weeks``, ``never``."""
    words = measure_words(measure)
    if math.isnan(value):
        return UNKNOWN
    if words.kind == "share":
        return f"{percent(value)} {words.unit}"
    if words.kind == "weeks":
        return weeks(value)
    if words.kind == "money":
        return money(value)
    unit = "hours" if words.kind == "hours" else words.unit
    return f"{number(value, _decimals_of(measure, value))}{NO_BREAK}{unit}".rstrip(NO_BREAK)


def difference_said(measure: str, difference: float) -> str:
    """Say a difference with sign and unit: ``+6.7 percentage points``, ``+$1,200``."""
    words = measure_words(measure)
    if math.isnan(difference):
        return UNKNOWN
    if math.isinf(difference):
        return "to never" if difference > 0 else "from never"
    if words.kind == "share":
        return f"{_points(difference, abs(difference), signed=True)} percentage points"
    if words.kind == "money":
        return ("+" if difference > 0 else "") + money(difference)
    said = number(difference, _decimals_of(measure, difference), signed=True)
    unit = words.kind if words.kind in ("hours", "weeks") else words.unit
    return f"{said}{NO_BREAK}{unit}".rstrip(NO_BREAK)


def interval_said(measure: str, low: float, high: float) -> str:
    """Say the ends of an interval of differences, without the unit: ``6.1 to 7.3``."""
    ends = [_end_said(measure, end, max(abs(low), abs(high))) for end in (low, high)]
    return UNKNOWN if UNKNOWN in ends else " to ".join(ends)


def short_values(measure: str, values: NDArray[np.float64], *, signed: bool = False) -> list[str]:
    """Write values alike and without unit, as in the cells of a map; shares in per cent."""
    scale = 100.0 if measure_words(measure).kind == "share" else 1.0
    finite = np.abs(scale * values[np.isfinite(values)])
    largest = float(finite.max()) if finite.size else 0.0
    # Shares that lie close together need a second digit to be told apart.
    apart = largest - float(finite.min()) if finite.size > 1 else largest
    unit, suffix = (1e6, "m") if largest >= 1e6 else (1e3, "k") if largest >= 1e4 else (1.0, "")
    decimals = _decimals_of(measure, largest / unit) if scale == 1.0 else 2 if apart < 1 else 1
    return [
        ""
        if math.isnan(value)
        else ("never" if value > 0 else MINUS + "never")
        if math.isinf(value)
        else number(scale * value / unit, decimals, signed=signed) + suffix
        for value in values.tolist()
    ]


def measure_axis(
    axes: Axes,
    measure: str,
    *,
    which: str = "y",
    signed: bool = False,
    never: float | None = None,
    ticks: Sequence[float] = (),
) -> None:
    """Write an axis in the unit of a measure, or of its differences.

    Parameters
    ----------
    axes : Axes
        With its final limits.
    measure : str
        Gives the unit.
    which : {"x", "y"}
        Which axis.
    signed : bool
        Whether it shows differences.
    never : float, optional
        Place that stands for what never happens; numbers end before it.
    ticks : sequence of float, optional
        Where to write; at round numbers if not given.
    """
    axis = axes.yaxis if which == "y" else axes.xaxis
    low, high = axes.get_ylim() if which == "y" else axes.get_xlim()
    written = [
        float(tick)
        for tick in ticks or MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
        if low <= tick <= high and (never is None or abs(tick) < 0.93 * never)
    ]
    if never is not None:
        written += [place for place in (never, -never) if low <= place <= high]

    def write(value: float, _position: int | None = None) -> str:
        if never is not None and abs(value) >= never:
            return difference_said(measure, math.copysign(math.inf, value)) if signed else "never"
        return _tick(measure, value, signed=signed)

    axis.set_ticks(written)
    axis.set_major_formatter(FuncFormatter(write))


def _tick(measure: str, value: float, *, signed: bool) -> str:
    kind = measure_words(measure).kind
    sign = "+" if signed and value > 0 else MINUS if value < 0 else ""
    size = abs(value)
    if kind == "share":
        return f"{sign}{100 * size:.6g}" + ("" if signed else NO_BREAK + "%")
    dollar = "$" if kind == "money" else ""
    if size >= 1e6:
        return f"{sign}{dollar}{size / 1e6:.3g}m"
    return f"{sign}{dollar}{size:,.6g}"


def _end_said(measure: str, end: float, largest: float) -> str:
    kind = measure_words(measure).kind
    if math.isnan(end):
        return UNKNOWN
    if math.isinf(end):
        return difference_said(measure, end)
    if kind == "share":
        return _points(end, largest)
    return money(end) if kind == "money" else number(end, _decimals_of(measure, largest))


def _points(share: float, largest: float, *, signed: bool = False) -> str:
    """A difference of shares in points, with a second digit if they are tiny."""
    return number(100 * share, 2 if 0.0 < largest < 0.001 else 1, signed=signed)


def _decimals_of(measure: str, value: float) -> int:
    """Digits after the point that leave about three digits in all; weeks are whole."""
    size = abs(value)
    if measure_words(measure).kind == "weeks" or not 0 < size < 100:
        return 0
    return 1 if size >= 1 else 2
