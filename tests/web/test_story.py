"""Each sentence of a story is true of the arrays of a run that nobody watched."""

import re
from dataclasses import dataclass

import numpy as np
import pytest

from uptake.adoption import AdoptionModel
from uptake.behaviour.contributing import QUESTION
from uptake.errors import InputError
from uptake.organisation import connect, synthetic_chart
from uptake.organisation.departments import departments_of
from uptake.scenario import Scenario
from uptake.study.assumed import under
from uptake.study.ensemble import reference
from uptake.study.variants import variants
from uptake.web.pulls import ALONE, CONTACTS, MANAGER
from uptake.web.story import tell
from uptake.web.told import after_hours
from uptake.web.watching import watch

ROWS = range(0, 300, 5)
SCENARIO = Scenario.model_validate(
    {
        "weeks": 120,
        "champion": {"leaves_in_week": 70, "successor": {"vacancy_weeks": 7}},
        "programme": {
            "newsletter": {"kind": "newsletter"},
            "launch": {"kind": "launch_campaign"},
            "welcome_pack": {"kind": "welcome_pack"},
            "desk_drop": {"kind": "desk_drop", "weeks": [4, 30]},
            "managers": {"kind": "manager_engagement", "from_week": 8},
            "induction": {"kind": "induction", "from_week": 80},
        },
    }
)


@dataclass(frozen=True)
class Plain:
    """A run as the model alone makes it; arrays of shape (weeks, positions)."""

    employed: np.ndarray
    hire: np.ndarray
    account: np.ndarray
    visited: np.ndarray
    packs: np.ndarray
    outreach: np.ndarray
    habit: np.ndarray
    support: np.ndarray
    contacts: np.ndarray
    posts: list


@pytest.fixture(scope="module")
def organisation():
    return connect(synthetic_chart(headcount=300, frontline_share=0.3))


@pytest.fixture(scope="module")
def scenario():
    return under(SCENARIO, reference().member(2))


@pytest.fixture(scope="module")
def plain(scenario, organisation):
    model = AdoptionModel(scenario, organisation, rng=1, replicate=2, collect=False)
    seen = {name: [] for name in Plain.__annotations__}
    for _ in range(scenario.weeks):
        # What people meet in a week is what the week before left.
        seen["support"].append(model.leading.support[model.manager].copy())
        seen["contacts"].append(model.use.contacts_active.copy())
        model.step()
        seen["employed"].append(model.staffing.employed == 1)
        seen["hire"].append(model.staffing.hire.copy())
        seen["account"].append(model.use.account == 1)
        seen["visited"].append((model.use.visit_history & 1) == 1)
        seen["packs"].append(model.levers.pack > 0)
        seen["outreach"].append(model.levers.outreach > 0)
        seen["habit"].append(model.use.habit.copy())
        posts, n = model.posts, model.post_count
        columns = (posts.author, posts.kind, posts.hours, posts.replier)
        seen["posts"].append(list(zip(*(c[:n].tolist() for c in columns), strict=True)))
    return Plain(**{k: v if k == "posts" else np.array(v) for k, v in seen.items()})


@pytest.fixture(scope="module")
def stories(scenario, organisation):
    return {row: tell(scenario, organisation, 1, 2, row) for row in ROWS}


def told(stories, pattern):
    """Every sentence that fits a pattern: row, week, match, and the story's sentences."""
    found = [
        (row, one.week, match)
        for row, story in stories.items()
        for one in story.sentences
        if (match := re.fullmatch(pattern, one.says))
    ]
    assert found, f"no sentence like {pattern!r} to check"
    return found


def test_watching_changes_nothing(scenario, organisation, plain):
    watched = watch(scenario, organisation, 1, 2, 40)
    assert [week.visited for week in watched.weeks] == plain.visited[:, 40].tolist()
    assert [week.habit for week in watched.weeks] == plain.habit[:, 40].tolist()
    assert [len(week.posts) for week in watched.weeks] == [
        sum(post[0] == 40 for post in posts) for posts in plain.posts
    ]


def test_a_story_is_always_the_same(scenario, organisation, stories):
    assert tell(scenario, organisation, 1, 2, 40) == stories[40]


def test_sentences_are_in_order_and_name_nobody(stories, organisation):
    ids = set(organisation.chart.employee_ids)
    for story in stories.values():
        weeks = [one.week for one in story.sentences]
        assert weeks == sorted(weeks)
        assert not any(
            word.strip(".,;") in ids for one in story.sentences for word in one.says.split()
        )


def test_those_who_join_had_no_account_and_visit(stories, plain):
    for row, week, _ in told(stories, "Joined .*"):
        before = plain.account[week - 1, row] if week else False
        hired_now = week > 0 and plain.hire[week, row] != plain.hire[week - 1, row]
        assert plain.account[week, row] and plain.visited[week, row]
        assert not before or hired_now


def test_everyone_who_got_an_account_is_told_of(stories, plain):
    for row, story in stories.items():
        got = {
            week
            for week in range(120)
            if plain.account[week, row] and (week == 0 or not plain.account[week - 1, row])
        }
        said = {one.week for one in story.sentences if re.match("Joined|Was given", one.says)}
        assert said == got


def test_contacts_said_to_have_visited_did(stories, plain):
    words = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
    words |= {"six": 6, "seven": 7, "eight": 8, "nine": 9}
    pattern = r".*?(\w+) contacts? had visited the week before.*"
    for row, week, match in told(stories, pattern):
        count = words.get(match[1]) or int(match[1])
        assert plain.contacts[week, row] == count


def test_the_pulls_are_the_model_s_own_hazard(scenario, organisation, plain):
    a = scenario.assumptions
    checked = 0
    for row in ROWS:
        for week in watch(scenario, organisation, 1, 2, row).weeks:
            if not week.joined:
                continue
            checked += 1
            assert sum(week.pulls_join.values()) == pytest.approx(1.0)
            support = plain.support[week.week, row]
            ratio = a.join_manager * support / a.join_alone
            assert week.pulls_join.get(MANAGER, 0.0) / week.pulls_join[ALONE] == pytest.approx(
                ratio, rel=1e-5
            )
            assert (CONTACTS in week.pulls_join) == (
                a.contagion != "none"
                and plain.contacts[week.week, row] >= (1 if a.contagion == "simple" else 2)
            )
    assert checked > 10


def test_only_what_happened_is_said_to_have_reached_someone(stories, scenario):
    launch = scenario.programme["launch"].duration_weeks
    for _, week, match in told(stories, "Joined (.*)"):
        assert "launch" not in match[1] or week < launch
        assert "leaflet" not in match[1] or week in (4, 30)
        assert "newsletter" not in match[1] or not 70 <= week < 77


def test_packs_came_when_the_levers_say_so(stories, plain):
    for row, story in stories.items():
        said = [one.week for one in story.sentences if one.kind == "pack"]
        assert said == np.flatnonzero(plain.packs[:, row]).tolist()


def test_first_posts_and_their_answers_are_those_of_the_run(stories, plain, organisation):
    chart = organisation.chart
    shown = departments_of(chart)
    pattern = r"Wrote a first post, .*; (?:answered (.*) by (.*)|(nobody answered within a week))\."
    for row, week, match in told(stories, pattern):
        _, _, hours, replier = next(post for post in plain.posts[week] if post[0] == row)
        if match[3]:
            assert replier == -1
            continue
        assert match[1] == after_hours(hours)
        assert_called(match[2], row, replier, chart, shown)


def test_first_answers_are_those_of_the_run(stories, plain, organisation):
    shown = departments_of(organisation.chart)
    pattern = (
        r"Answered a (question|post) by (.*?) (after .*|within the hour), before anyone else\."
    )
    for row, week, match in told(stories, pattern):
        author, kind, hours, _ = next(post for post in plain.posts[week] if post[3] == row)
        assert (kind == QUESTION) == (match[1] == "question")
        assert match[3] == after_hours(hours)
        assert_called(match[2], row, author, organisation.chart, shown)


def assert_called(words, row, other, chart, shown):
    if other == -2:
        assert words == "the champion"
    elif words == "their manager":
        assert chart.manager[row] == other
    elif words == "someone who reports to them":
        assert chart.manager[other] == row
    elif words == "a team mate":
        assert chart.manager[other] == chart.manager[row]
    elif words == "someone in their own department":
        assert shown.codes[other] == shown.codes[row]
    else:
        assert words == f"someone in {shown.names[shown.codes[other]]}"


def test_spells_of_visiting_are_counted_right(stories, plain):
    pattern = r"Had visited in (\d+) of (\d+) weeks.*"
    for row, week, match in told(stories, pattern):
        count, length = int(match[1]), int(match[2])
        visits = plain.visited[week - length + 1 : week + 1, row]
        assert visits.sum() == count and visits[0] and visits[-1]


def test_silence_is_counted_right(stories, plain):
    for row, week, match in told(stories, r"Came back after (\w+) weeks of silence.*"):
        before = np.flatnonzero(plain.visited[:week, row])[-1]
        silent = week - before - 1
        assert silent >= 4
        assert match[1] in (str(silent), *(["four", "five", "six", "seven", "eight", "nine"]))


def test_a_habit_is_said_to_form_when_it_passes_a_half(stories, plain):
    for row, week, _ in told(stories, r"Visiting has become a habit\."):
        assert plain.habit[week, row] >= 0.5 > plain.habit[week - 1, row]


def test_briefings_are_in_the_levers(stories, plain):
    for row, week, _ in told(stories, r"The champion spoke with them .*"):
        assert plain.outreach[week, row]


def test_a_manager_takes_part_when_their_support_is_first_met(stories, plain):
    for row, week, match in told(stories, r"Their manager (?:began to take|takes) part (.*)\."):
        assert plain.support[week, row] > 0
        if "is for it" in match[1]:
            assert plain.support[week, row] > 0


def test_comings_and_goings_are_those_of_the_workforce(stories, plain):
    for row, story in stories.items():
        left = [
            w for w in range(1, 120) if plain.employed[w - 1, row] and not plain.employed[w, row]
        ]
        said = [one.week for one in story.sentences if one.says.startswith("Left the organisation")]
        assert said == left
    for row, week, _ in told(stories, "Someone new was hired.*"):
        assert plain.hire[week, row] > plain.hire[week - 1, row]


def test_the_champion_leaves_in_their_week_with_visits_counted(stories, plain):
    pattern = r"The champion left; they visited in (\d+) of the 13 weeks before and in (\d+) .*"
    for row, week, match in told(stories, pattern):
        assert week == 70
        if (plain.hire[57:83, row] == plain.hire[70, row]).all():
            assert plain.visited[57:70, row].sum() == int(match[1])
        if plain.employed[70:83, row].all():
            assert plain.visited[70:83, row].sum() == int(match[2])


def test_a_position_that_does_not_exist_is_refused(scenario, organisation):
    with pytest.raises(InputError, match="does not exist"):
        tell(scenario, organisation, 1, 2, 300)


def test_stories_can_be_told_under_every_structure_of_the_model(organisation):
    for name, choices in variants().items():
        changed = SCENARIO.assumptions.model_copy(update=choices)
        story = tell(SCENARIO.model_copy(update={"assumptions": changed}), organisation, 1, 0, 25)
        manager_acts = any("Their manager" in one.says for one in story.sentences)
        assert story.sentences and not (manager_acts and "middle_managers" not in name)
