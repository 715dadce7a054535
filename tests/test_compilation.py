"""Compiled code is kept where a stale answer is impossible, and relaxes no rule of arithmetic."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numba
import numpy as np
import pytest

import uptake
from uptake import compilation
from uptake.behaviour import habit, joining, visiting
from uptake.chance import philox
from uptake.numerics import exp


def test_the_cache_folder_changes_with_the_sources_and_the_versions(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folders = set()
    for digest, version in (("a", "1"), ("b", "1"), ("a", "2")):
        monkeypatch.setattr(compilation, "code_digest", lambda digest=digest: digest)
        monkeypatch.setattr(compilation.numba, "__version__", version)
        compilation.cache_folder.cache_clear()
        folders.add(compilation.cache_folder())
    compilation.cache_folder.cache_clear()
    assert len(folders) == 3
    assert all(Path(folder).is_relative_to(tmp_path) for folder in folders)


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="nothing is compiled")
@pytest.mark.parametrize("function", [exp, philox, habit.form_habit, joining.join, visiting.visit])
def test_compiled_functions_keep_the_rules_of_arithmetic(function):
    options = function.targetoptions
    assert not options.get("fastmath")
    assert not options.get("parallel")
    assert options["error_model"] == "numpy"
    assert options["nogil"]


def test_parts_that_leave_results_alone_hold_no_compiled_code():
    root = Path(uptake.__file__).parent
    for part in compilation.SHOWING:
        for source in [root / part] if part.endswith(".py") else (root / part).rglob("*.py"):
            if source.relative_to(root).as_posix() not in compilation.SUMMING_UP:
                text = source.read_text(encoding="utf-8")
                assert "@compiled" not in text and "@merged" not in text, source


@pytest.mark.slow
def test_a_change_in_a_called_function_of_another_file_is_seen(tmp_path):
    source = Path(uptake.__file__).parent
    package = tmp_path / "uptake"
    package.mkdir()
    for name in ("__init__.py", "compilation.py"):
        shutil.copy(source / name, package / name)
    (package / "callee.py").write_text(
        "from uptake.compilation import compiled\n@compiled\ndef f(x):\n    return 2 * x\n"
    )
    (package / "caller.py").write_text(
        "from uptake.compilation import compiled\nfrom uptake.callee import f\n"
        "@compiled\ndef g(x):\n    return f(x)\n"
    )
    command = [sys.executable, "-c", "from uptake.caller import g; print(g(10))"]
    environment = {"PYTHONPATH": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "PATH": ""}

    def answer() -> str:
        done = subprocess.run(
            command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    assert answer() == "20"
    callee = package / "callee.py"
    callee.write_text(callee.read_text().replace("2 * x", "101 * x"))
    assert answer() == "1010"


def test_a_fixed_function_is_found_again_by_the_layout_of_its_arguments():
    ones = np.ones(3, np.float32), np.ones(4, np.float32)
    seen = [compilation.fixed(added, one) for one in ((ones,), (ones[::-1],))]
    assert seen[0] is seen[1]
    assert seen[0](ones) == 2.0
    wide = (ones[0].astype(np.float64), ones[1])
    assert compilation.fixed(added, (wide,))(wide) == 2.0


@compilation.compiled
def added(pair):
    return pair[0][0] + pair[1][0]
