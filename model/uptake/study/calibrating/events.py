"""What is known to have happened to a network, and in which week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from uptake.errors import InputError, Problem
from uptake.usage.weekly_usage import WeeklyUsage, monday_of


@dataclass(frozen=True)
class Events:
    """Weeks of events, counted from the first week of the usage data.

    Attributes
    ----------
    launch : int or None
        First week of a launch campaign.
    newsletter_from : int or None
        First week of a weekly newsletter.
    champion_left : int or None
        First week without the champion.
    conferences : tuple of int
        Weeks of a meeting, or anything else that drew people in for a week or two.
    """

    launch: int | None = None
    newsletter_from: int | None = None
    champion_left: int | None = None
    conferences: tuple[int, ...] = ()

    @property
    def by_name(self) -> dict[str, tuple[int, ...]]:
        """Weeks by what happened, without what did not."""
        single = {
            "launch": self.launch,
            "newsletter from": self.newsletter_from,
            "champion left": self.champion_left,
        }
        found = {name: (week,) for name, week in single.items() if week is not None}
        return {**found, **({"conference": self.conferences} if self.conferences else {})}


def read_events(
    usage: WeeklyUsage,
    launch: str | None = None,
    newsletter_from: str | None = None,
    champion_left: str | None = None,
    conferences: Sequence[str] = (),
) -> Events:
    """Find the weeks of events in the data.

    Parameters
    ----------
    usage : WeeklyUsage
        The data.
    launch, newsletter_from, champion_left : str or None
        Each the number of a week, an ISO week (2024-W05) or a date (2024-01-31).
    conferences : sequence of str
        The same, several.

    Raises
    ------
    InputError
        With each that is no week of the data, comes twice, or is an event that nobody was there
        to hold.
    """
    problems: list[Problem] = []

    def week(text: str | None, option: str) -> int | None:
        found = None if text is None else week_of(usage, text)
        if text is not None and found is None:
            wrong = "no such week in the file"
            problems.append(Problem("the command", option, wrong, text, _weeks_said(usage)))
        return found

    left = week(champion_left, "--champion-left")
    held = sorted(
        found for text in conferences if (found := week(text, "--conference")) is not None
    )
    events = Events(week(launch, "--launch"), week(newsletter_from, "--newsletter-from"), left,
                    tuple(held))  # fmt: skip
    if any(a == b for a, b in pairwise(held)):
        problems.append(Problem("the command", "--conference", "names a week twice"))
    for name, weeks in events.by_name.items():
        if left is not None and name != "champion left" and max(weeks) >= left:
            wrong = f"lies after the champion left; nobody is there for a {name.split()[0]}"
            option = f"--{name.replace(' ', '-')}"
            problems.append(Problem("the command", option, wrong, usage.label(max(weeks))))
    if problems:
        raise InputError(problems)
    return events


def week_of(usage: WeeklyUsage, text: str) -> int | None:
    """Place of a week in the data, by its number, ISO week or a date in it; None if not there."""
    found = usage.place_of(text)
    if found is not None or usage.first_monday is None:
        return found
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    place = (monday_of(day) - usage.first_monday).days // 7
    return place if 0 <= place < len(usage.weeks) else None


def _weeks_said(usage: WeeklyUsage) -> str:
    ends = f"{usage.label(0)} to {usage.label(len(usage.weeks) - 1)}"
    return f"a week from {ends}" + ("" if usage.first_monday is None else ", or a date in it")
