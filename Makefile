# Everything a newcomer or CI calls. `make` alone lists the targets.
PYTHON ?= python3
PORT ?= 8000
ONLY ?=
PYTEST_ARGS ?=

PY := .venv/bin/python
export PORT
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help env run dev test coverage check format bench messages lock

help: ## List these targets
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1	\2/p' Makefile | expand -t 18

# Creates .venv and installs the locked packages; does nothing when they are there.
env:
	@command -v "$(PYTHON)" >/dev/null 2>&1 || { echo "Relay needs Python 3.11 or newer, and no '$(PYTHON)' was found; install it, or name one: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@"$(PYTHON)" tools/bootstrap.py

run: ## Start Relay with its demo world on http://localhost:8000 (PORT=… changes it)
	@command -v "$(PYTHON)" >/dev/null 2>&1 || { echo "Relay needs Python 3.11 or newer, and no '$(PYTHON)' was found; install it, or name one: make PYTHON=/path/to/python3.11 run" >&2; exit 1; }
	@"$(PYTHON)" tools/bootstrap.py --port "$(PORT)"
	@exec $(PY) tools/run.py

dev: env ## The same with autoreload and debug pages, for work on the code
	@$(PY) tools/run.py --dev

test: env ## The whole test suite on SQLite (PYTEST_ARGS=… is passed on)
	@$(PY) tools/messages.py compile
	$(PY) -m pytest -n auto --dist loadgroup $(PYTEST_ARGS)

coverage: env ## The suite with branch coverage: 100 % of the domain, 90 % of the whole
	@$(PY) tools/messages.py compile
	$(PY) -m pytest -n auto --dist loadgroup --cov --cov-report= $(PYTEST_ARGS)
	$(PY) -m coverage report --include='*/domain/*' --fail-under=100
	$(PY) -m coverage report --fail-under=90

check: env ## Everything that can be checked without running the suite
	@$(PY) tools/check.py $(if $(ONLY),--only "$(ONLY)")

format: env ## Put code and templates into the agreed form
	$(PY) -m ruff check --fix-only --quiet .
	$(PY) -m ruff format --quiet .
	@$(PY) tools/templates.py --write

bench: env ## Measure (ONLY=name for one); tables here, figures in var/bench/
	@$(PY) tools/messages.py compile
	@$(PY) -m bench $(ONLY)

messages: env ## Bring the nl, fr and de catalogues up to date with code and templates
	@$(PY) tools/messages.py update

lock: env ## Resolve requirements.in into the hashed requirements.txt
	@$(PY) tools/lock.py
