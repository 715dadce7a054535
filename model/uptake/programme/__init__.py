"""What the champion does: interventions, the champion's time, departure and succession."""

from uptake.programme.audience import Audience
from uptake.programme.base import Intervention, Now, Wish, occurs_every
from uptake.programme.champion import Champion, Successor
from uptake.programme.kinds import KINDS

__all__ = [
    "KINDS",
    "Audience",
    "Champion",
    "Intervention",
    "Now",
    "Successor",
    "Wish",
    "occurs_every",
]
