"""How numbers are said: one rounding, one spelling, for figures, tables and sentences alike."""

from __future__ import annotations

import math
from collections.abc import Sequence

NO_BREAK = "\u00a0"
MINUS = "\u2212"
UNKNOWN = "not known"
INTERVAL = f"95{NO_BREAK}% interval"


def number(value: float, decimals: int = 1, *, signed: bool = False) -> str:
    """Write a number with thousands separators and a real minus sign.

    Parameters
    ----------
    value : float
        The number; nan and infinities are said in words.
    decimals : int
        Digits after the point.
    signed : bool
        Whether a positive number gets a plus sign. A number that rounds to nought never has a sign.

    Returns
    -------
    str
        The number in words fit for a reader.
    """
    if math.isnan(value):
        return UNKNOWN
    if math.isinf(value):
        return "without limit" if value > 0 else f"{MINUS}without limit"
    text = f"{abs(value):,.{decimals}f}"
    if not text.strip("0.,"):
        return text
    if value < 0:
        return MINUS + text
    return "+" + text if signed else text


def percent(share: float, decimals: int = 1) -> str:
    """Write a share between 0 and 1 as a percentage with a no-break space: ``9.8 %``."""
    if not math.isfinite(share):
        return UNKNOWN
    return number(100 * share, decimals) + NO_BREAK + "%"


def points(difference: float, *, unit: bool = True) -> str:
    """Write a difference of two shares in percentage points: ``+6.7 percentage points``."""
    if not math.isfinite(difference):
        return UNKNOWN
    text = number(100 * difference, signed=True)
    return f"{text} percentage points" if unit else text


def point_interval(low: float, high: float) -> str:
    """Write an interval of differences of shares in points, without the unit: ``6.1 to 7.3``."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return UNKNOWN
    return f"{number(100 * low)} to {number(100 * high)}"


def weeks(count: float) -> str:
    """Write a number of weeks: ``31 weeks``; an infinite number is ``never``."""
    if math.isnan(count):
        return UNKNOWN
    if math.isinf(count):
        return "never"
    whole = round(count)
    return f"{whole:,}{NO_BREAK}{'week' if whole == 1 else 'weeks'}"


def money(amount: float, currency: str = "$") -> str:
    """Write an amount of money to about three digits: ``$840``, ``$26,400``, ``$1.25 million``."""
    if not math.isfinite(amount):
        return UNKNOWN
    size = abs(amount)
    sign = MINUS if amount < 0 else ""
    if size >= 999_500:
        return f"{sign}{currency}{size / 1e6:,.2f} million"
    if size >= 100:
        digits = max(len(str(round(size))) - 3, 0)
        return f"{sign}{currency}{round(size, -digits):,.0f}"
    return f"{sign}{currency}{size:,.0f}" if round(size) else f"{currency}0"


def listed(items: Sequence[str]) -> str:
    """Join items as in a sentence: ``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def counted(count: int, singular: str, plural: str | None = None) -> str:
    """Write a count with its noun: ``one run``, ``20 runs``."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    said = words[count] if 0 <= count < len(words) else f"{count:,}"
    return f"{said} {singular if count == 1 else plural or singular + 's'}"


def sentence(text: str) -> str:
    """Give a statement its capital letter, leaving the rest as it is."""
    return text[:1].upper() + text[1:]
