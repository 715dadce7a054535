"""What happens to a company in the game: small interventions of our own that nobody asked for.

Their sizes are assumed: no study says how far a headline or a reorganisation moves the people of
this model. Unlike what a champion does, they act on the state itself. Whom they meet is left to
chance by `Now.uniforms`, so that it is the same people whatever a team has planned.
"""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from uptake.parameters import declared
from uptake.programme.base import Intervention, Now, Wish

HEADLINE, REORGANISATION = 1, 2
"""Purposes of draws: two events of the same week meet different people."""


class BadHeadline(Intervention):
    """A newspaper calls the network a waste of working time; some of the staff believe it.

    In its one week a share of the employees, drawn by key, believe less that the tool is for work
    and find it less worthwhile. Both sizes are assumed. What they see afterwards can bring them
    round, as `behaviour.learning` has it.
    """

    priority: ClassVar[int] = 1

    kind: Literal["game: bad headline"] = "game: bad headline"
    reach: float = declared(0.5, (0.2, 0.8), "share", "of the employees who take it to heart")
    doubt: float = declared(0.4, (0.1, 0.6), "share", "of their belief and perceived value lost")

    def act(self, now: Now, wish: Wish, granted: float) -> None:
        """Lower belief and value of those who take it to heart."""
        met = (now.staffing.employed == 1) & _drawn(now, HEADLINE, self.reach)
        kept = np.float32(1.0 - self.doubt)
        now.use.belief[met] *= kept
        now.use.value[met] *= kept


class Reorganisation(Intervention):
    """Teams are put together anew: habits break, and some managers have other worries.

    Habits hang on their context and are open to change when it changes (habit discontinuity:
    Verplanken, Walker, Davis & Jurasek 2008, Journal of Environmental Psychology 28:121). In its
    one week a share of the teams, drawn by key of the manager, lose part of their habit of
    visiting, and their managers part of their stance. The chart stays as it is. All sizes are
    assumed.
    """

    priority: ClassVar[int] = 1

    kind: Literal["game: reorganisation"] = "game: reorganisation"
    reach: float = declared(0.5, (0.2, 0.8), "share", "of the teams")
    habit_lost: float = declared(0.7, (0.3, 1.0), "share", "of the habit of their members lost")
    stance_lost: float = declared(0.4, (0.1, 0.8), "share", "of their managers' stance lost")

    def act(self, now: Now, wish: Wish, granted: float) -> None:
        """Break habits in the teams concerned and lower the stance of those who lead them."""
        concerned = _drawn(now, REORGANISATION, self.reach)
        manager = now.organisation.chart.manager
        in_team = (manager >= 0) & concerned[manager]
        now.use.habit[in_team] *= np.float32(1.0 - self.habit_lost)
        leaders = now.managers[concerned[now.managers]]
        now.leading.stance[leaders] *= np.float32(1.0 - self.stance_lost)


def _drawn(now: Now, purpose: int, share: float) -> NDArray[np.bool_]:
    return np.asarray(now.uniforms("programme.own", purpose)[0] < share)
