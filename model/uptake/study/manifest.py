"""The manifest of a study: all that is needed to know what made it, and to make it again."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

from uptake.compilation import code_digest
from uptake.organisation import Organisation
from uptake.study.study import StudyResult

LIBRARIES = ("numpy", "numba", "scipy", "pandas", "pyarrow", "mesa", "networkx", "pydantic")


def manifest_of(
    result: StudyResult,
    command: Sequence[str],
    started: datetime,
    seconds: Mapping[str, float],
    workers: int | None,
) -> dict[str, object]:
    """Describe a study; of the organisation only counts, never ids.

    Parameters
    ----------
    result : StudyResult
        The study.
    command : sequence of str
        What was typed.
    started : datetime
        When, with a time zone.
    seconds : mapping
        Seconds taken by each part of the work.
    workers : int or None
        Processes asked for; None for all cores.
    """
    return {
        "command": " ".join(command),
        "scenarios": [
            {
                "name": scenario.name,
                "fingerprint": scenario.fingerprint,
                "unmanaged_twin": scenario.unmanaged().fingerprint,
                "resolved": scenario.model_dump(mode="json"),
            }
            for scenario in result.scenarios
        ],
        "organisation": organisation_counts(result.organisation),
        "assumptions": {
            "ensemble": result.ensemble.name,
            "sets": len(result.ensemble.members),
            "sets_run": result.summary["member"].nunique(),
        },
        "seed": result.seed,
        "replicates": list(result.replicates),
        "code": code_digest(),
        "versions": versions(),
        "platform": {
            "system": platform.system(),
            "release": platform.release(),
            "machine": platform.machine(),
            "python": platform.python_version(),
        },
        "timing": {
            "started": started.astimezone(UTC).isoformat(timespec="seconds"),
            "seconds": {part: round(spent, 2) for part, spent in seconds.items()},
            "workers": "all cores" if workers is None else workers,
        },
    }


def organisation_counts(organisation: Organisation) -> dict[str, object]:
    """Fingerprint and counts of an organisation."""
    chart = organisation.chart
    return {
        "fingerprint": organisation.fingerprint,
        "positions": len(chart.employee_ids),
        "employees": int(chart.staffed.sum()),
        "managers": int((chart.span > 0).sum()),
        "departments": len(chart.department_names),
        "sites": len(chart.site_names),
        "ties": int(organisation.contacts.neighbour.size // 2),
    }


def versions() -> dict[str, str]:
    """Versions of this package and of the libraries that a result may depend on."""
    found = {}
    for name in ("uptake", *LIBRARIES):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found
