# Sets everything up in .venv, then does the job. Needs make and Python 3.11 or later, no more.

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet -c constraints.txt
PYTEST := $(BIN)/python -m pytest

.PHONY: help demo teach test test-browser test-all lint bench parameters clean

help:
	@echo "make demo        compare programmes in the Humana case; tables, figures and a report"
	@echo "make teach       the page for a room of people; opens in the browser"
	@echo "make test        the tests, without the slow ones and those in a browser"
	@echo "make test-browser  the page, driven in Chromium"
	@echo "make test-all    all tests"
	@echo "make lint        style, formatting and types"
	@echo "make bench       what a week, an organisation and a sweep cost"
	@echo "make parameters  write docs/parameters.md from the declarations"
	@echo "make clean       remove .venv and what tools left behind"

demo: .venv/installed
	@$(BIN)/uptake demo

teach: .venv/installed-web
	@$(BIN)/uptake teach

test: .venv/installed-dev
	$(PYTEST) --numprocesses 2

test-browser: .venv/installed-dev
	$(PYTEST) --numprocesses 2 -m "browser and not slow"

test-all: .venv/installed-dev
	$(PYTEST) --numprocesses 2 -m "slow or not slow"

lint: .venv/installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

bench: .venv/installed
	$(BIN)/python tests/benchmarks/week.py
	$(BIN)/python tests/benchmarks/organisation.py
	$(BIN)/python tests/benchmarks/sweep.py

parameters: .venv/installed
	$(BIN)/python docs/generate_parameters.py

# A stamp is newer than what was installed from, so that a warm environment starts at once.
.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	@echo "Installing uptake and the libraries it stands on into .venv (once; a minute or two) ..."
	@$(PIP) -e ".[calibrate]"
	@touch $@

.venv/installed-web: .venv/installed
	@echo "Installing what the page needs ..."
	@$(PIP) -e ".[web]"
	@touch $@

.venv/installed-dev: .venv/installed
	@echo "Installing the tools for tests ..."
	@$(PIP) -e ".[dev]"
	@touch $@

.venv/bin/python:
	@for python in python3.13 python3.12 python3.11 python3; do \
		if $$python -c "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then \
			echo "Making .venv with $$($$python --version) ..."; \
			exec $$python -m venv --clear .venv; \
		fi; \
	done; \
	echo "uptake needs Python 3.11 or later with its venv module, and found none on the PATH." >&2; \
	echo "Install it from python.org or your system's packages (Debian: python3 python3-venv), then try again." >&2; \
	exit 1

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis model/*.egg-info
	find model tests experiments docs -name __pycache__ -type d -prune -exec rm -rf {} +
