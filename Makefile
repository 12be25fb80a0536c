# `make local` and `make test` each do all the set-up on a fresh machine; later runs reuse .venv and start at once.

PYTHON ?= python3
PORT ?= 8000
AWS_PORT ?= 4566
STACK ?= dev

UV := 0.13.9
LOCKED := --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-package aslant

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help local test check engine bench lock clean

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

local: .venv/.program ## Serve the program on this machine: PORT=8000 for its API, AWS_PORT=4566 for AWS's, STACK=dev
	@exec $(BIN)/python -m aslant.local --port $(PORT) --aws-port $(AWS_PORT) --stack $(STACK)

test: check ## Check the style and the types, and run every test
	$(BIN)/python -m pytest

check: .venv/.tests ## Check the style and the types alone
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

engine: .venv/.tests ## Run the tests of Pulumi's real engine: with the CLI on PATH, or one built here with Go
	@$(BIN)/python tools/engine.py -q

bench: .venv/.tests ## Measure what is promised; prints ratios, side by side in one run
	@for benchmark in benchmarks/[a-z]*.py; do PYTHONPATH=. $(BIN)/python $$benchmark || exit 1; done

lock: .venv/.python ## Write requirements*.lock, the same pins with their hashes, from requirements*.txt
	@$(PIP) uv==$(UV)
	@$(BIN)/uv pip compile $(LOCKED) requirements.txt --output-file requirements.lock
	@$(BIN)/uv pip compile $(LOCKED) requirements-dev.txt --output-file requirements-dev.lock

clean: ## Remove what was installed and cached
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "aslant needs Python 3.11 or newer, and '$(PYTHON)' is not; say which: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/.program: .venv/.python requirements.lock pyproject.toml
	@echo "Installing what the program needs into .venv: a minute or two, once." >&2
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.tests: .venv/.program requirements-dev.lock
	@echo "Installing what the tests need into .venv: half a minute, once." >&2
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@
