"""What workers read lies where nobody else reads it, and does not stay."""

from __future__ import annotations

import os
import stat
import subprocess
import sys

import pytest

from uptake.study.private_folder import private_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such rights")


@pytest.fixture
def scratch(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_the_folder_is_this_users_alone_and_goes_at_the_end(scratch):
    with private_folder() as folder:
        (folder / "organisation.pickle").write_bytes(b"ids")
        assert folder.parent == scratch
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert list(scratch.iterdir()) == []


def test_it_goes_after_an_error_too(scratch):
    with pytest.raises(ZeroDivisionError), private_folder():
        raise ZeroDivisionError
    assert list(scratch.iterdir()) == []


def test_what_a_killed_process_left_is_removed_and_what_lives_is_not(scratch):
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"],
        capture_output=True,
        text=True,
        check=True,
    )
    left = scratch / f"uptake-{gone.stdout.strip()}-abc"
    other, mine = scratch / "uptake-notes", scratch / f"uptake-{os.getpid()}-abc"
    for folder in (left, other, mine):
        folder.mkdir()
    with private_folder():
        assert not left.exists()
    assert other.exists()
    assert mine.exists()
