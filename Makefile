# Every task of the project. `make` alone lists them.
SHELL := /bin/bash
MAKEFLAGS += --no-print-directory
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench lock clean check-lint check-format check-types check-imports check-migrations check-law

help: ## this list
	@sed -nE 's/^([a-z]+):.*## (.*)/\1\t\2/p' Makefile | awk -F '\t' '{printf "  make %-7s %s\n", $$1, $$2}'

setup: ## build .venv with the relaas command, from hashed requirements
	@scripts/setup run

run: setup ## prepare the database and the demonstration cases, and serve on this machine
	@$(BIN)/relaas run

test: ## all tests, on SQLite and again on PostgreSQL
	@scripts/setup run dev
	@$(BIN)/python -m tests.support.run_all

check: ## lint, format, types, import contracts, migrations, and the law itself
	@scripts/setup run dev
	@$(MAKE) -k check-lint check-format check-types check-imports check-migrations check-law

check-lint:
	$(BIN)/ruff check .

check-format:
	$(BIN)/ruff format --check .

check-types:
	$(BIN)/mypy

check-imports:
	$(BIN)/lint-imports --no-logo

check-migrations:
	$(BIN)/python -m django makemigrations --check --dry-run --settings relaas.config.settings

check-law:
	$(BIN)/relaas law check

bench: ## measure speed, also against comparable programs
	@scripts/setup run dev bench
	@$(BIN)/python -m benchmarks

lock: ## resolve the requirements anew, after a change of requirements/*.in
	@scripts/setup run dev
	@scripts/lock

clean: ## remove the environment and all caches; var/ with its data stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage htmlcov
	@find relaas tests -name __pycache__ -type d -prune -exec rm -rf {} +
