"""Places for numbers in the sentence of a claim, so that text and numbers are never out of step."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

PLACEHOLDER: Final = re.compile(r"\{(\w*)\}")
OF_KIND: Final[Mapping[str, tuple[str, ...]]] = {
    "difference": ("difference", "baseline", "alternative"),
    "ratio": ("ratio", "baseline", "alternative"),
    "level": ("level",),
    "order": ("gap", "levels"),
}


def placeholders_of(kind: str) -> tuple[str, ...]:
    """Names of the placeholders that a claim of a kind may have."""
    return OF_KIND[kind]


def placeholders_in(statement: str) -> list[str]:
    """Names of the placeholders of a statement, in order."""
    return PLACEHOLDER.findall(statement)


def filled(statement: str, said: Mapping[str, str]) -> str:
    """A statement with what is said in the place of each placeholder."""
    return PLACEHOLDER.sub(lambda found: said[found[1]], statement)
