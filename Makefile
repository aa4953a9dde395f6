# Huake. `make` alone lists the targets.
.DEFAULT_GOAL := help
.PHONY: help env run check test train bench evaluate lock clean

# Any Python >= 3.8 can start scripts/environments.py, which finds 3.10 and 3.11 itself.
PYTHON ?= $(shell for p in python3 python3.11 python3.10 python $$HOME/.pyenv/versions/*/bin/python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null && echo $$p && break; done)
PY311 := .venv311/bin/python

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

env: ## make .venv310 and .venv311 from the lock files
	@test -n "$(PYTHON)" || { echo "No Python found: install Python 3.10 and 3.11, then run make again."; exit 1; }
	@$(PYTHON) -m scripts.environments

run: env ## start everything and print the links
	@exec $(PY311) -m scripts.run

train: env ## train the Rasa model if data or config changed
	@$(PY311) -m kb build --out var/kb
	@$(PY311) -m scripts.train

check: env ## format, lint, types, import rules, training data
	@$(PY311) -m scripts.check

test: env ## check, train and run every test
	@$(PY311) -m scripts.browser
	@$(PY311) -m scripts.spark
	@$(PY311) -m scripts.check
	@$(PY311) -m kb build --out var/kb
	@$(PY311) -m scripts.train
	$(PY311) -m pytest

bench: train ## measure speed: turns, search, bills, tags and events in bulk, decisions
	@missed=0; $(PY311) -m scripts.bench || missed=1; $(PY311) -m scripts.scale || missed=1; \
	$(PY311) -m recsys.ranking.bench || missed=1; exit $$missed

evaluate: train ## measure models, entities on tables, intents on real questions
	@$(PY311) -m recsys evaluate
	@$(PY311) -m scripts.entity_quality
	@$(PY311) -m scripts.evaluate

lock: env ## resolve requirements/*.in into exact versions
	@$(PY311) -m scripts.lock

clean: ## remove environments, models and var
	rm -rf .venv310 .venv311 models var .rasa .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
