"""Dates of HR exports: ISO, month/day/year or day/month/year, decided for a whole column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].*)?")
SLASHES = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[T ].*)?")


def day_comes_first(texts: Sequence[str]) -> bool | None:
    """Whether 03/04/2011 in this column is the 3rd of April; None if nothing in it tells.

    Dots mean day first. With slashes or dashes, whichever order makes more of the column a date.
    """
    matches = [match for match in (SLASHES.fullmatch(text) for text in texts) if match]
    day_first = sum(match[2] == "." or int(match[1]) > 12 for match in matches)
    month_first = sum(match[2] != "." and int(match[3]) > 12 for match in matches)
    return None if day_first == month_first else day_first > month_first


def read_date(text: str, day_first: bool) -> date | None:
    """Date that a text means, or None if it means none."""
    iso = ISO.fullmatch(text)
    slashes = SLASHES.fullmatch(text)
    if iso:
        year, month, day = int(iso[1]), int(iso[2]), int(iso[3])
    elif slashes:
        first, second, year = int(slashes[1]), int(slashes[3]), int(slashes[4])
        month, day = (second, first) if day_first else (first, second)
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
