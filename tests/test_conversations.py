"""Whole conversations with the real Petri. They stand in tests/conversations/<group>.yml; see README.md there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.knowledge.store import Knowledge
from bot.stack import Stack
from tests.client import Visitor

FOLDER = Path(__file__).parent / "conversations"
CONVERSATIONS = [
    pytest.param(conversation, id=f"{path.stem}: {conversation['name']}")
    for path in sorted(FOLDER.glob("*.yml"))
    for conversation in yaml.safe_load(path.read_text(encoding="utf-8"))
]
# Talk about the talk itself needs no source; so do the questions of a guide.
UNSOURCED = ("chat.", "safety.", "fallback.", "guide.")


@pytest.mark.parametrize("conversation", CONVERSATIONS)
def test_conversation(petri: Stack, conversation: dict[str, Any]) -> None:
    visitor = Visitor(petri.url, **conversation.get("link", {}))
    for number, turn in enumerate(conversation["turns"], 1):
        where = f"turn {number}, {turn.get('say', turn.get('tap'))!r}"
        before = visitor.messages[-1]["text"]
        if "tap" in turn:
            visitor.tap(turn["tap"])
        elif "say" in turn:
            visitor.say(str(turn["say"]))
        if "first" in turn:
            check(visitor.messages[0], turn["first"], where)
        check(visitor.messages[-1], turn, where)
        if turn.get("new"):
            assert visitor.messages[-1]["text"] != before, f"{where}: the same text again"


def check(reply: dict[str, Any], expected: dict[str, Any], where: str) -> None:
    assert reply["topic"] == expected["topic"], f"{where}: {reply['text']}"
    if "subject" in expected:
        assert reply["subject"] == expected["subject"], f"{where}: {reply['text']}"
    for part in expected.get("has", []):
        assert str(part).casefold() in reply["text"].casefold(), f"{where}: no {part!r} in {reply['text']!r}"
    for part in expected.get("has_not", []):
        assert str(part).casefold() not in reply["text"].casefold(), f"{where}: {part!r} in {reply['text']!r}"
    if not reply["topic"].startswith(UNSOURCED):
        assert reply["sources"], f"{where}: no source under {reply['text']!r}"
    assert len(reply["buttons"]) >= 2 or reply["topic"] == "safety.distress", f"{where}: {reply['buttons']}"
    titles = [button["title"] for button in reply["buttons"]]
    assert len(titles) == len(set(titles)), f"{where}: the same button twice in {titles}"


def test_every_topic_has_a_conversation(knowledge: Knowledge) -> None:
    tested = {turn["topic"] for conversation in CONVERSATIONS for turn in conversation.values[0]["turns"]}
    assert set(knowledge.topics) - tested == set()
