"""How a table writes the values of a measure: without the unit, which its heading has."""

from __future__ import annotations

import math

from uptake.figures.measure_words import measure_words
from uptake.study.wording import MINUS, UNKNOWN, money, number, percent, points

NEVER = "never"
WITHOUT_LIMIT = "∞"
"""A difference of weeks to what never happens."""


def cell_value(measure: str, value: float) -> str:
    """Write a value: ``9.8 %``, ``$1,200``, ``31``, ``never``."""
    if math.isnan(value):
        return UNKNOWN
    if math.isinf(value):
        return NEVER
    kind = measure_words(measure).kind
    if kind == "share":
        return percent(value)
    if kind == "money":
        return money(value)
    return number(value, 0 if kind == "weeks" else _decimals(value))


def cell_difference(measure: str, difference: float) -> str:
    """Write a difference with its sign: ``+6.7``, ``−$300``, ``+∞``."""
    if math.isnan(difference):
        return UNKNOWN
    sign = "+" if difference > 0 else MINUS
    if math.isinf(difference):
        return sign + WITHOUT_LIMIT
    kind = measure_words(measure).kind
    if kind == "share":
        return points(difference, unit=False)
    if kind == "money":
        said = money(abs(difference))
        return said if said == money(0.0) else sign + said
    return number(difference, _decimals(difference), signed=True)


def cell_size(measure: str, size: float) -> str:
    """Write the size of a difference, a dash where it is not known: ``6.7``, ``$300``, ``∞``."""
    return "–" if math.isnan(size) else cell_difference(measure, abs(size)).lstrip("+")


def cell_interval(measure: str, low: float, high: float) -> str:
    """Write an interval of differences, plus signs left out: ``−0.3 to 7.3``."""
    if math.isnan(low) or math.isnan(high):
        return UNKNOWN
    return " to ".join(cell_difference(measure, end).lstrip("+") for end in (low, high))


def unit_words(measure: str) -> str:
    """What the values of a measure count in, for a heading: ``of staff``, ``weeks``."""
    words = measure_words(measure)
    return words.kind if words.kind in ("weeks", "hours") else words.unit


def noun_words(measure: str) -> str:
    """Say a measure in a sentence: ``weekly visitors (last half-year)``."""
    words = measure_words(measure)
    return f"{words.noun} ({words.when})" if words.when else words.noun


def _decimals(value: float) -> int:
    return 0 if abs(value) >= 100 else 1
