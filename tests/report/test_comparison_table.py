"""The terminal table fits a hundred columns and says a sentence for each row."""

import dataclasses
import io

from rich.console import Console

from uptake.figures import lineup
from uptake.report import comparison_table, row_sentence, rows


def printed(content, width=100):
    console = Console(width=width, file=io.StringIO(), color_system=None)
    console.print(comparison_table(content))
    return console.file.getvalue()


def test_the_table_fits_and_cuts_no_number(content):
    lines = printed(content).splitlines()
    assert max(len(line.rstrip()) for line in lines) <= 100
    text = "\n".join(lines)
    assert "…" not in text
    assert "95\u00a0% interval" in text
    assert "29" in text or "weeks" in text


def test_every_row_has_its_sentence(content):
    flat = " ".join(printed(content).split())
    for row in rows(content):
        assert " ".join(row_sentence(row, content.lineup.over).split()) in flat


def test_a_number_keeps_its_unit_at_the_end_of_a_line(content):
    assert not any(line.lstrip().startswith("%") for line in printed(content).splitlines())


def test_markup_in_a_name_is_shown_as_it_is(content):
    names = [
        "[red]Letter[/red]" if mark.name == "Newsletter" else mark.name
        for mark in content.lineup.marks
    ]
    frames = {
        key: getattr(content, key).replace({"scenario": {"Newsletter": "[red]Letter[/red]"}})
        for key in ("weekly", "summary", "comparison")
    }
    text = printed(dataclasses.replace(content, lineup=lineup(names, "s"), **frames))
    assert "[red]Letter[/red]" in text
