"""The ODD document names everything that the model has."""

from __future__ import annotations

import re
from re import DOTALL, MULTILINE

import pytest
from pages import named, named_in, page

from uptake.measures import NAMES
from uptake.organisation.ties import TieRates
from uptake.parameters import Assumptions
from uptake.programme import KINDS, Audience, Champion, Intervention, Successor
from uptake.scenario import OrganisationSource, Scenario, SyntheticOrganisation
from uptake.state import Leading, Levers, Staffing, Traits, Use
from uptake.study.patterns import read_patterns
from uptake.week import PHASES

MS = MULTILINE | DOTALL
NO_LEVERS = ("name", "description", "organisation", "champion", "programme", "assumptions")
"""Fields of a scenario that hold others, or words."""

ELEMENTS = (
    "Purpose and patterns",
    "Entities, state variables and scales",
    "Process overview and scheduling",
    "Design concepts",
    "Initialisation",
    "Input data",
    "Submodels",
)
CONCEPTS = (
    "Basic principles",
    "Emergence",
    "Adaptation",
    "Objectives",
    "Learning",
    "Prediction",
    "Sensing",
    "Interaction",
    "Stochasticity",
    "Collectives",
    "Observation",
)


ORGANISATION = "6 Input data"


def part(text: str, heading: str) -> str:
    """What stands under a heading of the second or third level, those below it included."""
    level = "##" if heading[1] == " " else "###"
    found = re.search(rf"^{level} {re.escape(heading)}.*?(?=^#{{2,{len(level)}}} |\Z)", text, MS)
    return found[0] if found else ""


def row(text: str, kind: str) -> str:
    """The row of an intervention in the table of its submodel."""
    return next((line for line in text.splitlines() if line.startswith(f"| `{kind}` |")), "")


def needed(text: str) -> list[tuple[str, str]]:
    """Every name that the model has, with the part of the page in which it has to be told."""
    submodels, programme = part(text, "7 Submodels"), part(text, "7.2 ")
    schedule, states = part(text, "3 Process"), part(text, "2 Entities")
    levers = {
        (name, row(programme, kind))
        for kind, model in KINDS.items()
        for name in {*model.model_fields} - {*Intervention.model_fields}
    }
    fields = {name for kind in (Staffing, Traits, Use, Leading, Levers) for name in kind._fields}
    return [
        *((name, submodels) for name in Assumptions.model_fields),
        *((phase.__name__, schedule) for phase in PHASES),
        *((phase.__name__, headings(submodels)) for phase in PHASES if phase.__name__ != "draw"),
        *((kind, programme) for kind in KINDS),
        *sorted(levers),
        *((name, programme) for model in (Champion, Successor, Audience, Intervention)
          for name in model.model_fields if name != "kind"),
        *((name, text) for name in Scenario.model_fields if name not in NO_LEVERS),
        *((name, part(text, ORGANISATION)) for model in (OrganisationSource, SyntheticOrganisation)
          for name in model.model_fields),
        *((name, part(text, ORGANISATION)) for name in TieRates.__dataclass_fields__),
        *((name, states) for name in sorted(fields)),
    ]  # fmt: skip


def headings(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if line.startswith("### "))


def missing(text: str) -> list[str]:
    """Everything that is not told where it should be."""
    return sorted({name for name, where in needed(text) if name not in named_in(where)})


def forgetful(text: str, name: str) -> str:
    """The page with a name left out wherever it stands."""
    escaped = re.escape(name.replace("_", "\\_"))
    return re.sub(rf"`{re.escape(name)}`|\\texttt\{{{escaped}\}}", "something", text)


def test_everything_that_the_model_has_is_told_where_it_is_used():
    assert missing(page("odd.md")) == []


@pytest.mark.parametrize("name", sorted({name for name, _ in needed(page("odd.md"))}))
def test_a_page_that_forgets_a_name_is_found_out(name):
    assert name in missing(forgetful(page("odd.md"), name))


def test_a_name_told_in_another_place_does_not_count():
    elsewhere = forgetful(page("odd.md"), "habit_gain") + "\n## 9 More\n\n`habit_gain`\n"
    assert missing(elsewhere) == ["habit_gain"]


def test_all_seven_elements_are_there_in_their_order():
    text = page("odd.md")
    places = [text.index(f"## {number} {name}") for number, name in enumerate(ELEMENTS, 1)]
    assert places == sorted(places)


def test_all_design_concepts_are_there():
    concepts = part(page("odd.md"), "4 Design concepts")
    assert [name for name in CONCEPTS if f"**{name}.**" not in concepts] == []


def test_every_pattern_is_named_with_its_number():
    table = re.findall(r"^\| (\d+) \| ", part(page("odd.md"), "1 Purpose"), re.MULTILINE)
    assert table == [str(pattern.number) for pattern in read_patterns()]


def test_phases_are_told_in_their_order():
    schedule = part(page("odd.md"), "3 Process")
    places = [schedule.index(f"| `{phase.__name__}` |") for phase in PHASES]
    assert places == sorted(places)


def test_every_weekly_measure_is_listed():
    assert set(NAMES) - named("parameters.md") == set()


def test_interventions_are_told_in_the_order_in_which_they_are_served():
    by_priority = sorted(KINDS, key=lambda kind: KINDS[kind].priority)
    told = page("odd.md").partition("**Sharing out.**")[2]
    places = [told.index(f"`{kind}`") for kind in by_priority if kind != "deputies"]
    assert places == sorted(places)
