"""The table of parameters is what the declarations say."""

from __future__ import annotations

import importlib.util

from pages import DOCS, page


def test_the_page_is_up_to_date():
    spec = importlib.util.spec_from_file_location("generator", DOCS / "generate_parameters.py")
    generator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    assert generator.text() == page("parameters.md"), (
        "docs/parameters.md is out of date; write it anew with: python docs/generate_parameters.py"
    )
