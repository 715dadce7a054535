"""Structural variants of the model: where the evidence conflicts, its form is an assumption."""

from __future__ import annotations

from itertools import product
from typing import Final, get_args

from uptake.checking import nearest, one_of
from uptake.errors import InputError, Problem
from uptake.parameters import Assumptions

CHOICES: Final = ("contagion", "manager_influence")
DEFAULT, ALL = "default", "all"


def variants() -> dict[str, dict[str, str]]:
    """Every combination of the structural choices by name, the default ones first.

    Returns
    -------
    dict of str to dict
        Name, such as ``simple/bottom_up``, to assumptions.
    """
    values = [get_args(Assumptions.model_fields[choice].annotation) for choice in CHOICES]
    defaults = tuple(Assumptions.model_fields[choice].default for choice in CHOICES)
    combinations = sorted(product(*values), key=lambda chosen: chosen != defaults)
    return {"/".join(chosen): dict(zip(CHOICES, chosen, strict=True)) for chosen in combinations}


def chosen_variants(asked: str) -> dict[str, dict[str, str]]:
    """The variants that the command line asks for: ``default``, ``all``, or one by name.

    Raises
    ------
    InputError
        If there is none of that name.
    """
    every = variants()
    if asked == ALL:
        return every
    name = next(iter(every)) if asked == DEFAULT else asked
    if name in every:
        return {name: every[name]}
    names = (DEFAULT, ALL, *every)
    right = nearest(asked, names) or one_of(names)
    wrong = "is no variant of the model"
    raise InputError([Problem("the command", "--assumptions", wrong, asked, right)])
