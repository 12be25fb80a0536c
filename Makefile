# `make local` and `make test` set up everything on a fresh machine. Later runs reuse .venv and start at once.

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

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

local: .venv/.program ## Serve the program on this machine: PORT=8000 is its API, AWS_PORT=4566 is AWS's API, STACK=dev
	@exec $(BIN)/python -m aslant.local --port $(PORT) --aws-port $(AWS_PORT) --stack $(STACK)

test: check ## Check the style and the types, and run every test
	$(BIN)/python -m pytest -n auto --maxprocesses 4

check: .venv/.tests ## Check the style and the types only
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

engine: .venv/.tests ## Run the tests with Pulumi's real engine: the CLI on PATH, or one that is built with Go
	@$(BIN)/python tools/engine.py -q

bench: .venv/.tests ## Measure the speed side by side with a baseline, and print the ratios
	@for benchmark in benchmarks/[a-z]*.py; do PYTHONPATH=. $(BIN)/python $$benchmark || exit 1; done

lock: .venv/.python ## Write requirements*.lock: the pins of requirements*.txt with hashes
	@$(PIP) uv==$(UV)
	@$(BIN)/uv pip compile $(LOCKED) requirements.txt --output-file requirements.lock
	@$(BIN)/uv pip compile $(LOCKED) requirements-dev.txt --output-file requirements-dev.lock

clean: ## Remove installed packages and caches
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "aslant needs Python 3.11 or newer, and '$(PYTHON)' is older or missing. Choose another: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/.program: .venv/.python requirements.lock pyproject.toml
	@echo "Installing the packages of the program into .venv. This takes a minute or two, once." >&2
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.tests: .venv/.program requirements-dev.lock
	@echo "Installing the packages of the tests into .venv. This takes half a minute, once." >&2
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@
