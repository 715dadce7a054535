"""From claims and conditions to runs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uptake.branching import OF_THE_PROGRAMME
from uptake.compilation import code_digest
from uptake.errors import InputError
from uptake.organisation import Organisation
from uptake.parameters import Assumptions
from uptake.scenario import OrganisationSource, Scenario
from uptake.scenario_files import ScenarioFile, check_with_organisation, load_organisation
from uptake.study.chunks import Outputs, PlannedRun, digest_of
from uptake.study.claims.claims_file import Claim
from uptake.study.claims.conditions import Condition
from uptake.study.claims.doubled import doubled, doubled_source
from uptake.study.claims.members import under
from uptake.study.claims.planned import Cell, Group, PlannedClaims
from uptake.study.claims.relabelled import relabelled
from uptake.study.ensemble import Ensemble


@dataclass(frozen=True, eq=False)
class Place:
    """An organisation and the scenarios that claims are about there, by name."""

    name: str
    source: OrganisationSource
    files: Mapping[str, ScenarioFile]


def place_name(source: OrganisationSource) -> str:
    """What tells organisations apart in the plan of claims."""
    made = source.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(made, sort_keys=True)


def planned_claims(
    claims: Sequence[Claim],
    asked: Sequence[Condition],
    ensemble: Ensemble,
    members: int | None = None,
) -> PlannedClaims:
    """Find out what has to be run.

    Parameters
    ----------
    claims : sequence of Claim
        From `read_claims`.
    asked : sequence of Condition
        From `conditions`. Where an organisation comes from a file, none of twice its size is made.
    ensemble : Ensemble
        Its members take turns: replicate r of a scenario is run under member r mod n.
    members : int, optional
        Only the first so many.

    Raises
    ------
    InputError
        With every name that an organisation does not have, and every problem of an export.
    """
    outputs = Outputs(tuple(dict.fromkeys(one.form.measure for one in claims)), ())
    groups: list[Group] = []
    runs: dict[Cell, NDArray[np.object_]] = {}
    for place in _places(claims):
        at_home = _loaded(place.source, [one.scenario for one in place.files.values()])
        _refuse_unknown_names(place, at_home)
        for condition in asked:
            scenarios = {
                name: doubled(file.scenario) if condition.doubled else file.scenario
                for name, file in place.files.items()
            }
            where = _where(condition, place.source, at_home, list(scenarios.values()))
            if where is None:
                continue
            maker = _Maker(condition, where, outputs, ensemble, members)
            made, identities = maker.make(scenarios)
            groups += made
            runs |= {
                Cell(condition.name, place.name, name): ids for name, ids in identities.items()
            }
    return PlannedClaims(outputs, tuple(groups), runs)


def _places(claims: Sequence[Claim]) -> list[Place]:
    found: dict[str, Place] = {}
    for claim in claims:
        name = place_name(claim.source)
        files = {one.scenario.name: one for one in claim.scenarios}
        before = found.get(name)
        found[name] = Place(name, claim.source, {**(before.files if before else {}), **files})
    return list(found.values())


def _loaded(source: OrganisationSource, scenarios: Sequence[Scenario]) -> Organisation:
    positions = max(one.positions_needed for one in scenarios)
    return load_organisation(Scenario(organisation=source), positions_needed=positions)


def _refuse_unknown_names(place: Place, organisation: Organisation) -> None:
    problems = [
        problem
        for file in place.files.values()
        for problem in check_with_organisation(file, organisation)
    ]
    if problems:
        raise InputError(list(dict.fromkeys(problems)))


def _where(
    condition: Condition,
    source: OrganisationSource,
    at_home: Organisation,
    scenarios: Sequence[Scenario],
) -> Organisation | None:
    if condition.doubled:
        twice = doubled_source(source)
        return None if twice is None else _loaded(twice, scenarios)
    return relabelled(at_home) if condition.relabelled else at_home


@dataclass(frozen=True, eq=False)
class _Maker:
    """Plans the runs of some scenarios in one organisation under one condition."""

    condition: Condition
    where: Organisation
    outputs: Outputs
    ensemble: Ensemble
    members: int | None

    def make(
        self, scenarios: Mapping[str, Scenario]
    ) -> tuple[list[Group], dict[str, NDArray[np.object_]]]:
        every = len(self.ensemble.members)
        count = every if self.members is None else min(self.members, every)
        # Runs of one setting have to stand together to share their past.
        names = sorted(scenarios, key=lambda name: _setting(scenarios[name]))
        heads = {name: self._head(scenarios[name]) for name in names}
        shape = (count, self.condition.replicates)
        identities = {name: np.empty(shape, object) for name in names}
        groups = []
        for member in range(count):
            prepared = dict(self._under(member, scenarios, heads))
            for turn in range(self.condition.replicates):
                replicate = member + turn * every
                planned = []
                for name in names:
                    scenario, head = prepared[name]
                    run = digest_of([head, str(replicate)])
                    identities[name][member, turn] = run
                    planned.append(PlannedRun(run, scenario, replicate))
                groups.append(Group(self.where, self.condition.seed, tuple(planned)))
        return groups, identities

    def _under(
        self, member: int, scenarios: Mapping[str, Scenario], heads: Mapping[str, str]
    ) -> Iterator[tuple[str, tuple[Scenario, str]]]:
        """Each scenario under a member, and the digest of all but the replicate."""
        values = {**self.ensemble.member(member), **self.condition.forced}
        for name, scenario in scenarios.items():
            found = under(scenario, values)
            yield name, (found, digest_of([heads[name], found.assumptions.model_dump_json()]))

    def _head(self, scenario: Scenario) -> str:
        bare = scenario.model_copy(update={"assumptions": Assumptions()}).fingerprint
        kept = json.dumps([self.outputs.measures, self.outputs.weekly])
        seed = str(self.condition.seed)
        return digest_of([code_digest(), kept, self.where.fingerprint, bare, seed])


def _setting(scenario: Scenario) -> str:
    """Everything in which scenarios of one setting agree, as text."""
    content: dict[str, Any] = scenario.model_dump(mode="json", exclude=set(OF_THE_PROGRAMME))
    own = sorted(scenario.assumptions.model_fields_set)
    return json.dumps([content, own], sort_keys=True)
