"""What we do not know about people and organisations: the uncertainties of the model."""

from __future__ import annotations

import functools
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from uptake.parameters.declaration import declared

Contagion = Literal["simple", "reinforced", "none"]
ManagerInfluence = Literal["middle_managers_lead", "bottom_up", "none"]
CONTAGION_CODES = {"none": 0, "simple": 1, "reinforced": 2}
MANAGER_INFLUENCE_CODES = {"none": 0, "middle_managers_lead": 1, "bottom_up": 2}
JOLTS = "JOLTS annual total separations, 12 to 26 % by industry (US Bureau of Labor Statistics)"
LALLY = "Lally et al. 2010, European Journal of Social Psychology 40:998, per day of use"
BRZOZOWSKI = "Brzozowski, Sandholm & Hogg 2009 (sign); size judged"
ANY = (None, None)
POSITIVE = (0.0, None)


class Assumptions(BaseModel):
    """Assumptions about behaviour; the same for every scenario that is compared.

    Logit terms add to the log-odds of visiting in a week; hazards to the weekly rate of joining.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    contagion: Contagion = Field(
        "simple",
        description="how active contacts add up: simple (each counts, with diminishing returns; "
        "Backstrom et al. 2006), reinforced (two or more are needed; Centola 2010) or none",
    )
    manager_influence: ManagerInfluence = Field(
        "middle_managers_lead",
        description="who follows whom: middle_managers_lead (Chelmis & Prasanna 2013), bottom_up "
        "(managers follow their teams; Wang et al. 2013) or none",
    )

    # People come and go.
    separation_a_year: float = declared(
        0.13, (0.12, 0.26), "share a year", "staff who leave the organisation",
        source=JOLTS, status="R",
    )  # fmt: skip
    first_year_separation_ratio: float = declared(
        2.67, (1.0, 3.0), "ratio", "separation in the first year against later years",
        valid=(0.0, 10.0),
    )  # fmt: skip
    vacancy_weeks: float = declared(
        3.93,
        (2.0, 12.0),
        "weeks",
        "mean time until a vacant position is filled",
        valid=(1.0, 520.0),
    )

    # People differ.
    interest_spread: float = declared(
        1.54, (1.2, 2.6), "logit", "standard deviation of interest in the tool between people",
        source="return curves of open communities ask for about 2", status="D", valid=(0.0, 6.0),
    )  # fmt: skip
    contribution_spread: float = declared(
        1.34, (1.1, 2.0), "log", "standard deviation of the log of the propensity to post",
        source="top 10 % of users write 56 to 83 % of posts (SWOOP 2016; CollegeMsg)", status="D",
        valid=(0.0, 4.0),
    )  # fmt: skip
    interest_contribution_correlation: float = declared(
        0.337, (0.0, 0.7), "correlation", "of interest with the log propensity to post",
        valid=(-1.0, 1.0),
    )  # fmt: skip
    sociability_spread: float = declared(
        1.1, (0.3, 1.5), "log", "standard deviation of the log of the propensity to reply",
        valid=(0.0, 4.0),
    )  # fmt: skip
    email_attention: float = declared(
        0.682, (0.55, 0.70), "share", "newsletters a median employee opens",
        source="PoliteMail and Newsweaver benchmarks of internal newsletters: 55 to 70 %",
        status="R", valid=(0.01, 0.99),
    )  # fmt: skip
    question_share: float = declared(
        0.475, (0.15, 0.55), "share", "posts of a median employee that ask a question",
        valid=(0.01, 0.99),
    )  # fmt: skip

    # Time for it.
    desk_access: float = declared(
        0.753, (0.7, 1.0), "share of weeks", "in which a desk employee has time for the tool"
    )
    frontline_access: float = declared(
        0.681, (0.2, 0.8), "share of weeks", "in which a frontline employee has time for the tool"
    )
    manager_say_so: float = declared(
        0.284,
        (0.0, 0.5),
        "share",
        "time gained under a fully supportive manager, lost under a hostile",
    )

    # Joining.
    join_alone: float = declared(
        0.00213, (0.0001, 0.005), "hazard a week", "joining of one's own accord", valid=POSITIVE
    )
    join_contacts: float = declared(
        0.039,
        (0.005, 0.2),
        "hazard a week",
        "joining when all contacts are active",
        valid=POSITIVE,
    )
    contact_strength: float = declared(
        0.0903, (0.02, 0.4), "share", "of the full effect of contacts that the first one has",
        source="diminishing returns: Backstrom et al. 2006; strength judged",
    )  # fmt: skip
    join_manager: float = declared(
        0.0355, (0.0, 0.04), "hazard a week", "joining under an active, fully supportive manager",
        valid=POSITIVE,
    )  # fmt: skip
    join_newsletter: float = declared(
        0.012, (0.002, 0.08), "hazard an issue", "joining after opening an issue of full quality",
        valid=POSITIVE,
    )  # fmt: skip
    join_interest: float = declared(
        0.145, (0.0, 0.5), "log a logit", "higher joining hazard of those more interested",
        valid=(0.0, 3.0),
    )  # fmt: skip
    purpose_floor: float = declared(
        0.156,
        (0.1, 0.6),
        "share",
        "of the joining hazard left to someone who thinks it is chit-chat",
    )

    # Visiting.
    visit_level: float = declared(
        -2.85,
        (-4.5, -1.0),
        "logit",
        "visiting again within four weeks of the last visit",
        valid=ANY,
    )
    resume_level: float = declared(
        -5.25, (-6.5, -3.0), "logit", "coming back after four silent weeks or more", valid=ANY
    )
    visit_habit: float = declared(2.48, (1.5, 5.0), "logit", "full habit", valid=ANY)
    visit_novelty: float = declared(0.772, (0.5, 4.0), "logit", "the week of joining", valid=ANY)
    novelty_half_life_weeks: float = declared(
        5.99, (4.0, 8.0), "weeks", "until half of the novelty is gone", valid=(0.1, 520.0)
    )
    visit_value: float = declared(
        3.27, (0.5, 5.0), "logit", "perceived value of 1 rather than 0", valid=ANY
    )
    visit_contacts: float = declared(
        2.29, (0.0, 3.0), "logit", "all contacts active rather than none (quitting is contagious)",
        source="Fisher, Kim & Cummings 2018 (sign); size judged", valid=ANY,
    )  # fmt: skip
    visit_company: float = declared(
        0.69, (0.0, 3.0), "logit", "everybody in the company active rather than nobody",
        source="Fisher, Kim & Cummings 2018 (sign); size judged", valid=ANY,
    )  # fmt: skip
    critical_share: float = declared(
        0.0781, (0.05, 0.5), "share of staff",
        "active, beyond which more of them soon make little difference to the company's pull",
        source="perceived critical mass: Foote, Treem, van den Hooff & Honcoop 2024; size judged",
        valid=(0.001, None),
    )  # fmt: skip
    visit_newsletter: float = declared(
        1.27, (0.3, 2.0), "logit", "having opened an issue of full quality this week", valid=ANY
    )
    newsletter_afterglow: float = declared(
        0.191, (0.0, 0.5), "share", "of a newsletter's effect left a week later (gone in two weeks)"
    )
    visit_manager: float = declared(
        0.282, (0.0, 0.5), "logit", "continuing under an active, supportive manager",
        source=BRZOZOWSKI, valid=ANY,
    )  # fmt: skip
    resume_manager: float = declared(
        0.744, (0.18, 0.92), "logit", "resuming under an active, supportive manager",
        source=BRZOZOWSKI, valid=ANY,
    )  # fmt: skip

    # Contributing.
    posts_a_visit: float = declared(
        0.243, (0.03, 1.0), "posts", "mean in a week with a visit", valid=POSITIVE
    )
    post_value: float = declared(
        1.05, (0.0, 2.0), "log", "more posts at a perceived value of 1 rather than 0", valid=ANY
    )
    post_manager: float = declared(
        0.165,
        (0.0, 0.5),
        "share",
        "more posts while the manager takes part visibly",
        valid=POSITIVE,
    )

    post_novelty: float = declared(
        0.00925, (0.0, 3.0), "ratio", "more posts in the week of joining than when novelty is gone",
        source="posters fall faster and lower than visitors (CollegeMsg)", status="D",
        valid=POSITIVE,
    )  # fmt: skip

    # Replying.
    reply_rate_contact: float = declared(
        6.27e-05,
        (0.00005, 0.005),
        "replies an hour",
        "of a contact who visits this week",
        valid=POSITIVE,
    )
    reply_rate_topic: float = declared(
        2.09e-06, (0.000002, 0.0002), "replies an hour",
        "of a visitor who shares the topic but not a tie", valid=POSITIVE,
    )  # fmt: skip
    reply_rate_champion: float = declared(
        0.00468, (0.001, 0.1), "replies an hour", "of the champion to a first post, given time",
        valid=POSITIVE,
    )  # fmt: skip
    reply_appeal: float = declared(
        0.428, (0.0, 0.5), "log", "more replies to a poster one logit more interested", valid=ANY
    )

    # Moderating.
    breach_share: float = declared(
        0.019, (0.002, 0.05), "share of posts", "that break the guidelines when nobody knows them"
    )
    guidelines_effect: float = declared(
        0.246, (0.2, 0.9), "share", "of breaches avoided by those who know the guidelines"
    )
    members_handle: float = declared(
        0.571, (0.5, 0.95), "share", "of breaches that members settle themselves",
        source="members did most of the moderating at Humana (Ross 2014); share judged",
    )  # fmt: skip
    incident_fading: float = declared(
        0.575, (0.1, 0.7), "share a week", "of open incidents that pass out of sight"
    )
    incident_cost: float = declared(
        0.324, (0.1, 1.0), "value", "lost to a visitor who sees an open incident"
    )

    # Learning.
    employees_a_topic: float = declared(
        114.0, (20.0, 300.0), "employees", "to each topic that is talked about", valid=(1.0, None)
    )
    value_start: float = declared(0.648, (0.3, 0.7), "value", "expected at first")
    value_rate: float = declared(
        0.0866, (0.04, 0.3), "share a week", "by which value moves towards what a week gave"
    )
    useful_posts: float = declared(
        3.96, (1.0, 20.0), "posts a week", "on one's topics that give half of the possible value",
        valid=(0.001, None),
    )  # fmt: skip
    social_posts_enjoyed: float = declared(
        18.6, (1.0, 20.0), "posts a week", "social, on one's topics, half as pleasant as can be",
        valid=(0.001, None),
    )  # fmt: skip
    social_weight: float = declared(
        0.499, (0.0, 0.5), "share", "of what a week gives that is social",
        source="social posts raise visits and, through them, work posts (Huang et al.)",
    )  # fmt: skip
    clutter_posts: float = declared(
        618.0, (30.0, 1000.0), "posts a week", "on one's topics that cost a quarter of the value",
        valid=(1.0, None),
    )  # fmt: skip
    answer_effect: float = declared(
        0.378, (0.05, 0.4), "value", "gained with an answered post, lost with an unanswered one",
        source="replies +54 % raise posting again by about 4 % (Pethig et al. 2023)", status="D",
    )  # fmt: skip
    pack_value: float = declared(
        0.107, (0.02, 0.3), "value", "gained from a welcome pack of full quality"
    )
    belief_start: float = declared(
        0.653, (0.3, 0.7), "belief", "that the tool is for work, at first"
    )
    belief_rate: float = declared(
        0.192, (0.02, 0.2), "share a week", "by which belief moves while it is fresh"
    )
    belief_manager: float = declared(
        0.284, (0.0, 0.8), "share", "of belief that comes from the manager's stance"
    )
    belief_hearsay: float = declared(
        0.515, (0.0, 1.0), "share", "of the belief rate at which those who do not visit learn"
    )
    belief_settling_weeks: float = declared(
        73.5, (13.0, 260.0), "weeks", "half-life of openness to change one's belief",
        valid=(0.1, 52000.0),
    )  # fmt: skip

    # Habit.
    habit_gain: float = declared(
        0.122, (0.09, 0.13), "share a week", "of what is missing, gained in a week with a visit",
        source=LALLY + "; two to three days of use in an active week", status="D",
    )  # fmt: skip
    habit_loss: float = declared(
        0.0657, (0.03, 0.3), "share a week", "of the habit lost in a week without a visit"
    )

    # Managers.
    frowning_managers: float = declared(
        0.563, (0.3, 0.6), "share", "of managers against the tool at first", valid=(0.01, 0.99)
    )
    stance_own_use: float = declared(
        0.0182, (0.01, 0.15), "share a week", "by which own use moves the stance towards own value"
    )
    stance_chain: float = declared(
        0.00577, (0.0, 0.05), "share a week", "by which the stance moves towards the own manager's"
    )
    stance_peers: float = declared(
        0.0196, (0.0, 0.05), "share a week", "by which the stance moves towards the peers' mean"
    )
    stance_team: float = declared(
        0.0113, (0.0, 0.1), "share a week", "by which the stance follows the team's use (bottom-up)"
    )
    stance_outreach: float = declared(
        0.0863, (0.05, 0.5), "share", "of the distance to full support covered by one conversation"
    )
    stance_report: float = declared(
        0.0472, (0.0, 0.2), "share", "of that distance covered by one report of perfect evidence"
    )
    stance_return: float = declared(
        0.0124, (0.0, 0.05), "share a week", "by which a manager who does not use it reverts"
    )
    executive_weight: float = declared(
        0.227, (0.2, 1.0), "ratio", "influence of the top two layers against middle managers",
        source="middle managers at least as strong as executives (Chelmis & Prasanna 2013)",
        status="D",
    )  # fmt: skip

    # What it is worth.
    hours_saved_an_answer: float = declared(
        0.75, (0.1, 2.0), "hours", "saved by a question answered on the network", valid=POSITIVE
    )

    def record(self) -> NDArray[np.void]:
        """The numbers as a NumPy record array of length one, as the compiled week reads them."""
        numbers = {
            name: float(value)
            for name, value in self.model_dump().items()
            if isinstance(value, int | float)
        }
        numbers["contagion"] = float(CONTAGION_CODES[self.contagion])
        numbers["manager_influence"] = float(MANAGER_INFLUENCE_CODES[self.manager_influence])
        return np.array([tuple(numbers.values())], dtype=_layout(tuple(numbers)))


@functools.cache
def _layout(names: tuple[str, ...]) -> np.dtype[np.void]:
    """One and the same object for all runs: Numba knows it again at once."""
    return np.dtype((np.record, [(name, np.float64) for name in names]))
