from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from made_history import history

from uptake.study import pattern_measures as measures
from uptake.study.populations import DEPARTURE_WEEK, ISSUE_WEEK, PopulationRun

WEEK = np.arange(274)
DEPARTED = WEEK - DEPARTURE_WEEK


def run(size=1.0, **columns):
    frame = pd.DataFrame({name: np.broadcast_to(of, 274) for name, of in columns.items()})
    return PopulationRun(size, frame.rename_axis("week"))


def test_counts_are_brought_to_the_real_size():
    made = run(0.1, accounts=WEEK, joins=3.0)
    assert measures.accounts_in_week(made, week=160) == pytest.approx(1600)
    assert measures.joins_a_week(made, first=160, last=238) == pytest.approx(30)
    before = history(np.zeros((2, 8), bool), account_before=np.arange(8) < 3)
    assert measures.accounts_before(PopulationRun(0.1, history=before)) == pytest.approx(30)


def test_a_straight_line_does_not_bend_and_a_parabola_does():
    assert measures.bend_of_accounts(run(accounts=5.0 * WEEK), first=100, last=200) < 1e-12
    bent = measures.bend_of_accounts(run(accounts=1.0 * WEEK**2), first=0, last=100)
    assert bent == pytest.approx(0.25)
    assert np.isnan(measures.bend_of_accounts(run(accounts=7.0), first=0, last=100))


def test_shares_are_those_of_the_weeks_asked_for():
    made = run(
        joins=10, joins_new_hires=4, participation=WEEK / 100, account_share=0.9,
        participation_four_weekly=0.4, visitors=60, posters=8, first_posts=20,
        first_posts_answered=13,
    )  # fmt: skip
    assert measures.new_hires_among_joiners(made, first=3, last=9) == pytest.approx(0.4)
    assert measures.mean_share(made, of="participation", first=10, last=12) == pytest.approx(0.11)
    assert measures.accounts_above_visitors(made, first=0, last=9) == pytest.approx(0.5)
    assert measures.readers_to_an_author(made, first=0, last=9) == pytest.approx(7.5)
    assert measures.first_posts_answered(made, first=0, last=9) == pytest.approx(0.65)


def test_accounts_and_visitors_are_compared_at_the_peak_of_visitors():
    # Visitors rise to 100 in weeks 20 to 23 and then stay at 40; accounts rise by one a week.
    visitors = np.where(WEEK < 20, 50, np.where(WEEK < 24, 100, 40))
    made = run(visitors=visitors, accounts=WEEK + 1)
    assert measures.accounts_at_the_peak(made) == pytest.approx(24 / 274)
    assert measures.visitors_left(made) == pytest.approx(0.4)
    assert measures.accounts_after_the_peak(made) == pytest.approx(76 / 24)


def test_a_departure_is_compared_with_the_half_year_before_the_notice():
    posts = np.select(
        [DEPARTED < -26, DEPARTED < -4, DEPARTED < 0, DEPARTED < 4, DEPARTED < 8],
        [999, 200, 999, 999, 160],
        100,
    )
    made = run(posts=posts, headcount=np.where(DEPARTED < 0, 10, 20), accounts=WEEK)
    found = measures.posts_after_departure(made, first=4, last=7)
    assert found == pytest.approx((160 / 20) / (200 / 10))
    assert measures.posts_after_departure(made, first=26, last=51) == pytest.approx(0.25)
    assert measures.accounts_after_departure(made, weeks=52) == pytest.approx(
        (DEPARTURE_WEEK + 52) / DEPARTURE_WEEK
    )


def test_an_issue_is_compared_with_the_same_week_without_it():
    lift = np.select(
        [WEEK == ISSUE_WEEK, WEEK == ISSUE_WEEK + 2, WEEK == ISSUE_WEEK + 3], [50, 30, 24], 20
    )
    issue = run(visitors=lift, newsletter_opens=60, newsletter_clicks=7, headcount=100)
    without = run(visitors=20)
    found = [
        measures.visits_after_an_issue(issue, without, first=a, last=b) for a, b in ((0, 0), (2, 3))
    ]
    assert found == pytest.approx([2.5, 1.35])
    assert (measures.opened(issue), measures.clicked(issue)) == pytest.approx((0.6, 0.07))


def test_response_is_compared_an_open():
    clicks = np.where(WEEK < 52, 10, 6)
    made = run(newsletter_opens=np.where(WEEK < 52, 100, 120), newsletter_clicks=clicks)
    assert measures.response_worn_down(made, issues=4, after=52) == pytest.approx(0.5)


def test_an_exponential_decay_is_half_way_down_after_its_half_life():
    visitors = 100 + 900 * 0.5 ** (np.maximum(WEEK - 5, 0) / 3.0) * (WEEK >= 5)
    made = run(visitors=visitors, posters=visitors**2)
    assert measures.weeks_to_half_way(made) == pytest.approx(3.0, abs=0.02)
    assert measures.floor_of_visitors(made) == pytest.approx(0.1, abs=0.002)


def test_a_launch_that_never_comes_down_has_no_half_way():
    assert np.isnan(measures.weeks_to_half_way(run(visitors=1.0 * WEEK)))


def test_floors_of_posters_and_visitors_are_shares_of_their_own_peaks():
    visitors = np.where(WEEK < 10, 100, 50)
    made = run(visitors=visitors, posters=np.where(WEEK < 10, 30, 6))
    assert measures.floor_of_posters(made) == pytest.approx((6 / 30) / (50 / 100))
    gradual = run(visitors=np.where(WEEK < 10, 60, 50))
    assert measures.overshoot(made, gradual) == pytest.approx(2.0 / 1.2)


def test_weeks_that_were_not_run_are_no_answer():
    made = run(participation=0.1)
    with pytest.raises(ValueError, match="week 274 is asked for"):
        measures.mean_share(made, of="participation", first=200, last=274)
