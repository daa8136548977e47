# The ways into the house. `make run` and `make test` need nothing but Python 3.11 or later, git and make.
SHELL := /bin/bash
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS := never

.PHONY: help setup run test test-sqlite test-postgresql dev packages sure lint types architecture \
	translations translations-check wheel vendor bench lock format

help:
	@echo "make run    install, then serve the demo on http://127.0.0.1:8000 (PORT and COCREATE_HOME are honoured)"
	@echo "make test   install what the tests need, then run all of them on SQLite and on PostgreSQL"
	@echo "make sure   lint, types, architecture, translations, make test, wheel: what CI runs"
	@echo "make bench  measure the real server; make lock: choose the versions of requirements/ anew"

setup:
	@tools/setup.sh run

dev:
	@tools/setup.sh dev

run: setup
	@COCREATE_DEMO=1 exec $(BIN)/cocreate up

packages:
	@tools/packages.sh

test: packages dev
	@tools/test.sh

test-sqlite: packages dev
	@tools/test.sh sqlite

test-postgresql: packages dev
	@tools/test.sh postgresql

sure: dev lint types architecture translations-check test wheel

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: dev
	$(BIN)/mypy

architecture: dev
	$(BIN)/lint-imports

translations: dev
	$(BIN)/python tools/translations.py update

translations-check: dev
	$(BIN)/python tools/translations.py check

wheel: dev
	@tools/wheel.sh

bench: dev
	@$(BIN)/python -m tests.bench

# The only target that needs Node: rebuilds the vendored editor from frontend/editor.
vendor:
	@tools/vendor.sh

# Versions move only here: `make lock UPGRADE=--upgrade` takes the newest that setup.cfg allows.
COMPILE = $(BIN)/uv pip compile setup.cfg --quiet --universal --python-version 3.11 --extra postgres \
	--no-emit-index-url --custom-compile-command "make lock" $(UPGRADE)
lock: dev
	$(COMPILE) --output-file requirements/run.lock
	$(COMPILE) --extra dev --constraint requirements/run.lock --output-file requirements/dev.lock
