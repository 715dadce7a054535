"""What is counted each week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from uptake.behaviour.contributing import QUESTION, WORK
from uptake.compilation import compiled
from uptake.state import FOUR_WEEKS, HALF_YEAR, Leading, Posts, Staffing, Use

WEEKS_OF_POSTS = 26
"""Contribution is compared over so many weeks."""

WEEKS_A_MONTH = 4
BELIEF_UNIT = 1048576.0


@dataclass(frozen=True)
class Measure:
    """A weekly measure: its name, unit and meaning."""

    name: str
    unit: str
    meaning: str


WEEKLY: Final = (
    Measure("headcount", "employees", "employed"),
    Measure("accounts", "employees", "with an account"),
    Measure("visitors", "employees", "who visited this week"),
    Measure("visitors_four_weekly", "employees", "who visited in the last four weeks"),
    Measure("posters", "employees", "who posted this week"),
    Measure("posts", "posts", "written"),
    Measure("questions", "posts", "that ask a question"),
    Measure("work_posts", "posts", "that share work"),
    Measure("social_posts", "posts", "that are social"),
    Measure("work_share", "share", "of posts that ask a question or share work"),
    Measure("first_posts", "posts", "that are their author's first"),
    Measure("first_posts_answered", "posts", "first posts answered within a week"),
    Measure("questions_answered_hour", "posts", "questions answered within an hour"),
    Measure("questions_answered_day", "posts", "questions answered within a day"),
    Measure("questions_answered_week", "posts", "questions answered within a week"),
    Measure("hours_to_first_reply", "hours", "median of questions; 168 stands for none"),
    Measure("answers", "posts", "answered by an employee"),
    Measure("answers_cross_department", "posts", "answered by someone of another department"),
    Measure("answers_cross_level", "posts", "answered by someone of another layer"),
    Measure("answers_cross_role", "posts", "answered by someone with another job"),
    Measure("joins", "employees", "who got an account"),
    Measure("joins_new_hires", "employees", "of them hired in the last 13 weeks"),
    Measure("hires", "employees", "hired"),
    Measure("leavers", "employees", "who left the organisation"),
    Measure("contribution_gini", "index", "of posts in 26 weeks, over those who visited in them"),
    Measure("top_1_percent_share", "share", "of those posts by the busiest 1 %"),
    Measure("top_10_percent_share", "share", "of those posts by the busiest 10 %"),
    Measure("manager_stance", "stance", "mean of managers, 0 to 1"),
    Measure("managers_visiting", "share", "of managers who visited in the last four weeks"),
    Measure("belief", "belief", "mean belief that the tool is for work, 0 to 1"),
    Measure("value", "value", "mean perceived value of this week's visitors, 0 to 1"),
    Measure("incidents_open", "posts", "that break the guidelines and are not settled"),
    Measure("champion_hours", "hours", "spent by the champion"),
    Measure("deputy_hours", "hours", "spent by deputies"),
    Measure("manager_hours", "hours", "spent by managers in briefings"),
    Measure("backlog_hours", "hours", "of work that waits"),
    Measure("money", "money", "spent, hours included"),
    Measure("hours_saved", "hours", "by questions answered"),
    Measure("newsletter_opens", "employees", "who opened an issue"),
    Measure("newsletter_clicks", "employees", "who clicked in it"),
    Measure("packs_sent", "packs", "sent to new members"),
    Measure("account_share", "share", "of employees with an account"),
    Measure("participation", "share", "of employees who visited this week"),
    Measure("participation_four_weekly", "share", "who visited in the last four weeks"),
    Measure("silent_members", "share", "of members who visited in fewer than half of 26 weeks"),
)
"""The weekly measures, in the order of the columns of a result."""

NAMES: Final = tuple(measure.name for measure in WEEKLY)


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
    median = np.median(waits[:questions]) if questions else np.nan
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
    return median, counts


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
