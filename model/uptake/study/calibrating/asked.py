"""What a calibration is asked to do, with all that was read; and whether it can be done."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from uptake.compilation import code_digest
from uptake.errors import InputError, Problem
from uptake.organisation import Organisation
from uptake.study.calibrating.counts import MEMBERS, counted_in
from uptake.study.calibrating.events import Events
from uptake.study.calibrating.fitted import variants_for
from uptake.study.calibrating.situation import Situation, likely_people, open_community_of
from uptake.usage.weekly_usage import FEWEST_WEEKS_TO_FORECAST, WeeklyUsage

FITTED_SHARE: Final = 0.75
"""Share of the usable weeks that is fitted to if the user does not say."""
PARTICLES: Final = 250
MOST_RUNS: Final = 8000
DRAWS: Final = 200
"""Runs of what fits, for bands and forecasts."""
MEMBERS_KEPT: Final = 64
"""Members of the ensemble that is written, of these draws."""


@dataclass(frozen=True)
class Effort:
    """How much is run.

    Attributes
    ----------
    particles, most_runs : int
        See `uptake.study.fitting.smc.fit`.
    draws : int
        Runs of what fits.
    """

    particles: int = PARTICLES
    most_runs: int = MOST_RUNS
    draws: int = DRAWS


@dataclass(frozen=True, eq=False)
class Asked:
    """Everything that decides a calibration.

    Attributes
    ----------
    usage : WeeklyUsage
        All weeks.
    place : int
        Place of the last week that is fitted to.
    beyond : int
        Weeks to forecast after the last week of the data.
    situation : Situation
        Who could take part, and what happened.
    people_from : str
        Where the number of people comes from.
    counts : tuple of str
        What is compared.
    variants : mapping of str to mapping
        Structural variants by name.
    seed : int
        Of all chance.
    effort : Effort
        How much is run.
    """

    usage: WeeklyUsage
    place: int
    beyond: int
    situation: Situation
    people_from: str
    counts: tuple[str, ...]
    variants: Mapping[str, Mapping[str, str]]
    seed: int
    effort: Effort

    @property
    def past(self) -> WeeklyUsage:
        """The weeks that are fitted to."""
        return up_to(self.usage, self.place)

    @property
    def weeks(self) -> int:
        """Weeks that are simulated for the forecast, from the first of the data."""
        return len(self.usage.weeks) + self.beyond

    @property
    def fingerprint(self) -> str:
        """Digest of all that decides the result."""
        digest = hashlib.blake2b(digest_size=12)
        for name in ("weeks", "active", "posters", "members", "newcomers", "masked"):
            digest.update(getattr(self.usage, name).tobytes())
        situation = self.situation
        content = [
            code_digest(), self.usage.source, self.place, self.beyond, list(self.counts),
            situation.organisation.fingerprint, situation.community, situation.accounts,
            dataclasses.asdict(situation.events), {k: dict(v) for k, v in self.variants.items()},
            self.seed, dataclasses.asdict(self.effort),
        ]  # fmt: skip
        digest.update(json.dumps(content, sort_keys=True).encode())
        return digest.hexdigest()


def ask(
    usage: WeeklyUsage,
    events: Events,
    variants: Mapping[str, Mapping[str, str]],
    *,
    organisation: Organisation | None = None,
    people: int | None = None,
    split: str | None = None,
    beyond: int = 0,
    seed: int = 1,
    effort: Effort = Effort(),
) -> Asked:
    """Put together what is asked.

    Parameters
    ----------
    usage : WeeklyUsage
        What was read.
    events : Events
        What happened.
    variants : mapping of str to mapping
        Those asked for.
    organisation : Organisation, optional
        That of the staff file; an open community if left out.
    people : int, optional
        How many the open community has.
    split : str, optional
        Last week that is fitted to; three quarters of the usable weeks by default.
    beyond, seed, effort
        As in `Asked`.

    Raises
    ------
    InputError
        If nothing can be forecast from these weeks, or people, members and split do not fit.
    """
    if usage.refuse_forecast:
        raise InputError([Problem(usage.source, "", usage.refuse_forecast)])
    place = _split(usage, split)
    past = up_to(usage, place)
    counts = counted_in(past)
    seen = int(np.nanmax(np.where(usage.masked, 0.0, np.fmax(usage.active, usage.members))))
    if organisation is not None:
        said = "the staff file"
    else:
        likely, said = likely_people(past)
        count = people or likely
        said = "--size" if people else said
        if people and people < seen:
            wrong = f"is fewer than the {seen:,} seen in {usage.source}"
            raise InputError([Problem("the command", "--size", wrong, f"{people:,}")])
        organisation = open_community_of(count)
    community = said != "the staff file"
    staff = len(organisation.chart.employee_ids)
    if not community and staff < seen:
        wrong = f"the staff file has {staff:,} people"
        right = "a staff file of all who can have an account"
        raise InputError([Problem(usage.source, "", f"{seen:,} were seen here, and {wrong}",
                                  right=right)])  # fmt: skip
    first = float(usage.members[0])
    accounts = int(first) if MEMBERS in counts and not np.isnan(first) else None
    situation = Situation(organisation, community, events, accounts)
    chosen = variants_for(situation, variants)
    return Asked(usage, place, beyond, situation, said, counts, chosen, seed, effort)


def up_to(usage: WeeklyUsage, place: int) -> WeeklyUsage:
    """The same data up to and including a week."""
    kept = slice(0, place + 1)
    return dataclasses.replace(
        usage,
        reasons=usage.reasons[kept],
        **{
            name: getattr(usage, name)[kept]
            for name in ("weeks", "active", "posters", "messages", "members", "newcomers")
        },
    )


def _split(usage: WeeklyUsage, split: str | None) -> int:
    """Place of the last week that is fitted to."""
    known = [place for place, reason in enumerate(usage.reasons) if not reason]
    least = FEWEST_WEEKS_TO_FORECAST
    if split is None:
        return known[max(round(FITTED_SHARE * len(known)), least) - 1]
    from uptake.study.calibrating.events import week_of

    place = week_of(usage, split)
    right = f"a week from {usage.label(known[least - 1])} to {usage.label(len(usage.weeks) - 1)}"
    if place is None:
        wrong = "no such week in the file"
        raise InputError([Problem("the command", "--split", wrong, split, right)])
    fitted = sum(one <= place for one in known)
    if fitted < least:
        wrong = f"only {fitted} usable weeks to fit to; {least} are needed"
        raise InputError([Problem("the command", "--split", wrong, split, right)])
    return place
