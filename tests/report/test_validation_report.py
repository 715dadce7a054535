from __future__ import annotations

import re
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console

sys.path.append(str(Path(__file__).parents[1] / "study"))

from made_verdicts import found_all

from uptake.errors import InputError
from uptake.report.validation_folder import write_validation
from uptake.report.validation_page import validation_page
from uptake.report.validation_table import validation_table

SHARE = "visit in four weeks"


def printed(found, width=100):
    console = Console(width=width, record=True, file=StringIO())
    console.print(validation_table(found))
    return console.export_text()


def row_of(text, name):
    return next(line for line in text.splitlines() if line.strip().startswith(name))


def test_the_table_says_which_quantities_miss():
    text = printed({"default": found_all([SHARE])})
    assert "misses" in row_of(text, SHARE)
    assert "holds" in row_of(text, "visit in a week")
    assert "3 A managed network reaches a plateau in years three to five: in part" in text
    assert "Source: email-Eu-core" in text
    assert max(len(line) for line in text.splitlines()) <= 100


def test_several_variants_have_a_column_each():
    text = printed({"simple/none": found_all(), "none/none": found_all([SHARE])})
    row = row_of(text, f"3 {SHARE}")
    assert row.rstrip().endswith("✗")
    assert row.count("✗") == 1
    assert "· A simple/none: 14 of 14" in text
    assert "· B none/none: 13 of 14" in text


def test_nine_variants_fit_a_terminal_of_a_hundred_columns():
    text = printed({f"variant {n}": found_all([SHARE]) for n in range(9)})
    assert row_of(text, f"3 {SHARE}").count("✗") == 9
    assert "…" not in text
    assert "28,600" not in text
    assert row_of(text, "1 accounts in week 160").count("26,000") == 9


def test_the_page_says_what_misses_and_escapes_what_it_is_given():
    page = validation_page(
        {"default": found_all(values={SHARE: [0.25, 0.26, 0.27]})},
        [],
        {"command": "uptake validate <b>"},
        ["Left out."],
        "source",
    )
    assert "13 of 14 patterns hold in full" in page
    assert re.search(r"✗&nbsp;misses", page)
    assert "band 30.0 to 47.0" in page
    assert "Left out." in page
    assert "&lt;b&gt;" in page
    assert page.count("<table") == 1


HELD_BACK = "odds where managers follow their teams"


def over_members(found):
    return [replace(one, over="members") for one in found]


def test_the_page_says_what_intervals_are_over_and_how_many_are_in_the_band():
    found = over_members(found_all(values={SHARE: [0.29, 0.29, 0.46]}))
    page = validation_page({"reference": found}, [], {}, [], "source")
    assert "Means are over three sets of assumptions" in page
    row = page.partition(f"<td>{SHARE}<")[2].partition("</tr>")[0]
    assert '<td class="n">1 of 3</td>' in row
    assert "29.0 to 44.3" in row
    assert "<small>fitted</small>" in row
    alone = validation_page({"default": found_all()}, [], {}, [], "source")
    assert "Means are over three replicates of one set of assumptions" in alone


def test_what_was_held_back_is_told_apart_from_what_was_fitted():
    page = validation_page({"default": found_all([SHARE, HELD_BACK])}, [], {}, [], "source")
    held_back = page.partition("<h3>Held back, and missed</h3>")[2].partition("</ul>")[0]
    fitted = page.partition("<h3>Fitted, and missed all the same</h3>")[2].partition("</ul>")[0]
    assert (HELD_BACK in held_back, SHARE in held_back) == (True, False)
    assert (HELD_BACK in fitted, SHARE in fitted) == (False, True)
    assert "Held back, and missed" not in validation_page(
        {"default": found_all([SHARE])}, [], {}, [], "source"
    )


def test_the_table_marks_what_was_held_back_and_counts_members():
    text = printed({"reference": over_members(found_all([HELD_BACK]))})
    assert "0 of 3 misses" in " ".join(row_of(text, f"◦ {HELD_BACK[:20]}").split())
    assert "◦" not in row_of(text, SHARE)
    assert "Means over three sets of assumptions" in text


def test_a_page_of_several_variants_marks_the_misses_of_each():
    found = {"simple/none": found_all([SHARE]), "none/bottom_up": found_all()}
    page = validation_page(found, [], {}, [], "source")
    assert len(re.findall('<strong class="misses">✗', page)) == 1
    assert "none / bottom up" in page
    assert "13 of 14" in page
    assert "14 of 14" in page


def write(found, out, fingerprint="one"):
    return write_validation(
        {"default": found}, out, fingerprint, seed=1, replicates=3, manifest={"seed": 1}
    )


def test_the_folder_holds_table_figure_and_report(tmp_path):
    page = write(found_all([SHARE]), tmp_path / "out")
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    table = pd.read_csv(tmp_path / "out" / "patterns.csv", encoding="utf-8-sig")
    assert table.set_index("quantity")["verdict"][SHARE] == "misses"
    assert [path.suffix for path in sorted((tmp_path / "out" / "figures").iterdir())] == [
        ".png",
        ".svg",
    ]


def test_results_of_something_else_are_not_written_over(tmp_path):
    write(found_all(), tmp_path / "out")
    with pytest.raises(InputError):
        write(found_all(), tmp_path / "out", "two")
    write(found_all(), tmp_path / "out")
