"""The state of an organisation in one week: arrays, one row a position.

The number of positions is fixed for a whole run (staff today and planned growth), so an employee
keeps the same row; when someone leaves, the position forgets.
"""

from typing import Any, Final, NamedTuple, TypeVar, get_args

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Flags = NDArray[np.uint8]
Weeks = NDArray[np.int32]
Rows = NDArray[np.uint16] | NDArray[np.uint32]
"""Rows of positions, in the smaller type that holds them: less memory is less time."""

LONG_AGO = -100_000
"""The week of what happened long before the first, or never."""

FOUR_WEEKS = np.uint32(0b1111)
"""Mask of the last four weeks in a visit history."""

HALF_YEAR = np.uint32(2**26 - 1)
"""Mask of the last 26 weeks in a visit history."""


class Traits(NamedTuple):
    """What a person brings; drawn when hired. Arrays of shape (positions,)."""

    interest: Floats
    """General interest in such tools, in logits."""
    eagerness: Floats
    """Propensity to join, as a multiple of the mean."""
    contribution: Floats
    """Propensity to post, as a multiple of the mean."""
    attention: Floats
    """Share of newsletters opened while they are new."""
    asking: Floats
    """Share of own posts that are questions."""
    sociability: Floats
    """Propensity to reply, as a multiple of the mean."""
    access: Floats
    """Share of weeks with time for the tool under a neutral manager."""
    first_topic: NDArray[np.uint16]
    """The topic of the own part of the organisation."""
    second_topic: NDArray[np.uint16]
    """A topic of one's own choice."""


class Staffing(NamedTuple):
    """Who holds a position. Arrays of shape (positions,)."""

    employed: Flags
    hire: NDArray[np.uint32]
    """Number of the hire on this position: with the key of the position, the identity for life."""
    hired: Weeks
    """Week of hiring; negative before the first week."""


class Use(NamedTuple):
    """What a person does with the network and thinks of it. Arrays of shape (positions,)."""

    account: Flags
    joined: Weeks
    novel_since: Weeks
    """Week from which the novelty decays: that of joining or of a later welcome pack."""
    visit_history: NDArray[np.uint32]
    """Bit n: visited n weeks ago (bit 0 is the current week once the visits are done)."""
    contacts_active: NDArray[np.uint16]
    """Contacts who visited in the latest week."""
    posts: NDArray[np.uint16]
    """Posts in the current week."""
    habit: Floats
    value: Floats
    """Perceived value, 0 to 1."""
    belief: Floats
    """Belief that the tool is for work, 0 to 1."""
    guidelines: Floats
    """Knowledge of the guidelines, 0 to 1."""
    newsletter_glow: Floats
    """What is left of the newsletters opened, as a multiple of one issue of full quality."""
    pack_received: Flags
    has_posted: Flags


class Leading(NamedTuple):
    """Managers. Arrays of shape (positions + 1,); the last row stands for having no manager."""

    stance: Floats
    starting_stance: Floats
    support: Floats
    """Visible support this week: 0 (none, or the manager takes no part) to 1."""
    time: Floats
    """Factor on the time that the reports have for the tool."""
    weight: Floats
    """Influence on reports, 0 to 1."""
    message: Floats
    """What reports come to believe of the work share, given this manager's stance."""


class Levers(NamedTuple):
    """What the programme does this week; everything adds. Arrays of shape (positions,)."""

    join: Floats
    """Added hazard of joining."""
    visit: Floats
    """Added logit of visiting."""
    pack: Floats
    """Quality of a welcome pack received this week."""
    guidelines: Floats
    """Knowledge of the guidelines handed over, as a share of what is missing."""
    outreach: Floats
    """Conversations of full skill with a manager this week."""
    evidence: Floats
    """Evidence reported to a manager this week, as a multiple of a perfect report."""
    account: Flags
    """An account is created this week."""


class Posts(NamedTuple):
    """The posts of a week. Arrays of shape (posts,)."""

    author: NDArray[np.int32]
    kind: Flags
    """QUESTION, WORK or SOCIAL of `behaviour.contributing`."""
    topic: NDArray[np.uint16]
    first: Flags
    """The author's first post ever."""
    time_draw: NDArray[np.uint32]
    who_draw: NDArray[np.uint32]
    """Draws for the time of the first reply and for who gives it."""
    hours: NDArray[np.float64]
    """Hours to the first reply; infinite without one."""
    replier: NDArray[np.int32]
    """Row of the first replier; -1 nobody, -2 the champion or a deputy."""


Arrays = TypeVar("Arrays", Traits, Staffing, Use, Leading, Levers, Posts)


def _scalar(kind: Any) -> type:  # noqa: ANN401
    """Type of the entries of an annotated array, however deep NumPy's alias hides it."""
    while inner := get_args(kind):
        kind = inner[-1]
    return kind  # type: ignore[no-any-return]


KINDS = {
    layout: tuple(_scalar(kind) for kind in layout.__annotations__.values())
    for layout in (Traits, Staffing, Use, Leading, Levers, Posts)
}


def zeros(layout: type[Arrays], rows: int) -> Arrays:
    """All-zero arrays with `rows` rows, of the types that a tuple of arrays declares."""
    return layout(*(np.zeros(rows, kind) for kind in KINDS[layout]))


NOW: Final = np.dtype(
    (
        np.record,
        [
            ("week", np.int64),
            ("horizon", np.int64),  # Weeks that the scenario has.
            ("leaving", np.float64),  # Weekly chance of leaving after the first year ...
            ("leaving_first_year", np.float64),  # ... and in it.
            ("hire_chance", np.float64),  # Of a vacant position to be filled this week.
            (
                "answering_rate",
                np.float64,
            ),  # Replies an hour of champion and deputies, see `Ledger`.
            ("incidents_settled", np.float64),  # By the programme this week.
            ("members_moderate", np.bool_),
            ("social_posts_removed", np.float64),  # As a share.
            ("new_incidents", np.float64),
            ("work_share", np.float64),  # Of recent posts, as people take it to be.
        ],
    )
)
"""The numbers of a week that are not measures."""


class Company(NamedTuple):
    """The organisation. Arrays of shape (positions,), unless told otherwise."""

    employee_key: NDArray[np.uint32]
    department: NDArray[np.int32]
    level: NDArray[np.int16]
    role: NDArray[np.int32]
    frontline: NDArray[np.bool_]
    home_topic: NDArray[np.uint16]
    manager: NDArray[np.uint32]
    """Row of the manager; the number of positions stands for none."""
    managers: NDArray[np.int32]
    """Rows of the positions with reports."""
    tie_start: NDArray[np.uint32]
    """Shape (positions + 1,)."""
    tie_end: Rows
    """Rows of contacts; those of i are `tie_end[tie_start[i]:tie_start[i + 1]]`."""


class Given(NamedTuple):
    """What a run is given: the assumptions, what follows from them, and the key of chance."""

    p: NDArray[np.void]
    """One row, see `Assumptions.record`."""
    contact_effects: NDArray[np.float64]
    """By number of active contacts."""
    novelty: NDArray[np.float64]
    """By weeks since joining."""
    openness: NDArray[np.float64]
    """By weeks since first hearing of the network."""
    key: NDArray[np.uint32]


class Room(NamedTuple):
    """Room for what is worked out anew each week."""

    words: NDArray[np.uint32]
    """The draws, shape (4, positions)."""
    changed: NDArray[np.int32]
    """Rows that changed hands, in the order of `workforce.turn_over`."""
    members: NDArray[np.uint32]
    """Rows of those with an account."""
    visitors: NDArray[np.uint32]
    """Rows of those who visited."""
    supply: NDArray[np.int32]
    """Posts about work and social posts by topic, shape (2, topics)."""
    sums: NDArray[np.float64]
    """Of `managing.change_stances`, shape (positions + 1, 3)."""
    reply_rates: NDArray[np.float32]


class Counts(NamedTuple):
    """The numbers of the week, and what they are counted from."""

    now: NDArray[np.void]
    """One row of `NOW`."""
    latest: NDArray[np.void]
    """The measures of the latest week, by name; one row."""
    recent_posts: NDArray[np.uint8]
    """Posts by week, shape (26, positions) ..."""
    post_totals: NDArray[np.uint16]
    """... and their sums, shape (positions,)."""
    histogram: NDArray[np.int32]
    """People by number of those posts."""
    retention: NDArray[np.int32]
    """Members by month of joining, see `uptake.simulation.Run`."""


class State(NamedTuple):
    """All that a week reads and writes: people, what the programme does to them, and the rest."""

    traits: Traits
    staffing: Staffing
    use: Use
    leading: Leading
    levers: Levers
    company: Company
    given: Given
    room: Room
    counts: Counts
