"""Repairs of a staff file: none is made unless the user asks for it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Repairs(BaseModel):
    """What to do about mistakes in a staff file; what is left out is refused.

    Attributes
    ----------
    several_roots : {"join", "keep"}, optional
        People without a manager besides the one with most people below: they report to that one
        (join), or each is the top of a tree of their own (keep).
    unknown_manager : {"top"}, optional
        A manager who is not in the file: as if the cell were empty.
    self_managed : {"top"}, optional
        People who are their own manager: as if the cell were empty.
    duplicates : {"first", "latest"}, optional
        Rows with the same id: the first counts, or the one with the latest effective date.
    broken_rows : {"skip"}, optional
        Rows that cannot be read (bytes, number of fields) or have no id: they are left out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    several_roots: Literal["join", "keep"] | None = None
    unknown_manager: Literal["top"] | None = None
    self_managed: Literal["top"] | None = None
    duplicates: Literal["first", "latest"] | None = None
    broken_rows: Literal["skip"] | None = None
