"""All kinds of intervention, and how an entry of a programme becomes one of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final

from pydantic import Discriminator, InstanceOf, SerializeAsAny, Tag

from uptake.programme.base import Intervention
from uptake.programme.deputies import Deputies
from uptake.programme.desk_drop import DeskDrop
from uptake.programme.evidence_report import EvidenceReport
from uptake.programme.induction import Induction
from uptake.programme.launch_campaign import LaunchCampaign
from uptake.programme.manager_engagement import ManagerEngagement
from uptake.programme.moderation import Moderation
from uptake.programme.newsletter import Newsletter
from uptake.programme.own import is_own, load_own
from uptake.programme.welcome_pack import WelcomePack

KINDS: Final[Mapping[str, type[Intervention]]] = MappingProxyType(
    {
        "newsletter": Newsletter,
        "welcome_pack": WelcomePack,
        "desk_drop": DeskDrop,
        "moderation": Moderation,
        "manager_engagement": ManagerEngagement,
        "evidence_report": EvidenceReport,
        "launch_campaign": LaunchCampaign,
        "induction": Induction,
        "deputies": Deputies,
    }
)
"""Built-in interventions by kind. The tenth, the champion's succession, is part of `Champion`."""


def kind_of(entry: Any) -> str | None:  # noqa: ANN401 (anything a user may have written)
    """Tag of an entry of a programme: its kind, or ``own`` for a user's intervention."""
    if isinstance(entry, dict):
        return str(entry.get("kind"))
    return entry.kind if type(entry) in KINDS.values() else "own"


AnyIntervention = Annotated[
    Annotated[Newsletter, Tag("newsletter")]
    | Annotated[WelcomePack, Tag("welcome_pack")]
    | Annotated[DeskDrop, Tag("desk_drop")]
    | Annotated[Moderation, Tag("moderation")]
    | Annotated[ManagerEngagement, Tag("manager_engagement")]
    | Annotated[EvidenceReport, Tag("evidence_report")]
    | Annotated[LaunchCampaign, Tag("launch_campaign")]
    | Annotated[Induction, Tag("induction")]
    | Annotated[Deputies, Tag("deputies")]
    | Annotated[SerializeAsAny[InstanceOf[Intervention]], Tag("own")],
    Discriminator(kind_of),
]
"""An entry of a programme, told apart by its kind."""


def resolve_kind(name: str, entry: Any, folder: Path) -> Any:  # noqa: ANN401
    """Complete an entry: its name is its kind unless it says otherwise; load a user's own.

    Raises
    ------
    ValueError
        If a user's own intervention cannot be loaded.
    pydantic.ValidationError
        If a user's own intervention refuses its values.
    """
    if entry is None:
        entry = {}
    if not isinstance(entry, dict):
        return entry
    kind = entry.get("kind", name)
    if isinstance(kind, str) and is_own(kind):
        return load_own(kind, folder).model_validate({**entry, "kind": kind})
    return {**entry, "kind": kind}
