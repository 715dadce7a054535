"""Small organisations and scenarios that the tests of the model share."""

from __future__ import annotations

import hashlib
from functools import cache

import networkx as nx
import numpy as np

from uptake.adoption import AdoptionModel
from uptake.organisation import (
    Organisation,
    connect,
    grow,
    open_community,
    synthetic_chart,
)
from uptake.organisation.chart import build_chart
from uptake.organisation.contacts import contacts_from_edges
from uptake.scenario import Scenario

EVERYTHING = {
    "newsletter": {"every_weeks": 1},
    "welcome_pack": {"delay_weeks": 1},
    "desk_drop": {"weeks": [3, 9]},
    "moderation": {},
    "manager_engagement": {"from_week": 4},
    "evidence_report": {"every_weeks": 8},
    "launch_campaign": {"duration_weeks": 4},
    "induction": {},
    "deputies": {"number": 3},
}
"""All nine built-in interventions at once."""

UNTOUCHED = {
    "contagion": "none",
    "manager_influence": "none",
    "belief_rate": 0.0,
    "value_rate": 0.0,
    "answer_effect": 0.0,
    "visit_company": 0.0,
    "separation_a_year": 0.0,
}
"""Assumptions under which nobody influences anybody and nobody leaves."""

LOCAL = {
    "visit_company": 0.0,
    "belief_rate": 0.0,
    "value_rate": 0.0,
    "answer_effect": 0.0,
    "reply_rate_topic": 0.0,
}
"""Assumptions without any coupling that spans the company: people affect contacts and reports."""


@cache
def small() -> Organisation:
    """200 people with contacts, 20 positions of them vacant at the start."""
    return connect(grow(synthetic_chart(180, seed=4), 20, seed=1), seed=4)


@cache
def startup() -> Organisation:
    """25 people and 175 vacant positions."""
    return connect(grow(synthetic_chart(25, seed=4), 175, seed=1), seed=4)


@cache
def middling() -> Organisation:
    """600 people, all positions filled."""
    return connect(synthetic_chart(600, seed=5), seed=5)


def scenario(weeks: int = 40, programme: dict | None = None, **options) -> Scenario:
    """Make a scenario from plain data; assumptions are given by name."""
    fields = {k: options.pop(k) for k in list(options) if k in Scenario.model_fields}
    return Scenario.model_validate(
        {"weeks": weeks, "programme": programme or {}, "assumptions": options, **fields}
    )


def busy(weeks: int = 40, **options) -> Scenario:
    """Make a scenario in which everything happens often, with every intervention."""
    much = {"join_alone": 0.02, "posts_a_visit": 0.8, "breach_share": 0.05, "visit_level": -1.5}
    programme = options.pop("programme", EVERYTHING)
    return scenario(weeks, programme, **{"initial_accounts": 30, **much, **options})


def model(world: Scenario, organisation: Organisation, seed: int = 1, **options) -> AdoptionModel:
    """Make a model without a data collector."""
    return AdoptionModel(world, organisation, rng=seed, collect=False, **options)


def run(world: Scenario, organisation: Organisation, seed: int = 1, **options) -> AdoptionModel:
    """Run a model to its horizon."""
    made = model(world, organisation, seed, **options)
    made.run_model()
    return made


def state(of: AdoptionModel) -> dict[str, np.ndarray]:
    """Copy every array that describes people."""
    parts = (of.traits, of.staffing, of.use, of.leading)
    return {
        f"{type(part).__name__}.{name}": value.copy()
        for part in parts
        for name, value in part._asdict().items()
    }


def assert_same_state(one: AdoptionModel, other: AdoptionModel) -> None:
    """Two models agree in every bit of their people and their weekly measures."""
    mine, theirs = state(one), state(other)
    for name, value in mine.items():
        np.testing.assert_array_equal(value, theirs[name], err_msg=name)
    weeks = min(one.week, one.series.shape[0])
    np.testing.assert_array_equal(one.series[:weeks], other.series[:weeks])
    np.testing.assert_array_equal(one.retention, other.retention)


def digest(of: AdoptionModel) -> str:
    """Digest of every bit of the weekly measures and of the people at the end."""
    summed = hashlib.blake2b(of.series.tobytes(), digest_size=12)
    for name, value in sorted(state(of).items()):
        summed.update(name.encode())
        summed.update(value.tobytes())
    return summed.hexdigest()


def random_mixing(people: int, contacts: int, seed: int = 0) -> Organisation:
    """Nobody leads anybody; everyone has about `contacts` contacts anywhere."""
    generator = np.random.default_rng(seed)
    rows = np.arange(people, dtype=np.int32)
    others = [generator.permutation(people).astype(np.int32) for _ in range(contacts // 2)]
    b = np.concatenate(others)
    a = np.tile(rows, len(others))
    ties = contacts_from_edges(people, a, b, np.zeros(a.size, np.uint8))
    chart = build_chart("mixed", [f"{row:06d}" for row in rows], np.full(people, -1, np.int32))
    return Organisation(chart, ties)


def strangers(people: int) -> Organisation:
    """Nobody leads anybody and nobody knows anybody."""
    graph: nx.Graph = nx.empty_graph(people)
    return open_community(graph)
