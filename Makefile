# Every chore of the house; `make help` lists them. Needs only make and Python 3.11 or newer.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
UV := $(BIN)/uv
ONLY ?=
FILE ?=
ACCOUNTS ?= 60

# Believe the certificates that this machine believes, not a list of the tool's own.
export UV_SYSTEM_CERTS := 1
export NODE_USE_SYSTEM_CA := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
export NPM_CONFIG_SCRIPT_SHELL := /bin/sh
export NPM_CONFIG_FUND := false
export NPM_CONFIG_AUDIT := false
export NPM_CONFIG_UPDATE_NOTIFIER := false

# Stamps say what was installed last, so that what has not changed is not done again.
PYTHON_READY := $(VENV)/.stamp-uv
BASE_READY := $(VENV)/.stamp-base
DEV_READY := $(VENV)/.stamp-dev
NODE_READY := $(VENV)/.stamp-node
MODULES_READY := node_modules/.stamp
BUNDLE_READY := static/dist/.stamp
BROWSER_CODE := $(wildcard static/css/*.css static/js/*.js static/js/*/*.js static/js/*/*/*.js)

# Node from PATH where it is new enough, else the one of the wheel.
WITH_NODE := PATH="$$(cat $(NODE_READY))$$PATH"

MORE_TESTS := tests/journeys tests/services
PYTEST := $(BIN)/python -m pytest -q

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help: ## List the chores
	@$(PYTHON) -c 'import re; [print(f"make {c:<14}{w}") for c, w in re.findall(r"(?m)^([a-z-]+):.*?## (.+)", open("Makefile").read())]'

# Start

.PHONY: demo
demo: installed ## Start with a demo portfolio (ACCOUNTS=60) and print the address
	@exec $(PY) -m csm.launch --demo --accounts $(ACCOUNTS)

.PHONY: start
start: installed ## Start without demo data; the first visit creates the administrator
	@exec $(PY) -m csm.launch

.PHONY: installed
installed:
	@$(MAKE) --silent --no-print-directory -j2 $(BASE_READY) $(BUNDLE_READY)

.PHONY: developed
developed:
	@$(MAKE) --silent --no-print-directory -j2 $(DEV_READY) $(BUNDLE_READY)

# Test

.PHONY: test
test: developed ## Run everything but the browser and service suites (ONLY=path for a part)
	$(PYTEST) -n 2 $(if $(ONLY),$(ONLY),tests $(MORE_TESTS:%=--ignore=%) --ignore=tests/benchmarks)
	$(WITH_NODE) npm test

.PHONY: test-all
test-all: test journeys services ## Run all tests: with Chromium, and against DATABASE_URL and REDIS_URL

.PHONY: journeys
journeys: developed ## Run the browser journeys (needs Chromium)
	$(PYTEST) tests/journeys

.PHONY: services
services: developed ## Run what needs the servers given by DATABASE_URL and REDIS_URL
	@: $${DATABASE_URL:?give the address of a PostgreSQL server} $${REDIS_URL:?give the address of a Redis server}
	$(PYTEST) tests/services

.PHONY: bench
bench: developed ## Measure against the floors (ONLY=name for one); writes .data/bench.json
	$(PY) -m tests.benchmarks $(ONLY)

# Check

.PHONY: check
check: developed check-style check-types check-imports check-templates check-django check-browser-code ## Run every check that is not a test

.PHONY: check-style
check-style: $(DEV_READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

.PHONY: check-types
check-types: $(DEV_READY)
	$(BIN)/mypy .

.PHONY: check-imports
check-imports: $(DEV_READY)
	$(BIN)/lint-imports --no-logo

.PHONY: check-templates
check-templates: $(DEV_READY)
	$(BIN)/djlint templates --lint --quiet

PRODUCTION := PRODUCTION=true SECRET_KEY=only-for-this-check-0123456789abcdefghijklmnopqrstuvwxyz \
	ALLOWED_HOSTS=constellation.example DATA_DIR=.data/check

.PHONY: check-django
check-django: $(DEV_READY)
	$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING
	$(PY) manage.py makemigrations --check --dry-run

.PHONY: check-browser-code
check-browser-code: $(BUNDLE_READY)
	$(WITH_NODE) npm test

.PHONY: format
format: $(DEV_READY) ## Format the Python code
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format .

.PHONY: lint
lint: check-style check-imports check-templates ## Check style, import contracts and templates

.PHONY: types
types: check-types ## Check the types

# Keep up

LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

.PHONY: locks
locks: $(DEV_READY) ## Lock the packages again (UPGRADE=1 takes the newest)
	for part in uv node base; do $(LOCK) $(if $(UPGRADE),--upgrade) requirements/$$part.in -o requirements/$$part.txt || exit 1; done
	$(LOCK) $(if $(UPGRADE),--upgrade) -c requirements/base.txt requirements/dev.in -o requirements/dev.txt

.PHONY: bundle
bundle: ## Build the front end again
	rm -f $(BUNDLE_READY)
	@$(MAKE) --no-print-directory $(BUNDLE_READY)

.PHONY: messages
messages: $(DEV_READY) ## Collect the texts to translate (needs gettext)
	$(PY) manage.py makemessages --all --no-location --ignore .venv --ignore node_modules

.PHONY: migrations
migrations: $(DEV_READY) ## Write migrations for changed models (NAME=what_changes)
	$(PY) manage.py makemigrations --name $(NAME)

.PHONY: openapi
openapi: $(DEV_READY) ## Write docs/openapi.yaml from the code
	$(PY) manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml

.PHONY: backup
backup: $(BASE_READY) ## Write the database to .data/backup-<instant>.dump
	@$(PY) -m csm.backup save

.PHONY: restore
restore: $(BASE_READY) ## Replace the database by a backup (FILE=...)
	@$(PY) -m csm.backup load "$(FILE)"

.PHONY: clean
clean: ## Remove everything built or installed; keep the data
	rm -rf $(VENV) node_modules static/dist staticfiles .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

.PHONY: clean-data
clean-data: $(BASE_READY) ## Remove the embedded database, queue and logs
	@$(PY) -m csm.backup forget

# Install

$(PYTHON_READY): requirements/uv.txt
	@echo "  Making a virtual environment ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=...")'
	@test -x $(PY) || $(PYTHON) -m venv --without-pip $(VENV)
	@$(PY) requirements/install_uv.py
	@touch $@

$(BASE_READY): requirements/base.txt $(PYTHON_READY)
	@echo "  Installing packages ..."
	@$(UV) pip install --quiet --python $(PY) --require-hashes --requirement requirements/base.txt
	@touch $@

$(DEV_READY): requirements/dev.txt $(BASE_READY)
	@echo "  Installing packages for development ..."
	@$(UV) pip install --quiet --python $(PY) --require-hashes --requirement requirements/dev.txt
	@touch $@

$(NODE_READY): requirements/node.txt $(PYTHON_READY)
	@if node --eval 'process.exit(parseInt(process.versions.node) < 20)' 2>/dev/null && npm --version >/dev/null 2>&1; then \
		: > $@; \
	else \
		echo "  Installing Node ..."; \
		$(UV) pip install --quiet --python $(PY) --require-hashes --requirement requirements/node.txt && \
		printf '%s:' "$$PWD/$(BIN)" > $@; \
	fi

$(MODULES_READY): package.json package-lock.json $(NODE_READY)
	@echo "  Installing the front end's packages ..."
	@$(WITH_NODE) npm ci --silent
	@touch $@

$(BUNDLE_READY): $(BROWSER_CODE) build.mjs $(MODULES_READY)
	@echo "  Bundling the front end ..."
	@said=$$($(WITH_NODE) npm run build --silent 2>&1) || { echo "$$said"; exit 1; }
	@touch $@
