"""All measures of patterns by name, and the values they take in a set of runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from uptake.study import pattern_measures as weekly
from uptake.study import person_measures as personal
from uptake.study.patterns import Quantity
from uptake.study.populations import PopulationRun

Measure = Callable[..., float]

MEASURES: Final[dict[str, Measure]] = {
    function.__name__: function
    for function in (
        weekly.accounts_before,
        weekly.accounts_in_week,
        weekly.joins_a_week,
        weekly.bend_of_accounts,
        weekly.new_hires_among_joiners,
        weekly.mean_share,
        weekly.accounts_above_visitors,
        weekly.accounts_at_the_peak,
        weekly.visitors_left,
        weekly.accounts_after_the_peak,
        weekly.readers_to_an_author,
        weekly.first_posts_answered,
        weekly.posts_after_departure,
        weekly.accounts_after_departure,
        weekly.opened,
        weekly.clicked,
        weekly.visits_after_an_issue,
        weekly.response_worn_down,
        weekly.weeks_to_half_way,
        weekly.floor_of_visitors,
        weekly.floor_of_posters,
        weekly.overshoot,
        weekly.graph_measure,
        personal.posting_again_with_a_reply,
        personal.posting_again_with_more_replies,
        personal.stopping_with_one_contact,
        personal.further_contact_to_first,
        personal.stopping_with_an_active_company,
        personal.gone_for_good,
        personal.straightness_of_survival,
        personal.odds_with_an_active_manager,
        personal.middle_managers_to_executives,
        personal.slope_of_coming_back,
        personal.going_on,
    )
}
"""Functions of runs, one for each population of a quantity, and of what is given besides."""


def measure(quantities: Iterable[Quantity], runs: Mapping[str, PopulationRun]) -> dict[str, float]:
    """Measure the quantities whose populations are all among some runs.

    Returns
    -------
    dict of str to float
        By name of the quantity; nan where it cannot be measured.
    """
    return {
        quantity.name: MEASURES[quantity.measure](
            *(runs[name] for name in quantity.populations), **quantity.given
        )
        for quantity in quantities
        if set(quantity.populations) <= set(runs)
    }
