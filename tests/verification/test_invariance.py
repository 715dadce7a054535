"""What must not make a difference does not, to the last bit; what changes reaches only its own."""

from __future__ import annotations

import copy
import os
import pickle
import random
import subprocess
import sys
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import worlds
from uptake.organisation import from_graph
from uptake.scenario import Scenario

TESTS = Path(__file__).resolve().parents[1]


def test_the_same_seed_gives_the_same_bits(small):
    assert worlds.digest(worlds.run(worlds.busy(), small)) == worlds.digest(
        worlds.run(worlds.busy(), small)
    )


def test_another_seed_or_replicate_gives_another_history(small):
    runs = [
        worlds.run(worlds.busy(20), small, seed, replicate=replicate)
        for seed, replicate in ((1, 0), (2, 0), (1, 1))
    ]
    assert len({worlds.digest(run) for run in runs}) == 3


@pytest.mark.parametrize("order", [1, 2])
def test_the_order_in_which_employees_are_given_changes_nothing(small, order):
    graph = small.graph
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges(data=True))
    random.Random(order).shuffle(nodes)
    random.Random(order).shuffle(edges)
    shuffled = nx.Graph()
    shuffled.add_nodes_from(nodes)
    shuffled.add_edges_from((b, a, data) for a, b, data in edges)
    one, other = from_graph(graph), from_graph(shuffled)
    assert one.fingerprint == other.fingerprint
    worlds.assert_same_state(worlds.run(worlds.busy(), one), worlds.run(worlds.busy(), other))


@pytest.mark.parametrize("name", sorted(worlds.EVERYTHING))
def test_an_intervention_after_the_horizon_changes_no_bit(small, name):
    later = {**worlds.EVERYTHING[name], "from_week": 30}
    if name == "desk_drop":
        later["weeks"] = [30]
    with_it = worlds.run(
        worlds.busy(30, programme={"newsletter": {}, "late": {**later, "kind": name}}), small
    )
    without = worlds.run(worlds.busy(30, programme={"newsletter": {}}), small)
    worlds.assert_same_state(with_it, without)


@pytest.mark.parametrize("name", sorted(worlds.EVERYTHING))
def test_an_intervention_changes_something_once_it_starts(small, name):
    entry = dict(worlds.EVERYTHING[name])
    # Deputies do what a champion with too little time leaves undone.
    champion = {"hours_a_week": 0.2 if name == "deputies" else 30.0}
    with_it = worlds.run(worlds.busy(30, programme={name: entry}, champion=champion), small)
    without = worlds.run(worlds.busy(30, programme={}, champion=champion), small)
    assert worlds.digest(with_it) != worlds.digest(without)


def test_deputies_of_a_champion_with_time_for_everything_change_no_bit(small):
    programme = {"newsletter": {}}
    deputies = {**programme, "deputies": {"number": 3}}
    without, with_them = (
        worlds.run(worlds.busy(30, programme=one), small) for one in (programme, deputies)
    )
    worlds.assert_same_state(without, with_them)


def test_a_departure_after_the_horizon_changes_no_bit(small):
    leaving = {"leaves_in_week": 60, "notice_weeks": 4, "successor": {}}
    worlds.assert_same_state(
        worlds.run(worlds.busy(56, champion=leaving), small), worlds.run(worlds.busy(56), small)
    )


def test_a_shorter_run_is_the_beginning_of_a_longer_one(small):
    short, long = worlds.run(worlds.busy(60), small), worlds.run(worlds.busy(100), small)
    np.testing.assert_array_equal(short.series, long.series[:60])
    months = 60 // 4
    for cohort in range(months):
        np.testing.assert_array_equal(
            short.retention[cohort, : months - cohort], long.retention[cohort, : months - cohort]
        )


def test_stepping_beyond_the_horizon_is_harmless(small):
    model = worlds.run(worlds.busy(10), small)
    retention, series = model.retention.copy(), model.series.copy()
    for _ in range(30):
        model.step()
    np.testing.assert_array_equal(model.retention, retention)
    np.testing.assert_array_equal(model.series, series)
    assert model.week == 40
    assert model.latest["headcount"] == model.staffing.employed.sum()


@settings(max_examples=10)
@given(st.permutations(sorted(worlds.EVERYTHING)))
def test_the_order_of_interventions_changes_no_bit(order):
    small = worlds.small()
    shuffled = {name: worlds.EVERYTHING[name] for name in order}
    one = worlds.run(worlds.busy(20, programme=worlds.EVERYTHING), small)
    other = worlds.run(worlds.busy(20, programme=shuffled), small)
    worlds.assert_same_state(one, other)


@pytest.mark.parametrize("how", [copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))])
def test_a_copy_made_half_way_continues_like_the_original(small, how):
    original = worlds.model(worlds.busy(40), small)
    for _ in range(15):
        original.step()
    copied = how(original)
    at_the_copy = worlds.state(copied)
    original.run_model()
    for name, value in worlds.state(copied).items():
        np.testing.assert_array_equal(value, at_the_copy[name], err_msg=name)
    copied.run_model()
    worlds.assert_same_state(original, copied)
    worlds.assert_same_state(original, worlds.run(worlds.busy(40), small))


# Two firms that know nothing of each other.


def firm(name: str, people: int, seed: int) -> nx.Graph:
    """A firm of teams of six with a manager each, and contacts at random."""
    graph = nx.gnm_random_graph(people, 3 * people, seed=seed)
    for row in range(people):
        graph.nodes[row].update(
            manager=None if row == 0 else f"{name}{max(0, (row - 1) // 6):04d}",
            department=f"{name}-{row % 4}",
            frontline=row % 3 == 0,
        )
    return nx.relabel_nodes(graph, {row: f"{name}{row:04d}" for row in range(people)})


def test_two_firms_without_contact_equal_two_runs():
    """Company-wide couplings are off (see `worlds.LOCAL`), and hours cost nothing.

    The others are the pull of the company's participation, the company's work share on belief,
    supply and clutter on value, topic communities that answer, and the champion's hours.
    """
    programme = {
        "newsletter": {"hours_an_issue": 0.0},
        "launch_campaign": {"hours_a_week": 0.0, "money": 0.0},
        "desk_drop": {"hours": 0.0},
        "welcome_pack": {"hours_each": 0.0},
    }
    world = worlds.busy(
        40,
        programme=programme,
        initial_accounts=0,
        **worlds.LOCAL,
        reply_rate_champion=0.0,
        reply_rate_contact=0.004,
    )
    first, second = firm("a", 90, 1), firm("b", 120, 2)
    apart = [worlds.run(world, from_graph(graph)) for graph in (first, second)]
    together = worlds.run(world, from_graph(nx.union(first, second)))
    ids = np.array(together.organisation.chart.employee_ids)
    for one in apart:
        rows = np.flatnonzero(np.isin(ids, one.organisation.chart.employee_ids))
        np.testing.assert_array_equal(ids[rows], one.organisation.chart.employee_ids)
        joint, alone = worlds.state(together), worlds.state(one)
        for name, value in alone.items():
            if name.endswith(("second_topic", "first_topic", "message")):
                continue  # Topics are numbered over the company; messages carry its work share.
            mine = value[: rows.size] if name.startswith("Leading") else value
            np.testing.assert_array_equal(joint[name][rows], mine, err_msg=name)
    for measure in ("headcount", "accounts", "visitors", "posts", "questions", "answers", "money"):
        both = sum(one.weekly[measure] for one in apart)
        np.testing.assert_allclose(together.weekly[measure], both, err_msg=measure, rtol=1e-12)
    assert together.weekly["answers"].sum() > 10


def test_with_the_company_wide_couplings_on_two_firms_do_feel_each_other():
    first, second = firm("a", 90, 1), firm("b", 120, 2)
    world = worlds.busy(40, programme={}, initial_accounts=0, visit_company=3.0)
    apart = sum(worlds.run(world, from_graph(g)).weekly["visitors"] for g in (first, second))
    together = worlds.run(world, from_graph(nx.union(first, second))).weekly["visitors"]
    assert (apart != together).any()


# A change to one employee.


def reach(organisation, start: int, steps: int) -> np.ndarray:
    """Rows reached from `start` in so many steps over contacts, reporting lines and peers."""
    manager = organisation.chart.manager
    contacts = organisation.contacts
    reached = np.zeros(manager.size, bool)
    reached[start] = True
    for _ in range(steps):
        now = reached.copy()
        for row in np.flatnonzero(reached):
            now[contacts.neighbour[contacts.start[row] : contacts.start[row + 1]]] = True
            now[manager == row] = True
            if manager[row] >= 0:
                now[manager[row]] = True
                now[manager == manager[row]] = True
        reached = now
    return reached


def chain_of_teams(teams: int = 40) -> nx.Graph:
    """Teams of five in a chain: each knows its own team and one person of the next."""
    graph = nx.Graph()
    for team in range(teams):
        members = [f"t{team:02d}m{n}" for n in range(5)]
        graph.add_nodes_from(members, department=f"{team % 3}", tenure_weeks=300)
        for n, member in enumerate(members[1:], 1):
            graph.nodes[member]["manager"] = members[0]
            graph.add_edge(member, members[n - 1])
        if team:
            graph.add_edge(members[0], f"t{team - 1:02d}m4")
    return graph


@pytest.mark.parametrize("influence", ["middle_managers_lead", "bottom_up"])
def test_a_change_to_one_employee_reaches_only_those_it_can_by_then(influence):
    graph = chain_of_teams()
    changed = "t20m2"
    world = worlds.busy(
        12, programme={"newsletter": {"hours_an_issue": 0.0}}, initial_accounts=0,
        **worlds.LOCAL, reply_rate_champion=0.0, manager_influence=influence, join_contacts=0.3,
    )  # fmt: skip
    one = worlds.model(world, from_graph(graph))
    other_graph = graph.copy()
    other_graph.nodes[changed]["frontline"] = True
    other = worlds.model(world, from_graph(other_graph))
    row = one.organisation.chart.employee_ids.index(changed)
    differed = 0
    for week in range(12):
        one.step()
        other.step()
        near = reach(one.organisation, row, week + 1)
        mine, theirs = worlds.state(one), worlds.state(other)
        for name, value in mine.items():
            if name == "Leading.message":
                continue  # Carries the work share of the company; belief does not follow it here.
            far = ~np.append(near, True) if name.startswith("Leading") else ~near
            np.testing.assert_array_equal(value[far], theirs[name][far], err_msg=f"{name} {week}")
            differed += int((value != theirs[name]).sum())
    assert differed > 1


def test_one_more_hire_changes_one_person():
    """Somebody is hired in the third week in one of two worlds: all others live the same lives."""
    world = worlds.scenario(
        30,
        champion=None,
        **{**worlds.UNTOUCHED, "separation_a_year": 0.2},
        join_alone=0.05,
        first_year_separation_ratio=1.0,
    )
    one, other = (worlds.model(world, worlds.small()) for _ in range(2))
    for _ in range(3):
        one.step()
        other.step()
    empty = np.flatnonzero(other.staffing.employed == 0)[:1].astype(np.int32)
    other.staffing.employed[empty] = 1
    other.staffing.hire[empty] += np.uint32(1)
    other.staffing.hired[empty] = other.week
    other.settle_in(empty)
    one.run_model()
    other.run_model()
    mine, theirs = worlds.state(one), worlds.state(other)
    others = np.arange(200) != empty
    for name, value in mine.items():
        kept = np.append(others, True) if name.startswith("Leading") else others
        if name in ("Use.contacts_active", "Leading.message"):
            continue  # They count the person; with no contagion nothing follows from it.
        np.testing.assert_array_equal(value[kept], theirs[name][kept], err_msg=name)
    assert one.staffing.hired[empty] != other.staffing.hired[empty]


# Pairing.


def test_two_scenarios_share_who_leaves_and_who_is_hired(small):
    one, other = (
        worlds.model(worlds.busy(40), small),
        worlds.model(worlds.scenario(40, contagion="none", join_alone=0.0), small),
    )
    while one.week < 40:
        one.step()
        other.step()
        np.testing.assert_array_equal(one.staffing.employed, other.staffing.employed)
        np.testing.assert_array_equal(one.staffing.hire, other.staffing.hire)
        np.testing.assert_array_equal(one.traits.interest, other.traits.interest)
        np.testing.assert_array_equal(one.traits.contribution, other.traits.contribution)


def test_the_same_people_open_the_same_issue(small):
    programme = {"newsletter": {"every_weeks": 2}}
    more = {**programme, "launch_campaign": {}, "induction": {}, "welcome_pack": {}}
    one = worlds.model(worlds.scenario(30, programme), small)
    other = worlds.model(worlds.scenario(30, more, manager_influence="none"), small)
    opened = 0
    while one.week < 30:
        due = one.week % 2 == 0
        one.step()
        other.step()
        if due:
            assert one.latest["newsletter_opens"] == other.latest["newsletter_opens"]
            now_open = [
                (m.levers.visit > 0.4) | (m.use.newsletter_glow > 0.5) for m in (one, other)
            ]
            np.testing.assert_array_equal(
                one.use.newsletter_glow > 0.4, other.use.newsletter_glow > 0.4
            )
            opened += int(now_open[0].sum())
    assert opened > 100


# Other settings of the machine.

DISPATCHED = (
    "from numpy._core._multiarray_umath import __cpu_features__ as has, __cpu_dispatch__ as may"
)


def simd_of_numpy() -> str:
    """Processor features that NumPy chooses at run time here, to be switched off."""
    code = f"{DISPATCHED}\nprint(' '.join(name for name in may if has[name]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def digest_elsewhere(tmp_path, weeks: int, **settings: str) -> str:
    """Digest of a busy run in a process of its own, with its own compiled code."""
    code = (
        f"import sys; sys.path.insert(0, {str(TESTS)!r}); import worlds; "
        f"print(worlds.digest(worlds.run(worlds.busy({weeks}), worlds.small(), 7)))"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), **settings}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.strip()


def test_uncompiled_rules_give_the_same_bits(tmp_path):
    here = worlds.digest(worlds.run(worlds.busy(5), worlds.small(), 7))
    assert digest_elsewhere(tmp_path, 5, NUMBA_DISABLE_JIT="1") == here


@pytest.mark.slow
@pytest.mark.parametrize(
    "settings",
    [
        {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""},
        {"NUMBA_CPU_NAME": "haswell", "NUMBA_CPU_FEATURES": "+avx2,+fma"},
        {"NPY_DISABLE_CPU_FEATURES": "dispatched"},
        {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX512F"},
        {"NUMBA_OPT": "0"},
    ],
    ids=["generic processor", "haswell", "NumPy without SIMD", "libm without FMA", "unoptimised"],
)
def test_another_processor_gives_the_same_bits(tmp_path, settings):
    settings = {k: simd_of_numpy() if v == "dispatched" else v for k, v in settings.items()}
    here = worlds.digest(worlds.run(worlds.busy(40), worlds.small(), 7))
    assert digest_elsewhere(tmp_path, 40, **settings) == here


@pytest.mark.slow
def test_a_processor_without_extensions_gives_the_same_bits(tmp_path):
    here = worlds.digest(worlds.run(worlds.busy(40), worlds.small(), 7))
    settings = {
        "NUMBA_CPU_NAME": "generic",
        "NUMBA_CPU_FEATURES": "",
        "NPY_DISABLE_CPU_FEATURES": simd_of_numpy(),
        "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX512F",
    }
    assert digest_elsewhere(tmp_path, 40, **settings) == here


@pytest.mark.slow
def test_no_compiled_loop_leaves_its_arrays(tmp_path):
    here = worlds.digest(worlds.run(worlds.busy(60), worlds.small(), 7))
    assert digest_elsewhere(tmp_path, 60, NUMBA_BOUNDSCHECK="1") == here


def test_a_scenario_survives_its_own_file_form():
    world = worlds.busy(champion={"leaves_in_week": 20, "successor": {}})
    assert Scenario.model_validate(world.model_dump()).fingerprint == world.fingerprint
    assert Scenario.model_validate_json(world.model_dump_json()) == world
