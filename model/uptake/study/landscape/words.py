"""A landscape in sentences; every number in them is computed."""

from __future__ import annotations

import math
from typing import Final, Literal

import numpy as np

from uptake.study.landscape.landscape import Landscape, Side
from uptake.study.landscape.points import Curve, Point
from uptake.study.landscape.reading import Distance, Hysteresis, distances, hysteresis
from uptake.study.statistics import mean_interval
from uptake.study.wording import (
    INTERVAL,
    NO_BREAK,
    listed,
    number,
    percent,
    point_interval,
    sentence,
)

SIDES = {"programme": "with the programme", "unmanaged": "without champion and programme"}
NEARLY_ALL, MOST = 0.1, 0.5
"""Hysteresis up to which the level tells nearly all of the drift, and most of it."""
KINDS: Final[tuple[Literal["resting"], Literal["tipping"]]] = ("resting", "tipping")
VERBS = {"resting": "rests", "tipping": "tips"}


def sentences(landscape: Landscape) -> list[str]:
    """Everything a landscape says, a paragraph an entry."""
    said = []
    for side in landscape.sides:
        said += [points_sentence(side), long_sentence(side)]
    said += distance_sentences(landscape)
    said += [hysteresis_sentence(side) for side in landscape.sides]
    return said


def points_sentence(side: Side) -> str:
    """Where activity rests and tips on one side, and where it goes from anywhere else."""
    curve, points = side.own.curve, side.own.points
    low, high = percent(float(curve.level[0])), percent(float(curve.level[-1]))
    parts = []
    for kind in KINDS:
        places = [one for one in points if one.kind == kind]
        if places:
            parts.append(f"{VERBS[kind]} at {_places(places)}")
    if not points:
        parts.append(_one_way(curve))
    else:
        parts += _beyond(curve)
    if all(point.kind != "tipping" for point in points):
        parts.append(f"has no tipping point between {low} and {high}")
    held = side.own.held.mean(axis=0)
    return (
        f"{sentence(SIDES[side.regime])} activity {listed(parts)}. Levels beyond do not last: held "
        f"at {percent(float(held[0]))} and let go, it is at {low} within two months; held at "
        f"{percent(float(held[-1]))}, at {high}."
    )


def long_sentence(side: Side) -> str:
    """Where long runs from both ends of the levels end, and whether that is one place."""
    ends = [mean_interval(side.end[:, end]) for end in (0, 1)]
    starts = side.start.mean(axis=0)
    apart = mean_interval(side.end[:, 1] - side.end[:, 0])
    accounts = side.accounts.mean(axis=0)
    text = (
        f"Long runs {SIDES[side.regime]}: held at {percent(float(starts[0]))} and "
        f"{percent(float(starts[1]))} and then left alone for five years, activity ends at "
        f"{percent(ends[0].mean)} and {percent(ends[1].mean)}, with accounts of "
        f"{percent(float(accounts[0]), 0)} and {percent(float(accounts[1]), 0)} of staff"
    )
    tipping = any(point.kind == "tipping" for point in side.own.points)
    far = apart.low > 0.0 and ends[1].mean > 2.0 * ends[0].mean
    if far and not tipping:
        return (
            f"{text}. They end far apart although no tipping point was found: it lies beyond what "
            "was measured, or movement is too slow to tell."
        )
    if tipping and not far:
        return f"{text}. They end close together although a tipping point was found: trust neither."
    return f"{text}."


def distance_sentences(landscape: Landscape) -> list[str]:
    """Where the organisation is in the week of the landscape and, in brief, in other weeks."""
    at, weeks = landscape.asked.week, landscape.asked.weeks
    levels = {week: percent(mean_interval(landscape.activity_in(week)).mean) for week in weeks}
    said = []
    if at in levels:
        here = [
            _away(one) for kind in KINDS for one in distances(landscape, kind) if one.week == at
        ]
        text = f"In week {at} the organisation stands at {levels[at]}"
        said.append(f"{text}: {listed(here)}." if here else f"{text}.")
    others = [f"{levels[week]} in week {week}" for week in weeks if week != at]
    if others:
        said.append(f"In other weeks it stands at {listed(others)}.")
    return said


def hysteresis_sentence(side: Side) -> str:
    """How much of the drift the level tells, and how the points move with the past."""
    found = [one for one in hysteresis(side) if math.isfinite(one.share)]
    if not found:
        return sentence(f"{SIDES[side.regime]} no other past leads to the same levels.")
    worst = max(one.share for one in found)
    told = "nearly all" if worst < NEARLY_ALL else "most" if worst < MOST else "little"
    parts = [_past(one) for one in found]
    unlike = [one.words for one in hysteresis(side) if not math.isfinite(one.share)]
    if unlike:
        parts.append(f"states {listed(unlike)} have no level in common")
    return (
        f"Hysteresis {SIDES[side.regime]}: the level tells {told} of the drift. States of the same "
        f"activity with another past drift differently, by a share of the typical drift: "
        f"{'; '.join(parts)}."
    )


def headline(landscape: Landscape) -> str:
    """The one thing a landscape says."""
    parts: list[str] = []
    for side in landscape.sides:
        found = []
        for kind in KINDS:
            places = [percent(one.level) for one in side.own.points if one.kind == kind]
            if places:
                found.append(f"{VERBS[kind]} at {listed(places)}")
        moves = listed(found) or _one_way(side.own.curve)
        where = "without it," if parts else SIDES[side.regime]
        parts.append(f"{where} activity {moves}")
    tips = any(point.kind == "tipping" for side in landscape.sides for point in side.own.points)
    return sentence("; ".join(parts) + ("" if tips else "; no tipping point"))


def _places(points: list[Point]) -> str:
    return listed(
        [f"{percent(one.level)} ({INTERVAL} {point_interval(one.low, one.high)})" for one in points]
    )


def _one_way(curve: Curve) -> str:
    sure = curve.sign[curve.sign != 0]
    if not sure.size:
        return "surely moves nowhere (more replicates may tell)"
    return f"{'rises' if sure[0] > 0 else 'falls'} from all levels at which it surely moves"


def _beyond(curve: Curve) -> list[str]:
    """What happens below the lowest and above the highest point, where it is not a return."""
    sure = np.flatnonzero(curve.sign)
    said = []
    if curve.sign[sure[0]] < 0:
        said.append(f"falls from below that to {percent(float(curve.level[0]))} or less")
    if curve.sign[sure[-1]] > 0:
        said.append(f"rises from above that to {percent(float(curve.level[-1]))} or more")
    return said


def _away(one: Distance) -> str:
    where = f"where it {VERBS[one.point.kind]} {SIDES[one.regime]}"
    if one.low <= 0.0 <= one.high:
        interval = f"{point_interval(one.low, one.high)} points"
        return f"no sure distance from {where} ({interval})"
    low, high = sorted((abs(one.low), abs(one.high)))
    side = "above" if one.distance > 0 else "below"
    size = number(100 * abs(one.distance))
    return f"{size} points {side} {where} ({point_interval(low, high)})"


def _past(one: Hysteresis) -> str:
    text = f"{number(100 * one.share, 0)}{NO_BREAK}% for states {one.words}"
    resting = [point for point in one.points if point.kind == "resting"]
    tipping = [point for point in one.points if point.kind == "tipping"]
    moved = []
    if resting:
        moved.append(f"rest at {listed([percent(point.level) for point in resting])}")
    if tipping:
        moved.append(f"tip at {listed([percent(point.level) for point in tipping])}")
    return f"{text}, which {' and '.join(moved)}" if moved else text
