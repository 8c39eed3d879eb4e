# Lofi. `make run` serves the site, `make test` checks it; both set up what they need, once.
# Needs: Python 3.11 with venv, Node 20, and the package registries.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
HOST ?= 127.0.0.1
# An index with torch's CPU wheels, for machines whose own package index would give the CUDA build.
TORCH_INDEX ?=
VENV := .venv
STAMPS := .make
BIN := $(CURDIR)/$(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX))
say = echo "==> $(1)"
export PORT HOST
export PYTHONUNBUFFERED := 1

.PHONY: help run test on-servers unit e2e lint audit format clean check-python check-node setup dev-setup database chromium servers

help: ## what can be asked for
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: check-python check-node $(STAMPS)/python $(STAMPS)/static database ## set everything up and serve the site with its worker (PORT=8000)
	@$(call say,Serving on port $(PORT); Ctrl-C ends it)
	exec $(BIN)/python -m lofi_site.serve

test: check-python check-node dev-setup $(STAMPS)/static chromium servers ## set everything up and run all checks and tests
	@$(MAKE) lint
	# a fault can become known on any day: it is told here, and fails nothing but the audit itself
	$(MAKE) audit || $(call say,KNOWN FAULTS above: put those packages right)
	$(call say,Front-end tests (vitest))
	npm --prefix frontend test
	$(call say,Python tests and browser tests side by side (pytest))
	$(BIN)/python -m pytest -n auto --dist worksteal -m 'not alone'
	$(MAKE) on-servers
	$(call say,Tests of what is measured or heard as it happens, one after the other (pytest))
	$(BIN)/python -m pytest -m alone

on-servers: dev-setup $(STAMPS)/static servers ## the Python tests that use the database, on PostgreSQL and Redis
	@$(call say,Tests that use the database once more on PostgreSQL and Redis (pytest))
	$(BIN)/python -m tests.on_servers

unit: dev-setup $(STAMPS)/static ## the quick Python tests, side by side: about a minute
	@$(BIN)/python -m pytest --ignore=tests/e2e -m 'not slow and not alone' -n auto

e2e: dev-setup $(STAMPS)/static chromium ## the browser tests
	@$(BIN)/python -m pytest tests/e2e

lint: dev-setup $(STAMPS)/node ## ruff, bandit, mypy, TypeScript and biome
	@$(call say,Checks: ruff)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(call say,Checks: bandit)
	$(BIN)/bandit -q -c pyproject.toml -r accounts generator lofi_site playlists manage.py
	$(call say,Checks: mypy)
	$(BIN)/mypy
	$(call say,Checks: TypeScript and biome)
	npm --prefix frontend run check

audit: dev-setup ## known faults of the packages that are used, where their lists can be reached
	@$(call say,Known faults of packages: pip-audit and npm audit)
	$(BIN)/python -m tests.audit

format: dev-setup ## format the Python code
	@$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

setup: $(STAMPS)/python $(STAMPS)/static ## virtual environment, dependencies and front-end build
dev-setup: $(STAMPS)/python-dev $(STAMPS)/node

clean: ## remove what was built (not the data in var/)
	rm -rf $(VENV) $(STAMPS) frontend/node_modules frontend/dist var/static .mypy_cache .ruff_cache .pytest_cache

check-python:
	@if [[ -z "$(PYTHON)" ]]; then echo "Lofi needs Python 3.11 or later, and found none: install python3 and python3-venv." >&2; exit 1; fi
	"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Lofi needs Python 3.11 or later; $(PYTHON) is $$("$(PYTHON)" --version 2>&1). Set PYTHON=/path/to/python3.11." >&2; exit 1; }
	"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { echo "Lofi needs Python's venv module: install python3-venv." >&2; exit 1; }

check-node:
	@command -v node >/dev/null && command -v npm >/dev/null || { echo "Lofi needs Node 20 with npm, and found none: install them first." >&2; exit 1; }
	node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' || { echo "Lofi needs Node 20.19 or later; this one is $$(node --version)." >&2; exit 1; }

$(STAMPS)/venv: | check-python
	@$(call say,Virtual environment in $(VENV))
	mkdir -p $(STAMPS)
	"$(PYTHON)" -m venv --clear $(VENV)
	touch $@

$(STAMPS)/python: requirements.txt requirements-web.txt constraints.txt $(STAMPS)/venv
	@$(call say,Python packages to serve and to train; the first time takes a minute or two)
	$(PIP) -r requirements.txt -c constraints.txt
	touch $@

$(STAMPS)/python-dev: requirements-dev.txt $(STAMPS)/python
	@$(call say,Python packages for the tests)
	$(PIP) -r requirements-dev.txt -c constraints.txt
	touch $@

$(STAMPS)/node: frontend/package.json frontend/package-lock.json | check-node
	@$(call say,Front-end packages)
	mkdir -p $(STAMPS)
	npm --prefix frontend ci --no-audit --no-fund --loglevel=error
	touch $@

FRONTEND := $(shell find frontend/src frontend/public -type f 2>/dev/null) $(wildcard frontend/*.ts frontend/*.json)
$(STAMPS)/frontend: $(STAMPS)/node $(FRONTEND)
	@$(call say,Front-end build (Vite))
	npm --prefix frontend run build -- --logLevel warn
	touch $@

$(STAMPS)/static: $(STAMPS)/frontend $(STAMPS)/python
	@$(call say,Static files; compressed once)
	$(BIN)/python manage.py collectstatic --noinput --clear --verbosity 0
	touch $@

database: $(STAMPS)/python
	@$(call say,Database and default playlist)
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py load_default_playlist
	$(BIN)/python manage.py index_tracks --verbosity 0

chromium:
	@command -v chromium >/dev/null && exit 0
	if [[ $$(id -u) -ne 0 ]]; then echo "The browser tests need Chromium: run 'apt-get install chromium' as root first." >&2; exit 1; fi
	$(call say,Chromium for the browser tests)
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null

servers:
	@command -v redis-server >/dev/null && compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null && exit 0
	if [[ $$(id -u) -ne 0 ]] || ! command -v apt-get >/dev/null; then exit 0; fi  # who misses them says so
	$(call say,PostgreSQL and Redis for the tests)
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql redis-server >/dev/null || echo "==> They could not be installed." >&2
