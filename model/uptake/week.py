"""The phases of a week, in their order; each acts on an `AdoptionModel`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import numpy as np

from uptake import measures
from uptake.behaviour import (
    contributing,
    habit,
    joining,
    learning,
    managing,
    moderating,
    replying,
    visiting,
    workforce,
)
from uptake.chance import STREAMS, fill_words
from uptake.programme import newsletter
from uptake.programme.base import Ledger, Now
from uptake.programme.champion import VACANT
from uptake.programme.week_plan import carry_out
from uptake.state import Posts, zeros

if TYPE_CHECKING:
    from uptake.adoption import AdoptionModel

WORK_SHARE_MEMORY = 0.75
"""Weight of earlier weeks in what people take the work share to be."""


def draw(model: AdoptionModel) -> None:
    """Fill the week's draws: leaving or hiring, joining or visiting, posting, opening mail."""
    fill_words(
        model.words,
        model.key,
        model.organisation.chart.employee_key,
        model.staffing.hire,
        model.week,
        STREAMS["week"],
    )


def turn_over(model: AdoptionModel) -> None:
    """Phase 1, workforce: people leave, and vacant positions are filled."""
    later, first_year = model.separation
    leavers, hires = workforce.turn_over(
        model.staffing,
        model.words[0],
        model.week,
        later,
        first_year,
        model.hire_chance(),
        model.changed,
    )
    workforce.forget(model.changed[:leavers], model.use, model.recent_posts, model.post_totals)
    model.hired = model.changed[leavers : leavers + hires]
    model.settle_in(model.hired)
    model.latest["leavers"], model.latest["hires"] = leavers, hires


def carry_out_programme(model: AdoptionModel) -> None:
    """Phase 2, programme: the champion's hours turn into levers."""
    scenario, ledger = model.scenario, Ledger()
    champion = scenario.champion
    presence = champion.presence(model.week) if champion else VACANT
    model.levers.clear()
    now = Now(
        week=model.week,
        organisation=model.organisation,
        assumptions=scenario.assumptions,
        traits=model.traits,
        staffing=model.staffing,
        use=model.use,
        leading=model.leading,
        managers=model.managers,
        hired=model.hired,
        levers=model.levers,
        ledger=ledger,
        presence=presence,
        skill=0.0,
        words=model.words,
        key=model.key,
        incidents_open=model.incidents_open,
        visitors_share=model.latest["participation_four_weekly"],
        work_share=model.work_share,
        audiences=model.audiences,
    )
    newsletter.fade(model.use, scenario.assumptions.newsletter_afterglow)
    first_posts = int(model.latest["first_posts"])
    model.latest["backlog_hours"] = carry_out(
        scenario.programme, model.memories, champion, first_posts, now
    )
    newsletter.draw_in(model.levers, model.use, scenario.assumptions.visit_newsletter)
    learning.receive(model.use, model.levers, model.week, model.p)
    model.now = now
    for name in (
        "champion_hours",
        "deputy_hours",
        "manager_hours",
        "money",
        "newsletter_opens",
        "newsletter_clicks",
        "packs_sent",
    ):
        model.latest[name] = getattr(ledger, name)


def join(model: AdoptionModel) -> None:
    """Phase 3, join: people without an account get one."""
    model.latest["joins"], model.latest["joins_new_hires"] = joining.join(
        model.traits,
        model.staffing,
        model.use,
        model.leading,
        model.levers,
        model.manager,
        model.contact_effects,
        model.words[1],
        model.week,
        model.p,
    )


def visit(model: AdoptionModel) -> None:
    """Phase 4, visit: members look in, and their contacts notice."""
    visiting.visit(
        model.traits,
        model.use,
        model.leading,
        model.levers,
        model.manager,
        model.contact_effects,
        model.novelty,
        model.words[1],
        model.latest["participation"],
        model.week,
        model.members,
        model.p,
    )
    count = visiting.tell_contacts(model.use, model.tie_start, model.tie_end, model.row_buffer)
    model.visitors = model.row_buffer[:count]


def contribute(model: AdoptionModel) -> None:
    """Phase 5, contribute: visitors post."""
    chart, now = model.organisation.chart, model.now
    planned = contributing.count_posts(
        model.traits,
        model.use,
        model.leading,
        model.manager,
        model.visitors,
        model.novelty,
        model.words[2],
        model.week,
        model.p,
    )
    model.posts = zeros(Posts, planned)
    model.post_count, about_work, model.new_incidents, first_posts = contributing.write_posts(
        model.traits,
        model.staffing,
        model.use,
        chart.employee_key,
        model.visitors,
        model.key,
        model.week,
        now.social_posts_removed,
        now.members_moderate,
        model.supply,
        model.posts,
        model.p,
    )
    model.latest["posts"], model.latest["first_posts"] = model.post_count, first_posts
    if model.post_count:
        share = about_work / model.post_count
        model.latest["work_share"] = share
        model.work_share += (1.0 - WORK_SHARE_MEMORY) * (share - model.work_share)
    else:
        model.latest["work_share"] = np.nan


def reply(model: AdoptionModel) -> None:
    """Phase 6, reply: contacts, the topic's community and the champion answer."""
    a = model.scenario.assumptions
    replying.rate_contacts(model.traits, model.use, a.reply_rate_contact, model.reply_rates)
    communities = replying.gather_communities(
        model.traits, model.visitors, model.topics, a.reply_rate_topic
    )
    replying.reply(
        model.posts,
        model.post_count,
        model.traits,
        model.tie_start,
        model.tie_end,
        model.reply_rates,
        communities,
        model.now.ledger.answering_rate,
        a.reply_appeal,
    )


def moderate(model: AdoptionModel) -> None:
    """Phase 7, moderate: incidents are settled or stay in sight."""
    model.incidents_open = moderating.incidents_after(
        model.incidents_open,
        model.now.incidents_settled,
        model.scenario.assumptions.incident_fading,
        model.new_incidents,
    )


def learn(model: AdoptionModel) -> None:
    """Phase 8, learn: value and belief move."""
    learning.learn_value(
        model.traits,
        model.use,
        model.visitors,
        model.supply,
        model.posts,
        model.post_count,
        moderating.exposure(model.incidents_open, model.post_count),
        model.p,
    )
    managing.speak(model.managers, model.staffing, model.leading, model.work_share, model.p)
    learning.learn_belief(
        model.staffing.hired,
        model.use,
        model.leading.message,
        model.manager,
        model.openness,
        model.week,
        model.p,
    )


def form_habit(model: AdoptionModel) -> None:
    """Phase 9, habit: it grows with use and wanes without."""
    a = model.scenario.assumptions
    habit.form_habit(model.use, a.habit_gain, a.habit_loss)


def manage(model: AdoptionModel) -> None:
    """Phase 10, managers: stances change, and with them what reports meet next week."""
    managing.change_stances(
        model.managers,
        model.manager,
        model.staffing,
        model.use,
        model.leading,
        model.levers,
        model.sums,
        model.p,
    )
    managing.lead(model.managers, model.staffing, model.use, model.leading, model.p)


def measure(model: AdoptionModel) -> None:
    """Phase 11, measure: count everything once."""
    latest, chart = model.latest, model.organisation.chart
    headcount, accounts, recent, posters, silent, beliefs = measures.count_people(
        model.staffing,
        model.use,
        model.recent_posts,
        model.post_totals,
        model.week % measures.WEEKS_OF_POSTS,
        model.histogram,
    )
    median_wait, counts = measures.count_answers(
        model.posts, model.post_count, chart.department, chart.level, chart.role
    )
    visitors = model.visitors.size
    latest.update(
        headcount=headcount,
        accounts=accounts,
        visitors=visitors,
        visitors_four_weekly=recent,
        posters=posters,
        questions=counts[0],
        work_posts=counts[1],
        social_posts=counts[2],
        first_posts_answered=counts[3],
        questions_answered_hour=counts[4],
        questions_answered_day=counts[5],
        questions_answered_week=counts[6],
        hours_to_first_reply=median_wait,
        answers=counts[7],
        answers_cross_department=counts[8],
        answers_cross_level=counts[9],
        answers_cross_role=counts[10],
        incidents_open=model.incidents_open,
        hours_saved=counts[6] * model.scenario.assumptions.hours_saved_an_answer,
        belief=beliefs / headcount if headcount else np.nan,
        value=measures.mean_of(model.use.value, model.visitors),
        account_share=accounts / headcount if headcount else 0.0,
        participation=visitors / headcount if headcount else 0.0,
        participation_four_weekly=recent / headcount if headcount else 0.0,
        silent_members=silent / accounts if accounts else np.nan,
    )
    (
        latest["contribution_gini"],
        latest["top_1_percent_share"],
        latest["top_10_percent_share"],
    ) = measures.inequality(model.histogram)
    latest["manager_stance"], latest["managers_visiting"] = measures.count_managers(
        model.managers, model.staffing, model.use, model.leading
    )
    ends_month = (model.week + 1) % measures.WEEKS_A_MONTH == 0
    if ends_month and model.week < model.scenario.weeks:
        measures.count_cohorts(model.staffing, model.use, model.week, model.retention)
    model.record_week()


PHASES: Final[tuple[Callable[[AdoptionModel], None], ...]] = (
    draw,
    turn_over,
    carry_out_programme,
    join,
    visit,
    contribute,
    reply,
    moderate,
    learn,
    form_habit,
    manage,
    measure,
)
"""One week, in this order."""
