# `make run` opens Petri for chat, `make test` checks everything. Both set up what they need first.
.PHONY: run test setup train lint validate check-content check-examples coverage test-nlu

PYTHON := .venv/bin/python
export RASA_TELEMETRY_ENABLED := false

run: setup
	@$(PYTHON) -m bot

test: setup lint check-content check-examples train validate
	@$(PYTHON) -m pytest

setup:
	@bin/setup

train: setup
	@$(PYTHON) -m bot.setup.training

lint: setup
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy

check-content: setup
	@$(PYTHON) -m bot.knowledge

# Example sentences that are nearly the same, or too few.
check-examples: setup
	@$(PYTHON) -m bot.setup.check_examples

# Which topic has an answer for which subject; writes docs/coverage.md.
coverage: setup
	@$(PYTHON) -m bot.knowledge coverage

# Rasa's own check of the domain, the rules and the examples.
validate: setup
	@$(PYTHON) -m bot.setup.training validate

# How well Petri understands sentences that it never saw; writes docs/nlu.md.
test-nlu: setup train
	@$(PYTHON) -m tests.nlu.report
