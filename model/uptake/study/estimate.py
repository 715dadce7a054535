"""What a study will take: time and disk, before it is begun."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from uptake.adoption import AdoptionModel
from uptake.organisation import Organisation
from uptake.scenario import Scenario
from uptake.study.making import needs_twin

SECONDS_OF_TRIAL = 1.5
BYTES_A_NUMBER = 2.5
"""Of a weekly measure, packed; measured on studies of several sizes."""
BYTES_A_RUN = 300
BYTES_A_MEASURE = 9
START_SECONDS = 4.0
"""Until workers have loaded what they need."""


@dataclass(frozen=True)
class Estimate:
    """What a study will take, about.

    Attributes
    ----------
    cells, runs : int
        How many.
    seconds : float
        On the workers it was asked for.
    disk_bytes : float
        Of the store.
    """

    cells: int
    runs: int
    seconds: float
    disk_bytes: float


def seconds_a_run(scenario: Scenario, organisation: Organisation) -> float:
    """Time a run here, or the first weeks of it if it is long."""
    for _ in range(2):  # The first may compile.
        model = AdoptionModel(scenario, organisation, collect=False)
        begin = time.perf_counter()
        while model.week < scenario.weeks and time.perf_counter() - begin < SECONDS_OF_TRIAL:
            model.step()
        spent = time.perf_counter() - begin
    return spent * scenario.weeks / model.week


def bytes_a_run(weeks: int, measures: Sequence[str], weekly: Sequence[str]) -> float:
    """Disk that the results of a run take, about."""
    return BYTES_A_RUN + BYTES_A_MEASURE * len(measures) + BYTES_A_NUMBER * weeks * len(weekly)


def twin_runs(measures: Sequence[str], worlds: int, organisations: int, replicates: int) -> int:
    """Runs without any programme that measures are compared with, besides those asked for."""
    return worlds * organisations * replicates if needs_twin(measures) else 0
