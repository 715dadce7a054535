"""What people do in a week, phase by phase, as it acts on the arrays.

A phase names the parts of the state that it reads and changes, and hands them to its rules.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from uptake.behaviour import (
    contributing,
    habit,
    joining,
    learning,
    managing,
    moderating,
    replying,
    visiting,
)
from uptake.compilation import merged
from uptake.state import Company, Counts, Given, Leading, Levers, Posts, Room, Staffing, Traits, Use

WORK_SHARE_MEMORY: Final = 0.75
"""Weight of earlier weeks in what people take the work share to be."""


@merged
def join(
    traits: Traits,
    staffing: Staffing,
    use: Use,
    leading: Leading,
    levers: Levers,
    company: Company,
    given: Given,
    room: Room,
    counts: Counts,
) -> None:
    """People without an account get one."""
    latest = counts.latest[0]
    joins, by_new_hires = joining.join(
        traits,
        staffing,
        use,
        leading,
        levers,
        company.manager,
        given.contact_effects,
        room.words[1],
        counts.now[0].week,
        given.p,
    )
    latest.joins = joins
    latest.joins_new_hires = by_new_hires


@merged
def visit(
    traits: Traits,
    use: Use,
    leading: Leading,
    levers: Levers,
    company: Company,
    given: Given,
    room: Room,
    counts: Counts,
) -> None:
    """Members look in, and their contacts notice."""
    latest = counts.latest[0]
    visiting.visit(
        traits,
        use,
        leading,
        levers,
        company.manager,
        given.contact_effects,
        given.novelty,
        room.words[1],
        latest.participation,
        counts.now[0].week,
        room.members,
        given.p,
    )
    latest.visitors = visiting.tell_contacts(use, company.tie_start, company.tie_end, room.visitors)


@merged
def contribute(
    traits: Traits,
    staffing: Staffing,
    use: Use,
    leading: Leading,
    company: Company,
    given: Given,
    room: Room,
    counts: Counts,
) -> Posts:
    """Visitors post; the posts have room for those taken down, too."""
    now, latest = counts.now[0], counts.latest[0]
    visitors = room.visitors[: int(latest.visitors)]
    planned = contributing.count_posts(
        traits,
        use,
        leading,
        company.manager,
        visitors,
        given.novelty,
        room.words[2],
        now.week,
        given.p,
    )
    posts = contributing.blank_posts(planned)
    count, about_work, incidents, first_posts = contributing.write_posts(
        traits,
        staffing,
        use,
        company.employee_key,
        visitors,
        given.key,
        now.week,
        now.social_posts_removed,
        now.members_moderate,
        room.supply,
        posts,
        given.p,
    )
    latest.posts = count
    latest.first_posts = first_posts
    latest.work_share = about_work / count if count else np.nan
    if count:
        now.work_share += (1.0 - WORK_SHARE_MEMORY) * (latest.work_share - now.work_share)
    now.new_incidents = incidents
    return posts


@merged
def reply(
    traits: Traits,
    use: Use,
    company: Company,
    given: Given,
    room: Room,
    counts: Counts,
    posts: Posts,
) -> None:
    """Contacts, the topic's community and the champion answer."""
    a = given.p[0]
    visitors = room.visitors[: int(counts.latest[0].visitors)]
    topics = room.supply.shape[1]
    replying.rate_contacts(traits, use, a.reply_rate_contact, room.reply_rates)
    replying.reply(
        posts,
        int(counts.latest[0].posts),
        traits,
        company.tie_start,
        company.tie_end,
        room.reply_rates,
        replying.gather_communities(traits, visitors, topics, a.reply_rate_topic),
        counts.now[0].answering_rate,
        a.reply_appeal,
    )


@merged
def moderate(given: Given, counts: Counts) -> None:
    """Incidents are settled or stay in sight."""
    now, latest = counts.now[0], counts.latest[0]
    latest.incidents_open = moderating.incidents_after(
        latest.incidents_open,
        now.incidents_settled,
        given.p[0].incident_fading,
        now.new_incidents,
    )


@merged
def learn(
    traits: Traits,
    staffing: Staffing,
    use: Use,
    leading: Leading,
    company: Company,
    given: Given,
    room: Room,
    counts: Counts,
    posts: Posts,
) -> None:
    """Value and belief move."""
    now, latest = counts.now[0], counts.latest[0]
    learning.learn_value(
        traits,
        use,
        room.visitors[: int(latest.visitors)],
        room.supply,
        posts,
        int(latest.posts),
        moderating.exposure(latest.incidents_open, latest.posts),
        given.p,
    )
    managing.speak(company.managers, staffing, leading, now.work_share, given.p)
    learning.learn_belief(
        staffing.hired,
        use,
        leading.message,
        company.manager,
        given.openness,
        now.week,
        given.p,
    )


@merged
def form_habit(use: Use, given: Given) -> None:
    """Habit grows with use and wanes without."""
    a = given.p[0]
    habit.form_habit(use, a.habit_gain, a.habit_loss)


@merged
def manage(
    staffing: Staffing,
    use: Use,
    leading: Leading,
    levers: Levers,
    company: Company,
    given: Given,
    room: Room,
) -> None:
    """Stances change, and with them what reports meet next week."""
    managing.change_stances(
        company.managers,
        company.manager,
        staffing,
        use,
        leading,
        levers,
        room.sums,
        given.p,
    )
    managing.lead(company.managers, staffing, use, leading, given.p)
