"""How someone came to the network, stayed away and came back, as sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from uptake.study.wording import counted, listed, percent
from uptake.web.acquaintance import Acquaintance
from uptake.web.pulls import ALONE, COMPANY, CONTACTS, MANAGER, NEWSLETTER
from uptake.web.told import Sentence, counted_weeks
from uptake.web.watching import WatchedWeek

SPELL_ENDS: Final = 4
"""Weeks of silence after which coming back is told as such: those of the model."""

ALSO_REACHED: Final = 0.1
"""Share of the pull to join from which on something is told beside the strongest."""

STRONGER_LOGITS: Final = 0.1
"""Least growth of a pull, against the week before, that is said to have brought someone back."""


def told_joining(
    held: Sequence[WatchedWeek], known: Acquaintance, member: bool
) -> Iterator[Sentence]:
    """How the account came about, the packs that followed, or that there never was one."""
    first = held[0].week
    if member:
        yield Sentence(first, "join", "Had an account before the first week.")
    got = next((week for week in held if week.joined or week.account_from), None)
    if got is None and not member:
        yield Sentence(held[-1].week, "join", "Never had an account until here.")
    elif got is not None and got.joined:
        yield Sentence(got.week, "join", joining_said(got, known))
    elif got is not None:
        by = listed([known.intervention(kind) for kind in got.account_from])
        yield Sentence(got.week, "join", f"Was given an account by {by}.")
    for week in held:
        if week.packs:
            new = "a welcome pack" if "welcome_pack" in week.packs else "a pack at the induction"
            yield Sentence(week.week, "pack", f"Got {new}.")


def joining_said(week: WatchedWeek, known: Acquaintance) -> str:
    """Say what pulled someone to join, the strongest first."""
    ranked = sorted(week.pulls_join.items(), key=lambda pull: (-pull[1], pull[0]))
    strongest, share = ranked[0]
    others = [of for of, size in ranked[1:] if size >= ALSO_REACHED]
    said = f"Joined {_why_joined(strongest, week, known)}, {percent(share, 0)} of what pulled"
    if others:
        said += f"; also: {listed([_pull_named(of, week, known) for of in others])}"
    return f"{said}."


def _why_joined(of: str, week: WatchedWeek, known: Acquaintance) -> str:
    if of == ALONE:
        return "of their own accord"
    if of == CONTACTS:
        return f"after {counted(week.contacts_active, 'contact')} had visited the week before"
    if of == MANAGER:
        return "under a manager who takes part"
    return {
        NEWSLETTER: "after opening the newsletter",
        "desk_drop": "after finding a leaflet on the desk",
        "launch_campaign": "in the launch campaign",
    }.get(of, f"because of {known.intervention(of)}")


def _pull_named(of: str, week: WatchedWeek, known: Acquaintance) -> str:
    return {
        ALONE: "their own accord",
        CONTACTS: f"{counted(week.contacts_active, 'active contact')}",
        MANAGER: "their manager",
        COMPANY: "the company at large",
    }.get(of) or known.intervention(of)


def told_visits(
    held: Sequence[WatchedWeek], known: Acquaintance, member: bool
) -> Iterator[Sentence]:
    """Spells of visiting, the silence after each, and what had grown when they came back."""
    visits = [place for place, week in enumerate(held) if week.visited]
    if not visits:
        if member or any(week.account for week in held):
            yield Sentence(held[-1].week, "visit", "Never visited until here.")
        return
    spells = _spells(visits)
    for number, (begin, end) in enumerate(spells):
        if number:
            silent = counted_weeks(begin - spells[number - 1][1] - 1)
            grew = _what_grew(held, begin, known)
            yield Sentence(
                held[begin].week, "visit", f"Came back after {silent} of silence; {grew}."
            )
        count = sum(begin <= place <= end for place in visits)
        is_last = number + 1 == len(spells)
        quiet = (len(held) if is_last else spells[number + 1][0]) - end - 1
        then = f"; then silent for {counted_weeks(quiet)}{' to the end' * is_last}"
        after = ", up to here" if quiet < SPELL_ENDS else then
        yield Sentence(held[end].week, "visit", f"{_visited(count, end - begin + 1)}{after}.")


def _visited(count: int, length: int) -> str:
    if length == 1:
        return "Looked in for one week"
    if count == length:
        return f"Had visited {counted_weeks(length)} in a row"
    return f"Had visited in {count} of {length} weeks"


def _spells(visits: Sequence[int]) -> list[tuple[int, int]]:
    """First and last place of each spell: visits with fewer silent weeks between than end one."""
    spells = [(visits[0], visits[0])]
    for place in visits[1:]:
        begin, end = spells[-1]
        if place - end - 1 < SPELL_ENDS:
            spells[-1] = (begin, place)
        else:
            spells.append((place, place))
    return spells


def _what_grew(held: Sequence[WatchedWeek], place: int, known: Acquaintance) -> str:
    """The pull from outside that grew most against the week before, if any grew enough."""
    grown = growth(held[place - 1].pulls_visit, held[place].pulls_visit)
    if grown is None:
        return "nothing from outside pulled more than the week before"
    week = held[place]
    said = {
        NEWSLETTER: "they had opened the newsletter",
        CONTACTS: f"{counted(week.contacts_active, 'contact')} had visited the week before",
        MANAGER: "their manager had begun to take part again",
        COMPANY: "more of the company were visiting",
        "launch_campaign": "the launch campaign was on",
    }.get(grown, f"{known.intervention(grown)} reached them")
    return f"what had grown most: {said}"


def growth(before: Mapping[str, float], now: Mapping[str, float]) -> str | None:
    """Which pull grew most, by at least `STRONGER_LOGITS`; None if none did."""
    gains = {of: size - before.get(of, 0.0) for of, size in now.items()}
    if not gains:
        return None
    of = max(sorted(gains), key=lambda name: gains[name])
    return of if gains[of] >= STRONGER_LOGITS else None
