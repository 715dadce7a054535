"""The page of a study says what the data say, stands on its own and escapes what it is given."""

import dataclasses
import re
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

sys.path.append(str(Path(__file__).parents[1] / "study"))

from made_study import SHARE, made_table

from uptake.report.study_page import StudyReport, study_page
from uptake.report.study_sentences import (
    answer,
    by_organisation,
    certainty,
    failure_sentences,
    missing_sentence,
    support,
)
from uptake.study.findings import find


def plain(text):
    return text.replace("\u00a0", " ")


def value(organisation, programme, world, replicate):
    """The newsletter gains 0.1 in even worlds and 0.04 in odd ones; packs lose in odd worlds."""
    gains = {0: (0.0, 0.0), 1: (0.1, 0.04), 2: (0.12, -0.02), 3: (0.03, 0.03)}
    wobble = 0.002 * (world % 4 - 1.5)
    if organisation == "Bolt" and programme == 1:
        return {SHARE: 0.2}
    return {SHARE: 0.2 + gains[programme][world % 2] + wobble * programme}


@pytest.fixture(scope="module")
def findings():
    return find(made_table(value, worlds=40, replicates=2), SHARE)


@pytest.fixture(scope="module")
def page(findings):
    manifest = {
        "command": "uptake sweep study.yaml",
        "compared": "uptake compare results",
        "seed": 1,
        "versions": {"uptake": "0.1.0"},
        "organisations": [{"label": "Acme", "counts": {"fingerprint": "f", "employees": 1234}}],
    }
    failed = pd.DataFrame(
        [("Newsletter", 3, "ZeroDivisionError: nobody left", "uptake rerun x 3")],
        columns=["scenario", "replicate", "error", "command"],
    )
    return study_page(StudyReport(findings, failed=failed, manifest=manifest))


def test_the_answer_names_the_best_with_its_gain(findings):
    assert plain(answer(findings)) == (
        "Of three programmes compared with “Nothing”, “Newsletter” does best in weekly visitors "
        "(last half-year): 27.0 % of staff against 20.0 % (+7.0 percentage points, 95 % interval "
        "6.1 to 7.9)."
    )


def test_support_tells_worlds_and_regret(findings):
    helps, regret = (plain(text) for text in support(findings))
    assert helps.startswith("“Newsletter” helps in 100 % of 40 worlds; in 90 % of them")
    rows = findings.ranked()
    best = rows.iloc[0]
    assert f"{100 * best['regret']:.1f} percentage points (mean)" in regret
    assert f"{100 * best['regret_largest']:.1f} percentage points at most" in regret


def test_what_is_not_clear_is_not_claimed():
    def close(organisation, programme, world, replicate):
        return {SHARE: 0.2 + (0.01 if world % 2 else -0.0099) * (programme > 0)}

    found = find(made_table(close, worlds=20), SHARE)
    assert answer(found).startswith("None of the three programmes clearly does better")
    alone = find(made_table(close, worlds=20, programmes=2), SHARE)
    assert answer(alone).startswith("“Newsletter” does not clearly do better than “Nothing”")


def test_a_loss_is_never_called_best():
    def worse(organisation, programme, world, replicate):
        return {SHARE: 0.2 - 0.05 * programme - 0.001 * world * programme}

    assert "clearly does better" in answer(find(made_table(worse), SHARE))
    cheaper = find(made_table(worse), SHARE, "less")
    assert "“Newsletter + packs” does best" in answer(cheaper)


def test_one_run_of_each_gives_no_interval():
    found = find(made_table(value, worlds=1, replicates=1), SHARE)
    assert "one replicate of one world give no interval" in answer(found)
    study_page(StudyReport(found))


def test_organisations_are_told_one_by_one():
    found = find(made_table(value, ("Acme", "Bolt"), worlds=40), SHARE)
    acme, bolt = by_organisation(found)
    assert acme.startswith("Acme: “Newsletter” does best")
    assert bolt.startswith("Bolt: “Packs”")
    assert "40 worlds of all organisations" in support(found)[0]
    assert by_organisation(find(made_table(value), SHARE)) == ()


def test_where_it_fails_is_said_with_cover_density_and_doubt(findings):
    pooled = findings.failures[1]
    first, rule, doubt = (plain(text) for text in failure_sentences(pooled, findings))
    assert first.startswith("All three programmes together: no better than “Nothing” in 20 of 120")
    assert rule.startswith("Where ")
    assert "100 % of 20 cases fail, which holds 100 % of all failures." in rule
    assert "holds in worlds held out" in doubt
    alone = [plain(text) for text in failure_sentences(findings.failures[0], findings)]
    assert alone[1] == "No rule found: nothing fails."


def test_missing_runs_are_told(findings):
    assert missing_sentence(findings, 0) == ""
    table = dataclasses.replace(findings.table, missing=3)
    told = missing_sentence(dataclasses.replace(findings, table=table), 2)
    assert told.startswith("3 runs of the plan have no result, 2 of them because they failed")


def test_the_page_asks_nothing_of_another_file_or_machine(page):
    assert not re.search(r"https?:|//[a-z]|@import|url\(|<script|<link|src=", page)


def test_the_page_holds_all_its_parts(page, findings):
    for heading in ("Where it fails", "the best first", "value by value", "How sure", "varied"):
        assert heading in page
    for label in findings.table.labels.values():
        assert label in page
    assert "ZeroDivisionError: nobody left" in page
    assert "1,234 employees" in page
    assert "uptake compare results" in page
    for text in certainty(findings):
        assert text.split(". ")[0].replace("'", "&#39;") in page


def test_the_same_study_gives_the_same_page(findings):
    assert study_page(StudyReport(findings)) == study_page(StudyReport(findings))


def test_names_are_escaped():
    bad = '<script>alert("x")</script>'
    table = made_table(value, (bad,), worlds=4, name=bad, question=bad)
    labelled = dataclasses.replace(table, labels=dict.fromkeys(range(4), bad))
    page = study_page(StudyReport(find(labelled, SHARE)))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("measure", ["half_life_weeks", "break_even_week", "self_sustaining"])
def test_what_may_never_happen_has_a_page(measure):
    def lives(organisation, programme, world, replicate):
        values = (np.nan, np.inf, 30.0, 12.0)
        return {measure: values[(programme + world) % 4]}

    found = find(made_table(lives, worlds=30), measure)
    page = study_page(StudyReport(found))
    assert not re.search(r"\bnan\b", page, flags=re.IGNORECASE)


def test_a_study_of_the_baseline_alone_has_a_page():
    page = study_page(StudyReport(find(made_table(value, programmes=1), SHARE)))
    assert "There is nothing to compare" in page


def over_sets():
    """The same study, its worlds being sets of assumptions of an ensemble."""
    table = made_table(value, worlds=24, replicates=1, ensemble="reference")
    managers = "assumptions.manager_influence"
    runs = table.runs.assign(**{managers: "none"})
    return dataclasses.replace(table, runs=runs, uncertainties=(*table.uncertainties, managers))


def test_worlds_of_an_ensemble_are_called_what_they_are():
    findings = find(over_sets(), SHARE)
    said = plain(" ".join([answer(findings), *support(findings), *certainty(findings)]))
    said += plain(" ".join(failure_sentences(findings.failures[0], findings)))
    assert "of 24 plausible sets of assumptions" in said
    assert "fit the published evidence about equally well" in said
    assert "world" not in said
    page = plain(study_page(StudyReport(findings)))
    assert "24 plausible sets of assumptions (ensemble reference)" in page
    assert "by structural variant" in page
    assert "assumptions.habit_gain" not in page
