"""The weekly measures: what they are called, in what unit, and what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np


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

LATEST: Final = np.dtype((np.record, [(name, np.float64) for name in NAMES]))
"""The measures of one week as a record, which the compiled week fills."""
