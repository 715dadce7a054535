from __future__ import annotations

import pytest
from hypothesis import settings

import worlds

# The same examples on every machine, and no deadline: a first call compiles.
settings.register_profile("uptake", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("uptake")


@pytest.fixture(scope="session")
def small():
    return worlds.small()


@pytest.fixture(scope="session")
def middling():
    return worlds.middling()
