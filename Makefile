PYTHON ?= python3
BIN := .venv/bin

.PHONY: help demo test lint check dev bench accuracy lock browser

help: ## show what each target does
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "%-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/installed ## read an invented company's tools and publish profiles under var/demo
	$(BIN)/unsung demo

test: .venv/installed ## run the tests
	$(BIN)/pytest -n 2

lint: .venv/installed ## run ruff, mypy, import-linter and sqlfluff
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --processes 2 --disable-progress-bar transforms pipelines/cli/queries

check: lint test ## everything CI runs: lint first, for it fails in a minute, then the tests

dev: .venv/installed ## open the Dagster UI on http://127.0.0.1:3000
	$(BIN)/unsung dev --config $(or $(UNSUNG_CONFIG),dev.yaml) --port $(or $(PORT),3000)

bench: .venv/installed ## measure the figures of benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks

accuracy: .venv/installed ## compare an invented company's profiles with its truth, benchmarks/ACCURACY.md
	$(BIN)/python -m benchmarks.accuracy

browser: ## install the Chromium that the page tests use (Debian, as root)
	apt-get update -qq && apt-get install -y -qq chromium > /dev/null

lock: ## write requirements.lock anew from pyproject.toml (needs uv)
	uv pip compile --universal --generate-hashes --no-header --no-emit-index-url \
		--extra dev pyproject.toml -o requirements.lock

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Unsung needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
