# Everything a person types here. `make` alone says what there is.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help run install test lint format eval bench lock clean

help:  ## say what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

run: install  ## set up, then run the daemon on config.yaml
	@exec $(BIN)/feed-monitor run

install: $(VENV)/.installed  ## set up .venv only

test: export PYTHONDONTWRITEBYTECODE =  # else each of hundreds of processes compiles all it loads
test: $(VENV)/.developer  ## every test, the PostgreSQL ones included
	@$(BIN)/python -m pytest -n 4 --dist worksteal

lint: $(VENV)/.developer  ## format, rules, types, import order
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/.developer  ## put every file in shape
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

CORPORA ?= ../shared/corpora
eval: $(VENV)/.developer  ## measure quality on the corpora, where they are
	@$(BIN)/python -m tools.evaluate $(CORPORA)

bench: $(VENV)/.developer  ## measure speed, each figure beside its floor and the peers; BENCH="NAME --quick"
	@$(BIN)/python -m tools.bench $(BENCH)

lock: $(VENV)/.developer  ## pin every dependency anew, with hashes
	@$(BIN)/uv pip compile pyproject.toml --group build --upgrade $(LOCK) -o requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --group build --group dev --extra postgres --extra browser --extra pdf --upgrade $(LOCK) -o requirements-dev.lock
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

clean:  ## remove what was set up; kept data stays
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

$(VENV)/.installed: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up $(VENV) …"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q feeds monitor  # where Python is told to write no bytecode, it still reads it
	@touch $@

$(VENV)/.developer: $(VENV)/.installed requirements-dev.lock
	@echo "Adding what developers need …"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
