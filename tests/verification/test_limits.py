"""Limits in which the model must follow known laws."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import solve_ivp

import worlds

ALWAYS = {
    "interest_spread": 0.0,
    "habit_gain": 0.0,
    "visit_habit": 0.0,
    "visit_novelty": 0.0,
    "visit_value": 0.0,
    "visit_level": 30.0,
    "resume_level": 30.0,
    "desk_access": 1.0,
    "posts_a_visit": 0.0,
}
"""Everybody alike; members visit each week."""


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_without_influence_people_join_at_independent_hazards(seed):
    """P(joined by week t) = 1 - exp(-access * purpose * p0 * t), each for themselves."""
    weeks, people = 30, 6000
    hazard, floor, belief, access = 0.03, 0.4, 0.6, 0.9
    world = worlds.scenario(
        weeks,
        champion=None,
        **worlds.UNTOUCHED,
        join_alone=hazard,
        join_interest=0.0,
        purpose_floor=floor,
        belief_start=belief,
        desk_access=access,
    )
    accounts = worlds.run(world, worlds.strangers(people), seed).weekly["accounts"].to_numpy()
    rate = access * (floor + (1.0 - floor) * belief) * hazard
    share = 1.0 - np.exp(-rate * np.arange(1, weeks + 1))
    deviation = (accounts - people * share) / np.sqrt(people * share * (1.0 - share))
    assert np.abs(deviation).max() < 3.5
    joins = np.diff(accounts, prepend=0)
    expected = np.append(np.diff(share, prepend=0.0), 1.0 - share[-1]) * people
    observed = np.append(joins, people - accounts[-1])
    assert stats.chisquare(observed, expected).pvalue > 0.001


def test_without_influence_a_contact_who_joins_makes_no_difference():
    """Those with and without active contacts join alike when there is no contagion."""
    world = worlds.scenario(20, **worlds.UNTOUCHED, join_alone=0.02, champion=None)
    mixed = worlds.run(world, worlds.random_mixing(1000, 10))
    alone = worlds.run(world, worlds.random_mixing(1000, 2))
    np.testing.assert_array_equal(mixed.use.joined, alone.use.joined)
    np.testing.assert_array_equal(mixed.use.visit_history, alone.use.visit_history)


def test_leaving_and_hiring_keep_their_rates():
    """The annual share of leavers is the one given, and a vacancy lasts as long as given."""
    world = worlds.scenario(
        260, champion=None, separation_a_year=0.2, first_year_separation_ratio=2.0, vacancy_weeks=5
    )
    weekly = worlds.run(world, worlds.random_mixing(4000, 2)).weekly.iloc[104:]
    a_year = weekly["leavers"].sum() / weekly["headcount"].mean() / (156 / 52)
    assert a_year == pytest.approx(0.2, rel=0.05)
    vacant = 4000 - weekly["headcount"].mean()
    # Little's law: those vacant = leavers a week times weeks vacant.
    assert vacant / weekly["leavers"].mean() == pytest.approx(5.0, rel=0.07)


def adoption_curve(p: float, q: float, contacts: int, weeks: int) -> np.ndarray:
    """Share of 8,000 people with an account, by week; mean of four runs."""
    rho = 1e-4
    world = worlds.scenario(
        weeks,
        champion=None,
        **{**worlds.UNTOUCHED, "contagion": "simple"},
        **ALWAYS,
        purpose_floor=1.0,
        join_alone=p,
        join_contacts=q / (rho * contacts),
        contact_strength=rho,
        visit_contacts=0.0,
    )
    mixed = worlds.random_mixing(8000, contacts)
    runs = [worlds.run(world, mixed, seed).weekly for seed in range(4)]
    for weekly in runs:
        # A logistic of 30 is taken as 1 - 1e-7.
        assert np.abs(weekly["accounts"] - weekly["visitors"]).max() <= 2
    return np.mean([weekly["account_share"] for weekly in runs], axis=0)


@pytest.mark.parametrize(("p", "q"), [(0.004, 0.04), (0.01, 0.03)])
def test_full_mixing_follows_the_bass_curve(p, q):
    """dF/dt = (p + qF)(1 - F).

    With contact strength rho the pull of k active contacts is 1 - (1 - rho)^k, which is rho k for
    small rho; among d random contacts k is d times the share F of adopters, all of whom visit. So
    p is `join_alone` and q is `join_contacts` * rho * d. With d contacts rather than everybody the
    curve lags by an amount in proportion to 1 / d, so that d = 24 and d = 60 give the curve of full
    mixing. It stays within 1 % of all people of the equation in weekly steps and within 2 % of the
    continuous curve.
    """
    weeks = 160
    few, many = (adoption_curve(p, q, contacts, weeks) for contacts in (24, 60))
    share = many + (many - few) * (1 / 60) / (1 / 24 - 1 / 60)

    weekly = np.zeros(weeks + 1)
    for week in range(weeks):
        weekly[week + 1] = 1.0 - (1.0 - weekly[week]) * np.exp(-p - q * weekly[week])
    assert np.abs(share - weekly[1:]).max() < 0.01
    assert np.abs(many - weekly[1:]).max() < 0.02

    growth = np.exp(-(p + q) * np.arange(1, weeks + 1))
    bass = (1.0 - growth) / (1.0 + q / p * growth)
    assert np.abs(share - bass).max() < 0.02
    assert share[-1] > 0.9


def ribeiro(alpha_0, alpha, beta, gamma, media, start, weeks):
    """Shares active and inactive by Ribeiro's equations, with a media term for the inactive too."""

    def change(_, y):
        active, inactive = y
        unaware = 1.0 - active - inactive
        back = (alpha_0 + alpha * active) * inactive
        joins = (media + gamma * active) * unaware
        return [back - beta * active + joins, beta * active - back]

    done = solve_ivp(change, (0, weeks), start, t_eval=np.arange(weeks + 1), rtol=1e-8)
    return done.y[:, 1:]


@pytest.mark.parametrize(("level", "slope", "p0"), [(-2.0, 4.0, 0.005), (-3.0, 3.0, 0.01)])
def test_the_mean_field_follows_ribeiros_active_and_inactive(level, slope, p0):
    """dA/dt = (a0 + alpha A) I - beta A + (gamma A + lambda) U, dI/dt = beta A - (a0 + alpha A) I.

    Active are those who visited within four weeks, inactive other members, U those without an
    account. Members alike who continue with certainty when they have time (access s) fall silent
    for four weeks at the rate beta = s (1 - s)^4 / (1 - (1 - s)^4) and a share
    v = s / (1 - (1 - s)^4) of the active is seen each week. Someone with k of d contacts seen
    comes back with s * logistic(r + w rho k); around the middle x0 of the range of A this is
    a0 + alpha A with alpha = s * L'(x0) * w rho d v (a0 is spontaneous return, which Ribeiro
    has only for those who never joined, as lambda). Joining: lambda = s p0, gamma = s q rho d v.
    Shares stay within 0.02 of all people over three years.
    """
    people, contacts, rho, access = 8000, 60, 1e-4, 0.5
    q = 0.05
    silent = (1.0 - access) ** 4
    beta = access * silent / (1.0 - silent)
    seen = access / (1.0 - silent)
    w = slope / (rho * contacts)
    world = worlds.scenario(
        156,
        champion=None,
        **{**worlds.UNTOUCHED, "contagion": "simple"},
        **{**ALWAYS, "desk_access": access, "resume_level": level, "visit_level": 200.0},
        purpose_floor=1.0,
        join_alone=p0,
        join_contacts=q / (rho * contacts),
        contact_strength=rho,
        visit_contacts=w,
    )
    model = worlds.run(world, worlds.random_mixing(people, contacts))
    weekly = model.weekly
    active = (weekly["visitors_four_weekly"] / people).to_numpy()
    inactive = (weekly["account_share"]).to_numpy() - active

    middle = 0.5 * active[-1]
    at = 1.0 / (1.0 + np.exp(-(level + slope * seen * middle)))
    alpha = access * at * (1.0 - at) * slope * seen
    alpha_0 = access * at - alpha * middle
    found = ribeiro(alpha_0, alpha, beta, access * q * seen, access * p0, [0.0, 0.0], 156)
    assert np.abs(active - found[0]).max() < 0.02
    assert np.abs(inactive - found[1]).max() < 0.02
    # The test has something to tell: without contagion of return activity ends far lower.
    alone = access / (1.0 + np.exp(-level))
    without = ribeiro(alone, 0.0, beta, access * q * seen, access * p0, [0.0, 0.0], 156)
    assert active[-1] - without[0, -1] > 0.08
