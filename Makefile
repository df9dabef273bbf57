# Two commands matter on a fresh machine: `make demo` and `make test`. Both install what they need into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
JOBS ?= 2
# A machine may forbid compiled files; then every process of a test run would compile all of the product again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test check format model long bench evaluate intruder screenshots clean

help:            ## what there is
	@grep -hE '^[a-z]+: .*##|^[a-z]+:  *##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 16

demo: $(VENV)/.run              ## a whole fictional forum session on a simulated Zoom; ends with links to click
	$(BIN)/companion demo $(DEMO)

test: $(VENV)/.dev              ## every test; those that need PostgreSQL or Chromium skip, with the reason, where there is none
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -rs $(TESTS)

check: $(VENV)/.dev             ## format, lint, types, imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev            ## put the code in its usual form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

model: $(VENV)/.dev             ## teach the recogniser of names again (minutes); MODEL_DATA=FOLDER adds the licensed text
	$(BIN)/python -m lab.training $(if $(MODEL_DATA),--data $(MODEL_DATA))
	$(BIN)/python -m lab.training.card $(if $(MODEL_DATA),--data $(MODEL_DATA))

long: $(VENV)/.dev              ## the property tests, ten thousand examples each
	HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest -n $(JOBS) -k "state_machine or propert" tests

bench: $(VENV)/.dev             ## the figures: words per second, races, memory
	$(BIN)/python -m tests.bench

evaluate: $(VENV)/.dev .venv-presidio/.made   ## how much leaks, beside Presidio in an environment of its own; EVALUATE="--into docs/anonymity.md" keeps it
	$(BIN)/python -m lab.evaluation --whole $(EVALUATE)
	$(BIN)/python -m tests.bench.anonymiser

intruder: $(VENV)/.dev         ## identities planted in 200 made-up meetings: what gets past the masker, the audit, and both
	$(BIN)/python -m lab.intruder $(INTRUDER)

screenshots: $(VENV)/.dev       ## pictures of the floor in every state, in screenshots/; of a running instance: make screenshots SHOTS="ADDRESS --link chair=URL"
	$(BIN)/python -m tests.browser.screenshots $(SHOTS) --out screenshots

clean:           ## forget what was installed
	rm -rf $(VENV) .venv-presidio screenshots

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Forum Companion needs Python 3.11 or newer; '$(PYTHON)' is older. Try: make PYTHON=python3.12 demo"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv"; rm -rf $(VENV); exit 1; }

$(VENV)/.run: pyproject.toml | $(VENV)/bin/python
	$(INSTALL) -e .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/bin/python
	$(INSTALL) -e '.[dev]'
	@touch $@ $(VENV)/.run

.venv-presidio/.made: | $(VENV)/bin/python
	@$(BIN)/python -m venv .venv-presidio
	.venv-presidio/bin/python -m pip install --quiet --disable-pip-version-check 'presidio-analyzer>=2.2.366,<3' 'spacy>=3.8.7,<3.9' threadpoolctl
	@touch $@
