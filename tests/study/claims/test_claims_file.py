from __future__ import annotations

from pathlib import Path

import claims_files
import pytest

from uptake.errors import InputError
from uptake.scenario_files import read_scenario
from uptake.study.claims.claims_file import read_claims


def problems(folder, *changes):
    text = claims_files.CLAIMS
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    path = claims_files.write(folder, text)
    with pytest.raises(InputError) as caught:
        read_claims(path)
    return caught.value.problems


def test_a_scenario_inside_is_what_a_file_would_say(tmp_path):
    read = read_claims(claims_files.write(tmp_path))
    (tmp_path / "nothing.yaml").write_text("extends: plan.yaml\nchampion: null\nprogramme: null\n")
    nothing, mail = (one.scenario for one in read.claims[0].scenarios)
    assert nothing.fingerprint == read_scenario(tmp_path / "nothing.yaml").fingerprint
    assert mail.fingerprint == read_scenario(tmp_path / "plan.yaml").fingerprint
    assert (nothing.name, mail.name) == ("nothing", "mail")
    assert read.claims[0].source == mail.organisation


@pytest.mark.parametrize(
    ("before", "after", "line", "key", "wrong", "right"),
    [
        ("programme: null", "programme: {newsletter: 3}", 3, "newsletter", "mapping", "levers"),
        ("mail: plan.yaml", "mail: plans.yaml", 4, "scenarios.mail", "no such file", ""),
        ("mail: plan.yaml", "mail: [a]", 4, "scenarios.mail", "no scenario", "mapping"),
        ("mail: plan.yaml", "mail: {extends: plan.yaml, week: 4}", 4, "week", "no such key",
         "weeks"),
        ("id: mail-helps", "id: Mail Helps", 6, "claims[0].id", "plain name", "small letters"),
        ("id: mail-share", "id: mail-helps", 13, "claims[1].id", "another claim", "its own"),
        ("[nothing, mail]", "[nothing, mial]", 10, "claims[0].scenarios[1]", "none of", "mail"),
        ("[nothing, mail]", "[nothing]", 10, "claims[0].scenarios", "difference", "2"),
        ("[nothing, mail]", "[mail, mail]", 10, "claims[0].scenarios", "twice", "different"),
        ("{difference}", "{diference}", 8, "claims[0].statement", "placeholder", "{difference}"),
        ("{difference}, from {baseline}", "much", 8, "claims[0].statement", "no placeholder",
         "{difference}"),
        ("    direction: higher\n", "", 6, "claims[0].direction", "missing", "higher, lower"),
        ("direction: higher", "direction: up", 11, "claims[0].direction", "choices", "higher"),
        ("at_least: 1,", "at_most: 9,", 12, "claims[0].size", "without the effect", "0 or more"),
        ("at_least: 1.5, at_most: 500", "at_least: 3, at_most: 2", 19,
         "claims[1].size.at_most", "no larger", "more than 3"),
        ("at_least: 1.5,", "at_least: 0.5,", 19, "claims[1].size", "without the effect", "1 or"),
        ("    kind: ratio", "    measure: half_life_weeks\n    kind: ratio", 16,
         "claims[1].measure", "may be never", "self_sustaining"),
    ],
)  # fmt: skip
def test_a_mistake_is_found_by_line_and_put_right(tmp_path, before, after, line, key, wrong, right):
    (problem,) = problems(tmp_path, (before, after))
    assert f"claims.yaml:{line}:" in problem.where
    assert key in problem.key
    assert wrong in problem.wrong
    assert right in problem.right


def test_all_mistakes_are_said_at_once(tmp_path):
    found = problems(
        tmp_path,
        ("mail: plan.yaml", "mail: plans.yaml"),
        ("id: mail-share", "id: mail-helps"),
        ("programme: null", "programme: {newsletters: {}}"),
    )
    assert len(found) == 3


def test_a_file_without_claims_is_refused(tmp_path):
    path = claims_files.write(tmp_path, claims_files.CLAIMS.split("claims:")[0])
    with pytest.raises(InputError, match="holds no claim"):
        read_claims(path)


def test_a_scenario_that_no_claim_names_is_pointed_out(tmp_path):
    (problem,) = problems(tmp_path, ("  mail: plan.yaml", "  mail: plan.yaml\n  more: plan.yaml"))
    assert problem.key == "scenarios.more"


def test_scenarios_of_two_organisations_need_one_in_the_claim(tmp_path):
    other = "mail: {extends: plan.yaml, organisation: {synthetic: {headcount: 70}}}"
    found = problems(tmp_path, ("mail: plan.yaml", other))
    assert {one.key for one in found} == {"claims[0].scenarios", "claims[1].scenarios"}
    text = claims_files.CLAIMS.replace("mail: plan.yaml", other)
    text = text.replace("    size", "    organisation: {synthetic: {headcount: 80}}\n    size")
    read = read_claims(claims_files.write(tmp_path, text))
    assert read.claims[0].source.synthetic.headcount == 80


def test_the_claims_of_the_project_can_be_read():
    root = Path(__file__).parents[3]
    read = read_claims(root / "experiments" / "claims.yaml")
    for claim in read.claims:
        for page in claim.form.stated_in:
            assert (root / "experiments" / page).is_file(), page
