"""What stops Petri from starting is said in one line."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from bot.knowledge.documents import ContentError, Problem
from bot.setup import training
from bot.setup.training import TrainingFailed, ensure_model
from bot.stack import CannotStart, Ports, Stack


def test_a_busy_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotStart, match=f"port {port} .for the rasa server. is in use"):
            Stack(tmp_path / "model", Ports(edge=0, rasa=port), tmp_path).__enter__()


def test_broken_content_stops_training(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ContentError([Problem("employers/x.yml", 3, "kind", "ontbreekt.")])

    monkeypatch.setattr(training, "load", broken)
    with pytest.raises(
        TrainingFailed, match=r"data/knowledge or data/nlu has errors(.|\n)*employers/x.yml:3: kind: ontbreekt."
    ):
        ensure_model()


def test_a_failed_training_is_no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "MODELS", tmp_path)
    monkeypatch.setattr(training, "_rasa", lambda *arguments: False)
    with pytest.raises(TrainingFailed, match="training failed; the lines above"):
        ensure_model()


def test_training_is_not_repeated_for_an_edited_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    knowledge = training.load()
    before = training.model_path(knowledge)
    knowledge.answers["civ.overview"].text = "Iets anders."
    assert training.model_path(knowledge) == before
    knowledge.employers["baseclear"].synonyms.append("een nieuwe naam")
    assert training.model_path(knowledge) != before
