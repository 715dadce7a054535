"""Inputs of functions with known answers, and runners that work such a function out."""

from __future__ import annotations

import numpy as np

from uptake.documents import Mark
from uptake.study.sensitivity.inputs import Input
from uptake.study.varied import Choice, Varied

MARK = Mark("nowhere", 1, 1, "")


def number(name, low=0.0, high=1.0, *, lever=False, usual=None):
    """An uncertainty over a range; its usual value is the middle."""
    middle = (low + high) / 2 if usual is None else usual
    varied = Varied(("assumptions", name), MARK, low=low, high=high)
    return Input(varied, lever, None if lever else Choice(middle, middle))


def words(name, *values):
    """An uncertainty with some words as values; the first is the usual one."""
    choices = tuple(Choice(value, value, MARK) for value in values)
    return Input(Varied(("assumptions", name), MARK, choices), False, choices[0])


class Runner:
    """Works out a function of the inputs' values at each point, with chance besides.

    `chance` gives what is added: a function of a generator, points and replicates.
    """

    def __init__(self, function, replicates=1, chance=None):
        self.function = function
        self.replicates = replicates
        self.chance = chance
        self.asked = {}

    def __call__(self, name, points):
        self.asked[name] = points
        values = [
            self.function(**{str(place[-1]): choice.value for place, choice in point.items()})
            for point in points
        ]
        outcomes = np.repeat(np.array(values, float)[:, None], self.replicates, axis=1)
        if self.chance is not None:
            rng = np.random.default_rng(len(self.asked))
            outcomes = outcomes + self.chance(rng, len(points), self.replicates)
        return outcomes


def ishigami(a, b, c):
    return np.sin(a) + 7.0 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a)


ISHIGAMI_FIRST = {"a": 0.3139, "b": 0.4424, "c": 0.0}
ISHIGAMI_TOTAL = {"a": 0.5576, "b": 0.4424, "c": 0.2437}
"""Indices of Ishigami and Homma's function over -pi to pi, worked out by hand from
V = 49/8 + 0.1 pi^4/5 + 0.01 pi^8/18 + 1/2."""


def ishigami_inputs():
    return [number(name, -np.pi, np.pi) for name in "abc"]


G = {"a": 0.0, "b": 1.0, "c": 4.5, "d": 99.0}


def g_function(**values):
    return np.prod([(abs(4.0 * values[name] - 2.0) + G[name]) / (1.0 + G[name]) for name in values])


def g_indices():
    """First-order and total indices of the g-function (Saltelli and Sobol 1995)."""
    parts = {name: 1.0 / (3.0 * (1.0 + a) ** 2) for name, a in G.items()}
    whole = np.prod([1.0 + part for part in parts.values()]) - 1.0
    first = {name: part / whole for name, part in parts.items()}
    total = {
        name: part * np.prod([1.0 + other for key, other in parts.items() if key != name]) / whole
        for name, part in parts.items()
    }
    return first, total
