# The tools are those of .venv where there is one, else of the active environment.
BIN := $(if $(wildcard .venv/bin/python),.venv/bin/,)
PYTHON := $(BIN)python

.PHONY: check test fix docs bench

check:
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	$(BIN)lint-imports --no-logo --no-cache
	$(PYTHON) docs/generate.py --check
	$(PYTHON) -m vcmbib export --check
	$(PYTHON) -m pytest -q -n 2

test:
	$(PYTHON) -m pytest -q -n 2

fix:
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

docs:
	$(PYTHON) docs/generate.py

bench:
	$(PYTHON) -m bench
