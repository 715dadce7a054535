"""Generate an organisation: a reporting tree of unequal departments and the people in it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from uptake.chance import chance_key, uniforms
from uptake.compilation import compiled
from uptake.errors import InputError, Problem
from uptake.numerics import exp, log, normal_quantile
from uptake.organisation.chart import Chart, Labels, build_chart
from uptake.organisation.spans import SPAN_DISTRIBUTIONS, SpanDistribution

LARGEST_HEADCOUNT = 10_000_000
DEPARTMENTS_A_DIRECTOR = 4
MANAGER_AMONG_REPORTS = 0.5
"""Chance that a report leads people too: trees then mix managers and others on every level."""
DEPARTMENT_SIZE_SD = 0.45
WEEKS_OF_TENURE = 280
"""Mean tenure; about 18 % of staff leave in a year."""
LONGEST_TENURE = 2080
AT_MAIN_SITE = 0.75
DEPARTMENT_FRONTLINE_WEIGHT = 4.0

DEPARTMENT_FUNCTIONS = (
    "Customer service",
    "Operations",
    "Sales",
    "Information technology",
    "Finance",
    "Human resources",
    "Claims",
    "Marketing",
    "Product development",
    "Procurement",
    "Legal and compliance",
    "Logistics",
    "Quality",
    "Facilities",
    "Research",
    "Training",
    "Communications",
)
ROLES = ("adviser", "analyst", "coordinator", "specialist", "assistant")
LEADING_ROLES = ("Executive", "Head of department", "Team leader")
GRADES = ("Executive", "Senior manager", "Manager", "Professional")


def synthetic_chart(
    headcount: int = 1000,
    *,
    spans: str = "public-sector",
    departments: int | None = None,
    sites: int | None = None,
    frontline_share: float = 0.3,
    seed: int = 0,
) -> Chart:
    """Generate a reporting tree and its people; the same arguments give the same chart.

    Parameters
    ----------
    headcount : int
        People, at least 1.
    spans : str
        Distribution of spans: a name of `SPAN_DISTRIBUTIONS`.
    departments, sites : int, optional
        How many, the executive office aside; by default 18 and 3 at 1,000 people, growing as the
        square root of headcount.
    frontline_share : float
        Share of people who work away from a desk, concentrated in some departments.
    seed : int
        Seed of the draw, 0 to 2^63 - 1.

    Raises
    ------
    InputError
        If an argument is out of range; all of them at once.
    """
    _check(headcount, spans, departments, sites, frontline_share)
    key = chance_key(seed)
    root = (headcount / 1000.0) ** 0.5
    wanted = round(18 * root) if departments is None else departments
    count = max(1, min(wanted, (headcount - 1) // 2))
    size = _department_sizes(key, headcount, count)
    manager, department, is_head = _tree(key, SPAN_DISTRIBUTIONS[spans], size)
    leads = np.bincount(manager[manager >= 0], minlength=headcount) > 0
    person = np.arange(headcount, dtype=np.uint32)
    drawn = uniforms(key, "organisation.people", person)
    more = uniforms(key, "organisation.people", person, week=1)
    site_count = max(1, round(3 * root)) if sites is None else sites
    return build_chart(
        f"synthetic organisation of {headcount:,}",
        [f"E{number:08d}" for number in range(1, headcount + 1)],
        manager,
        department=Labels(department, _department_names(count)),
        site=_sites(key, department, drawn[0], more[0], site_count),
        role=_roles(department, leads, is_head, drawn[1], count),
        grade=Labels(_grade(leads, is_head, department), GRADES),
        tenure_weeks=_tenure(drawn[2]),
        frontline=_frontline(key, department, leads, drawn[3], frontline_share),
    )


def _check(
    headcount: int, spans: str, departments: int | None, sites: int | None, frontline_share: float
) -> None:
    problems = []
    for name, value, most in (
        ("headcount", headcount, LARGEST_HEADCOUNT),
        ("departments", departments, LARGEST_HEADCOUNT),
        ("sites", sites, LARGEST_HEADCOUNT),
    ):
        if value is not None and not 1 <= value <= most:
            problems.append(_out_of_range(name, str(value), f"a number from 1 to {most:,}"))
    if spans not in SPAN_DISTRIBUTIONS:
        problems.append(_out_of_range("spans", spans, " or ".join(SPAN_DISTRIBUTIONS)))
    if not 0.0 <= frontline_share <= 1.0:
        found = str(frontline_share)
        problems.append(_out_of_range("frontline_share", found, "a share from 0 to 1"))
    if problems:
        raise InputError(problems)


def _out_of_range(key: str, found: str, right: str) -> Problem:
    return Problem("synthetic organisation", key, "out of range", found, right)


def _department_sizes(
    key: NDArray[np.uint32], headcount: int, departments: int
) -> NDArray[np.int64]:
    """People in the executive office (first) and in each department; every department has one."""
    directors = -(-departments // DEPARTMENTS_A_DIRECTOR) if departments > 5 else 0
    office = min(1 + directors, max(1, headcount - departments))
    size = np.zeros(departments + 1, np.int64)
    size[0] = office if headcount > departments else 1
    rest = headcount - int(size[0])
    if rest == 0:
        return size[:1]
    number = np.arange(departments, dtype=np.uint32)
    weight = uniforms(key, "organisation.tree", number, week=1)[0]
    _log_normal(weight, DEPARTMENT_SIZE_SD)
    share = weight / weight.sum() * (rest - departments)
    size[1:] = 1 + np.floor(share).astype(np.int64)
    missing = headcount - int(size.sum())
    size[1 + np.argsort(np.floor(share) - share, kind="stable")[:missing]] += 1
    return size


@compiled
def _log_normal(values: NDArray[np.float64], sd: float) -> None:
    for i in range(values.size):
        values[i] = exp(sd * normal_quantile(values[i]))


def _tree(
    key: NDArray[np.uint32], spans: SpanDistribution, size: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_]]:
    """Manager, department and whether somebody heads a department, shape (people,) each."""
    first = np.cumsum(size) - size
    people = int(size.sum())
    department = np.repeat(np.arange(size.size, dtype=np.int32), size)
    within = np.arange(people) - first[department]
    drawn = uniforms(
        key, "organisation.tree", within.astype(np.uint32), department.astype(np.uint32)
    )
    manager = np.full(people, -1, np.int32)
    _grow_departments(
        manager, first, size, spans.quantile(drawn[0]), drawn[1] < MANAGER_AMONG_REPORTS
    )
    office = int(size[0])
    manager[1:office] = 0
    heads = first[1:]
    directors = max(office - 1, 1)
    manager[heads] = np.arange(heads.size) % directors + (1 if office > 1 else 0)
    is_head = np.zeros(people, np.bool_)
    is_head[heads] = True
    return manager, department, is_head


@compiled
def _grow_departments(
    manager: NDArray[np.int32],
    first: NDArray[np.int64],
    size: NDArray[np.int64],
    span: NDArray[np.int32],
    may_lead: NDArray[np.bool_],
) -> None:
    # Level by level: the next person who may lead gets their span of reports. Should nobody be
    # left who may lead while people are waiting, the last who may not leads after all.
    for d in range(1, size.size):
        head, end = first[d], first[d] + size[d]
        leader, placed = head, head + 1
        while placed < end:
            if leader == head or may_lead[leader] or leader == placed - 1:
                reports = min(span[leader], end - placed)
                manager[placed : placed + reports] = leader
                placed += reports
            leader += 1


def _department_names(departments: int) -> tuple[str, ...]:
    functions = len(DEPARTMENT_FUNCTIONS)
    names = ["Executive office"]
    for number in range(departments):
        repeat, function = divmod(number, functions)
        suffix = f" {repeat + 1}" if departments > functions else ""
        names.append(DEPARTMENT_FUNCTIONS[function] + suffix)
    return tuple(names)


def _sites(
    key: NDArray[np.uint32],
    department: NDArray[np.int32],
    stays: NDArray[np.float64],
    elsewhere: NDArray[np.float64],
    sites: int,
) -> Labels:
    """Most people work at the main site of their department; the first sites are the largest."""
    attraction = np.cumsum(1.0 / np.arange(1, sites + 1))
    attraction /= attraction[-1]
    number = np.arange(int(department.max()) + 1, dtype=np.uint32)
    main = np.searchsorted(attraction, uniforms(key, "organisation.people", number, week=2)[0])
    other = np.searchsorted(attraction, elsewhere)
    codes = np.where(stays < AT_MAIN_SITE, main[department], other).astype(np.int32)
    return Labels(codes, tuple(f"Site {number}" for number in range(1, sites + 1)))


def _roles(
    department: NDArray[np.int32],
    leads: NDArray[np.bool_],
    is_head: NDArray[np.bool_],
    drawn: NDArray[np.float64],
    departments: int,
) -> Labels:
    functions = min(departments, len(DEPARTMENT_FUNCTIONS))
    function = np.maximum(department - 1, 0) % functions
    codes = len(LEADING_ROLES) + function * len(ROLES) + np.floor(drawn * len(ROLES))
    codes = np.where(leads, 2, codes)
    codes = np.where(is_head, 1, codes)
    codes = np.where(department == 0, 0, codes)
    names = [f"{name} {role}" for name in DEPARTMENT_FUNCTIONS[:functions] for role in ROLES]
    return Labels(codes.astype(np.int32), (*LEADING_ROLES, *names))


def _grade(
    leads: NDArray[np.bool_], is_head: NDArray[np.bool_], department: NDArray[np.int32]
) -> NDArray[np.int32]:
    grade = np.where(leads, 2, 3)
    grade = np.where(is_head, 1, grade)
    return np.where(department == 0, 0, grade).astype(np.int32)


def _tenure(drawn: NDArray[np.float64]) -> NDArray[np.int32]:
    weeks = drawn.copy()
    _to_exponential(weeks, WEEKS_OF_TENURE)
    return np.minimum(weeks, LONGEST_TENURE).astype(np.int32)


@compiled
def _to_exponential(values: NDArray[np.float64], mean: float) -> None:
    for i in range(values.size):
        values[i] = -mean * log(values[i])


def _frontline(
    key: NDArray[np.uint32],
    department: NDArray[np.int32],
    leads: NDArray[np.bool_],
    drawn: NDArray[np.float64],
    share: float,
) -> NDArray[np.bool_]:
    """Exactly the share asked for: frontline departments first, managers and office last."""
    number = np.arange(int(department.max()) + 1, dtype=np.uint32)
    of_department = uniforms(key, "organisation.people", number, week=3)[0]
    rank = drawn + DEPARTMENT_FRONTLINE_WEIGHT * of_department[department] + 10.0 * leads
    rank[department == 0] += 20.0
    frontline = np.zeros(rank.size, np.bool_)
    frontline[np.argsort(rank, kind="stable")[: round(share * rank.size)]] = True
    return frontline
