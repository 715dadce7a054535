"""The synthetic organisation is what was asked for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uptake.errors import InputError
from uptake.organisation import SPAN_DISTRIBUTIONS, summarise, synthetic_chart


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 400),
    st.sampled_from(sorted(SPAN_DISTRIBUTIONS)),
    st.none() | st.integers(1, 60),
    st.none() | st.integers(1, 9),
    st.floats(0.0, 1.0),
    st.integers(0, 2**63 - 1),
)
def test_any_size_is_one_tree_with_the_shares_asked_for(
    headcount: int, spans: str, departments: int | None, sites: int | None, share: float, seed: int
) -> None:
    chart = synthetic_chart(
        headcount,
        spans=spans,
        departments=departments,
        sites=sites,
        frontline_share=share,
        seed=seed,
    )
    assert len(chart) == headcount
    assert np.count_nonzero(chart.manager < 0) == 1
    assert np.all(chart.manager[1:] < np.arange(1, headcount))
    assert chart.frontline.sum() == round(share * headcount)
    assert np.all(chart.tenure_weeks >= 0)
    for kind in ("department", "site", "role", "grade"):
        codes = getattr(chart, kind)
        assert codes.min() >= 0
        assert codes.max() < len(getattr(chart, f"{kind}_names"))
    if sites is not None:
        assert len(chart.site_names) == sites


def test_same_arguments_same_people_other_seed_other_people() -> None:
    first, again, other = (synthetic_chart(500, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.manager, again.manager)
    np.testing.assert_array_equal(first.tenure_weeks, again.tenure_weeks)
    assert not np.array_equal(first.manager, other.manager)


def test_departments_are_subtrees_of_unequal_size() -> None:
    chart = synthetic_chart(1000, seed=4)
    assert len(chart.department_names) == 19
    crossing = chart.department != chart.department[chart.manager]
    crossing[0] = False
    assert np.all(chart.department[chart.manager[crossing]] == 0)
    sizes = np.bincount(chart.department)[1:]
    assert sizes.min() >= 1
    assert 0.25 < sizes.std() / sizes.mean() < 1.0


@pytest.mark.parametrize(
    ("name", "mean", "median"), [("public-sector", 4.5, 4.0), ("survey", 11.5, 5.5)]
)
def test_spans_follow_the_distribution(name: str, mean: float, median: float) -> None:
    assert SPAN_DISTRIBUTIONS[name].mean == pytest.approx(mean, rel=0.1)
    spans = summarise(synthetic_chart(50_000, spans=name, departments=40))
    assert spans.mean_span == pytest.approx(mean, rel=0.15)
    assert spans.span_quantiles[0.5] == pytest.approx(median, abs=1)


def test_frontline_is_concentrated_and_spares_managers() -> None:
    chart = synthetic_chart(2000, frontline_share=0.3, seed=2)
    sizes = np.bincount(chart.department)
    shares = np.bincount(chart.department, weights=chart.frontline) / sizes
    assert shares.std() > 0.25
    assert not np.any(chart.frontline[chart.span > 0])


def test_everything_out_of_range_is_said_at_once() -> None:
    with pytest.raises(InputError) as caught:
        synthetic_chart(0, spans="flat", departments=-1, sites=0, frontline_share=1.2)
    assert [problem.key for problem in caught.value.problems] == [
        "headcount", "departments", "sites", "spans", "frontline_share",
    ]  # fmt: skip
