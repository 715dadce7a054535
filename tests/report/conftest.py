"""The report is tested on the same made-up study as the figures."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "figures"))


@pytest.fixture(scope="session")
def study():
    import fake_study

    weekly = fake_study.fake_weekly(7, 6, 208)
    summary = fake_study.fake_summary(weekly, 7)
    return weekly, summary, fake_study.fake_comparison(summary), fake_study.fake_lineup(7)


@pytest.fixture(scope="session")
def content(study):
    import fake_study

    from uptake.report import Assumption, ReportContent, ScenarioDetail

    weekly, summary, comparison, marks = study
    return ReportContent(
        title="Keeping the network alive",
        question="Which programme keeps people taking part?",
        lineup=marks,
        weekly=weekly,
        summary=summary,
        comparison=comparison,
        variants=fake_study.no_variants(),
        weeks=208,
        hourly_rate=40.0,
        details=(ScenarioDetail("Newsletter", "A weekly letter.", {"newsletter": "every week"}),),
        assumptions=(Assumption("opened", "0.62", "share", "of those it is sent to", "R"),),
        manifest={"seed": 1, "versions": {"uptake": "0.1.0"}, "weeks": [0, 207]},
    )
