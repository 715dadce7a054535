"""Which assumptions the patterns are looked for under, and how often."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from uptake.checking import nearest, one_of
from uptake.errors import InputError, Problem
from uptake.study.assumed import chosen_ensemble
from uptake.study.ensemble import REFERENCE, Ensemble, reference
from uptake.study.variants import ALL, DEFAULT, variants

MEMBERS, QUICK_MEMBERS = 64, 24
"""So many members of an ensemble are run, if it has as many; any first few stand for all."""
FEW, QUICK_FEW = 12, 4
"""So often a single set of assumptions is run, since only chance tells its runs apart, and each of
several variants: nine of them twelve times are more runs than an ensemble takes on its own."""


def judged(asked: str) -> dict[str, Ensemble]:
    """Find the assumptions that the command line asks for.

    Parameters
    ----------
    asked : str
        ``reference``, ``default``, a file of assumptions, or a structure by name or ``all`` of
        them, which are then forced on every member of the reference.

    Returns
    -------
    dict of str to Ensemble
        By name, in the order of the tables.

    Raises
    ------
    InputError
        If there is none of that name, or with every row of the file that makes no sense.
    """
    every = variants()
    if asked == ALL:
        return {name: forced(reference(), name, choices) for name, choices in every.items()}
    if asked in every:
        return {asked: forced(reference(), asked, every[asked])}
    found = chosen_ensemble(asked)
    if found is not None:
        return {found.name: found}
    names = (REFERENCE, DEFAULT, ALL, *every)
    right = nearest(asked, names) or f"{one_of(names)}, or a CSV file of assumptions"
    wrong = "is no set of assumptions"
    raise InputError([Problem("the command", "--assumptions", wrong, asked, right)])


def forced(ensemble: Ensemble, name: str, choices: Mapping[str, Any]) -> Ensemble:
    """The same members, all with one structure and otherwise as they were."""
    return Ensemble(name, tuple({**member, **choices} for member in ensemble.members))


def replicates_wanted(ensembles: Mapping[str, Ensemble], *, quick: bool) -> int:
    """How often populations are run, unless somebody says."""
    members, few = (QUICK_MEMBERS, QUICK_FEW) if quick else (MEMBERS, FEW)
    counts = {len(one.members) for one in ensembles.values()}
    if len(ensembles) > 1 or counts == {1}:
        return few
    return min(members, *counts)
