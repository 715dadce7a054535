"""A copy of the page to take home: one file with its runs, which needs neither server nor network."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import multiprocessing
from jinja2 import Environment

from uptake.publishing import write_whole
from uptake.study.assumed import under
from uptake.study.ensemble import Ensemble, reference
from uptake.web.answers import REPLICATES
from uptake.web.bands import Series
from uptake.web.choice import Choice, scenario_of
from uptake.web.grid import STORED, grid, run_forked
from uptake.web.places import Places
from uptake.web.setup import setup
from uptake.web.stored import store

Told = Callable[[int, int], None]
"""Hears how many pieces of work are done, of how many."""
