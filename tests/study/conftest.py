from __future__ import annotations

import pytest

from uptake.organisation import connect, synthetic_chart
from uptake.scenario import Scenario


@pytest.fixture(scope="session")
def organisation():
    return connect(synthetic_chart(headcount=80, departments=4, seed=0))


@pytest.fixture
def scenarios():
    return [
        Scenario.model_validate(
            {"name": "Nothing", "weeks": 20, "champion": None}, context={"folder": "."}
        ),
        Scenario.model_validate({"name": "Mail", "weeks": 20, "programme": {"newsletter": {}}}),
    ]
