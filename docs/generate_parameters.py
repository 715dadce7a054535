"""Write docs/parameters.md from the declarations: ``python docs/generate_parameters.py``."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import BaseModel

from uptake import setting_up
from uptake.behaviour import contributing, learning, managing, visiting
from uptake.chance import STREAMS
from uptake.checking import expected
from uptake.compiled_people import WORK_SHARE_MEMORY
from uptake.measures import WEEKLY
from uptake.organisation.ties import TieRates
from uptake.parameters import Assumptions, Parameter, parameters_of
from uptake.parameters.declaration import Role
from uptake.programme import KINDS, Audience, Champion, Intervention, Successor
from uptake.programme import champion as champion_module
from uptake.programme.deputies import DEPUTY_SKILL
from uptake.programme.evidence_report import CONVINCING_SHARE
from uptake.programme.moderation import REMOVED_UNDER_WORK_ONLY
from uptake.programme.week_plan import ANSWERS_AN_HOUR
from uptake.scenario import OrganisationSource, Scenario, SyntheticOrganisation

DOCUMENT = Path(__file__).with_name("parameters.md")

FIXED = (
    ("work share memory", WORK_SHARE_MEMORY, "weight of earlier weeks in the perceived work share"),
    ("least openness", learning.LEAST_OPENNESS, "openness of belief that never goes"),
    ("weeks open", learning.MOST_WEEKS_OPEN, "age in weeks beyond which openness stays the same"),
    ("weeks novel", visiting.MOST_WEEKS_NOVEL, "weeks after which no novelty is left"),
    ("team share half", managing.TEAM_SHARE_HALF, "visiting share of a team that half convinces"),
    ("convincing share", CONVINCING_SHARE, "four-weekly share at which a report half convinces"),
    ("posts", contributing.MOST_POSTS, "most posts of one person in a week"),
    ("answers an hour", ANSWERS_AN_HOUR, "first posts that an hour of the champion answers"),
    ("deputy's skill", DEPUTY_SKILL, "effect of a deputy's hour against one of the champion"),
    ("start without playbook", champion_module.SKILL_WITHOUT_PLAYBOOK, "a successor's first skill"),
    ("start with playbook", champion_module.SKILL_WITH_PLAYBOOK, "the same, with one"),
    ("removed", REMOVED_UNDER_WORK_ONLY, "share of social posts taken down under work only"),
    ("executive layers", setting_up.EXECUTIVE_LAYERS, "layers whose managers count as executives"),
    ("long service", setting_up.LONG_SERVICE_WEEKS, "weeks of tenure where no hire date is known"),
    ("early members", -setting_up.EARLY_MEMBERS_SINCE, "weeks since first accounts were opened"),
    ("early habit", setting_up.EARLY_MEMBERS_HABIT, "habit of those who have one"),
    ("fewest topics", setting_up.LEAST_TOPIC_COUNT, "topics, however small the organisation"),
    ("most topics", setting_up.LARGEST_TOPIC_COUNT, "topics, however large"),
)

STATUS = """\
Status says how well a default and its range are known: **R** read in a published source, **D**
derived by arithmetic from what was read, **A** assumed. Most numbers about behaviour are assumed;
their ranges, not their defaults, are what is claimed, and conclusions should hold across them.
"""


def text() -> str:
    """The whole document."""
    return "\n".join([*_introduction(), *_assumptions(), *_levers(), *_rest()]) + "\n"


def _introduction() -> Iterable[str]:
    yield "# Parameters"
    yield ""
    yield "Written by `python docs/generate_parameters.py` from the declarations in the code;"
    yield "change those, not this page."
    yield ""
    yield STATUS
    yield "A *range* is where a value is plausible (an assumption) or of use (a lever). Values"
    yield "outside are allowed as long as they make sense. What each does is in [odd.md](odd.md)."
    yield ""


def _assumptions() -> Iterable[str]:
    yield "## Assumptions"
    yield ""
    yield "What is not known about people. They stand under `assumptions:`. Scenarios that are"
    yield "compared should share them, or the comparison is not one of programmes."
    yield ""
    yield from _numbers(Assumptions, "assumptions", "uncertainty")
    yield "### Structural choices"
    yield ""
    yield "Where the evidence conflicts, the form of the model is itself an assumption."
    yield ""
    yield from _choices(Assumptions)


def _levers() -> Iterable[str]:
    yield "## Levers"
    yield ""
    yield "What can be decided. Hours and money of an intervention are what it costs."
    yield ""
    for title, model, path in (
        ("The scenario", Scenario, "scenario"),
        ("A synthetic organisation", SyntheticOrganisation, "organisation.synthetic"),
        ("The champion", Champion, "champion"),
        ("A successor", Successor, "champion.successor"),
    ):
        yield f"### {title}"
        yield ""
        yield from _numbers(model, path, "lever")
        yield from _choices(model, leave_out=_STRUCTURE)
    yield "### Every intervention"
    yield ""
    yield "Each may have a window and an audience."
    yield ""
    yield from _numbers(Intervention, "programme.<name>", "lever")
    yield "Under `audience:`"
    yield ""
    yield from _choices(Audience)
    for kind, model in KINDS.items():
        yield f"### `{kind}`"
        yield ""
        yield (model.__doc__ or "").strip().splitlines()[0]
        yield f"Priority {model.priority}; lower ones are served first."
        yield ""
        common = tuple(Intervention.model_fields)
        yield from _numbers(model, f"programme.{kind}", "lever", leave_out=common)
        yield from _choices(model, leave_out=common)


_STRUCTURE = ("organisation", "champion", "programme", "assumptions", "successor")


def _rest() -> Iterable[str]:
    yield "## Where the organisation comes from"
    yield ""
    yield from _choices(OrganisationSource, leave_out=("synthetic",))
    yield "## Fixed numbers"
    yield ""
    yield "Judgements that have not been worth a lever or a range; they stand in the code by name."
    yield ""
    yield from _table(("what", "value", "meaning"), [(n, _number(v), m) for n, v, m in FIXED])
    yield "How contacts arise (`organisation.ties.TieRates`, fitted by hand to e-mail between real"
    yield "colleagues):"
    yield ""
    rates = TieRates()
    rows = [(f"`{name}`", _number(getattr(rates, name))) for name in TieRates.__dataclass_fields__]
    yield from _table(("name", "value"), rows)
    yield "## Weekly measures"
    yield ""
    rows = [(f"`{one.name}`", one.unit, one.meaning) for one in WEEKLY]
    yield from _table(("name", "unit", "meaning"), rows)
    yield "## Streams of chance"
    yield ""
    yield "Each decision that is left to chance has a stream of draws of its own."
    yield ""
    yield from _table(("stream", "number"), [(f"`{n}`", str(v)) for n, v in STREAMS.items()])


def _numbers(
    model: type[BaseModel], path: str, role: Role, leave_out: Sequence[str] = ()
) -> Iterable[str]:
    found = parameters_of(model, path, role)
    rows = [_row(one) for one in found if one.path.rpartition(".")[2] not in leave_out]
    if rows:
        columns = ("name", "default", "range", "unit", "meaning", "source", "status")
        yield from _table(columns, rows)


def _row(one: Parameter) -> tuple[str, ...]:
    name = one.path.rpartition(".")[2]
    default = "left out" if math.isnan(one.default) else _number(one.default)
    between = f"{_number(one.low)} to {_number(one.high)}"
    return f"`{name}`", default, between, one.unit, one.meaning, one.source, one.status


def _choices(model: type[BaseModel], leave_out: Sequence[str] = ()) -> Iterable[str]:
    numbers = {one.path.rpartition(".")[2] for one in parameters_of(model, "", "lever")}
    rows = [
        (f"`{name}`", _value(field.get_default(call_default_factory=True)),
         expected(field).removesuffix(" (in quotes if it looks like a number)"),
         str(field.description))
        for name, field in model.model_fields.items()
        if name not in numbers and name not in leave_out and name != "kind"
    ]  # fmt: skip
    if rows:
        yield from _table(("name", "default", "values", "meaning"), rows)


def _value(value: object) -> str:
    if value is None or value in ((), {}, ""):
        return "left out"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    return _number(value) if isinstance(value, int | float) else str(value)


def _number(value: float) -> str:
    """A number without an exponent, thousands apart, with the digits that it needs."""
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:.10f}".rstrip("0")


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    yield "| " + " | ".join(columns) + " |"
    yield "|" + " --- |" * len(columns)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    yield ""


if __name__ == "__main__":
    DOCUMENT.write_text(text(), encoding="utf-8")
