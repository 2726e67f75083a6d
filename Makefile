# Needs make, Python 3.11 or later and a package index; says what else a target would like to have.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input install
LANGUAGES := ar zh fr ru es
CATALOGUES := dialogues/languages/catalogues
COMPILED := $(patsubst %.po,%.mo,$(wildcard $(CATALOGUES)/*/LC_MESSAGES/messages.po))
# The browser tests' packages are large: they are installed where there is a browser to use them.
CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
GROUP := $(if $(CHROMIUM)$(filter 1,$(DIALOGUES_TEST_ALL)),browser,test)
NPM := $(shell command -v npm || true)
NPM_STAMP := tests/npm/node_modules/.package-lock.json

.PHONY: run install test calendar-matrix seats journeys lint bench messages
.DELETE_ON_ERROR:

# Starts the application with its demonstration data.
run: install
	@$(BIN)/dialogues db upgrade
	@$(BIN)/dialogues demo
	@exec $(BIN)/dialogues serve

# Makes .venv, with the command `dialogues` in it.
install: $(VENV)/installed $(COMPILED)

# Runs all tests for which the programs are there; `make test ARGS="-k invites"` runs some.
test: $(VENV)/installed-$(GROUP) $(COMPILED) $(if $(NPM),$(NPM_STAMP))
	@$(BIN)/python -m pytest -n $$(($$(nproc) + 1)) --dist worksteal $(ARGS)

# Has calendar programs' parsers read events of every zone through three years; about four minutes.
calendar-matrix: $(VENV)/installed-$(GROUP) $(if $(NPM),$(NPM_STAMP))
	@$(BIN)/python -m tests.invites.matrix

# Carries out 12,000 operations on seats at random, from four processes, on each database; minutes.
seats: $(VENV)/installed-$(GROUP) $(COMPILED)
	@DIALOGUES_TEST_OPERATIONS=12000 $(BIN)/python -m pytest -s tests/registration/test_interleavings.py

# Walks every journey in every language that it is written for; `make test` draws one of each.
journeys: $(VENV)/installed-$(GROUP) $(COMPILED)
	@DIALOGUES_TEST_JOURNEYS=all $(BIN)/python -m pytest -n auto --dist worksteal tests/journeys

lint: $(VENV)/installed-$(GROUP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/djlint --lint --quiet templates

# Measures; `make bench ARGS=mail` what has "mail" in its name.
bench: $(VENV)/installed-$(GROUP) $(COMPILED)
	@$(BIN)/python -m benchmarks $(ARGS)

# Brings the catalogues up to date with the sentences in code and templates, for translators.
messages: $(VENV)/installed
	@$(BIN)/pybabel -q extract -F dialogues/languages/babel.cfg -k lazy_gettext -k _l -k N_ \
		--no-location --sort-output -o $(VENV)/messages.pot dialogues templates
	@for language in $(LANGUAGES); do \
		$(BIN)/pybabel -q update -w 100 --init-missing --no-fuzzy-matching --ignore-obsolete \
			--ignore-pot-creation-date -i $(VENV)/messages.pot -d $(CATALOGUES) -l $$language || exit 1; \
	done
	@sed -i -E '/^"(Last-Translator|Language-Team|Report-Msgid-Bugs-To|Generated-By|POT-Creation-Date|PO-Revision-Date):/d' \
		$(CATALOGUES)/*/LC_MESSAGES/messages.po

$(VENV)/installed: requirements.lock pyproject.toml
	$(if $(PYTHON),,$(error Python 3.11 or later was not found; PYTHON=/path/to/python3 make ... names one))
	@echo "Installing into $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/installed-%: requirements-%.lock $(VENV)/installed
	@echo "Installing what the tests need ..."
	@$(PIP) --require-hashes -r $<
	@touch $@

%.mo: %.po | $(VENV)/installed
	@$(BIN)/pybabel -q compile -i $< -o $@

$(NPM_STAMP): tests/npm/package-lock.json
	@(cd tests/npm && $(NPM) ci --silent --no-audit --no-fund) && touch $@ || \
		echo "npm could not install tests/npm: its calendar parsers are left out."
