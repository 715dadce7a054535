"""What pulled someone to join or to visit in one week: the terms of the model, by their source.

The terms are those of `behaviour.joining.join` and `behaviour.visiting.visit`, read from the arrays
as those phases find them; nothing is added and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from uptake.behaviour.joining import MOST_CONTACTS
from uptake.behaviour.visiting import critical_mass
from uptake.programme.base import Intervention, Now, Wish
from uptake.state import FOUR_WEEKS

if TYPE_CHECKING:
    from uptake.adoption import AdoptionModel

ALONE: Final = "alone"
CONTACTS: Final = "contacts"
MANAGER: Final = "manager"
COMPANY: Final = "company"
NEWSLETTER: Final = "newsletter"


class Gifts:
    """What interventions gave one position in one week, by kind: what they added to its levers.

    Attributes
    ----------
    join, visit, pack, outreach : dict of str to float
        What each kind of intervention added; kinds that added nothing are left out.
    account : set of str
        Kinds that created an account.
    opened : bool
        Whether a newsletter of this week was opened.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget last week's."""
        self.join: dict[str, float] = {}
        self.visit: dict[str, float] = {}
        self.pack: dict[str, float] = {}
        self.outreach: dict[str, float] = {}
        self.account: set[str] = set()
        self.opened = False


class Watched:
    """An intervention that writes down what it does to one position, and is otherwise itself."""

    def __init__(self, inner: Intervention, row: int, gifts: Gifts) -> None:
        self._inner = inner
        self._row = row
        self._gifts = gifts

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)

    def act(self, now: Now, wish: Wish, granted: float) -> None:
        """Let the intervention act, and compare the levers before and after."""
        row, levers, kind, gifts = self._row, now.levers, self._inner.kind, self._gifts
        amounts = {
            name: float(getattr(levers, name)[row])
            for name in ("join", "visit", "pack", "outreach")
        }
        account, glow = int(levers.account[row]), float(now.use.newsletter_glow[row])
        self._inner.act(now, wish, granted)
        for name, before in amounts.items():
            added = float(getattr(levers, name)[row]) - before
            if added > 0.0:
                kinds = getattr(gifts, name)
                kinds[kind] = kinds.get(kind, 0.0) + added
        if levers.account[row] > account:
            gifts.account.add(kind)
        gifts.opened |= float(now.use.newsletter_glow[row]) > glow


def watched_programme(
    programme: Mapping[str, Intervention], row: int, gifts: Gifts
) -> dict[str, Watched]:
    """The same programme, which also writes down what it gives a position."""
    return {name: Watched(one, row, gifts) for name, one in programme.items()}


def pulls_to_join(model: AdoptionModel, row: int, gifts: Gifts) -> dict[str, float]:
    """Terms of the hazard of joining, as shares of their sum; between the programme and joining.

    Returns
    -------
    dict of str to float
        By `ALONE`, `CONTACTS`, `MANAGER` or the kind of an intervention; no term that is nought.
    """
    a = model.scenario.assumptions
    contacts = min(int(model.use.contacts_active[row]), MOST_CONTACTS)
    terms = {
        ALONE: a.join_alone,
        CONTACTS: a.join_contacts * float(model.state.given.contact_effects[contacts]),
        MANAGER: a.join_manager * float(model.leading.support[model.manager[row]]),
        **gifts.join,
    }
    total = sum(terms.values())
    return {of: size / total for of, size in terms.items() if size > 0.0} if total > 0.0 else {}


def pulls_to_visit(model: AdoptionModel, row: int, gifts: Gifts) -> dict[str, float]:
    """Terms from outside in the logit of visiting; between the programme and visiting.

    What someone brings themselves (interest, habit, novelty, value) is left out.

    Returns
    -------
    dict of str to float
        In logits, by `CONTACTS`, `MANAGER`, `COMPANY`, `NEWSLETTER` or the kind of another
        intervention.
    """
    a = model.scenario.assumptions
    contacts = min(int(model.use.contacts_active[row]), MOST_CONTACTS)
    recent = bool(model.use.visit_history[row] & FOUR_WEEKS)
    by_manager = a.visit_manager if recent else a.resume_manager
    mass = critical_mass(float(model.latest["participation"]), a.critical_share)
    return {
        CONTACTS: a.visit_contacts * float(model.state.given.contact_effects[contacts]),
        MANAGER: by_manager * float(model.leading.support[model.manager[row]]),
        COMPANY: a.visit_company * mass,
        NEWSLETTER: a.visit_newsletter * float(np.float32(model.use.newsletter_glow[row])),
        **gifts.visit,
    }
