"""Hold activity at a level: what brings an organisation to where its own drift is then measured."""

from __future__ import annotations

import math
from typing import Any, Final, Literal

import numpy as np

from uptake.programme.base import Intervention, Now, Wish

STEP: Final = 0.4
MEMORY: Final = 0.4
"""Gains of the proportional and the integral part, in logits of visiting a logit of activity."""
STRONGEST: Final = 8.0
"""Logits beyond which a push changes little, and would take long to forget."""
HOLD: Final = "landscape hold"
"""Name of the intervention in a programme; no key of a scenario file can be in its way."""


class Hold(Intervention):
    """Pushes or holds back visits, week by week, so that activity stays at a level.

    A push of one strength never leaves an organisation near a tipping point, which repels. One that
    answers to the level does: held there, everything else (habit, value, stances) adapts to the
    level, and at a resting or tipping point the push that is needed fades to nothing. This is how
    unstable states are followed in experiments (Sieber et al. 2008, Physical Review Letters
    100:244101).
    """

    kind: Literal["hold"] = "hold"
    level: float
    """Weekly visitors as a share of staff."""
    accounts: bool
    """Whether everybody is given an account, or people join as they would."""

    def act(self, now: Now, wish: Wish, granted: float) -> None:
        """Add to everyone's pull to visit, by how far last week was from the level."""
        visitors = float((now.use.visit_history & np.uint32(1)).sum())
        share = (visitors + 0.5) / (float(now.staffing.employed.sum()) + 1.0)
        short = _logit(self.level) - _logit(share)
        remembered = _bounded(now.memory.get("push", 0.0) + MEMORY * short)
        now.memory["push"] = remembered
        now.levers.visit[:] += _bounded(remembered + STEP * short)
        if self.accounts:
            now.levers.account[:] = 1


def push_remembered(memories: dict[str, dict[str, Any]]) -> float:
    """Push, in logits, that a hold has settled on; nought before its first week."""
    return float(memories.get(HOLD, {}).get("push", 0.0))


def _logit(share: float) -> float:
    return math.log(share / (1.0 - share))


def _bounded(push: float) -> float:
    return min(STRONGEST, max(-STRONGEST, push))
