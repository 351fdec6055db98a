# Everything from a fresh machine (Debian with python3, python3-venv and make) to a running network.
# `make help` lists the targets. Every package is checked against the hashes in constraints.txt.

SHELL = /bin/bash
.SHELLFLAGS = -eu -o pipefail -c
.DEFAULT_GOAL = help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
WORKERS ?= 2
ARGS ?=

# The services of `make test-services`; the environment may name others. Tests make and drop databases of their own.
TEST_DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/meridian
TEST_CACHE_URL ?= redis://127.0.0.1:6379/8

BIN = $(VENV)/bin
GROUPS_LOCKED = install services test browser bench lint lock
MESSAGES = $(patsubst %.po,%.mo,$(wildcard cms/locale/*/LC_MESSAGES/*.po plugins/*/locale/*/LC_MESSAGES/*.po))
say = @echo "meridian: $(1)"
fail = { echo "meridian: $(1)" >&2; exit 1; }

.PHONY: help setup demo demo-reset serve test test-services test-browser bench lint lock messages screenshots \
	clean production chromium npm lighthouse

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1 /p' Makefile | while read -r name text; do printf '  %-14s %s\n' "$$name" "$$text"; done

setup: $(VENV)/runtime.done $(MESSAGES)  ## virtual environment, packages, message catalogues

demo: setup  ## the demo network at http://newyork.localhost:8000/ and its neighbours
	DJANGO_DEBUG=$${DJANGO_DEBUG:-0} $(BIN)/python manage.py demo --port $(PORT) $(ARGS)

demo-reset: setup  ## the demo network as it was at first; what was edited is lost
	DJANGO_DEBUG=$${DJANGO_DEBUG:-0} $(BIN)/python manage.py demo --reset --port $(PORT) $(ARGS)

production: setup $(VENV)/services.done  ## what a server needs; deploy/README.md says how it goes on

serve: setup  ## the development server: reloads when code changes
	$(BIN)/python manage.py runserver $(PORT)

test: setup $(VENV)/test.done  ## the suite on SQLite
	$(BIN)/pytest -n $(WORKERS) --dist worksteal $(ARGS)

test-services: setup $(VENV)/test.done $(VENV)/services.done  ## the same suite on PostgreSQL and Redis
	DATABASE_URL='$(TEST_DATABASE_URL)' CACHE_URL='$(TEST_CACHE_URL)' $(BIN)/pytest -n $(WORKERS) --dist worksteal $(ARGS)

# One at a time: a browser and the server before it keep two cores busy, and people type no slower for it.
test-browser: setup chromium lighthouse $(VENV)/test.done $(VENV)/browser.done  ## journeys in a real browser
	$(BIN)/pytest tests/journeys $(ARGS)

bench: setup $(VENV)/test.done $(VENV)/services.done $(VENV)/bench.done  ## the benchmark beside its peers: a table, and JSON in var/
	$(BIN)/python -m tests.benchmarks $(if $(QUICK),--quick) $(ARGS)

screenshots: setup chromium $(VENV)/test.done $(VENV)/browser.done  ## pictures of every page anew: look at what changed before you keep them
	$(BIN)/pytest -q tests/journeys/test_looks.py --renew-looks $(ARGS)
	$(BIN)/python -m tests.journeys.screenshots

lint: setup $(VENV)/lint.done $(VENV)/test.done  ## style, types, layers, migrations, templates, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=. $(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=cms.settings.test $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/djlint --lint --quiet cms themes plugins
	DJANGO_SETTINGS_MODULE=cms.settings.test $(BIN)/python manage.py messages --check
	$(BIN)/pytest -q tests/test_project.py

lock: $(VENV)/lock.done  ## constraints.txt anew; newer versions with ARGS=--upgrade
	$(BIN)/uv pip compile pyproject.toml $(addprefix --group ,$(GROUPS_LOCKED)) $(ARGS) \
		--universal --generate-hashes --no-header --quiet --output-file constraints.txt
	sed -i '1i # Every package of every group, pinned with its hashes. Made by `make lock` from pyproject.toml.' constraints.txt

messages: setup  ## collect the texts to translate from code and templates
	DJANGO_SETTINGS_MODULE=cms.settings.test $(BIN)/python manage.py messages

clean:  ## everything that can be made again, but for the demo's data in var/
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	rm -f cms/locale/*/LC_MESSAGES/*.mo
	find cms plugins themes tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Set-up -------------------------------------------------------------------------------------------------------------

PIP_INSTALL = $(BIN)/python -m pip install --require-hashes --only-binary :all: --disable-pip-version-check
progress = sed -u -n 's/^Collecting \([^ ;]*\).*/  \1/p'
unreachable = $(call fail,The packages could not be installed; the lines above say why. Check the network connection \
	and run the same command again: what is done already is kept.)

# Debian's pip is too old to take hashes from a constraints file, so pip itself comes first, from its own lines.
$(VENV)/pip.done: constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| $(call fail,$(PYTHON) is missing or older than 3.11. Name a newer one: make PYTHON=python3.12 $(MAKECMDGOALS))
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null \
		|| $(call fail,Python has no venv module. On Debian and Ubuntu: sudo apt-get install python3-venv)
	$(call say,creating the virtual environment in $(VENV))
	@$(PYTHON) -m venv $(VENV) || $(call fail,The virtual environment could not be made. Remove $(VENV) and try again.)
	@awk '/^[^ #]/ { keep = /^pip==/ } keep' constraints.txt > $(VENV)/pip.txt
	@$(PIP_INSTALL) --quiet -r $(VENV)/pip.txt || $(unreachable)
	@touch $@

$(VENV)/runtime.txt: pyproject.toml $(VENV)/pip.done
	@$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"], sep="\n")' > $@

$(VENV)/runtime.done: $(VENV)/runtime.txt constraints.txt
	$(call say,installing what the application needs)
	@$(PIP_INSTALL) -c constraints.txt -r $< | $(progress) || $(unreachable)
	@touch $@

$(VENV)/%.done: pyproject.toml constraints.txt | $(VENV)/pip.done
	$(call say,installing what $* needs)
	@$(PIP_INSTALL) -c constraints.txt --group $* | $(progress) || $(unreachable)
	@touch $@

%.mo: %.po | $(VENV)/runtime.done
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

# Lighthouse wants a newer Node than Debian 12 has, so one comes with it, pinned with its hash like all the rest.
LIGHTHOUSE = tests/journeys/lighthouse
lighthouse: $(VENV)/lighthouse/installed.done

$(VENV)/lighthouse/installed.done: $(addprefix $(LIGHTHOUSE)/,package.json package-lock.json .npmrc) | $(VENV)/pip.done npm
	$(call say,installing Lighthouse)
	@mkdir -p $(@D) && cp $^ $(@D)/
	@cd $(@D) && npm ci --loglevel=error || $(unreachable)
	@touch $@

npm:
	@if ! command -v npm >/dev/null; then \
		if [ "$$(id -u)" = 0 ]; then \
			echo "meridian: installing Debian's npm"; \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends npm >/dev/null; \
		else $(call fail,The tests of speed need Lighthouse, which npm installs: sudo apt-get install npm); fi; \
	fi

chromium:
	@if ! command -v chromium >/dev/null; then \
		if [ "$$(id -u)" = 0 ]; then \
			echo "meridian: installing Debian's chromium"; \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
		else $(call fail,The journeys need a browser: sudo apt-get install chromium); fi; \
	fi
