# `make run` opens Petri for chat, `make test` checks everything. Both set up what they need.
.PHONY: run test setup check lint check-content

PYTHON := .venv/bin/python
export RASA_TELEMETRY_ENABLED := false

run: setup
	@$(PYTHON) -m bot

setup:
	@bin/setup

train: setup
	@$(PYTHON) -m bot.setup.training
