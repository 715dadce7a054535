"""What a figure of a study is about: which measure, where, and which way is better."""

from __future__ import annotations

from dataclasses import dataclass

from uptake.figures.study_cells import study_source, where_said
from uptake.study.better import Better
from uptake.study.table import StudyTable


@dataclass(frozen=True, eq=False)
class StudyView:
    """One measure of a study, as figures show it.

    Attributes
    ----------
    table : StudyTable
        The study.
    measure : str
        One of its measures.
    better : {"more", "less"}
        Which way the measure is better.
    organisation : str or None
        Only runs of this one; else of all, which count alike.
    source : str or None
        The source line; made from the table if not given.
    """

    table: StudyTable
    measure: str
    better: Better = "more"
    organisation: str | None = None
    source: str | None = None

    @property
    def source_line(self) -> str:
        """Where a figure comes from, for its foot."""
        return self.source or study_source(self.table)

    @property
    def over(self) -> str:
        """What is summed up: ``64 plausible sets of assumptions``, ``20 replicates``."""
        return where_said(self.table, self.organisation)
