"""Guards against a model that got worse. The figures themselves are in docs/nlu.md (`make test-nlu`)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml
from rasa.core.agent import Agent

from bot.knowledge.store import Knowledge
from bot.nlu.examples import load_examples
from bot.setup.training import environment
from tests.nlu import heldout


@pytest.fixture(scope="module")
def agent(model: Path) -> Agent:
    os.environ.update(environment())
    return heldout.load(model)


@pytest.fixture(scope="module")
def results(agent: Agent, knowledge: Knowledge) -> list[heldout.Result]:
    return heldout.understand(agent, knowledge, "dev")


def test_unseen_sentences_are_understood(results: list[heldout.Result]) -> None:
    """Floors a few points below what docs/nlu.md reports, so that a change that breaks something shows."""
    figures = heldout.figures(results)
    assert figures["topic_right"] >= 0.92, figures
    assert figures["right_or_offered"] >= 0.96, figures
    assert figures["subject_right"] >= 0.95, figures
    assert figures["out_of_scope_answered"] <= 0.07, figures
    assert figures["in_scope_refused"] <= 0.03, figures


def test_distress_is_never_missed(results: list[heldout.Result]) -> None:
    distress = [r for r in results if r.meant == {"safety.distress"}]
    assert len(distress) >= 6
    assert [r.text for r in distress if not r.is_right] == []


def test_nearly_all_hidden_distress_is_seen(agent: Agent, knowledge: Knowledge) -> None:
    """Half of these hint at it only, half hold the same words and mean something else."""
    results = heldout.understand(agent, knowledge, "distress")
    missed = [r.text for r in results if r.meant == {"safety.distress"} and not r.is_right]
    alarms = [r.text for r in results if "safety.distress" not in r.meant and r.topic == "safety.distress"]
    assert len(missed) <= 0.07 * 150, missed
    assert len(alarms) <= 0.05 * 150, alarms


def test_nothing_held_out_is_trained_on() -> None:
    held_out = {
        str(sentence["text"]).casefold()
        for half in ("dev", "test", "distress")
        for sentence in yaml.safe_load((heldout.FOLDER / f"{half}.yml").read_text(encoding="utf-8"))
    }
    trained = {example.text.casefold() for example in load_examples()}
    # Greetings and single words are everybody's.
    assert {text for text in held_out & trained if len(text.split()) > 2} == set()
