from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from uptake.documents import dotted, merged, read_document
from uptake.errors import InputError


def document(tmp_path, text, name="plan.yaml"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_document(path)


def problems(tmp_path, text):
    with pytest.raises(InputError) as caught:
        document(tmp_path, text)
    return caught.value.problems


def test_every_value_and_key_knows_its_line_and_column(tmp_path):
    found = document(tmp_path, "a: 1\nb:\n  c: [x, 2.5]\n")
    assert found.data == {"a": 1, "b": {"c": ["x", 2.5]}}
    mark = found.mark(("b", "c", 1))
    assert (mark.line, mark.column) == (3, 10)
    assert (found.key_mark(("b", "c")).line, found.key_mark(("b", "c")).column) == (3, 3)
    assert mark.excerpt == "  c: [x, 2.5]\n         ^"


def test_the_caret_keeps_tabs_so_that_it_stands_under_the_value(tmp_path):
    found = document(tmp_path, "a: [1,\t5]\n")
    assert found.mark(("a", 1)).excerpt == "a: [1,\t5]\n      \t^"


def test_a_place_that_is_not_there_has_the_mark_of_what_surrounds_it(tmp_path):
    found = document(tmp_path, "a:\n  b: 1\n")
    assert found.mark(("a", "missing", "deeper")) == found.mark(("a",))


@pytest.mark.parametrize("word", ["no", "on", "yes", "off", "Y"])
def test_words_that_older_yaml_takes_for_truth_values_are_text(tmp_path, word):
    assert document(tmp_path, f"name: {word}\n").data == {"name": word}


@pytest.mark.parametrize(
    ("text", "value"),
    [("true", True), ("~", None), ("0.5", 0.5), ("1e-3", 0.001), ("2020-01-01", "2020-01-01")],
)
def test_plain_values_are_read(tmp_path, text, value):
    assert document(tmp_path, f"key: {text}\n").data == {"key": value}


def test_every_duplicate_key_is_refused_with_the_line_of_the_first(tmp_path):
    found = problems(tmp_path, "a: 1\nb: {c: 1, c: 2}\na: 3\n")
    assert [(p.where.rsplit(":", 2)[1:], p.key) for p in found] == [
        (["2", "11"], "b.c"),
        (["3", "1"], "a"),
    ]
    assert "first in line 1" in found[1].wrong


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a: [1\nb: 2\n", 2, 2, "not YAML"),
        ("a:\n\t- b\n", 2, 1, "indent with spaces"),
        ("name: b: c\n", 1, 8, "in quotes"),
        ("a: 'open\n", None, None, "not YAML"),
        ("a: *nobody\n", 1, 4, "not YAML"),
        ("a: 1\n---\nb: 2\n", 2, 1, "not YAML"),
        ("a: \x07\n", 1, 4, "does not allow"),
        (b"a: 1\nb: \xe9t\xe9\n", 2, 4, "not UTF-8"),
        ("- 1\n- 2\n", 1, 1, "not a mapping"),
        ("a: &x [*x]\n", 1, 4, "contains itself"),
        ("? [1, 2]\n: 3\n", 1, 3, "no text"),
    ],
)
def test_what_is_not_yaml_is_reported_where_it_stands(tmp_path, text, line, column, words):
    (problem,) = problems(tmp_path, text)
    assert words in problem.wrong
    if line is not None:
        assert problem.where == f"{tmp_path / 'plan.yaml'}:{line}:{column}"


@pytest.mark.parametrize("text", ["", "# only a comment\n"])
def test_an_empty_file_is_refused_in_words(tmp_path, text):
    (problem,) = problems(tmp_path, text)
    assert problem.wrong == "the file says nothing"


def test_missing_files_and_folders_are_input_errors(tmp_path):
    for path, words in ((tmp_path / "none.yaml", "no such file"), (tmp_path, "a folder")):
        with pytest.raises(InputError, match=words):
            read_document(path)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path):
    found = document(tmp_path, b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert found.data == {"a": 1, "b": 2}
    assert (found.mark(("b",)).line, found.mark(("b",)).column) == (2, 4)


def test_mappings_merge_deeply_and_null_removes(tmp_path):
    base = document(tmp_path, "a: {b: 1, c: 2}\nd: [1, 2]\ne: 5\n", "base.yaml")
    own = document(tmp_path, "a: {b: null, f: 3}\nd: [9]\ne: null\nz: null\n", "own.yaml")
    found = merged(base, own, kept_nulls={("e",)})
    assert found.data == {"a": {"c": 2, "f": 3}, "d": [9], "e": None, "z": None}


def test_merged_values_keep_the_file_they_came_from(tmp_path):
    base = document(tmp_path, "a: {b: 1, c: 2}\nd: [1, 2]\n", "base.yaml")
    own = document(tmp_path, "# own\na: {c: 3}\nd: [7]\n", "own.yaml")
    found = merged(base, own)
    files = {place: found.mark(place).file.name for place in (("a", "b"), ("a", "c"), ("d", 0))}
    assert files == {("a", "b"): "base.yaml", ("a", "c"): "own.yaml", ("d", 0): "own.yaml"}
    assert ("d", 1) not in found.values


def test_places_are_written_with_dots_and_brackets():
    assert dotted(("headcount_path", 1, "week")) == "headcount_path[1].week"
    assert dotted(()) == ""


keys = st.text("abcdef_", min_size=1, max_size=5)
leaves = st.none() | st.booleans() | st.integers(-99, 99) | st.text(max_size=8) | st.floats(0, 1)
trees = st.dictionaries(
    keys,
    st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
        max_leaves=6,
    ),
    max_size=4,
)


def places(data, place=()):
    yield place
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        if isinstance(value, dict | list):
            yield from places(value, (*place, key))
        else:
            yield (*place, key)


@settings(deadline=None, max_examples=50)
@given(trees.filter(bool))
def test_what_was_written_is_read_back_and_every_place_has_a_mark(tmp_path_factory, tree):
    path = tmp_path_factory.mktemp("yaml") / "tree.yaml"
    with path.open("w", encoding="utf-8") as stream:
        YAML(typ="safe", pure=True).dump(tree, stream)
    found = read_document(path)
    assert found.data == tree
    assert set(found.values) == set(places(tree))


@settings(deadline=None, max_examples=50)
@given(trees.filter(bool), trees.filter(bool))
def test_marks_and_values_of_a_merged_document_agree(tmp_path_factory, under, over):
    folder = tmp_path_factory.mktemp("yaml")
    for name, tree in (("base.yaml", under), ("own.yaml", over)):
        with (folder / name).open("w", encoding="utf-8") as stream:
            YAML(typ="safe", pure=True).dump(tree, stream)
    found = merged(read_document(folder / "base.yaml"), read_document(folder / "own.yaml"))
    assert set(found.values) == set(places(found.data))
    assert set(found.keys) == {
        place for place in found.values if place and isinstance(place[-1], str)
    }
