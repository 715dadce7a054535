"""More effort of one kind does not lower participation, save where the model says it may."""

from __future__ import annotations

import numpy as np
import pytest

import worlds

SEEDS = range(12)
FULL = {"newsletter": {}, "welcome_pack": {}, "manager_engagement": {}}


def participation(programme, seeds=SEEDS, **options) -> np.ndarray:
    """Four-weekly participation over the last half-year, one value a seed."""
    world = worlds.scenario(
        104, programme, initial_accounts=40, champion=options.pop("champion", {}), **options
    )
    return np.array(
        [
            worlds.run(world, worlds.middling(), seed)
            .weekly["participation_four_weekly"][-26:]
            .mean()
            for seed in seeds
        ]
    )


def assert_not_lower(less: np.ndarray, more: np.ndarray) -> None:
    """The paired difference is not below zero by more than chance explains."""
    gain = more - less
    error = gain.std(ddof=1) / np.sqrt(gain.size)
    assert gain.mean() > -2.0 * error - 0.002


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ({}, {"newsletter": {"quality": 0.3}}),
        ({"newsletter": {"quality": 0.3}}, {"newsletter": {"quality": 0.9}}),
        ({"newsletter": {"every_weeks": 4}}, {"newsletter": {"every_weeks": 1}}),
        ({"newsletter": {"to": "members"}}, {"newsletter": {"to": "everyone"}}),
        ({}, {"welcome_pack": {"quality": 0.3}}),
        ({"welcome_pack": {"quality": 0.3}}, {"welcome_pack": {"quality": 1.0}}),
        ({}, {"manager_engagement": {}}),
        ({}, {"launch_campaign": {}}),
        ({}, {"desk_drop": {"weeks": [5, 30]}}),
        (FULL, {**FULL, "deputies": {"number": 10}}),
        (
            {**FULL, "deputies": {"number": 10}},
            {**FULL, "deputies": {"number": 10, "hours_each": 4.0}},
        ),
    ],
)
def test_more_effort_does_not_lower_participation(less, more):
    assert_not_lower(participation(less), participation(more))


def test_newsletter_and_packs_together_clearly_raise_it():
    gain = participation({"newsletter": {}, "welcome_pack": {}}) - participation({})
    assert gain.mean() > 3.0 * gain.std(ddof=1) / np.sqrt(gain.size)


def test_pairing_makes_the_comparison_sharper():
    """Differences within a seed vary less than differences across seeds."""
    less, more = participation({}), participation({"desk_drop": {"weeks": [5]}})
    paired = (more - less).var(ddof=1)
    across = less.var(ddof=1) + more.var(ddof=1)
    assert paired < across


def test_work_only_can_back_fire():
    """Where social posts are much of what people come for, taking them down costs work posts.

    Everything else is the same: the plain policy has the same members and the same hours.
    """
    tilted = {
        "social_weight": 0.5, "social_posts_enjoyed": 1.0, "visit_value": 5.0, "value_rate": 0.3,
        "belief_start": 0.3, "belief_rate": 0.0, "posts_a_visit": 1.0, "join_alone": 0.02,
        "answer_effect": 0.4,
    }  # fmt: skip

    def work_posts(policy):
        world = worlds.scenario(
            78, {"moderation": {"policy": policy}}, initial_accounts=100, **tilted
        )
        runs = [worlds.run(world, worlds.middling(), seed).weekly[26:] for seed in range(8)]
        return np.array([run["questions"].sum() + run["work_posts"].sum() for run in runs])

    free, strict = work_posts("community_and_champion"), work_posts("work_only")
    lost = free - strict
    assert lost.mean() > 3.0 * lost.std(ddof=1) / np.sqrt(lost.size)


def test_clutter_can_cost_participation():
    """With so much to read that the useful is hidden, more posts mean fewer visits."""

    def visitors(posts_a_visit):
        world = worlds.scenario(
            60, join_alone=0.05, visit_value=5.0, clutter_posts=1.0, social_weight=0.0,
            answer_effect=0.0, value_rate=0.3, posts_a_visit=posts_a_visit, useful_posts=1.0,
        )  # fmt: skip
        runs = [worlds.run(world, worlds.middling(), seed).weekly[30:] for seed in range(4)]
        return np.mean([run["visitors"].mean() for run in runs])

    assert visitors(3.0) < visitors(0.4)
