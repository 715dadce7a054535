"""What the numbers say, computed: no number in a report is written by hand."""

from __future__ import annotations

import math

import pandas as pd

from uptake.figures.paths import Gain
from uptake.report.content import HEADLINE_MEASURE
from uptake.report.rows import Departure, Row
from uptake.report.variant_rows import reversal_sentence
from uptake.study.statistics import mean_interval
from uptake.study.units import Over, paired_units, sets_said, whose_sets
from uptake.study.wording import (
    INTERVAL,
    NO_BREAK,
    counted,
    listed,
    percent,
    point_interval,
    points,
    sentence,
    weeks,
)


def gain_sentence(name: str, gain: Gain) -> str:
    """Say what a scenario changes in weekly visitors, and how sure that is.

    Parameters
    ----------
    name : str
        The scenario.
    gain : Gain
        Its paired difference from the baseline; shares of staff.
    """
    change = f"from {percent(gain.baseline_mean)} to {percent(gain.mean)} of staff"
    if not (math.isfinite(gain.low) and math.isfinite(gain.high)):
        return (
            f"“{name}”: weekly visitors in the last half-year go {change} in a single run; "
            "one run gives no interval."
        )
    interval = f"{INTERVAL} {point_interval(gain.low, gain.high)}"
    if not gain.clear:
        return (
            f"“{name}” makes no clear difference to weekly visitors in the last half-year: "
            f"{percent(gain.mean)} of staff against {percent(gain.baseline_mean)} "
            f"({points(gain.difference)}, {interval})."
        )
    verb = "lifts" if gain.difference > 0 else "lowers"
    return (
        f"“{name}” {verb} weekly visitors in the last half-year {change} "
        f"({points(gain.difference)}, {interval})."
    )


def helps_sentence(gain: Gain) -> str:
    """Say in how many sets of assumptions a scenario brings more, and how far they differ.

    Empty for a single set.
    """
    if gain.members < 2:
        return ""
    low, high = gain.spread_low, gain.spread_high
    return (
        f"It helps in {_of_sets(gain.helps_share, gain.members)}; in 90{NO_BREAK}% of them "
        f"the difference is {point_interval(low, high)} points."
    )


def baseline_sentence(row: Row, over: Over) -> str:
    """Say where the baseline, or a scenario on its own, settles."""
    low, high = row.spread
    return (
        f"“{row.mark.name}”: {percent(row.participation)} of staff visit in a week in the last "
        f"half-year (90{NO_BREAK}% of {over.units} between {percent(low)} and {percent(high)}), "
        f"and {percent(row.accounts, 0)} have an account."
    )


def _of_sets(share: float, members: int) -> str:
    count = round(share * members)
    if count in (0, members):
        return f"{'all' if count else 'none'} of the {sets_said(members)}"
    return f"{count:,} of {sets_said(members)}"


def departure_sentence(departure: Departure) -> str:
    """Say how long what the programme had built lasts without its champion."""
    when = f"After the champion leaves in week {departure.week},"
    if departure.known == 0 or math.isnan(departure.half_life_weeks):
        return f"{when} there is nothing to lose: no run was above the level without a programme."
    if math.isinf(departure.half_life_weeks):
        fate = (
            "more than half of what the programme had built is still there at the end of the "
            f"{weeks(departure.weeks_run)} watched"
        )
        fallen = departure.known - departure.never
        aside = f" (not in {fallen:,} of {departure.known:,} runs)" if fallen else ""
    else:
        fate = (
            f"half of what the programme had built is gone after {weeks(departure.half_life_weeks)}"
        )
        aside = (
            f" (never in {departure.never:,} of {departure.known:,} runs)"
            if departure.never
            else ""
        )
    left = (
        f"; {weeks(departure.weeks_watched)} on, participation is at "
        f"{percent(departure.left, 0)} of its level before"
        if math.isfinite(departure.left)
        else ""
    )
    return f"{when} {fate}{aside}{left}."


def row_sentence(row: Row, over: Over) -> str:
    """Say what one scenario brings, how sure that is and, if its champion leaves, what lasts."""
    if row.gain:
        said = [
            gain_sentence(row.mark.name, row.gain),
            helps_sentence(row.gain),
            reversal_sentence(row.gain.difference, row.variants, HEADLINE_MEASURE),
        ]
    else:
        said = [baseline_sentence(row, over)]
    if row.departure:
        said.append(departure_sentence(row.departure))
    return " ".join(text for text in said if text)


def answer(rows: tuple[Row, ...], over: Over) -> str:
    """Say which programme keeps most people taking part while its champion stays."""
    base, *others = rows
    if not others:
        return baseline_sentence(base, over)
    best = best_of(rows)
    if best.gain is None or not best.gain.clear or best.gain.difference < 0:
        nobody = (
            f"“{best.mark.name}” does not clearly keep"
            if len(others) == 1
            else f"None of the {counted(len(others), 'programme')} compared clearly keeps"
        )
        return (
            f"{nobody} more people taking part than “{base.mark.name}”: "
            f"{percent(base.participation)} of staff visit in a week."
        )
    return (
        f"Of what was compared, “{best.mark.name}” keeps most people taking part: "
        f"{percent(best.participation)} of staff visit in a week, against "
        f"{percent(base.participation)} with “{base.mark.name}”."
    )


def lead_sentence(summary: pd.DataFrame, rows: tuple[Row, ...]) -> str:
    """Say whether the best is clearly ahead of the next, from the same paired runs.

    Empty if there is no clear best, no next one, or a single run.
    """
    if len(rows) < 2:
        return ""
    best = best_of(rows)
    rivals = [row for row in _staying(rows) if row is not best]
    if not rivals or best.gain is None or not best.gain.clear or best.gain.difference < 0:
        return ""
    following = _best(rivals)
    ahead = paired_units(summary, following.mark.name, best.mark.name, HEADLINE_MEASURE)
    interval = mean_interval(ahead["difference"])
    low, high = interval.low, interval.high
    if math.isnan(low):
        return ""
    if low <= 0:
        return f"Its lead over the next, “{following.mark.name}”, is not clear."
    ahead_by = points(interval.mean).lstrip("+")
    return (
        f"That is {ahead_by} more than the next, “{following.mark.name}” "
        f"({INTERVAL} {point_interval(low, high)})."
    )


def best_of(rows: tuple[Row, ...]) -> Row:
    """The programme with most people taking part, of those whose champion stays if any does."""
    return _best(_staying(rows))


def _staying(rows: tuple[Row, ...]) -> list[Row]:
    """Programmes whose champion stays; all of them if every champion leaves."""
    return [row for row in rows[1:] if row.departure is None] or list(rows[1:])


def _best(rows: list[Row]) -> Row:
    return max(rows, key=lambda row: row.participation)


def departures_answer(rows: tuple[Row, ...]) -> tuple[str, ...]:
    """Say for each scenario whose champion leaves what becomes of it."""
    return tuple(
        f"“{row.mark.name}”: {_lower_first(departure_sentence(row.departure))}"
        for row in rows
        if row.departure
    )


def certainty_sentences(rows: tuple[Row, ...], over: Over) -> tuple[str, ...]:
    """Say what was varied and what the two kinds of interval mean here."""
    said = [_varied(over)]
    compared = [row for row in rows if row.gain and math.isfinite(row.gain.low)]
    if compared:
        widest = max(compared, key=lambda row: row.gain.high - row.gain.low if row.gain else 0)
        assert widest.gain is not None
        half = (widest.gain.high - widest.gain.low) / 2
        said.append(
            f"The {INTERVAL} tells how well the mean difference over the {over.units} is known: "
            f"at worst to within {points(half).lstrip('+')} either way (“{widest.mark.name}”)."
        )
        spread = max(
            compared, key=lambda row: row.gain.spread_high - row.gain.spread_low if row.gain else 0
        )
        assert spread.gain is not None
        one = (
            "Whatever set is nearest to the truth, one company is one run, and these differ by "
            "more than that: for "
            if over.several
            else "One company is one run, and runs differ by more than that: for "
        )
        said.append(
            f"{one}“{spread.mark.name}”, 90{NO_BREAK}% of the {over.units} gain between "
            f"{points(spread.gain.spread_low, unit=False)} and "
            f"{points(spread.gain.spread_high)}."
        )
        unclear = [f"“{row.mark.name}”" for row in compared if row.gain and not row.gain.clear]
        if unclear:
            said.append(f"No clear difference from the baseline: {listed(unclear)}.")
    if over.runs == 1:
        said.append("One run shows what can happen, not what is likely: run more before deciding.")
    said.append(
        "Neither kind of interval covers what the model gets wrong under any assumptions."
        if over.several
        else "Neither kind of interval covers what the model may get wrong: they hold for the "
        "assumptions given, which are listed below."
    )
    return tuple(sentence(text) for text in said)


def _varied(over: Over) -> str:
    if not over.several:
        return (
            f"Every scenario was run {counted(over.runs, 'time')}; runs with the same number share "
            "every chance event that both scenarios have, so scenarios are compared pair by pair."
        )
    return (
        f"Every scenario was run under {over.said}. {whose_sets(over.ensemble)} Runs with the "
        "same number share the set and every chance event that both scenarios have, so scenarios "
        "are compared pair by pair."
    )


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
