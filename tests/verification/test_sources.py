"""Sources hold no other chance, and no function whose bits depend on the machine."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import uptake

ROOT = Path(uptake.__file__).parent
SOURCES = sorted(ROOT.rglob("*.py"))
CHANGES_STATE = [
    *sorted((ROOT / "behaviour").glob("*.py")),
    *sorted((ROOT / "programme").glob("*.py")),
    *(ROOT / f"{name}.py" for name in ("week", "adoption", "chance", "numerics", "state")),
    *(
        ROOT / "organisation" / f"{name}.py"
        for name in ("ties", "circles", "contacts", "synthetic", "growth", "tree", "graphs")
    ),
]
MODULES_OF_CHANCE = {"random", "secrets", "uuid"}
NAMES_OF_CHANCE = {"default_rng", "RandomState", "rvs", "urandom", "Generator", "SystemRandom"}
SEEDED_IN_NETWORKX = ("random", "erdos", "watts", "barabasi", "gnp", "gnm", "spring_layout")
LIBRARY_FUNCTIONS = {
    "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "pow", "power", "float_power",
    "sin", "cos", "tan", "tanh", "sinh", "cosh", "erf", "erfc", "gamma", "lgamma", "cbrt",
}  # fmt: skip


def dotted(node: ast.AST) -> str:
    """Name of ``a.b.c``; empty for anything else."""
    if isinstance(node, ast.Attribute):
        inner = dotted(node.value)
        return f"{inner}.{node.attr}" if inner else ""
    return node.id if isinstance(node, ast.Name) else ""


def chance_in(source: str) -> list[str]:
    """Every use of randomness in a source that is not keyed."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [a.name for a in node.names if a.name.split(".")[0] in MODULES_OF_CHANCE]
        elif isinstance(node, ast.ImportFrom):
            module = (node.module or "").split(".")
            if module[0] in MODULES_OF_CHANCE or module[:2] == ["numpy", "random"]:
                found.append(node.module or "")
            found += [a.name for a in node.names if a.name in NAMES_OF_CHANCE]
        elif isinstance(node, ast.Attribute):
            name = dotted(node)
            if name in ("np.random", "numpy.random", "self.random", "model.random", "model.rng"):
                found.append(name)
            if node.attr in NAMES_OF_CHANCE:
                found.append(node.attr)
        elif isinstance(node, ast.Call):
            name = dotted(node.func)
            unseeded = all(keyword.arg != "seed" for keyword in node.keywords)
            if name.startswith(("nx.", "networkx.")) and unseeded:
                last = name.rsplit(".", 1)[1]
                found += [name] if any(word in last for word in SEEDED_IN_NETWORKX) else []
    return found


def machine_dependent_in(source: str) -> list[str]:
    """Every call of a library function whose last bit depends on the machine."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            module, _, name = dotted(node).rpartition(".")
            if module in ("np", "numpy", "math", "scipy.special") and name in LIBRARY_FUNCTIONS:
                found.append(f"{module}.{name}")
        elif isinstance(node, ast.ImportFrom) and node.module in ("math", "numpy"):
            found += [a.name for a in node.names if a.name in LIBRARY_FUNCTIONS]
        elif isinstance(node, ast.keyword) and node.arg in ("fastmath", "parallel"):
            found.append(node.arg)
        elif isinstance(node, ast.Name) and node.id == "prange":
            found.append(node.id)
    return found


@pytest.mark.parametrize("source", SOURCES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_there_is_no_chance_but_the_keyed_one(source):
    # PyABC draws from NumPy's global generator: chance.py seeds it by a key, and draws from it.
    # Keys of what a page has opened must be unguessable; they decide no result.
    allowed = {
        "chance.py": ["np.random"] * 2,
        "web/opened.py": ["secrets"],
        "web/places.py": ["secrets"],
    }
    name = source.relative_to(ROOT).as_posix()
    assert chance_in(source.read_text(encoding="utf-8")) == allowed.get(name, [])


@pytest.mark.parametrize("source", CHANGES_STATE, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_what_changes_state_has_the_same_bits_on_every_machine(source):
    assert machine_dependent_in(source.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "import random",
        "from random import choice",
        "import numpy as np\nnp.random.rand()",
        "from numpy.random import default_rng",
        "generator = numpy.random.default_rng(1)",
        "stats.norm.rvs(10)",
        "nx.gnp_random_graph(10, 0.1)",
        "nx.spring_layout(graph)",
        "import os\nos.urandom(4)",
    ],
)
def test_the_search_for_chance_finds_it(line):
    assert chance_in(line)


@pytest.mark.parametrize("line", ["np.exp(x)", "math.log(x)", "from math import exp", "prange(3)"])
def test_the_search_for_library_functions_finds_them(line):
    assert machine_dependent_in(line)


def test_the_searches_do_not_mind_what_is_allowed():
    allowed = (
        "nx.spring_layout(graph, seed=1)\nuniforms(key, 'week', rows)\nmath.sqrt(math.floor(x))"
    )
    assert chance_in(allowed) == []
    assert machine_dependent_in(allowed) == []
