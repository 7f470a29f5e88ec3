# The commands of the project. `make help` lists them.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run install check format test test-unit test-integration test-browser lock clean

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 20

run: install ## install what is missing, train if needed, start everything; Ctrl-C stops it
	@exec $(BIN)/assistant up

install: ## install what is missing, in this folder
	@$(PYTHON) scripts/bootstrap.py

check: install ## format, lint, types, import rules, data validation, fast tests: before each commit
	@$(BIN)/python scripts/check.py

format: install ## rewrite the code in the project's format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

test: install ## everything: checks, then every test, with real processes and a real browser
	@$(BIN)/python scripts/check.py --full

test-unit: install ## the fast tests
	@$(BIN)/pytest -n 2 tests/unit tests/rasa_side

test-integration: install ## the tests that start and kill real processes
	@$(BIN)/pytest tests/integration

test-browser: install ## the tests in a real Chromium
	@$(BIN)/pytest tests/browser

lock: install ## resolve the dependencies anew
	@$(BIN)/python scripts/lock.py

clean: ## forget everything that was installed, built or trained
	rm -rf .venv .tools .rasa models web/node_modules web/dist var/run var/cache var/*.sqlite*
