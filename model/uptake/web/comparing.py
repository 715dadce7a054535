"""Pinned programmes beside each other: paired differences, cost, and the champion's departure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from uptake.study.departures import relative_to_before
from uptake.study.frontier import CostPoint, efficient
from uptake.study.statistics import mean_interval, paired_difference
from uptake.study.wording import counted
from uptake.web.comparing_words import (
    Beaten,
    departure_sentence,
    difference_heading,
    difference_sentence,
    frontier_sentences,
)
from uptake.web.pinned import (
    OUTCOMES,
    Outcome,
    PinnedRuns,
    cannot_be_paired,
    change_words,
    other_assumptions,
)

CONFIDENCE: Final = 0.90
"""Of the interval of a mean difference."""

BAND: Final = (0.05, 0.95)
WEEKS_BEFORE, WEEKS_AFTER = 26, 104
LATEST_WEEKS: Final = 4
MOST_PINS: Final = 6


def compare_pins(pins: Sequence[PinnedRuns]) -> dict[str, Any]:
    """Compare programmes with the first one, for a page.

    Returns
    -------
    dict
        ``baseline``, ``runs``, ``lines`` (participation of each by week), ``differences``,
        ``unpaired`` (those that make no pairs, and why), ``cost``, ``departures``.
    """
    baseline, *others = pins
    unpaired = [
        {"name": pin.name, "why": why}
        for pin in others
        if (why := cannot_be_paired(pin.choice, baseline.choice))
    ]
    paired = [pin for pin in others if not cannot_be_paired(pin.choice, baseline.choice)]
    return {
        "baseline": baseline.name,
        "runs": baseline.runs,
        "outcomes": [
            {
                "name": one.name,
                "words": one.words,
                "scale": one.scale,
                "heading": difference_heading(one, baseline.name),
            }
            for one in OUTCOMES
        ],
        "lines": [line_of(pin) for pin in pins],
        "differences": [differences_of(pin, baseline) for pin in paired],
        "unpaired": unpaired,
        "cost": cost_of([baseline, *paired]),
        "departures": [departure_of(pin) for pin in pins if pin.departure_week is not None],
    }


def line_of(pin: PinnedRuns) -> dict[str, Any]:
    """Participation by week: mean and the middle nine tenths of the runs."""
    paths = pin.weekly("participation")
    low, high = np.quantile(paths, BAND, axis=0)
    return {
        "name": pin.name,
        "mean": _plain(paths.mean(axis=0)),
        "low": _plain(low),
        "high": _plain(high),
        "departure_week": pin.departure_week,
    }


def differences_of(pin: PinnedRuns, baseline: PinnedRuns) -> dict[str, Any]:
    """Every outcome of a programme against the baseline, run by run."""
    change = change_words(pin.choice, baseline.choice)
    # A name that says the change already needs no second telling.
    told = change and change.split(":")[0].lower() not in pin.name.lower()
    called = f"“{pin.name}” ({change})" if told else f"“{pin.name}”"
    found = {one.name: _difference(pin, baseline, one, called) for one in OUTCOMES}
    note = ""
    if other_assumptions(pin.choice, baseline.choice):
        note = "It also assumes other things than the baseline: part of the difference may be that."
    return {"name": pin.name, "change": change, "note": note, "outcomes": found}


def _difference(
    pin: PinnedRuns, baseline: PinnedRuns, outcome: Outcome, called: str
) -> dict[str, Any]:
    runs = min(pin.runs, baseline.runs)
    own, other = pin.outcome(outcome.name)[:runs], baseline.outcome(outcome.name)[:runs]
    interval = paired_difference(other, own, CONFIDENCE)
    each = own - other
    return {
        "mean": _number(interval.mean),
        "low": _number(interval.low),
        "high": _number(interval.high),
        "each": _plain(each),
        "more": int((each > 0.0).sum()),
        "fewer": int((each < 0.0).sum()),
        "of": runs,
        "level": _number(float(own.mean())),
        "baseline": _number(float(other.mean())),
        "says": difference_sentence(called, interval, each, outcome),
    }


def cost_of(pins: Sequence[PinnedRuns]) -> dict[str, Any]:
    """Cost against participation, with the frontier.

    Programmes that the champion leaves are no purchase: they are shown, but cannot be on the
    frontier unless the champion leaves in all.
    """
    staying = [pin for pin in pins if pin.departure_week is None] or list(pins)
    points = {pin.name: _cost_point(pin) for pin in pins}
    bought = tuple(points[pin.name] for pin in staying)
    frontier = efficient(bought, 0.0)
    on_it = {point.name for point in frontier}
    by_name = {pin.name: pin for pin in pins}
    worse = {}
    for point in bought:
        if point.name not in on_it:
            cheap = [one for one in frontier if one.money_a_year <= point.money_a_year]
            better = cheap[-1].name
            gain = by_name[better].outcome("participation") - by_name[point.name].outcome(
                "participation"
            )
            clear = mean_interval(gain, CONFIDENCE).low > 0.0
            worse[point.name] = Beaten(better, int((gain > 0.0).sum()), gain.size, clear)
    left_out = len(pins) - len(staying)
    sentences = frontier_sentences(bought, frontier, worse)
    if left_out:
        which = counted(left_out, "programme")
        sentences.append(f"Left out of this: {which} that the champion leaves.")
    return {
        "points": [
            {
                "name": pin.name,
                "money": _number(points[pin.name].money_a_year),
                "participation": _number(points[pin.name].participation),
                "spread": _spread(pin.outcome("participation")),
                "bought": pin in staying,
                "frontier": pin.name in on_it,
            }
            for pin in pins
        ],
        "frontier": [point.name for point in frontier],
        "says": sentences,
    }


def _cost_point(pin: PinnedRuns) -> CostPoint:
    values = (float(pin.outcome(name).mean()) for name in ("money", "hours", "participation"))
    money, hours, participation = values
    return CostPoint(pin.name, money, hours * 52.0, participation)


def departure_of(pin: PinnedRuns) -> dict[str, Any]:
    """What is left of the activity around the champion's departure, by weeks from it."""
    departure = pin.departure_week or 0
    paths = relative_to_before(pin.weekly("participation"), departure)
    first = max(departure - WEEKS_BEFORE, 0)
    last = min(departure + WEEKS_AFTER, pin.weeks - 1)
    seen = paths[:, first : last + 1]
    known = seen[np.isfinite(seen).all(axis=1)]
    half_lives = pin.half_lives()
    latest = known[:, -LATEST_WEEKS:].mean(axis=1)
    low, high = (
        np.quantile(known, BAND, axis=0) if len(known) else np.full((2, seen.shape[1]), np.nan)
    )
    middle = known.mean(axis=0) if len(known) else np.full(seen.shape[1], np.nan)
    watched = pin.weeks - 1 - departure
    built = half_lives[~np.isnan(half_lives)]
    return {
        "name": pin.name,
        "week": departure,
        "weeks": list(range(first - departure, last - departure + 1)),
        "mean": _plain(middle),
        "low": _plain(low),
        "high": _plain(high),
        "left": _number(mean_interval(latest).mean),
        "half_lives": [None if np.isinf(one) else int(one) for one in built],
        "says": departure_sentence(pin.name, latest, last - departure, half_lives),
        "watched": watched,
    }


def _spread(values: NDArray[np.float64]) -> list[float | None]:
    return _plain(np.quantile(values, BAND))


def _number(value: float) -> float | None:
    return float(f"{value:.6g}") if np.isfinite(value) else None


def _plain(values: NDArray[np.float64]) -> list[float | None]:
    return [_number(value) for value in values.tolist()]
