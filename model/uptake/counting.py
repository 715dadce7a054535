"""How the weekly measures are counted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from uptake.behaviour.contributing import QUESTION, WORK
from uptake.compilation import compiled, merged
from uptake.numerics import median
from uptake.state import (
    FOUR_WEEKS,
    HALF_YEAR,
    Company,
    Counts,
    Given,
    Leading,
    Posts,
    Room,
    Staffing,
    Use,
)

WEEKS_OF_POSTS = 26
"""Contribution is compared over so many weeks."""

WEEKS_A_MONTH = 4
BELIEF_UNIT = 1048576.0


@merged
def measure_people(
    staffing: Staffing, use: Use, leading: Leading, company: Company, room: Room, counts: Counts
) -> None:
    """Fill the measures of people in `counts.latest`."""
    now, latest = counts.now[0], counts.latest[0]
    headcount, accounts, recent, posters, silent, beliefs = count_people(
        staffing,
        use,
        counts.recent_posts,
        counts.post_totals,
        now.week % WEEKS_OF_POSTS,
        counts.histogram,
    )
    visitors = int(latest.visitors)
    latest.headcount = headcount
    latest.accounts = accounts
    latest.visitors_four_weekly = recent
    latest.posters = posters
    latest.belief = beliefs / headcount if headcount else np.nan
    latest.value = mean_of(use.value, room.visitors[:visitors])
    latest.account_share = accounts / headcount if headcount else 0.0
    latest.participation = visitors / headcount if headcount else 0.0
    latest.participation_four_weekly = recent / headcount if headcount else 0.0
    latest.silent_members = silent / accounts if accounts else np.nan
    gini, top_1_percent, top_10_percent = inequality(counts.histogram)
    latest.contribution_gini = gini
    latest.top_1_percent_share = top_1_percent
    latest.top_10_percent_share = top_10_percent
    stance, visiting = count_managers(company.managers, staffing, use, leading)
    latest.manager_stance = stance
    latest.managers_visiting = visiting
    if (now.week + 1) % WEEKS_A_MONTH == 0 and now.week < now.horizon:
        count_cohorts(staffing, use, now.week, counts.retention)


@merged
def measure_posts(company: Company, given: Given, counts: Counts, posts: Posts) -> None:
    """Fill the measures of posts in `counts.latest`."""
    latest = counts.latest[0]
    median_wait, answers = count_answers(
        posts, int(latest.posts), company.department, company.level, company.role
    )
    latest.hours_to_first_reply = median_wait
    latest.questions = answers[0]
    latest.work_posts = answers[1]
    latest.social_posts = answers[2]
    latest.first_posts_answered = answers[3]
    latest.questions_answered_hour = answers[4]
    latest.questions_answered_day = answers[5]
    latest.questions_answered_week = answers[6]
    latest.answers = answers[7]
    latest.answers_cross_department = answers[8]
    latest.answers_cross_level = answers[9]
    latest.answers_cross_role = answers[10]
    latest.hours_saved = answers[6] * given.p[0].hours_saved_an_answer


@compiled
def count_people(
    staffing: Staffing,
    use: Use,
    recent_posts: NDArray[np.uint8],
    totals: NDArray[np.uint16],
    oldest: int,
    histogram: NDArray[np.int32],
) -> tuple[int, int, int, int, int, float]:
    """Count and update the posts of the last 26 weeks.

    Parameters
    ----------
    recent_posts : array of shape (26, positions)
        Posts by week; row `oldest` is replaced by this week's.
    totals : array of shape (positions,)
        Their sum.
    histogram : array
        Filled with the number of people with 0, 1, 2, ... posts who visited in 26 weeks.

    Returns
    -------
    headcount, accounts, four-weekly visitors, posters, silent members, sum of beliefs
    """
    headcount = 0
    accounts = 0
    recent_visitors = 0
    silent = 0
    users = 0
    beliefs = 0
    for i in range(totals.size):
        account = int(use.account[i])
        history = use.visit_history[i]
        employed = int(staffing.employed[i])
        headcount += employed
        accounts += account
        recent_visitors += (history & FOUR_WEEKS) != 0
        silent += account * (bits_set(history & HALF_YEAR) < 13)
        users += (history & HALF_YEAR) != 0
        # A sum of whole numbers does not depend on its order, so the loop may vectorise.
        beliefs += int(use.belief[i] * BELIEF_UNIT) * employed
    row = recent_posts[oldest]
    posters = 0
    for i in range(totals.size):
        written = use.posts[i]
        posters += written > 0
        totals[i] += written - row[i]
        row[i] = written
    histogram[:] = 0
    posted = 0
    for i in range(totals.size):
        if totals[i] and use.visit_history[i] & HALF_YEAR:
            histogram[min(totals[i], histogram.size - 1)] += 1
            posted += 1
    histogram[0] = users - posted
    return headcount, accounts, recent_visitors, posters, silent, beliefs / BELIEF_UNIT


@compiled
def bits_set(x: np.uint32) -> int:
    """Number of ones in a 32-bit word (Warren 2012, Hacker's Delight, 5-1)."""
    x = x - ((x >> np.uint32(1)) & np.uint32(0x55555555))
    x = (x & np.uint32(0x33333333)) + ((x >> np.uint32(2)) & np.uint32(0x33333333))
    x = (x + (x >> np.uint32(4))) & np.uint32(0x0F0F0F0F)
    return int(((x * np.uint32(0x01010101)) & np.uint32(0xFFFFFFFF)) >> np.uint32(24))


@compiled
def inequality(histogram: NDArray[np.int32]) -> tuple[float, float, float]:
    """Gini index and shares of the busiest 1 % and 10 %, from people by number of posts.

    The busiest 1 % are rounded up to whole people. NaN where nobody posted.
    """
    people = 0
    posts = 0
    for n in range(histogram.size):
        people += histogram[n]
        posts += n * histogram[n]
    if posts == 0:
        return np.nan, np.nan, np.nan
    ranked = 0.0
    below = 0
    for n in range(histogram.size):
        of_n = histogram[n]
        # The ranks below + 1 ... below + of_n sum to this.
        ranked += n * (of_n * below + 0.5 * of_n * (of_n + 1))
        below += of_n
    gini = 2.0 * ranked / (people * posts) - (people + 1.0) / people
    return (
        gini,
        _share_of_top(histogram, people, posts, 100),
        _share_of_top(histogram, people, posts, 10),
    )


@compiled
def _share_of_top(histogram: NDArray[np.int32], people: int, posts: int, one_in: int) -> float:
    left = (people + one_in - 1) // one_in
    written = 0
    for n in range(histogram.size - 1, 0, -1):
        taken = min(left, histogram[n])
        written += n * taken
        left -= taken
    return written / posts


@compiled
def count_answers(
    posts: Posts,
    count: int,
    department: NDArray[np.int32],
    level: NDArray[np.int16],
    role: NDArray[np.int32],
) -> tuple[float, tuple[int, ...]]:
    """Count the answers of a week.

    Returns
    -------
    median wait
        Hours to the first reply of questions; 168 stands for none, NaN for no questions.
    counts
        Posts of each kind (3), first posts answered, questions answered within 1, 24 and 168 hours
        (3), answers by employees, and of these across departments, layers and jobs (3).
    """
    waits = np.empty(count)
    questions = work = social = first = hour = day = week = 0
    answers = departments = levels = roles = 0
    for n in range(count):
        hours = posts.hours[n]
        answered = hours < np.inf
        first += posts.first[n] == 1 and answered
        if posts.kind[n] == QUESTION:
            waits[questions] = hours if answered else 168.0
            questions += 1
            hour += hours <= 1.0
            day += hours <= 24.0
            week += answered
        elif posts.kind[n] == WORK:
            work += 1
        else:
            social += 1
        j = posts.replier[n]
        if j >= 0:
            i = posts.author[n]
            answers += 1
            departments += department[i] != department[j]
            levels += level[i] != level[j]
            roles += role[i] != role[j]
    median_wait = median(waits[:questions]) if questions else np.nan
    counts = (
        questions,
        work,
        social,
        first,
        hour,
        day,
        week,
        answers,
        departments,
        levels,
        roles,
    )
    return median_wait, counts


@compiled
def mean_of(values: NDArray[np.float32], rows: NDArray[np.uint32]) -> float:
    """Mean of some entries, added up in their order; NaN of none."""
    if rows.size == 0:
        return np.nan
    total = 0.0
    for i in rows:
        total += float(values[i])
    return total / rows.size


@compiled
def count_managers(
    managers: NDArray[np.int32], staffing: Staffing, use: Use, leading: Leading
) -> tuple[float, float]:
    """Mean stance of managers and the share who visited in the last four weeks; NaN without any."""
    stances = 0.0
    visiting = 0
    in_post = 0
    for i in managers:
        if staffing.employed[i]:
            in_post += 1
            stances += float(leading.stance[i])
            visiting += (use.visit_history[i] & FOUR_WEEKS) != 0
    if in_post == 0:
        return np.nan, np.nan
    return stances / in_post, visiting / in_post


@compiled
def count_cohorts(staffing: Staffing, use: Use, week: int, retention: NDArray[np.int32]) -> None:
    """Count members by month of joining and months since, and those who visit in the month.

    `retention` has shape (months, months, 2); months are four weeks, `week` ends one. Those who
    joined before the first week are left out.
    """
    month = week // WEEKS_A_MONTH
    for i in range(use.account.size):
        if use.account[i] and staffing.employed[i] and use.joined[i] >= 0:
            cohort = use.joined[i] // WEEKS_A_MONTH
            retention[cohort, month - cohort, 0] += 1
            if use.visit_history[i] & FOUR_WEEKS:
                retention[cohort, month - cohort, 1] += 1
