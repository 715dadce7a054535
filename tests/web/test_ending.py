"""How it ends, and how it goes on after something has failed."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

FAILING = '''
import importlib.machinery
import sys


class Failing:
    """Makes runs fail whose champion leaves in week 104."""

    def find_spec(self, name, path=None, target=None):
        if name != "uptake.web.runs":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        load = spec.loader.exec_module

        def exec_module(module):
            load(module)
            real = module.AdoptionModel

            def model(scenario, *given, **more):
                if scenario.departure_week == 104:
                    raise RuntimeError("a fault put in by a test")
                return real(scenario, *given, **more)

            module.AdoptionModel = model

        spec.loader.exec_module = exec_module
        return spec


sys.meta_path.insert(0, Failing())
'''
SOON = 2.0
LONG_WORK = {"choice": {"organisation": "humana", "weeks": 260}, "replicates": 100}


@pytest.fixture
def started(start):
    return start()


def children(pid):
    """Processes below one, on Linux."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = status.read_text().rpartition(")")[2].split()
            if int(fields[1]) == pid and fields[0] != "Z":
                found += [int(status.parent.name), *children(int(status.parent.name))]
    return found


def alive(pid):
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="processes are counted in /proc")
def test_a_signal_ends_it_within_two_seconds_while_runs_are_going(started):
    begun = threading.Event()

    def listen():
        with (
            contextlib.suppress(httpx.HTTPError),
            started.client() as client,
            client.stream("POST", "/api/answer", json=LONG_WORK) as answer,
        ):
            begun.set()
            for _ in answer.iter_lines():
                pass

    listener = threading.Thread(target=listen)
    listener.start()
    assert begun.wait(60)
    time.sleep(0.5)
    below = children(started.process.pid)
    assert below
    asked = time.perf_counter()
    started.process.send_signal(signal.SIGTERM)
    started.process.wait(20)
    took = time.perf_counter() - asked
    listener.join(10)
    assert not listener.is_alive()
    while any(map(alive, below)) and time.perf_counter() - asked < 10:
        time.sleep(0.02)
    gone = time.perf_counter() - asked
    assert took < SOON, f"ended after {took:.1f} s"
    assert gone < SOON + 1, f"its processes ended after {gone:.1f} s"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="processes are counted in /proc")
def test_the_process_that_reads_a_file_ends_with_it(started):
    lines = "".join(f"{n},{n // 9 if n else ''},D{n % 9}\n" for n in range(150_000))
    body = f'{{"name": "staff.csv"}}\nemployee id,manager id,department\n{lines}'.encode()

    def hand_over():
        with contextlib.suppress(httpx.HTTPError), started.client() as client:
            client.post("/api/own/organisation", content=body)

    giver = threading.Thread(target=hand_over)
    giver.start()
    for _ in range(400):
        reading = [pid for pid in children(started.process.pid) if reads(pid)]
        if reading:
            break
        time.sleep(0.02)
    assert reading
    started.process.send_signal(signal.SIGTERM)
    started.process.wait(20)
    for _ in range(200):
        if not any(map(alive, reading)):
            break
        time.sleep(0.02)
    assert not any(map(alive, reading))
    giver.join(10)


def reads(pid):
    with contextlib.suppress(OSError):
        return b"uptake.web.reading" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


@pytest.fixture
def faulty(tmp_path, start):
    """The address of a server in which one lever's stop makes the model fail."""
    (tmp_path / "sitecustomize.py").write_text(FAILING)
    path = os.pathsep.join([str(tmp_path), *os.environ.get("PYTHONPATH", "").split(os.pathsep)])
    return start(environment={"PYTHONPATH": path}).address


def test_a_run_that_fails_is_told_in_words_and_the_next_change_works(page, faulty):
    page.goto(faulty)
    page.wait_for_selector(".chart[data-complete=true]")
    alarm = page.locator("#alarm")
    assert not alarm.is_visible()
    page.goto(f"{faulty}/#explore?lever.champion_leaves=week+104")
    alarm.wait_for()
    assert "a fault put in by a test" in alarm.text_content()
    assert alarm.get_attribute("role") == "alert"
    assert "Traceback" not in page.locator("body").text_content()
    page.wait_for_selector(".chart.stale, .chart .stale")
    page.goto(f"{faulty}/#explore?lever.newsletter=none")
    page.wait_for_selector(".chart[data-complete=true]:not(.stale)")
    page.wait_for_function("document.querySelector('#alarm').hidden")
    assert "of employees visit" in page.locator(".answer").text_content()
