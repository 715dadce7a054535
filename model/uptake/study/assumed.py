"""The assumptions of runs: those that are asked for, apart from what a scenario sets itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from uptake.checking import nearest, one_of
from uptake.errors import InputError, Problem
from uptake.parameters import Assumptions
from uptake.scenario import Scenario
from uptake.study.ensemble import REFERENCE, Ensemble, read_ensemble, reference
from uptake.study.variants import CHOICES, DEFAULT, variants

DEFAULTS: Final = Ensemble(DEFAULT, ({},))
"""The default assumptions alone."""


def chosen_ensemble(asked: str, folder: Path = Path()) -> Ensemble | None:
    """Find the assumptions that a word asks for.

    Parameters
    ----------
    asked : str
        ``reference``, ``default``, a structural variant by name, or a CSV file.
    folder : Path
        Where the path of a file starts.

    Returns
    -------
    Ensemble or None
        None if the word means nothing.

    Raises
    ------
    InputError
        With every mistake in the file.
    """
    if asked == REFERENCE:
        return reference()
    if asked == DEFAULT:
        return DEFAULTS
    if asked in variants():
        return Ensemble(asked, (variants()[asked],))
    path = folder / asked
    return read_ensemble(path) if path.suffix.lower() == ".csv" or path.is_file() else None


def asked_ensemble(asked: str) -> Ensemble:
    """Find the assumptions that the command line asks for; see `chosen_ensemble`.

    Raises
    ------
    InputError
        If the word means nothing, or with every mistake in the file.
    """
    found = chosen_ensemble(asked)
    if found is None:
        wrong = "is no variant of the model and no file"
        raise InputError([Problem("the command", "--assumptions", wrong, asked, likely(asked))])
    return found


def likely(asked: str) -> str:
    """What was meant by a word for assumptions that means nothing, or all it could be."""
    names = (REFERENCE, DEFAULT, *variants())
    return nearest(asked, names) or one_of([*names, "a CSV file such as uptake calibrate writes"])


def under(scenario: Scenario, member: Mapping[str, Any]) -> Scenario:
    """The scenario under other assumptions; what it sets itself stays.

    Parameters
    ----------
    scenario : Scenario
        As it was read: what it sets itself is known of that alone.
    member : mapping of name to value
        Of an ensemble.
    """
    assumptions = yielding(scenario.assumptions, member)
    return scenario.model_copy(update={"assumptions": assumptions})


def yielding(assumptions: Assumptions, member: Mapping[str, Any]) -> Assumptions:
    """The assumptions of a member, apart from those that were set explicitly."""
    return Assumptions.model_validate({**member, **set_in(assumptions)}) if member else assumptions


def set_in(assumptions: Assumptions) -> dict[str, Any]:
    """What was set explicitly, by name."""
    return {name: getattr(assumptions, name) for name in sorted(assumptions.model_fields_set)}


def identity(scenario: Scenario) -> str:
    """What decides the runs of a scenario under any assumptions: also which it sets itself."""
    return " ".join([scenario.fingerprint, *set_in(scenario.assumptions)])


def variant_of(assumptions: Assumptions) -> str:
    """Name of the structural variant, such as ``simple/bottom_up``."""
    return "/".join(getattr(assumptions, choice) for choice in CHOICES)
