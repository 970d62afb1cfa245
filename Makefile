# The tools are those of .venv where there is one, else those of the active environment.
BIN := $(if $(wildcard .venv/bin/python),.venv/bin/,)
PYTHON := $(BIN)python

.PHONY: check format lint types layers pages exports test latex install fix docs bench

check: format lint types layers pages exports test

format:
	$(PYTHON) -m ruff format --check .

lint:
	$(PYTHON) -m ruff check .

types:
	$(PYTHON) -m mypy

layers:
	$(BIN)lint-imports --no-logo --no-cache

pages:
	$(PYTHON) docs/generate.py --check

exports:
	$(PYTHON) -m vcmbib export --check

test:
	$(PYTHON) -m pytest -q -n 2

latex:
	VCMBIB_LATEX=1 $(PYTHON) -m pytest -q -n 2 -m latex tests/latex

install:
	python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]'

fix:
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

docs:
	$(PYTHON) docs/generate.py

bench:
	$(PYTHON) -m bench
