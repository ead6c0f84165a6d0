# Everything goes through here: `make demo` to see the paper, `make test` to trust it.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# Tests side by side, one a core; PYTEST_ARGS adds to it.
PYTEST := $(BIN)/pytest -n auto --dist loadfile -q $(PYTEST_ARGS)
READY  := $(BIN)/pytest -q --setup-only tests/foundation/test_beginnings.py \
	tests/site/test_command.py::test_two_papers_never_share_a_secret
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test test-all test-postgres test-big test-edition fuzz kill-talk kill-newsletter packages ready lint types migrations lock clean
.DEFAULT_GOAL := help

help:  ## What can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */  make \1\t/' | expand -t 24

demo: $(VENV)/.runs  ## Serve the demonstration paper (PORT, BROADSHEET_HOME)
	@exec $(BIN)/broadsheet demo

test: $(VENV)/.tests  ## Run the tests that need nothing but Python
	$(PYTEST)

# In CI `make test` has run just before.
test-all: $(VENV)/.tests packages  ## Install what browser and PostgreSQL tests need (Debian), run everything
	$(if $(CI),,$(PYTEST))
	BROADSHEET_BROWSER=1 $(PYTEST) tests/browser
	$(MAKE) test-postgres

test-postgres: $(VENV)/.tests  ## The tests that touch the database, on a PostgreSQL of their own
	tools/with-postgres.sh $(PYTEST) --ignore tests/site --ignore tests/demo --ignore tests/browser

test-big: $(VENV)/.tests  ## Import a file of 2 GB in flat memory (minutes, and 2 GB of disk)
	BROADSHEET_BIG_MB=2048 $(BIN)/pytest -q tests/wire/test_big.py

test-edition: $(VENV)/.tests  ## 300 random histories of a paper, each plate against a fresh rendering (minutes)
	BROADSHEET_EXAMPLES=300 $(BIN)/pytest -q tests/edition/test_any_changes.py

kill-talk: $(VENV)/.tests  ## Kill the served paper fifty times while readers write
	BROADSHEET_KILLS=50 $(BIN)/pytest -q tests/talk/test_kill.py

kill-newsletter: $(VENV)/.tests  ## Kill the process that sends a newsletter fifty times
	BROADSHEET_KILLS=50 $(BIN)/pytest -q tests/outreach/test_newsletter_kills.py

fuzz: $(VENV)/.tests  ## Ten minutes of mutated files at every reader of outside data (SECONDS=600)
	$(BIN)/pip install -q "atheris>=3"
	$(BIN)/python -m tests.wire.fuzz --seconds $(or $(SECONDS),600)

packages:
	tools/packages.sh

# Tests make it themselves where it is not there, but not while another core has nothing to do.
ready: $(VENV)/.tests  ## Make what the tests copy: tables on both databases, a paper in a folder
	$(READY)
	$(if $(shell ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null),tools/with-postgres.sh $(READY))

lint: $(VENV)/.tests  ## Look at the code: ruff, mypy, djlint, the rooms' imports
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet src/broadsheet/themes
	$(BIN)/lint-imports

migrations: $(VENV)/.tests  ## See that no migration is missing
	$(BIN)/python -m django makemigrations --check --dry-run --settings tests.settings

words: $(VENV)/.runs  ## Compile the interface's words in other languages
	$(BIN)/python tools/words.py

lock:  ## Write the lock files anew from pyproject.toml
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile -q pyproject.toml --universal --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements.txt
	$(BIN)/uv pip compile -q pyproject.toml --extra dev --universal --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements-dev.txt

clean:  ## Throw away what was made here, the demo's data too
	rm -rf $(VENV) var build dist

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runs: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install -q -r requirements.txt
	$(BIN)/pip install -q --no-deps -e .
	@touch $@

$(VENV)/.tests: requirements-dev.txt $(VENV)/.runs
	$(BIN)/pip install -q -r requirements-dev.txt
	@touch $@

-include bench/bench.mk
