"""What is opened in the page is read in a process that can do nothing else, and quotes no ids."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from aside import finish

from uptake import organisation
from uptake.errors import InputError, Problem
from uptake.given import Given
from uptake.organisation import Repairs, connect, read_chart, synthetic_chart
from uptake.study.ensemble import ensemble_text, read_ensemble, reference
from uptake.web import own
from uptake.web.parcels import packed, unpacked, without_ids
from uptake.web.reading import answer
from uptake.web.uploads import Handed, Readers, UnreadableError, divided

STAFF = b"""Worker ID,Manager ID,Department,Full Name,Hire Date
E1,,Board,Ann Other,2020-01-06
E2,E1,Sales,Bob Other,2021-02-01
E3,E1,Care,Cy Other,2022-03-01
"""
BROKEN = b"""Worker ID,Manager ID,Department,Hire Date
SECRET1,,Board,2020-01-06
SECRET2,SECRET1,Sales,SECRETDAY
SECRET2,SECRET1,Sales,2020-01-06
SECRET3,SECRET9,Sales,2020-01-06
SECRET4,SECRET4,Care,2020-01-06
SECRET5,SECRET6,Care,2020-01-06
SECRET6,SECRET5,Care,2020-01-06
SECRET7,,Care,2020-01-06
SECRET8
"""
DETECTING = """
import os, sys
from uptake.web import confinement
confinement.bound(4 << 30, 60)
confinement.confine()
try:
    {attempt}
except (PermissionError, OSError) as error:
    print("refused", type(error).__name__)
else:
    print("done")
"""


def read(task, content, name="staff.csv", readers=None, **said):
    async def reading():
        return await (readers or Readers()).read(task, Handed(name=name, **said), content)

    return finish(reading())


def refused(task, content, name="staff.csv", readers=None, **said):
    with pytest.raises(UnreadableError) as caught:
        read(task, content, name, readers, **said)
    return caught.value


def answered(task, content, name="staff.csv", **said):
    """The same reading without a process around it."""
    asked = {"task": task, **Handed(name=name, **said).model_dump(mode="json")}
    return answer(asked, content)


def words(said):
    return json.dumps(said)


def test_a_staff_file_is_read_to_the_same_chart_as_on_the_command_line(tmp_path):
    (tmp_path / "staff.csv").write_bytes(STAFF)
    expected = connect(without_ids(read_chart(tmp_path / "staff.csv").chart))
    reading = read("organisation", STAFF)
    found = connect(unpacked(reading.content))
    assert found.fingerprint == expected.fingerprint
    assert reading.said["headline"] == "staff: 3 people and 1 root"
    assert np.array_equal(
        unpacked(reading.content).employee_key, read_chart(Given("s.csv", STAFF)).chart.employee_key
    )


def test_no_id_no_name_and_no_cell_leaves_the_reader():
    everything = Repairs(
        several_roots="join", unknown_manager="top", self_managed="top",
        duplicates="first", broken_rows="skip",
    )  # fmt: skip
    said, _ = answered("organisation", BROKEN)
    assert len(said["problems"]) == 7
    assert "SECRET" not in words(said)
    loopless = BROKEN.replace(b"SECRET6,SECRET5", b"SECRET6,SECRET1")
    mended, content = answered("organisation", loopless, repairs=everything)
    assert len(mended["repairs"]) >= 5
    assert len(mended["warnings"]) == 1
    assert "SECRET" not in words(mended)
    assert b"SECRET" not in content
    _, content = answered("organisation", STAFF)
    assert not re.search(rb"Other|E[123]", content)


def test_every_problem_names_its_row_and_the_same_words_as_on_the_command_line():
    said, _ = answered("organisation", BROKEN)
    with pytest.raises(InputError) as caught:
        read_chart(Given("staff.csv", BROKEN))
    here = [(one["where"], one["key"], one["wrong"]) for one in said["problems"]]
    assert here == [(one.where, one.key, one.wrong) for one in caught.value.problems]


def test_columns_can_be_chosen_where_headers_are_not_known():
    unknown = STAFF.replace(b"Manager ID", b"Boss No")
    error = refused("organisation", unknown)
    assert [one["header"] for one in error.columns if one["field"] is None] == [
        "Boss No",
        "Full Name",
    ]
    assert [one["header"] for one in error.columns if one["names"]] == ["Full Name"]
    assert read("organisation", unknown, columns={"Boss No": "manager"}).said["people"] == 3


@pytest.mark.parametrize("separator", [b"\t", b";"])
def test_other_separators_and_gzip_are_read(separator):
    text = STAFF.replace(b",", separator)
    assert answered("organisation", text, "staff.tsv")[0]["people"] == 3
    assert answered("organisation", gzip.compress(text), "staff.csv.gz")[0]["people"] == 3


def test_a_scenario_may_neither_read_files_nor_run_code(tmp_path):
    marker = tmp_path / "ran"
    code = tmp_path / "mine.py"
    code.write_text(f"open({str(marker)!r}, 'w')\n")
    text = f"""\
extends: {tmp_path}/base.yaml
organisation: {{file: {tmp_path}/staff.csv}}
programme:
  corner: {{kind: "{code}:Corner"}}
  "{code}:Other":
"""
    said, _ = answered("scenario", text.encode(), "plan.yaml")
    wrong = [one["wrong"] for one in said["problems"]]
    assert wrong == [
        "builds on another file, and none is read here",
        "names another file, and none is read here",
        "is code of your own, and none is run here",
        "is code of your own, and none is run here",
    ]
    assert all(one["right"] for one in said["problems"])
    assert not marker.exists()


def test_the_server_does_not_run_code_even_if_the_reader_names_it(tmp_path):
    said = {"scenario": {"programme": {"mine": {"kind": f"{tmp_path}/mine.py:Mine"}}}}
    with pytest.raises(InputError, match="code of your own"):
        own.opened_scenario(said)


def test_a_scenario_keeps_its_programme_and_what_it_assumes():
    text = b"name: P\nchampion: null\nprogramme: {newsletter: {every_weeks: 2}}\n"
    scenario = own.opened_scenario(read("scenario", text, "p.yaml").said)
    assert (scenario.name, scenario.champion) == ("P", None)
    assert scenario.programme["newsletter"].every_weeks == 2
    assert scenario.assumptions.model_fields_set == set()
    fixed = b"assumptions: {visit_habit: 2.2}\nheadcount_path: [{week: 0, employees: 9}]\n"
    scenario = own.opened_scenario(answered("scenario", fixed, "p.yaml")[0])
    assert scenario.assumptions.model_fields_set == {"visit_habit"}
    assert scenario.headcount_path == ()


def test_mistakes_in_a_scenario_come_with_line_and_column():
    error = refused("scenario", b"weeks: 52\nprogramme: {newsleter: {}}\n", "p.yaml")
    assert [one.where for one in error.problems] == ["p.yaml:2:13"]


def test_an_ensemble_is_read_as_the_command_line_reads_it(tmp_path):
    text = ensemble_text(reference().members[:3])
    (tmp_path / "mine.csv").write_text(text)
    members = read("ensemble", text.encode(), "mine.csv").said["members"]
    assert tuple(members) == read_ensemble(tmp_path / "mine.csv").members
    error = refused("ensemble", b"visit_habit\nmuch\n", "mine.csv")
    assert error.problems[0].where == "mine.csv:row 2"


@pytest.mark.slow
def test_a_file_that_takes_too_long_is_given_up_in_words():
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 10)}]\n" for n in range(8)
    )
    error = refused("scenario", bomb.encode(), "bomb.yaml", Readers(seconds=3))
    assert "takes longer to read" in str(error)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the system bounds memory on Linux only")
def test_a_file_that_swells_is_given_up_in_words():
    swelling = gzip.compress(b"x" * 10_000_000) * 60
    error = refused("organisation", swelling, "staff.csv.gz", Readers(memory=1 << 30))
    assert "memory" in str(error)


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"{", b"a: " + b"[" * 4000, b"\xff" * 99])
@pytest.mark.parametrize("task", ["organisation", "scenario", "ensemble"])
def test_nonsense_is_refused_in_words(task, content):
    said, _ = answered(task, content)
    assert said["problems"]
    assert all(one["wrong"] for one in said["problems"])


@pytest.mark.parametrize(
    "attempt",
    [
        "open(os.path.expanduser('~/written'), 'w')",
        "open('/tmp/uptake-written', 'ab')",
        "os.open('/tmp/uptake-written', os.O_CREAT | os.O_WRONLY)",
        "open('/etc/hostname')",
        "__import__('socket').create_connection(('127.0.0.1', 9))",
        "__import__('subprocess').run(['true'])",
        "os.system('true')",
        "os.mkdir('/tmp/uptake-made')",
        "os.remove('/tmp/uptake-none')",
        "os.rename('/tmp/uptake-none', '/tmp/uptake-other')",
    ],
)
def test_the_reader_can_neither_write_nor_connect_nor_start_anything(attempt, environment):
    program = DETECTING.format(attempt=attempt)
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True
    ).stdout
    assert said == "refused PermissionError\n"
    assert not Path("/tmp/uptake-written").exists()


@pytest.fixture
def environment():
    return {**os.environ, "NUMBA_DISABLE_JIT": "1", "OPENBLAS_NUM_THREADS": "1"}


def test_reading_opens_nothing_for_writing(environment):
    """An audit hook sees every file that the reading process opens after it has what to read."""
    program = """
import json, sys
from uptake.web import reading
opened = []
sys.addaudithook(lambda event, given: opened.append(given) if event == "open" else None)
asked = json.loads(sys.argv[1])
reading.answer(asked, sys.argv[2].encode())
print([str(path) for path, mode, flags in opened if flags & 3 or (mode or "r")[0] != "r"])
"""
    for task, content, name in (
        ("organisation", STAFF.decode(), "staff.csv"),
        ("scenario", "programme: {newsletter: {}}", "p.yaml"),
        ("ensemble", "visit_habit\n2\n", "e.csv"),
    ):
        asked = {"task": task, **Handed(name=name).model_dump(mode="json")}
        command = [sys.executable, "-B", "-c", program, json.dumps(asked), content]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
        assert done.stdout == "[]\n"


def test_a_chart_survives_its_journey_and_a_pickle_does_not():
    chart = synthetic_chart(40)
    again = unpacked(packed(chart))
    assert connect(again).fingerprint == connect(chart).fingerprint
    with pytest.raises(ValueError, match="pickle"):
        unpacked(b"\x80\x04]\x94.")


def test_the_name_of_a_file_is_only_a_name():
    for given, kept in (
        ("../../etc/passwd", "passwd"),
        ("C:\\staff\\all.csv", "all.csv"),
        ("a\x00b\n.csv", "ab.csv"),
        ("..", "file"),
    ):
        assert Handed(name=given).name == kept


def test_a_request_without_its_first_line_is_refused_in_words():
    for body in (b"", b"[]\n", b'{"encoding": "zip"}\n', b'{"path": "/etc/passwd"}\nx'):
        with pytest.raises(InputError):
            divided(body)


def test_the_page_has_a_control_for_every_option_that_a_problem_names():
    named = set()
    for source in Path(organisation.__file__).parent.glob("*.py"):
        named |= set(re.findall(r"(--[a-z][a-z-]+(?: (?:[a-z]+))?)", source.read_text()))
    for option in named - {"--map COLUMN"}:
        if option.startswith("--map"):
            continue
        said = own.in_page(Problem("x", "", "wrong", right=f"right, or {option}")).right
        assert "--" not in said, option
    said, _ = answered("organisation", BROKEN)
    shown = own.problems_said(Problem(**one) for one in said["problems"])
    assert "--" not in words(shown)
