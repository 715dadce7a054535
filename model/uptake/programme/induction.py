"""Induction: an account and a pack on the first day."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from uptake.parameters import declared
from uptake.programme.base import Intervention, Now, Wish
from uptake.programme.welcome_pack import send_packs


class Induction(Intervention):
    """New hires get an account and hear about the network in their first week."""

    priority: ClassVar[int] = 28

    kind: Literal["induction"] = "induction"
    quality: float = declared(0.5, (0.1, 1.0), "share", "of the best welcome pack's effect")
    hours_each: float = declared(
        0.05, (0.0, 0.5), "hours", "of the champion for a new hire", valid=(0.0, None)
    )

    def wish(self, now: Now) -> Wish:
        """Everyone hired this week."""
        hired = np.sort(now.hired[now.audience(self.audience)[now.hired]])
        return Wish(hired.size * self.hours_each, hired)

    def act(self, now: Now, wish: Wish, granted: float) -> None:
        """Accounts for all of them; packs as far as the hours go."""
        now.levers.account[wish.work] = 1
        send_packs(
            now,
            wish.work[: int(granted * wish.work.size + 1e-9)],
            self.quality * now.skill,
            guidelines=True,
        )
